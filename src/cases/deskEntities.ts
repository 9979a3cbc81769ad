/** What is kept on an officer's desk, as stored (migrations/…-desk.ts). */
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm'
import { Person } from '../people/entities.js'
import { Case } from './entities.js'

/** An assessment that is being written: its author's alone, and gone when it is reported. */
@Entity('assessment_drafts')
export class AssessmentDraft {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @PrimaryColumn('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  personId!: number

  @Column('jsonb')
  input!: unknown

  @Column('timestamptz', { name: 'saved_at' })
  savedAt!: Date
}
