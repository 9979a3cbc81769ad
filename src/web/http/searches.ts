/**
 * What is looked for may be a passport number. It is sent by POST, and stands sealed in the address
 * of the list that it leads to: neither a proxy's log nor a browser's history nor a saved view has
 * it in plain.
 */
import { Injectable } from '@nestjs/common'
import type { SearchFor } from '../../cases/lists.js'
import { Tickets } from '../../people/tickets.js'
import { readText } from './input.js'

const PURPOSE = 'search'
/** The longest word that is looked for, sealed. */
const LONGEST = 1500

/** What stands in an address for what is looked for. */
export const readSealed = (query: unknown): string | undefined => readText(query, 'find', LONGEST)

@Injectable()
export class Searches {
  constructor(private readonly tickets: Tickets) {}

  /** For the address, from what was posted as `find`. */
  seal(body: unknown): string | undefined {
    const find = readText(body, 'find')
    return find && this.tickets.issue(PURPOSE, { find })
  }

  /** What an address looks for. A word that stands there in plain is compared with no passport number. */
  open(sealed: string | undefined): SearchFor {
    const opened = sealed && this.tickets.read<{ find: string }>(PURPOSE, sealed, Number.POSITIVE_INFINITY)
    return opened ? { find: opened.find, byPassport: true } : { find: sealed }
  }
}
