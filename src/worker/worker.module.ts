/** Everything that happens without a person. */
import { join } from 'node:path'
import type { DynamicModule, Provider } from '@nestjs/common'
import { folderModule } from '../base/module.js'
import { Outgoing } from '../base/outgoing.js'
import { Erasing } from '../cases/erasing.js'
import { Box } from '../cases/files/box.js'
import { PageDrawer } from '../cases/files/pages.js'
import { ClamdScanner, Scanner } from '../cases/files/scanner.js'
import type { Config } from '../config.js'
import { WatchedFolders } from '../exchange/operation/readFigures.js'
import { AdministratorMail } from './administratorMail.js'
import { Clearing } from './clearing.js'
import { Deadlines } from './deadlines.js'
import { EndingMail } from './endingMail.js'
import { FirmMails } from './firmMail.js'
import { FigureReader } from './figureReader.js'
import { IncomingFolder } from './incoming.js'
import { LetterMaker, LetterRenderer } from './letterMaker.js'
import { MissingContents } from './missingContents.js'
import { PaperMaker } from './paperMaker.js'
import { MailQueue, MailQueueSettings } from './mailQueue.js'
import { MailReturns } from './mailReturns.js'
import { MailTransport } from './mailTransport.js'
import { PreviewMaker } from './previewMaker.js'
import { Prover } from './prover.js'
import { Pollers } from './pollers.js'
import { Scans } from './scans.js'
import { Sealer, Sealing, openSealing } from './sealer.js'
import { SignatureMaker } from './signatureMaker.js'
import { StoreRegister } from './storeRegister.js'
import { ChatGateway, openChatGateway } from './chatGateway.js'
import { openTextGateway, TextGateway } from './textGateway.js'
import { TalentRecord } from './talentRecord.js'
import { KeptDays, Tasks } from './tasks.js'
import { FirmNotifier } from './firmNotifier.js'
import { Notifier } from './notifier.js'
import { WebhookDispatcher } from './webhookDispatcher.js'
import { WebhookSender } from './webhookSender.js'

class WorkerModule {}

export const workingModule = (
  config: Config,
  letterRenderer: LetterRenderer,
  mailTransport: MailTransport,
): DynamicModule =>
  folderModule(WorkerModule, [
    { provide: IncomingFolder, useValue: new IncomingFolder(join(config.dataDir, 'incoming')) },
    { provide: LetterRenderer, useValue: letterRenderer },
    { provide: Sealing, useFactory: () => openSealing(config) },
    { provide: PageDrawer, inject: [Box], useFactory: (box: Box) => new PageDrawer(box) },
    { provide: KeptDays, useValue: new KeptDays(config.accessLogDays, config.attemptsDays) },
    { provide: MailTransport, useValue: mailTransport },
    { provide: TextGateway, useFactory: () => openTextGateway(config) },
    { provide: ChatGateway, useFactory: () => openChatGateway(config) },
    { provide: MailQueueSettings, useValue: new MailQueueSettings(config.publicUrl, !config.production) },
    ...scannerOf(config),
    { provide: WatchedFolders, useValue: WatchedFolders.of(config) },
    FigureReader,
    StoreRegister,
    AdministratorMail,
    Clearing,
    MissingContents,
    Sealer,
    Prover,
    LetterMaker,
    PaperMaker,
    SignatureMaker,
    PreviewMaker,
    Deadlines,
    EndingMail,
    FirmMails,
    Erasing,
    Scans,
    TalentRecord,
    Tasks,
    MailQueue,
    MailReturns,
    Notifier,
    FirmNotifier,
    WebhookDispatcher,
    WebhookSender,
    Pollers,
  ])

/** Who is asked about uploaded files; nobody where no setting names one. */
const scannerOf = (config: Config): Provider[] =>
  config.clamd ? [{ provide: Scanner, useValue: new ClamdScanner(config.clamd, new Outgoing(config)) }] : []
