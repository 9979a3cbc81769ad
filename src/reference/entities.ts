/** What has a date, as stored (migrations/…-reference.ts). */
import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Person } from '../people/entities.js'

/** An entry of the reference data: drafted by one person, approved by another, in force from its day. The first ones were drafted by nobody. */
@Entity('reference')
@Check(
  'four_eyes',
  'drafted_by is null or approved_at is null or (approved_by is not null and drafted_by <> approved_by)',
)
@Index('reference_in_force', ['kind', 'key', 'effectiveFrom'], { unique: true, where: 'approved_at is not null' })
export class ReferenceEntry {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('text')
  kind!: string

  @Column('text')
  key!: string

  @Column('date', { name: 'effective_from' })
  effectiveFrom!: string

  /** Of the shape that the kind's schema says. */
  @Column('jsonb')
  body!: unknown

  @Column('int', { name: 'drafted_by', nullable: true })
  @ForeignKey(() => Person)
  draftedBy!: number | null

  @Column('timestamptz', { name: 'drafted_at', default: () => 'now()' })
  draftedAt!: Date

  @Column('int', { name: 'approved_by', nullable: true })
  @ForeignKey(() => Person)
  approvedBy!: number | null

  @Column('timestamptz', { name: 'approved_at', nullable: true })
  approvedAt!: Date | null
}
