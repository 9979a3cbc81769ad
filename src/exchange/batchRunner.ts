/**
 * Makes drafts of the rows of a batch, one after the other, as the person who ordered it: by their own session or
 * key, whose rights are asked for at each row. So it runs in the web server, where alone somebody speaks for
 * themselves (decisions 0037 and 0055). Whatever ends it, a kill as well, it goes on where it was as soon as
 * that person looks at the batch again: a row's draft is begun and filled by requests that are done once. Over 250
 * lines because a row's whole way is told here.
 */
import { randomUUID } from 'node:crypto'
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common'
import { causeOf } from '../base/cause.js'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { SpeakerGone } from '../base/databaseErrors.js'
import { Invalid, NotFound, type Problem, Stale } from '../base/errors.js'
import { sql } from '../base/sql.js'
import { type Bilingual, fill } from '../base/text.js'
import { changedPaths, mergeAnswers } from '../cases/answers.js'
import { CaseService } from '../cases/case.service.js'
import { saidOf } from '../cases/oneOfMany.js'
import { ReadingService } from '../cases/reading.service.js'
import { SCOPE, scopeOf } from '../cases/scope.js'
import { CaseKeys } from '../cases/sealing/caseKeys.js'
import { passportIndex } from '../cases/sealing/personFacts.js'
import { APPLICATION } from '../forms/application.js'
import { draftProblems } from '../forms/engine/body.js'
import { textAt } from '../forms/engine/node.js'
import { mayFillIn } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import type { Person } from '../people/session.service.js'
import { INITIAL } from '../workflow/step.js'
import { type BatchRowLine, Batches, filedText, type SettledRow, type WaitingRow } from './batch.service.js'
import type { BatchRowState } from './batchEntities.js'
import { filesOf, type RowFiles } from './batchFiles.js'

const MOST_TRIES = 3

/** By one process at a time; when it is killed, another one may go on a minute later. */
const HOLD = `
  update batches set holder = $2, held_until = now() + interval '1 minute'
  where id = $1 and ordered_by = (select me_person()) and state = 'running'
    and (holder is null or holder = $2 or held_until < now())
  returning mandate_id as "mandateId"`
const NEXT = `
  select row, content from batch_rows where batch_id = $1 and state = 'waiting' order by row limit 1`
const SETTLE = `
  update batch_rows set state = $3, case_id = $4, lacking = $5, content = $6 where batch_id = $1 and row = $2`
const FINISH = `update batches set state = 'done', holder = null, held_until = null where id = $1 and state = 'running'`
const LET_GO = 'update batches set holder = null, held_until = null where id = $1 and holder = $2'
const LOOKED = 'update batch_rows set lacking = $3 where batch_id = $1 and row = $2 and lacking is distinct from $3'

/** A draft of the firm about the same passport that is not this row's own. */
const SAME = sql`
  select c.number from cases c
  where ${SCOPE} and c.passport_index = ${'index'} and c.state = ${'state'} and not exists (
    select from events e where e.case_id = c.id and e.action = 'start' and e.request_id = ${'requestId'}
      and e.actor_id = (select me_person()))
  order by c.id limit 1`
const BY_NUMBER = sql`select c.id from cases c where ${SCOPE} and c.number = ${'number'}`

/** What became of a row. */
interface Settled {
  readonly state: BatchRowState
  readonly caseId: number | null
  readonly lacking: number | null
  readonly content: SettledRow
}

