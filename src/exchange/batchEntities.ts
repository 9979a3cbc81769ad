/** Batches and their rows, as stored (migrations/…-batches.ts). */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Case } from '../cases/entities.js'
import { Firm, Person } from '../people/entities.js'
import { MandateRow } from '../people/mandateEntities.js'

/** Whether its rows are being worked on. */
export type BatchState = 'running' | 'paused' | 'stopped' | 'done'
export type BatchRowState = 'waiting' | 'made' | 'refused'

@Entity('batches')
@Unique('batches_request', ['orderedBy', 'requestId'])
@Index('batches_firm', ['firmId', 'id'])
@Check('batches_name', 'length(name) between 1 and 200')
@Check('batches_state', `state in ('running', 'paused', 'stopped', 'done')`)
export class BatchRecord {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'firm_id' })
  @ForeignKey(() => Firm)
  firmId!: number

  /** Under which its drafts are begun for another firm. */
  @Column('int', { name: 'mandate_id', nullable: true })
  @ForeignKey(() => MandateRow)
  mandateId!: number | null

  @Column('int', { name: 'ordered_by' })
  @ForeignKey(() => Person)
  orderedBy!: number

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date

  /** Of the workbook's file. */
  @Column('text')
  name!: string

  @Column('text', { name: 'request_id', nullable: true })
  requestId!: string | null

  @Column('text')
  state!: BatchState

  /** The process that works on it, and until when no other one does. */
  @Column('uuid', { nullable: true })
  holder!: string | null

  @Column('timestamptz', { name: 'held_until', nullable: true })
  heldUntil!: Date | null

  /** Sealed: what became of the documents that came last. */
  @Column('bytea', { nullable: true })
  papers!: Buffer | null
}

@Entity('batch_rows')
@Index('batch_rows_case', ['caseId'], { where: 'case_id is not null' })
@Check('batch_rows_state', `state in ('waiting', 'made', 'refused')`)
export class BatchRowRecord {
  @PrimaryColumn('int', { name: 'batch_id' })
  @ForeignKey(() => BatchRecord)
  batchId!: number

  /** Of the sheet of hosts. */
  @PrimaryColumn('int')
  row!: number

  @Column('text')
  state!: BatchRowState

  @Column('int', { name: 'case_id', nullable: true })
  @ForeignKey(() => Case)
  caseId!: number | null

  /** How many things stopped it from being submitted when it was last looked at. */
  @Column('int', { nullable: true })
  lacking!: number | null

  /** Sealed: until its draft is made what was read, then what is said of it and what its documents are known by. */
  @Column('bytea', { nullable: true })
  content!: Buffer | null
}
