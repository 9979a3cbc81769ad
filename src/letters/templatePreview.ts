/**
 * A version of a template, drafted, in force or being typed, made into a paper that nobody issues: of the
 * published samples, or of a real case that the person may see.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row } from '../base/database.js'
import { Invalid, NotFound, NotNow } from '../base/errors.js'
import { sql } from '../base/sql.js'
import type { Bilingual } from '../base/text.js'
import { CaseService } from '../cases/case.service.js'
import { SCOPE, scopeOf } from '../cases/scope.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { PolicyDrafts } from '../reference/draft.service.js'
import { Reference } from '../reference/reference.service.js'
import { type StandingVersion, standingVersions, type Version } from '../reference/versions.js'
import type { EventName } from '../workflow/words.js'
import { type LetterTemplate, letterTemplateSchema, type PaperKind, paperKindSchema } from './catalogue.js'
import type { LetterData } from './letterData.js'
import { LetterSettings, Matters } from './matters.js'
import { samplePaper } from './sample.js'
import { checkTemplate } from './templateCheck.js'
import { printedRow, type SampleRows, UNKNOWN_KIND, wholeTemplate } from './typedText.js'

export interface TemplateVersion {
  readonly version: Version
  readonly kind: string
  /** As the kind is on the version's own day; today's when that is past. */
  readonly paper: PaperKind
  readonly template: LetterTemplate
}

/** A body of reference data as far as it is typed, for a day. */
export interface TypedText {
  readonly kind: string
  readonly key: string | undefined
  readonly body: unknown
  readonly on: string
}

export interface TypedPaper {
  /** What the paper is called. */
  readonly label: Bilingual
  readonly data: LetterData
}

interface Found {
  readonly id: number
  readonly filedOn: string | null
  readonly leadId: number | null
  readonly departments: number[] | null
}
/** A filed case by its number, within the scope. */
const CASE = sql`
  select c.id, c.filed_on::text as "filedOn",
    (select max(authority_id) from case_parties where case_id = c.id and part = 'lead') as "leadId",
    (select array_agg(authority_id) from case_parties where case_id = c.id and part = 'named') as departments
  from cases c where ${SCOPE} and c.number = ${'number'} and c.filed_on is not null`

/** The last step of the case that causes this kind of paper. */
const CAUSE = `
  select e.seq, e.action, t.content from events e join event_contents t on t.case_id = e.case_id and t.seq = e.seq
  where e.case_id = $1 and e.action = any ($2) order by e.seq desc limit 1`

