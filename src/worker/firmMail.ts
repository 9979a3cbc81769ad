/**
 * What a mail about a case says to its firm: whom it is about (initials alone), what is wanted, how
 * many, until when, with an entry for a calendar. Read when the mail goes out, so that it says what
 * holds then. What was put into a calendar is kept with the mail; what no longer waits is cancelled.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { sayDate } from '../base/dates.js'
import { path } from '../base/path.js'
import { sql } from '../base/sql.js'
import { type Bilingual, fill, hasHan, type Language, say } from '../base/text.js'
import { currentTaskValues, type FirmTask, TASKS } from '../cases/firmTasks.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import { TASK_WORDS, taskText } from '../workflow/firmWords.js'
import { type CalendarEntry, calendarFile } from './calendarFile.js'

const CASE = sql`
  select coalesce(c.system_name, c.talent_name) as name, c.last_seq as "lastSeq", ${TASKS} as tasks, coalesce((
    select m.calendar from mails m
    where m.case_id = c.id and m.person_id = ${'personId'}::int and m.calendar is not null and m.state = 'sent'
    order by m.id desc limit 1), '{}') as before
  from cases c where c.id = ${'caseId'}`

interface CaseNow {
  readonly name: string | null
  readonly lastSeq: number
  readonly tasks: readonly FirmTask[] | null
  /** What the reader's last mail about the case put into a calendar, as `act day`. */
  readonly before: readonly string[]
}

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

@Injectable()
export class FirmMails {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** What the mail says of the case as it is now; notes with the mail what it puts into a calendar. */
  async of({ id, kind, caseId, personId, firmId, number, language, publicUrl }: Asked): Promise<FirmMail | undefined> {
    const values = await currentTaskValues(this.reference, { firmId }, this.clock.today())
    const found = await this.db.transaction(settingsOf(WORKER), async (tx) => {
      const now = await row<CaseNow>(tx, ...CASE({ ...values, caseId, personId }))
      const dated = now?.tasks?.flatMap(({ act, day }) => (day === null ? [] : [`${act} ${day}`])) ?? []
      await rows(tx, 'update mails set calendar = $2 where id = $1', [id, dated])
      return now
    })
    if (!found) return undefined
    const tasks = found.tasks ?? []
    const host = new URL(publicUrl).hostname
    const entry = (act: FirmTask['act'], on: string, what: Bilingual): CalendarEntry => ({
      uid: `case-${caseId}-${act}@${host}`,
      sequence: found.lastSeq,
      on,
      summary: `${say({ zh: '海荐：', en: 'Haijian: ' }, language)}${say(what, language)} (${number})`,
      url: `${publicUrl}${path.case(caseId)}`,
    })
    const open = tasks.flatMap((task) => (task.day === null ? [] : [entry(task.act, task.day, taskText(task))]))
    const met = found.before.flatMap((line) => {
      const [name, day = ''] = line.split(' ')
      const act = (Object.keys(TASK_WORDS) as FirmTask['act'][]).find((one) => one === name) // `keys` forgets them
      return act && !tasks.some((task) => task.act === act && task.day !== null)
        ? [entry(act, day, TASK_WORDS[act].button)]
        : []
    })
    const at = this.clock.now()
    const first = tasks.find(({ day }) => day !== null)
    return {
      subject: first && NEAR.includes(kind) ? untilText(first) : undefined,
      lines: [
        ...(found.name
          ? [fill({ zh: '人选：{initials}', en: 'Candidate: {initials}' }, { initials: initialsOf(found.name) })]
          : []),
        ...tasks.map(taskLine),
      ],
      calendar: [
        ...(open.length > 0
          ? [{ name: `haijian-${number}.ics`, method: 'PUBLISH' as const, text: calendarFile(open, at) }]
          : []),
        ...(met.length > 0
          ? [{ name: `haijian-${number}-cancelled.ics`, method: 'CANCEL' as const, text: calendarFile(met, at, true) }]
          : []),
      ],
    }
  }
}

const untilText = ({ act, day }: FirmTask): Bilingual =>
  fill(TASK_WORDS[act].until, { day: day === null ? '' : sayDate(day) })

/** What is wanted, how many, until when. */
const taskLine = (task: FirmTask): Bilingual =>
  task.day === null
    ? taskText(task)
    : fill({ zh: '{what}：{until}', en: '{what}. {until}' }, { what: taskText(task), until: untilText(task) })
