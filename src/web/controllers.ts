/** Every controller, one an audience, and what they share. */
import { Colleagues } from '../people/colleague.service.js'
import { AccountController } from './account.controller.js'
import { CaseApi } from './api/case.api.js'
import { LetterApi } from './api/letter.api.js'
import { ApiReader } from './api/reader.controller.js'
import { SessionApi } from './api/session.api.js'
import { Surroundings } from './around.js'
import { CaseController } from './case.controller.js'
import { DeskCasePage } from './desk/case.page.js'
import { FirmsController } from './desk/firms.controller.js'
import { LetterController } from './desk/letter.controller.js'
import { QueueController } from './desk/queue.controller.js'
import { AnswersController } from './firm/answers.controller.js'
import { FirmCasePage } from './firm/case.page.js'
import { DocumentsController } from './firm/documents.controller.js'
import { FirmController } from './firm/firm.controller.js'
import { Drafts } from './firm/keeping.js'
import { FirmListController } from './firm/list.controller.js'
import { OwnCases } from './firm/own.js'
import { RegisterController } from './firm/register.controller.js'
import { ReviewController } from './firm/review.controller.js'
import { JoinController } from './join.controller.js'
import { KeysController } from './keys.controller.js'
import { PublicController } from './public.controller.js'
import { Published } from './published.js'

export const CONTROLLERS = [
  PublicController,
  AccountController,
  RegisterController,
  JoinController,
  KeysController,
  FirmController,
  FirmListController,
  AnswersController,
  DocumentsController,
  ReviewController,
  CaseController,
  QueueController,
  FirmsController,
  LetterController,
  CaseApi,
  LetterApi,
  SessionApi,
  ApiReader,
]

export const PROVIDERS = [Published, Surroundings, DeskCasePage, Colleagues, OwnCases, Drafts, FirmCasePage]
