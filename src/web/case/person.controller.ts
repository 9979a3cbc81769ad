/** All cases of one person that the reader sees: a firm its own, a department and a permit authority theirs. */
import { Controller, Get } from '@nestjs/common'
import { NotFound } from '../../base/errors.js'
import { PersonCases } from '../../letters/personCases.service.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { Id, Me } from '../http/params.js'
import { backToCase } from './addresses.js'
import { personTable, spanOf } from './person.view.js'

@Controller('cases/:id/person')
@For('signedIn')
export class PersonController {
  constructor(private readonly cases: PersonCases) {}

  @Get()
  async list(@Me() me: Person, @Id() caseId: number) {
    if (has(me, 'auditor')) throw new NotFound() // what is open to an auditor has a page of its own
    const cases = await this.cases.list(me, caseId)
    const asked = cases.find(({ id }) => id === caseId)
    const view = {
      title: { zh: '此人选的案件', en: 'Cases of this person' },
      back: backToCase(caseId),
      who: asked?.talentName ?? asked?.number ?? '',
      span: spanOf(cases),
      table: personTable(cases, caseId, me.firmId === null),
    }
    return page('person', view)
  }
}
