/**
 * What system administrators do, as stored (migrations/…-messages.ts): announcements, and jobs that
 * they have given up.
 */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import type { Bilingual } from '../base/text.js'
import { Person } from './entities.js'

@Entity('announcements')
@Check('announcements_audience_check', `audience in ('all', 'firms', 'staff')`)
@Check('announcements_level_check', `level in ('note', 'maintenance', 'urgent')`)
@Check('announcements_times', 'from_at < until_at')
@Index('announcements_until', ['untilAt'], { where: 'ended_at is null' })
export class Announcement {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('timestamptz', { name: 'from_at' })
  fromAt!: Date

  @Column('timestamptz', { name: 'until_at' })
  untilAt!: Date

  @Column('text')
  audience!: 'all' | 'firms' | 'staff'

  @Column('text')
  level!: 'note' | 'maintenance' | 'urgent'

  @Column('jsonb')
  what!: Bilingual

  @Column('int', { name: 'drafted_by' })
  @ForeignKey(() => Person)
  draftedBy!: number

  @Column('timestamptz', { name: 'drafted_at' })
  draftedAt!: Date

  /** Taken back before its time. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null
}

/** A failed job that will not be tried again, and why. */
@Entity('discarded_jobs')
export class DiscardedJob {
  @PrimaryColumn('bigint', { name: 'job_id' })
  jobId!: string

  @Column('text')
  task!: string

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date

  @Column('int', { name: 'discarded_by' })
  @ForeignKey(() => Person)
  discardedBy!: number

  @Column('timestamptz', { name: 'discarded_at' })
  discardedAt!: Date

  @Column('text')
  reason!: string
}
