/**
 * What an error of the database or of a disk means for whoever asked: try the transaction again,
 * come back later, there is no room.
 */

import { READ_ONLY } from './writable.js'

/** The database asks for the whole transaction again: serialisation failure, deadlock. */
export const retried: ReadonlySet<string> = new Set(['40001', '40P01'])

/**
 * The code of an error: a SQLSTATE of the database, or the system's own (ECONNREFUSED). Not by
 * `instanceof`: errors may come from another realm.
 */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** "already released": TypeORM gives a connection back by itself when it breaks, in the middle of a transaction too. */
const AWAY = [
  /Connection terminated|Connection ended|not queryable/,
  /timeout exceeded when trying to connect|Query read timeout/,
  /(query runner was|Query runner) already released/,
]

/** Of a socket's file, which comes with its server. */
const isSocket = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && error.syscall === 'connect' && sqlState(error) === 'ENOENT'

/** A lock or an answer that did not come in time. */
const SLOW = new Set(['55P03', '57014'])

/**
 * Whether the database cannot be reached or written now, or is too busy: to be answered with 503,
 * and tried again by the client.
 */
export function isUnavailable(error: unknown): boolean {
  const code = sqlState(error)
  if (code && (SLOW.has(code) || retried.has(code) || code === READ_ONLY)) return true
  if (code && (/^(08|57P|53)/.test(code) || /^E(CONN|PIPE|HOST|NET|NOTFOUND|TIMEDOUT|AI_)/.test(code))) return true
  if (isSocket(error)) return true
  if (typeof error !== 'object' || error === null || !('message' in error)) return false
  const message = String(error.message)
  return AWAY.some((pattern) => pattern.test(message))
}

/** Whether no space is left where something was to be stored: on the database's disk, or on that of the files. */
export const isFull = (error: unknown): boolean => ['53100', 'ENOSPC', 'EDQUOT'].includes(sqlState(error) ?? '')

/** 401: the session or key by which somebody speaks has ended meanwhile. */
export class SpeakerGone extends Error {
  constructor() {
    super('nobody speaks')
  }
}
