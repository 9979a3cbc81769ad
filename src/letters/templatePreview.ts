/** A version of a template, drafted or in force, made into a paper that nobody issues: of the published samples, or of a real case that the person may see. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import { CaseService } from '../cases/case.service.js'
import { SCOPE, scopeOf } from '../cases/scope.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { PolicyDrafts } from '../reference/draft.service.js'
import { Reference } from '../reference/reference.service.js'
import type { Version } from '../reference/versions.js'
import { type LetterTemplate, letterTemplateSchema, paperKindSchema } from './catalogue.js'
import type { LetterData } from './letterData.js'
import { LetterSettings, Matters } from './matters.js'
import { samplePaper } from './sample.js'
import { checkTemplate } from './templateCheck.js'

export interface TemplateVersion {
  readonly version: Version
  readonly kind: string
  readonly template: LetterTemplate
}

interface Found {
  readonly id: number
  readonly filedOn: string | null
  readonly leadId: number | null
  readonly departments: number[] | null
}
/** A filed case by its number, within the scope. */
const CASE = `
  select c.id, c.filed_on::text as "filedOn",
    (select max(authority_id) from case_parties where case_id = c.id and part = 'lead') as "leadId",
    (select array_agg(authority_id) from case_parties where case_id = c.id and part = 'named') as departments
  from cases c where ${SCOPE} and c.number = $4 and c.filed_on is not null`

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

  /** A version of a template. Throws NotFound when the id is none's, Invalid when it does not pass the checks of saving. */
  async get(actor: Actor, id: number): Promise<TemplateVersion> {
    const { version } = await this.drafts.get(actor, id)
    const kinds = await this.reference.all('paperKinds', this.clock.today(), paperKindSchema)
    if (version.kind !== 'letterTemplates' || !kinds.has(version.key)) throw new NotFound()
    const problems = checkTemplate(version.body)
    if (problems.length > 0) throw new Invalid(problems)
    return { version, kind: version.key, template: letterTemplateSchema.parse(version.body) }
  }

  /** The paper as the published samples make it. */
  async sample({ kind, template }: TemplateVersion): Promise<LetterData> {
    const today = this.clock.today()
    const paper = await this.reference.at('paperKinds', kind, today, paperKindSchema)
    return samplePaper(kind, paper, template, today, this.settings.checkPage)
  }

  /** The paper as a case of the actor's scope would make it today; having looked is recorded. Throws NotFound for a number that is none of a filed case in scope. */
  async ofCase(actor: Actor, { kind, template }: TemplateVersion, number: string): Promise<LetterData> {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const found = await row<Found>(tx, CASE, [...scopeOf(actor), number.trim()])
      if (!found?.filedOn) throw new NotFound()
      const today = this.clock.today()
      const { actions } = await this.reference.at('paperKinds', kind, today, paperKindSchema)
      const event = await row<{ seq: number; action: string; content: Record<string, unknown> }>(tx, CAUSE, [
        found.id,
        kind === 'recommendation' ? ['recommend'] : actions,
      ])
      const occasion = {
        kind,
        caseId: found.id,
        today,
        judgedOn: found.filedOn,
        leadId: found.leadId,
        departments: found.departments ?? [],
        ...(event && { event, conditions: event.content }),
      }
      const making = await this.matters.making(occasion, template)
      const { data } = await this.matters.compose(tx, occasion, making, making.numberForm.replace('{serial}', ''))
      await this.cases.recordReading(tx, found.id, actor, 'readCase', { template: kind })
      return data
    })
  }
}
