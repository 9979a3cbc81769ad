/**
 * What a mail about a case says to its firm: whom it is about (initials alone), what is wanted, how
 * many, until when, with an entry for a calendar. Read when the mail goes out, so that it says what
 * holds then. What was put into a calendar is kept with the mail; what no longer waits is cancelled, by
 * a mail of its own where no other one comes.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, rows, type Tx } from '../base/database.js'
import { sayDate } from '../base/dates.js'
import { path } from '../base/path.js'
import { sql } from '../base/sql.js'
import { type Bilingual, fill, hasHan, type Language, say } from '../base/text.js'
import { currentTaskValues, type FirmTask, TASKS } from '../cases/firmTasks.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import { TASK_ACTS, TASK_WORDS, taskText, untilText } from '../workflow/firmWords.js'
import { type CalendarEntry, calendarFile } from './calendarFile.js'

/**
 * What the last mail to person `p` that was about case `c`, or a digest that named it, put into a calendar: `act day`,
 * in a digest followed by the case; `none -` where that was nothing.
 */
const BEFORE = sql`
  select m.calendar as lines from mails m
  where m.person_id = p.id and m.calendar is not null and m.state = 'sent' and m.channel = 'mail'
    and (m.case_id = c.id or (m.case_id is null and exists (
      select from unnest(m.calendar) l where split_part(l, ' ', 3) = c.id::text)))
  order by m.id desc limit 1`

const CASE = sql`
  select c.id as "caseId", c.number, coalesce(c.system_name, c.talent_name) as name, c.last_seq as "lastSeq",
    ${TASKS} as tasks, coalesce((${BEFORE}), '{}') as before
  from cases c, people p where c.id = any (${'caseIds'}::int[]) and p.id = ${'personId'}::int order by c.id`

/** People whose calendar may hold what no longer waits in these cases, and to whom no mail about them is under way. */
const HELD = sql`
  select p.id as "personId", p.language, c.id as "caseId", ${TASKS} as tasks, b.lines as before
  from cases c cross join lateral (
    select f.id from people f where f.firm_id = c.firm_id
    union
    select m.person_id from mails m where m.case_id = c.id and m.calendar is not null) k
  join people p on p.id = k.id and p.ended_at is null and p.email is not null
  cross join lateral (${BEFORE}) b
  where c.id = any (${'caseIds'}::int[]) and not exists (
    select from mails w where w.person_id = p.id and w.case_id = c.id and w.state in ('waiting', 'failed'))`

interface CaseNow {
  readonly caseId: number
  readonly number: string
  readonly name: string | null
  readonly lastSeq: number
  readonly tasks: readonly FirmTask[] | null
  readonly before: readonly string[]
}

/** Somebody whose calendar holds an entry that no mail takes out. */
export interface HeldEntry {
  readonly personId: number
  readonly language: Language
  readonly caseId: number
}

/** The kind of a mail that does nothing but take entries out of a calendar. */
export const CALENDAR_CANCELLED = 'calendarCancelled'

/** Of whom a mail is, without saying who: R. G. M., or 王* of a name in characters. */
export const initialsOf = (name: string): string =>
  hasHan(name)
    ? `${[...name][0]}*`
    : name
        .split(/[\s<,·-]+/)
        .filter((part) => part !== '')
        .map((part) => `${[...part][0]?.toUpperCase()}.`)
        .join(' ')

export interface FirmMail {
  /** In place of what the kind says, where the kind is only that a day is near. */
  readonly subject: Bilingual | undefined
  readonly lines: readonly Bilingual[]
  readonly calendar: readonly { readonly name: string; readonly method: 'PUBLISH' | 'CANCEL'; readonly text: string }[]
}

/** Mails that say that a day is near: which one is what they are about. */
const NEAR: readonly string[] = ['remind', 'conditionDue']

interface Asked {
  readonly id: number
  readonly kind: string
  readonly caseId: number
  readonly personId: number
  readonly firmId: number
  readonly number: string
  readonly language: Language
  readonly publicUrl: string
}

type Reader = Pick<Asked, 'id' | 'personId' | 'firmId' | 'language' | 'publicUrl'>

@Injectable()
export class FirmMails {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** What the mail says of the case as it is now; notes with the mail what it puts into a calendar. */
  async of({ kind, caseId, number, ...reader }: Asked): Promise<FirmMail | undefined> {
    const [found] = await this.read(reader, [caseId], dated)
    if (!found) return undefined
    const tasks = found.tasks ?? []
    const [gone, today] = [goneOf(found), this.clock.today()]
    const [first] = datedOf(found)
    const who = found.name ? [fill(WHO, { initials: initialsOf(found.name) })] : []
    const calendar = this.files(`haijian-${number}`, [found], reader)
    if (kind === CALENDAR_CANCELLED)
      return { subject: CANCELLED, lines: [...who, ...gone.map(goneLine), ...tasks.map(taskLine(today))], calendar }
    return {
      subject: first && NEAR.includes(kind) ? untilText(first, today, sayDate(first.day)) : undefined,
      lines: [...who, ...tasks.map(taskLine(today))],
      calendar,
    }
  }

