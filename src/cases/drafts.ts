/**
 * Keeps what the firm types, right or wrong: a section of the application, and the answers to the
 * items of a correction. Two people of one firm may write at once: where a colleague has changed
 * the same question since the page was opened, nothing of it is kept until somebody has chosen;
 * everywhere else both changes stand, in lists row by row (mergedRows.ts). What a page did not
 * change is never written by it.
 * Over 250 lines because whatever the firm types comes to be kept here.
 */
import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Invalid, Stale } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import { APPLICATION, type Section } from '../forms/application.js'
import { changedAnswers, draftProblems, MOST_ROWS, tooMuch, withValue } from '../forms/engine/body.js'
import { checkRows } from '../forms/engine/check.js'
import {
  type Branch,
  findIndex,
  findNode,
  getNode,
  getRow,
  isBlank,
  isBranch,
  isRows,
  isWithin,
  listLeaves,
  rowsAt,
  valueAt,
} from '../forms/engine/node.js'
import { parseForm } from '../forms/engine/parse.js'
import type { Person } from '../people/session.service.js'
import { Reference } from '../reference/reference.service.js'
import { FORMS } from '../workflow/forms.js'
import type { State } from '../workflow/machine.js'
import { INITIAL } from '../workflow/step.js'
import { bothIn, changedPaths, mergeAnswers } from './answers.js'
import { type CaseFile, changedIn, type TimelineEvent } from './caseFile.js'
import { CaseService } from './case.service.js'
import { type CorrectionRound, itemKey, KEPT, noticeKey, openRound } from './correction.js'
import { newerRates, type Rate, ratesOn } from './exchange.js'
import { mergeRows, type RowMarks, rowMarks, withEmptyRows } from './mergedRows.js'
import { ReadingService } from './reading.service.js'

const MOST_TRIES = 3

interface SectionInput {
  readonly section: Section
  readonly tree: Branch
  /** There was more than is read (readForm): nothing of it is kept. */
  readonly cut?: boolean
  /** The version of the answers that the page showed; without one nothing is compared. */
  readonly seen?: number | undefined
  /** The answers that the page showed (marksOf); without them every answer of the page counts as changed by it. */
  readonly was?: string | undefined
  /** The questions in which the colleague's answer is to stand. */
  readonly theirs?: readonly string[]
  /** Those of which the page still shows an earlier answer (KeptSection.old). */
  readonly old?: readonly string[]
}

/** Questions that a colleague answered otherwise since this page was opened. */
export interface Conflict {
  readonly paths: readonly string[]
  /** Their name; null when it is the reader, in another window. */
  readonly by: string | null
  readonly at: Date
}

export interface KeptSection {
  readonly file: CaseFile
  /** The section's answers as typed, with the colleague's where they were chosen. */
  readonly tree: Branch
  readonly conflict?: Conflict
  /** Questions that have been answered elsewhere since the page was opened, and that it did not change. */
  readonly old: readonly string[]
}

/** The form of a correction as it was sent, and the version of the answers that its page showed. */
interface CorrectionForm {
  readonly tree: Branch
  readonly seen: number | undefined
}

/** The answers to items of a correction that could not be kept, by the items' keys. */
export interface UnkeptAnswers {
  readonly answers: Readonly<Record<string, string>>
  readonly problems: Readonly<Record<string, Bilingual>>
  /** What was written meanwhile, and by whom: null when it is the reader, in another window. */
  readonly theirs: Readonly<Record<string, { readonly text: string; readonly by: string | null }>>
}

interface KeptCorrection extends UnkeptAnswers {
  readonly file: CaseFile
  /** The items that have been answered elsewhere since the page was opened, and that it did not change. */
  readonly old: readonly string[]
}

