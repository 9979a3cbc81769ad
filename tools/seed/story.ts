/** Plays the scenes: all steps of all cases in the order of time, each at its own hour of a working day, so that numbers and histories are as they would have been. */
import { addDays } from '../../src/base/dates.js'
import type { ReceivedFile } from '../../src/cases/files/receive.js'
import type { Calendar } from '../../src/reference/workingDays.js'
import { answersOf, type CaseFile, paperCaseOf, wishOf } from '../cases/caseFile.js'
import { fillInput } from '../cases/fill.js'
import { toldOn } from './aftercare.js'
import { makeApplication, unexported } from './applications.js'
import { requestIdOf, type Scene, type Step } from './scene.js'
import type { Stage } from './stage.js'
import type { Town } from './town.js'

const MINUTE = 60_000 // ms

/** Working days counted backwards from today, and instants on them that are never in the future. */
export class Days {
  private readonly before: string[] = []

  constructor(
    private readonly calendar: Calendar,
    today: string,
    private readonly now: Date,
  ) {
    this.before.push(this.lastWorkingDay(today))
  }

  /** The working day `count` working days before today; today itself, or the last working day, for 0. */
  ago(count: number): string {
    while (this.before.length <= count) this.before.push(this.lastWorkingDay(addDays(this.before.at(-1) ?? '', -1)))
    return this.before[count] ?? ''
  }

  /** So many minutes after 09:00 in Shanghai on that day, but not later than now. */
  at(count: number, minutes: number): Date {
    const nine = new Date(`${this.ago(count)}T09:00:00+08:00`).getTime()
    return new Date(Math.min(nine + minutes * MINUTE, this.now.getTime()))
  }

  private lastWorkingDay(date: string): string {
    let day = date
    while (!this.calendar.isWorkingDay(day)) day = addDays(day, -1)
    return day
  }
}

interface Papered {
  readonly document: NonNullable<CaseFile['documents']>[number]
  readonly file: ReceivedFile
}

interface Play {
  readonly scene: Scene
  readonly application: CaseFile
  /** Made while earlier cases are played: the setting of papers and the steps of cases keep different processors busy. */
  readonly papers: Promise<readonly Papered[]>
  caseId: number
  /** The event of the notice of correction that came last. */
  notice: number
}

interface Moment {
  readonly at: Date
  readonly happen: () => Promise<void>
}

/** Plays these scenes to their ends. */
export async function playScenes(stage: Stage, town: Town, days: Days, scenes: readonly Scene[]): Promise<void> {
  const plays = prepareAll(stage, scenes, days)
  const moments = plays.flatMap((play, index) => momentsOf(stage, town, days, play, index))
  for (const { at, happen } of moments.sort((one, other) => one.at.getTime() - other.at.getTime())) {
    stage.clock.moveTo(at)
    await happen()
  }
}

const filedAgo = ({ steps }: Scene): number => steps[0]?.[0] ?? 0

/** The applications; their files are made one after the other, the oldest case first. */
function prepareAll(stage: Stage, scenes: readonly Scene[], days: Days): Play[] {
  let before: Promise<unknown> = Promise.resolve()
  const inTime = [...scenes].sort((one, other) => filedAgo(other) - filedAgo(one))
  return inTime.map((scene) => {
    const application = makeApplication(scene.from, scene.talent, days.ago(filedAgo(scene)))
    const papers = before.then(() => receiveAll(stage, scene, application))
    papers.catch(() => undefined) // whoever drafts this case meets the error
    before = papers
    return { scene, application, papers, caseId: 0, notice: 0 }
  })
}

/** The papers of an application as files that have been inspected and stored. */
async function receiveAll(stage: Stage, { draft: partial }: Scene, application: CaseFile): Promise<Papered[]> {
  const paperCase = paperCaseOf(application)
  const documents = (application.documents ?? []).filter(({ kind }) => partial?.papers.includes(kind) ?? true)
  return Promise.all(
    documents.map(async (document) => ({ document, file: await stage.receive(wishOf(document), paperCase) })),
  )
}

/** Cases of one day come a few minutes apart, and steps of one case half an hour. */
function momentsOf(stage: Stage, town: Town, days: Days, play: Play, index: number): Moment[] {
  const { steps } = play.scene
  const offset = (index * 11) % 29
  const drafted = { at: days.at(filedAgo(play.scene) + 1, 330 + offset), happen: () => draft(stage, town, play) }
  const rest = steps.map((step, order) => {
    const earlier = steps.slice(0, order).filter(([ago]) => ago === step[0]).length
    return { at: days.at(step[0], 40 + offset + 31 * earlier), happen: () => take(stage, town, days, play, step) }
  })
  return [drafted, ...rest]
}

function getPerson(town: Town, account: string) {
  const person = town.get(account)
  if (!person) throw new Error(`the demonstration has no ${account}`)
  return person
}

async function draft(stage: Stage, town: Town, play: Play): Promise<void> {
  const { scene, application, papers } = play
  const actor = getPerson(town, scene.firm)
  play.caseId = (await stage.cases.start(actor, requestIdOf(scene))).caseId
  const without = scene.draft?.without ?? []
  const known = answersOf(application)
  const told = Object.entries(without.includes('export') ? { ...known, channels: unexported(known.channels) } : known)
  const answers = Object.fromEntries(told.filter(([part]) => !without.includes(part)))
  await stage.cases.act(play.caseId, 'saveAnswers', { actor, input: { answers } })
  for (const { document, file } of await papers) {
    const { kind, issuedOn, language, authenticated, signedBy } = document
    const told = Object.entries({ language, authenticated, signedBy }).filter(
      ([, value]) => value !== null && value !== undefined,
    )
    const sealed = await stage.seal(actor, play.caseId, file)
    const input = { kind, issuedOn: issuedOn ?? undefined, details: Object.fromEntries(told), file: sealed }
    await stage.cases.act(play.caseId, 'attachFile', { actor, input })
  }
}

/** A paper of the application once more, issued on the day on which it is sent, in the place of the one before. */
async function attachAgain(stage: Stage, town: Town, play: Play, who: string, kind: string, on: string): Promise<void> {
  const document = play.application.documents?.find((one) => one.kind === kind)
  if (!document) throw new Error(`the application has no ${kind}`)
  const renewed = { ...document, issuedOn: on }
  const actor = getPerson(town, who)
  const received = await stage.receive(wishOf(renewed), paperCaseOf(play.application))
  const file = await stage.seal(actor, play.caseId, received)
  await stage.cases.act(play.caseId, 'attachFile', { actor, input: { kind, issuedOn: on, file } })
}

async function take(stage: Stage, town: Town, days: Days, play: Play, [ago, who, action, input]: Step): Promise<void> {
  if (who === 'clock') await stage.strike(play.caseId, action)
  else if (action === 'attachFile') await attachAgain(stage, town, play, who, String(input?.kind), days.ago(ago))
  else {
    const person = getPerson(town, who)
    const told = toldOn(input, days.ago(0), play.caseId, play.notice)
    const filled = fillInput(action, told, days.ago(ago), await stage.subjectOf(person))
    const { seq } = await stage.act(play.caseId, action, person, filled)
    if (action === 'requestCorrection') play.notice = seq
  }
}
