/**
 * What would change if a draft of the criteria were in force: the cases filed in a period are
 * judged once more by the same engine, with the draft's body in place of the one that was in force
 * on their filing day. Nothing is written, so the cases are read from a copy where there is one;
 * drafts come from the database, since the latest is what somebody tries. People with a part in
 * the cases see them; a policy editor sees lines without name or number.
 */
import { setImmediate as pause } from 'node:timers/promises'
import { Injectable } from '@nestjs/common'
import { Database, rows } from '../../base/database.js'
import { NotFound } from '../../base/errors.js'
import { type Reading, Replica } from '../../base/replica.js'
import { sql } from '../../base/sql.js'
import { APPLICATION } from '../../forms/application.js'
import type { Actor } from '../../people/actor.js'
import { settingsOf } from '../../people/scope.js'
import { Reference } from '../../reference/reference.service.js'
import { SCOPE, scopeOf } from '../scope.js'
import { CaseKeys } from '../sealing/caseKeys.js'
import { PLACES } from '../sealing/place.js'
import { openTree } from '../sealing/sealedTree.js'
import { clusterList, listClusters } from './clusters.js'
import { type Candidate, Engine, type Filing, JUDGED_BY } from './engine.js'
import type { Period } from './figures.js'
import { seesCases } from './report.service.js'
import { Findings, type WhatIf } from './tally.js'

/** So many cases are judged at most; the earliest of the period come first. */
export const MOST_CASES = 10_000
/** Cases fetched at a time, and milliseconds of judging after which others get their turn. */
const BATCH = 1000
const TURN = 25

const CANDIDATES = `
  select r.id, r.kind, r.key, r.effective_from::text as "effectiveFrom", r.approved_at is not null as approved,
    p.name as "draftedBy", r.body
  from reference r left join people p on p.id = r.drafted_by
  where r.kind = any ($1::text[]) and r.withdrawn_at is null and (r.approved_at is null or r.effective_from > $2::date)
  order by r.kind, r.key, r.effective_from, r.id`

const OWN = sql`
  select c.id, c.number, coalesce(c.system_name, c.talent_name) as name, f.name_zh as "firmName",
    s.firm ->> 'creditCode' as "creditCode",
    c.filed_on::text as "filedOn", report_cluster(s.firm, ${'clusters'}) as cluster, s.answers, c.id as "caseId", s.seq,
      c.data_key as "dataKey",
    coalesce((
      select jsonb_agg(jsonb_build_object('kind', a.kind, 'issuedOn', a.issued_on, 'format', split_part(a.mime, '/', 2),
        'bytes', a.bytes,
        'width', a.width, 'height', a.height, 'language', a.details -> 'language', 'of', a.details -> 'of')
        order by a.id)
      from attachments a where a.case_id = c.id and s.attachments @> to_jsonb(a.id)), '[]') as documents
  from (
    select c.id, c.number, c.firm_id, c.filed_on, c.system_name, c.talent_name, c.data_key from cases c
    where ${SCOPE} and c.filed_on between ${'from'} and ${'to'}
      and exists (select 1 from case_parties p where p.case_id = c.id and p.authority_id = ${'ownAuthority'}
        and p.part in ('lead', 'named'))
    order by c.filed_on, c.id offset ${'skip'} limit ${'take'}
  ) c
  join firms f on f.id = c.firm_id
  cross join lateral (select b.seq, b.answers, b.firm, b.attachments from submissions b where b.case_id = c.id
  order by b.seq desc limit 1) s
  order by c.filed_on, c.id`

const ANONYMOUS = sql`
  select null::int as id, null as number, null as name, null as "firmName", null as "creditCode",
    filed_on::text as "filedOn", cluster, answers, documents,
    case_id as "caseId", seq, data_key as "dataKey"
  from what_if_filings(${'from'}, ${'to'}, ${'clusters'}, ${'skip'}, ${'take'})`

/** With what opens it; the id goes no further. */
interface Sealed extends Filing {
  readonly caseId: number
  readonly seq: number
  readonly dataKey: Buffer | null
}

@Injectable()
export class WhatIfService {
  constructor(
    private readonly db: Database,
    private readonly replica: Replica,
    private readonly reference: Reference,
    private readonly keys: CaseKeys,
  ) {}

  /** What could be tried on a day: drafts, and what is approved for later. */
  candidates(actor: Actor, today: string): Promise<Candidate[]> {
    return this.db.transaction(settingsOf(actor), (tx) => rows<Candidate>(tx, CANDIDATES, [JUDGED_BY, today]))
  }

  /**
   * Judges the cases filed in the period by what was in force and by the draft instead.
   * @throws NotFound when there is no such draft
   * @throws ZodError when its body has not the shape of its kind
   */
  async compare(actor: Actor, draftId: number, period: Period, today: string): Promise<WhatIf> {
    const draft = (await this.candidates(actor, today)).find(({ id }) => id === draftId)
    if (!draft) throw new NotFound()
    const engine = new Engine(this.reference, draft)
    await engine.rules(today)
    const found = new Findings()
    const clusters = clusterList(await listClusters(this.reference, today))
    let began = performance.now()
    let asOf: Date | undefined
    for (let skip = 0; skip < MOST_CASES; skip += BATCH) {
      const { result: batch, asOf: batchAsOf } = await this.filings(actor, period, clusters, skip)
      asOf ??= batchAsOf // of the first, which is the oldest
      for (const filing of batch) {
        const [before, after] = await engine.judge(filing)
        found.add(filing, before, after)
        if (performance.now() - began < TURN) continue
        await pause()
        began = performance.now()
      }
      if (batch.length < BATCH) return { ...found.result(false), asOf }
    }
    const { result: more } = await this.filings(actor, period, clusters, MOST_CASES, 1)
    return { ...found.result(more.length > 0), asOf }
  }

  /** Filed cases of a period with their answers, for judging alone; `caseId` goes no further than the engine. */
  async filings(
    actor: Actor,
    period: Period,
    clusters: string,
    skip: number,
    take = BATCH,
  ): Promise<Reading<(Filing & { readonly caseId: number })[]>> {
    const wanted = { ...period, clusters, skip, take }
    const { result: sealed, asOf } = await this.replica.read(settingsOf(actor), (tx) =>
      seesCases(actor)
        ? rows<Sealed>(tx, ...OWN({ ...scopeOf(actor), ...wanted }))
        : rows<Sealed>(tx, ...ANONYMOUS(wanted)),
    )
    const result = sealed.map(({ seq, dataKey, ...filing }) => ({
      ...filing,
      answers: openTree(
        APPLICATION,
        this.keys.of(filing.caseId, dataKey),
        filing.answers,
        PLACES.filed(filing.caseId, seq),
      ),
    }))
    return { result, asOf }
  }
}