@Injectable()
export class BatchRunner implements BeforeApplicationShutdown {
  private readonly log = new Logger('batches')
  private readonly me = randomUUID()
  private readonly running = new Map<number, Promise<void>>()
  private closing = false

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly keys: CaseKeys,
    private readonly batches: Batches,
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
  ) {}

  /** Goes on with a batch unless somebody is at it; answers when this process has no more to do of it. */
  run(person: Person, id: number): Promise<void> {
    const known = this.running.get(id)
    if (known || this.closing) return known ?? Promise.resolve()
    const work = this.work(person, id)
      .catch((error: unknown) => {
        // whose session has ended goes on when they are back
        if (!(error instanceof SpeakerGone)) this.log.error({ msg: 'a batch was interrupted', id, ...causeOf(error) })
      })
      .finally(() => this.running.delete(id))
    this.running.set(id, work)
    return work
  }

  /** Lets the rows under way end. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true
    await Promise.all(this.running.values())
  }

  private async work(person: Person, id: number): Promise<void> {
    while (!this.closing) {
      // what ends at a time is asked by that of each row
      const speaker = person.speaker && { ...person.speaker, at: this.clock.now() }
      if (!(await this.next({ ...person, speaker }, id))) return
    }
    await this.db.transaction(settingsOf(person), (tx) => rows(tx, LET_GO, [id, this.me]))
  }

  /** Does the next row. False when there is none, or the batch is not this process's to do. */
  private async next(person: Person, id: number): Promise<boolean> {
    const found = await this.db.transaction(settingsOf(person), async (tx) => {
      const held = await row<{ mandateId: number | null }>(tx, HOLD, [id, this.me])
      const next = held && (await row<{ row: number; content: Buffer }>(tx, NEXT, [id]))
      if (held && !next) await rows(tx, FINISH, [id])
      return next && { ...next, mandateId: held.mandateId }
    })
    if (!found) return false
    const waiting = this.batches.open(person.id, id, found.row, found.content) as WaitingRow // it has not been settled
    const settled = await this.settle(person, { id, at: found.row, mandateId: found.mandateId }, waiting)
    const content = this.batches.seal(person.id, id, found.row, settled.content)
    await this.db.transaction(settingsOf(person), (tx) =>
      rows(tx, SETTLE, [id, found.row, settled.state, settled.caseId, settled.lacking, content]),
    )
    return true
  }

  private async settle(person: Person, place: Place, waiting: WaitingRow): Promise<Settled> {
    const refused = waiting.refused ?? (await this.whyNot(person, place, waiting))
    if (refused) return refusedRow(waiting, refused)
    try {
      const caseId = waiting.draft ? await this.change(person, waiting) : await this.make(person, place, waiting)
      const { file, check } = await this.reading.getJudged(person, caseId)
      const names = ['talent.systemName', 'talent.visualName', 'talent.chineseName']
      const content: SettledRow = {
        number: waiting.number,
        passport: textAt(file.answers, 'talent.passport.number') || waiting.passport,
        names: names.map((name) => textAt(file.answers, name)).filter((name) => name !== ''),
        papers: waiting.papers,
        problems: waiting.problems,
        refused: undefined,
      }
      return { state: 'made', caseId, lacking: check.problems.length, content }
    } catch (error) {
      const said = saidOf(error)
      if (!said) throw error
      return refusedRow(waiting, said)
    }
  }

  /** Why no draft is begun: what cannot be kept, or a draft of the same host that is there. */
  private async whyNot(person: Person, place: Place, waiting: WaitingRow): Promise<Bilingual | undefined> {
    const [problem] = draftProblems(APPLICATION, waiting.answers)
    if (problem) return problem.message
    const index = passportIndex(this.keys, waiting.passport)
    if (waiting.draft || index === null) return undefined
    const values = { ...scopeOf(person), index, state: INITIAL, requestId: requestOf(place) }
    const same = await this.db.transaction(settingsOf(person), (tx) => row<{ number: string }>(tx, ...SAME(values)))
    return same && fill(SAME_DRAFT, same)
  }

  private async make(person: Person, place: Place, { answers }: WaitingRow): Promise<number> {
    const requestId = requestOf(place)
    const { caseId } = await this.begin(person, place)
    await this.cases.act(caseId, 'saveAnswers', { actor: person, requestId, input: { answers } })
    return caseId
  }

  /** Throws Invalid where the mandate of the batch has ended. */
  private async begin(person: Person, { id, at, mandateId }: Place): Promise<{ readonly caseId: number }> {
    try {
      return await this.cases.start(person, requestOf({ id, at }), undefined, mandateId ?? undefined, id)
    } catch (error) {
      throw mandateId !== null && error instanceof NotFound ? new Invalid([MANDATE_OVER]) : error
    }
  }

  /** Lays what is filled in over a draft that is there; what is there already changes nothing. */
  private async change(person: Person, { draft, answers }: WaitingRow): Promise<number> {
    const values = { ...scopeOf(person), number: draft }
    const found = await this.db.transaction(settingsOf(person), (tx) => row<{ id: number }>(tx, ...BY_NUMBER(values)))
    if (!found) throw new Invalid([NO_DRAFT])
    for (let tries = 1; ; tries++) {
      const { case: line, answers: before } = await this.reading.get(person, found.id)
      if (line.state !== INITIAL) throw new Invalid([filedProblem(line)])
      if (changedPaths(before, mergeAnswers(before, answers)).length === 0) return found.id
      const input = { answers, answersVersion: line.answersVersion }
      try {
        await this.cases.act(found.id, 'saveAnswers', { actor: person, input })
        return found.id
      } catch (error) {
        if (!(error instanceof Stale) || tries === MOST_TRIES) throw error
      }
    }
  }

  /**
   * A row with what stops its draft now, and what is said of it that stops nothing; how many things stop it is kept for
   * the counts of the batch.
   */
  async look(person: Person, id: number, line: BatchRowLine): Promise<LookedRow> {
    if (line.caseId === null || !line.draft) return { line, problems: [] }
    const { file, check } = await this.reading.getJudged(person, line.caseId)
    const problems = file.case.state === INITIAL ? check.problems : []
    const lacking = file.case.state === INITIAL ? problems.length : null
    if (lacking !== line.lacking && mayFillIn(person))
      await this.db.transaction(settingsOf(person), (tx) => rows(tx, LOOKED, [id, line.row, lacking]))
    const said = lacking === 0 ? await this.batches.filedAlready(person, file) : undefined
    return { line: { ...line, lacking }, problems, said, files: filesOf(file, line.content) }
  }
}

