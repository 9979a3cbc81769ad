/**
 * Keeps what the firm writes about each item of a correction, by a button or by itself. Where a
 * colleague has answered the same item meanwhile nothing of it is kept until somebody has chosen.
 */
import { Body, Controller, Post, Put, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Invalid } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { CaseService } from '../../cases/case.service.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { ReadingService } from '../../cases/reading.service.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import { readForm } from '../../forms/engine/body.js'
import { valueAt } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { data, done } from '../http/answers.js'
import { itemKey, KEPT, noticeKey, openRound } from '../case/correction.js'
import { readText } from '../http/input.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { FirmCasePage } from './case.page.js'
import type { CorrectionInput } from './correction.view.js'
import { keepTrying, savedAt } from './keeping.js'

interface KeptCorrection extends CorrectionInput {
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
  async keep(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number, @Body() body: unknown) {
    const kept = await this.keepIt(me, id, body)
    if (!openRound(kept.file)) return done(path.case(id))
    if (isAny(kept.problems)) return this.page.show(request, id, { typed: kept, status: 422 })
    if (isAny(kept.theirs)) return this.page.show(request, id, { typed: kept, status: 409 })
    return done(
      readText(body, '_then') === 'send' ? path.review(id) : `${withQuery(path.case(id), { saved: 1 })}#asked`,
    )
  }

  /** A program's own saving, while somebody types. */
  @Put()
  async keepQuietly(@Me() me: Person, @InLanguage() language: Language, @Id() id: number, @Body() body: unknown) {
    const { problems, theirs, file } = await this.keepIt(me, id, body)
    const [wrong] = Object.values(problems)
    if (wrong) return data({ error: 'invalid', message: wrong[language] }, 422)
    if (isAny(theirs)) return data({ error: 'stale', message: FIRST_CAME[language] }, 409)
    return data(savedAt(this.clock.now(), file, language))
  }

  private keepIt(me: Person, caseId: number, body: unknown): Promise<KeptCorrection> {
    return keepTrying(() => this.keepOnce(me, caseId, body))
  }

  private async keepOnce(me: Person, caseId: number, body: unknown): Promise<KeptCorrection> {
    const file = await this.reading.peek(me, caseId)
    const round = openRound(file)
    if (!round) return { file, answers: {}, problems: {}, theirs: {} }
    const { tree } = readForm(body)
    const key = noticeKey(caseId, round.notice)
    const seen = readText(body, 'version')
    const touched = changedBy(file, me.name, seen === undefined ? undefined : Number(seen))
    const changes: Record<string, string | null> = {}
    const typed = {
      answers: {} as Record<string, string>,
      problems: {} as CorrectionInput['problems'],
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
        actor: me,
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
    return { file: await this.reading.peek(me, caseId), ...typed }
  }
}

const isAny = (found: object): boolean => Object.keys(found).length > 0

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

const FIRST_CAME = {
  zh: '同事刚答复了同一项。请按“保存”，对照着选。',
  en: 'A colleague has just answered the same item. Press “Save” to compare and choose.',
}
