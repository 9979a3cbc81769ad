/** What has a date, as stored (migrations/…-reference.ts, …-drafts.ts and …-earlierRevisions.ts). */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import { Person } from '../people/entities.js'

/**
 * An entry of the reference data: drafted by one person, approved by another, in force from its
 * day. The first ones were drafted by nobody.
 */
@Entity('reference')
@Check(
  'four_eyes',
  'drafted_by is null or approved_at is null or (approved_by is not null and drafted_by <> approved_by)',
)
@Check(
  'sent_back_whole',
  'num_nulls(sent_back_at, sent_back_by, sent_back_why, sent_back_revision) in (0, ' +
    '4) and (sent_back_by is null or sent_back_by <> drafted_by)',
)
@Check('withdrawn_or_approved', 'withdrawn_at is null or approved_at is null')
@Index('reference_in_force', ['kind', 'key', 'effectiveFrom'], { unique: true, where: 'approved_at is not null' })
@Index('reference_waiting', ['kind', 'key'], { where: 'approved_at is null and withdrawn_at is null' })
export class ReferenceEntry {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('text')
  kind!: string

  @Column('text')
  key!: string

  @Column('date', { name: 'effective_from' })
  effectiveFrom!: string

  /** Of the shape that the kind's schema says. */
  @Column('jsonb')
  body!: unknown

  @Column('int', { name: 'drafted_by', nullable: true })
  @ForeignKey(() => Person)
  draftedBy!: number | null

  @Column('timestamptz', { name: 'drafted_at', default: () => 'now()' })
  draftedAt!: Date

  @Column('int', { name: 'approved_by', nullable: true })
  @ForeignKey(() => Person)
  approvedBy!: number | null

  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt!: Date | null

  /** Why, in the drafter's words; the first entries have none. */
  @Column('text', { nullable: true })
  note!: string | null

  /**
   * Counts the changes of a draft; approved or sent back is a revision, so that nobody approves
   * what they have not read.
   */
  @Column('int', { default: 1 })
  revision!: number

  /** What it said before its last changes, the newest first; written by the database. */
  @Column('jsonb', { default: [] })
  earlier!: unknown

  @Column('timestamptz', { name: 'sent_back_at', nullable: true })
  sentBackAt!: Date | null

  @Column('int', { name: 'sent_back_by', nullable: true })
  @ForeignKey(() => Person)
  sentBackBy!: number | null

  @Column('text', { name: 'sent_back_why', nullable: true })
  sentBackWhy!: string | null

  @Column('int', { name: 'sent_back_revision', nullable: true })
  sentBackRevision!: number | null

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null
}

/** Of an end, how many days before it whoever keeps what ends was warned last. */
@Entity('endings')
export class EndingWarning {
  @PrimaryColumn('text')
  kind!: string

  @PrimaryColumn('text')
  key!: string

  @PrimaryColumn('date', { name: 'ends_on' })
  endsOn!: string

  @Column('int', { name: 'warned_days' })
  warnedDays!: number

  @Column('timestamptz', { name: 'warned_at' })
  warnedAt!: Date
}
