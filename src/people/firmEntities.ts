/** What a firm has shown, and what happened to it, as stored (migrations/…-people.ts, …-firmActs.ts). */
import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import type { ScanState } from '../base/scanning.js'
import { Authority, Firm, Person } from './entities.js'

/** A paper that a firm has shown when it registered; its content lies in the file store. */
@Entity('firm_papers')
@Unique(['storageKey'])
@Index('firm_papers_scan', ['id'], { where: `scan is null or scan = 'waiting'` })
@Check('firm_papers_scan_check', `scan in ('waiting', 'clean', 'infected', 'failed')`)
@Check('firm_papers_kind_check', `kind in ('licence', 'authorisation')`)
export class FirmPaper {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'firm_id' })
  @ForeignKey(() => Firm)
  @Index('firm_papers_firm')
  firmId!: number

  @Column('text')
  kind!: 'licence' | 'authorisation'

  @Column('text')
  name!: string

  @Column('text')
  mime!: string

  @Column('int')
  bytes!: number

  @Column('text')
  sha256!: string

  @Column('text', { name: 'storage_key' })
  storageKey!: string

  /** False of what an older release has stored, until it is sealed (tools/sealExisting.ts). */
  @Column('boolean', { default: false })
  sealed!: boolean

  @Column('timestamptz', { name: 'uploaded_at' })
  uploadedAt!: Date

  /** What the virus scanner said; null while there is none. */
  @Column('text', { nullable: true })
  scan!: ScanState | null

  @Column('timestamptz', { name: 'scanned_at', nullable: true })
  scannedAt!: Date | null
  /** When another one of its kind took its place. */
  @Column('timestamptz', { name: 'replaced_at', nullable: true })
  replacedAt!: Date | null

  /** The change that it came with; it holds once that is accepted. */
  @Column('int', { name: 'change_id', nullable: true })
  @ForeignKey(() => FirmChangeRow)
  changeId!: number | null
}

/** One thing that happened to a firm (migrations/…-firmActs.ts). */
@Entity('firm_acts')
@Index('firm_acts_firm', ['firmId', 'id'])
export class FirmActRow {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'firm_id' })
  @ForeignKey(() => Firm)
  firmId!: number

  @Column('timestamptz')
  at!: Date

  @Column('text')
  act!: string

  /** Null of what a last day has ended. */
  @Column('int', { name: 'actor_id', nullable: true })
  @ForeignKey(() => Person)
  actorId!: number | null

  /** The officer's authority; null of what the firm did itself. */
  @Column('int', { name: 'authority_id', nullable: true })
  @ForeignKey(() => Authority)
  authorityId!: number | null

  @Column('text', { nullable: true })
  reason!: string | null

  @Column('jsonb')
  detail!: Record<string, unknown>

  /** The transaction that wrote it, as of an event. */
  @Column('bigint')
  @Index('firm_acts_xid')
  xid!: string

  /** The request that the log names. */
  @Column('text', { nullable: true })
  trail!: string | null
}

/** Answers that a firm says again, under a name (cases/firmTexts.ts). */
@Entity('firm_texts')
@Unique('firm_texts_name', ['firmId', 'name'])
@Check('firm_texts_name_check', 'length(name) between 1 and 60')
@Check('firm_texts_answers_check', `jsonb_typeof(answers) = 'object'`)
export class FirmTextRow {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'firm_id' })
  @ForeignKey(() => Firm)
  firmId!: number

  @Column('text')
  name!: string

  @Column('jsonb')
  answers!: Record<string, unknown>

  @Column('int', { name: 'kept_by' })
  @ForeignKey(() => Person)
  keptBy!: number

  @Column('timestamptz', { name: 'kept_at' })
  keptAt!: Date
}

/** A change of a confirmed firm's data that was asked for (migrations/…-firmChanges.ts). */
@Entity('firm_changes')
@Check('firm_changes_state_check', `state in ('open', 'sentBack', 'accepted', 'withdrawn')`)
@Index('firm_changes_firm', ['firmId'], { unique: true, where: `state in ('open', 'sentBack')` })
@Index('firm_changes_open', ['askedAt'], { where: `state = 'open'` })
export class FirmChangeRow {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'firm_id' })
  @ForeignKey(() => Firm)
  firmId!: number

  @Column('int', { name: 'asked_by' })
  @ForeignKey(() => Person)
  askedBy!: number

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date

  /** The facts that change, as they shall be. */
  @Column('jsonb')
  facts!: Record<string, unknown>

  @Column('text', { nullable: true })
  why!: string | null

  @Column('text')
  state!: 'open' | 'sentBack' | 'accepted' | 'withdrawn'

  @Column('int', { name: 'decided_by', nullable: true })
  @ForeignKey(() => Person)
  decidedBy!: number | null

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null

  @Column('text', { nullable: true })
  reason!: string | null
}

/** A suspension of a firm: announced, answered, decided by another officer, ended. */
@Entity('firm_suspensions')
@Check(
  'firm_suspensions_decided_check',
  '(decided_at is null) = (decided_by is null) and (decided_at is null) = (suspended is null)',
)
@Check('firm_suspensions_ended_check', '(ended_at is null) = (ended_by is null) and (ended_at is null or suspended)')
@Check('suspended_by_another', 'decided_by <> intended_by or suspended = false')
@Index('firm_suspensions_firm', ['firmId'], {
  unique: true,
  where: 'decided_at is null or (suspended and ended_at is null)',
})
export class FirmSuspensionRow {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'firm_id' })
  @ForeignKey(() => Firm)
  firmId!: number

  @Column('text')
  reason!: string

  @Column('int', { name: 'intended_by' })
  @ForeignKey(() => Person)
  intendedBy!: number

  @Column('timestamptz', { name: 'intended_at' })
  intendedAt!: Date

  /** The last day on which the firm may answer before it is decided. */
  @Column('date', { name: 'answer_until' })
  answerUntil!: string

  @Column('text', { nullable: true })
  answer!: string | null

  @Column('int', { name: 'answered_by', nullable: true })
  @ForeignKey(() => Person)
  answeredBy!: number | null

  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt!: Date | null

  @Column('int', { name: 'decided_by', nullable: true })
  @ForeignKey(() => Person)
  decidedBy!: number | null

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null

  @Column('boolean', { nullable: true })
  suspended!: boolean | null

  /** Why it was decided so. */
  @Column('text', { nullable: true })
  decision!: string | null

  @Column('int', { name: 'ended_by', nullable: true })
  @ForeignKey(() => Person)
  endedBy!: number | null

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null

  @Column('text', { name: 'end_reason', nullable: true })
  endReason!: string | null
}
