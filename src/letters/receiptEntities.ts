/** Who took which letter, as stored (migrations/…-registry.ts). */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import { Authority, Firm, Person } from '../people/entities.js'
import { ApiKey } from '../people/signInEntities.js'
import { Letter } from './entities.js'

/** Letters that a permit authority takes over in one file. */
@Entity('packages')
@Index('packages_authority', ['authorityId', 'id'])
export class LetterPackage {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  personId!: number

  @Column('int', { name: 'authority_id' })
  @ForeignKey(() => Authority)
  authorityId!: number

  @Column('int', { name: 'key_id', nullable: true })
  @ForeignKey(() => ApiKey)
  keyId!: number | null

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date

  /** Of the last download: when it began, and when all was sent. */
  @Column('timestamptz', { name: 'begun_at', nullable: true })
  begunAt!: Date | null

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null
}

/** A letter in a package, and whether the last download has sent it. */
@Entity('package_letters')
export class PackageLetter {
  @PrimaryColumn('int', { name: 'package_id' })
  @ForeignKey(() => LetterPackage)
  packageId!: number

  @PrimaryColumn('int', { name: 'letter_id' })
  @ForeignKey(() => Letter)
  letterId!: number

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt!: Date | null

  /** How many papers of evidence went with it. */
  @Column('int', { nullable: true })
  papers!: number | null
}

/** Somebody has opened or downloaded a letter. */
@Entity('letter_receipts')
@Check('letter_receipts_what_check', `what in ('opened', 'downloaded', 'packaged')`)
@Index('letter_receipts_letter', ['letterId', 'id'])
export class LetterReceipt {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'letter_id' })
  @ForeignKey(() => Letter)
  letterId!: number

  @Column('timestamptz')
  at!: Date

  @Column('text')
  what!: 'opened' | 'downloaded' | 'packaged'

  @Column('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  personId!: number

  @Column('text', { name: 'person_name' })
  personName!: string

  @Column('int', { name: 'authority_id', nullable: true })
  @ForeignKey(() => Authority)
  authorityId!: number | null

  @Column('int', { name: 'firm_id', nullable: true })
  @ForeignKey(() => Firm)
  firmId!: number | null

  @Column('int', { name: 'key_id', nullable: true })
  @ForeignKey(() => ApiKey)
  keyId!: number | null

  @Column('int', { name: 'package_id', nullable: true })
  @ForeignKey(() => LetterPackage)
  packageId!: number | null

  @Column('text', { nullable: true })
  sha256!: string | null
}
