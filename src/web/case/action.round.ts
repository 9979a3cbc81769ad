/**
 * The round of an action's form, whether the form is as it was declared or laid out by a page of
 * its own: the action is done; or the form comes once more, with what was typed and what stands in
 * the way; or, when the action is no longer possible, what was typed, to be copied.
 */
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Invalid, NotNow, type Problem, Stale, unlessNotFound } from '../../base/errors.js'
import { type JudgedCase, ReadingService } from '../../cases/reading.service.js'
import type { Branch } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import type { Act } from '../../workflow/machine.js'
import { personOf } from '../http/access.js'
import type { Answer } from '../http/answers.js'
import type { Notice } from '../kit/parts.js'
import { isRefusal, lostPage, noticeOf, type Refusal } from './action.view.js'
import { Conflicts } from './conflicts.js'
import { type CaseSide, FirmSide, OfficersSide } from './side.js'

/** What a form holds that comes once more, and why it does. */
export interface FormContent {
  readonly tree: Branch
  readonly problems?: readonly Problem[]
  /** Why it was not done, though the form is as it should be. */
  readonly refused?: Notice
}

interface Round {
  /** What was typed. */
  readonly tree: Branch
  /** What of it the action takes, when that is not the same. */
  readonly sent?: Branch
  readonly work: () => Promise<unknown>
  readonly again: (opened: JudgedCase, typed: FormContent) => Promise<Answer>
}

@Injectable()
export class ActionRound {
  constructor(
    private readonly reading: ReadingService,
    private readonly officersSide: OfficersSide,
    private readonly firmSide: FirmSide,
    private readonly conflicts: Conflicts,
  ) {}

  /** Does what the form asks for. Throws what `work` throws, but for refusals. */
  async run(request: FastifyRequest, caseId: number, action: Act, round: Round): Promise<Answer> {
    try {
      await round.work()
    } catch (error) {
      if (!isRefusal(error)) throw error
      return this.refused(request, caseId, action, round, error)
    }
    return this.sideOf(personOf(request)).after(request, caseId, action)
  }

  sideOf({ firmId }: Person): CaseSide {
    return firmId === null ? this.officersSide : this.firmSide
  }

  private async refused(
    request: FastifyRequest,
    caseId: number,
    action: Act,
    { tree, sent = tree, again }: Round,
    error: Refusal,
  ): Promise<Answer> {
    const me = personOf(request)
    const opened = await this.reading.getJudged(me, caseId).catch(unlessNotFound)
    const file = opened?.file
    const changes = file && error instanceof Stale ? await this.conflicts.list(me, error, file) : []
    if (opened?.file.choices.some((choice) => choice.action === action)) {
      if (error instanceof Invalid) return again(opened, { tree, problems: error.problems })
      if (error instanceof Stale || error instanceof NotNow)
        return again(opened, {
          tree: error instanceof Stale ? this.sideOf(me).withMeanwhile(action, opened.file, error, tree) : tree,
          refused: noticeOf(error, caseId, changes),
        })
    }
    return lostPage(error, action, sent, request.language, file, { changes })
  }
}
