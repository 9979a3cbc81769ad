/**
 * How far notifications are behind. Events are read once no transaction runs any more that may still
 * write one before them: a transaction that does not end, or was prepared and forgotten, stops all.
 */

export interface NotificationLag {
  /** When the oldest event happened that is not read yet; null when none waits. */
  readonly oldest: Date | null
  /** The oldest transaction that runs. */
  readonly transaction: string
  /** Names of transactions that were prepared and have not ended; null when there are none. */
  readonly prepared: string | null
}

export const NOTIFICATION_LAG = 'select oldest, transaction, prepared from notification_lag()'

/** How many seconds an event may wait before somebody is told. */
export const NOTIFIED_WITHIN = 300

type Behind = NotificationLag & { readonly oldest: Date }

export const isBehind = (lag: NotificationLag | undefined, now: Date): lag is Behind =>
  lag?.oldest != null && now.getTime() - lag.oldest.getTime() > NOTIFIED_WITHIN * 1000
