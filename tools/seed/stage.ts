/** The product's own services in this process, on a clock that is moved by hand: what the demonstration is played on. */
import 'reflect-metadata'
import { Readable } from 'node:stream'
import type { INestApplicationContext, LogLevel } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { webModule } from '../../src/web.module.js'
import { workerModule } from '../../src/worker.module.js'
import { StandingClock } from '../../src/base/clock.js'
import { Database, EntryDatabase, row, type Tx } from '../../src/base/database.js'
import { CaseService } from '../../src/cases/case.service.js'
import { sealStored } from '../../src/cases/files/papers.js'
import { FileReceiver, type ReceivedFile } from '../../src/cases/files/receive.js'
import { FileStore } from '../../src/cases/files/store.js'
import { current } from '../../src/cases/documents.js'
import { PaperTicks } from '../../src/cases/paperTicks.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import type { Outcome } from '../../src/cases/record.js'
import type { Config } from '../../src/config.js'
import { TalentDoor } from '../../src/cases/talentDoor.js'
import { Talents } from '../../src/cases/talents.js'
import { documentSchema } from '../../src/criteria/documents.js'
import { Webhooks } from '../../src/exchange/webhook.service.js'
import { Letters } from '../../src/letters/letter.service.js'
import { Packages } from '../../src/letters/package.service.js'
import { Absences } from '../../src/people/absence.service.js'
import { CLOCK, WORKER } from '../../src/people/actor.js'
import { FactorService } from '../../src/people/factor.service.js'
import { Firms } from '../../src/people/firm.service.js'
import { FirmIntake } from '../../src/people/firmIntake.service.js'
import { Keys } from '../../src/people/key.service.js'
import { Mandates } from '../../src/people/mandate.service.js'
import { settingsOf } from '../../src/people/scope.js'
import type { Person } from '../../src/people/session.service.js'
import { Authorities } from '../../src/reference/authorities.js'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { Reference } from '../../src/reference/reference.service.js'
import type { Calendar } from '../../src/reference/workingDays.js'
import { LetterMaker } from '../../src/worker/letterMaker.js'
import { PaperMaker } from '../../src/worker/paperMaker.js'
import { NoMailTransport } from '../../src/worker/mailTransport.js'
import { openLetterRenderer } from '../../src/worker/letterRenderer.js'
import { IncomingFolder } from '../../src/worker/incoming.js'
import type { Act } from '../../src/workflow/machine.js'
import type { PaperCase, PaperWish } from '../papers.js'
import { PaperThread } from './paperThread.js'

/** No page is shown, so none needs a style sheet. */
const NO_ASSETS = { folder: '', css: '', script: '', icon: '' }
const OPTIONS = { logger: ['fatal', 'error'] satisfies LogLevel[], abortOnError: false }

const CHECKED_BEFORE: readonly Act[] = ['accept', 'report', 'requestCorrection']

const LETTER = `select id from letters where case_id = $1 and kind = 'recommendation' and issued_at is null and ended_at is null`

/** A finding or a score that names a kind of paper points to the case's own paper of that kind. */
function pointed(input: unknown, papers: readonly { id: number; kind: string }[]): unknown {
  if (Array.isArray(input)) return input.map((one) => pointed(one, papers))
  if (typeof input !== 'object' || input === null) return input
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      name === 'document' && typeof value === 'string'
        ? papers.find(({ kind }) => kind === value)?.id
        : pointed(value, papers),
    ]),
  )
}

export class Stage {
  private readonly papers = new PaperThread()

  private constructor(
    readonly clock: StandingClock,
    private readonly web: INestApplicationContext,
    private readonly worker: INestApplicationContext,
  ) {}