@Injectable()
export class Drafts {
  constructor(
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  /** Where a sum of an application that is not filed has a rate of before, and the newer one (exchange.ts). */
  async listNewerRates({ case: { state }, answers }: CaseFile): Promise<Map<string, Rate>> {
    return state === INITIAL ? newerRates(answers, await ratesOn(this.reference, this.clock.today())) : new Map()
  }

  /**
   * A new draft with answers that were given before it, as they were typed; the same request makes
   * one. Answers its id. Throws Invalid (what no database can hold), Forbidden.
   *
   * @param paths the questions that are answered
   */
  async begin(person: Person, requestId: string | undefined, tree: Branch, paths: readonly string[]): Promise<number> {
    const changes = changedAnswers(APPLICATION, {}, tree, paths)
    const problems = draftProblems(APPLICATION, changes)
    if (problems.length > 0) throw new Invalid(problems)
    const { caseId, repeated } = await this.cases.start(person, requestId)
    if (repeated || paths.length === 0) return caseId
    await this.save(person, await this.reading.get(person, caseId), changes)
    return caseId
  }

  /**
   * Keeps a section. Answers the case as it stands then; with a conflict nothing was kept. Throws
   * Invalid (what no database can hold, too much text), NotFound, Forbidden, NotNow.
   */
  async keepSection(person: Person, caseId: number, typed: SectionInput): Promise<KeptSection> {
    if (typed.cut) throw new Invalid([tooMuch(APPLICATION)])
    return keepTrying(() => this.keepSectionOnce(person, caseId, typed))
  }

  /**
   * Keeps the answers to the items of the open notice. Answers the case as it stands then, with
   * what could not be kept; nothing is when no notice is open. Throws NotFound, Forbidden, NotNow.
   */
  keepCorrection(person: Person, caseId: number, sent: CorrectionForm): Promise<KeptCorrection> {
    return keepTrying(() => this.keepCorrectionOnce(person, caseId, sent))
  }

  private async keepSectionOnce(
    person: Person,
    caseId: number,
    { section, tree, seen, was, theirs = [], old: before = [] }: SectionInput,
  ): Promise<KeptSection> {
    const file = await this.reading.get(person, caseId)
    const [kept, sent] = bothIn(file.case.state, file.answers, tree)
    const untouched = untouchedIn(kept, sent, section, was)
    const merged = mergedIn(kept, sent, section, was)
    const taken = [...theirs.filter((path) => leavesOf(section).includes(path)), ...untouched]
    const takenOf = (path: string) => withEmptyRows(valueAt(file.answers, path), valueAt(tree, path))
    // a branch with other members
    const chosen = [...merged, ...taken.map((path) => [path, takenOf(path)] as const)].reduce<unknown>(
      (at, [path, answer]) => withValue(at, path.split('.'), answer),
      tree,
    ) as Branch
    const changed = [...savedSince(file, seen).flatMap(changedIn), ...before]
    const conflict = findConflict(file, section, chosen, changed, merged)
    if (conflict) return { file, tree: chosen, conflict, old: [] }
    const old = [...merged.keys(), ...untouched].filter(
      (path) => isAmong(changed, path) && readableAnswer(tree, path) !== readableAnswer(chosen, path),
    )
    const changes = changedAnswers(APPLICATION, file.answers, chosen, section.paths)
    const problems = draftProblems(APPLICATION, changes)
    if (problems.length > 0) throw new Invalid(problems)
    const newer = [...(await this.listNewerRates(file)).keys()]
    const isRenewed = newer.some((at) => section.paths.some((path) => isWithin(at, path)))
    const isChanged =
      changedPaths(...bothIn(file.case.state, file.answers, mergeAnswers(file.answers, changes))).length > 0
    if (!isChanged && !isRenewed) return { file, tree: chosen, old }
    return { file: await this.save(person, file, changes), tree: chosen, old }
  }

  private async keepCorrectionOnce(person: Person, caseId: number, sent: CorrectionForm): Promise<KeptCorrection> {
    const file = await this.reading.get(person, caseId)
    const round = openRound(file)
    if (!round) return { file, answers: {}, problems: {}, theirs: {}, old: [] }
    const { changes, old, unkept } = correctionChanges(file, round, sent)
    if (Object.keys(changes).length === 0) return { file, old, ...unkept }
    // what cannot be kept is left out: the form of an answer is narrower than what a database can hold
    const saved = await this.save(person, file, { [KEPT]: { [noticeKey(caseId, round.notice)]: changes } })
    return { file: saved, old, ...unkept }
  }

  private async save(person: Person, { case: { id, answersVersion } }: CaseFile, answers: object): Promise<CaseFile> {
    await this.cases.act(id, 'saveAnswers', { actor: person, input: { answers, answersVersion } })
    return this.reading.get(person, id)
  }
}

/** Reads and keeps once more when somebody was faster, a few times. */
async function keepTrying<Kept>(keepOnce: () => Promise<Kept>): Promise<Kept> {
  for (let tries = 1; ; tries++) {
    try {
      return await keepOnce()
    } catch (error) {
      if (!(error instanceof Stale) || tries === MOST_TRIES) throw error
    }
  }
}

const root = getNode(APPLICATION)
const leavesOf = ({ paths }: Section): string[] =>
  paths.flatMap((path) => {
    const node = findNode(root, path)
    return node ? listLeaves(node, path) : []
  })

/** Without what is empty, and in one order, so that the same answer is the same text. */
function plainOf(answer: unknown): unknown {
  if (isBlank(answer)) return null
  if (Array.isArray(answer)) return answer.filter((row) => !isBlank(row)).map(plainOf)
  if (!isBranch(answer)) return answer
  return Object.entries(answer)
    .filter(([, inner]) => !isBlank(inner))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, inner]) => [key, plainOf(inner)])
}

