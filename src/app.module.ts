/**
 * Everything there is: a module a folder, in the order of the imports; then the two ways in, the
 * web server and the worker.
 */
import { type DynamicModule, Injectable, Module, type OnApplicationShutdown, Optional } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core'
import { AheadClock, aheadFile, Clock, StandingClock, SystemClock } from './base/clock.js'
import { credentialsOf, withCredentials } from './base/addresses.js'
import type { DatabaseSettings } from './base/connection.js'
import { Database, EntryDatabase } from './base/database.js'
import { Replica } from './base/replica.js'
import { Installation } from './base/installation.js'
import { folderModule } from './base/module.js'
import { casePagesModule, casesModule } from './cases/cases.module.js'
import { Inspector } from './cases/files/inspect.js'
import { PageDrawer } from './cases/files/pages.js'
import { type Config, deriveSecret, type RoleKey } from './config.js'
import { ENTITIES } from './entities.js'
import { openDatabase, openInstallation, sessionUrlOf } from './installation.js'
import { exchangeModule } from './exchange/exchange.module.js'
import { batchModule } from './exchange/batch.module.js'
import { checkingModule, lettersModule } from './letters/letters.module.js'
import { readMasterKeys } from './masterKeys.js'
import { AccessLog } from './people/accessLog.js'
import { peopleModule } from './people/people.module.js'
import { draftsModule, referenceModule } from './reference/reference.module.js'
import { AccountModule, demonstrationModule } from './web/account/account.module.js'
import { Demonstration } from './web/account/demonstration.js'
import { AdminModule } from './web/admin/admin.module.js'
import { ApiModule } from './web/api/api.module.js'
import { AuditModule } from './web/audit/audit.module.js'
import { CaseModule } from './web/case/case.module.js'
import { DeskModule } from './web/desk/desk.module.js'
import { FirmModule } from './web/firm/firm.module.js'
import { Access } from './web/http/access.js'
import { Answers } from './web/http/answersInterceptor.js'
import { httpModule } from './web/http/http.module.js'
import { Problems } from './web/http/problems.js'
import type { Assets } from './web/kit/assets.js'
import { LiveModule } from './web/live/live.module.js'
import { REGISTRY } from './web/policy/kinds.js'
import { PolicyModule } from './web/policy/policy.module.js'
import { PublicModule } from './web/public/public.module.js'
import { ReportsModule } from './web/reports/reports.module.js'
import { ServiceAccountsModule } from './web/serviceAccounts/serviceAccounts.module.js'
import { WebhooksModule } from './web/webhooks/webhooks.module.js'
import { LetterRenderer } from './worker/letterMaker.js'
import type { MailTransport } from './worker/mailTransport.js'
import { workingModule } from './worker/worker.module.js'

export interface Parts {
  readonly config: Config
  readonly databaseUrl: string
  /** Instead of the clock that the settings name. */
  readonly clock?: Clock | undefined
}

/** The clock that the settings name. */
export function clockOf({ config, clock }: Pick<Parts, 'config' | 'clock'>): Clock {
  if (clock) return clock
  if (config.clockAt) return new StandingClock(new Date(config.clockAt))
  return config.production ? new SystemClock() : new AheadClock(aheadFile(config.dataDir))
}

/** Ends what the process holds, when Nest shuts down. */
@Injectable()
class Closing implements OnApplicationShutdown {
  constructor(
    private readonly db: Database,
    private readonly replica: Replica,
    @Optional() private readonly entry?: EntryDatabase,
    @Optional() private readonly accessLog?: AccessLog,
    @Optional() private readonly inspector?: Inspector,
    @Optional() private readonly letterRenderer?: LetterRenderer,
    @Optional() private readonly drawer?: PageDrawer,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.accessLog?.turn()
    await this.inspector?.close()
    await this.letterRenderer?.renderer.close()
    await this.drawer?.close()
    await this.replica.close()
    for (const db of [this.db, this.entry]) if (db?.source.isInitialized) await db.source.destroy()
  }
}

