/** Brings papers of earlier applications of the same host into a draft; each case keeps its own copy. */
import { Body, Controller, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { ContentMissing, Invalid, NotNow, type Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { fill, type Language } from '../../base/text.js'
import { Bringing } from '../../cases/bringing.js'
import { documentSchema } from '../../criteria/documents.js'
import { FIRM_ROLES } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { Reference } from '../../reference/reference.service.js'
import { OwnCases } from '../case/own.js'
import { For } from '../http/access.js'
import { done } from '../http/answers.js'
import { Id, InLanguage, Me } from '../http/params.js'
import type { Offer } from './bring.view.js'
import { readTyped } from './documents.input.js'
import { DocumentPages } from './documents.page.js'

@Controller('cases/:id/documents/bring')
@For(...FIRM_ROLES)
export class BringController {
  constructor(
    private readonly own: OwnCases,
    private readonly bringing: Bringing,
    private readonly reference: Reference,
    private readonly clock: Clock,
    private readonly pages: DocumentPages,
  ) {}

  @Post()
  async bring(@Me() me: Person, @InLanguage() language: Language, @Id() id: number, @Body() body: unknown) {
    const rules = await this.reference.all('documents', this.clock.today(), documentSchema)
    const offers = await this.pages.offers(me, await this.own.open(me, id), rules)
    const wanted = readTyped(body, 'bring')
    const refused: Problem[] = []
    let count = 0
    for (const offer of offers.filter(({ key, anew }) => anew === undefined && Object.hasOwn(wanted, key))) {
      const why = await this.bringOne(offer, () =>
        this.bringing.bring(me, { caseId: offer.from.case.id, paper: offer.paper }, id, rules.get(offer.paper.kind)),
      )
      if (why) refused.push(why)
      else count += 1
    }
    if (refused.length > 0) return this.pages.show(me, language, id, { refused, problems: refused }, 422)
    return done(withQuery(path.documents(id), { done: 'brought', count }))
  }

  /** Why one paper stays behind; the others come all the same. */
  private async bringOne({ paper }: Offer, work: () => Promise<void>): Promise<Problem | undefined> {
    try {
      await work()
      return undefined
    } catch (error) {
      if (error instanceof ContentMissing) return stays(paper.name, GONE)
      const [first] = error instanceof Invalid ? error.problems : error instanceof NotNow ? error.because : []
      if (!first) throw error
      return stays(paper.name, 'message' in first ? (first as Problem).message : first)
    }
  }
}

const GONE = { zh: '内容暂时无法打开，请另行上传', en: 'its content cannot be opened now; please upload it' }
const stays = (name: string, why: { readonly zh: string; readonly en: string }): Problem => ({
  code: 'notBrought',
  path: 'drop.files',
  message: fill({ zh: '{name}：{why}', en: '{name}: {why}' }, { name, why: { zh: why.zh, en: why.en } }),
})
