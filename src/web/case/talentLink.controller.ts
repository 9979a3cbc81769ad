/** The talent's link, made by the firm or by intake. */
import { Controller, Get, Post } from '@nestjs/common'
import { Database } from '../../base/database.js'
import { path } from '../../base/path.js'
import { ReadingService } from '../../cases/reading.service.js'
import { Talents } from '../../cases/talents.js'
import { linkTo } from '../../people/secrets.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { For, WebSettings } from '../http/access.js'
import { page } from '../http/answers.js'
import { Id, Me } from '../http/params.js'
import { backToCase } from './addresses.js'
import { consentText } from './talent.view.js'

@Controller('cases/:id/talent')
@For('applicant', 'firmAdmin', 'intake')
export class TalentLinkController {
  constructor(
    private readonly talents: Talents,
    private readonly reading: ReadingService,
    private readonly db: Database,
    private readonly settings: WebSettings,
  ) {}

  @Get()
  show(@Me() me: Person, @Id() id: number) {
    return this.page(me, id)
  }

  @Post()
  async make(@Me() me: Person, @Id() id: number) {
    const token = await this.talents.makeLink(me, id)
    return this.page(me, id, `${this.settings.publicUrl}${linkTo(path.talentLink, token)}`)
  }

  private async page(me: Person, caseId: number, href?: string) {
    const { file, consents } = await this.db.transaction(settingsOf(me), async (tx) => ({
      file: await this.reading.getIn(tx, me, caseId),
      consents: await this.talents.listConsents(tx, caseId),
    }))
    const { talentName, systemName, number } = file.case
    const view = {
      title: { zh: '给人选本人的链接', en: 'A link for the talent' },
      back: backToCase(caseId),
      action: path.caseTalent(caseId),
      consents: consents.map(consentText),
      link: href && { name: systemName ?? talentName ?? number, href },
    }
    return page('talent-make', view)
  }
}
