/** How a case comes to each state, the shortest way: who does what. The worker's line makes the letter. */
import { type Actor, WORKER } from '../../src/people/actor.js'
import type { Name } from './population.js'

export type StepLine = readonly [who: Name | Actor, action: string, input?: object]

const submitted: StepLine[] = [['applicant', 'submit']]
const underAssessment: StepLine[] = [...submitted, ['intake', 'accept']]
const awaitingDecision: StepLine[] = [...underAssessment, ['assessor', 'report']]
const recommended: StepLine[] = [...awaitingDecision, ['approver', 'recommend']]
const letterIssued: StepLine[] = [...recommended, [WORKER, 'recordLetter']]
const letterReceived: StepLine[] = [...letterIssued, ['permitOfficer', 'receiveLetter']]
const notRecommended: StepLine[] = [...awaitingDecision, ['approver', 'refuse']]

export const ROUTES = {
  draft: [] as StepLine[],
  submitted,
  awaitingCorrection: [...submitted, ['intake', 'requestCorrection']] as StepLine[],
  underAssessment,
  awaitingDecision,
  recommended,
  letterIssued,
  letterReceived,
  permitGranted: [...letterReceived, ['permitOfficer', 'recordGranted']] as StepLine[],
  notRecommended,
  underReview: [...notRecommended, ['applicant', 'requestReview']] as StepLine[],
  discarded: [['applicant', 'discard']] as StepLine[],
  notAccepted: [...submitted, ['intake', 'declineToAccept']] as StepLine[],
  withdrawn: [...submitted, ['applicant', 'withdraw']] as StepLine[],
  permitRefused: [...letterReceived, ['permitOfficer', 'recordRefused']] as StepLine[],
  letterRevoked: [...letterIssued, ['approver', 'revokeLetter']] as StepLine[],
}
