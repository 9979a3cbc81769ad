/**
 * Mails that are to go out or have gone, as stored (migrations/…-messages.ts). A case is named by
 * its id: cases come later than people.
 */
import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm'
import type { Language } from '../base/text.js'
import { Person } from './entities.js'
import type { Way } from './mailChoices.js'

/** waiting: not tried yet; failed: tried, and to be tried again; givenUp: not to be tried any more. */
export type MailState = 'waiting' | 'sent' | 'failed' | 'givenUp'

@Entity('mails')
@Check('mails_language_check', `language in ('zh', 'en')`)
@Check('mails_state_check', `state in ('waiting', 'sent', 'failed', 'givenUp')`)
@Check('mails_channel_check', `channel in ('mail', 'sms', 'chat')`)
@Check('mails_to_one', 'person_id is null or address is null')
@Index('mails_open', ['nextTryAt'], { where: `state in ('waiting', 'failed')` })
@Index('mails_case', ['caseId'], { where: 'case_id is not null' })
@Index('mails_undelivered', ['kind', 'orderedAt'], {
  where: `state = 'givenUp' and address is not null`,
})
export class Mail {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('text')
  kind!: string

  /** Whose verified address it goes to; without one, `address`. */
  @Column('int', { name: 'person_id', nullable: true })
  @ForeignKey(() => Person)
  @Index('mails_person')
  personId!: number | null

  @Column('text', { nullable: true })
  address!: string | null

  @Column('text')
  language!: Language

  /** What it leads to; taken away once it has gone out when there is a secret in it. */
  @Column('text', { nullable: true })
  path!: string | null

  @Column('boolean')
  secret!: boolean

  @Column('int', { name: 'case_id', nullable: true })
  @ForeignKey('Case')
  caseId!: number | null

  @Column('timestamptz', { name: 'ordered_at' })
  orderedAt!: Date

  /** By which way it goes: a text message that does not arrive becomes a mail. */
  @Column('text', { default: 'mail' })
  channel!: Way

  @Column('text', { default: 'waiting' })
  state!: MailState

  @Column('int', { default: 0 })
  tries!: number

  /** Not before; while it is being sent, when another worker may take it to be lost. */
  @Column('timestamptz', { name: 'next_try_at' })
  nextTryAt!: Date

  /** Why the last try failed, in our own words. */
  @Column('text', { name: 'last_error', nullable: true })
  lastError!: string | null

  /** When it was sent or given up. */
  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null

  /** What it put into its reader's calendar, as `act day`; null of a mail that is about no firm's case. */
  @Column('text', { array: true, nullable: true })
  calendar!: string[] | null

  /** The request that ordered it, as the log names it. */
  @Column('text', { name: 'request_id', nullable: true })
  requestId!: string | null

  /** What a report or a reply names it by, with its id: nobody can guess it. */
  @Column('text', { nullable: true })
  mark!: string | null

  /** SHA-256 of the address that it went to, in small letters. */
  @Column('bytea', { name: 'sent_to', nullable: true })
  sentTo!: Buffer | null

  /** When its reader replied to it, and was told that nobody reads that. */
  @Column('timestamptz', { name: 'replied_at', nullable: true })
  repliedAt!: Date | null
}
