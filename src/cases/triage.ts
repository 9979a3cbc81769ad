/**
 * What a line of an officers' list says of its case, so that it can be chosen without being opened: what the
 * firm's last filing comes to, how many other cases are about the same person, and what is new to the reader.
 */
import { Injectable } from '@nestjs/common'
import { z } from 'zod'
import { rows, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import { COMPARED_KINDS } from '../criteria/comparedPaper.js'
import type { Actor } from '../people/actor.js'
import type { State } from '../workflow/machine.js'
import { edgesFrom, metaOf, STATES } from '../workflow/step.js'
import { OWN_WORK } from '../workflow/words.js'
import { consentsOf, isOpen, SAID_CONSENTS, type SaidConsent } from './consents.js'
import { type Deed, untold } from './news.js'
import { type Check, Preflight } from './preflight.js'
import { SCOPE, scopeOf } from './scope.js'

const gistSchema = z.object({
  /** The class that is reached without a recommendation. */
  class: z.enum(['A', 'B', 'none']),
  points: z.number(),
  /** Codes of what intake would heed, each once. */
  flags: z.array(z.string()),
})
export type Gist = z.infer<typeof gistSchema>

/** What a filing comes to, as it is kept with its event: a list cannot judge fifty applications. */
export function gistOf({ judgement, documents }: Pick<Check, 'judgement' | 'documents'>): Gist {
  const { category, points, streaming, crossChecks, warns, translations, categories, unknownCategories } = judgement
  const there = new Set(documents.map(({ kind }) => kind))
  const lacks = (kind: string, needs: unknown) => Boolean(needs) && !there.has(kind)
  const unlicensed = categories.some(
    ({ licence, qualification }) => lacks('categoryLicence', licence) || lacks('qualification', qualification),
  )
  const flags = [
    ...[...streaming, ...crossChecks, ...warns].map(({ code }) => code),
    ...(unlicensed ? ['licence'] : []),
    ...(translations.some(({ translated }) => translated !== true) ? ['translation'] : []),
    ...(unknownCategories.length > 0 ? ['unlisted'] : []),
  ]
  return { class: category, points: points.total, flags: [...new Set(flags)] }
}

export interface Triage {
  /** When the firm sent it last. */
  readonly sentAt: Date | null
  /** Null once a case is over whose filing is older than what is kept. */
  readonly gist: Gist | null
  /** The class that the last recommendation asked for. */
  readonly proposed: 'A' | 'B' | null
  /** Since the firm sent it last and the case was accepted, a document was found to differ from the answers. */
  readonly differs: boolean
  /** Before it is accepted: documents that are still being read and not compared yet. */
  readonly reading: number
  /** Before it is accepted: the candidate refuses the use of a document, and nobody has settled that. */
  readonly objects: boolean
  /** Cases about the same person. */
  readonly samePerson: number
  /** The last event: what a firm keeps before it sends it shows by no number. */
  readonly lastSeq: number
  /** The reader has opened it, and has done so since the firm sent it last. */
  readonly opened: boolean
  readonly openedNow: boolean
  /** What somebody else did last since then; its time as JSON has it. */
  readonly fresh: (Omit<Deed, 'seq' | 'at' | 'actorId'> & { readonly at: string }) | null
}

const TRIAGE = sql`
  select c.id, c.state, s.seq as "sentSeq", s.at as "sentAt", s.content -> 'gist' as gist,
    r.content #>> '{asked,class}' as proposed,
    c.round > 0 and exists (
      select from attachments a join previews v on v.attachment_id = a.id
      where a.case_id = c.id and a.replaced_at is null and v.differed_at >= s.at) as differs,
    case when c.round > 0 then 0 else (
      select count(*)::int from attachments a left join previews v on v.attachment_id = a.id
      where a.case_id = c.id and a.replaced_at is null and a.kind = any (${'compared'}::text[])
        and coalesce(v.reader, 0) = 0) end as reading,
    coalesce(d.n, 0) as "samePerson",
    case when c.state = any (${'unaccepted'}::text[]) then ${SAID_CONSENTS} else '[]' end as said,
    (select max(e.seq) from events e where e.case_id = c.id and e.action <> all (${'unsent'}::text[])) as "lastSeq",
    own.seq is not null as opened, coalesce(own.read > s.seq, false) as "openedNow", f.fresh
  from cases c left join count_duplicates(${'ids'}::int[]) d on d.about = c.id
  left join lateral (
    select e.seq, e.at, t.content from events e
    left join event_contents t on t.case_id = e.case_id and t.seq = e.seq
    where e.case_id = c.id and e.action in ('submit', 'resubmit') order by e.seq desc limit 1) s on true
  left join lateral (
    select t.content from events e join event_contents t on t.case_id = e.case_id and t.seq = e.seq
    where e.case_id = c.id and e.action = 'recommend' order by e.seq desc limit 1) r on true
  left join (
    select e.case_id, max(e.seq) as seq, max(e.seq) filter (where e.action = 'readCase') as read from events e
    where e.case_id = any (${'ids'}::int[]) and e.actor_id = ${'me'}::int group by e.case_id) own on own.case_id = c.id
  left join lateral (
    select json_build_object('action', e.action, 'at', e.at, 'name', o.name, 'actorKind', e.actor_kind,
      'authorityId', e.authority_id) as fresh
    from events e left join people o on o.id = e.actor_id
    where e.case_id = c.id and e.seq > own.seq and e.action <> all (${'untold'}::text[])
      and e.actor_id is distinct from ${'me'}::int
    order by e.seq desc limit 1) f on true
  where ${SCOPE} and c.id = any (${'ids'}::int[])`

type Found = Omit<Triage, 'gist' | 'objects'> & {
  readonly said: readonly SaidConsent[]
  readonly id: number
  readonly state: State
  readonly sentSeq: number | null
  readonly gist: unknown
}

/** In these nothing is kept that the firm has not sent. */
const UNACCEPTED = STATES.filter((state) => edgesFrom(state).has('accept'))

/** What earlier filings come to, in memory: so many at most. */
const MOST_KEPT = 5000

/** What lists say of cases besides their lines. */
@Injectable()
export class Triages {
  /** By case and filing: neither the answers of a filing change nor the rules of its day. */
  private readonly gists = new Map<string, Gist>()

  constructor(private readonly preflight: Preflight) {}

  /** Of those of some cases that the actor may see, by the case. */
  async list(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Map<number, Triage>> {
    const values = {
      ...scopeOf(actor),
      me: actor.id,
      ids,
      untold: untold(actor),
      unsent: OWN_WORK,
      compared: COMPARED_KINDS,
      unaccepted: UNACCEPTED,
    }
    const found = await rows<Found>(tx, ...TRIAGE(values))
    const triages = new Map<number, Triage>()
    for (const line of found) {
      const objects = consentsOf(line.said).some(isOpen)
      triages.set(line.id, { ...line, objects, gist: await this.gist(tx, actor, line) })
    }
    return triages
  }

  /** As it was kept; of a filing from before that, while the case waits for somebody, as it is worked out now. */
  private async gist(tx: Tx, actor: Actor, { id, state, sentSeq, gist }: Found): Promise<Gist | null> {
    const kept = gistSchema.safeParse(gist).data
    if (kept || sentSeq === null || metaOf(state).waitsFor === undefined) return kept ?? null
    const name = `${id} ${sentSeq}`
    const known = this.gists.get(name)
    if (known) return known
    const made = gistOf(await this.preflight.open(tx, actor, id).check())
    if (this.gists.size >= MOST_KEPT) this.gists.clear()
    this.gists.set(name, made)
    return made
  }
}
