/** What is kept about time, as stored (migrations/…-procedure.ts): every stop of a clock, outages, absences. */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import type { Bilingual } from '../base/text.js'
import { Authority, Person } from '../people/entities.js'
import { Case } from './entities.js'

/** A time in which the service could not be used; deadlines that it covered are extended. */
@Entity('outages')
@Check('outages_days', 'from_on <= to_on')
export class Outage {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('date', { name: 'from_on' })
  fromOn!: string

  @Column('date', { name: 'to_on' })
  toOn!: string

  @Column('jsonb')
  what!: Bilingual

  @Column('int', { name: 'recorded_by' })
  @ForeignKey(() => Person)
  recordedBy!: number

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date

  /** When every deadline that it covered had been extended. */
  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null
}

/**
 * basis: no route by which a case could be recommended was in force; extension: a supervisor has
 * added days. An outage and an extension add days; the others stop the clock.
 */
export type StopReason = 'correction' | 'consultation' | 'intention' | 'outage' | 'basis' | 'extension'

/** A line of the ledger: from when until when a case's clock stood still, and why. The event `seq` stopped it. */
@Entity('clock_stops')
@Check(
  'clock_stops_reason_check',
  `reason in ('correction', 'consultation', 'intention', 'outage', 'basis', 'extension')`,
)
@Index('clock_stops_outage', ['caseId', 'outageId'], { unique: true, where: 'outage_id is not null' })
export class ClockStop {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @PrimaryColumn('int')
  seq!: number

  @Column('text')
  reason!: StopReason

  @Column('date', { name: 'from_on' })
  fromOn!: string

  /** The last day on which it may stand still. */
  @Column('date', { name: 'until_on', nullable: true })
  untilOn!: string | null

  /** The day on which it went on; null while it stands. */
  @Column('date', { name: 'to_on', nullable: true })
  toOn!: string | null

  /** Working days by which the deadline moved. */
  @Column('int', { nullable: true })
  days!: number | null

  /** So many working days after `fromOn` the last day is; null where it is counted otherwise. */
  @Column('int', { name: 'counted_days', nullable: true })
  countedDays!: number | null

  /** Working days that were left when it stopped. */
  @Column('int', { name: 'days_left', nullable: true })
  daysLeft!: number | null

  /** The department that was consulted. */
  @Column('int', { name: 'authority_id', nullable: true })
  @ForeignKey(() => Authority)
  authorityId!: number | null

  @Column('int', { name: 'outage_id', nullable: true })
  @ForeignKey(() => Outage)
  outageId!: number | null
}

/** How far the clock has come with counting the days of open cases by a calendar. */
@Entity('recomputations')
export class Recomputation {
  @PrimaryColumn('text')
  name!: string

  /** The hash of the calendar in force. */
  @Column('text')
  calendar!: string

  @Column('timestamptz', { name: 'begun_at' })
  begunAt!: Date

  @Column('int', { name: 'after_case', default: 0 })
  afterCase!: number

  /** How many times all cases have been gone through. */
  @Column('int', { default: 0 })
  rounds!: number

  @Column('timestamptz', { name: 'round_ended_at', nullable: true })
  roundEndedAt!: Date | null
}

/** Somebody is away, and a colleague of the same authority stands in. */
@Entity('absences')
@Check('absences_deputy', 'person_id <> deputy_id')
@Check('absences_days', 'from_on <= to_on')
@ForeignKey(() => Person, ['personId', 'authorityId'], ['id', 'authorityId'])
@ForeignKey(() => Person, ['deputyId', 'authorityId'], ['id', 'authorityId'])
@Index('absences_deputy_days', ['deputyId', 'toOn'])
@Index('absences_authority', ['authorityId', 'toOn'])
export class Absence {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'authority_id' })
  @ForeignKey(() => Authority)
  authorityId!: number

  @Column('int', { name: 'person_id' })
  personId!: number

  @Column('int', { name: 'deputy_id' })
  deputyId!: number

  @Column('date', { name: 'from_on' })
  fromOn!: string

  @Column('date', { name: 'to_on' })
  toOn!: string

  @Column('int', { name: 'recorded_by' })
  @ForeignKey(() => Person)
  recordedBy!: number

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date
}
