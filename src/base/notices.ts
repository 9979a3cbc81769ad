/**
 * What other connections of the database announce (LISTEN). One connection for all of a process,
 * opened again whenever it is lost; what was announced meanwhile is gone, so whoever listens is
 * told that something may have been missed.
 */
import type pg from 'pg'
import { openSession } from './ownSession.js'

const FIRST_WAIT = 500 // ms
const LONGEST_WAIT = 30_000 // ms

export class Notices {
  private client: pg.Client | undefined
  private closed = false
  private timer: NodeJS.Timeout | undefined
  private wait = FIRST_WAIT

  /** @param heard a notice's text; null when some may have been missed */
  constructor(
    private readonly url: string,
    private readonly channel: string,
    private readonly heard: (text: string | null) => void,
  ) {
    void this.open()
  }

  /** Stops listening. */
  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.timer)
    await this.client?.end().catch(() => {})
  }

  private async open(): Promise<void> {
    let client: pg.Client | undefined
    try {
      client = await openSession(this.url)
      if (this.closed) return void client.end().catch(() => {})
      this.client = client
      const lost = client
      client.on('end', () => this.again(lost))
      client.on('notification', ({ payload = '' }) => this.heard(payload))
      await client.query(`listen ${client.escapeIdentifier(this.channel)}`)
      this.wait = FIRST_WAIT
      this.heard(null)
    } catch {
      this.again(client)
    }
  }

  private again(client: pg.Client | undefined): void {
    if (this.closed || client !== this.client) return
    this.client = undefined
    client?.end().catch(() => {})
    this.timer = setTimeout(() => void this.open(), this.wait)
    this.timer.unref()
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2)
  }
}
