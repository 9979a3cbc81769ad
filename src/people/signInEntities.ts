/**
 * How people come in, as stored (migrations/…-people.ts). Secrets, though they are hashes, are read
 * only where they are asked for by name.
 */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm'
import type { KeyScope, Role } from './actor.js'
import { Authority, Firm, Person } from './entities.js'

/** Somebody's session, by the hash of its token. */
@Entity('sessions')
export class Session {
  /** Read with every session all the same: TypeORM tells rows apart by their keys. */
  @PrimaryColumn('bytea', { name: 'token_hash' })
  tokenHash!: Buffer

  @Column('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  @Index('sessions_person')
  personId!: number

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('timestamptz', { name: 'seen_at' })
  seenAt!: Date

  @Column('text', { nullable: true })
  device!: string | null

  @Column('text', { nullable: true })
  address!: string | null

  @Column('text', { array: true })
  ways!: string[]

  @Column('timestamptz', { name: 'proved_at' })
  provedAt!: Date

  /** The same by the database's own clock; null in a session of an earlier release. */
  @Column('timestamptz', { name: 'shown_at', nullable: true, default: () => 'now()' })
  shownAt!: Date | null

  /** Of its first token, by which it goes; null while that is the one in use. */
  @Column('bytea', { name: 'first_hash', nullable: true })
  firstHash!: Buffer | null

  /** What the tokens of its forms are made of; null while that is the first token. */
  @Column('bytea', { name: 'form_key', nullable: true })
  formKey!: Buffer | null
}

/** By what the owner's functions seal who speaks (migrations/…-speaker.ts): nobody but they read it. */
@Entity('speaker_keys')
@Check('speaker_keys_one', 'one')
export class SpeakerKey {
  @PrimaryColumn('boolean', { default: true })
  one!: true

  @Column('bytea', { select: false })
  key!: Buffer
}

/** Failed sign-ins of one account and address, or of one address, by a hash of them. */
@Entity('attempts')
export class Attempt {
  @PrimaryColumn('text')
  key!: string

  @Column('int')
  failures!: number

  @Column('timestamptz')
  since!: Date
}

/** A colleague who has been asked in and has not come yet, or has. */
@Entity('invitations')
@Unique(['tokenHash'])
@Check('approved_by_another', 'approved_by <> invited_by')
@Check('invited_by_somebody', '(invited_by is null) = (operator is not null) and (operator is null or firm_id is null)')
export class Invitation {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('bytea', { name: 'token_hash', select: false })
  tokenHash!: Buffer

  @Column('text')
  account!: string

  @Column('text')
  name!: string

  @Column('text', { array: true })
  roles!: Role[]

  @Column('int', { name: 'firm_id', nullable: true })
  @ForeignKey(() => Firm)
  @Index('invitations_firm')
  firmId!: number | null

  @Column('int', { name: 'authority_id', nullable: true })
  @ForeignKey(() => Authority)
  authorityId!: number | null

  /** Nobody where the operator has invited the first administrators. */
  @Column('int', { name: 'invited_by', nullable: true })
  @ForeignKey(() => Person)
  invitedBy!: number | null

  /** Who ran the command that did. */
  @Column('text', { nullable: true })
  operator!: string | null

  @Column('timestamptz', { name: 'invited_at' })
  invitedAt!: Date

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null

  /** The second administrator, for staff; until then the link opens nothing. */
  @Column('int', { name: 'approved_by', nullable: true })
  @ForeignKey(() => Person)
  approvedBy!: number | null

  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt!: Date | null
}

/** A key by which a program acts in a person's name. */
@Entity('api_keys')
@Unique(['keyHash'])
export class ApiKey {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  @Index('api_keys_person')
  personId!: number

  @Column('text')
  name!: string

  /** The secret's first characters, by which its owner knows it again. */
  @Column('text')
  prefix!: string

  @Column('bytea', { name: 'key_hash', select: false })
  keyHash!: Buffer

  @Column('text', { array: true })
  scopes!: KeyScope[]

  /** What its person was when it was made: it is no more. */
  @Column('text', { array: true, nullable: true })
  roles!: Role[] | null

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null

  /** Who made it for a service account; null where its person did. */
  @Column('int', { name: 'made_by', nullable: true })
  @ForeignKey(() => Person)
  madeBy!: number | null

  /** Whether its last use came from the public network. */
  @Column('text', { name: 'used_from', nullable: true })
  usedFrom!: 'public' | 'private' | null

  /** Of a service account that signs assertions (publicKey.ts): there is no secret then. */
  @Column('text', { name: 'public_key', nullable: true })
  publicKey!: string | null

  @Column('text', { nullable: true })
  thumbprint!: string | null
}