const markOfAnswer = (answer: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(plainOf(answer)))
    .digest('base64url')
    .slice(0, 8)
const markOf = (answers: unknown, path: string): string => markOfAnswer(valueAt(answers, path))

/** The rows of a list in which something stands. */
const filledRows = (answers: unknown, path: string) => rowsAt(answers, path).filter((row) => !isBlank(row))

/** The lists of a section with what one row asks. */
const listsOf = (section: Section) =>
  leavesOf(section).flatMap((path) => {
    const node = findNode(root, path)
    return node && isRows(node) ? [{ path, row: getRow(node) }] : []
  })

/**
 * A mark of each answer of a section, of a list also of each answer of its rows (`channels.0.handle`), which its page
 * sends back: by them it is known what the page changed.
 */
export function marksOf(state: State, answers: unknown, section: Section): string {
  const [kept] = bothIn(state, answers, undefined)
  return [
    ...leavesOf(section).map((path) => `${path}:${markOf(kept, path)}`),
    ...listsOf(section).flatMap(({ path, row }) =>
      filledRows(kept, path).flatMap((one, index) =>
        [...rowMarks(row, one, markOfAnswer)].map(([leaf, mark]) => `${path}.${index}.${leaf}:${mark}`),
      ),
    ),
  ].join(' ')
}

/** The rows of a list as marksOf told them. */
function shownRows(was: string, list: string): RowMarks[] {
  const rows: Map<string, string>[] = []
  for (const part of was.split(' ').filter((one) => one.startsWith(`${list}.`))) {
    const [place = '', mark = ''] = part.slice(list.length + 1).split(':')
    const index = findIndex(place.replace(/\..*$/, ''))
    if (index === undefined || index >= MOST_ROWS) continue
    while (rows.length <= index) rows.push(new Map())
    rows[index]?.set(place.replace(/^\d+\./, ''), mark)
  }
  return rows
}

/** Lists that were changed here and elsewhere since they were shown, with both changes where they do not clash. */
function mergedIn(answers: unknown, typed: unknown, section: Section, was = ''): ReadonlyMap<string, unknown> {
  const shown = new Map(was.split(' ').map((part) => part.split(':') as [string, string]))
  const merged = listsOf(section).flatMap(({ path, row }): [string, unknown][] => {
    const [mark, mine, theirs] = [shown.get(path), markOf(typed, path), markOf(answers, path)]
    if (mark === undefined || mine === mark || theirs === mark || mine === theirs) return []
    const rows = mergeRows(row, shownRows(was, path), filledRows(typed, path), filledRows(answers, path), markOfAnswer)
    return rows ? [[path, rows]] : []
  })
  return new Map(merged)
}

