/** What the form of a recommendation asks of route, length and treatment, as this case supports it today. */
import { Injectable } from '@nestjs/common'
import { Database } from '../../base/database.js'
import type { Language } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { Preflight } from '../../cases/preflight.js'
import { Recommending, type Supported } from '../../cases/recommending.js'
import type { FormView } from '../../forms/engine/parts.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { PageContexts } from '../case/pageContext.js'
import { firstRoute, withRoutes } from './route.view.js'

@Injectable()
export class RouteQuestions {
  constructor(
    private readonly recommending: Recommending,
    private readonly preflight: Preflight,
    private readonly contexts: PageContexts,
    private readonly db: Database,
  ) {}

  /** What the form holds when it is opened. */
  async first(person: Person, file: CaseFile): Promise<Record<string, unknown>> {
    return firstRoute(await this.supported(person, file))
  }

  async ask(person: Person, file: CaseFile, form: FormView, language: Language): Promise<FormView> {
    return withRoutes(form, await this.supported(person, file), language)
  }

  private async supported(person: Person, { case: { id } }: CaseFile): Promise<Supported[]> {
    const { today } = await this.contexts.today()
    return this.db.transaction(settingsOf(person), (tx) =>
      this.recommending.supported(today, this.preflight.open(tx, person, id)),
    )
  }
}
