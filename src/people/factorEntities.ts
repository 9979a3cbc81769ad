/**
 * What people have beside their passwords, as stored (migrations/…-signIn.ts). Read by name where
 * it is needed; secrets are sealed or hashed.
 */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Person } from './entities.js'

/** Somebody's authenticator app. */
@Entity('authenticators')
export class Authenticator {
  @PrimaryColumn('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  personId!: number

  /** Sealed to its row. */
  @Column('bytea', { select: false })
  secret!: Buffer

  @Column('timestamptz', { name: 'added_at' })
  addedAt!: Date

  /** The last step that was used; a code of it or of an earlier one is none any more. */
  @Column('bigint', { name: 'last_step' })
  lastStep!: string

  /** Wrong codes in a row; after a hundred none is taken any more. */
  @Column('int', { default: 0 })
  failures!: number
}

/** A code that was printed for the day on which the app is lost, as its hash. */
@Entity('recovery_codes')
export class RecoveryCode {
  @PrimaryColumn('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  personId!: number

  @PrimaryColumn('bytea', { name: 'code_hash' })
  codeHash!: Buffer

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null
}

/** The public half of a passkey. */
@Entity('passkeys')
@Unique(['credentialId'])
export class Passkey {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  @Index('passkeys_person')
  personId!: number

  @Column('text', { name: 'credential_id' })
  credentialId!: string

  @Column('bytea', { name: 'public_key' })
  publicKey!: Buffer

  @Column('bigint')
  counter!: string

  @Column('text', { array: true })
  transports!: string[]

  @Column('text')
  name!: string

  @Column('timestamptz', { name: 'added_at' })
  addedAt!: Date

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null
}

/** Under which name an identity provider knows somebody. */
@Entity('provider_links')
@Unique(['issuer', 'subject'])
export class ProviderLink {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  @Index('provider_links_person')
  personId!: number

  @Column('text')
  issuer!: string

  @Column('text')
  subject!: string

  @Column('int', { name: 'linked_by' })
  @ForeignKey(() => Person)
  linkedBy!: number

  @Column('timestamptz', { name: 'linked_at' })
  linkedAt!: Date
}

/** The hash of something that was good for one use. */
@Entity('spent')
export class Spent {
  @PrimaryColumn('bytea')
  hash!: Buffer

  @Column('timestamptz')
  at!: Date
}

/** A link by which somebody sets a new password, as the hash of its token. */
@Entity('resets')
@Check('resets_asked_by', '(operator is null) = (why is null) and (operator is null) = (opens_at is null)')
@Check(
  'resets_objected',
  '(objected_by is null) = (objected_at is null) and (objected_at is null or operator is not null)',
)
export class Reset {
  @PrimaryColumn('bytea', { name: 'token_hash' })
  tokenHash!: Buffer

  @Column('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  @Index('resets_person')
  personId!: number

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null

  /** Whoever runs the system, where a command has asked for it and not the account's own person; and why. */
  @Column('text', { nullable: true })
  operator!: string | null

  @Column('text', { nullable: true })
  why!: string | null

  @Column('timestamptz', { name: 'opens_at', nullable: true })
  opensAt!: Date | null

  /** The administrator or auditor who has objected: then it never opens. */
  @Column('int', { name: 'objected_by', nullable: true })
  @ForeignKey(() => Person)
  objectedBy!: number | null

  @Column('timestamptz', { name: 'objected_at', nullable: true })
  objectedAt!: Date | null
}
