/** Everything there is: the services of each folder, in the order of the imports; then the two ways in, the web server and the worker. Over 250 lines because it is one list. */
import { join } from 'node:path'
import {
  type DynamicModule,
  Injectable,
  Module,
  type OnApplicationShutdown,
  Optional,
  type Provider,
} from '@nestjs/common'
import { APP_FILTER, APP_GUARD } from '@nestjs/core'
import { Clock, StandingClock, SystemClock } from './base/clock.js'
import { Database } from './base/database.js'
import { Outgoing } from './base/outgoing.js'
import { Scanning } from './base/scanning.js'
import { sealKey } from './base/seal.js'
import { Assessing } from './cases/assessing.js'
import { AuditKeys, openAuditKeys } from './cases/audit/keys.js'
import { ReadingHours } from './cases/audit/reading.service.js'
import { CaseService } from './cases/case.service.js'
import { type CauseFunction, EFFECT_MAP, ENTRY_MAP, type EntryMap } from './cases/causes.js'
import { CaseEffects } from './cases/effects.js'
import { TimedEntries } from './cases/entries.js'
import { Erasing } from './cases/erasing.js'
import { Inspector } from './cases/files/inspect.js'
import { usualLimits } from './cases/files/limits.js'
import { PageDrawer } from './cases/files/pages.js'
import { PaperFiles } from './cases/files/papers.js'
import { FileReceiver } from './cases/files/receive.js'
import { ClamdScanner, Scanner } from './cases/files/scanner.js'
import { DiskStore, FileStore } from './cases/files/store.js'
import { Preflight } from './cases/preflight.js'
import { ReadingService } from './cases/reading.service.js'
import { ReportService } from './cases/reports/report.service.js'
import { WhatIfService } from './cases/reports/whatIf.service.js'
import { CaseKeys } from './cases/sealing/caseKeys.js'
import { openCaseKeys } from './cases/sealing/openKeys.js'
import { Similar } from './cases/similar.js'
import { Stops } from './cases/stops.js'
import { type Config, deriveSecret } from './config.js'
import { ENTITIES } from './entities.js'
import { LetterEffects } from './letters/effects.js'
import { FileCheck } from './letters/fileCheck.js'
import { Letters } from './letters/letter.service.js'
import { LetterSettings, Matters } from './letters/matters.js'
import { Packages } from './letters/package.service.js'
import { PackageFiller } from './letters/packageFiller.js'
import { Papers } from './letters/paper.service.js'
import { Previewer } from './letters/previewer.js'
import { sealsIn } from './letters/seals.js'
import { openTrust, Trust } from './letters/trust.js'
import { Typefaces } from './letters/typefaces.js'
import { readMasterKeys } from './masterKeys.js'
import { AccessLog } from './people/accessLog.js'
import { AccessSearch } from './people/accessSearch.js'
import { Attempts, SessionRules } from './people/attempts.js'
import { FactorRules, FactorService } from './people/factor.service.js'
import { Firms } from './people/firm.service.js'
import { Keys } from './people/key.service.js'
import { PasskeyService, PasskeySettings } from './people/passkey.service.js'
import { Passwords } from './people/password.service.js'
import { PeopleHistory } from './people/peopleHistory.js'
import { Proofs } from './people/proof.service.js'
import { IdentityProvider, ProviderSettings } from './people/provider.service.js'
import { Sessions } from './people/session.service.js'
import { SignIns } from './people/signIn.service.js'
import { Staff } from './people/staff.service.js'
import { PeopleKeys, Tickets } from './people/tickets.js'
import { Authorities, Specimen } from './reference/authorities.js'
import { PolicyDrafts } from './reference/draft.service.js'
import { Reference } from './reference/reference.service.js'
import { Kinds } from './reference/registry.js'
import { projectFolder } from './settings.js'
import { Access, WebSettings } from './web/http/access.js'
import { MailRoute, mailRoute } from './web/admin/messages.controller.js'
import type { Assets } from './web/kit/assets.js'
import { CheckLimit } from './web/http/throttle.js'
import { CONTROLLERS, PROVIDERS } from './web/controllers.js'
import { DemonstrationController } from './web/account/demonstration.controller.js'
import { Demonstration } from './web/account/demonstration.js'
import { Mailbox } from './web/http/mailbox.js'
import { Pages, Renderer } from './web/http/pages.js'
import { REGISTRY } from './web/policy/kinds.js'
import { Problems } from './web/http/problems.js'
import { createRenderer } from './web/kit/render.js'
import { Uploads } from './web/http/uploads.js'
import { Clockwork } from './worker/clockwork.js'
import { LetterMaker, Press } from './worker/letterMaker.js'
import { PaperMaker } from './worker/paperMaker.js'
import { Post, PostSettings } from './worker/post.js'
import { Postman } from './worker/postman.js'
import { PreviewMaker } from './worker/previewMaker.js'
import { Prover } from './worker/prover.js'
import { Rounds } from './worker/rounds.js'
import { Scans } from './worker/scans.js'
import { openSealing, Sealer, Sealing } from './worker/sealer.js'
import { AccessLogDays, IncomingFolder, Tasks } from './worker/tasks.js'
import { Teller } from './worker/teller.js'