  /**
   * Opens it, without a scanner: what is put on the stage is scanned by the worker that comes after.
   * @param began an instant before the whole story, from which the demonstration’s certificate is valid
   */
  static async open(settings: Config, began: Date): Promise<Stage> {
    const config = { ...settings, clamd: null }
    const { appDatabaseUrl, workerDatabaseUrl } = config
    if (!appDatabaseUrl || !workerDatabaseUrl) throw new Error('the addresses of the database are unknown')
    const clock = new StandingClock(began)
    const letterRenderer = await openLetterRenderer(config, began)
    const [web, worker] = await Promise.all([
      NestFactory.createApplicationContext(
        webModule({ config, clock, databaseUrl: appDatabaseUrl }, NO_ASSETS),
        OPTIONS,
      ),
      NestFactory.createApplicationContext(
        workerModule({ config, clock, databaseUrl: workerDatabaseUrl }, letterRenderer, new NoMailTransport()),
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

  get mandates(): Mandates {
    return this.web.get(Mandates)
  }

  get intake(): FirmIntake {
    return this.web.get(FirmIntake)
  }

  get factors(): FactorService {
    return this.web.get(FactorService)
  }

  /** A transaction in which somebody's factors can be changed. */
  enter<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.web.get(EntryDatabase).transaction({}, work)
  }

  get keys(): Keys {
    return this.web.get(Keys)
  }

  get webhooks(): Webhooks {
    return this.web.get(Webhooks)
  }

  get letters(): Letters {
    return this.web.get(Letters)
  }

  get packages(): Packages {
    return this.web.get(Packages)
  }

  get talents(): Talents {
    return this.web.get(Talents)
  }

  get door(): TalentDoor {
    return this.web.get(TalentDoor)
  }

  get absences(): Absences {
    return this.web.get(Absences)
  }

  get policy(): PolicyDrafts {
    return this.web.get(PolicyDrafts)
  }

  /** The working days as they are known on a day. */
  calendar(on: string): Promise<Calendar> {
    return this.web.get(Reference).calendar(on)
  }

  /** The subject of the department for which somebody acts; undefined for a firm's people. */
  async subjectOf({ authorityId }: Person): Promise<string | undefined> {
    if (authorityId === null) return undefined
    return (await this.web.get(Authorities).get(authorityId, this.clock.today())).subject
  }

  /** Whatever a person of an authority acts on, they have looked at before. */
  async act(caseId: number, action: Act, person: Person, input: unknown): Promise<Outcome> {
    const seen = person.firmId === null ? await this.web.get(ReadingService).get(person, caseId) : undefined
    if (seen) await this.check(person, caseId, action, current(seen.attachments))
    const told = seen ? pointed(input, seen.attachments) : input
    const outcome = await this.cases.act(caseId, action, { actor: person, input: told })
    if (outcome.state === 'recommended') await this.makeLetter(caseId)
    await this.worker.get(PaperMaker).makeAll(caseId)
    return outcome
  }

  /** Who accepts or assesses has marked every document as checked, who has only just begun the first four. */
  private async check(person: Person, caseId: number, action: Act, papers: readonly { readonly id: number }[]) {
    const checked = action === 'claim' ? papers.slice(0, 4) : CHECKED_BEFORE.includes(action) ? papers : []
    for (const { id } of checked) await this.web.get(PaperTicks).set(person, caseId, id, true)
  }

  /** What the clock does when a time limit has passed. */
  async strike(caseId: number, action: Act): Promise<Outcome> {
    const outcome = await this.worker.get(CaseService).act(caseId, action, { actor: CLOCK })
    await this.worker.get(PaperMaker).makeAll(caseId)
    return outcome
  }

  /** A paper as if it had been uploaded: made, inspected, stored. */
  async receive(wish: PaperWish, paperCase: PaperCase): Promise<ReceivedFile> {
    const { name, bytes } = await this.papers.make(wish, paperCase)
    const rules = await this.web.get(Reference).all('documents', paperCase.submittedOn, documentSchema)
    const part = { filename: name, file: Readable.from([bytes]) }
    return this.web.get(FileReceiver).receive(part, wish.kind, rules.get(wish.kind)?.image ?? null)
  }

  /** A paper that was stored before its case was there, sealed as the case's own. */
  async seal(actor: Person, caseId: number, file: ReceivedFile): Promise<ReceivedFile> {
    const store = this.web.get(FileStore)
    const seal = await this.web.get(ReadingService).requireOpen(actor, caseId)
    const storageKey = await sealStored(store, this.worker.get(IncomingFolder).path, file, seal)
    await store.remove(file.storageKey)
    return { ...file, storageKey, sealed: true }
  }

  /** Ends the letter renderer and the readers of files too. */
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
