/** Firms that send documents all the time, each the one document of a draft anew: what was acknowledged last must be there to the last byte. */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { apiPath } from '../../src/base/path.js'
import type { Inhabited } from '../reliability/inhabitants.js'
import { contractOf } from '../reliability/papers.js'
import { type Minutes, PATIENCE, PAUSE } from './minutes.js'

const WEIGHT = 400_000 // bytes

interface Answer {
  readonly status: number
  readonly bytes: Uint8Array
}

interface Sent {
  readonly document: number
  readonly hash: string
}

export class Senders {
  private stopped = false
  private readonly running: Promise<void>[] = []
  /** By draft, what stands there; nothing while nobody knows whether the last one has arrived. */
  private readonly standing = new Map<number, Sent | undefined>()
  acknowledged = 0

  constructor(
    private readonly addresses: readonly string[],
    private readonly inhabited: Inhabited,
    private readonly minutes: Minutes,
  ) {}

  /** Each has a draft of its own. */
  start(drafts: readonly number[]): this {
    for (const [index, draft] of drafts.entries()) this.running.push(this.loop(index, draft))
    return this
  }

  async stop(): Promise<void> {
    this.stopped = true
    await Promise.all(this.running)
  }

  /** What was acknowledged and is not there, or is something else. */
  async faults(): Promise<string[]> {
    const faults: string[] = []
    for (const [caseId, sent] of this.standing) {
      if (!sent) continue
      const answer = await this.ask(0, apiPath.document(caseId, sent.document))
      const found = answer && hashOf(answer.bytes)
      if (found !== sent.hash) faults.push(`the document of draft ${caseId}: ${answer?.status ?? 'no answer'}`)
    }
    return faults
  }

  private async loop(index: number, caseId: number): Promise<void> {
    while (!this.stopped) {
      const bytes = await contractOf(WEIGHT)
      const begun = performance.now()
      const answer = await this.send(index, caseId, bytes)
      this.minutes.note('document', answer?.status ?? 0, performance.now() - begun)
      this.learn(caseId, bytes, answer)
      await sleep(PAUSE)
    }
  }

  /** What is refused by a code has not arrived. */
  private learn(caseId: number, bytes: Uint8Array, answer: Answer | null): void {
    if (!answer || answer.status >= 500) this.standing.set(caseId, undefined)
    if (!answer || answer.status >= 300) return
    const { document } = JSON.parse(Buffer.from(answer.bytes).toString()) as { document: { id: number } } // ATTACHED of case.ts
    this.standing.set(caseId, { document: document.id, hash: hashOf(bytes) })
    this.acknowledged += 1
  }

  private send(index: number, caseId: number, bytes: Uint8Array<ArrayBuffer>): Promise<Answer | null> {
    const body = new FormData()
    body.set('kind', 'contract')
    body.set('file', new Blob([bytes], { type: 'application/pdf' }), 'contract.pdf')
    return this.ask(index, apiPath.documents(caseId), { method: 'POST', body })
  }

  /** Null when nobody answers in time. */
  private ask(index: number, address: string, init: RequestInit = {}): Promise<Answer | null> {
    return fetch((this.addresses[index % this.addresses.length] ?? '') + address, {
      ...init,
      headers: { authorization: `Bearer ${this.inhabited.keys.applicant}` },
      signal: AbortSignal.timeout(PATIENCE),
    })
      .then(async (answer) => ({ status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) }))
      .catch(() => null)
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
