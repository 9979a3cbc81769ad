/** Keeps what the firm writes about each item of a correction, by a button or by itself. Where a colleague has answered the same item meanwhile nothing of it is kept until somebody has chosen. */
import { Body, Controller, Param, Post, Put, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Invalid, Stale } from '../../base/errors.js'
import { CaseService } from '../../cases/case.service.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { ReadingService } from '../../cases/reading.service.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import { readForm } from '../../forms/engine/body.js'
import { valueAt } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { For, personOf } from '../http/access.js'
import { itemKey, KEPT, noticeKey, openRound } from '../case/correction.js'
import { readId, readText } from '../http/input.js'
import { both, timeText } from '../kit/page.js'
import { seeOther } from '../http/send.js'
import { caseAddress, reviewAddress } from '../case/addresses.js'
import { FirmCasePage } from './case.page.js'
import type { CorrectionTyped } from './correction.view.js'

const MOST_TRIES = 3

interface Kept extends CorrectionTyped {
  readonly file: CaseFile
}

@Controller('cases/:id/correction')
@For('applicant', 'firmAdmin')
export class CorrectionController {
  constructor(
    private readonly page: FirmCasePage,
    private readonly reading: ReadingService,
    private readonly cases: CaseService,
    private readonly clock: Clock,
  ) {}

  @Post()
  async keep(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const caseId = readId(id)
    const kept = await this.keepIt(request, caseId, body)
    if (!openRound(kept.file)) return seeOther(reply, caseAddress(caseId))
    const bad = Object.keys(kept.problems).length > 0
    if (bad || Object.keys(kept.theirs).length > 0) {
      const page = await this.page.render(request, reply, caseId, { typed: kept, status: bad ? 422 : 409 })
      return reply.send(page)
    }
    if (readText(body, '_then') === 'send') return seeOther(reply, reviewAddress(caseId))
    return seeOther(reply, `${caseAddress(caseId)}?saved=1#asked`)
  }

  /** A program's own saving, while somebody types. */
  @Put()
  async keepQuietly(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const kept = await this.keepIt(request, readId(id), body)
    const { language } = request
    const [wrong] = Object.values(kept.problems)
    if (wrong) return reply.status(422).send({ error: 'invalid', message: wrong[language] })
    if (Object.keys(kept.theirs).length > 0)
      return reply.status(409).send({ error: 'stale', message: firstCame[language] })
    const now = this.clock.now()
    const { answersVersion } = kept.file.case
    const at = both((one) => timeText(now, one, 'clock'))
    const message = { zh: `${at.zh} 已自动保存`, en: `Saved automatically at ${at.en}` }[language]
    return reply
      .header('cache-control', 'no-store')
      .send({ savedAt: now.toISOString(), answersVersion, version: answersVersion, message })
  }

  private async keepIt(request: FastifyRequest, caseId: number, body: unknown): Promise<Kept> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.keepOnce(request, caseId, body)
      } catch (error) {
        if (!(error instanceof Stale) || tries === MOST_TRIES) throw error
      }
    }
  }

  private async keepOnce(request: FastifyRequest, caseId: number, body: unknown): Promise<Kept> {
    const person = personOf(request)
    const file = await this.reading.peek(person, caseId)
    const round = openRound(file)
    if (!round) return { file, answers: {}, problems: {}, theirs: {} }
    const { tree } = readForm(body)
    const key = noticeKey(caseId, round.notice)
    const seen = readText(body, 'version')
    const touched = changedBy(file, person.name, seen === undefined ? undefined : Number(seen))
    const changes: Record<string, string | null> = {}
    const typed = {
      answers: {} as Record<string, string>,
      problems: {} as CorrectionTyped['problems'],
      theirs: {} as Record<string, string>,
    }
    for (const { number, on, answer } of round.items) {
      const name = itemKey(number)
      const now = textAt(tree, `answer.${name}`)
      if (now === undefined || now === answer) continue
      if (touched.has(`${KEPT}.${key}.${name}`)) {
        if (now === textAt(tree, `was.${name}`)) continue
        typed.answers[name] = now
        typed.theirs[name] = answer
        continue
      }
      const problem = now === '' ? undefined : wrongWith(on, now)
      if (problem) {
        typed.answers[name] = now
        typed.problems = { ...typed.problems, [name]: problem }
      } else changes[name] = now === '' ? null : now
    }
    if (Object.keys(changes).length === 0) return { file, ...typed }
    const { answersVersion } = file.case
    try {
      await this.cases.act(caseId, 'saveAnswers', {
        actor: person,
        input: { answers: { [KEPT]: { [key]: changes } }, answersVersion },
      })
    } catch (error) {
      // what no database can hold: said at every item that was sent, for the problem names none
      if (!(error instanceof Invalid)) throw error
      const [first] = error.problems
      if (!first) throw error
      const sent = Object.entries(changes).map(([name, text]) => [name, text ?? ''] as const)
      return {
        file,
        ...typed,
        answers: { ...typed.answers, ...Object.fromEntries(sent) },
        problems: { ...typed.problems, ...Object.fromEntries(sent.map(([name]) => [name, first.message])) },
      }
    }
    return { file: await this.reading.peek(person, caseId), ...typed }
  }
}

const textAt = (tree: unknown, path: string): string | undefined => {
  const value = valueAt(tree, path)
  return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : undefined
}

/** What the form of `resubmit` says against an answer. */
function wrongWith(on: string, answer: string) {
  const form = ACTION_FORMS.resubmit
  if (!form) return undefined
  return parseForm(form, { answers: [{ on, answer }] }).problems.find(({ path }) => path.endsWith('.answer'))?.message
}

/** The paths that somebody else has written since the version that the page showed. */
function changedBy({ events, case: { answersVersion } }: CaseFile, own: string, seen: number | undefined): Set<string> {
  if (seen === undefined || !(seen < answersVersion)) return new Set()
  const since = events.filter(({ action }) => action === 'saveAnswers').slice(seen - answersVersion)
  const others = since.filter(({ actorName }) => actorName !== own)
  return new Set(others.flatMap(({ content }) => (Array.isArray(content?.changed) ? content.changed.map(String) : [])))
}

const firstCame = {
  zh: '同事刚答复了同一项。请按“保存”，对照着选。',
  en: 'A colleague has just answered the same item. Press “Save” to compare and choose.',
}
