/** Mandates, as stored (migrations/…-mandates.ts). */
import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Firm, Person } from './entities.js'

/** A firm files for another one. Written by guarded functions alone. */
@Entity('mandates')
@Check('mandates_acts', `acts <@ array['submit', 'report']`)
@Check('mandates_two', 'employer_id <> agent_id')
@Check('mandates_most', 'most_cases > 0')
@Unique('mandates_of_employer', ['id', 'employerId'])
@Index('mandates_open', ['employerId', 'agentId'], { unique: true, where: 'ended_at is null' })
@Index('mandates_until', ['untilOn'], { where: 'ended_at is null' })
export class MandateRow {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'employer_id' })
  @ForeignKey(() => Firm)
  employerId!: number

  @Column('int', { name: 'agent_id' })
  @ForeignKey(() => Firm)
  @Index('mandates_agent')
  agentId!: number

  /** As both were called on the day on which it was asked for. */
  @Column('text', { name: 'employer_name' })
  employerName!: string

  @Column('text', { name: 'agent_name' })
  agentName!: string

  /** Null where the firm had no English name. */
  @Column('text', { name: 'employer_name_en', nullable: true })
  employerNameEn!: string | null

  @Column('text', { name: 'agent_name_en', nullable: true })
  agentNameEn!: string | null

  @Column('text', { array: true })
  acts!: string[]

  @Column('date', { name: 'until_on' })
  untilOn!: string

  @Column('text', { nullable: true })
  note!: string | null

  @Column('int', { name: 'asked_by' })
  @ForeignKey(() => Person)
  askedBy!: number

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date

  @Column('int', { name: 'confirmed_by', nullable: true })
  @ForeignKey(() => Person)
  confirmedBy!: number | null

  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt!: Date | null

  @Column('int', { name: 'ended_by', nullable: true })
  @ForeignKey(() => Person)
  endedBy!: number | null

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null

  @Column('text', { name: 'end_reason', nullable: true })
  endReason!: string | null

  /** Applications that the agent may begin under it; null: any number. */
  @Column('int', { name: 'most_cases', nullable: true })
  mostCases!: number | null
}
