/** Who came in, who tried to, and what was refused, as stored (migrations/…-trail.ts). */
import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Person } from './entities.js'
import { ApiKey } from './signInEntities.js'

/** One line; nobody changes it, and it goes when its time is over. */
@Entity('access_log')
@Index('access_log_person', ['personId', 'id'])
@Index('access_log_address', ['address', 'id'])
export class AccessEntry {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('timestamptz')
  at!: Date

  /** The last of several. */
  @Column('timestamptz', { name: 'until_at', nullable: true })
  untilAt!: Date | null

  @Column('text')
  kind!: string

  @Column('int', { name: 'person_id', nullable: true })
  @ForeignKey(() => Person)
  personId!: number | null

  @Column('int', { name: 'key_id', nullable: true })
  @ForeignKey(() => ApiKey)
  keyId!: number | null

  @Column('text', { nullable: true })
  address!: string | null

  /** A route, a way of signing in, or a reason: words of ours, never what somebody has typed. */
  @Column('text', { nullable: true })
  what!: string | null

  @Column('int')
  times!: number
}
