/**
 * Clients in a closed loop: each picks a case, does what could come next as whoever may, and asks again under the same request id until it has an answer. What is picked
 * follows from the seed; the same case is often picked by several at once, so that refusals are part of every run.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { apiPath } from '../../src/base/path.js'
import { INPUTS, inputOf } from '../cases/inputs.js'
import { chance, long } from '../long.js'
import type { ActorName, Inhabited } from './inhabitants.js'
import type { Log, Operation } from './log.js'

type Choice = readonly [who: ActorName, action: string, weight: number]

/** What moves a case on, by state. Cases go round: letters come back, are issued anew, and are decided again. */
const MOVES: Readonly<Record<string, readonly Choice[]>> = {
  draft: [['applicant', 'submit', 1]],
  submitted: [
    ['intake', 'accept', 8],
    ['intake', 'requestCorrection', 1],
  ],
  awaitingCorrection: [['firmAdmin', 'resubmit', 1]],
  underAssessment: [
    ['assessor', 'report', 6],
    ['colleague', 'report', 3],
  ],
  awaitingDecision: [
    ['approver', 'recommend', 8],
    ['otherApprover', 'recommend', 6],
    ['approver', 'returnToAssessment', 2],
    ['otherApprover', 'refuse', 0.3],
  ],
  letterIssued: [
    ['permitOfficer', 'receiveLetter', 3],
    ['permitOfficer', 'returnLetter', 3],
    ['approver', 'reissueLetter', 2],
  ],
  letterReceived: [
    ['permitOfficer', 'returnLetter', 6],
    ['permitOfficer', 'recordGranted', 0.1],
  ],
  notRecommended: [['applicant', 'requestReview', 1]],
  underReview: [['panel', 'overturnRefusal', 1]],
}

/** What is written into a case without moving it. */
const ENTRIES: readonly Choice[] = [
  ['applicant', 'message', 1],
  ['intake', 'note', 1],
  ['assessor', 'claim', 0.5],
  ['colleague', 'claim', 0.5],
  ['assessor', 'handOver', 0.5],
]
const isEntry = (action: string) => ENTRIES.some(([, entry]) => entry === action)

const AUTHORITY: Partial<Record<ActorName, string>> = { assessor: 'sh-commerce', colleague: 'sh-commerce' }

interface Known {
  readonly id: number
  state: string
  version: number
  /** How many clients are at it. */
  busy: number
}

export interface DriverOptions {
  /** Where clients may ask; each goes to the next one when it gets no answer. */
  readonly addresses: () => readonly string[]
  readonly inhabited: Inhabited
  readonly clients?: number
  /** How long a client thinks between two steps, on average, in milliseconds. */
  readonly thought?: number
  /** Only these cases instead of all drafts. */
  readonly cases?: readonly number[]
  /** How long an answer may take, in milliseconds. */
  readonly patience?: number
  /** Answers that are no fault in this run, such as 507 when a disk is full. */
  readonly allowed?: readonly number[]
}

/** How long a client thinks between two steps, on average, where nothing else is asked for: tests run beside others, which would starve. */
const THOUGHT = long ? 0 : 150 // ms

/** Answers that leave open whether something was done. */
const OPEN = new Set([0, 503, 507])

export class Driver {
  readonly log: Log = { operations: [], faults: [] }
  private readonly known: Known[]
  private stopped = false
  private held = false
  private resting = 0
  private readonly running: Promise<void>[] = []

  constructor(private readonly options: DriverOptions) {
    const { cases, inhabited } = options
    this.known = (cases ?? inhabited.drafts).map((id) => ({ id, state: 'draft', version: 1, busy: 0 }))
  }

  start(): this {
    const { clients = 16 } = this.options
    for (let client = 0; client < clients; client++) this.running.push(this.loop(client))
    return this
  }

  /** Lets every client finish what it has begun; each asks again for as long as it takes, but no longer than this. */
  async stop(milliseconds = 60_000): Promise<Log> {
    this.stopped = true
    this.held = false
    this.lastMoment = performance.now() + milliseconds
    await Promise.all(this.running)
    return this.log
  }
  private lastMoment = Number.POSITIVE_INFINITY

  /** Settles when every client has its answer and waits. */
  async pause(): Promise<void> {
    this.held = true
    while (this.resting < this.running.length) await sleep(10)
  }

  resume(): void {
    this.held = false
  }

  /** Settles when this many more steps have been acknowledged. */
  async advance(steps: number): Promise<void> {
    const acknowledged = () =>
      this.log.operations.filter(({ outcome, requestId }) => outcome === 'ok' && requestId).length
    for (const wanted = acknowledged() + steps; acknowledged() < wanted && !this.stopped; ) await sleep(20)
  }

  private async loop(client: number): Promise<void> {
    const { thought = THOUGHT } = this.options
    while (!this.stopped) {
      this.resting += 1
      while (this.held && !this.stopped) await sleep(10)
      this.resting -= 1
      const one = this.pick()
      one.busy += 1
      const choice = this.choose(one)
      if (choice) await this.act(client, one, choice)
      else await this.look(client, one)
      one.busy -= 1
      if (thought > 0) await sleep(thought * 2 * chance())
    }
  }