class GroundModule {}

@Module({ providers: [Closing] })
class AppModule {}

const openMain = ({ config, databaseUrl }: Parts, key: RoleKey): Promise<Database> =>
  openDatabase(databaseUrl, key, (url) =>
    Database.open({ url, sessionUrl: sessionUrlOf(config, url), poolSize: config.databasePool, entities: ENTITIES }),
  )

/** Connections for reading a copy: a report is counted in one statement, and few are asked for at a time. */
const REPLICA_POOL = 4

function replicaOf({ config, databaseUrl }: Parts): DatabaseSettings | undefined {
  if (config.replicaDatabaseUrl === null) return undefined
  const url = withCredentials(config.replicaDatabaseUrl, credentialsOf(databaseUrl))
  return { url, poolSize: REPLICA_POOL, entities: [] }
}

/** What web and worker share. */
const coreOf = (parts: Parts, key: RoleKey): DynamicModule[] => [
  folderModule(GroundModule, [
    { provide: Clock, useValue: clockOf(parts) },
    {
      provide: Database,
      useFactory: () => openMain(parts, key),
    },
    {
      provide: Installation,
      inject: [Database],
      useFactory: (db: Database) => openInstallation(db, parts.config),
    },
    {
      provide: Replica,
      inject: [Database, Installation],
      useFactory: (db: Database, { id }: Installation) => new Replica(db, id, replicaOf(parts)),
    },
  ]),
  referenceModule(!parts.config.production, REGISTRY),
  casesModule(parts.config, () => readMasterKeys(parts.config)),
  lettersModule(parts.config),
  exchangeModule(parts.config),
]

/** What the tokens of forms are made with: of SECRET first, then of those that it took the place of. */
function csrfKeysOf({ secret, secretEarlier }: Config): readonly [string, ...string[]] {
  const csrfKey = (one: string) => deriveSecret(one, 'csrf')
  return [csrfKey(secret), ...(secretEarlier ?? []).map(csrfKey)]
}

/** The folders of pages, one an audience, after what they share. */
export const PAGE_MODULES = [
  CaseModule,
  PublicModule,
  FirmModule,
  DeskModule,
  PolicyModule,
  ReportsModule,
  AuditModule,
  AdminModule,
  AccountModule,
  WebhooksModule,
  ServiceAccountsModule,
  ApiModule,
  LiveModule,
]

/** Connections for signing in: a hash takes longer than what is asked of the database around it. */
const ENTRY_POOL = 4

class EntryModule {}

const entryModule = (config: Config): DynamicModule =>
  folderModule(EntryModule, [
    {
      provide: EntryDatabase,
      useFactory: () =>
        openDatabase(config.entryDatabaseUrl ?? '', 'entryDatabaseUrl', (url) =>
          EntryDatabase.open({ url, poolSize: ENTRY_POOL, entities: [] }),
        ),
    },
  ])

/** The web server: pages and API. */
export function webModule(parts: Parts, assets: Assets, demonstration = new Demonstration([], '')): DynamicModule {
  const { config } = parts
  return {
    module: AppModule,
    imports: [
      ...coreOf(parts, 'appDatabaseUrl'),
      entryModule(config),
      draftsModule(),
      peopleModule(config),
      casePagesModule(config),
      checkingModule(),
      batchModule(),
      httpModule(config, csrfKeysOf(config), assets),
      ...PAGE_MODULES,
      demonstrationModule(demonstration),
    ],
    providers: [
      { provide: APP_GUARD, useExisting: Access },
      { provide: APP_FILTER, useClass: Problems },
      { provide: APP_INTERCEPTOR, useExisting: Answers },
    ],
  }
}

/** The worker: everything that happens without a person. */
export const workerModule = (
  parts: Parts,
  letterRenderer: LetterRenderer,
  mailTransport: MailTransport,
): DynamicModule => ({
  module: AppModule,
  imports: [...coreOf(parts, 'workerDatabaseUrl'), workingModule(parts.config, letterRenderer, mailTransport)],
})
