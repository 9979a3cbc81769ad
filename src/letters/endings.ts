/** What ends: entries of reference data, and the certificate by which letters are signed. */
import { Injectable } from '@nestjs/common'
import { Clock, dateInShanghai } from '../base/clock.js'
import { addDays, daysBetween } from '../base/dates.js'
import { type Ending, endingOfCertificate, endingsOf } from '../reference/endings.js'
import { Reference } from '../reference/reference.service.js'
import { Kinds } from '../reference/registry.js'
import { Trust } from './trust.js'

@Injectable()
export class Endings {
  constructor(
    private readonly kinds: Kinds,
    private readonly reference: Reference,
    private readonly trust: Trust,
    private readonly clock: Clock,
  ) {}

  /** How many days before an end somebody is warned. */
  async days(): Promise<readonly number[]> {
    return (await this.reference.procedure('endings', this.clock.today())).days
  }

  /** What ends within the longest of these days, or has ended, and has no successor; the next end first. */
  async list(): Promise<Ending[]> {
    const today = this.clock.today()
    const within = Math.max(0, ...(await this.days()))
    const entries = endingsOf(this.kinds, await this.reference.approved(), today, within)
    const certificate = this.certificate()
    return daysBetween(today, certificate.on) > within
      ? entries
      : [...entries, certificate].sort((one, other) => one.on.localeCompare(other.on))
  }

  /** The present chain ends with the first of its certificates that does; the day before is the last whole one. */
  private certificate(): Ending {
    const { ends, serial } = this.trust.presentChain
    return endingOfCertificate(serial, addDays(dateInShanghai(ends), -1))
  }
}
