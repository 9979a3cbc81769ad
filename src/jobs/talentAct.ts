/**
 * What a talent does on the own page is an event of the case. But for consents, which are acts, the transaction of a
 * candidate writes no history: it asks for the event, which the worker appends.
 */
import type { EntityManager } from 'typeorm'
import { z } from 'zod'
import { enqueue } from './queue.js'

export const TALENT_ACTS = [
  'talentOpened',
  'talentSetPin',
  'talentCopied',
  'talentReadFile',
  'talentFetchedLetter',
  // of the release before, whose jobs may still wait; consents are acts of the chart
  'talentConsented',
  'talentWithdrew',
  'talentAsked',
] as const
export type TalentAct = (typeof TALENT_ACTS)[number]

export const isTalentAct = (name: string): boolean => (TALENT_ACTS as readonly string[]).includes(name)

/** `at`: when it was done, in ISO 8601; `kind`: of a request, of the documents consented to, of what
 * was read, of the page that was looked at, or how the page was opened. */
export const TALENT_ACT_JOB = z.object({
  caseId: z.int(),
  act: z.enum(TALENT_ACTS),
  at: z.iso.datetime(),
  kind: z.string().optional(),
  attachmentId: z.int().optional(),
  letterId: z.int().optional(),
  signatureId: z.int().optional(),
  // of a page that was looked at: the case that it showed, by its state and versions
  state: z.string().optional(),
  version: z.int().optional(),
  answersVersion: z.int().optional(),
})
export type TalentActJob = z.output<typeof TALENT_ACT_JOB>

export const orderTalentAct = (tx: EntityManager, caseId: number, act: TalentAct, at: Date, kind?: string) =>
  enqueue(tx, 'recordTalentAct', { caseId, act, at: at.toISOString(), ...(kind && { kind }) })

/** That the talent has opened a document, a letter, or what they have signed. */
export const orderTalentReading = (
  tx: EntityManager,
  caseId: number,
  at: Date,
  of: { readonly kind: string } & ({ attachmentId: number } | { letterId: number } | { signatureId: number }),
) => {
  const act: TalentAct = 'letterId' in of ? 'talentFetchedLetter' : 'talentReadFile'
  return enqueue(tx, 'recordTalentAct', { caseId, act, at: at.toISOString(), ...of })
}

/** What a page has shown. */
export interface LookedAt {
  readonly kind: string
  readonly state: string // of the chart, which lies above
  readonly version: number
  readonly answersVersion: number
}

/** That the talent has looked at the page itself, or at what they are asked to sign, and what the case was then. */
export const orderTalentLook = (tx: EntityManager, caseId: number, at: Date, of: LookedAt) => {
  const { kind, state, version, answersVersion } = of
  const act: TalentAct = kind === OWN_PAGE ? 'talentOpened' : 'talentReadFile'
  const seen = { kind, state, version, answersVersion }
  return enqueue(tx, 'recordTalentAct', { caseId, act, at: at.toISOString(), ...seen })
}
/** What an event calls the page that shows everything about the case. */
export const OWN_PAGE = 'page'
