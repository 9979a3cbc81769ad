/**
 * What happened in a case and what was put into it, as stored (migrations/…-cases.ts). Events and
 * what they say are only ever added.
 */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm'
import type { ScanState } from '../base/scanning.js'
import type { ActorKind } from '../people/actor.js'
import { Authority, Person } from '../people/entities.js'
import { ApiKey } from '../people/signInEntities.js'
import { Case } from './entities.js'
import type { EventName } from '../workflow/words.js'

/** One step of a case's history, chained by hash to the one before (history.ts). */
@Entity('events')
@Check('events_actor_kind_check', `actor_kind in ('person', 'clock', 'worker', 'talent', 'service')`)
@Index('events_request', ['caseId', 'actorId', 'action', 'requestId'], {
  unique: true,
  where: 'request_id is not null',
})
@Index('events_start', ['actorId', 'requestId'], {
  unique: true,
  where: `action = 'start' and request_id is not null`,
})
@Index('events_at', { synchronize: false }) // the newest first, and so those of one person
@Index('events_actor', { synchronize: false })
export class CaseEvent {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @PrimaryColumn('int')
  seq!: number

  @Column('timestamptz')
  at!: Date

  @Column('text')
  action!: EventName

  @Column('text', { name: 'from_state', nullable: true })
  fromState!: string | null

  @Column('text', { name: 'to_state' })
  toState!: string

  @Column('int')
  version!: number

  @Column('text', { name: 'actor_kind' })
  actorKind!: ActorKind

  @Column('int', { name: 'actor_id', nullable: true })
  @ForeignKey(() => Person)
  actorId!: number | null

  @Column('int', { name: 'authority_id', nullable: true })
  @ForeignKey(() => Authority)
  authorityId!: number | null

  @Column('int', { name: 'key_id', nullable: true })
  @ForeignKey(() => ApiKey)
  keyId!: number | null

  @Column('boolean')
  internal!: boolean

  @Column('text', { name: 'request_id', nullable: true })
  requestId!: string | null

  /** The request that the log names, which the mails that follow from the event carry; not the client's own above. */
  @Column('text', { nullable: true })
  trail!: string | null

  @Column('bytea', { name: 'input_hash', nullable: true })
  inputHash!: Buffer | null

  @Column('bytea', { name: 'content_hash' })
  contentHash!: Buffer

  @Column('bytea', { name: 'prev_hash' })
  prevHash!: Buffer

  @Column('bytea')
  hash!: Buffer

  /**
   * The transaction that wrote it (0: before there were notifications): what lies below the oldest
   * one that still runs is complete.
   */
  @Column('bigint', { default: 0 })
  @Index('events_xid')
  xid!: string
}

/** What an event says, apart from it, so that it can be hidden or erased. */
@Entity('event_contents')
@ForeignKey(() => CaseEvent, ['caseId', 'seq'], ['caseId', 'seq'])
export class EventContent {
  @PrimaryColumn('int', { name: 'case_id' })
  caseId!: number

  @PrimaryColumn('int')
  seq!: number

  @Column('bytea')
  salt!: Buffer

  @Column('jsonb')
  content!: Record<string, unknown>
}

/** A paper of a case; its content lies in the file store. */
@Entity('attachments')
@Unique(['storageKey'])
@Index('attachments_case', ['caseId', 'id'])
@Index('attachments_scan', ['id'], { where: `scan is null or scan = 'waiting'` })
@Check('attachments_scan_check', `scan in ('waiting', 'clean', 'infected', 'failed')`)
export class Attachment {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @Column('text')
  kind!: string

  @Column('text')
  name!: string

  @Column('text')
  mime!: string

  @Column('int')
  bytes!: number

  @Column('text')
  sha256!: string

  @Column('int', { nullable: true })
  pages!: number | null

  /** Of an image, in pixels; so is the height. */
  @Column('int', { nullable: true })
  width!: number | null

  @Column('int', { nullable: true })
  height!: number | null

  @Column('date', { name: 'issued_on', nullable: true })
  issuedOn!: string | null

  @Column('jsonb', { default: {} })
  details!: Record<string, unknown>

  @Column('jsonb', { default: [] })
  unfit!: { code: string; zh: string; en: string }[]

  @Column('text', { name: 'storage_key' })
  storageKey!: string

  @Column('int', { name: 'uploaded_by' })
  @ForeignKey(() => Person)
  uploadedBy!: number

  @Column('timestamptz', { name: 'uploaded_at' })
  uploadedAt!: Date

  /** Since when another paper stands in its place, or none. */
  @Column('timestamptz', { name: 'replaced_at', nullable: true })
  replacedAt!: Date | null

  /** What the virus scanner said; null while there is none. */
  @Column('text', { nullable: true })
  scan!: ScanState | null

  @Column('timestamptz', { name: 'scanned_at', nullable: true })
  scannedAt!: Date | null

  /** Whether the file is sealed by the case's key (files/sealedFile.ts). */
  @Column('boolean', { default: false })
  sealed!: boolean
}
