/**
 * A whole small Shanghai for tests: three firms, the departments' people, one permit authority, a clock that stands, and cases that reach a state by acting, never
 * by inserting. Made through the product's own functions on a fresh database; the worker's part and the letter renderer open when they are first needed.
 */
import 'reflect-metadata'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { DynamicModule, INestApplicationContext, Provider } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type pg from 'pg'
import { webModule } from '../../src/web.module.js'
import { workerModule } from '../../src/worker.module.js'
import { StandingClock } from '../../src/base/clock.js'
import { Database } from '../../src/base/database.js'
import { CaseService } from '../../src/cases/case.service.js'
import type { Outcome } from '../../src/cases/record.js'
import type { Environment } from '../../src/config.js'
import { memberOf } from '../../src/forms/engine/node.js'
import { type Actor, candidate, WORKER } from '../../src/people/actor.js'
import { secretHash } from '../../src/people/secrets.js'
import { openLetterRenderer, openRenderer } from '../../src/worker/letterRenderer.js'
import { openMailTransport } from '../../src/worker/openMailTransport.js'
import { Notifier } from '../../src/worker/notifier.js'
import { Tasks } from '../../src/worker/tasks.js'
import type { Act } from '../../src/workflow/machine.js'
import { connect } from '../../tools/roles.js'
import { letSpeakAgain } from '../../tools/speaking.js'
import { MORNING } from '../clock.js'
import { freshDatabase, readyMade, type TestDatabase } from '../database.js'
import { type ExampleName, exampleOf, inputOf } from './inputs.js'
import { type Name, noteOf, type Population, populate, populationOf } from './population.js'
import { ROUTES, type StepLine } from './routes.js'

/** A resume that ends in a month at the latest; anything else as it is. */
const untilMonth = (resume: unknown, month: string): unknown =>
  Array.isArray(resume) ? resume.map((row) => (row.to > month ? { ...row, to: month } : row)) : resume

/** For tests that ask more often than people do. */
export const OPEN_DOOR: Environment = {
  VISITS_PER_MINUTE: '1000000',
  REQUESTS_PER_MINUTE: '1000000',
  KEY_CALLS_PER_MINUTE: '1000000',
  CHECKS_PER_MINUTE: '100000',
}

/** One of all worlds of this process: to start it takes as long as a case does. */
let renderer: ReturnType<typeof openRenderer> | undefined

const NO_ASSETS = { folder: '', css: '', script: '', icon: '' }

export interface WorldOptions {
  /** Where the clock stands at first, with its zone. */
  readonly at?: string
  readonly settings?: Environment
  /** Put in place of the application's own: a broken map of effects, say. */
  readonly instead?: readonly Provider[]
  /** Where everything lies, an empty folder that is its maker's to remove. */
  readonly within?: string
  /** Whether drafts lie ready in it, which `draft()` gives; false for what looks at everything there is. */
  readonly drafts?: boolean
  /** Starts the application on the world's database; without a server when absent. */
  readonly start?: (db: TestDatabase, clock: StandingClock) => Promise<INestApplicationContext>
}

/** What the tests look at in a case's row. */
export interface Row {
  readonly state: string
  readonly version: number
  readonly dueOn: string | null
  readonly dueProvisional: boolean
  readonly daysLeft: number | null
  readonly round: number
}

export class World {
  /** Every step that was really taken, as `state action target`, read from the rows before and after. */
  readonly taken = new Set<string>()
  private ownWorker: Promise<INestApplicationContext> | undefined
  private readonly others: INestApplicationContext[] = []

  /** Drafts that nobody has touched since they were made, by whose and of which example. */
  private readonly drafts = new Map<string, number[]>()

  private constructor(
    readonly db: TestDatabase,
    /** The superuser's connection: for looking, never for acting. */
    readonly admin: pg.Client,
    readonly clock: StandingClock,
    readonly app: INestApplicationContext,
    readonly population: Population,
    private readonly folder: string,
  ) {}

