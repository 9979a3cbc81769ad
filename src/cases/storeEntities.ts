/**
 * Which installation this is, its stores, how they are cleared, and what is missing in them, as
 * stored (migrations/…-stores.ts).
 */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm'
import type { FilesIn } from '../base/filesIn.js'
import { Person } from '../people/entities.js'

/** The one row of a database that says which installation it is. */
@Entity('installation')
@Check('installation_one', 'one')
@Check('installation_files_in', `files_in in ('disk', 'toBucket', 'bucket', 'toDisk')`)
@Check('installation_bucket', `files_in = 'disk' or bucket is not null`)
export class InstallationRow {
  @PrimaryColumn('boolean', { default: true })
  one!: true

  @Column('uuid')
  id!: string

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date

  @Column('text', { name: 'files_in', default: 'disk' })
  filesIn!: FilesIn

  /** The store's name of the bucket in which files lie, or may lie. */
  @Column('uuid', { nullable: true })
  bucket!: string | null
}

/** Uploaded files, their copies on another disk, or a place of checkpoints. */
export type StoreKind = 'data' | 'backup' | 'audit'

/** A store that a worker has used. */
@Entity('stores')
@Check('stores_kind', `kind in ('data', 'backup', 'audit')`)
export class Store {
  @PrimaryColumn('uuid')
  id!: string

  @Column('text')
  kind!: StoreKind

  /** For people: the machine and the path, or the address of the bucket. */
  @Column('text')
  place!: string

  /** Null in a copy of an installation, which does not use it. */
  @Column('timestamptz', { name: 'seen_at', nullable: true })
  seenAt!: Date | null

  /** Up to which checkpoint this place has them all. */
  @Column('int', { name: 'last_no', default: 0 })
  lastNo!: number

  @Column('timestamptz', { name: 'stored_at', nullable: true })
  storedAt!: Date | null

  @Column('timestamptz', { name: 'failed_at', nullable: true })
  failedAt!: Date | null

  @Column('text', { nullable: true })
  failure!: string | null
}

/** A system administrator lets one clearing set aside so many files. */
@Entity('clearing_approvals')
@Index('clearing_approvals_open', ['storeId'], { unique: true, where: 'used_at is null' })
export class ClearingApproval {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('uuid', { name: 'store_id' })
  @ForeignKey(() => Store)
  storeId!: string

  @Column('int')
  most!: number

  @Column('text')
  reason!: string

  @Column('int', { name: 'given_by' })
  @ForeignKey(() => Person)
  givenBy!: number

  @Column('timestamptz', { name: 'given_at' })
  givenAt!: Date

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null
}

/** One clearing of one store, in numbers of files. */
@Entity('clearings')
@Index('clearings_store', ['storeId', 'id'])
export class Clearing {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('uuid', { name: 'store_id' })
  @ForeignKey(() => Store)
  storeId!: string

  @Column('timestamptz')
  at!: Date

  @Column('int')
  files!: number

  /** Old enough, and named by no row. */
  @Column('int')
  unnamed!: number

  @Column('int', { name: 'set_aside' })
  setAside!: number

  /** Their time aside was over. */
  @Column('int')
  removed!: number

  /** From where they had been set aside, or from their copy. */
  @Column('int', { name: 'brought_back' })
  broughtBack!: number

  /** Named by a row, and not there. */
  @Column('int')
  missing!: number

  /** There were too many to be set aside without an administrator's approval. */
  @Column('boolean')
  waits!: boolean

  @Column('int', { name: 'approval_id', nullable: true })
  @ForeignKey(() => ClearingApproval)
  approvalId!: number | null
}

/** A file that a row names and that is not there. */
@Entity('missing_files')
export class MissingFile {
  @PrimaryColumn('text', { name: 'storage_key' })
  storageKey!: string

  @Column('timestamptz', { name: 'noticed_at' })
  noticedAt!: Date

  /** When administrators were sent a mail about it. */
  @Column('timestamptz', { name: 'told_at', nullable: true })
  toldAt!: Date | null
}
