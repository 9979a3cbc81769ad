/**
 * The reference data that the firm's page of a case reads: what holds today for what it is shown,
 * and what was in force on the filing day for how its case is handled.
 */
import { type DocumentRule, documentSchema } from '../../criteria/documents.js'
import { type Reason, reasonSchema } from '../../reference/bodies.js'
import {
  type Obligation,
  obligationSchema,
  type PermitStep,
  permitStepSchema,
  type Remedy,
  remedySchema,
} from '../../reference/obligations.js'
import type { Reference } from '../../reference/reference.service.js'

export interface FirmRules {
  readonly obligations: ReadonlyMap<string, Obligation>
  readonly permitSteps: ReadonlyMap<string, PermitStep>
  readonly remedies: ReadonlyMap<string, Remedy>
  readonly reasons: ReadonlyMap<string, Reason>
  readonly documents: ReadonlyMap<string, DocumentRule>
  /** Days before a permit's last day on which the firm is reminded. */
  readonly reminders: readonly number[]
  /** How many rounds of correction there may be. */
  readonly rounds: number
}

export async function loadFirmRules(reference: Reference, today: string, judgedOn: string): Promise<FirmRules> {
  const [obligations, permitSteps, remedies, reasons, documents, reminders, correction] = await Promise.all([
    reference.all('obligations', today, obligationSchema),
    reference.all('permitSteps', today, permitStepSchema),
    reference.all('remedies', today, remedySchema),
    reference.all('reasons', today, reasonSchema),
    reference.all('documents', today, documentSchema),
    reference.procedure('reminders', judgedOn),
    reference.procedure('correction', judgedOn),
  ])
  return {
    ...{ obligations, permitSteps, remedies, reasons, documents },
    reminders: reminders.permit,
    rounds: correction.correctionRounds,
  }
}
