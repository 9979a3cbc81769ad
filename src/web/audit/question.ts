/**
 * What an auditor asks for, read out of the address and shown in the form again: everything that
 * narrows the list stands there.
 */
import type { Bilingual } from '../../base/text.js'
import type { TrailQuestion } from '../../cases/audit/trail.service.js'
import type { ActorKind } from '../../people/actor.js'
import type { Authority } from '../../reference/authorities.js'
import { type EventName, isEventName, WORDS } from '../../workflow/words.js'
import { readText } from '../http/input.js'
import { addressWith } from '../kit/page.js'

const KINDS: readonly { readonly value: ActorKind; readonly text: Bilingual }[] = [
  { value: 'person', text: { zh: '人', en: 'People' } },
  { value: 'clock', text: { zh: '时钟', en: 'The clock' } },
  { value: 'worker', text: { zh: '后台', en: 'The worker' } },
]

/** What was typed: texts as they came, choices only if they are ones. */
export interface AuditSearch {
  readonly number: string
  readonly person: string
  readonly action: EventName | ''
  readonly from: string
  readonly to: string
  readonly kind: string
  readonly authority: string
}

export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

/** Reads the query; anything strange is as if nothing had been asked. */
export function readAsked(query: unknown): AuditSearch {
  const text = (name: string) => readText(query, name, 60) ?? ''
  const action = text('action')
  const day = (name: string) => (isDay(text(name)) ? text(name) : '')
  return {
    number: text('number'),
    person: text('person'),
    action: isEventName(action) ? action : '',
    from: day('from'),
    to: day('to'),
    kind: KINDS.some(({ value }) => value === text('kind')) ? text('kind') : '',
    authority: /^\d{1,9}$/.test(text('authority')) ? text('authority') : '',
  }
}

/** The first instant of a day in Shanghai, or of the day after it. */
export const startOf = (day: string, later = 0): Date =>
  new Date(Date.parse(`${day}T00:00:00+08:00`) + later * 86_400_000)

/** The question; the case is looked up by its number before. */
export function questionOf(asked: AuditSearch, caseId: number | undefined, query: unknown): TrailQuestion {
  const { person, action, from, to, kind, authority } = asked
  return {
    caseId,
    person: person || undefined,
    actions: action ? [action] : undefined,
    from: from ? startOf(from) : undefined,
    until: to ? startOf(to, 1) : undefined,
    kind: KINDS.find(({ value }) => value === kind)?.value,
    authorityId: authority ? Number(authority) : undefined,
    after: readAfter(query),
  }
}

/** Where the next page begins: `?after=1764000000000_17_4`. */
function readAfter(query: unknown): TrailQuestion['after'] {
  const found = /^(\d{1,14})_(\d{1,9})_(\d{1,9})$/.exec(readText(query, 'after') ?? '')
  return found ? { at: new Date(Number(found[1])), caseId: Number(found[2]), seq: Number(found[3]) } : undefined
}

/**
 * Back to the first page from a later one; on from the last event of a page that is not the last.
 */
export const moreOf = (url: string, query: unknown, last: NonNullable<TrailQuestion['after']> | undefined) => ({
  previous: readText(query, 'after') && addressWith(url, 'after', null),
  next: last && addressWith(url, 'after', `${last.at.getTime()}_${last.caseId}_${last.seq}`),
})

/** The same question as the query of an address, without its page. */
export const addressOf = (asked: AuditSearch): string => queryOf({ ...asked })

/** Fields as the query of an address, without those that are empty. */
export const queryOf = (fields: Readonly<Record<string, string>>): string =>
  new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== '')).toString()

export const choice = (value: string, text: Bilingual, chosen: string) => ({ value, text, chosen: value === chosen })
export const every: Bilingual = { zh: '全部', en: 'All' }

/** The form. */
export const formOf = (asked: AuditSearch, authorities: ReadonlyMap<number, Authority>) => ({
  ...asked,
  actions: [
    choice('', every, asked.action),
    ...Object.entries(WORDS).map(([value, { done }]) => choice(value, done, asked.action)),
  ],
  kinds: [choice('', every, asked.kind), ...KINDS.map(({ value, text }) => choice(value, text, asked.kind))],
  authorities: [
    choice('', every, asked.authority),
    ...[...authorities.values()].map(({ id, short }) => choice(String(id), short, asked.authority)),
  ],
})
