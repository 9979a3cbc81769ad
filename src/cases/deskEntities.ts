/**
 * What is kept for the officers' desk, as stored (migrations/…-desk.ts, …-deskViews.ts). Over 250 lines because it is
 * one table after the other.
 */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Authority, Person } from '../people/entities.js'
import { Case } from './entities.js'
import { Attachment } from './historyEntities.js'
import type { State } from '../workflow/machine.js'
import type { MatterKind } from './matters.js'

/** What somebody has typed into a form: its author's alone, and gone when it is sent (keptForms.ts). */
@Entity('kept_forms')
@Check('kept_forms_place_check', 'length(place) <= 200')
export class KeptForm {
  @PrimaryColumn('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  personId!: number

  /** The form's address. */
  @PrimaryColumn('text')
  place!: string

  @Column({
    type: 'int',
    name: 'case_id',
    nullable: true,
    generatedType: 'STORED',
    asExpression: "(substring(place from '^/cases/([0-9]{1,9})/'))::int",
  })
  @ForeignKey(() => Case)
  @Index('kept_forms_case', { where: 'case_id is not null' })
  readonly caseId!: number | null

  @Column('jsonb')
  input!: unknown

  @Column('timestamptz', { name: 'saved_at' })
  @Index('kept_forms_saved')
  savedAt!: Date
}

/** What a firm types while it corrects, until it sends it: its own alone (unsent.ts). */
@Entity('unsent_answers')
export class UnsentAnswers {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @Column('jsonb')
  answers!: unknown

  @Column('timestamptz', { name: 'saved_at' })
  savedAt!: Date
}

/** What the release before keeps of assessments that are being written; moved to kept_forms by `npm run migrate`. */
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

/** Where a filed case stands in the queue of an authority that has a part in it. The database itself keeps it. */
@Entity('queue_places')
@Index('queue_places_order', { synchronize: false })
@Index('queue_places_of_district', { synchronize: false })
export class QueuePlace {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @PrimaryColumn('int', { name: 'authority_id' })
  @ForeignKey(() => Authority)
  authorityId!: number

  @PrimaryColumn('text')
  part!: string

  @Column('text')
  state!: State

  /** `infinity` when no clock runs: such a case comes last. */
  @Column('date')
  due!: string

  @Column('text')
  district!: string

  /** Who of the authority has claimed the case. */
  @Column('int', { nullable: true })
  @ForeignKey(() => Person)
  @Index('queue_places_holder', { where: 'holder is not null' })
  holder!: number | null

  /** Whether the authority has assessed it in this round. */
  @Column('boolean')
  reported!: boolean

  /** The authorities that lead the case or take part in it. */
  @Column('int', { array: true })
  departments!: number[]

  /** What the host will sell, as the firm typed it, in small letters. */
  @Column('text', { array: true })
  topics!: string[]
}

/**
 * What waits after a letter: a report, a condition, an intended revocation. The database itself
 * keeps it, from the events.
 */
@Entity('case_matters')
@Index('case_matters_open', ['leadId', 'openFrom', 'caseId'])
export class CaseMatter {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  /** The event that it began with; of a condition that is not reported as met, the recommendation. */
  @PrimaryColumn('int')
  seq!: number

  /** Which condition of the recommendation, from 1; 0 where it is about none. */
  @PrimaryColumn('int')
  condition!: number

  @Column('text')
  kind!: MatterKind

  @Column('int', { name: 'lead_id' })
  @ForeignKey(() => Authority)
  leadId!: number

  /** The first day on which it waits for the lead department; `infinity` while it waits for the firm. */
  @Column('date', { name: 'open_from' })
  openFrom!: string
}

/** A task that is still to be done. The database itself keeps it, from the events. */
@Entity('case_tasks')
@Index('case_tasks_owner', ['ownerId', 'dueOn', 'caseId'])
export class CaseTask {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  /** The event by which it was given. */
  @PrimaryColumn('int')
  seq!: number

  @Column('int', { name: 'owner_id' })
  @ForeignKey(() => Person)
  ownerId!: number

  @Column('date', { name: 'due_on' })
  dueOn!: string
}

/** A document that an officer has marked as checked: theirs alone (paperTicks.ts). */
@Entity('paper_ticks')
export class PaperTick {
  @PrimaryColumn('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  personId!: number

  @PrimaryColumn('int', { name: 'attachment_id' })
  @ForeignKey(() => Attachment)
  @Index('paper_ticks_attachment')
  attachmentId!: number

  @Column('timestamptz')
  at!: Date
}

/**
 * The names by which a filed case is found: without accents, in capitals, and cut into pairs and
 * threes. The database itself keeps them.
 */
@Entity('case_words')
@Index('case_words_grams', { synchronize: false })
export class CaseWords {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @Column('text')
  plain!: string

  @Column('text', { array: true })
  grams!: string[]
}

/** A view of the queue that somebody has kept: its address under a name. */
@Entity('saved_views')
@Index('saved_views_person', ['personId', 'place'])
export class SavedView {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'person_id' })
  @ForeignKey(() => Person)
  personId!: number

  @Column('text')
  name!: string

  /** The query of the queue's address. */
  @Column('text')
  address!: string

  @Column('int')
  place!: number
}

/** Whether a paper's pages can be shown, and what was read on them: asked for with the upload, answered by a worker. */
@Entity('previews')
@Index('previews_waiting', ['askedAt'], { where: `state = 'waiting'` })
@Index('previews_reader', ['reader'], { where: `state <> 'waiting'` })
@Check('previews_state_check', `state in ('waiting', 'ready', 'failed')`)
export class Preview {
  @PrimaryColumn('int', { name: 'attachment_id' })
  @ForeignKey(() => Attachment)
  attachmentId!: number

  @Column('text')
  state!: 'waiting' | 'ready' | 'failed'

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date

  @Column('int', { default: 0 })
  pages!: number

  /** Which version of the reader has read it (cases/paperReadings.ts). */
  @Column('int', { default: 0 })
  reader!: number

  /** What it has read, sealed by the case's key. */
  @Column('text', { nullable: true })
  reading!: string | null

  /** When it was found, after the case had been accepted, that it says otherwise than the answers. */
  @Column('timestamptz', { name: 'differed_at', nullable: true })
  differedAt!: Date | null
}

/** A page of a paper as a picture; its content lies in the file store. */
@Entity('page_images')
@Unique(['storageKey'])
export class PageImage {
  @PrimaryColumn('int', { name: 'attachment_id' })
  @ForeignKey(() => Preview)
  attachmentId!: number

  @PrimaryColumn('int')
  page!: number

  @Column('text', { name: 'storage_key' })
  storageKey!: string

  @Column('text')
  sha256!: string

  /** Whether it lies in the store sealed by the case's key, as the paper does. */
  @Column('boolean')
  sealed!: boolean

  /** In pixels; so is the height. */
  @Column('int')
  width!: number

  @Column('int')
  height!: number

  @Column('int')
  bytes!: number
}
