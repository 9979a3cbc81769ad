/** Where an officer goes after an act: on in the list that the case was opened from, and what is said there. */
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { path } from '../../base/path.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { Act } from '../../workflow/machine.js'
import { personOf } from '../http/access.js'
import { type Answer, done } from '../http/answers.js'
import { addressWith } from '../kit/page.js'
import { DoneNotices, isElsewhere } from './done.js'
import { QueueMemory } from './queue.memory.js'

@Injectable()
export class Onward {
  constructor(
    private readonly memory: QueueMemory,
    private readonly notices: DoneNotices,
  ) {}

  /** @param goesOn whether the case waits for somebody else now */
  async after(request: FastifyRequest, caseId: number, action: Act, goesOn: boolean): Promise<Answer> {
    const next = goesOn ? await this.memory.onward(request, personOf(request), caseId) : undefined
    return next ? done(addressWith(next, 'of', String(caseId)), action) : done(path.case(caseId), action)
  }

  /**
   * What stands at the head of a case's page: the way through the list, what was just done, and whether that was done
   * to another case: then nothing here is done by one press, for the finger may still be where it pressed.
   */
  async at(request: FastifyRequest, file: Pick<CaseFile, 'case' | 'events'>) {
    const person = personOf(request)
    const [links, said] = await Promise.all([
      this.memory.linksFrom(request, person, file.case),
      this.notices.of(person, request.query, file),
    ])
    return { links, said, moved: isElsewhere(request.query, file.case.id) }
  }
}
