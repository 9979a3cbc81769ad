/**
 * What the palette (assets/palette.js) finds: cases by the queue's own search, and what this person may do with the
 * case that is open. It is sent by POST, since what is looked for may be a passport number.
 */
import { Body, Controller, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { unlessNotFound } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { DOT, joined, say } from '../../base/text.js'
import { CaseNews } from '../../cases/news.js'
import { ReadingService } from '../../cases/reading.service.js'
import type { Person } from '../../people/session.service.js'
import { metaOf } from '../../workflow/step.js'
import { WORDS } from '../../workflow/words.js'
import { actionAddress } from '../case/addresses.js'
import { deedLines } from '../case/deeds.js'
import { For } from '../http/access.js'
import { data } from '../http/answers.js'
import { readNumber, readText } from '../http/input.js'
import { Me } from '../http/params.js'
import { foundText } from './queue.triage.js'

/** Cases that the palette lists; the queue shows the rest. */
const MOST = 8

@Controller('queue/palette')
@For('intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer')
export class PaletteController {
  constructor(
    private readonly reading: ReadingService,
    private readonly news: CaseNews,
  ) {}

  /** `find`: what is looked for; `case`: the case that is open, of which it also says what was done last. */
  @Post()
  async find(@Me() me: Person, @Req() { language }: FastifyRequest, @Body() body: unknown) {
    const find = readText(body, 'find')
    const open = readNumber(body, 'case')
    const [lines, file, deeds] = await Promise.all([
      find ? this.reading.list(me, { tab: 'all', find, byPassport: true, limit: MOST }) : [],
      open === undefined ? undefined : this.reading.get(me, open).catch(unlessNotFound),
      open === undefined ? [] : this.news.lastDeeds(me, [open]),
    ])
    const acts = (file?.choices ?? []).filter(({ enabled }) => enabled)
    return data({
      cases: lines.map((line) => ({
        href: path.case(line.id),
        text: [line.number, line.systemName ?? line.talentName].filter(Boolean).join(' '),
        note: joined([line.firmName, metaOf(line.state).label, foundText(line)], DOT)[language],
      })),
      acts: acts.map(({ action }) => ({
        href: open === undefined ? '' : actionAddress(open, action),
        text: say(WORDS[action].label, language),
        note: file?.case.number,
      })),
      last: deedLines(deeds, language).join(''),
    })
  }
}
