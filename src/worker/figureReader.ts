/**
 * Reads the figures of the installation (exchange/operation) with each sign of life: for this worker's metrics, and
 * into its row of `workers`, where the administrator's page finds them. Every worker reads all of them, so
 * that no worker must live for another's metrics.
 */
import { Injectable, Logger } from '@nestjs/common'
import { causeOf } from '../base/cause.js'
import { Clock } from '../base/clock.js'
import { Database, rows, type Tx } from '../base/database.js'
import { observe } from '../base/metrics.js'
import { FileStore } from '../cases/files/store.js'
import { FIGURES, type Reading } from '../exchange/operation/figures.js'
import { readDatabase, readMachine, readStore, WatchedFolders } from '../exchange/operation/readFigures.js'
import { Trust } from '../letters/trust.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'

const KEEP = 'update workers set figures = $2::jsonb where id = $1'

@Injectable()
export class FigureReader {
  private readonly log = new Logger('figures')
  private last: readonly Reading[] = []

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly trust: Trust,
    private readonly places: WatchedFolders,
    private readonly store: FileStore,
  ) {}

  /** Shows the figures that were read last as metrics. */
  export(): void {
    for (const [name, figure] of Object.entries(FIGURES))
      observe(figure, (result) => {
        for (const { labels, value } of this.last.filter((one) => one.figure === name)) result.observe(value, labels)
      })
  }

  /**
   * Reads them all, and keeps them in the row of this worker.
   *
   * @param worker the key of that row
   */
  async read(worker: string): Promise<readonly Reading[]> {
    const now = this.clock.now()
    const machine = [...(await readMachine(this.trust, this.places, now)), ...(await readStore(this.store))]
    try {
      const found = await this.in((tx) => readDatabase((sql, values) => rows(tx, sql, values), now))
      this.last = [...found, ...machine]
      await this.in((tx) => rows(tx, KEEP, [worker, JSON.stringify(this.last)]))
    } catch (error) {
      // what was read before would look as if all were well
      this.last = machine
      this.log.warn({ msg: 'the figures cannot be read', ...causeOf(error) })
    }
    return this.last
  }

  private in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.transaction(settingsOf(WORKER), work)
  }
}
