/** The record: cases, their papers, reports. */
import { join } from 'node:path'
import type { DynamicModule } from '@nestjs/common'
import { Database } from '../base/database.js'
import { Installation } from '../base/installation.js'
import { folderModule } from '../base/module.js'
import { Scanning } from '../base/scanning.js'
import type { SealKey } from '../base/seal.js'
import type { Config } from '../config.js'
import { AssessedFindings } from './assessed.js'
import { Assessing } from './assessing.js'
import { ExportKeys } from './audit/exportKeys.js'
import { AuditKeys, openAuditKeys } from './audit/keys.js'
import { ContentReadings, ReadingHours } from './audit/reading.service.js'
import { SealingStates } from './audit/sealing.service.js'
import { AuditTrail } from './audit/trail.service.js'
import { CaseService } from './case.service.js'
import { Bringing } from './bringing.js'
import { CorrectionForms } from './correctionForm.js'
import { Drafts } from './drafts.js'
import { CaseEffects } from './effects.js'
import { TimedEntries } from './entries.js'
import { Box } from './files/box.js'
import { Inspector } from './files/inspect.js'
import { PEOPLES, usualLimits } from './files/limits.js'
import { MissingFiles } from './files/missing.js'
import { PaperFiles } from './files/papers.js'
import { placesOf } from './files/placeSettings.js'
import { FileReceiver } from './files/receive.js'
import { FileStore, PlacedStore } from './files/store.js'
import { Stores } from './files/stores.service.js'
import { Walls } from './files/walls.js'
import { FirmTexts } from './firmTexts.js'
import { PaperReadings } from './paperReadings.js'
import { PaperTicks } from './paperTicks.js'
import { HeldFiles } from './files/held.js'
import { Inbox } from './inbox.js'
import { KeptForms } from './keptForms.js'
import { Loads } from './load.js'
import { CaseNews } from './news.js'
import { Outages } from './outage.service.js'
import { PermitDetails } from './permitDetails.js'
import { Preflight } from './preflight.js'
import { Previews } from './previews.js'
import { ReadingService } from './reading.service.js'
import { Recomputing } from './recomputing.js'
import { Recommending } from './recommending.js'
import { ReportNames } from './reports/names.js'
import { ReportService } from './reports/report.service.js'
import { ReachService } from './reports/reach.service.js'
import { WhatIfService } from './reports/whatIf.service.js'
import { SavedViews } from './savedViews.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { openCaseKeys } from './sealing/openKeys.js'
import { SelfCheck } from './selfCheck.service.js'
import { SecondOpinions } from './secondOpinions.js'
import { Signing } from './signing.js'
import { Similar } from './similar.js'
import { Stops } from './stops.js'
import { SignedPapers } from './signedPapers.service.js'
import { TalentDoor } from './talentDoor.js'
import { Triages } from './triage.js'
import { Talents } from './talents.js'
import { UnconfirmedFirm } from './unconfirmedFirm.js'

class CasesModule {}
class CasePagesModule {}

/**
 * What web and worker share.
 *
 * @param masterKeys the keys of the cases' keys, the present one first; asked for when the database is open
 */
export const casesModule = (config: Config, masterKeys: () => readonly [SealKey, ...SealKey[]]): DynamicModule =>
  folderModule(CasesModule, [
    {
      provide: FileStore,
      inject: [Installation],
      useFactory: (own: Installation) => new PlacedStore(placesOf(config), () => own.confirm(), own.filesIn),
    },
    { provide: Box, useValue: new Box(config.readerUid) },
    Walls,
    { provide: Scanning, useValue: new Scanning(config.clamd !== null) },
    { provide: CaseKeys, inject: [Database], useFactory: (db: Database) => openCaseKeys(db, masterKeys()) },
    { provide: AuditKeys, useFactory: () => openAuditKeys(config) },
    MissingFiles,
    PaperFiles,
    Preflight,
    Recommending,
    Recomputing,
    Stops,
    AssessedFindings,
    Assessing,
    CaseEffects,
    PermitDetails,
    SecondOpinions,
    Signing,
    TimedEntries,
    CaseService,
    ReadingService,
    Similar,
    ReportNames,
    ReportService,
    WhatIfService,
    ReachService,
  ])

/** What only pages need. */
export const casePagesModule = (config: Config): DynamicModule => {
  const limits = uploadLimits(config)
  return folderModule(CasePagesModule, [
    { provide: ExportKeys, inject: [Database], useFactory: (db: Database) => ExportKeys.open(db, config.secret) },
    { provide: ReadingHours, useValue: new ReadingHours(config.auditReadingHours) },
    { provide: Inspector, inject: [Box], useFactory: (box: Box) => new Inspector(limits, PEOPLES, box) },
    {
      provide: FileReceiver,
      inject: [Inspector, FileStore, Scanning],
      useFactory: (inspector: Inspector, store: FileStore, scanning: Scanning) =>
        new FileReceiver(join(config.dataDir, 'incoming'), limits, inspector, store, scanning),
    },
    UnconfirmedFirm,
    Triages,
    AuditTrail,
    ContentReadings,
    SealingStates,
    Stores,
    Drafts,
    CorrectionForms,
    FirmTexts,
    PaperReadings,
    PaperTicks,
    Bringing,
    KeptForms,
    Loads,
    Outages,
    Inbox,
    HeldFiles,
    TalentDoor,
    Talents,
    SignedPapers,
    SavedViews,
    Previews,
    CaseNews,
    SelfCheck,
  ])
}

const MEGABYTE = 1024 * 1024

const uploadLimits = (config: Config) => ({
  ...usualLimits,
  maxBytes: config.uploadMaxMegabytes * MEGABYTE,
  maxPixels: config.uploadMaxMegapixels * 1_000_000,
})