/** Questions that a page left as it had shown them, and that have another answer by now. */
function untouchedIn(answers: unknown, typed: unknown, section: Section, was = ''): string[] {
  const shown = new Set(was.split(' '))
  return leavesOf(section).filter((path) => {
    const mark = markOf(typed, path)
    return shown.has(`${path}:${mark}`) && markOf(answers, path) !== mark
  })
}

/** An answer as a person reads it, so that the same answer typed in another way is the same. */
export const readableAnswer = (answers: unknown, path: string): string =>
  checkRows(APPLICATION, answers, 'zh', { only: [path] })
    .map(({ path: at, lines }) => `${at} ${lines.join('\n')}`)
    .join('\n')

/** The changes of answers since the version that a page showed; none when it showed no version. */
function savedSince({ case: { answersVersion }, events }: CaseFile, seen: number | undefined): TimelineEvent[] {
  if (seen === undefined || !(seen < answersVersion)) return []
  return events.filter(({ action }) => action === 'saveAnswers').slice(seen - answersVersion)
}

/** @param changed the places that were changed since the page was opened */
function findConflict(
  file: CaseFile,
  section: Section,
  tree: Branch,
  changed: readonly string[],
  merged: ReadonlyMap<string, unknown>,
): Conflict | undefined {
  const differs = (path: string) => readableAnswer(file.answers, path) !== readableAnswer(tree, path)
  const paths = leavesOf(section).filter((path) => !merged.has(path) && isAmong(changed, path) && differs(path))
  const last = file.events.findLast((event) => paths.some((path) => isAmong(changedIn(event), path)))
  return last && { paths, by: last.own ? null : last.actorName, at: last.at }
}

const isAmong = (changed: readonly string[], path: string): boolean => changed.some((one) => isWithin(one, path))

/**
 * What is to be kept of each item, null for an answer that was emptied, and what cannot be. What a page did not change
 * is never written by it; what it changed is compared with what it had shown, or else with what was kept since.
 */
function correctionChanges(file: CaseFile, { notice, items }: CorrectionRound, { tree, seen }: CorrectionForm) {
  const taken = savedSince(file, seen).flatMap(changedIn)
  const changes: Record<string, string | null> = {}
  const old: string[] = []
  const answers: Record<string, string> = {}
  const problems: Record<string, Bilingual> = {}
  const theirs: Record<string, UnkeptAnswers['theirs'][string]> = {}
  for (const { number, on, answer } of items) {
    const key = itemKey(number)
    const [now, was] = [typedAt(tree, `answer.${key}`), typedAt(tree, `was.${key}`)]
    if (now === undefined || now === answer) continue
    if (now === was) {
      old.push(key)
      continue
    }
    const place = `${KEPT}.${noticeKey(file.case.id, notice)}.${key}`
    const isTaken = was === undefined ? taken.includes(place) : was !== answer
    const problem = isTaken || now === '' ? undefined : problemOf(number, on, now)
    if (isTaken || problem) answers[key] = now
    else changes[key] = now === '' ? null : now
    const last = file.events.findLast((event) => changedIn(event).includes(place))
    if (isTaken) theirs[key] = { text: answer, by: last?.own ? null : (last?.actorName ?? null) }
    if (problem) problems[key] = problem
  }
  return { changes, old, unkept: { answers, problems, theirs } }
}

const typedAt = (tree: unknown, path: string): string | undefined => {
  const value = valueAt(tree, path)
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : undefined
}

/** What the form of `resubmit` says against the answer to an item, which it calls by its place in the list. */
function problemOf(number: number, on: string, answer: string): Bilingual | undefined {
  const answers = Array.from({ length: number }, () => ({ on, answer }))
  const { problems } = parseForm(FORMS.resubmit, { answers })
  return problems.find(({ path }) => path === `answers.${number - 1}.answer`)?.message
}
