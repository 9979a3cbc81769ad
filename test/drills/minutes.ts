/** What a drill sees, minute by minute: what was answered and how soon, what waited at most, what was disturbed. */
import type pg from 'pg'
import type { Log } from '../reliability/log.js'

/** Between two things that one client does, on average, in milliseconds: as people who hurry. */
export const PAUSE = 1_000 * Number(process.env.LOAD_PAUSE ?? 10)
/** How long a client waits for an answer, in milliseconds. */
export const PATIENCE = 30_000

export type What = 'step' | 'page' | 'document'

interface Answer {
  readonly minute: number
  readonly what: What
  /** 0 when there was no answer. */
  readonly status: number
  readonly milliseconds: number
}

/** What waits at a moment. */
export interface Waiting {
  readonly letters: number
  readonly jobs: number
  readonly mails: number
  readonly events: number
}

const WAITING = `
  select (select count(*) from letters where issued_at is null and ended_at is null and failed_at is null)::int as letters,
    (select count(*) from graphile_worker.jobs)::int as jobs,
    (select count(*) from mails where state in ('waiting', 'failed'))::int as mails,
    (select count(*) from events where xid >= (select position from event_cursors where name = 'notifications'))::int as events`

export class Minutes {
  private readonly begun = performance.now()
  private readonly answers: Answer[] = []
  private readonly most = new Map<number, Waiting>()
  private readonly told = new Map<number, string[]>()

  get now(): number {
    return this.minuteOf(performance.now())
  }

  note(what: What, status: number, milliseconds: number, ended = performance.now()): void {
    this.answers.push({ minute: this.minuteOf(ended), what, status, milliseconds })
  }

  /** Steps with all their tries: whoever acts asks again until there is an answer. */
  noteSteps({ operations }: Log): void {
    for (const { requestId, begun, ended, status, retried = [] } of operations) {
      if (requestId) this.note('step', status, ended - begun, ended)
      for (const because of retried) this.note('step', Number.parseInt(because, 10), 0, ended)
    }
  }

  private minuteOf(moment: number): number {
    return Math.floor((moment - this.begun) / 60_000)
  }

  /** Remembers what happens to the installation. */
  tell(what: string): void {
    this.told.set(this.now, [...(this.told.get(this.now) ?? []), what])
  }

  async look(admin: pg.Client): Promise<void> {
    const { rows } = await admin.query<Waiting>(WAITING)
    const [found] = rows
    const before = this.most.get(this.now)
    if (found) this.most.set(this.now, before ? larger(before, found) : found)
  }

  /** A table for docs/capacity.md. */
  table(): string {
    const minutes = [...this.most.keys()].sort((one, other) => one - other)
    return [
      '| minute | what happens | steps | pages | documents | refused (503) | no answer | waiting at most: letters, jobs, mails, events to tell of |',
      '| --- | --- | --- | --- | --- | --- | --- | --- |',
      ...minutes.map((minute) => this.row(minute)),
    ].join('\n')
  }

  private row(minute: number): string {
    const of = this.answers.filter((answer) => answer.minute === minute)
    const kind = (what: What) => describe(of.filter((answer) => answer.what === what))
    const count = (test: (answer: Answer) => boolean) => of.filter(test).length.toLocaleString('en')
    const { letters = 0, jobs = 0, mails = 0, events = 0 } = this.most.get(minute) ?? {}
    const happened = (this.told.get(minute) ?? []).join('; ')
    const refused = count(({ status }) => status === 503)
    const silent = count(({ status }) => status === 0)
    const cells = [kind('step'), kind('page'), kind('document'), refused, silent]
    return `| ${[minute + 1, happened, ...cells, [letters, jobs, mails, events].join(', ')].join(' | ')} |`
  }
}

/** How many were done, and within which time half and nineteen of twenty of them. */
function describe(answers: readonly Answer[]): string {
  const done = answers.filter(({ status }) => status >= 200 && status < 300)
  const times = done.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other)
  const at = (part: number) => ((times[Math.floor(times.length * part)] ?? 0) / 1_000).toFixed(2)
  return done.length > 0 ? `${done.length.toLocaleString('en')}: ${at(0.5)} s, ${at(0.95)} s` : '0'
}

function larger(one: Waiting, other: Waiting): Waiting {
  return {
    letters: Math.max(one.letters, other.letters),
    jobs: Math.max(one.jobs, other.jobs),
    mails: Math.max(one.mails, other.mails),
    events: Math.max(one.events, other.events),
  }
}