/** What stands across every page of a letter that is none. */
export const SPECIMEN_WORDS = '演示专用 · SPECIMEN'

export interface Parts {
  readonly config: Config
  readonly databaseUrl: string
  /** Instead of the clock that the settings name. */
  readonly clock?: Clock | undefined
}

const MEGABYTE = 1024 * 1024

/** The clock that the settings name. */
export function clockOf({ config, clock }: Pick<Parts, 'config' | 'clock'>): Clock {
  if (clock) return clock
  return config.clockAt ? new StandingClock(new Date(config.clockAt)) : new SystemClock()
}

/** The entries; an announced refusal is put on paper too. */
function entryMap({ functions }: TimedEntries, letters: LetterEffects): EntryMap {
  const announceRefusal: CauseFunction = async (tx, cause) => {
    await functions.announceRefusal?.(tx, cause)
    await letters.functions.orderPaper(tx, cause)
  }
  return { ...functions, announceRefusal }
}

/** What web and worker share. */
function coreOf(parts: Parts): Provider[] {
  const { config } = parts
  const folder = (name: string) => join(config.dataDir, name)
  return [
    { provide: Clock, useValue: clockOf(parts) },
    {
      provide: Database,
      useFactory: () => Database.open({ url: parts.databaseUrl, poolSize: config.databasePool, entities: ENTITIES }),
    },
    { provide: Specimen, useValue: new Specimen(!config.production) },
    { provide: Scanning, useValue: new Scanning(config.clamd !== null) },
    {
      provide: FileStore,
      useValue: new DiskStore(folder('files'), config.backupDir === null ? null : join(config.backupDir, 'files')),
    },
    { provide: IncomingFolder, useValue: new IncomingFolder(folder('incoming')) },
    {
      provide: LetterSettings,
      useValue: new LetterSettings(
        `${config.publicUrl}/verify`,
        config.production ? null : SPECIMEN_WORDS,
        config.production ? sealsIn(config.sealsDir) : () => null,
      ),
    },
    {
      provide: CaseKeys,
      inject: [Database],
      useFactory: (db: Database) => openCaseKeys(db, readMasterKeys(config)),
    },
    PaperFiles,
    Reference,
    Authorities,
    Preflight,
    Stops,
    Assessing,
    CaseEffects,
    TimedEntries,
    { provide: Typefaces, useValue: new Typefaces(join(projectFolder, 'build/fonts'), config.fontsDir) },
    Matters,
    LetterEffects,
    {
      provide: EFFECT_MAP,
      inject: [CaseEffects, LetterEffects],
      useFactory: (cases: CaseEffects, letters: LetterEffects) => ({ ...cases.functions, ...letters.functions }),
    },
    {
      provide: ENTRY_MAP,
      inject: [TimedEntries, LetterEffects],
      useFactory: (entries: TimedEntries, letters: LetterEffects) => entryMap(entries, letters),
    },
    { provide: AuditKeys, useFactory: () => openAuditKeys(config) },
    CaseService,
    ReadingService,
    Similar,
    ReportService,
    WhatIfService,
    Letters,
    PackageFiller,
    Packages,
    Papers,
  ]
}

