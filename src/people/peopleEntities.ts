/**
 * What administrators do to people, as stored (migrations/…-signIn.ts): proposed by one, decided by
 * another, and written down for good.
 */
import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm'
import type { Role } from './actor.js'
import { Person } from './entities.js'

/** A change of somebody's roles, or the end of their access, that waits for the other administrator or was decided. */
@Entity('people_proposals')
@Check('people_proposals_act_check', `act in ('roles', 'end')`)
@Check('decided_by_another', 'decided_by <> proposed_by or approved = false')
@Check('not_about_oneself', 'person_id <> proposed_by and (person_id <> decided_by or approved = false)')
@Index('people_proposals_open', ['personId'], { unique: true, where: 'decided_at is null' })
export class PeopleProposal {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  personId!: number

  @Column('text')
  act!: 'roles' | 'end'

  @Column('text', { array: true })
  roles!: Role[]

  @Column('text')
  why!: string

  @Column('int', { name: 'proposed_by' })
  @ForeignKey(() => Person)
  proposedBy!: number

  @Column('timestamptz', { name: 'proposed_at' })
  proposedAt!: Date

  @Column('int', { name: 'decided_by', nullable: true })
  @ForeignKey(() => Person)
  decidedBy!: number | null

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null

  @Column('boolean', { nullable: true })
  approved!: boolean | null
}

/** One act; nobody changes it. */
@Entity('people_history')
export class PeopleEvent {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('timestamptz')
  at!: Date

  @Column('int', { name: 'person_id', nullable: true })
  @ForeignKey(() => Person)
  @Index('people_history_person')
  personId!: number | null

  @Column('int', { name: 'actor_id', nullable: true })
  @ForeignKey(() => Person)
  actorId!: number | null

  @Column('text')
  act!: string

  @Column('jsonb')
  detail!: Record<string, unknown>
}
