/**
 * How far an application is, for anybody who has its number and the code of its receipt, without an
 * account and without script. Both are sent in a form, so that no address has them; asking is limited
 * as checking a paper is.
 */
import { Body, Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common'
import { EXAMPLE } from '../../base/checkCode.js'
import { type AskedStatus, faultOf, type FilingStatus, plainNumber, Statuses } from '../../letters/status.service.js'
import { PUBLIC_WORDS } from '../../workflow/publicWords.js'
import type { PageContext } from '../case/clock.view.js'
import { PageContexts } from '../case/pageContext.js'
import { publicDays } from '../case/publicDays.view.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { isForLanguage, readText } from '../http/input.js'
import { Throttled } from '../http/throttle.js'
import { fact, facts } from '../kit/table.js'

@Controller('status')
@For('open')
export class StatusController {
  constructor(
    private readonly statuses: Statuses,
    private readonly contexts: PageContexts,
  ) {}

  @Get()
  ask() {
    return page('status', viewOf({ number: '', code: '' }), { audience: 'public' })
  }

  @Post()
  @HttpCode(200)
  @UseGuards(Throttled)
  async show(@Body() body: unknown) {
    const asked = { number: readText(body, 'number', 40) ?? '', code: readText(body, 'code', 60) ?? '' }
    // nothing is asked where only the language is changed on a page that has not been asked yet
    if (isForLanguage(body) && readText(body, 'asked') === undefined)
      return page('status', viewOf(asked), { audience: 'public' })
    const found = await this.statuses.find(asked.number, asked.code)
    if (!found) return page('status', { ...viewOf(asked), ...faultOf(asked) }, { audience: 'public', status: 422 })
    const view = { ...viewOf(asked), found: foundView(plainNumber(asked.number), found, await this.contexts.today()) }
    return page('status', view, { audience: 'public' })
  }
}

const viewOf = (asked: AskedStatus) => ({
  ...asked,
  title: { zh: '查询办理进度', en: 'Follow an application' },
  example: EXAMPLE,
  languageForm: 'status',
})

/** The state in a sentence, the day of filing, and the day that counts now. */
const foundView = (number: string, status: FilingStatus, context: PageContext) => ({
  lead: PUBLIC_WORDS[status.state],
  days: facts(fact('办件编号', 'Number', number), ...publicDays(status, context)),
})
