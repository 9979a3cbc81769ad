/** Who there is, as stored (migrations/…-people.ts). How they come in: signInEntities.ts. */
import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import type { Language } from '../base/text.js'
import type { Role } from './actor.js'
import type { MailChoices } from './mailChoices.js'
import type { MailFailure } from './mailFailure.js'

/** A department or a permit authority. What it is called stands in the reference data, under its code. */
@Entity('authorities')
@Unique(['code'])
@Check('authorities_kind_check', `kind in ('department', 'permit')`)
export class Authority {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('text')
  code!: string

  @Column('text')
  kind!: 'department' | 'permit'

  @Column('text')
  subject!: string

  @Column('text')
  district!: string
}

/** A firm as it has registered itself, and what intake has said to that. */
@Entity('firms')
@Check('firms_kind_check', `kind in ('brand', 'platform', 'mcn', 'other')`)
@Check('firms_check', 'confirmed_at is null or declined_at is null')
@Check('firms_sent_back_check', '(sent_back_at is null) = (sent_back_reason is null)')
@Index('firms_grams', { synchronize: false })
@Index('firms_confirmed_code', ['creditCode'], { unique: true, where: 'confirmed_at is not null' })
@Index('firms_code', ['creditCode'], { where: 'declined_at is null' })
@Index('firms_waiting', ['registeredAt'], { where: 'confirmed_at is null and declined_at is null' })
export class Firm {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('text', { name: 'name_zh' })
  nameZh!: string

  @Column('text', { name: 'name_en', nullable: true })
  nameEn!: string | null

  @Column('text', { name: 'credit_code' })
  creditCode!: string

  @Column('text')
  district!: string

  @Column('text', { nullable: true })
  zone!: string | null

  @Column('text')
  kind!: 'brand' | 'platform' | 'mcn' | 'other'

  @Column('text', { name: 'cross_border_filing', nullable: true })
  crossBorderFiling!: string | null

  @Column('jsonb', { default: {} })
  handler!: Record<string, unknown>

  /** Whoever made the last change does not submit. */
  @Column('boolean', { name: 'second_person', default: false })
  secondPerson!: boolean

  @Column('timestamptz', { name: 'registered_at' })
  registeredAt!: Date

  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt!: Date | null

  /** Who confirmed the firm, or declined it. */
  @Column('int', { name: 'confirmed_by', nullable: true })
  @ForeignKey(() => Person)
  confirmedBy!: number | null

  @Column('timestamptz', { name: 'declined_at', nullable: true })
  declinedAt!: Date | null

  @Column('text', { name: 'decline_reason', nullable: true })
  declineReason!: string | null

  /** When it sent its registration again, after it was sent back. */
  @Column('timestamptz', { name: 'sent_in_at', nullable: true })
  sentInAt!: Date | null

  @Column('timestamptz', { name: 'sent_back_at', nullable: true })
  sentBackAt!: Date | null

  @Column('text', { name: 'sent_back_reason', nullable: true })
  sentBackReason!: string | null

  /** Since when it may submit no new application; null while it may. */
  @Column('timestamptz', { name: 'suspended_at', nullable: true })
  suspendedAt!: Date | null
}

/** Somebody who can sign in: of a firm, of an authority, or of neither (an administrator), never of both. */
@Entity('people')
@Check('people_language_check', `language in ('zh', 'en')`)
@Check('people_email_failure_check', `email_failure in ('address', 'full', 'refused', 'away')`)
@Check('firm_or_authority', 'firm_id is null or authority_id is null')
@Check('permit_apart', "'permitOfficer' <> all (roles) or cardinality(roles) = 1")
@Check(
  'administrators_apart',
  `(('systemAdmin' = any (roles))::int + ('securityAdmin' = any (roles))::int + ('auditor' = any (roles))::int) = 0
   or cardinality(roles) = 1`,
)
@Check(
  'firm_roles',
  `(firm_id is not null and roles <@ array['applicant', 'firmAdmin', 'preparer', 'viewer'])
   or (firm_id is null and not (roles && array['applicant', 'firmAdmin', 'preparer', 'viewer']))`,
)
@Unique('people_of_authority', ['id', 'authorityId'])
@Index('people_account', { synchronize: false }) // of lower(account)
export class Person {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('text')
  account!: string

  @Column('text')
  name!: string

  @Column('text', { name: 'password_hash', select: false })
  passwordHash!: string

  @Column('int', { name: 'firm_id', nullable: true })
  @ForeignKey(() => Firm)
  @Index('people_firm')
  firmId!: number | null

  @Column('int', { name: 'authority_id', nullable: true })
  @ForeignKey(() => Authority)
  @Index('people_authority')
  authorityId!: number | null

  @Column('text', { array: true })
  roles!: Role[]

  @Column('text', { default: 'zh' })
  language!: Language

  /** Where mail goes: a link that went there was opened. */
  @Column('text', { nullable: true })
  email!: string | null

  /** To be verified, by the link whose hash is `emailToken`. */
  @Column('text', { name: 'email_wanted', nullable: true })
  emailWanted!: string | null

  @Column('bytea', { name: 'email_token', select: false, nullable: true })
  emailToken!: Buffer | null

  @Column('timestamptz', { name: 'email_asked_at', nullable: true })
  emailAskedAt!: Date | null

  /** The address to which mail did not go through, of theirs or of one to be verified, and why. */
  @Column('text', { name: 'email_failed', nullable: true })
  emailFailed!: string | null

  @Column('text', { name: 'email_failure', nullable: true })
  emailFailure!: MailFailure | null

  @Column('timestamptz', { name: 'email_failed_at', nullable: true })
  emailFailedAt!: Date | null

  /** Where text messages go: the code that went there was entered. */
  @Column('text', { nullable: true })
  phone!: string | null

  @Column('text', { name: 'phone_wanted', nullable: true })
  phoneWanted!: string | null

  @Column('bytea', { name: 'phone_token', select: false, nullable: true })
  phoneToken!: Buffer | null

  @Column('timestamptz', { name: 'phone_asked_at', nullable: true })
  phoneAskedAt!: Date | null

  /** Codes that were entered for the number that waits. */
  @Column('int', { name: 'phone_tries', default: 0, select: false })
  phoneTries!: number

  /** When the gateway refused the number; nothing goes there until it is confirmed again. */
  @Column('timestamptz', { name: 'phone_failed_at', nullable: true })
  phoneFailedAt!: Date | null

  /** Where chat messages go, in the same way. */
  @Column('text', { nullable: true })
  chat!: string | null

  @Column('text', { name: 'chat_wanted', nullable: true })
  chatWanted!: string | null

  @Column('bytea', { name: 'chat_token', select: false, nullable: true })
  chatToken!: Buffer | null

  @Column('timestamptz', { name: 'chat_asked_at', nullable: true })
  chatAskedAt!: Date | null

  @Column('int', { name: 'chat_tries', default: 0, select: false })
  chatTries!: number

  @Column('timestamptz', { name: 'chat_failed_at', nullable: true })
  chatFailedAt!: Date | null

  @Column('jsonb', { name: 'mail_choices', default: {} })
  mailChoices!: MailChoices

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null
}