function webOf(parts: Parts, assets: Assets, demonstration: Demonstration): Provider[] {
  const { config } = parts
  const limits = {
    ...usualLimits,
    maxBytes: config.uploadMaxMegabytes * MEGABYTE,
    maxPixels: config.uploadMaxMegapixels * 1_000_000,
  }
  const folder = (name: string) => join(config.dataDir, name)
  return [
    {
      provide: SessionRules,
      useValue: new SessionRules(
        config.signInTries,
        config.signInMinutes,
        config.sessionMinutes,
        config.sessionHours,
        config.proofMinutes,
      ),
    },
    {
      provide: WebSettings,
      useValue: new WebSettings(config.publicUrl, config.production, deriveSecret(config.secret, 'csrf')),
    },
    { provide: ReadingHours, useValue: new ReadingHours(config.auditReadingHours) },
    { provide: Inspector, useValue: new Inspector(limits) },
    {
      provide: FileReceiver,
      inject: [Inspector, FileStore, Scanning],
      useFactory: (inspector: Inspector, store: FileStore, scanning: Scanning) =>
        new FileReceiver(folder('incoming'), limits, inspector, store, scanning),
    },
    {
      provide: Renderer,
      useValue: new Renderer(
        createRenderer({ root: join(projectFolder, 'templates'), production: config.production, assets }),
      ),
    },
    { provide: Kinds, useValue: REGISTRY },
    PolicyDrafts,
    { provide: PeopleKeys, useValue: new PeopleKeys(sealKey(config.secret, 'sign-in')) },
    { provide: PasskeySettings, useValue: new PasskeySettings(config.publicUrl) },
    Tickets,
    AccessLog,
    AccessSearch,
    Attempts,
    Sessions,
    { provide: FactorRules, useValue: new FactorRules(config.codeSeconds, config.firmFactorFrom) },
    FactorService,
    PasskeyService,
    Proofs,
    Passwords,
    PeopleHistory,
    Staff,
    SignIns,
    { provide: ProviderSettings, useValue: ProviderSettings.of(config) },
    IdentityProvider,
    Keys,
    Firms,
    {
      provide: MailRoute,
      useValue: new MailRoute(mailRoute(config.smtpUrl, config.production), config.smtpUrl !== null),
    },
    {
      provide: Mailbox,
      useValue: new Mailbox(config.production || config.smtpUrl !== null ? null : folder('mailbox')),
    },
    Access,
    Pages,
    { provide: Trust, inject: [Clock], useFactory: (clock: Clock) => openTrust(config, clock.now()) },
    FileCheck,
    { provide: CheckLimit, useValue: new CheckLimit(config.checksPerMinute) },
    ...PROVIDERS,
    Uploads,
    { provide: Demonstration, useValue: demonstration },
    { provide: APP_GUARD, useExisting: Access },
    { provide: APP_FILTER, useClass: Problems },
    Previewer,
    Closing,
  ]
}

/** Ends what the process holds, when Nest shuts down. */
@Injectable()
class Closing implements OnApplicationShutdown {
  constructor(
    private readonly db: Database,
    @Optional() private readonly accessLog?: AccessLog,
    @Optional() private readonly inspector?: Inspector,
    @Optional() private readonly press?: Press,
    @Optional() private readonly drawer?: PageDrawer,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.accessLog?.turn()
    await this.inspector?.close()
    await this.press?.renderer.close()
    await this.drawer?.close()
    if (this.db.source.isInitialized) await this.db.source.destroy()
  }
}

@Module({})
class AppModule {}

/** The web server: pages and API. */
export function webModule(parts: Parts, assets: Assets, demonstration = new Demonstration([], '')): DynamicModule {
  return {
    module: AppModule,
    controllers: demonstration.accounts.length > 0 ? [...CONTROLLERS, DemonstrationController] : CONTROLLERS,
    providers: [...coreOf(parts), ...webOf(parts, assets, demonstration)],
  }
}

/** Whom the worker asks about uploaded files; nobody where no setting names one. */
const scannerOf = (config: Config): Provider[] =>
  config.clamd ? [{ provide: Scanner, useValue: new ClamdScanner(config.clamd, new Outgoing(config)) }] : []

/** The worker: everything that happens without a person. */
export function workerModule(parts: Parts, press: Press, postman: Postman): DynamicModule {
  const { config } = parts
  return {
    module: AppModule,
    providers: [
      ...coreOf(parts),
      { provide: Press, useValue: press },
      { provide: Sealing, useFactory: () => openSealing(parts.config) },
      Sealer,
      Prover,
      LetterMaker,
      PaperMaker,
      { provide: PageDrawer, useValue: new PageDrawer() },
      PreviewMaker,
      Clockwork,
      Erasing,
      ...scannerOf(parts.config),
      Scans,
      { provide: AccessLogDays, useValue: new AccessLogDays(config.accessLogDays) },
      Tasks,
      { provide: Postman, useValue: postman },
      { provide: PostSettings, useValue: new PostSettings(config.publicUrl, !config.production) },
      Post,
      Teller,
      Rounds,
      Closing,
    ],
  }
}
