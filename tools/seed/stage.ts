/** The product's own services in this process, on a clock that is moved by hand: what the demonstration is played on. */
import 'reflect-metadata'
import { Readable } from 'node:stream'
import type { INestApplicationContext, LogLevel } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { webModule, workerModule } from '../../src/app.module.js'
import { StandingClock } from '../../src/base/clock.js'
import { Database, row } from '../../src/base/database.js'
import { CaseService } from '../../src/cases/case.service.js'
import { FileReceiver, type ReceivedFile } from '../../src/cases/files/receive.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import type { Outcome } from '../../src/cases/record.js'
import type { Config } from '../../src/config.js'
import { documentSchema } from '../../src/criteria/documents.js'
import { CLOCK, WORKER } from '../../src/people/actor.js'
import { Firms } from '../../src/people/firm.service.js'
import { settingsOf } from '../../src/people/scope.js'
import type { Person } from '../../src/people/session.service.js'
import { Reference } from '../../src/reference/reference.service.js'
import type { Calendar } from '../../src/reference/workingDays.js'
import { LetterMaker } from '../../src/worker/letterMaker.js'
import { openPress } from '../../src/worker/press.js'
import type { PaperCase, PaperWish } from '../papers.js'
import { PaperThread } from './paperThread.js'

/** No page is shown, so none needs a style sheet. */
const NO_ASSETS = { folder: '', css: '', script: '', icon: '' }
const OPTIONS = { logger: ['fatal', 'error'] satisfies LogLevel[], abortOnError: false }

const LETTER = 'select id from letters where case_id = $1 and issued_at is null and ended_at is null'

export class Stage {
  private readonly papers = new PaperThread()

  private constructor(
    readonly clock: StandingClock,
    private readonly web: INestApplicationContext,
    private readonly worker: INestApplicationContext,
  ) {}

  /** @param began an instant before the whole story, from which the demonstration’s certificate is valid */
  static async open(config: Config, began: Date): Promise<Stage> {
    const { appDatabaseUrl, workerDatabaseUrl } = config
    if (!appDatabaseUrl || !workerDatabaseUrl) throw new Error('the addresses of the database are unknown')
    const clock = new StandingClock(began)
    const press = await openPress(config, began)
    const [web, worker] = await Promise.all([
      NestFactory.createApplicationContext(
        webModule({ config, clock, databaseUrl: appDatabaseUrl }, NO_ASSETS),
        OPTIONS,
      ),
      NestFactory.createApplicationContext(
        workerModule({ config, clock, databaseUrl: workerDatabaseUrl }, press),
        OPTIONS,
      ),
    ])
    return new Stage(clock, web, worker)
  }

  get cases(): CaseService {
    return this.web.get(CaseService)
  }

  get firms(): Firms {
    return this.web.get(Firms)
  }

  /** The working days as they are known on a day. */
  calendar(on: string): Promise<Calendar> {
    return this.web.get(Reference).calendar(on)
  }

  /** Whatever a person of an authority acts on, they have looked at before. */
  async act(caseId: number, action: string, person: Person, input: unknown): Promise<Outcome> {
    if (person.firmId === null) await this.web.get(ReadingService).get(person, caseId)
    const outcome = await this.cases.act(caseId, action, { actor: person, input })
    if (outcome.state === 'recommended') await this.makeLetter(caseId)
    return outcome
  }

  /** What the clock does when a time limit has passed. */
  strike(caseId: number, action: string): Promise<Outcome> {
    return this.worker.get(CaseService).act(caseId, action, { actor: CLOCK })
  }

  /** A paper as if it had been uploaded: made, inspected, stored. */
  async receive(wish: PaperWish, paperCase: PaperCase): Promise<ReceivedFile> {
    const { name, bytes } = await this.papers.make(wish, paperCase)
    const rules = await this.web.get(Reference).all('documents', paperCase.submittedOn, documentSchema)
    const part = { filename: name, file: Readable.from([bytes]) }
    return this.web.get(FileReceiver).receive(part, wish.kind, rules.get(wish.kind)?.image ?? null)
  }

  /** Ends the press and the readers of files too. */
  async close(): Promise<void> {
    await this.papers.close()
    await this.web.close()
    await this.worker.close()
  }

  private async makeLetter(caseId: number): Promise<void> {
    const letter = await this.worker
      .get(Database)
      .transaction(settingsOf(WORKER), (tx) => row<{ id: number }>(tx, LETTER, [caseId]))
    if (letter) await this.worker.get(LetterMaker).make(letter.id)
  }
}
