/**
 * What the firm's home is made of: its lists, one page of each or all lines of one for a file, and what stands above
 * them.
 */
import { Injectable } from '@nestjs/common'
import { Database } from '../../base/database.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined, SEMICOLON } from '../../base/text.js'
import type { FirmLine } from '../../cases/caseFile.js'
import { renewalOf } from '../../cases/firmTasks.js'
import { type HeldCase, listHeld } from '../../cases/heldByConsent.js'
import type { FirmFacets, FirmList } from '../../cases/listing.js'
import type { OwnList, Place } from '../../cases/lists.js'
import { ReadingService } from '../../cases/reading.service.js'
import { SENSITIVE } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import { mayFillIn, maySubmit } from '../../people/actor.js'
import { Mandates } from '../../people/mandate.service.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { obligationSchema } from '../../reference/obligations.js'
import { Reference } from '../../reference/reference.service.js'
import { MailNotices } from '../case/mailNotice.js'
import { PageContexts } from '../case/pageContext.js'
import { Searches } from '../http/searches.js'
import type { Notice } from '../kit/parts.js'
import { link } from '../kit/pieces.js'
import { filtersOf, type HomeQuery } from './home.address.js'
import type { HomeContext } from './home.tables.js'
import { placesOf } from './home.view.js'
import { askedNotices } from './mandates.view.js'

/** Lines of a file that are read at once. */
const AT_ONCE = 500

@Injectable()
export class FirmHome {
  constructor(
    private readonly db: Database,
    private readonly reading: ReadingService,
    private readonly contexts: PageContexts,
    private readonly reference: Reference,
    private readonly searches: Searches,
    private readonly mandates: Mandates,
    private readonly mail: MailNotices,
  ) {}

  /** Candidates who have refused something, agents that wait for the firm's answer, and mail that did not arrive. */
  async notices(me: Person): Promise<Notice[]> {
    const [held, asked, mail] = await Promise.all([
      this.db.transaction(settingsOf(me), (tx) => listHeld(tx, me)),
      this.mandates.listAsked(me),
      this.mail.of(me),
    ])
    return [...held.map(heldNotice), ...askedNotices(asked), ...mail]
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

/** Nothing is recommended before a refusal is settled (PIPL Art. 15); the case has the ways to do so. */
function heldNotice({ id, number, name, about }: HeldCase): Notice {
  const values = {
    name: name ?? number ?? '',
    about: joined(
      about.map((one) => labelOf(SENSITIVE, one)),
      SEMICOLON,
    ),
  }
  return {
    kind: 'bad',
    title: fill(HELD.title, values),
    text: fill(HELD.text, values),
    links: [link({ zh: '打开案件', en: 'Open the case' }, path.case(id))],
  }
}

const HELD: { readonly title: Bilingual; readonly text: Bilingual } = {
  title: { zh: '{name}不同意使用：{about}', en: '{name} does not consent to the use of: {about}' },
  text: {
    zh:
      '处理前不能推荐。请与人选沟通：本人可在自己的页面上改为同意；' +
      '也可以删除材料，或更换后由本人重新决定，或由办理部门登记处理情况。',
    en:
      'There is no recommendation before this is settled. Speak with the candidate, who can consent on their own ' +
      'page; or take the document away; or replace it, and they decide anew; or the department records how it was ' +
      'settled.',
  },
}
