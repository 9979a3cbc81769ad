/** What the audit keeps, as stored (migrations/…-audit.ts). */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import { Person } from '../../people/entities.js'
import { Case } from '../entities.js'

/** A checkpoint as it was made; the copy outside the database is the one that counts. */
@Entity('checkpoints')
@Index('checkpoints_cases', { synchronize: false }) // inverted, by case
export class StoredCheckpoint {
  @PrimaryColumn('int')
  no!: number

  @Column('timestamptz')
  at!: Date

  @Column('bytea')
  previous!: Buffer

  @Column('int')
  events!: number

  @Column('bytea')
  root!: Buffer

  @Column('bytea')
  hash!: Buffer

  /** The cases that it seals something of. */
  @Column('int', { array: true })
  cases!: number[]

  /** What was written outside, to the byte. */
  @Column('text')
  document!: string

  /** Since when it lies in every place outside. */
  @Column('timestamptz', { name: 'stored_at', nullable: true })
  storedAt!: Date | null

  @Column('timestamptz', { name: 'failed_at', nullable: true })
  failedAt!: Date | null

  /** Why it could not be stored, the last time. */
  @Column('text', { nullable: true })
  failure!: string | null
}

/** How far a case is sealed. */
@Entity('seals')
export class Seal {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @Column('int')
  seq!: number
}

/** After a restore to an earlier moment: which checkpoints whoever runs the system has set aside, and why. */
@Entity('resumed_sealings')
export class ResumedSealing {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('timestamptz')
  at!: Date

  @Column('text')
  operator!: string

  @Column('text')
  why!: string

  @Column('int', { name: 'first_no' })
  firstNo!: number

  @Column('int', { name: 'last_no' })
  lastNo!: number
}

/** The public half of a key that signed exports (exportKeys.ts). */
@Entity('export_keys')
export class StoredExportKey {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  no!: number

  /** Its name: the beginning of its SHA-256. */
  @Column('text', { unique: true })
  id!: string

  /** As PEM. */
  @Column('text', { name: 'public_key' })
  publicKey!: string

  @Column('timestamptz', { name: 'first_used_at', default: () => 'now()' })
  firstUsedAt!: Date
}

/** What a row that is kept for good said at some time (marked.ts), and which checkpoint seals it. */
@Entity('row_marks')
@Index('row_marks_row', ['relation', 'rowId', 'id'])
@Index('row_marks_new', ['id'], { where: 'sealed_in is null' })
export class RowMark {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('text')
  relation!: string

  @Column('bigint', { name: 'row_id' })
  rowId!: string

  @Column('bytea')
  digest!: Buffer

  @Column('timestamptz', { name: 'made_at', default: () => 'now()' })
  madeAt!: Date

  @Column('int', { name: 'sealed_in', nullable: true })
  sealedIn!: number | null
}

/** A proof that an auditor asked for and the worker has made. */
@Entity('proofs')
@Index('proofs_case', ['caseId', 'id'])
export class Proof {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @Column('int', { name: 'asked_by' })
  @ForeignKey(() => Person)
  askedBy!: number

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date

  @Column('timestamptz', { name: 'done_at', nullable: true })
  doneAt!: Date | null

  @Column('jsonb', { nullable: true })
  result!: Record<string, unknown> | null
}

/** An auditor's wish to read what is in a case, and what a second person has said to it. */
@Entity('content_readings')
@Check('content_readings_check', 'decided_by <> asked_by')
@Check('content_readings_check1', 'num_nonnulls(decided_by, decided_at) in (0, 2)')
@Check('content_readings_check2', 'num_nonnulls(refused_why, open_until) = num_nonnulls(decided_at)')
@Index('content_readings_asked', ['caseId', 'askedBy'], { unique: true, where: 'decided_at is null' })
@Index('content_readings_open', ['caseId', 'askedBy', 'openUntil'], { where: 'open_until is not null' })
export class ContentReading {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @Column('int', { name: 'asked_by' })
  @ForeignKey(() => Person)
  askedBy!: number

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date

  @Column('text')
  reason!: string

  @Column('int', { name: 'decided_by', nullable: true })
  @ForeignKey(() => Person)
  decidedBy!: number | null

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null

  @Column('text', { name: 'refused_why', nullable: true })
  refusedWhy!: string | null

  /** Until when the case may be read. */
  @Column('timestamptz', { name: 'open_until', nullable: true })
  openUntil!: Date | null
}
