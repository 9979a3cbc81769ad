/** The list of the firm's own texts: seen, renamed, deleted; they are kept from a section (answers.controller.ts). */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { path, withQuery } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { FirmTexts } from '../../cases/firmTexts.js'
import { FIRM_TEXT } from '../../forms/firmTexts.js'
import { FIRM_ROLES, mayFillIn } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readText } from '../http/input.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { success } from '../kit/pieces.js'
import { textListView } from './firmTexts.view.js'

const DONE = {
  renamed: success('已重命名', 'Text renamed'),
  removed: success('已删除', 'Text deleted', {
    zh: '已填入申请的内容不受影响。',
    en: 'Applications already filled in from it do not change.',
  }),
}

@Controller('firm/texts')
@For(...FIRM_ROLES)
export class FirmTextsController {
  constructor(private readonly texts: FirmTexts) {}

  @Get()
  async show(@Me() me: Person, @InLanguage() language: Language) {
    const view = textListView(await this.texts.list(me), language)
    return page('firm/texts', { ...view, mayChange: mayFillIn(me) }, { done: DONE })
  }

  @For('applicant', 'firmAdmin', 'preparer')
  @Post(':id')
  async rename(@Me() me: Person, @InLanguage() language: Language, @Id() id: number, @Body() body: unknown) {
    await this.texts.get(me, id)
    return submit(FIRM_TEXT, body, {
      work: ({ name }) => this.texts.rename(me, id, name),
      then: done(withQuery(path.firmTexts, { done: 'renamed' })),
      again: async ({ problems }) => {
        const errors = problems.map(({ message }) => message[language])
        const wrong = { id, name: readText(body, 'name', 200) ?? '', errors }
        const atName = problems.map((problem) => ({ ...problem, path: `text-${id}` }))
        const view = textListView(await this.texts.list(me), language, wrong)
        return page('firm/texts', { ...view, mayChange: true }, { status: 422, problems: atName })
      },
    })
  }

  @For('applicant', 'firmAdmin', 'preparer')
  @Post(':id/remove')
  async remove(@Me() me: Person, @Id() id: number) {
    await this.texts.remove(me, id)
    return done(withQuery(path.firmTexts, { done: 'removed' }))
  }
}
