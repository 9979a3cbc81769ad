/** The firm’s pages: its cases, forms, documents, corrections, its own data and colleagues. */
import { Global, Module } from '@nestjs/common'
import { FirmSide } from '../case/side.js'
import { AnswersController } from './answers.controller.js'
import { BatchesController } from './batches.controller.js'
import { BringController } from './bring.controller.js'
import { FirmCasePage } from './case.page.js'
import { FirmCaseSide } from './case.side.js'
import { CorrectionController } from './correction.controller.js'
import { DocumentsController } from './documents.controller.js'
import { DocumentPages } from './documents.page.js'
import { DropController } from './drop.controller.js'
import { FirmController } from './firm.controller.js'
import { FirmChangeController } from './firmChange.controller.js'
import { FirmCorrectionController } from './firmCorrection.controller.js'
import { FirmTextsController } from './firmTexts.controller.js'
import { FirmHome } from './home.lists.js'
import { FirmListController } from './list.controller.js'
import { MandatesController } from './mandates.controller.js'
import { RegisterController } from './register.controller.js'
import { ReviewController } from './review.controller.js'
import { SectionPages } from './section.page.js'
import { BegunDraftController, DraftCheckController } from './selfCheck.controller.js'

const providers = [
  FirmCasePage,
  FirmHome,
  FirmCaseSide,
  DocumentPages,
  SectionPages,
  { provide: FirmSide, useExisting: FirmCaseSide },
]

@Global()
@Module({
  controllers: [
    RegisterController,
    FirmController,
    FirmCorrectionController,
    FirmChangeController,
    MandatesController,
    FirmTextsController,
    FirmListController,
    BatchesController,
    AnswersController,
    BringController,
    DropController,
    DocumentsController,
    ReviewController,
    CorrectionController,
    BegunDraftController,
    DraftCheckController,
  ],
  providers,
  exports: providers.map((provider) => ('provide' in provider ? provider.provide : provider)),
})
export class FirmModule {}
