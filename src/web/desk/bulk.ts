/**
 * One thing done to several cases, each through act() like everything else: what stands in the way
 * of one stops no other one, and each gets a line that says what came of it. Over 250 lines because whatever is done to
 * several cases stands here, each deed beside what it heeds first.
 */
import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path, withQuery } from '../../base/path.js'
import { Database } from '../../base/database.js'
import { type Bilingual, COMMA, fill, joined } from '../../base/text.js'
import { CaseService } from '../../cases/case.service.js'
import type { CaseLine } from '../../cases/caseFile.js'
import { listOtherLetters } from '../../cases/duplicates.js'
import { CaseNews } from '../../cases/news.js'
import { listOpened, saidOf } from '../../cases/oneOfMany.js'
import { ReadingService } from '../../cases/reading.service.js'
import { isHandedOn } from '../../cases/since.js'
import type { Triage } from '../../cases/triage.js'
import { readForm } from '../../forms/engine/body.js'
import { valueAt } from '../../forms/engine/node.js'
import { AWAITING_OUTCOME } from '../../letters/outcomes.service.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import type { State } from '../../workflow/machine.js'
import { isAction } from '../../workflow/step.js'
import { WORDS } from '../../workflow/words.js'
import { deedText } from '../case/deeds.js'
import { readText } from '../http/input.js'
import type { Notice } from '../kit/parts.js'
import { Assigning, doubtNotice } from './assigning.js'
import { type Acceptance, BulkAccept } from './bulk.accept.js'
import { otherLettersText } from './case.others.js'

const MOST_AT_ONCE = 100

/** What can be done to several cases at once. */
export const BULK = ['claim', 'assign', 'receiveLetter', 'accept'] as const
export type BulkAction = (typeof BULK)[number]

const WORDS_OF: Readonly<Record<BulkAction, Bilingual>> = {
  claim: { zh: '认领', en: 'claimed' },
  assign: { zh: '指派', en: 'assigned' },
  receiveLetter: { zh: '签收', en: 'received' },
  accept: { zh: '受理', en: 'accepted' },
}

export interface BulkRequest {
  readonly action: BulkAction
  readonly ids: readonly number[]
  readonly input: Readonly<Record<string, unknown>>
  readonly requestId: string
  /** The cases as the list showed them. */
  readonly seen?: ReadonlyMap<number, Seen>
  /** What was said of an assignment before, as the result that said it named it. */
  readonly heeded?: string | undefined
}

/** What a list showed of a case: its version, and for those who choose among cases the last event that they see. */
export type Seen = Pick<CaseLine, 'version'> & { readonly seq: number | undefined }

export interface BulkResult {
  readonly notice: Notice
  /** Those that stay ticked. */
  readonly ticked: ReadonlySet<number>
  /** What is to be heeded about a case before it is one of many. */
  readonly heeds?: ReadonlyMap<number, Bilingual>
  /** What is sent back by whoever wants it done all the same. */
  readonly heeded?: string
}

interface OneRequest extends Partial<Seen> {
  readonly requestId: string
  readonly input: unknown
}

@Injectable()
export class Bulk {
  constructor(
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly db: Database,
    private readonly accepting: BulkAccept,
    private readonly news: CaseNews,
    private readonly assigning: Assigning,
    private readonly clock: Clock,
  ) {}

