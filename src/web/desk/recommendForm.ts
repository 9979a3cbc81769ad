/**
 * What the form of a recommendation asks: route, length and treatment as this case supports them today, and why, where
 * the person has another letter.
 */
import { Injectable } from '@nestjs/common'
import { Database } from '../../base/database.js'
import { capitalised } from '../../base/text.js'
import { listAgainst } from '../../cases/against.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { listOtherLetters, type OtherLetter } from '../../cases/duplicates.js'
import { listRevoking } from '../../cases/matters.js'
import { Recommending, type Supported } from '../../cases/recommending.js'
import type { FormView } from '../../forms/engine/parts.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { PageContexts } from '../case/pageContext.js'
import type { FormRequest } from '../case/side.js'
import type { Notice } from '../kit/parts.js'
import { outcomeHeed } from './case.others.js'
import { askingWhy, knowing, letterNotice } from './related.view.js'
import { firstRoute, withRoutes } from './route.view.js'

/** What a letter said that the permit authority has returned: the next one says it, too, unless it is changed. */
function returnedInput({ events }: CaseFile): Record<string, unknown> {
  const last = events.findLast(({ action }) => action === 'recommend')
  const isReturned = last && events.some(({ seq, action }) => seq > last.seq && action === 'returnLetter')
  const names = ['months', 'treatment', 'conditions', 'conditionsEn', 'conditionsDueOn']
  return isReturned
    ? Object.fromEntries(Object.entries(last.content ?? {}).filter(([name]) => names.includes(name)))
    : {}
}

@Injectable()
export class RecommendForm {
  constructor(
    private readonly recommending: Recommending,
    private readonly contexts: PageContexts,
    private readonly db: Database,
  ) {}

  /** What the form holds when it is opened. */
  async first(file: CaseFile): Promise<Record<string, unknown>> {
    return { ...firstRoute(await this.supported(file)), ...returnedInput(file) }
  }

  /** Letters of other cases for the same person. */
  listOthers(person: Person, { file, context }: FormRequest): Promise<OtherLetter[]> {
    return this.db.transaction(settingsOf(person), (tx) => listOtherLetters(tx, person, [file.case.id], context.today))
  }

  /** What whoever records the outcome of a letter is to know: an intended revocation, and the other letters. */
  async outcomeNotices(person: Person, asking: FormRequest): Promise<Notice[]> {
    const { id, state } = asking.file.case
    const [others, revoking] = await Promise.all([
      this.listOthers(person, asking),
      this.db.transaction(settingsOf(person), (tx) => listRevoking(tx, person, [id])),
    ])
    const heed = outcomeHeed(revoking.has(id), [], id)
    return [
      ...(heed ? [{ kind: 'near' as const, title: { zh: heed.zh, en: capitalised(heed.en) } }] : []),
      ...letterNotice(others, state, asking.context),
    ]
  }

  async ask({ file, form, language, context }: FormRequest, others: readonly OtherLetter[]): Promise<FormView> {
    const against = listAgainst(file, context.today, (id) => context.authorities.get(id)?.short)
    return withRoutes(
      knowing(askingWhy(form, others, language), against, language),
      await this.supported(file),
      language,
    )
  }

  private async supported({ answers }: CaseFile): Promise<Supported[]> {
    const { today } = await this.contexts.today()
    return this.recommending.supported(today, answers)
  }
}
