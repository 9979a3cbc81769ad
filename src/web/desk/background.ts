/** What stands before the form of an action: colleagues' words, how the firm was heard, what is reviewed and why. */
import type { CaseFile } from '../../cases/caseFile.js'
import type { Act } from '../../workflow/machine.js'
import { isAction } from '../../workflow/step.js'
import type { PageContext } from '../case/clock.view.js'
import type { Background } from '../case/side.js'
import { colleaguesOf, type Reader } from './colleagues.view.js'
import { heardOf, refusedOf, reviewAskedOf, setAsideOf } from './heard.view.js'

/** What the firm said about an intended refusal or revocation is read before these. */
const HEARD_BEFORE: readonly Act[] = [
  ...(['refuse', 'recommend', 'announceRefusal', 'returnToAssessment'] as const),
  ...(['revokeLetter', 'reissueLetter', 'acknowledge'] as const),
]

/** Entries before which colleagues' words are read, as before every action. */
const WEIGHED: readonly Act[] = ['announceRefusal', 'proposeCorrection', 'proposeRevocation']

export function backgroundOf(action: Act, file: CaseFile, context: PageContext, reader: Reader): Background[] {
  const weighs = isAction(action) || WEIGHED.includes(action)
  const reviews = action === 'upholdRefusal' || action === 'overturnRefusal'
  return [
    (weighs && colleaguesOf(file, context, reader)) || [],
    (HEARD_BEFORE.includes(action) && heardOf(file, context)) || [],
    (reviews && reviewAskedOf(file)) || [],
    (reviews && refusedOf(file)) || [],
    (HEARD_BEFORE.includes(action) && setAsideOf(file)) || [],
  ].flat()
}
