/** One case on an officer's desk: claim, evidence, judgement, what can be done, and what has happened. */

import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Assessing } from '../../cases/assessing.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { KeptForm } from '../../cases/keptForms.js'
import { changesBetween } from '../../cases/changes.js'
import type { FiledAnswers } from '../../cases/filings.js'
import { Inbox } from '../../cases/inbox.js'
import type { Check } from '../../cases/preflight.js'
import type { LetterLine } from '../../letters/letter.service.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import type { Choice } from '../../workflow/step.js'
import { isEventName, WORDS } from '../../workflow/words.js'
import { PageContexts } from '../case/pageContext.js'
import {
  actionButtons,
  answerSections,
  documentRows,
  type Earlier,
  EXPORTED,
  firmSummary,
  pointsOf,
} from '../case/case.view.js'
import { countText } from '../case/changes.view.js'
import { caseHead } from '../case/clock.view.js'
import { actionAddress, caseAddress } from '../case/addresses.js'
import { conversationOf, openedBy } from '../case/conversation.js'
import { keptRows } from '../case/kept.view.js'
import { FormKeeper } from '../http/formKeeper.js'
import { timelineItems } from '../case/history.view.js'
import { standingTag } from '../case/letter.view.js'
import { liveCase } from '../case/liveCase.js'
import { personOf } from '../http/access.js'
import { type Answer, page } from '../http/answers.js'
import { readText } from '../http/input.js'
import { both, dateText, timeText } from '../kit/page.js'
import type { Notice, Summary } from '../kit/parts.js'
import { scale } from '../kit/scale.js'
import { assessmentTasks } from './assessment.tasks.js'
import { evidenceOf } from './evidence.view.js'
import { heardOf } from './heard.view.js'
import { ledgerOf } from './ledger.view.js'
import { proposalRows } from './notice.js'
import { opinionsOf, scoringOf } from './opinions.view.js'
import { viewHref } from '../case/preview.view.js'
import { OfficerCases } from './officerCases.js'
import { QueueMemory } from './queue.memory.js'
import { duplicateNotice, firmRows, letterNotice, samePersonRows, similarRows } from './related.view.js'
import { sourcesOf } from './sources.js'
import { toldRows } from './told.view.js'

/** What has a place of its own on the page. */
const HERE: ReadonlySet<string> = new Set(['message'])

@Injectable()
export class DeskCasePage {
  constructor(
    private readonly cases: OfficerCases,
    private readonly contexts: PageContexts,
    private readonly inbox: Inbox,
    private readonly memory: QueueMemory,
    private readonly assessing: Assessing,
    private readonly keeper: FormKeeper,
  ) {}

  /** The page of a case for somebody of an authority; opening it is recorded. Throws NotFound. */
  async show(request: FastifyRequest, caseId: number): Promise<Answer> {
    const person = personOf(request)
    const opened = await this.cases.open(person, caseId)
    const { file, check, judgedBy } = opened
    const [fresh, around, links, kept] = await Promise.all([
      openedBy(this.inbox, request, caseId),
      this.contexts.today(),
      this.memory.linksFrom(request, person, file.case),
      this.keeper.below(request, `${caseAddress(caseId)}/`, caseAddress(caseId)),
    ])
    const tasks = await this.tasksOf(person, file, kept.at(actionAddress(caseId, 'report')).kept)
    const opinions = opinionsOf(file, around, judgedBy)
    const changed = changedSince(file, opened.filings)
    const talk = conversationOf(file, around, { byFirm: false, fresh, requestId: randomUUID(), kept })
    const unsent = keptRows(kept, [...(talk?.action ? ['message'] : []), ...(tasks ? ['report'] : [])])
    const kinds = (kind: Choice['kind']) => file.choices.filter((choice) => choice.kind === kind)
    const view = {
      title: { zh: `案件 ${file.case.number}`, en: `Case ${file.case.number}` },
      casehead: { ...caseHead(file, around), links },
      liveCase: liveCase(file, false),
      notices: [
        ...noticesOf(request.query),
        ...letterNotice(opened.otherLetters, file.case.state, around),
        ...duplicateNotice(opened.samePerson, caseId, file.case.state),
      ],
      changed: changed && { ...changed.line, href: `/cases/${caseId}/changes` },
      samePerson: samePersonRows(opened.samePerson, caseId, around),
      sameFirm: firmRows(opened.sameFirm),
      similar: similarRows(opened.similar, caseId, around),
      sections: [
        { key: 'registered', label: { zh: '企业', en: 'Firm' }, summary: firmSummary(opened.firm) },
        ...answerSections(file.answers, request.language, {
          earlier: changed?.earlier,
          without: EXPORTED,
          sources: sourcesOf(file),
        }),
      ],
      documents: { documents: documentRows(file, check, (paper) => viewHref(caseId, paper.id)) },
      points: pointsOf(check),
      scale: scale(check.judgement.points.total, 120, marksOf(check)),
      judged: judgedOf(check),
      warnings: [...check.judgement.blocks, ...check.judgement.warns].map(({ message }) => message),
      opinions,
      evidence: evidenceOf(file, check, { ...judgedBy, scores: !has(person, 'permitOfficer') }),
      scoring: scoringOf(file, around, judgedBy),
      proposals: proposalRows(file, around),
      ledger: ledgerOf(file, around),
      heard: heardOf(file, around),
      talk,
      told: toldRows(opened.told),
      letters: lettersOf(opened.letters),
      tasks,
      unsent: unsent.length > 0 ? unsent : undefined,
      address: `/cases/${caseId}`,
      version: file.case.version,
      requestId: randomUUID(),
      actions: actionButtons(kinds('action'), caseId),
      records: actionButtons(kinds('entry'), caseId, HERE).map((button) => ({ ...button, kind: 'secondary' as const })),
      timeline: { dated: true, items: timelineItems(file, around) },
    }
    return page('desk/case', view)
  }

  /** Those who may assess see how far they are. */
  private async tasksOf(person: Person, file: CaseFile, kept: KeptForm | undefined) {
    if (person.authorityId === null || !file.choices.some(({ action }) => action === 'report')) return undefined
    const { today } = await this.contexts.today()
    const asked = await this.assessing.asked(person.authorityId, file.case.filedOn ?? today, today)
    return assessmentTasks(file.case.id, asked, kept)
  }
}

/** What changed from the last filing but one to the last, in one line, and what stood at each answer before; undefined when the case was filed once. */
function changedSince(file: CaseFile, filings: readonly FiledAnswers[]) {
  const [before, after] = filings.slice(-2)
  if (!before || !after) return undefined
  const changes = changesBetween(before, after, file)
  const count = countText(changes)
  const earlier: Earlier = new Map(changes.answers.map((change) => [change.path, change.before]))
  return {
    earlier,
    line: { text: { zh: `与上次提交相比，改了 ${count.zh}`, en: `Changed since the last submission: ${count.en}` } },
  }
}

/** What was just done, said once after it. */
export function noticesOf(query: unknown): Notice[] {
  const done = readText(query, 'done')
  return done && isEventName(done) ? [{ kind: 'ok', title: WORDS[done].done }] : []
}

const marksOf = ({ judgement }: Check) =>
  judgement.ways.flatMap(({ class: name, pointsFrom }) => (pointsFrom === null ? [] : [{ name, at: pointsFrom }]))

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
