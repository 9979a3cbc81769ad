/** Service accounts and what they have called, as stored (migrations/…-serviceAccounts.ts). */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import { Authority, Firm, Person } from './entities.js'
import { ApiKey } from './signInEntities.js'

/** A program of a firm or a permit authority. Its row of people, over from the first, is whom histories name. */
@Entity('service_accounts')
@Check('service_accounts_owner', 'num_nonnulls(firm_id, authority_id) = 1')
@Check('service_accounts_two', 'firm_id is not null or confirmed_by <> made_by')
export class ServiceAccountRow {
  @PrimaryColumn('int')
  @ForeignKey(() => Person)
  id!: number

  @Column('int', { name: 'firm_id', nullable: true })
  @ForeignKey(() => Firm)
  @Index('service_accounts_firm', { where: 'firm_id is not null' })
  firmId!: number | null

  @Column('int', { name: 'authority_id', nullable: true })
  @ForeignKey(() => Authority)
  @Index('service_accounts_authority', { where: 'authority_id is not null' })
  authorityId!: number | null

  @Column('text')
  purpose!: string

  /** Of workflow/serviceActs.ts. */
  @Column('text', { array: true })
  acts!: string[]

  @Column('int', { name: 'responsible_id' })
  @ForeignKey(() => Person)
  responsibleId!: number

  @Column('int', { name: 'made_by' })
  @ForeignKey(() => Person)
  madeBy!: number

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date

  /** The second administrator, for an authority's. */
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
}

/** A call by one of its keys: of the route its pattern, so that no address, body or name is kept. */
@Entity('service_calls')
@Index('service_calls_account', ['accountId', 'id'])
export class ServiceCallRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string

  @Column('int', { name: 'account_id' })
  @ForeignKey(() => ServiceAccountRow)
  accountId!: number

  @Column('int', { name: 'key_id' })
  @ForeignKey(() => ApiKey)
  keyId!: number

  @Column('timestamptz')
  @Index('service_calls_at')
  at!: Date

  @Column('text')
  route!: string

  @Column('int')
  status!: number

  @Column('text', { name: 'request_id' })
  requestId!: string
}

/** How often a key was used in the minute that began with `since`. */
@Entity('key_calls')
export class KeyCallRow {
  @PrimaryColumn('int', { name: 'key_id' })
  @ForeignKey(() => ApiKey)
  keyId!: number

  @Column('timestamptz')
  since!: Date

  @Column('int')
  calls!: number
}

/** An access token, and the hash of the assertion for which it was given: there is no second one. */
@Entity('service_tokens')
export class ServiceTokenRow {
  @PrimaryColumn('int', { name: 'key_id' })
  @ForeignKey(() => ApiKey)
  keyId!: number

  @PrimaryColumn('bytea')
  assertion!: Buffer

  @Column('bytea', { name: 'token_hash' })
  @Index('service_tokens_token', { unique: true })
  tokenHash!: Buffer

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date
}
