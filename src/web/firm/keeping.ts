/**
 * Keeps what was typed in a section, right or wrong. Two people of one firm may write at once:
 * where a colleague has changed the same question since the page was opened, nothing is kept until
 * somebody has chosen; everywhere else both changes stand.
 */
import { Injectable } from '@nestjs/common'
import { Invalid, Stale } from '../../base/errors.js'
import { type Language, say } from '../../base/text.js'
import { changedPaths, mergeAnswers } from '../../cases/answers.js'
import { CaseService } from '../../cases/case.service.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { ReadingService } from '../../cases/reading.service.js'
import { APPLICATION, type Section } from '../../forms/application.js'
import { changedAnswers, draftProblems, tooMuch, withValue } from '../../forms/engine/body.js'
import { checkRows } from '../../forms/engine/check.js'
import { type Branch, findNode, getNode, listLeaves, valueAt } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import { timeText } from '../kit/page.js'

const root = getNode(APPLICATION)
const MOST_TRIES = 3

export interface SectionInput {
  readonly section: Section
  readonly tree: Branch
  /** There was more than is read (readForm): nothing of it is kept. */
  readonly cut?: boolean
  /** The version of the answers that the page showed; without one nothing is compared. */
  readonly seen?: number | undefined
  /** The questions in which the colleague's answer is to stand. */
  readonly theirs?: readonly string[]
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
}

/** Reads and keeps once more when somebody was faster, a few times. */
export async function keepTrying<Kept>(keepOnce: () => Promise<Kept>): Promise<Kept> {
  for (let tries = 1; ; tries++) {
    try {
      return await keepOnce()
    } catch (error) {
      if (!(error instanceof Stale) || tries === MOST_TRIES) throw error
    }
  }
}

@Injectable()
export class Drafts {
  constructor(
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
  ) {}

  /**
   * Keeps a section. Answers the case as it stands then; with a conflict nothing was kept. Throws
   * Invalid (what no database can hold, too much text), NotFound, Forbidden, NotNow.
   */
  async keep(person: Person, caseId: number, typed: SectionInput): Promise<KeptSection> {
    if (typed.cut) throw new Invalid([tooMuch(APPLICATION)])
    return keepTrying(() => this.keepOnce(person, caseId, typed))
  }

  private async keepOnce(
    person: Person,
    caseId: number,
    { section, tree, seen, theirs = [] }: SectionInput,
  ): Promise<KeptSection> {
    const file = await this.reading.peek(person, caseId)
    const { answersVersion } = file.case
    const chosen = theirs
      .filter((path) => leavesOf(section).includes(path))
      // a branch with other members
      .reduce<unknown>((at, path) => withValue(at, path.split('.'), valueAt(file.answers, path)), tree) as Branch
    const conflict = findConflict(file, section, chosen, seen, person)
    if (conflict) return { file, tree: chosen, conflict }
    const changes = changedAnswers(APPLICATION, file.answers, chosen, section.paths)
    const problems = draftProblems(APPLICATION, changes)
    if (problems.length > 0) throw new Invalid(problems)
    if (changedPaths(file.answers, mergeAnswers(file.answers, changes)).length === 0) return { file, tree: chosen }
    await this.cases.act(caseId, 'saveAnswers', { actor: person, input: { answers: changes, answersVersion } })
    return { file: await this.reading.peek(person, caseId), tree: chosen }
  }
}

/** What a form that saves itself is answered. */
export const savedAt = (at: Date, { case: { answersVersion } }: CaseFile, language: Language) => ({
  savedAt: at.toISOString(),
  answersVersion,
  version: answersVersion,
  message: say(
    { zh: `${timeText(at, 'zh', 'clock')} 已自动保存`, en: `Saved automatically at ${timeText(at, 'en', 'clock')}` },
    language,
  ),
})

const leavesOf = ({ paths }: Section): string[] =>
  paths.flatMap((path) => {
    const node = findNode(root, path)
    return node ? listLeaves(node, path) : []
  })

/** An answer as a person reads it, so that the same answer typed in another way is the same. */
export const readable = (answers: unknown, path: string): string =>
  checkRows(APPLICATION, answers, 'zh', { only: [path] })
    .map(({ path: at, lines }) => `${at} ${lines.join('\n')}`)
    .join('\n')

function findConflict(
  { case: { answersVersion }, events, answers }: CaseFile,
  section: Section,
  tree: Branch,
  seen: number | undefined,
  person: Person,
): Conflict | undefined {
  if (seen === undefined || seen >= answersVersion) return undefined
  const since = events.filter(({ action }) => action === 'saveAnswers').slice(seen - answersVersion)
  const last = since.at(-1)
  if (!last) return undefined
  const changed = since.flatMap(({ content }) => (Array.isArray(content?.changed) ? content.changed.map(String) : []))
  const touches = (path: string) => changed.some((other) => other === path || other.startsWith(`${path}.`))
  const paths = leavesOf(section).filter((path) => touches(path) && readable(answers, path) !== readable(tree, path))
  if (paths.length === 0) return undefined
  return { paths, by: last.actorName === person.name ? null : last.actorName, at: last.at }
}
