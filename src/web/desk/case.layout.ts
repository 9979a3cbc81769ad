/**
 * Where each part of a case's page stands. What somebody needs at this moment comes first, by the role for which the
 * case waits; everything else keeps its place. A part stands once.
 */
import type { Parts } from '../kit/parts.js'
import { type Actor, has, type Role } from '../../people/actor.js'
import type { State, Waiting } from '../../workflow/machine.js'
import { metaOf } from '../../workflow/step.js'

/** Whose first screen it can be: those whom the chart lets a case wait for, and who sees to their work. */
export type Desk = Extract<Waiting, Role> | 'supervisor'

export type CasePart =
  | 'consents'
  | ('matters' | 'words' | 'asked' | 'changed' | 'complete' | 'accept' | 'flags' | 'assessment' | 'opinions' | 'heard')
  | (
      | 'review'
      | 'letter'
      | 'holder'
      | 'proposals'
      | 'answers'
      | 'papers'
      | 'compared'
      | 'actions'
      | 'unsent'
      | 'talk'
      | 'told'
    )
  | ('points' | 'letters' | 'ledger' | 'more' | 'evidence' | 'samePerson' | 'similar' | 'sameFirm' | 'history')

/** What each sees on the first screen, in this order; a part that says nothing of the case is left out. */
const FIRST: Readonly<Record<Desk, readonly CasePart[]>> = {
  intake: ['matters', 'words', 'asked', 'changed', 'complete', 'accept', 'proposals', 'samePerson'],
  assessor: ['matters', 'words', 'asked', 'changed', 'assessment', 'consents', 'flags', 'proposals'],
  approver: ['matters', 'words', 'asked', 'opinions', 'letter', 'consents', 'heard', 'flags', 'proposals'],
  reviewPanel: ['words', 'asked', 'review', 'opinions'],
  permitOfficer: ['matters', 'words', 'asked', 'letter'],
  supervisor: ['matters', 'holder', 'asked', 'words', 'consents', 'flags', 'heard'],
}

/** Where a part stands that is not on the first screen. */
const PLACES = {
  answers: ['changed', 'answers'],
  papers: ['papers', 'compared', 'flags'],
  side: [
    ...(['assessment', 'actions', 'unsent', 'talk', 'told', 'points'] as const),
    ...(['letters', 'ledger', 'more'] as const),
  ],
  evidence: ['evidence'],
  below: ['matters', 'words', 'asked', 'proposals', 'heard', 'opinions', 'samePerson', 'similar', 'sameFirm'],
  record: ['history'],
} as const satisfies Readonly<Record<string, readonly CasePart[]>>
type Place = keyof typeof PLACES

/** A template of parts, and what it reads. */
export interface PartView {
  readonly part: keyof Parts
}
export const partOf = <Name extends keyof Parts>(part: Name, data: Parts[Name] & object): PartView => ({
  ...data,
  part,
})

/** The role for which the case waits, where the reader has it; else the first that the reader has. */
export function deskOf(reader: Actor, state: State): Desk {
  const desks = (Object.keys(FIRST) as Desk[]).filter((role) => has(reader, role)) // the keys of the table above
  return desks.find((role) => role === metaOf(state).waitsFor) ?? desks[0] ?? 'supervisor'
}

export const isFirst = (desk: Desk, part: CasePart): boolean => FIRST[desk].includes(part)

/** The parts by their places. */
export function placed(desk: Desk, parts: Readonly<Partial<Record<CasePart, PartView | undefined>>>) {
  const shown = (names: readonly CasePart[]): PartView[] => names.flatMap((name) => parts[name] ?? [])
  const rest = (place: Place) => shown(PLACES[place].filter((name) => !isFirst(desk, name)))
  const first = shown(FIRST[desk])
  return {
    first: first.length > 0 ? first : undefined,
    ...{ answers: rest('answers'), papers: rest('papers'), side: rest('side') },
    ...{ evidence: rest('evidence'), below: rest('below'), record: rest('record') },
  }
}
