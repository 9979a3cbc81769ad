/**
 * The departments' opinions of this round, side by side: what they advise, criterion by criterion,
 * and on which grounds. A difference is a tinted row.
 */
import { type Bilingual, DOT, joined } from '../../base/text.js'
import { assessedInput, decisionOf } from '../../cases/assessed.js'
import { type Assessment, type CaseFile, closedReports } from '../../cases/caseFile.js'
import { questionTo } from '../../cases/colleagues.js'
import { sayAssessed } from '../../criteria/assessedWords.js'
import { FINDING_RESULTS, OPINIONS } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import type { Act } from '../../workflow/machine.js'
import type { PageContext } from '../case/clock.view.js'
import { byOf } from '../case/history.view.js'
import { criterionName, type JudgedBy } from '../../criteria/criterion.js'
import { day, time } from '../kit/page.js'
import type { Compare, Notice, Piece, Text } from '../kit/parts.js'
import { below, pieces, quiet } from '../kit/pieces.js'
import { type ComparedRow, compareTable } from '../kit/sideBySide.js'
import { divergenceOf } from './divergence.view.js'
import { evidencePieces } from './evidence.js'
import { sinceLastRound } from './rounds.view.js'
import { complianceRows, scoreRows, totalRows } from './scores.view.js'

const NOT_ASSESSED: Piece = quiet({ zh: '未评', en: 'not assessed' })

function opinionPiece({ opinion }: Assessment): Piece {
  const text = labelOf(OPINIONS, opinion)
  return opinion === 'recommend' ? { text, icon: 'tick', look: 'ok' } : { text, icon: 'cross', look: 'bad' }
}

const departmentName = ({ authorityId }: Assessment, { authorities }: PageContext): Bilingual =>
  authorities.get(authorityId)?.short ?? { zh: '部门', en: 'Department' }

/** Each by the department, or by the person where a department has given two opinions. */
const namesOf = (assessments: readonly Assessment[], context: PageContext): Bilingual[] =>
  assessments.map((one) => {
    const alone = assessments.filter(({ authorityId }) => authorityId === one.authorityId).length === 1
    return alone || !one.personName ? departmentName(one, context) : { zh: one.personName, en: one.personName }
  })

const headsOf = (assessments: readonly Assessment[], context: PageContext): Text[] =>
  assessments.map((one) => joined([departmentName(one, context), one.personName, day(one.at, 'short')], DOT))

/** Whether an action's form opens with what was found. */
export const isDecision = (action: Act): boolean => decisionOf(action) !== undefined

/** What was found in this round, as the form of a decision has it. */
export function foundInput(action: Act, file: CaseFile, judgedBy: JudgedBy) {
  const decision = decisionOf(action)
  return decision ? assessedInput(sayAssessed(ofThisRound(file), judgedBy, decision)) : {}
}

const ofThisRound = ({ assessments, case: line }: CaseFile): Assessment[] =>
  assessments.filter(({ round }) => round === line.round)

/** Who has reported already, where the reader may not read it yet. */
export function closedNotice(file: CaseFile, context: PageContext): Notice[] {
  const closed = closedReports(file)
  if (closed.length === 0) return []
  return [
    {
      title: { zh: '另一份评估意见尚不可见', en: 'Another opinion is not visible yet' },
      text: {
        zh: '本案由同一部门两人各自评估；两人均提交后，两份意见同时可见。',
        en: 'Two people in one department assess this case separately. Both opinions appear once both are submitted.',
      },
      items: closed.map((event) => joined([byOf(event, context), time(event.at, 'short')], DOT)),
    },
  ]
}

/** The scores question by question, beside the opinions; undefined when nobody has scored in this round. */
export function scoringOf(file: CaseFile, context: PageContext, { card }: JudgedBy): Compare | undefined {
  const assessments = ofThisRound(file)
  const rows = card ? scoreRows(file, assessments, card) : []
  if (rows.length === 0) return undefined
  return compareTable({ zh: '逐项评分', en: 'Scores, question by question' }, headsOf(assessments, context), rows)
}

/** What departments were asked, beside what they answer; nothing when none was. */
const questionRow = (questions: readonly (string | undefined)[]): ComparedRow[] =>
  questions.some(Boolean) ? [{ key: ASKED, lines: questions.map((one) => [one ?? quiet('—')]), differs: false }] : []
const ASKED: Bilingual = { zh: '所问的问题', en: 'Question asked' }

/** A row for every criterion that anybody has judged. */
function findingRows(file: CaseFile, assessments: readonly Assessment[], { judgement }: JudgedBy): ComparedRow[] {
  const criteria = new Set(assessments.flatMap(({ findings }) => findings.map(({ on }) => on)))
  return [...criteria].map((code) => {
    const found = assessments.map(({ findings }) => findings.find(({ on }) => on === code))
    const lines = found.map((one) =>
      one
        ? pieces(
            labelOf(FINDING_RESULTS, one.result),
            one.note && below(one.note, 'quiet'),
            ...evidencePieces(one, file),
          )
        : [NOT_ASSESSED],
    )
    const results = new Set(found.flatMap((one) => one?.result ?? []))
    return { key: criterionName(code, judgement), lines, differs: results.size > 1 }
  })
}

/**
 * Undefined when nobody has reported in this round. With the scorecard in force for the case the
 * scores are compared as well.
 */
export function opinionsOf(file: CaseFile, context: PageContext, judgedBy: JudgedBy = {}): Compare | undefined {
  const { card, groups = {}, judgement } = judgedBy
  const assessments = ofThisRound(file)
  if (assessments.length === 0) return undefined
  const notes = divergenceOf(assessments, namesOf(assessments, context), card, {
    criterion: (code) => criterionName(code, judgement),
    group: (code) => groups[code]?.label,
  })
  const rows: ComparedRow[] = [
    {
      key: { zh: '意见', en: 'Opinion' },
      lines: assessments.map((one) => [opinionPiece(one)]),
      differs: new Set(assessments.map(({ opinion }) => opinion)).size > 1,
    },
    ...questionRow(assessments.map(({ authorityId }) => questionTo(file, authorityId))),
    {
      key: { zh: '评估情况', en: 'Assessment' },
      lines: assessments.map(({ summary }) => [summary ?? '—']),
      differs: false,
    },
    ...sinceLastRound(file, assessments, judgedBy),
    ...findingRows(file, assessments, judgedBy),
    ...complianceRows(assessments, groups),
    ...(card ? totalRows(assessments, card) : []),
  ]
  return compareTable({ zh: '各部门意见', en: 'Opinions of the departments' }, headsOf(assessments, context), rows, {
    notes: notes.length > 0 ? notes : undefined,
  })
}