  /**
   * Does it, one case after another; the same request again does nothing twice. What is to be heeded about one of them
   * is said first, and nothing is done: it is when asked for once more, though no such case is accepted with others.
   */
  async run(actor: Person, { action, ids, input, requestId, seen, heeded }: BulkRequest): Promise<BulkResult> {
    const numbers = await this.reading.lists.numbers(actor, ids)
    const acceptances = action === 'accept' ? await this.prepareAll(actor, ids) : undefined
    const barred = new Map([...(acceptances ?? [])].flatMap(([id, one]) => ('heed' in one ? [[id, one.heed]] : [])))
    const heeds = acceptances ? barred : await this.doubts(actor, action, ids, input)
    const to = String(input.to ?? '')
    const [whom, ...known] = heeded?.split('.') ?? []
    const isNew = whom !== to || [...heeds.keys()].some((id) => !known.includes(String(id)))
    if (heeds.size > 0 && isNew) {
      const items = [...heeds].map(([id, one]) => lineOf(numbers.get(id) ?? `#${id}`, one))
      const notice = NOTICES[action]?.(items, ids.length) ?? receiveNotice(items)
      return { notice, ticked: new Set(ids), heeds, heeded: [to, ...heeds.keys()].join('.') }
    }
    const given = action === 'assign' ? await this.assigning.given(actor, input.to) : undefined
    const results: { id: number; said: Bilingual; done: boolean }[] = []
    for (const id of ids.slice(0, MOST_AT_ONCE)) {
      const request = { requestId: `${requestId}:${id}`, input, ...acceptances?.get(id), ...seen?.get(id) }
      const problem = barred.get(id) ?? (await this.one(actor, id, action, request))
      results.push({ id, done: !problem, said: problem ?? given ?? WORDS[action].done })
    }
    const failed = results.filter(({ done }) => !done)
    return {
      ticked: new Set(failed.map(({ id }) => id)),
      heeds: barred,
      notice: {
        kind: failed.length > 0 ? 'near' : 'ok',
        title: titleOf(WORDS_OF[action], results.length, failed.length),
        items: results.map((one) => lineOf(numbers.get(one.id) ?? `#${one.id}`, one.said)),
      },
    }
  }

  /** Of which cases it should be said what, before it is done. */
  private async doubts(actor: Person, action: BulkAction, ids: readonly number[], { to }: BulkRequest['input']) {
    if (action === 'assign') return this.assigning.doubts(actor, ids, to)
    if (action !== 'receiveLetter') return NO_DOUBTS
    const today = this.clock.today()
    const letters = await this.db.transaction(settingsOf(actor), (tx) => listOtherLetters(tx, actor, ids, today))
    return new Map(
      ids.flatMap((id) => {
        const said = otherLettersText(letters, id)
        return said ? [[id, said] as const] : []
      }),
    )
  }

  /** Of each case its acceptance, or what is to be heeded; cases that were never opened are not opened for it. */
  private async prepareAll(actor: Person, ids: readonly number[]) {
    const opened = await listOpened(this.db, actor, ids)
    const prepared = new Map<number, Acceptance | { heed: Bilingual }>()
    for (const id of ids.slice(0, MOST_AT_ONCE))
      prepared.set(id, opened.has(id) ? await this.prepare(actor, id) : { heed: NOT_OPENED })
    return prepared
  }

  private async prepare(actor: Person, id: number): Promise<Acceptance | { heed: Bilingual }> {
    try {
      return await this.accepting.prepare(actor, id)
    } catch (error) {
      const heed = saidOf(error)
      if (!heed) throw error
      return { heed }
    }
  }

  /** Why one case was left as it is; undefined when it was done. */
  private async one(
    actor: Person,
    id: number,
    action: BulkAction,
    request: OneRequest,
  ): Promise<Bilingual | undefined> {
    try {
      await this.cases.act(id, action, { actor, ...request })
      return undefined
    } catch (error) {
      const said = saidOf(error)
      if (!said) throw error
      return (await this.meanwhile(actor, id, request.seq)) ?? said
    }
  }

  /** What happened to the case after the list was shown: who moved it or took it over, and when. */
  private async meanwhile(actor: Person, id: number, seq: number | undefined): Promise<Bilingual | undefined> {
    const deeds = seq === undefined ? [] : await this.news.deedsAfter(actor, id, seq)
    const deed = deeds.findLast(({ action }) => isAction(action) || isHandedOn(action))
    return deed && deedText(deed)
  }
}

const NOT_OPENED: Bilingual = { zh: '您尚未打开该案件', en: 'you have not opened this case' }

