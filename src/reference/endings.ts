/**
 * What ends soon or has ended, so that somebody sees to what follows (docs/reference.md): entries whose
 * kind says until when they hold, and the certificate of the seal. Pure.
 */
import { addDays, daysBetween } from '../base/dates.js'
import type { Bilingual } from '../base/text.js'
import { under } from '../forms/engine/compare.js'
import { type Entry, entriesInForce, type InForce, pickInForce } from './bodies.js'
import { type Ends, type Kind, type Kinds, nameOf, ownNameOf } from './registry.js'

/** Something that has an end, after which nothing takes its place. */
export interface Ending {
  /** A kind of reference data, or `certificate`. */
  readonly kind: string
  readonly key: string
  /** The last day (YYYY-MM-DD). */
  readonly on: string
  /** The kind and the entry. */
  readonly name: Bilingual
  /** What happens afterwards. */
  readonly then: Bilingual
}

export const CERTIFICATE = 'certificate'

/** The certificate by which letters are sealed, as something that ends. @param on its last whole day */
export const endingOfCertificate = (serial: string, on: string): Ending => ({
  kind: CERTIFICATE,
  key: serial,
  on,
  name: { zh: '推荐函签名证书', en: 'Certificate for signing letters' },
  then: { zh: '到期后不能再出具推荐函。', en: 'No letter can be issued after that day.' },
})

/**
 * The entries in force today that end within so many days, or have ended, and have no successor; the next end first.
 * @param entries every approved entry, those to come among them
 */
export function endingsOf(kinds: Kinds, entries: readonly Entry[], today: string, within: number): Ending[] {
  const inForce = pickInForce(entries, today)
  return entriesInForce(entries, today)
    .flatMap((entry) => {
      const kind = kinds.find(entry.kind)
      const on = kind?.ends?.on(entry, inForce)
      if (!kind?.ends || on === undefined || daysBetween(today, on) > within) return []
      if (isSucceeded(entry, kind.ends, entries, addDays(on > today ? on : today, 1))) return []
      return [endingOf(kind, entry, on, kind.ends)]
    })
    .sort((one, other) => one.on.localeCompare(other.on))
}

function endingOf(kind: Kind, entry: Entry, on: string, { then }: Ends): Ending {
  const own = ownNameOf(kind, entry.key, entry.body)
  return { kind: kind.name, key: entry.key, on, name: own ? under(kind.label, own) : nameOf(kind, entry), then }
}

/** Whether on a day after the end the entry holds by another version, or something else takes its place. */
function isSucceeded(entry: Entry, ends: Ends, entries: readonly Entry[], afterOn: string): boolean {
  const after: InForce = pickInForce(entries, afterOn)
  const next = entriesInForce(entries, afterOn).find(({ kind, key }) => kind === entry.kind && key === entry.key)
  const until = next && ends.on(next, after)
  if (next && (until === undefined || until >= afterOn)) return true
  return ends.succeeded?.(entry, after, afterOn) ?? false
}
