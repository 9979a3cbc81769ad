/**
 * All papers of a case, for whoever may see it: the firm those that it was sent, officers also
 * those that are being made or could not be.
 */
import { Controller, Get } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Papers } from '../../letters/paper.service.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { Id, Me } from '../http/params.js'
import { backToCase } from './addresses.js'
import { papersTable } from './papers.view.js'

@Controller('cases/:id/papers')
@For('signedIn')
export class PapersController {
  constructor(
    private readonly clock: Clock,
    private readonly papers: Papers,
  ) {}

  @Get()
  async list(@Me() me: Person, @Id() caseId: number) {
    const { number, papers } = await this.papers.ofCase(me, caseId, this.clock.today())
    const view = {
      title: { zh: '文书', en: 'Letters and notices' },
      back: backToCase(caseId),
      number,
      table: papers.length > 0 ? papersTable(papers) : undefined,
      empty: papers.length > 0 ? undefined : NO_PAPERS,
    }
    return page('papers', view)
  }
}

const NO_PAPERS = {
  title: { zh: '暂无文书', en: 'No letters yet' },
  text: {
    zh: '受理、补正、决定等各环节的文书制成后，可在此下载。',
    en: 'You can download the letter of each stage here, from acceptance to decision.',
  },
}
