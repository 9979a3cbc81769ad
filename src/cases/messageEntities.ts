/**
 * Notifications, how far they have been read from the events, and the processes that make them, as
 * stored (migrations/…-messages.ts).
 */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Person } from '../people/entities.js'
import { FirmActRow } from '../people/firmEntities.js'
import { Mail } from '../people/mailEntities.js'
import { Case } from './entities.js'

/** One thing that one person is told of a case, or of a firm. */
@Entity('notifications')
@Unique('notifications_once', ['personId', 'caseId', 'kind', 'mark'])
@Index('notifications_person', ['personId', 'id'])
@Index('notifications_unread', ['personId'], { where: 'read_at is null' })
@Index('notifications_mail', ['mailId'], { where: 'mail_id is not null' })
@Index('notifications_case', ['caseId', 'kind'])
@Index('notifications_of_firm', ['personId', 'firmAct'], { unique: true, where: 'firm_act is not null' })
@Check('notifications_about', 'num_nonnulls(case_id, firm_act) = 1')
export class Notification {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  personId!: number

  @Column('int', { name: 'case_id', nullable: true })
  @ForeignKey(() => Case)
  caseId!: number | null

  @Column('int', { name: 'firm_act', nullable: true })
  @ForeignKey(() => FirmActRow)
  firmAct!: number | null

  @Column('text')
  kind!: string

  /** The number of the event, or the day that is near. */
  @Column('text')
  mark!: string

  @Column('timestamptz')
  at!: Date

  @Column('timestamptz', { name: 'read_at', nullable: true })
  readAt!: Date | null

  /** The mail that told of it, alone or with others. */
  @Column('int', { name: 'mail_id', nullable: true })
  @ForeignKey(() => Mail)
  mailId!: number | null
}

/** Up to which transaction a reader has read the events. */
@Entity('event_cursors')
export class EventCursor {
  @PrimaryColumn('text')
  name!: string

  @Column('bigint')
  position!: string
}

/** A worker's process, and when it last said that it lives. */
@Entity('workers')
export class WorkerProcess {
  @PrimaryColumn('text')
  id!: string

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date

  @Column('timestamptz', { name: 'seen_at' })
  seenAt!: Date

  /** Which walls stand around its readers of files; null until it has found out. */
  @Column('text', { array: true, nullable: true })
  walls!: string[] | null

  /** What it has last read of the whole installation (exchange/operation). */
  @Column('jsonb', { nullable: true })
  figures!: unknown
}
