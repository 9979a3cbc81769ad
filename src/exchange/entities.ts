/** Webhooks, as stored (migrations/…-webhooks.ts): to whom events are sent, and what became of each. */
import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Case } from '../cases/entities.js'
import { Authority, Firm, Person } from '../people/entities.js'

export type WebhookState = 'unconfirmed' | 'active' | 'paused' | 'removed'
export type DeliveryState = 'waiting' | 'failed' | 'sent' | 'parked'

/** A subscription of a firm or an authority. */
@Entity('webhooks')
@Unique(['code'])
@Check('webhooks_state_check', `state in ('unconfirmed', 'active', 'paused', 'removed')`)
@Check('webhooks_owner', 'num_nonnulls(firm_id, authority_id) = 1')
export class WebhookRow {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  /** By which its secret is bound to it. */
  @Column('text')
  code!: string

  @Column('int', { name: 'firm_id', nullable: true })
  @ForeignKey(() => Firm)
  @Index('webhooks_firm', { where: 'firm_id is not null' })
  firmId!: number | null

  @Column('int', { name: 'authority_id', nullable: true })
  @ForeignKey(() => Authority)
  @Index('webhooks_authority', { where: 'authority_id is not null' })
  authorityId!: number | null

  @Column('text')
  address!: string

  @Column('text', { array: true })
  kinds!: string[]

  @Column('text')
  state!: WebhookState

  /** Sealed; empty once it is removed. */
  @Column('bytea', { select: false })
  secret!: Buffer

  /** The one before, which signs as well until then. */
  @Column('bytea', { name: 'earlier_secret', nullable: true, select: false })
  earlierSecret!: Buffer | null

  @Column('timestamptz', { name: 'earlier_until', nullable: true })
  earlierUntil!: Date | null

  @Column('int', { name: 'made_by' })
  @ForeignKey(() => Person)
  madeBy!: number

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date

  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt!: Date | null

  @Column('int', { name: 'changed_by', nullable: true })
  @ForeignKey(() => Person)
  changedBy!: number | null

  @Column('timestamptz', { name: 'changed_at', nullable: true })
  changedAt!: Date | null

  /** Since the last that arrived. */
  @Column('int', { default: 0 })
  failures!: number

  @Column('timestamptz', { name: 'failing_since', nullable: true })
  failingSince!: Date | null

  /** Nothing is sent there before. */
  @Column('timestamptz', { name: 'rest_until', nullable: true })
  restUntil!: Date | null

  @Column('timestamptz', { name: 'served_at', nullable: true })
  servedAt!: Date | null

  /** From which moment on events are to be sent again. */
  @Column('timestamptz', { name: 'replay_from', nullable: true })
  replayFrom!: Date | null

  /** When its administrators were last told that something was given up. */
  @Column('timestamptz', { name: 'told_at', nullable: true })
  toldAt!: Date | null
}

/** One event for one subscription; the challenge has no case. */
@Entity('webhook_deliveries')
@Unique('webhook_deliveries_once', ['webhookId', 'caseId', 'seq'])
@Check('webhook_deliveries_state_check', `state in ('waiting', 'failed', 'sent', 'parked')`)
@Index('webhook_deliveries_due', ['webhookId', 'nextTryAt', 'id'], { where: `state in ('waiting', 'failed')` })
@Index('webhook_deliveries_newest', { synchronize: false }) // the newest first
export class WebhookDelivery {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'webhook_id' })
  @ForeignKey(() => WebhookRow)
  webhookId!: number

  @Column('int', { name: 'case_id', nullable: true })
  @ForeignKey(() => Case)
  @Index('webhook_deliveries_case', { where: 'case_id is not null' })
  caseId!: number | null

  @Column('int', { nullable: true })
  seq!: number | null

  @Column('text')
  kind!: string

  /** When it happened. */
  @Column('timestamptz')
  at!: Date

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date

  @Column('text', { default: 'waiting' })
  state!: DeliveryState

  @Column('int', { default: 0 })
  tries!: number

  @Column('timestamptz', { name: 'next_try_at' })
  nextTryAt!: Date

  @Column('timestamptz', { name: 'tried_at', nullable: true })
  triedAt!: Date | null

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  @Index('webhook_deliveries_settled', { where: 'settled_at is not null' })
  settledAt!: Date | null

  /** What the last try was answered: the status of HTTP, in how many milliseconds, how the answer begins. */
  @Column('int', { nullable: true })
  status!: number | null

  @Column('int', { nullable: true })
  took!: number | null

  @Column('text', { nullable: true })
  answer!: string | null

  /** Why the last try failed (exchange/faults.ts). */
  @Column('text', { nullable: true })
  fault!: string | null
}
