/** Three weeks: `npm run simulate` lets many pass. */
import { letPass } from './weeks.js'

letPass(21, 6)