@Injectable()
export class TemplatePreview {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cases: CaseService,
    private readonly drafts: PolicyDrafts,
    private readonly reference: Reference,
    private readonly matters: Matters,
    private readonly settings: LetterSettings,
  ) {}

  /** Versions that are in force, to come or drafted, by kinds of paper in their order. */
  async list(actor: Actor): Promise<(StandingVersion & { readonly label: Bilingual })[]> {
    const today = this.clock.today()
    const versions = standingVersions(await this.drafts.list(actor, 'letterTemplates'), today)
    const kinds = await this.reference.all('paperKinds', today, paperKindSchema)
    const orderOf = ({ version: { key } }: StandingVersion) => kinds.get(key)?.order ?? Number.MAX_SAFE_INTEGER
    return versions
      .filter(({ standing }) => standing !== 'replaced' && standing !== 'withdrawn')
      .sort((a, b) => orderOf(a) - orderOf(b))
      .map((one) => {
        const { key } = one.version
        return { ...one, label: kinds.get(key)?.label ?? { zh: key, en: key } }
      })
  }

  /**
   * A version of a template. Throws NotFound when the id is none's, NotNow when its kind of paper
   * is not approved for that day, Invalid when it does not pass the checks of saving.
   */
  async get(actor: Actor, id: number): Promise<TemplateVersion> {
    const { version } = await this.drafts.get(actor, id)
    if (version.kind !== 'letterTemplates') throw new NotFound()
    const today = this.clock.today()
    const isToCome = version.effectiveFrom > today
    const paper = await this.kindOn(version.key, isToCome ? version.effectiveFrom : today)
    if (!paper) throw new NotNow([noKind])
    const problems = checkTemplate(version.body)
    if (problems.length > 0) throw new Invalid(problems)
    return { version, kind: version.key, paper, template: letterTemplateSchema.parse(version.body) }
  }

  /** The paper as the published samples make it. */
  async sample({ kind, paper, template }: TemplateVersion): Promise<LetterData> {
    return samplePaper(kind, paper, template, this.clock.today(), this.settings.checkPage)
  }

  /**
   * The paper as a case of the actor's scope would make it today; having looked is recorded. Throws
   * NotFound for a number that is none of a filed case in scope, NotNow when there is no such kind
   * of paper yet.
   */
  async ofCase(actor: Actor, { kind, template }: TemplateVersion, number: string): Promise<LetterData> {
    const today = this.clock.today()
    const paper = await this.kindOn(kind, today)
    if (!paper) throw new NotNow([notYet])
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const found = await row<Found>(tx, ...CASE({ ...scopeOf(actor), number: number.trim() }))
      if (!found?.filedOn) throw new NotFound()
      const event = await row<{ seq: number; action: EventName; content: Record<string, unknown> }>(tx, CAUSE, [
        found.id,
        kind === 'recommendation' ? ['recommend'] : paper.actions,
      ])
      const occasion = {
        kind,
        caseId: found.id,
        today,
        judgedOn: found.filedOn,
        leadId: found.leadId,
        departments: found.departments ?? [],
        ...(event && { event, conditions: event.content, assessed: event.content }),
      }
      const making = await this.matters.making(occasion, template)
      const { data } = await this.matters.compose(tx, occasion, making, () => making.numberForm.replace('{serial}', ''))
      await this.cases.recordReading(tx, found.id, actor, 'readCase', { template: kind })
      return data
    })
  }

  /**
   * The paper that a text makes of the published samples while it is being typed; undefined for what no paper prints.
   * Throws Invalid when a sentence asks for what is no field.
   */
  async typed(actor: Actor, { kind, key, body, on }: TypedText): Promise<TypedPaper | undefined> {
    if (kind === 'letterTemplates') {
      const paper = key ? ((await this.kindOn(key, on)) ?? (await this.draftedKind(actor, key))) : undefined
      const template = wholeTemplate(body, paper?.label)
      const problems = checkTemplate(template)
      if (problems.length > 0) throw new Invalid(problems)
      return this.sampleOf(key && paper ? key : 'paper', paper ?? UNKNOWN_KIND, template)
    }
    const printed = printedRow(kind, body)
    if (!printed) return undefined
    const kinds = await this.reference.all('paperKinds', on, paperKindSchema)
    const [name, paper] = [...kinds].find(([, one]) => one.actions.some((act) => printed.actions.includes(act))) ?? []
    const texts = await this.reference.all('letterTemplates', on, letterTemplateSchema)
    const template = name && texts.get(name)
    return paper && template ? this.sampleOf(name, paper, template, printed.rows) : undefined
  }

  private sampleOf(...[name, paper, template, rows]: [string, PaperKind, LetterTemplate, SampleRows?]): TypedPaper {
    const data = samplePaper(name, paper, template, this.clock.today(), this.settings.checkPage, rows)
    return { label: paper.label, data }
  }

  /** The newest draft of a kind of paper that is not in force yet. */
  private async draftedKind(actor: Actor, key: string): Promise<PaperKind | undefined> {
    const [line] = (await this.drafts.list(actor, 'paperKinds', key)).filter(({ withdrawnAt }) => !withdrawnAt)
    return line && paperKindSchema.safeParse((await this.drafts.get(actor, line.id)).version.body).data
  }

  private async kindOn(kind: string, on: string): Promise<PaperKind | undefined> {
    return (await this.reference.all('paperKinds', on, paperKindSchema)).get(kind)
  }
}

const noKind = {
  code: 'noPaperKind',
  zh: '模板生效当日尚无该种文书。请先在“文书种类”里起草，批准后再预览。',
  en:
    'This kind of letter does not exist yet on the day the template takes effect. Draft it under ' +
    '“Kinds of letter” first. You can preview it once that is approved.',
}
const notYet = {
  code: 'paperKindToCome',
  zh: '该种文书尚未生效，不能用案件预览，可以查看样例。',
  en: 'This kind of letter is not in force yet, so it cannot be previewed with a case. Use the sample.',
}