  /** A case that nobody is at, mostly. */
  private pick(): Known {
    const free = this.known.filter(({ busy, state }) => busy === 0 && state in MOVES)
    return anyOf(free.length > 0 && chance() < 0.85 ? free : this.known)
  }

  private choose({ state }: Known): Choice | undefined {
    if (chance() < 0.15) return weighed(ENTRIES)
    return weighed(MOVES[state] ?? [])
  }

  private async act(client: number, one: Known, [who, action]: Choice): Promise<void> {
    const version = isEntry(action) ? undefined : one.version
    const operation = this.note({ client, requestId: randomUUID(), who, caseId: one.id, action, version })
    const input = inputOf(action, AUTHORITY[who]) ?? INPUTS[action] ?? {}
    const body = JSON.stringify({ ...(version !== undefined && { version }), input })
    const { status, answer } = await this.ask(operation, 'POST', apiPath.action(one.id, action), body)
    if (status === 200) {
      const { seq, state, version: now } = answer as { seq: number; state: string; version: number } // presentOutcome of case.api.ts
      Object.assign(operation, { outcome: 'ok', seq, gives: { state, version: now } })
      this.learn(one, state, now)
    } else if (status >= 400 && status < 500) {
      operation.outcome = operation.tries > 1 && version === undefined ? 'unknown' : 'fail'
      operation.because = reasonOf(answer)
      if (version !== undefined) await this.look(client, one)
    }
  }

  /** Reads a case as its firm, which leaves no trace. */
  private async look(client: number, one: Known): Promise<void> {
    const asked = { client, requestId: undefined, who: 'applicant' as const, caseId: one.id, action: 'read' }
    const operation = this.note({ ...asked, version: undefined })
    const { status, answer } = await this.ask(operation, 'GET', apiPath.case(one.id))
    if (status === 200) {
      const { state, version } = answer as { state: string; version: number } // presentCase
      Object.assign(operation, { outcome: 'ok', gives: { state, version } })
      this.learn(one, state, version)
    } else if (status >= 400) this.log.faults.push(`read ${one.id}: ${status} ${reasonOf(answer)}`)
    if (!(one.state in MOVES)) await sleep(50)
  }

  private learn(one: Known, state: string, version: number): void {
    if (version >= one.version) Object.assign(one, { state, version })
  }

  private note(asked: Pick<Operation, 'client' | 'requestId' | 'who' | 'caseId' | 'action' | 'version'>): Operation {
    const operation: Operation = {
      ...asked,
      begun: performance.now(),
      ended: 0,
      tries: 0,
      outcome: 'unknown',
      status: 0,
    }
    this.log.operations.push(operation)
    return operation
  }

  /** Asks until there is an answer that says whether it was done. */
  private async ask(operation: Operation, method: string, path: string, body?: string) {
    for (let pause = 30; ; pause = Math.min(pause * 2, 500)) {
      operation.tries += 1
      const found = await this.tryOnce(operation, method, path, body)
      operation.status = found.status
      operation.ended = performance.now()
      const open = OPEN.has(found.status) || found.status >= 500
      if (open) {
        operation.because = `${found.status} ${reasonOf(found.answer)}`
        operation.retried = [...(operation.retried ?? []), operation.because]
      }
      if (!open || performance.now() > this.lastMoment) return found
      await sleep(pause * (0.5 + chance()))
    }
  }

  private async tryOnce({ client, tries, who, requestId }: Operation, method: string, path: string, body?: string) {
    const { addresses, inhabited, patience = 10_000, allowed = [] } = this.options
    const all = addresses()
    const address = all[(client + tries) % all.length] ?? ''
    try {
      const response = await fetch(address + path, {
        method,
        headers: {
          ...inhabited.headers[who],
          ...(body && { 'content-type': 'application/json' }),
          ...(requestId && { 'idempotency-key': requestId }),
        },
        ...(body && { body }),
        signal: AbortSignal.timeout(patience),
      })
      const answer: unknown = await response.json()
      const { status } = response
      if (status === 503 && !response.headers.get('retry-after'))
        this.log.faults.push(`${path}: 503 without Retry-After`)
      if (status >= 500 && status !== 503 && !allowed.includes(status))
        this.log.faults.push(`${method} ${path}: ${status} ${reasonOf(answer)}`)
      if (status === 401) this.log.faults.push(`${method} ${path}: 401`)
      return { status, answer }
    } catch {
      return { status: 0, answer: undefined } // refused, cut off, too slow: nobody knows
    }
  }
}

function anyOf<One>(list: readonly One[]): One {
  const found = list[Math.floor(chance() * list.length)]
  if (found === undefined) throw new Error('nothing to choose from')
  return found
}

function weighed(choices: readonly Choice[]): Choice | undefined {
  let left = chance() * choices.reduce((total, [, , weight]) => total + weight, 0)
  return choices.find(([, , weight]) => {
    left -= weight
    return left < 0
  })
}

function reasonOf(answer: unknown): string {
  const {
    error = '',
    because = [],
    problems = [],
  } = (answer ?? {}) as {
    error?: string
    because?: { code: string }[]
    problems?: { code: string }[]
  } // what web/http/problems.ts sends
  return [error, ...because.map(({ code }) => code), ...problems.map(({ code }) => code)].join(' ')
}
