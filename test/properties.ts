/** fast-check by the seed of this run, so that what it finds can be found again: `TEST_SEED=… npm test -- FILE`. */
import fc from 'fast-check'
import { seed } from './long.js'

fc.configureGlobal({ seed })

export { fc }
