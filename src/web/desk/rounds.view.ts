/** What each department says otherwise than in the round before, in a row of the opinions. */
import { type Bilingual, COLON, fill, joined } from '../../base/text.js'
import type { Assessment, CaseFile } from '../../cases/caseFile.js'
import { lastReportOf, standsBecause } from '../../cases/lastRound.js'
import { criterionName, type JudgedBy } from '../../criteria/criterion.js'
import { COMPLIANCE_RESULTS, FINDING_RESULTS, OPINIONS } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import { below, pieces, quiet } from '../kit/pieces.js'
import type { ComparedRow } from '../kit/sideBySide.js'

/** The row; none in a first round. */
export function sinceLastRound(file: CaseFile, assessments: readonly Assessment[], judgedBy: JudgedBy): ComparedRow[] {
  const before = assessments.map((one) => earlierOf(file, one))
  if (before.every((last) => last === undefined)) return []
  const lines = assessments.map((one, index) => {
    const last = before[index]
    if (!last) return [quiet('—')]
    const changes = changesBetween(last, one, judgedBy).map((text, at) => ({ text, below: at > 0 }))
    const stands = standsBecause(file, one)
    const because = stands && below(fill(STANDS, { stands }))
    return pieces(...(changes.length > 0 ? changes : [quiet(UNCHANGED)]), because)
  })
  return [{ key: { zh: '与上一轮相比', en: 'Since the last round' }, lines, differs: false }]
}

/** The report of the same assessor, or of the department's only one, in the round before this one. */
const earlierOf = (file: CaseFile, { round, authorityId, personId }: Assessment): Assessment | undefined =>
  lastReportOf({ ...file, case: { ...file.case, round } }, { authorityId, id: personId })

function changesBetween(last: Assessment, now: Assessment, { card, groups = {}, judgement }: JudgedBy): Bilingual[] {
  const level = (value: number): Bilingual => ({ zh: `${value}档`, en: `level ${value}` })
  const questions = new Map(card?.questions.map(({ id, label }) => [id, label]))
  return [
    ...changed(...both(last, now, ({ opinion }) => [['', OPINION, opinion, labelOf(OPINIONS, opinion)]])),
    ...changed(
      ...both(last, now, ({ scores }) =>
        scores.map((one): Said => [one.question, questions.get(one.question), String(one.level), level(one.level)]),
      ),
    ),
    ...changed(
      ...both(last, now, ({ findings }) =>
        findings.map(
          (one): Said => [one.on, criterionName(one.on, judgement), one.result, labelOf(FINDING_RESULTS, one.result)],
        ),
      ),
    ),
    ...changed(
      ...both(last, now, ({ compliance }) =>
        compliance.map(
          (one): Said => [one.group, groups[one.group]?.label, one.result, labelOf(COMPLIANCE_RESULTS, one.result)],
        ),
      ),
    ),
  ]
}

/** Something that was judged: its code, its name, and what was found, by its code and in words. */
type Said = readonly [code: string, name: Bilingual | undefined, result: string, words: Bilingual]
type Judged = readonly Said[]

const both = (last: Assessment, now: Assessment, of: (one: Assessment) => Judged): [Judged, Judged] => [
  of(last),
  of(now),
]

/** What is found otherwise now, each in a line: what it was, and what it is. */
function changed(last: Judged, now: Judged): Bilingual[] {
  const was = new Map(last.map((said) => [said[0], said]))
  return now.flatMap(([code, name, result, words]) => {
    const [, , earlier, before] = was.get(code) ?? []
    if (!before || earlier === result) return []
    return [joined([name ?? code, fill({ zh: '{was} → {is}', en: '{was} → {is}' }, { was: before, is: words })], COLON)]
  })
}

const OPINION: Bilingual = { zh: '意见', en: 'Opinion' }
const STANDS: Bilingual = { zh: '维持原意见：{stands}', en: 'Opinion unchanged: {stands}' }
const UNCHANGED: Bilingual = { zh: '未改动', en: 'nothing changed' }