/** How many it was done to; where to none, that the reasons follow. */
function titleOf(words: Bilingual, all: number, failed: number): Bilingual {
  const done = all - failed
  if (done === 0)
    return { zh: `${all > 1 ? `${all}件均` : ''}未${words.zh}，原因如下`, en: `None ${words.en}, for these reasons` }
  const left = failed > 0 && { zh: `${failed}件未${words.zh}`, en: `${failed} not` }
  return joined([{ zh: `${words.zh}了${done}件`, en: `${done} ${words.en}` }, left], COMMA)
}

/** That nothing was accepted yet, and why: the others of those that were ticked are accepted when it is sent again. */
function acceptNotice(items: readonly Bilingual[], all: number): Notice {
  const counts = { count: items.length, rest: all - items.length }
  return {
    kind: 'near',
    title: counts.rest === 0 ? titleOf(WORDS_OF.accept, all, all) : fill(SOME_HEEDED, counts),
    items,
    text: counts.rest === 0 ? undefined : fill(ACCEPT_REST, counts),
  }
}

/** That nothing was received yet, and why; the same request receives once it was said. */
const receiveNotice = (items: readonly Bilingual[]): Notice => ({
  kind: 'near',
  title: fill(
    { zh: '尚未签收：{count}件请先核对', en: 'Not received yet: {count} to check first' },
    { count: items.length },
  ),
  items,
  text: { zh: '仍要签收的，请再次提交。', en: 'To receive anyway, select the button again.' },
})

const NO_DOUBTS: ReadonlyMap<number, Bilingual> = new Map()
const lineOf = (number: string, said: Bilingual): Bilingual =>
  fill({ zh: '{number}：{said}', en: '{number}: {said}' }, { number, said })
const SOME_HEEDED: Bilingual = {
  zh: '有{count}件须逐件办理，均尚未受理',
  en: '{count} to handle one by one; none accepted yet',
}
const ACCEPT_REST: Bilingual = {
  zh: '再次选择“受理所选”，只受理其余{rest}件；上列{count}件仍保持勾选，须打开案件受理。',
  en:
    'Select “Accept selected” again to accept the other {rest} only. These {count} stay selected; open each one ' +
    'to accept it.',
}
const NOTICES: Readonly<Partial<Record<BulkAction, (items: readonly Bilingual[], all: number) => Notice>>> = {
  assign: doubtNotice,
  accept: acceptNotice,
}

/** The cases as a list showed them, for its form. */
export const seenText = (lines: readonly CaseLine[], triage?: ReadonlyMap<number, Triage>): string =>
  lines.map(({ id, version }) => [id, version, triage?.get(id)?.lastSeq ?? ''].join('.')).join(' ')

const readSeen = (text = ''): Map<number, Seen> =>
  new Map(
    [...text.matchAll(/\b(\d{1,9})\.(\d{1,9})\.(\d{0,9})/g)].map(([, id, version, seq]) => [
      Number(id),
      { version: Number(version), seq: seq ? Number(seq) : undefined },
    ]),
  )

/** The cases that were ticked, and to whom they go. */
export function readBulk(body: unknown) {
  const { tree } = readForm(body)
  return {
    ids: idsOf(valueAt(tree, 'cases')),
    to: idsOf(valueAt(tree, 'to'))[0],
    requestId: readText(body, '_request') ?? randomUUID(),
    heeded: readText(body, 'heeded'),
    seen: readSeen(readText(body, 'seen', 4000)),
  }
}

/** Whether a case waits for the permit authority's outcome. */
export const waitsForOutcome = ({ state }: { readonly state: State }): boolean => AWAITING_OUTCOME.includes(state)

/** Where the outcomes of cases are recorded together. */
export const outcomesAddress = (ids: readonly number[]): string => withQuery(path.outcomes, { cases: ids.join(',') })

/** The ids that were sent, each once. */
export const idsOf = (given: unknown): number[] => [
  ...new Set(
    (Array.isArray(given) ? given : [given]).flatMap((one) =>
      typeof one === 'string' && /^[1-9]\d{0,8}$/.test(one) ? [Number(one)] : [],
    ),
  ),
]