/** A row as it is now. */
export interface LookedRow {
  readonly line: BatchRowLine
  readonly problems: readonly Problem[]
  /** What whoever submits should know beforehand. */
  readonly said?: Bilingual | undefined
  readonly files?: RowFiles | undefined
}

interface Place {
  readonly id: number
  readonly at: number
  readonly mandateId: number | null
}

/** The request by which a row's draft is begun and filled, once. */
const requestOf = ({ id, at }: Pick<Place, 'id' | 'at'>): string => `batch:${id}:${at}`

const refusedRow = (waiting: WaitingRow, refused: Bilingual): Settled => ({
  state: 'refused',
  caseId: null,
  lacking: null,
  content: { ...waiting, names: [], refused },
})

const MANDATE_OVER: Problem = {
  code: 'batchMandate',
  path: '_case',
  message: {
    zh: '用人单位的委托已结束，没有生成草稿。取得新的委托后，请重新上传这一行。',
    en: 'The employer’s mandate has ended, so no draft was made. Once you have a new mandate, upload this row again.',
  },
}
const NO_DRAFT: Problem = {
  code: 'batchNoDraft',
  path: '_case',
  message: {
    zh: '贵单位没有这个编号的草稿。新的人选请把编号留空。',
    en: 'Your firm has no draft with this number. Leave the number empty for a new candidate.',
  },
}
const filedProblem = (line: Parameters<typeof filedText>[0]): Problem => ({
  code: 'batchFiled',
  path: '_case',
  message: filedText(line),
})
const SAME_DRAFT: Bilingual = {
  zh: '同一护照号码已有草稿（{number}）。要修改该草稿，请在“草稿编号”一栏填写它的编号。',
  en:
    'There is already a draft for this passport number ({number}). To change it, enter its number in the ' +
    'column “Number of the ' +
    'draft”.',
}
