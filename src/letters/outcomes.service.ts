/**
 * The permit authority's outcomes of many cases, recorded at once: each line through act() like
 * everything else, each with its result; a line that is wrong changes nothing and stops no other
 * one. Checked first by doing it and keeping nothing, so that what is said is what would happen.
 * Over 250 lines because what a line is checked for stands beside the words that say so.
 */
import { Injectable } from '@nestjs/common'
import type { z } from 'zod'
import { Clock } from '../base/clock.js'
import { Database, rows } from '../base/database.js'
import { Invalid, type Problem, Stale } from '../base/errors.js'
import { sql } from '../base/sql.js'
import { type Bilingual, COLON, fill, joined } from '../base/text.js'
import { CaseService } from '../cases/case.service.js'
import { listOtherLetters, type OtherLetter } from '../cases/duplicates.js'
import { listRevoking } from '../cases/matters.js'
import { saidOf } from '../cases/oneOfMany.js'
import { ReadingService } from '../cases/reading.service.js'
import { SCOPE } from '../cases/scope.js'
import { type Branch, isBlank, memberOf, valueAt } from '../forms/engine/node.js'
import { parseForm, sayPath } from '../forms/engine/parse.js'
import { granted, OUTCOME, permitRefused, type PermitOutcome } from '../forms/outcomes.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import type { Action, State } from '../workflow/machine.js'
import { edgesFrom, STATES } from '../workflow/step.js'
import { wordsOf } from '../workflow/words.js'
import { LetterProposals } from './proposals.js'
import { ADDRESSED, seenBy } from './scope.js'

/** The action by which each outcome is recorded, and what that asks. */
const ACTS = {
  granted: { action: 'recordGranted', asks: Object.keys(granted()) },
  refused: { action: 'recordRefused', asks: Object.keys(permitRefused()) },
} as const satisfies Record<PermitOutcome, { readonly action: Action; readonly asks: readonly string[] }>
const OUTCOME_ACTS = Object.values(ACTS).map(({ action }) => action)

/** The states in which an outcome is waited for. */
export const AWAITING_OUTCOME: readonly State[] = STATES.filter((state) =>
  OUTCOME_ACTS.some((action) => edgesFrom(state).has(action)),
)

/** A case whose outcome is recorded, as whoever records it must know it. */
export interface OutcomeCase {
  readonly id: number
  readonly number: string
  readonly version: number
  readonly state: State
  readonly talentName: string | null
  readonly firmName: string
  /** The newest letter of the case, and all of them. */
  readonly letter: string | null
  readonly letters: readonly string[]
  /** What the recommendation proposed, in the words of the letter. */
  readonly proposed: Bilingual | undefined
  /** By which action an outcome was recorded already. */
  readonly recorded: Action | null
  /** Its letter is meant to be revoked, which is not decided yet. */
  readonly revoking: boolean
  /** Letters in force for the same person in other cases. */
  readonly otherLetters: readonly OtherLetter[]
}

export const SAID = [
  ...(['ready', 'recorded', 'unknown', 'twice', 'already', 'otherwise', 'stale', 'wrong', 'notNow'] as const),
]
type Said = (typeof SAID)[number]

/** What came of a line, or would come of it. */
export interface OutcomeResult {
  readonly code: Said
  readonly said: Bilingual
  readonly of?: OutcomeCase
  /** Paths are the names of the line's questions. */
  readonly problems: readonly Problem[]
  /** What was read, when all of it could be. */
  readonly line?: OutcomeInput
}
export type OutcomeInput = z.output<typeof OUTCOME>

const FOUND = sql`
  select c.id, c.number, c.version, c.state, c.talent_name as "talentName", f.name_zh as "firmName",
    l.numbers[array_length(l.numbers, 1)] as letter, l.numbers as letters, l.id as "letterId",
    (select e.action from events e where e.case_id = c.id and e.to_state = c.state
      and e.action = any (${'acts'}::text[]) order by e.seq desc limit 1) as recorded
  from cases c join firms f on f.id = c.firm_id
  left join lateral (
    select coalesce(array_agg(l.number order by l.id), '{}') as numbers, max(l.id) as id from letters l
    where l.case_id = c.id and l.kind = 'recommendation' and l.issued_at is not null and ${ADDRESSED}
  ) l on true
  where ${SCOPE} and c.id in (
    select unnest(${'ids'}::int[])
    union select n.id from cases n where n.number = any (${'numbers'}::text[])
    union select n.case_id from letters n where n.number = any (${'numbers'}::text[]) and n.kind = 'recommendation'
  )
  order by c.due_on nulls last, c.id limit ${'most'}`

type FoundCase = Omit<OutcomeCase, 'proposed' | 'revoking' | 'otherLetters'> & { readonly letterId: number | null }