  /** A copy of the world that is made once a run; one of another time, or with settings of its own for what lies in it, is made anew. */
  static async open(options: WorldOptions = {}): Promise<World> {
    const { at = MORNING, settings = {}, instead = [], within, drafts = true } = options
    const { start = withoutServer(instead) } = options
    const folder = within ?? mkdtempSync(join(process.env.TEST_FOLDER ?? tmpdir(), 'world-'))
    const isOwn = at !== MORNING || OWN_SETTINGS.some((name) => name in settings)
    const ready = () => (drafts ? readyMade('drafts', World.makeDrafts) : readyMade('people', World.make))
    const made = isOwn ? undefined : await ready()
    if (made) cpSync(made.folder, folder, { recursive: true })
    const db = await freshDatabase({ DATABASE_POOL: '10', ...settings, DATA_DIR: folder }, { from: made?.database })
    const clock = new StandingClock(new Date(at))
    try {
      const app = await start(db, clock)
      const population = made ? populationOf(made.note.population, app) : await populate(app, db.ownerUrl)
      const world = new World(db, await connect(db.adminUrl), clock, app, population, folder)
      for (const [whose, ids] of made?.note.drafts ?? []) world.drafts.set(whose, ids)
      return world
    } catch (error) {
      await db.drop()
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
  }

  /** Makes the one of which others are copies. */
  private static make(this: void, db: TestDatabase, folder: string) {
    return World.making(db, folder, async () => {})
  }

  /** The same with drafts. That their documents are to be drawn is forgotten: it would take a worker minutes. */
  private static makeDrafts(this: void, db: TestDatabase, folder: string) {
    return World.making(db, folder, async (world) => {
      for (const [by, example, count] of DRAFTS)
        for (let one = 0; one < count; one++) {
          const { id } = await world.draft(by, example)
          world.drafts.set(whoseOf(by, example), [...(world.drafts.get(whoseOf(by, example)) ?? []), id])
        }
      await world.admin.query('delete from graphile_worker._private_jobs')
    })
  }

  private static async making(db: TestDatabase, folder: string, work: (world: World) => Promise<void>) {
    const clock = new StandingClock(new Date(MORNING))
    const app = await withoutServer([])(db, clock)
    const admin = await connect(db.adminUrl)
    try {
      const population = await populate(app, db.ownerUrl)
      const world = new World(db, admin, clock, app, population, folder)
      await work(world)
      return { population: noteOf(population), drafts: world.drafts }
    } finally {
      await admin.end()
      await app.close()
    }
  }

  get cases(): CaseService {
    return this.app.get(CaseService)
  }

  get database(): Database {
    return this.app.get(Database)
  }

  person(name: Name): Population['people'][Name] {
    return this.population.people[name]
  }

  /** Everybody acts on whose sessions somebody has ended. */
  async letAllSpeak(): Promise<void> {
    const speakers = Object.values(this.population.people).flatMap(({ speaker }) => speaker ?? [])
    await letSpeakAgain(this.admin, speakers, this.clock.now())
  }

  /** What somebody types as the second factor when they sign in now; undefined for those who have none. */
  code(name: Name): Promise<string | undefined> {
    return this.population.authenticators.code(this.person(name))
  }

  /** The code of somebody's authority. */
  authorityOf({ authorityId }: Actor): string | undefined {
    return Object.entries(this.population.authorities).find(([, id]) => id === authorityId)?.[0]
  }

  /** The worker's tasks, with a real letter renderer. */
  async tasks(): Promise<Tasks> {
    return (await this.worker()).get(Tasks)
  }

  /** The candidate of a case, who has opened the own page. */
  async candidateOf({ id }: Pick<Case, 'id'>): Promise<Actor> {
    const [hash, at] = [secretHash(`session of ${id}`), this.clock.now()]
    await this.admin.query(
      `insert into talent_pages (case_id, code, made_by, made_at, session_hash, session_until, session_by)
       values ($1, $2, $3, $4, $5, $4::timestamptz + interval '1 hour', 'code')
       on conflict (case_id) do update set session_until = excluded.session_until`,
      [id, `code${id}`, this.person('applicant').id, at, hash],
    )
    return candidate({ how: 'talent', hash, personId: null, at })
  }

  /** The clock and the worker act over the worker's own connection; nobody else's shows them a case. */
  async casesOf(actor: Actor): Promise<CaseService> {
    return actor.kind === 'person' || actor.kind === 'talent' ? this.cases : (await this.worker()).get(CaseService)
  }

  /** The worker's part. */
  worker(): Promise<INestApplicationContext> {
    this.ownWorker ??= this.openWorker()
    return this.ownWorker
  }

  /** Lets the worker notify of everything that has been committed. */
  async notify(): Promise<void> {
    const snapshot = async (part: 'xmin' | 'xmax') =>
      BigInt((await this.admin.query(`select pg_snapshot_${part}(pg_current_snapshot())::text as n`)).rows[0]?.n)
    const until = await snapshot('xmax')
    while ((await snapshot('xmin')) < until) await wait(5)
    const notifier = (await this.worker()).get(Notifier)
    while (await notifier.notify());
  }

  /** One more worker on the same database; `instead` is put in place of what it has. */
  async openWorker(instead: readonly Provider[] = []): Promise<INestApplicationContext> {
    const { config, workerUrl } = this.db
    renderer ??= openRenderer(config)
    const open = { ...(await renderer), close: async () => {} } // the others go on with it
    const letterRenderer = await openLetterRenderer(config, this.clock.now(), open)
    const own = workerModule(
      { config, databaseUrl: workerUrl, clock: this.clock },
      letterRenderer,
      await openMailTransport(config),
    )
    const worker = await contextOf(withInstead(own, instead))
    this.others.push(worker)
    return worker
  }

  /** The application once more, on the same database by another role: the superuser's, say, whom row-level security does not stop. */
  async openAs(databaseUrl: string): Promise<INestApplicationContext> {
    const app = await contextOf(webModule({ config: this.db.config, databaseUrl, clock: this.clock }, NO_ASSETS))
    this.others.push(app)
    return app
  }

  /** Moves the clock: an instant with its zone, or a day, at nine in the morning in Shanghai. */
  at(when: string): void {
    this.clock.moveTo(new Date(when.includes('T') ? when : `${when}T09:00:00+08:00`))
  }

  /** A draft of the first firm, or of the other one, with everything that filing asks for; nothing in it is of tomorrow. */
  async draft(
    by: Name = 'applicant',
    example: ExampleName = 'goodsHost',
    changes?: object,
    mandateId?: number,
  ): Promise<Case> {
    await this.letAllSpeak()
    const isUsual = !changes && mandateId === undefined && this.clock.now().getTime() === Date.parse(MORNING)
    const ready = isUsual ? this.drafts.get(whoseOf(by, example))?.shift() : undefined
    if (ready) return new Case(this, ready)
    const { answers, papers } = exampleOf(example, changes ?? {})
    const actor = this.person(by)
    const { caseId } = await this.cases.start(actor, undefined, undefined, mandateId)
    const today = this.clock.today()
    const talent = { ...answers.talent, resume: untilMonth(memberOf(answers.talent, 'resume'), today.slice(0, 7)) }
    await this.cases.act(caseId, 'saveAnswers', { actor, input: { answers: { ...answers, talent } } })
    for (const { issuedOn, ...paper } of papers) {
      const input = { ...paper, issuedOn: issuedOn && issuedOn > today ? today : issuedOn }
      await this.cases.act(caseId, 'attachFile', { actor, input })
    }
    return new Case(this, caseId)
  }

  /** A case that has come to a state along the chart. */
  async caseIn(state: keyof typeof ROUTES, by: Name = 'applicant', example: ExampleName = 'goodsHost'): Promise<Case> {
    const one = await this.draft(by, example)
    await one.walk(ROUTES[state], by)
    return one
  }

  async close(): Promise<void> {
    for (const context of [...this.others, this.app]) await context.close()
    await this.admin.end()
    await this.db.drop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Under other keys, or with copies of files elsewhere, a world is made anew. */
const OWN_SETTINGS = ['SECRET', 'BACKUP_DIR']

/** How many drafts of each kind are made once a run. */
const DRAFTS: readonly (readonly [by: Name, example: ExampleName, count: number])[] = [
  ['applicant', 'goodsHost', 24],
  ['applicant', 'streamer', 3],
  ['rival', 'streamer', 5],
]
const whoseOf = (by: Name, example: ExampleName) => `${example} of ${by}`

const withoutServer =
  (instead: readonly Provider[]) =>
  ({ config, appUrl: databaseUrl }: TestDatabase, clock: StandingClock): Promise<INestApplicationContext> =>
    contextOf(withInstead(webModule({ config, databaseUrl, clock }, NO_ASSETS), instead))

const tokenOf = (provider: Provider) => (typeof provider === 'function' ? provider : provider.provide)

/** The same with some providers in place of its own, in whichever folder's module they stand. */
const withInstead = (module: DynamicModule, instead: readonly Provider[]): DynamicModule => ({
  ...module,
  imports: (module.imports ?? []).map((one) =>
    'providers' in one
      ? {
          ...one,
          providers: (one.providers ?? []).map(
            (own) => instead.find((other) => tokenOf(other) === tokenOf(own)) ?? own,
          ),
        }
      : one,
  ),
})

async function contextOf(module: DynamicModule): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(module, { logger: false, abortOnError: false })
}

export class Case {
  constructor(
    readonly world: World,
    readonly id: number,
  ) {}

  /** The row as it stands. */
  async row(): Promise<Row> {
    const { rows } = await this.world.admin.query<Row>(
      `select state, version, due_on::text as "dueOn", due_provisional as "dueProvisional", days_left as "daysLeft", round from cases where id = $1`,
      [this.id],
    )
    const [found] = rows
    if (!found) throw new Error(`no case ${this.id}`)
    return found
  }

  async state(): Promise<string> {
    return (await this.row()).state
  }

  /** Does an action or writes an entry, as this person, with the least input that its form takes unless something else is given. */
  async do(who: Name | Actor, action: string, input: object = {}): Promise<Outcome> {
    const actor = typeof who === 'string' ? this.world.person(who) : who
    const before = await this.row()
    const cases = await this.world.casesOf(actor)
    const outcome = await cases.act(this.id, action as Act, {
      actor,
      version: before.version,
      input: { ...inputOf(action, this.world.authorityOf(actor)), ...input },
    })
    await this.note(before.state, action)
    return outcome
  }

  /** Lets the worker make the letter that was ordered last. */
  async makeLetter(): Promise<void> {
    const { rows } = await this.world.admin.query<{ id: number }>(
      `select id from letters where case_id = $1 and kind = 'recommendation' and ended_at is null`,
      [this.id],
    )
    const before = await this.state()
    await (await this.world.tasks()).makeLetter(rows[0]?.id ?? 0)
    if ((await this.state()) !== before) await this.note(before, 'recordLetter')
  }

  /** Lets the clock strike for whatever is due. */
  async strike(action: string): Promise<void> {
    const before = await this.state()
    await (await this.world.tasks()).runMinute()
    if ((await this.state()) !== before) await this.note(before, action)
  }

  async walk(lines: readonly StepLine[], firm: Name = 'applicant'): Promise<void> {
    for (const [who, action, input] of lines)
      if (who === WORKER) await this.makeLetter()
      else await this.do(who === 'applicant' ? firm : (who as Name), action, input) // a line names the worker or one of ours
  }

  private async note(before: string, action: string): Promise<void> {
    this.world.taken.add(`${before} ${action} ${await this.state()}`)
  }
}