  /** The calendar files of a digest: the limits of the cases that it names; noted with the mail. */
  async ofDigest(reader: Reader, caseIds: readonly number[]): Promise<FirmMail['calendar']> {
    if (caseIds.length === 0) return []
    const inDigest = (one: CaseNow) => {
      const lines = dated(one)
      return (lines.length > 0 ? lines : [NOTHING]).map((line) => `${line} ${one.caseId}`)
    }
    return this.files('haijian', await this.read(reader, caseIds, inDigest), reader)
  }

  /** Whose calendars hold limits of these cases that no longer wait, and that no mail under way takes out. */
  async listHeld(tx: Tx, caseIds: readonly number[]): Promise<HeldEntry[]> {
    if (caseIds.length === 0) return []
    const today = this.clock.today()
    // the days of extensions are asked for as if for a firm, whichever it is
    const values = await currentTaskValues(this.reference, { firmId: 0 }, today)
    const found = await rows<HeldEntry & Pick<CaseNow, 'caseId' | 'tasks' | 'before'>>(
      tx,
      ...HELD({ ...values, caseIds }),
    )
    return found.filter((one) => goneOf(one).some(({ day }) => day >= today))
  }

  private async read(
    { id, personId, firmId }: Reader,
    caseIds: readonly number[],
    noted: (one: CaseNow) => readonly string[],
  ): Promise<CaseNow[]> {
    const values = await currentTaskValues(this.reference, { firmId }, this.clock.today())
    return this.db.transaction(settingsOf(WORKER), async (tx) => {
      const found = await rows<CaseNow>(tx, ...CASE({ ...values, caseIds, personId }))
      if (found.length > 0)
        await rows(tx, 'update mails set calendar = $2 where id = $1', [id, found.flatMap((one) => noted(one))])
      return found
    })
  }

  private files(name: string, cases: readonly CaseNow[], { language, publicUrl }: Reader): FirmMail['calendar'] {
    const host = new URL(publicUrl).hostname
    const entryOf =
      ({ caseId, number, lastSeq }: CaseNow) =>
      ({ act, day, what }: Dated): CalendarEntry => ({
        uid: `case-${caseId}-${act}@${host}`,
        sequence: lastSeq,
        on: day,
        summary: `${say({ zh: '海荐：', en: 'Haijian: ' }, language)}${say(what, language)} (${number})`,
        url: `${publicUrl}${path.case(caseId)}`,
      })
    const open = cases.flatMap((one) => datedOf(one).map(entryOf(one)))
    const met = cases.flatMap((one) => goneOf(one).map(entryOf(one)))
    const at = this.clock.now()
    return [
      ...(open.length > 0 ? [{ name: `${name}.ics`, method: 'PUBLISH' as const, text: calendarFile(open, at) }] : []),
      ...(met.length > 0
        ? [{ name: `${name}-cancelled.ics`, method: 'CANCEL' as const, text: calendarFile(met, at, true) }]
        : []),
    ]
  }
}

interface Dated {
  readonly act: FirmTask['act']
  readonly day: string
  readonly what: Bilingual
}

const WHO: Bilingual = { zh: '人选：{initials}', en: 'Candidate: {initials}' }
const CANCELLED: Bilingual = { zh: '期限已办结，日历提醒已取消', en: 'A time limit no longer applies to you' }
/** Where a case that a digest names has no day. */
const NOTHING = 'none -'

/** What waits until a day. */
const datedOf = ({ tasks }: Pick<CaseNow, 'tasks'>): Dated[] =>
  (tasks ?? []).flatMap((task) => (task.day === null ? [] : [{ act: task.act, day: task.day, what: taskText(task) }]))

const dated = (one: Pick<CaseNow, 'tasks'>): string[] => datedOf(one).map(({ act, day }) => `${act} ${day}`)

/** What the calendar holds and no longer waits. */
function goneOf({ caseId, tasks, before }: Pick<CaseNow, 'caseId' | 'tasks' | 'before'>): Dated[] {
  const open = datedOf({ tasks })
  return before.flatMap((line) => {
    const [name, day = '', of] = line.split(' ')
    const act = TASK_ACTS.find((one) => one === name)
    const isOurs = of === undefined || of === String(caseId)
    return act && isOurs && !open.some((task) => task.act === act) ? [{ act, day, what: TASK_WORDS[act].button }] : []
  })
}

const goneLine = ({ act, day }: Dated): Bilingual =>
  fill(
    { zh: '无需再办：{until}', en: 'No longer needed: {until}' },
    { until: fill(TASK_WORDS[act].until, { day: sayDate(day) }) },
  )

/** What is wanted, how many, until when. */
const taskLine =
  (today: string) =>
  ({ day, ...task }: FirmTask): Bilingual =>
    day === null
      ? taskText(task)
      : fill(
          { zh: '{what}：{until}', en: '{what}. {until}' },
          { what: taskText(task), until: untilText({ ...task, day }, today, sayDate(day)) },
        )
