/**
 * The worker's pollers: mail, notifications, its own places of checkpoints, the sign of life with the figures. One
 * that fails is logged by its name and tried again; none stops another.
 */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { Injectable, Logger } from '@nestjs/common'
import { causeOf } from '../base/cause.js'
import { Clock } from '../base/clock.js'
import { Database, rows } from '../base/database.js'
import { isUnavailable } from '../base/databaseErrors.js'
import { count } from '../base/metrics.js'
import { Walls } from '../cases/files/walls.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { FigureReader } from './figureReader.js'
import { MailQueue } from './mailQueue.js'
import { Sealer } from './sealer.js'
import { FirmNotifier } from './firmNotifier.js'
import { Notifier } from './notifier.js'
import { WebhookDispatcher } from './webhookDispatcher.js'
import { WebhookSender } from './webhookSender.js'

const OFTEN = 1_500 // ms
const SELDOM = 5_000
const AWAY = 30_000
const ALIVE = 20_000
/** Days after which a worker that has not been seen is forgotten. */
const GONE = 1

const SEEN = `
  insert into workers (id, started_at, seen_at, walls) values ($1, $2, $2, $3) on conflict (id) do update
  set seen_at = excluded.seen_at, walls = excluded.walls`

@Injectable()
export class Pollers {
  private readonly stopping = new AbortController()
  private readonly id = `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`
  private readonly log = new Logger('worker')
  private running: Promise<void>[] = []

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly mailQueue: MailQueue,
    private readonly notifier: Notifier,
    private readonly firmNotifier: FirmNotifier,
    private readonly sealer: Sealer,
    private readonly walls: Walls,
    private readonly webhooks: WebhookDispatcher,
    private readonly webhookSender: WebhookSender,
    private readonly figures: FigureReader,
  ) {}

  start(): void {
    this.figures.export()
    this.running = [
      this.poll('notifications', async () => ((await this.notifier.notify()) ? 0 : OFTEN)),
      this.poll('news of firms', async () => ((await this.firmNotifier.notify()) ? 0 : SELDOM)),
      this.poll('mail', async () => ((await this.mailQueue.sendDue()) ? OFTEN : AWAY)),
      this.poll('text messages', async () => ((await this.mailQueue.sendDue('sms')) ? OFTEN : AWAY)),
      this.poll('chat messages', async () => ((await this.mailQueue.sendDue('chat')) ? OFTEN : AWAY)),
      this.poll('events for webhooks', async () => ((await this.webhooks.dispatch()) ? 0 : OFTEN)),
      this.poll('webhooks', async () => ((await this.webhookSender.sendDue()) > 0 ? 0 : OFTEN)),
      this.poll('checkpoints', async () => {
        await this.sealer.storeAll()
        return AWAY
      }),
      this.poll('the sign of life', async () => {
        await this.alive()
        return ALIVE
      }),
    ]
  }

  /** Lets each poller end; then nothing begins any more. */
  async stop(): Promise<void> {
    this.stopping.abort()
    await Promise.all(this.running)
    await this.webhookSender.close()
  }

  /** Says that this process lives, with what it reads of the installation; forgets those not seen for long. */
  async alive(): Promise<void> {
    const now = this.clock.now()
    await this.db.transaction(settingsOf(WORKER), async (tx) => {
      await rows(tx, SEEN, [this.id, now, this.walls.standing ?? null])
      await rows(tx, 'delete from workers where seen_at < $1', [new Date(now.getTime() - GONE * 86_400_000)])
    })
    await this.figures.read(this.id)
  }

  private async poll(name: string, work: () => Promise<number>): Promise<void> {
    const { signal } = this.stopping
    while (!signal.aborted) {
      const wait = await work().catch((error: unknown) => {
        count('polls', { poller: name })
        this.log[isUnavailable(error) ? 'warn' : 'error']({ msg: `${name} failed`, ...causeOf(error) })
        return AWAY
      })
      await pause(wait, undefined, { signal }).catch(() => undefined) // stopped while waiting
    }
  }
}
