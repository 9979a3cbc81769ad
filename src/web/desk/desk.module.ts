/** The officers’ pages: queue, case, assessment, comparison, letters and packages. */
import { Global, Module } from '@nestjs/common'
import { QueueCounts } from '../case/queueCounts.js'
import { OfficersSide } from '../case/side.js'
import { AbsencesController } from './absences.controller.js'
import { AcceptForm } from './acceptForm.js'
import { AssessmentController } from './assessment.controller.js'
import { AssessmentQuestions } from './assessment.kept.js'
import { Assignees } from './assignees.js'
import { Assigning } from './assigning.js'
import { Bulk } from './bulk.js'
import { BulkAccept } from './bulk.accept.js'
import { FirstScreens } from './case.first.js'
import { DeskCasePage } from './case.page.js'
import { DeskCaseSide } from './case.side.js'
import { CompareController } from './compare.controller.js'
import { DeskCounts } from './counts.js'
import { DoneNotices } from './done.js'
import { FirmPage } from './firm.page.js'
import { FirmsController } from './firms.controller.js'
import { FirmSuspensionController } from './firmSuspension.controller.js'
import { LetterController } from './letter.controller.js'
import { LoadController } from './load.controller.js'
import { Corrections } from './corrections.js'
import { OfficerCases } from './officerCases.js'
import { Onward } from './onward.js'
import { OutcomesController } from './outcomes.controller.js'
import { PackageController } from './package.controller.js'
import { PaletteController } from './palette.controller.js'
import { PassportController } from './passport.controller.js'
import { PreviewController } from './preview.controller.js'
import { BesideRows } from './queue.beside.js'
import { QueueController } from './queue.controller.js'
import { QueueMemory, QueueNames } from './queue.memory.js'
import { RecommendForm } from './recommendForm.js'
import { TalentRequestsController } from './talents.controller.js'
import { TickController } from './tick.controller.js'

const providers = [
  Corrections,
  OfficerCases,
  AssessmentQuestions,
  RecommendForm,
  AcceptForm,
  Assignees,
  Assigning,
  DoneNotices,
  Onward,
  FirstScreens,
  DeskCasePage,
  Bulk,
  BulkAccept,
  QueueNames,
  QueueMemory,
  BesideRows,
  DeskCounts,
  DeskCaseSide,
  FirmPage,
  { provide: QueueCounts, useExisting: DeskCounts },
  { provide: OfficersSide, useExisting: DeskCaseSide },
]

@Global()
@Module({
  controllers: [
    AssessmentController,
    PreviewController,
    CompareController,
    QueueController,
    PaletteController,
    LoadController,
    AbsencesController,
    FirmsController,
    FirmSuspensionController,
    OutcomesController,
    PackageController,
    LetterController,
    PassportController,
    TalentRequestsController,
    TickController,
  ],
  providers,
  exports: providers.map((provider) => ('provide' in provider ? provider.provide : provider)),
})
export class DeskModule {}
