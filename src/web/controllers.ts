/** Every controller, one an audience, and what they share. */

import { AssessmentDrafts } from '../cases/assessmentDrafts.js'
import { ContentReadings } from '../cases/audit/reading.service.js'
import { SealingStates } from '../cases/audit/sealing.service.js'
import { AuditTrail } from '../cases/audit/trail.service.js'
import { Inbox } from '../cases/inbox.js'
import { Loads } from '../cases/load.js'
import { CaseNews } from '../cases/news.js'
import { Outages } from '../cases/outage.service.js'
import { Previews } from '../cases/previews.js'
import { SavedViews } from '../cases/savedViews.js'
import { Talents } from '../cases/talents.js'
import { TemplatePreview } from '../letters/templatePreview.js'
import { Absences } from '../people/absence.service.js'
import { Announcements } from '../people/announcement.service.js'
import { Colleagues } from '../people/colleague.service.js'
import { Emails } from '../people/email.service.js'
import { Upkeep } from '../people/upkeep.service.js'
import { Since } from '../reference/since.js'
import { Entrance } from './http/entrance.js'
import { OwnController } from './account/own.controller.js'
import { ProofController } from './account/proof.controller.js'
import { ProofPage } from './http/proofPage.js'
import { ProviderController } from './account/provider.controller.js'
import { ResetController } from './account/reset.controller.js'
import { SignInPages } from './account/signInPages.js'
import { AccountController } from './account/account.controller.js'
import { ActionPage } from './case/action.page.js'
import { AnnouncementsController } from './admin/announcements.controller.js'
import { AdminJobsController } from './admin/jobs.controller.js'
import { AdminMessagesController } from './admin/messages.controller.js'
import { OutagesController } from './admin/outages.controller.js'
import { PeopleController } from './admin/people.controller.js'
import { PersonController } from './admin/person.controller.js'
import { CaseApi } from './api/case.api.js'
import { LetterApi } from './api/letter.api.js'
import { PackageApi } from './api/package.api.js'
import { ApiReader } from './api/reader.controller.js'
import { ReferenceApi } from './api/reference.api.js'
import { SelfCheckApi } from './api/selfCheck.api.js'
import { SessionApi } from './api/session.api.js'
import { Surroundings } from './case/around.js'
import { AuditController } from './audit/audit.controller.js'
import { AuditCaseController } from './audit/case.controller.js'
import { LinesController } from './audit/lines.controller.js'
import { ReadingsController } from './audit/readings.controller.js'
import { SealingController } from './audit/sealing.controller.js'
import { CaseController } from './case/case.controller.js'
import { CheckController } from './public/check.controller.js'
import { SigningController } from './public/signing.controller.js'
import { Throttle } from './http/throttle.js'
import { Conflicts } from './case/conflicts.js'
import { AbsencesController } from './desk/absences.controller.js'
import { ActionDesk } from './desk/action.desk.js'
import { AssessmentController } from './desk/assessment.controller.js'
import { Bulk } from './desk/bulk.js'
import { DeskCasePage } from './desk/case.page.js'
import { CompareController } from './desk/compare.controller.js'
import { FirmsController } from './desk/firms.controller.js'
import { LetterController } from './desk/letter.controller.js'
import { LoadController } from './desk/load.controller.js'
import { PackageController } from './desk/package.controller.js'
import { PassportController } from './desk/passport.controller.js'
import { PreviewController } from './desk/preview.controller.js'
import { QueueController } from './desk/queue.controller.js'
import { QueueMemory, QueueNames } from './desk/queue.memory.js'
import { Draining } from './http/draining.js'
import { AnswersController } from './firm/answers.controller.js'
import { FirmCasePage } from './firm/case.page.js'
import { CorrectionController } from './firm/correction.controller.js'
import { DocumentsController } from './firm/documents.controller.js'
import { FirmController } from './firm/firm.controller.js'
import { Drafts } from './firm/keeping.js'
import { FirmListController } from './firm/list.controller.js'
import { OwnCases } from './case/own.js'
import { RegisterController } from './firm/register.controller.js'
import { ReviewController } from './firm/review.controller.js'
import { HealthController } from './public/health.controller.js'
import { JoinController } from './public/join.controller.js'
import { KeysController } from './account/keys.controller.js'
import { QueueCounts } from './desk/counts.js'
import { LiveController } from './live/live.controller.js'
import { Live } from './live/live.service.js'
import { ChoicesController } from './account/choices.controller.js'
import { MailboxController } from './account/mailbox.controller.js'
import { MessagesController } from './account/messages.controller.js'
import { PapersController } from './case/papers.controller.js'
import { DraftController } from './policy/draft.controller.js'
import { PolicyController } from './policy/policy.controller.js'
import { RulesController } from './policy/rules.controller.js'
import { TemplatesController } from './policy/templates.controller.js'
import { PublicController } from './public/public.controller.js'
import { Published } from './public/published.js'
import { FiguresController } from './reports/figures.controller.js'
import { ReportNames } from './reports/names.js'
import { ReportsController } from './reports/reports.controller.js'
import { WhatIfController } from './reports/whatIf.controller.js'
import { DraftCheckController } from './firm/selfCheck.controller.js'
import { SelfCheck } from './case/selfCheck/judged.js'
import { SelfCheckController } from './public/selfCheck.controller.js'
import { TalentController } from './public/talent.controller.js'
import { TalentLinkController, TalentRequestsController } from './case/talents.controller.js'

export const CONTROLLERS = [
  HealthController,
  PublicController,
  CheckController,
  SelfCheckController,
  AccountController,
  ProofController,
  OwnController,
  PeopleController,
  PersonController,
  ResetController,
  ProviderController,
  RegisterController,
  JoinController,
  KeysController,
  FirmController,
  FirmListController,
  AnswersController,
  DocumentsController,
  ReviewController,
  CorrectionController,
  DraftCheckController,
  RulesController,
  AssessmentController,
  PreviewController,
  CaseController,
  CompareController,
  QueueController,
  LiveController,
  LoadController,
  AbsencesController,
  OutagesController,
  AnnouncementsController,
  AdminMessagesController,
  AdminJobsController,
  ChoicesController,
  MessagesController,
  MailboxController,
  FirmsController,
  PackageController,
  LetterController,
  SigningController,
  DraftController,
  TemplatesController,
  PapersController,
  PassportController,
  TalentController,
  TalentLinkController,
  TalentRequestsController,
  PolicyController,
  ReportsController,
  WhatIfController,
  FiguresController,
  AuditController,
  LinesController,
  SealingController,
  ReadingsController,
  AuditCaseController,
  CaseApi,
  LetterApi,
  PackageApi,
  SelfCheckApi,
  SessionApi,
  ReferenceApi,
  ApiReader,
]

export const PROVIDERS = [
  Draining,
  Entrance,
  ProofPage,
  SignInPages,
  AuditTrail,
  ContentReadings,
  SealingStates,
  AssessmentDrafts,
  Loads,
  Outages,
  Inbox,
  Emails,
  Upkeep,
  Announcements,
  Absences,
  TemplatePreview,
  Talents,
  Published,
  ReportNames,
  Surroundings,
  Conflicts,
  ActionDesk,
  DeskCasePage,
  ActionPage,
  Colleagues,
  OwnCases,
  Drafts,
  FirmCasePage,
  SelfCheck,
  Since,
  Throttle,
  SavedViews,
  Previews,
  Bulk,
  QueueNames,
  QueueMemory,
  CaseNews,
  QueueCounts,
  Live,
]
