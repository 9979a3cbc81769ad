/** Marks a document as checked by the officer who looks at it, or takes the mark away (cases/paperTicks.ts). */
import { Body, Controller, Post } from '@nestjs/common'
import { path } from '../../base/path.js'
import { PaperTicks } from '../../cases/paperTicks.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { done } from '../http/answers.js'
import { readText } from '../http/input.js'
import { Id, Me } from '../http/params.js'

@Controller('cases/:id/files/:file/tick')
@For('intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer')
export class TickController {
  constructor(private readonly ticks: PaperTicks) {}

  @Post()
  async tick(@Me() me: Person, @Id() id: number, @Id('file') paperId: number, @Body() body: unknown) {
    await this.ticks.set(me, id, paperId, readText(body, 'checked') === '1')
    return done(path.fileView(id, paperId))
  }
}
