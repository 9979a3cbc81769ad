/**
 * Files that came with a form that was not done: they wait in the store for its next round, so that
 * nobody chooses them twice. What the form carries of them is sealed, good for one purpose and for
 * two hours; what nobody sends again is swept with everything that no row names.
 */
import { Injectable } from '@nestjs/common'
import { Tickets } from '../../people/tickets.js'
import type { ReceivedFile } from './receive.js'

/** Less than the store's sweep leaves a file that no row names (worker/clearing.ts). */
const MINUTES = 120

export type Files = Readonly<Record<string, ReceivedFile>>

@Injectable()
export class HeldFiles {
  constructor(private readonly tickets: Tickets) {}

  /** What the form carries of these files, by the names of their fields; `whose`: what they are for. */
  hold(whose: string, files: Files): string | undefined {
    return Object.keys(files).length > 0 ? this.tickets.issue(purposeOf(whose), { files }) : undefined
  }

  /** The files that a form carries; none when it carries nothing, something of another's, or for too long. */
  find(whose: string, carried: string | undefined): Files {
    const found = carried ? this.tickets.read<{ files: Files }>(purposeOf(whose), carried, MINUTES) : undefined
    return found?.files ?? {}
  }
}

const purposeOf = (whose: string): string => `held files of ${whose}`
