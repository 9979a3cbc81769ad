/** The registry of letters, as stored (migrations/…-letters.ts). */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Case } from '../cases/entities.js'
import { Authority } from '../people/entities.js'
import { ReferenceEntry } from '../reference/entities.js'
import type { PublicFacts } from './catalogue.js'

/** The number that an authority gave last in a series and year. */
@Entity('letter_series')
export class LetterSeries {
  @PrimaryColumn('int', { name: 'authority_id' })
  @ForeignKey(() => Authority)
  authorityId!: number

  @PrimaryColumn('text')
  series!: string

  @PrimaryColumn('int')
  year!: number

  @Column('int')
  last!: number

  /** PostgreSQL's timeline when the last number was given; null: by the release before. */
  @Column('int', { nullable: true })
  timeline!: number | null

  /** Whether commits waited for a standby then. */
  @Column('boolean', { nullable: true })
  waited!: boolean | null
}

/** Numbers that a series left out when its database went on elsewhere and may have lost the last that it gave. */
@Entity('skipped_numbers')
export class SkippedNumbers {
  @PrimaryColumn('int', { name: 'authority_id' })
  @ForeignKey(() => Authority)
  authorityId!: number

  @PrimaryColumn('text')
  series!: string

  @PrimaryColumn('int')
  year!: number

  @PrimaryColumn('int')
  first!: number

  @Column('int')
  last!: number

  @Column('timestamptz')
  at!: Date
}

/** A letter: its number and what it says, frozen when it was ordered, and what has become of it since. */
@Entity('letters')
@Unique(['number'])
@Unique(['checkCode'])
@Unique(['sha256'])
@Unique(['authorityId', 'series', 'year', 'serial'])
@Check('letters_ended_as_check', `ended_as in ('void', 'superseded', 'revoked', 'expired')`)
@Check('letters_check', '(ended_at is null) = (ended_as is null)')
@Index('letters_permit', { synchronize: false }) // the newest first
@Index('letters_cause', ['caseId', 'causedBy', 'kind'], { unique: true, where: 'caused_by is not null' })
export class Letter {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  @Index('letters_case')
  caseId!: number

  @Column('text')
  kind!: string

  @Column('int', { name: 'authority_id' })
  @ForeignKey(() => Authority)
  authorityId!: number

  /** Null when it goes to the firm. */
  @Column('int', { name: 'addressed_to', nullable: true })
  @ForeignKey(() => Authority)
  addressedTo!: number | null

  @Column('text')
  series!: string

  @Column('int')
  year!: number

  @Column('int')
  serial!: number

  @Column('text')
  number!: string

  @Column('text', { name: 'check_code' })
  checkCode!: string

  /** The template in force when the letter was ordered. */
  @Column('jsonb')
  template!: Record<string, unknown>

  /** All that the letter says (letterData.ts). */
  @Column('jsonb')
  data!: Record<string, unknown>

  @Column('jsonb', { name: 'public_facts' })
  publicFacts!: PublicFacts

  @Column('timestamptz', { name: 'ordered_at' })
  orderedAt!: Date

  @Column('timestamptz', { name: 'issued_at', nullable: true })
  issuedAt!: Date | null

  @Column('date', { name: 'valid_until', nullable: true })
  validUntil!: string | null

  /** Of the signed file, in hexadecimal. */
  @Column('text', { nullable: true })
  sha256!: string | null

  @Column('timestamptz', { name: 'failed_at', nullable: true })
  failedAt!: Date | null

  @Column('jsonb', { nullable: true })
  failure!: Record<string, unknown> | null

  @Column('timestamptz', { name: 'received_at', nullable: true })
  receivedAt!: Date | null

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null

  @Column('text', { name: 'ended_as', nullable: true })
  endedAs!: 'void' | 'superseded' | 'revoked' | 'expired' | null

  @Column('jsonb', { name: 'end_reason', nullable: true })
  endReason!: Record<string, unknown> | null

  /** The template's version: its entry in the reference data. */
  @Column('int', { name: 'template_id', nullable: true })
  @ForeignKey(() => ReferenceEntry)
  templateId!: number | null

  /** The event of the case that caused it. */
  @Column('int', { name: 'caused_by', nullable: true })
  causedBy!: number | null

  /** The letter whose place it takes. */
  @Column('int', { nullable: true })
  @ForeignKey(() => Letter)
  supersedes!: number | null
}

/** A letter's signed file, stored once. */
@Entity('letter_files')
export class LetterFile {
  @PrimaryColumn('int', { name: 'letter_id' })
  @ForeignKey(() => Letter)
  letterId!: number

  /** Sealed by the case's key. */
  @Column('bytea')
  pdf!: Buffer

  /** Of the signed file itself, in hexadecimal. */
  @Column('text', { nullable: true })
  sha256!: string | null
}
