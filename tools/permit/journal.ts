/** What the permit authority's system has taken and done, a line each, so that it goes on after its end where it was and does nothing twice. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Bilingual } from '../../src/base/text.js'

/** An event as it was sent, its signature checked. */
export interface Told {
  readonly id: string
  readonly kind: string
  readonly at: string
  readonly caseId: number
  readonly caseNumber: string | null
  readonly letterId: number | null
}

/** An outcome that is still to be sent. */
export interface Pending {
  readonly letterId: number
  readonly caseNumber: string
  readonly from: string
  readonly outcome: Readonly<Record<string, string>>
}

/** One line: an event that was taken, what was done about it, or an outcome that is due or sent. */
export interface Entry {
  readonly when: string
  readonly taken?: Told
  readonly done?: string
  readonly due?: Pending
  readonly settled?: number
  readonly about?: string | null
  readonly said: Bilingual
}

export class Journal {
  readonly entries: Entry[] = []
  private readonly known = new Set<string>()

  constructor(private readonly file: string) {
    mkdirSync(dirname(file), { recursive: true })
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    for (const line of text.split('\n')) if (line) this.keep(JSON.parse(line))
  }

  /** Whether an event was taken before. */
  has(id: string): boolean {
    return this.known.has(id)
  }

  write(entry: Omit<Entry, 'when'>): void {
    const whole = { when: new Date().toISOString(), ...entry }
    appendFileSync(this.file, `${JSON.stringify(whole)}\n`, { mode: 0o600 })
    this.keep(whole)
  }

  /** Events that were taken and about which nothing was done. */
  get unfinished(): Told[] {
    const done = new Set(this.entries.map((one) => one.done))
    return this.entries.flatMap(({ taken }) => (taken && !done.has(taken.id) ? taken : []))
  }

  /** Outcomes that were not sent, the newest of each letter. */
  get pending(): Pending[] {
    const open = new Map<number, Pending>()
    for (const { due, settled } of this.entries) {
      if (due) open.set(due.letterId, due)
      if (settled !== undefined) open.delete(settled)
    }
    return [...open.values()]
  }

  private keep(entry: Entry): void {
    this.entries.push(entry)
    if (entry.taken) this.known.add(entry.taken.id)
  }
}
