/**
 * What the candidate does about the own data, as stored (migrations/…-personalData.ts, …-talentPages.ts): the page and
 * its door, consents, requests; the links of the release before.
 */
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm'
import type { SignedPaper } from '../forms/choices.js'
import { Person } from '../people/entities.js'
import type { ConsentBy } from './consents.js'
import { Case } from './entities.js'
import type { VoidBecause } from './signatures.js'

/** A link for one use by which the candidate comes to the own page, and the short session that it has opened. */
@Entity('talent_links')
@Unique(['tokenHash'])
@Unique(['sessionHash'])
export class TalentLink {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  @Index('talent_links_case')
  caseId!: number

  @Column('bytea', { name: 'token_hash', select: false })
  tokenHash!: Buffer

  @Column('int', { name: 'made_by' })
  @ForeignKey(() => Person)
  madeBy!: number

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null

  @Column('bytea', { name: 'session_hash', nullable: true, select: false })
  sessionHash!: Buffer | null

  @Column('timestamptz', { name: 'session_until', nullable: true, select: false })
  sessionUntil!: Date | null
}

/** The candidate's own page and what opens it. Its code stands in an address and is no secret. */
@Entity('talent_pages')
@Unique(['code'])
@Unique(['sessionHash'])
@Check('talent_pages_session_by_check', `session_by in ('code', 'pin')`)
export class TalentPage {
  @PrimaryColumn('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @Column('text')
  code!: string

  @Column('int', { name: 'made_by' })
  @ForeignKey(() => Person)
  @Index('talent_pages_made_by')
  madeBy!: number

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date

  /** When its link last went to the address of the application. */
  @Column('timestamptz', { name: 'mailed_at', nullable: true })
  mailedAt!: Date | null

  /** That of the candidate who has taken the page, sealed by the case's key. */
  @Column('text', { nullable: true })
  address!: string | null

  @Column('timestamptz', { name: 'taken_at', nullable: true })
  takenAt!: Date | null

  /** When an officer has last emptied it. */
  @Column('timestamptz', { name: 'reset_at', nullable: true })
  resetAt!: Date | null

  @Column('text', { name: 'pin_hash', nullable: true, select: false })
  pinHash!: string | null

  /** In a row. */
  @Column('int', { name: 'pin_failures', default: 0, select: false })
  pinFailures!: number

  @Column('text', { name: 'code_hash', nullable: true, select: false })
  codeHash!: string | null

  /** Where the code went, sealed as the address is: who brings it takes the page. */
  @Column('text', { name: 'code_address', nullable: true, select: false })
  codeAddress!: string | null

  @Column('timestamptz', { name: 'code_until', nullable: true, select: false })
  codeUntil!: Date | null

  @Column('int', { name: 'code_failures', default: 0, select: false })
  codeFailures!: number

  @Column('bytea', { name: 'session_hash', nullable: true, select: false })
  sessionHash!: Buffer | null

  @Column('timestamptz', { name: 'session_until', nullable: true, select: false })
  sessionUntil!: Date | null

  @Column('text', { name: 'session_by', nullable: true, select: false })
  sessionBy!: 'code' | 'pin' | null
}

/**
 * What was said about the use of sensitive data: consent, its refusal, that an officer has settled one, that all is
 * void since the page was reset. Only ever added; consents.ts says what it comes to.
 */
@Entity('talent_consents')
@Check('talent_consents_how_check', `how in ('talentPage', 'firmDeclaration', 'settled', 'voided')`)
@Index('talent_consents_case', ['caseId', 'id'])
export class TalentConsent {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @Column('timestamptz')
  at!: Date

  /** The version of the notice. */
  @Column('text')
  notice!: string

  @Column('boolean')
  given!: boolean

  @Column('text')
  how!: ConsentBy
}

/**
 * What the candidate has signed by drawing, and the file that the worker makes of it. Whatever was drawn and shown is
 * sealed.
 */
@Entity('talent_signatures')
@Unique(['caseId', 'mark'])
@Check('talent_signatures_paper_check', `paper in ('commitment', 'application')`)
@Check('talent_signatures_opened_by_check', `opened_by in ('code', 'pin')`)
@Check('talent_signatures_void_why_check', `void_why in ('answers', 'reset')`)
@Check('talent_signatures_void_check', 'num_nulls(voided_at, void_why) in (0, 2)')
@Check('talent_signatures_made_check', 'num_nulls(pdf, sha256, made_at) in (0, 3)')
@Index('talent_signatures_standing', ['caseId', 'paper'], { unique: true, where: 'voided_at is null' })
@Index('talent_signatures_unmade', ['at'], { where: 'made_at is null' })
export class TalentSignature {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  caseId!: number

  @Column('text')
  paper!: SignedPaper

  @Column('timestamptz')
  at!: Date

  @Column('text', { name: 'opened_by' })
  openedBy!: 'code' | 'pin'

  /** SHA-256 of what was shown. */
  @Column('text')
  digest!: string

  /** Of the strokes, by the case's key: none comes twice. */
  @Column('text')
  mark!: string

  /** Sealed by the case's key, as `shown` and `pdf` are. */
  @Column('text', { select: false })
  strokes!: string

  @Column('text', { select: false })
  shown!: string

  @Column('bytea', { nullable: true, select: false })
  pdf!: Buffer | null

  /** Of the file. */
  @Column('text', { nullable: true })
  sha256!: string | null

  @Column('timestamptz', { name: 'made_at', nullable: true })
  madeAt!: Date | null

  @Column('timestamptz', { name: 'voided_at', nullable: true })
  voidedAt!: Date | null

  @Column('text', { name: 'void_why', nullable: true })
  voidWhy!: VoidBecause | null
}

/** What the candidate asks for; the lead department's supervisor answers. */
@Entity('talent_requests')
@Check('talent_requests_kind_check', `kind in ('correction', 'erasure')`)
@Check('talent_requests_outcome_check', `outcome in ('granted', 'refused')`)
@Check('talent_requests_check', 'num_nulls(outcome, answered_by, answered_at) in (0, 3)')
@Index('talent_requests_open', ['askedAt'], { where: 'outcome is null' })
export class TalentRequest {
  @PrimaryGeneratedColumn('identity', { type: 'int', generatedIdentity: 'ALWAYS' })
  id!: number

  @Column('int', { name: 'case_id' })
  @ForeignKey(() => Case)
  @Index('talent_requests_case')
  caseId!: number

  @Column('text')
  kind!: 'correction' | 'erasure'

  /** In the candidate's words, sealed by the case's key. */
  @Column('text', { nullable: true })
  wording!: string | null

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date

  @Column('text', { nullable: true })
  outcome!: 'granted' | 'refused' | null

  /** The reason, sealed by the case's key. */
  @Column('text', { nullable: true })
  answer!: string | null

  @Column('int', { name: 'answered_by', nullable: true })
  @ForeignKey(() => Person)
  answeredBy!: number | null

  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt!: Date | null
}
