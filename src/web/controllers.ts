/** Every controller, one an audience; the architecture test reads the routes from them. */
import { CaseApi } from './api/case.api.js'
import { LetterApi } from './api/letter.api.js'
import { SessionApi } from './api/session.api.js'

export const CONTROLLERS = [CaseApi, LetterApi, SessionApi]
