/**
 * What the firm's home is made of: its lists, one page of each or all lines of one for a file, and what stands above
 * them.
 */
import { Injectable } from '@nestjs/common'
import type { FirmLine } from '../../cases/caseFile.js'
import { renewalOf } from '../../cases/firmTasks.js'
import type { FirmFacets, FirmList } from '../../cases/listing.js'
import type { OwnList, Place } from '../../cases/lists.js'
import { ReadingService } from '../../cases/reading.service.js'
import { mayFillIn, maySubmit } from '../../people/actor.js'
import { Mandates } from '../../people/mandate.service.js'
import type { Person } from '../../people/session.service.js'
import { obligationSchema } from '../../reference/obligations.js'
import { Reference } from '../../reference/reference.service.js'
import { MailNotices } from '../case/mailNotice.js'
import { PageContexts } from '../case/pageContext.js'
import { Searches } from '../http/searches.js'
import type { Notice } from '../kit/parts.js'
import { filtersOf, type HomeQuery } from './home.address.js'
import type { HomeContext } from './home.tables.js'
import { placesOf } from './home.view.js'
import { askedNotices } from './mandates.view.js'

/** Lines of a file that are read at once. */
const AT_ONCE = 500

@Injectable()
export class FirmHome {
  constructor(
    private readonly reading: ReadingService,
    private readonly contexts: PageContexts,
    private readonly reference: Reference,
    private readonly searches: Searches,
    private readonly mandates: Mandates,
    private readonly mail: MailNotices,
  ) {}

  /** Agents that wait for the firm's answer, and mail that did not arrive. */
  async notices(me: Person): Promise<Notice[]> {
    const [asked, mail] = await Promise.all([this.mandates.listAsked(me), this.mail.of(me)])
    return [...askedNotices(asked), ...mail]
  }

  lists(
    me: Person,
    query: HomeQuery,
    today: string,
    { after, wanted }: { readonly after?: Place | undefined; readonly wanted: readonly OwnList[] },
  ): Promise<FirmList[]> {
    const question = { ...this.searches.open(query.find), filters: { own: filtersOf(query, today) }, after }
    return this.reading.lists.ofFirm(me, question, wanted)
  }

  facets(me: Person): Promise<FirmFacets> {
    return this.reading.lists.facets(me)
  }

  /** Every line of one list, some at a time. */
  async *lines(me: Person, query: HomeQuery, today: string): AsyncGenerator<readonly FirmLine[]> {
    const wanted = [{ tab: query.tab ?? 'all', most: AT_ONCE }]
    let after: Place | undefined
    do {
      const [list] = await this.lists(me, query, today, { after, wanted })
      const lines = list?.lines ?? []
      yield lines
      after = lines.length === AT_ONCE ? placesOf(lines, query).at(-1) : undefined
    } while (after)
  }

  async context(reader: Person): Promise<HomeContext> {
    const context = await this.contexts.today()
    const obligations = await this.reference.all('obligations', context.today, obligationSchema)
    return {
      ...context,
      renewal: renewalOf(obligations, context.limits),
      begins: mayFillIn(reader),
      submits: maySubmit(reader),
      readerId: reader.id,
      firmId: reader.firmId,
    }
  }
}
