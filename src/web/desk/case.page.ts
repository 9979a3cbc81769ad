/** One case on an officer's desk: claim, evidence, judgement, what can be done, and what has happened. */

import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Database } from '../../base/database.js'
import { type Check, Preflight } from '../../cases/preflight.js'
import { ReadingService } from '../../cases/reading.service.js'
import { type LetterLine, Letters } from '../../letters/letter.service.js'
import { Firms } from '../../people/firm.service.js'
import { settingsOf } from '../../people/scope.js'
import type { Choice } from '../../workflow/step.js'
import { WORDS } from '../../workflow/words.js'
import { personOf } from '../access.js'
import { Surroundings } from '../around.js'
import { actionButtons, answerSections, documentRows, firmSummary, pointsOf } from '../case.view.js'
import { caseHead } from '../clock.view.js'
import { timelineItems } from '../history.view.js'
import { readText } from '../input.js'
import { both, dateText, timeText } from '../page.js'
import { Pages } from '../pages.js'
import type { Notice, Summary } from '../parts.js'
import { scale } from '../scale.js'
import { standingTag } from './letter.view.js'
import { opinionsOf } from './opinions.view.js'

@Injectable()
export class DeskCasePage {
  constructor(
    private readonly pages: Pages,
    private readonly reading: ReadingService,
    private readonly preflight: Preflight,
    private readonly letters: Letters,
    private readonly around: Surroundings,
    private readonly firms: Firms,
    private readonly db: Database,
  ) {}

  /** The page of a case for somebody of an authority; opening it is recorded. Throws NotFound. */
  async render(request: FastifyRequest, reply: FastifyReply, caseId: number): Promise<string> {
    const person = personOf(request)
    const file = await this.reading.get(person, caseId)
    const [firm, around, { check, letters }] = await Promise.all([
      this.firms.get(person, file.case.firmId),
      this.around.today(),
      this.db.transaction(settingsOf(person), async (tx) => ({
        check: await this.preflight.check(tx, caseId),
        letters: await this.letters.listOf(tx, person, caseId),
      })),
    ])
    const opinions = opinionsOf(file, around)
    const kinds = (kind: Choice['kind']) => file.choices.filter((choice) => choice.kind === kind)
    const view = {
      title: { zh: `案件 ${file.case.number}`, en: `Case ${file.case.number}` },
      casehead: caseHead(file, around),
      notices: noticesOf(request.query),
      sections: [
        { key: 'registered', label: { zh: '企业', en: 'Firm' }, summary: firmSummary(firm) },
        ...answerSections(file.answers, request.language),
      ],
      documents: { documents: documentRows(file, check, (paper) => `/cases/${caseId}/files/${paper.id}`) },
      points: pointsOf(check),
      scale: scale(check.judgement.points.total, 120, marksOf(check)),
      judged: judgedOf(check),
      warnings: [...check.judgement.blocks, ...check.judgement.warns].map(({ message }) => message),
      ...(opinions && { opinions }),
      letters: lettersOf(letters),
      address: `/cases/${caseId}`,
      version: file.case.version,
      requestId: randomUUID(),
      actions: actionButtons(kinds('action'), caseId),
      records: actionButtons(kinds('entry'), caseId).map((button) => ({ ...button, kind: 'secondary' as const })),
      timeline: { dated: true, items: timelineItems(file, around) },
    }
    return this.pages.render(request, reply, 'desk/case', view)
  }
}

/** What was just done, said once after it. */
export function noticesOf(query: unknown): Notice[] {
  const done = readText(query, 'done')
  const words = done ? WORDS[done] : undefined
  return words ? [{ kind: 'ok', title: words.done }] : []
}

const marksOf = ({ judgement }: Check) =>
  judgement.ways
    .filter(({ code }) => code === 'points')
    .map((way) => ({ name: way.class, at: Number(/(\d+)[^\d]*$/.exec(way.because.zh)?.[1] ?? 0) }))

const judgedOf = ({ judgedOn, judgement }: Check) => ({
  on: both((language) =>
    language === 'zh'
      ? `按 ${dateText(judgedOn, 'zh')} 施行的标准`
      : `by the criteria in force on ${dateText(judgedOn, 'en')}`,
  ),
  category:
    judgement.category === 'none'
      ? {
          zh: `积分 ${judgement.points.total}，未到 A 类或 B 类`,
          en: `${judgement.points.total} points, neither class`,
        }
      : {
          zh: `积分 ${judgement.points.total}，${judgement.category} 类`,
          en: `${judgement.points.total} points, class ${judgement.category}`,
        },
  ways: judgement.ways.map(({ class: name, label, open, because }) => ({
    open,
    text: { zh: `${name} 类 ${label.zh}：${because.zh}`, en: `Class ${name}, ${label.en}: ${because.en}` },
  })),
})

function lettersOf(letters: readonly LetterLine[]): Summary {
  return {
    small: true,
    rows: letters.map((letter) => ({
      key: { text: letter.number, href: `/letters/${letter.id}` }.text,
      line: [
        { text: standingTag(letter).label, look: 'strong' as const },
        letter.issuedAt ? both((language) => ` ${timeText(letter.issuedAt ?? '', language, 'short')}`) : '',
      ],
      actions: [{ text: { zh: '打开', en: 'Open' }, href: `/letters/${letter.id}`, about: letter.number }],
    })),
  }
}
