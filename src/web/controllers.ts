/** Every controller, one an audience; the architecture test reads the routes from them. */
import { AccountController } from './account.controller.js'
import { CaseApi } from './api/case.api.js'
import { LetterApi } from './api/letter.api.js'
import { ApiReader } from './api/reader.controller.js'
import { SessionApi } from './api/session.api.js'
import { CaseController } from './case.controller.js'
import { FirmsController } from './desk/firms.controller.js'
import { LetterController } from './desk/letter.controller.js'
import { QueueController } from './desk/queue.controller.js'
import { PublicController } from './public.controller.js'

export const CONTROLLERS = [
  PublicController,
  AccountController,
  CaseController,
  QueueController,
  FirmsController,
  LetterController,
  CaseApi,
  LetterApi,
  SessionApi,
  ApiReader,
]