interface Asked {
  readonly ids?: readonly number[]
  readonly numbers?: readonly string[]
  readonly most: number
}

@Injectable()
export class Outcomes {
  constructor(
    private readonly db: Database,
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly proposals: LetterProposals,
    private readonly clock: Clock,
  ) {}

  /** The cases that wait for their outcome, within the actor's scope, the longest waiting first. */
  async listWaiting(actor: Actor, most: number): Promise<OutcomeCase[]> {
    const lines = await this.reading.list(actor, { tab: 'todo', filters: { states: AWAITING_OUTCOME }, limit: most })
    return this.list(
      actor,
      lines.map(({ id }) => id),
    )
  }

  /** Cases by their ids, within the actor's scope. */
  list = (actor: Actor, ids: readonly number[]): Promise<OutcomeCase[]> => this.find(actor, { ids, most: ids.length })

  /** The cases that lines name, in the order of the lines; undefined where one names none. */
  async named(actor: Actor, lines: readonly unknown[]): Promise<(OutcomeCase | undefined)[]> {
    const numbers = lines.map((line) => canonical(memberOf(line, 'case')))
    const found = await this.find(actor, { numbers, most: lines.length })
    return numbers.map((number) => found.find((one) => one.number === number || one.letters.includes(number)))
  }

  /** What would come of each line; nothing is kept. */
  check(actor: Actor, lines: readonly unknown[]): Promise<OutcomeResult[]> {
    return this.each(actor, lines, async (input, of) => {
      await this.cases.rehearse(of.id, ACTS[input.outcome].action, { actor, ...requestOf(input, of) })
      return { code: 'ready', said: READY[input.outcome] }
    })
  }

  /**
   * Records each line that can be recorded, one after the other. The same request again does nothing
   * twice. Throws ProofNeeded where a renewed proof is asked for, before anything is done.
   */
  record(actor: Actor, lines: readonly unknown[], requestId: string): Promise<OutcomeResult[]> {
    return this.each(actor, lines, async (input, of) => {
      const { action } = ACTS[input.outcome]
      const request = { actor, requestId: `${requestId}:${of.id}`, ...requestOf(input, of) }
      await this.cases.act(of.id, action, request)
      return { code: 'recorded', said: wordsOf(action).done }
    })
  }

  private async each(
    actor: Actor,
    lines: readonly unknown[],
    work: (input: OutcomeInput, of: OutcomeCase) => Promise<Pick<OutcomeResult, 'code' | 'said'>>,
  ): Promise<OutcomeResult[]> {
    const named = await this.named(actor, lines)
    const seen = new Set<number>()
    const results: OutcomeResult[] = []
    for (const [index, line] of lines.entries()) {
      const of = named[index]
      results.push(await this.one(line, of, seen, work))
      if (of) seen.add(of.id)
    }
    return results
  }

  private async one(
    raw: unknown,
    of: OutcomeCase | undefined,
    seen: ReadonlySet<number>,
    work: (input: OutcomeInput, of: OutcomeCase) => Promise<Pick<OutcomeResult, 'code' | 'said'>>,
  ): Promise<OutcomeResult> {
    const { value: line, problems: wrong } = parseForm(OUTCOME, raw)
    const problems = [...wrong, ...contradictions(raw, line)]
    const known = { ...(of && { of }), ...(line && { line }) }
    const refused = (code: Said, said: Bilingual, at = 'case'): OutcomeResult => ({
      ...{ code, said, ...known },
      problems: [{ code, path: at, message: said }, ...problems],
    })
    if (!of && canonical(memberOf(raw, 'case')) !== '') return refused('unknown', UNKNOWN)
    if (of && seen.has(of.id)) return refused('twice', TWICE)
    const already = () => refused('already', joined([ALREADY, of?.recorded && wordsOf(of.recorded).done], COLON))
    if (of?.recorded && line && of.recorded !== ACTS[line.outcome].action)
      return refused('otherwise', joined([OTHERWISE, wordsOf(of.recorded).done], COLON))
    if (of?.recorded && (!line || problems.length > 0)) return already()
    if (!line || !of || problems.length > 0) return { code: 'wrong', said: WRONG, ...known, problems }
    try {
      return { ...(await work(line, of)), ...known, problems }
    } catch (error) {
      // the same request once more has been answered above, as the first time
      if (of.recorded && (error instanceof Stale || saidOf(error))) return already()
      if (error instanceof Stale) return refused('stale', staleText(error))
      if (error instanceof Invalid) return { code: 'wrong', said: WRONG, ...known, problems: error.problems }
      const said = saidOf(error)
      if (!said) throw error
      return refused('notNow', said)
    }
  }

