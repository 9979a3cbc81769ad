/**
 * A case and what the authorities do with it, as stored (migrations/…-cases.ts). Its papers and its
 * history: historyEntities.ts. Over 250 lines because it is one table after the other.
 */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm'
import type { Part } from '../people/actor.js'
import { Authority, Firm, Person } from '../people/entities.js'
import { MandateRow } from '../people/mandateEntities.js'
import type { State } from '../workflow/machine.js'

/** A case: where it stands, until when, and the answers of its draft. Only act() writes it (case.service.ts). */
@Entity('cases')
@Unique(['number'])
@Index('cases_firm', { synchronize: false }) // the newest first
@Index('cases_of_firm', ['firmId', 'id'])
@Index('cases_changed', ['changedAt', 'id'])
@Index('cases_heads', { synchronize: false }) // with last_seq beside the id
@Index('cases_due', ['dueOn'], { where: 'due_on is not null' })
@Index('cases_passport', ['passportIndex'], { where: 'passport_index is not null' })
@Index('cases_permit', ['permitValidUntil'], { where: 'permit_valid_until is not null' })
@Index('cases_copied', ['copiedFrom'], { where: 'copied_from is not null' })
@Index('cases_mandate', ['mandateId'], { where: 'mandate_id is not null' })
@ForeignKey(() => MandateRow, ['mandateId', 'firmId'], ['id', 'employerId'])
export class Case {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('text')
  number!: string

  @Column('text')
  state!: State

  @Column('int')
  version!: number

  @Column('int', { name: 'firm_id' })
  @ForeignKey(() => Firm)
  firmId!: number

  @Column('int', { name: 'created_by' })
  @ForeignKey(() => Person)
  createdBy!: number

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date

  @Column('date', { name: 'filed_on', nullable: true })
  filedOn!: string | null

  @Column('date', { name: 'due_on', nullable: true })
  dueOn!: string | null

  @Column('boolean', { name: 'due_provisional', default: false })
  dueProvisional!: boolean

  /** Working days that were left when the clock was stopped. */
  @Column('int', { name: 'days_left', nullable: true })
  daysLeft!: number | null

  /** So many working days after a day `dueOn` is, as the event `countedSeq` counted it. */
  @Column('date', { name: 'counted_from', nullable: true })
  countedFrom!: string | null

  @Column('int', { name: 'counted_days', nullable: true })
  countedDays!: number | null

  @Column('int', { name: 'counted_seq', nullable: true })
  countedSeq!: number | null

  @Column('int', { default: 0 })
  round!: number

  /** The most persons of one department that assess it. */
  @Column('int', { name: 'assessors_needed', default: 1 })
  assessorsNeeded!: number

  /** The departments of which two persons assess in this round; null in cases of before there was a choice. */
  @Column('int', { name: 'assessed_twice', array: true, nullable: true })
  assessedTwice!: number[] | null

  @Column('date', { name: 'permit_valid_until', nullable: true })
  permitValidUntil!: string | null

  /** The case of the same firm whose answers it began with. */
  @Column('int', { name: 'copied_from', nullable: true })
  @ForeignKey(() => Case)
  copiedFrom!: number | null

  /** The mandate under which an agent has begun it for the firm; null of what the firm has begun itself. */
  @Column('int', { name: 'mandate_id', nullable: true })
  mandateId!: number | null

  /** The last reminder in this state, as days before the day that it reminds of. */
  @Column('int', { name: 'reminded_days', nullable: true })
  remindedDays!: number | null

  @Column('int', { name: 'last_seq' })
  lastSeq!: number

  @Column('bytea', { name: 'last_hash' })
  lastHash!: Buffer

  @Column('jsonb', { default: {} })
  answers!: Record<string, unknown>

  @Column('int', { name: 'answers_version', default: 0 })
  answersVersion!: number

  @Column('text', { name: 'form_version' })
  formVersion!: string

  @Column({
    type: 'text',
    name: 'talent_name',
    nullable: true,
    generatedType: 'STORED',
    asExpression: "left(answers #>> '{talent,visualName}', 200)",
  })
  readonly talentName!: string | null

  @Column({
    type: 'text',
    name: 'system_name',
    nullable: true,
    generatedType: 'STORED',
    asExpression: "left(answers #>> '{talent,systemName}', 200)",
  })
  readonly systemName!: string | null

  /** Of what is sealed in the case, wrapped by the master key; null when it has been destroyed. */
  @Column('bytea', { name: 'data_key', nullable: true, select: false })
  dataKey!: Buffer | null

  /** By which the passport number is searched: a blind index. */
  @Column('text', { name: 'passport_index', nullable: true })
  passportIndex!: string | null

  /** When its personal data were erased: the key destroyed, the rest blanked. */
  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt!: Date | null
}

/** The part that an authority has in a case. */
@Entity('case_parties')
@Check('case_parties_part_check', `part in ('lead', 'named', 'review', 'permit')`)
@Index('case_parties_authority', ['authorityId', 'part', 'caseId'])
export class CaseParty {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @PrimaryColumn('int', { name: 'authority_id' })
  @ForeignKey(() => Authority)
  authorityId!: number

  @PrimaryColumn('text')
  part!: Part

  @Column('timestamptz')
  since!: Date

  /** The last day for the opinion of a department that was consulted. */
  @Column('date', { name: 'due_on', nullable: true })
  dueOn!: string | null

  /** So many working days after `since`; null where it is counted otherwise. */
  @Column('int', { name: 'counted_days', nullable: true })
  countedDays!: number | null
}

/** What was filed: the answers, the firm's data and the ids of the papers as they were at that event. */
@Entity('submissions')
export class Submission {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @PrimaryColumn('int')
  seq!: number

  @Column('timestamptz', { name: 'filed_at' })
  filedAt!: Date

  @Column('text', { name: 'form_version' })
  formVersion!: string

  @Column('jsonb')
  answers!: Record<string, unknown>

  @Column('jsonb')
  firm!: Record<string, unknown>

  @Column('jsonb')
  attachments!: number[]

  /** Whom it is about: blind indexes, from which the database itself fills `person_keys`. */
  @Column('jsonb', { name: 'person_keys', default: [] })
  personKeys!: { fact: string; key: string }[]
}

/** What an authority's assessor has reported in a round; two of one authority where the rules ask for two. */
@Entity('assessments')
@Check('assessments_opinion_check', `opinion in ('recommend', 'against')`)
export class Assessment {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @PrimaryColumn('int')
  round!: number

  @PrimaryColumn('int', { name: 'authority_id' })
  @ForeignKey(() => Authority)
  authorityId!: number

  @PrimaryColumn('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  personId!: number

  @Column('timestamptz')
  at!: Date

  @Column('text')
  opinion!: 'recommend' | 'against'

  @Column('text', { nullable: true })
  summary!: string | null

  @Column('jsonb', { default: [] })
  findings!: unknown[]

  /** By the scorecard in force on the filing day. */
  @Column('jsonb', { default: [] })
  scores!: unknown[]

  @Column('jsonb', { default: [] })
  compliance!: unknown[]
}

/** Who of an authority works on a case. */
@Entity('claims')
export class Claim {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @PrimaryColumn('int', { name: 'authority_id' })
  @ForeignKey(() => Authority)
  authorityId!: number

  @Column('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  @Index('claims_person')
  personId!: number

  @Column('timestamptz')
  at!: Date
}
