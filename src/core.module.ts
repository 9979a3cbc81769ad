/**
 * What web server and worker share: a module a folder, in the order of the imports. The rest of each is in
 * web.module.ts and worker.module.ts, so that neither process loads what only the other one needs.
 */
import { type DynamicModule, Injectable, Module, type OnApplicationShutdown, Optional } from '@nestjs/common'
import { AheadClock, aheadFile, Clock, StandingClock, SystemClock } from './base/clock.js'
import { credentialsOf, withCredentials } from './base/addresses.js'
import type { DatabaseSettings } from './base/connection.js'
import { Database, EntryDatabase } from './base/database.js'
import { Replica } from './base/replica.js'
import { Installation } from './base/installation.js'
import { folderModule } from './base/module.js'
import { casesModule } from './cases/cases.module.js'
import { Inspector } from './cases/files/inspect.js'
import { PageDrawer } from './cases/files/pages.js'
import type { Config, RoleKey } from './config.js'
import { ENTITIES } from './entities.js'
import { openDatabase, openInstallation, sessionUrlOf } from './installation.js'
import { exchangeModule } from './exchange/exchange.module.js'
import { lettersModule } from './letters/letters.module.js'
import { readMasterKeys } from './masterKeys.js'
import { AccessLog } from './people/accessLog.js'
import { referenceModule } from './reference/reference.module.js'
import { REGISTRY } from './web/policy/kinds.js'
import { LetterRenderer } from './worker/letterMaker.js'

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
export class AppModule {}

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
export const coreOf = (parts: Parts, key: RoleKey): DynamicModule[] => [
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
