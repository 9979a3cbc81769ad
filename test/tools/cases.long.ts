/** The case files that casesOfEach.rest.ts leaves out. */
import { test } from '@jest/globals'
import { OTHERS, PATIENCE, passAll } from './caseFiles.js'

test('all others pass, and their letters are kept', () => passAll(OTHERS), PATIENCE)