  private async find(actor: Actor, { ids = [], numbers = [], most }: Asked): Promise<OutcomeCase[]> {
    const values = { ...seenBy(actor), ids, numbers, most, acts: OUTCOME_ACTS }
    const { found, revoking, otherLetters } = await this.db.transaction(settingsOf(actor), async (tx) => {
      const found = await rows<FoundCase>(tx, ...FOUND(values))
      const of = found.map(({ id }) => id)
      const [revoking, otherLetters] = await Promise.all([
        listRevoking(tx, actor, of),
        listOtherLetters(tx, actor, of, this.clock.today()),
      ])
      return { found, revoking, otherLetters }
    })
    const proposals = await this.proposals.list(
      actor,
      found.flatMap(({ letterId }) => letterId ?? []),
    )
    return found.map(({ letterId, ...one }) => ({
      ...one,
      proposed: proposals.get(letterId ?? 0)?.proposed?.says.proposed,
      revoking: revoking.has(one.id),
      otherLetters: otherLetters.filter(({ about }) => about === one.id),
    }))
  }
}

/**
 * A number as the registry has it: whatever brackets and spaces somebody has typed or a table has
 * made of them (GB/T 9704: the year stands in 〔〕).
 */
export const canonical = (given: unknown): string =>
  (typeof given === 'string' ? given : '')
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[[(【〔](\d{4})[\])】〕]/, '〔$1〕')

/** The case's version is the line's own, or the one that was just read. */
function requestOf(input: OutcomeInput, of: OutcomeCase) {
  const asks: readonly string[] = ACTS[input.outcome].asks
  const said = Object.entries(input).filter(([name, value]) => asks.includes(name) && value !== undefined)
  return { version: input.version === undefined ? of.version : Number(input.version), input: Object.fromEntries(said) }
}

/** The same without what was said of the other outcome: a page hides it once this one is chosen. */
export function ofItsOutcome(line: Branch): Branch {
  const { outcome } = line
  if (outcome !== 'granted' && outcome !== 'refused') return line
  const other: readonly string[] = (outcome === 'granted' ? ACTS.refused : ACTS.granted).asks
  return Object.fromEntries(Object.entries(line).filter(([name]) => !other.includes(name)))
}

/** What was said of the other outcome, and numbers that a table has cut. */
function contradictions(raw: unknown, line: OutcomeInput | undefined): Problem[] {
  const other = line && (line.outcome === 'granted' ? ACTS.refused : ACTS.granted).asks
  const filled = (name: string) => String(valueAt(raw, name) ?? '').trim()
  return [
    ...(other ?? [])
      // a date left empty on the page is three empty boxes
      .filter((name) => !isBlank(valueAt(raw, name)))
      .map((path) => ({ code: 'otherOutcome', path, message: fill(OTHER, { name: sayPath(OUTCOME, path) }) })),
    ...(['noticeNumber', 'permitNumber'] as const)
      .filter((name) => /^\d([.,]\d+)?E\+?\d+$/i.test(filled(name)))
      .map((path) => ({ code: 'cutNumber', path, message: CUT })),
  ]
}

const READY: Readonly<Record<PermitOutcome, Bilingual>> = {
  granted: { zh: '可以登记：准予', en: 'can be recorded: granted' },
  refused: { zh: '可以登记：不予', en: 'can be recorded: refused' },
}
const UNKNOWN = {
  zh: '没有这个案件编号或推荐函文号，或者它不是发给贵机关的。',
  en: 'There is no case or letter with this number, or it is not addressed to your authority.',
}
const TWICE = { zh: '前面一行为同一案件。', en: 'An earlier line is about the same case.' }
const OTHERWISE = {
  zh: '已登记的是另一种结果，没有改动；已登记的结果不能更改',
  en: 'A different outcome is already recorded. A recorded outcome cannot be changed',
}
const ALREADY = { zh: '结果早已登记', en: 'Outcome already recorded' }
const WRONG = { zh: '填写有误，见各项', en: 'There are errors; see each question' }
const OTHER = {
  zh: '{name}属于另一种结果。请核对结果，或者选另一种结果后清空这一项。',
  en: '{name} belongs to the other outcome. Check the outcome, or choose the other one and clear this field.',
}
const CUT = {
  zh: '电子表格把长号码缩成了科学记数。请把该列设为“文本”后重新填写号码。',
  en: 'The spreadsheet has shortened the number (1.2E+14). Format the column as text, and enter the number again.',
}

function staleText({ since }: Stale): Bilingual {
  const acts = since.map(({ action }) => wordsOf(action).done)
  return joined([STALE, acts.length > 0 && joined(acts)], COLON)
}
const STALE = {
  zh: '该行填写后案件已有变化，请核对后重新填写',
  en: 'The case has changed since this line was entered. Check the case and enter it again',
}
