/** One case as its firm sees it. */
import { Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DeskCasePage } from '../desk/case.page.js'

@Injectable()
export class FirmCasePage {
  constructor(private readonly desk: DeskCasePage) {}

  /** The page of a case for somebody of its firm. Throws NotFound. */
  render(request: FastifyRequest, reply: FastifyReply, caseId: number): Promise<string> {
    return this.desk.render(request, reply, caseId)
  }
}
