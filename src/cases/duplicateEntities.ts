/**
 * Whom filed cases are about, and what agreed when one was filed, as stored
 * (migrations/…-duplicates.ts). The database itself writes both, at every filing.
 */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm'
import { Case, Submission } from './entities.js'

/** One fact of a filed case by which another case about the same person is found. */
@Entity('person_keys')
@Check('person_keys_fact_check', `fact in ('passport', 'name')`)
export class PersonKey {
  @PrimaryColumn('text')
  key!: string

  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  @Index('person_keys_case')
  caseId!: number

  @Column('text')
  fact!: 'passport' | 'name'
}

/**
 * A case that seemed to be about the same person on the day of a filing; whatever was corrected
 * afterwards, this stays.
 */
@Entity('filing_duplicates')
@ForeignKey(() => Submission, ['caseId', 'seq'], ['caseId', 'seq'])
export class FilingDuplicate {
  @PrimaryColumn('int', { name: 'case_id' })
  caseId!: number

  @PrimaryColumn('int')
  seq!: number

  @PrimaryColumn('int', { name: 'other_id' })
  @ForeignKey(() => Case)
  otherId!: number

  @Column('text', { array: true })
  facts!: string[]
}
