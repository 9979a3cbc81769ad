/** What actions have ordered besides recommendations, as stored (migrations/…-papers.ts). */
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm'
import { Case } from '../cases/entities.js'
import { Letter } from './entities.js'

/** A paper that an event has caused: ordered with it, written by the worker. A filing causes two. */
@Entity('paper_orders')
@Unique(['letterId'])
@Index('paper_orders_open', ['orderedAt'], { where: 'letter_id is null' })
export class PaperOrder {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @PrimaryColumn('int')
  seq!: number

  @PrimaryColumn('text')
  kind!: string

  @Column('timestamptz', { name: 'ordered_at' })
  orderedAt!: Date

  @Column('int', { name: 'letter_id', nullable: true })
  @ForeignKey(() => Letter)
  letterId!: number | null
}
