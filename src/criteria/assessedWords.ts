/**
 * What a round's assessors found, criterion by criterion, as a decision says it: one line each, in
 * both languages, without who found it. A refusal gives the grounds of whatever speaks against, and
 * the rest in one line; a recommendation says the levels and the findings, and where somebody advised against it,
 * that: then it does not say either that nothing was found.
 */
import { asClause, type Bilingual, CHINESE_ONLY, fill, hasHan, joined, SEMICOLON } from '../base/text.js'
import { COMPLIANCE_RESULTS, FINDING_RESULTS } from '../forms/choices.js'
import { labelOf, type Option, option } from '../forms/engine/ui.js'
import { type ActGroup, type ComplianceFinding, listGroups } from './compliance.js'
import { criterionName, type JudgedBy } from './criterion.js'
import type { Score, ScoreQuestion } from './scorecard.js'

type Note = string | null | undefined

/** What of a report is said. */
export interface ReportedFindings {
  readonly opinion?: string
  readonly scores: readonly Score[]
  readonly findings: readonly { readonly on: string; readonly result: string; readonly note?: Note }[]
  readonly compliance: readonly ComplianceFinding[]
}

export type DecisionWords = 'recommend' | 'refuse'

/** One criterion: what was found in a few words, and in whose words, where it speaks against. */
interface Line {
  readonly name: Bilingual
  /** Of what was found: a level, a result, or several. */
  readonly code: string
  readonly found: Bilingual
  readonly against: boolean
  readonly grounds: Bilingual
  /** How it reads in a sentence: what was found of one criterion, and of several. */
  readonly says: Sentence
}

interface Sentence {
  readonly one: Bilingual
  readonly several: Bilingual
  readonly quoted?: boolean
}

/** An assessor writes two thousand characters at most; a line gives the beginning of it. */
const MOST_GROUNDS = 400
const clipped = (text: string): string => (text.length > MOST_GROUNDS ? `${text.slice(0, MOST_GROUNDS - 1)}…` : text)

/** What several wrote, each sentence once; in the English half it is said that it is Chinese. */
function groundsOf(notes: readonly Note[]): Bilingual {
  const texts = [...new Set(notes.flatMap((note) => note?.replace(/\s+/g, ' ').trim() || []))].map(clipped)
  const en = texts.join(' ')
  return { zh: texts.join(''), en: hasHan(en) ? `[${CHINESE_ONLY}] ${en}` : en }
}

const DIFFER: Bilingual = { zh: '{said}（评估意见不一）', en: '{said} (the assessors differ)' }
const LEVEL: Bilingual = { zh: '{levels}档', en: 'level {levels}' }
const BELOW: Bilingual = { zh: '{said}，低于{floor}档', en: '{said}, below {floor}' }
const COMPLIANCE: Bilingual = { zh: '合规核查', en: 'compliance check' }
const GROUP: Bilingual = { zh: '合规核查（{label}）', en: 'compliance check ({label})' }

/** What several found, by its codes, each once. */
function said(codes: readonly string[], wordsOf: (code: string) => Bilingual): Pick<Line, 'code' | 'found'> {
  const distinct = [...new Set(codes)]
  const words = joined(distinct.map(wordsOf))
  return { code: distinct.join(' '), found: distinct.length > 1 ? fill(DIFFER, { said: words }) : words }
}

function scoreLine({ id, label, anchors, floor }: ScoreQuestion, reports: readonly ReportedFindings[]): Line[] {
  const scores = reports.flatMap((report) => report.scores.filter(({ question }) => question === id))
  if (scores.length === 0) return []
  const levels = [...new Set(scores.map(({ level }) => level))].sort((one, other) => one - other)
  const [lowest = 0] = levels
  const against = floor !== null && lowest < floor
  const { code, found } = said(levels.map(String), (level) => fill(LEVEL, { levels: level }))
  const notes = groundsOf(scores.filter(({ level }) => level === lowest).map(({ note }) => note))
  return [
    {
      name: label,
      code,
      found: against ? fill(BELOW, { said: found, floor }) : found,
      against,
      says: AT_LEVEL,
      grounds: joined([anchors[lowest] && asClause(anchors[lowest]), asClause(notes)], { zh: '。', en: '. ' }),
    },
  ]
}

/** The findings on one thing by all who judged it. */
function resultLine(
  name: Bilingual,
  found: readonly { readonly result: string; readonly note?: Note }[],
  options: readonly Option[],
  fine: string,
  says: Sentence,
): Line[] {
  if (found.length === 0) return []
  return [
    {
      name,
      ...said(
        found.map(({ result }) => result),
        (result) => labelOf(options, result),
      ),
      against: found.some(({ result }) => result !== fine),
      says,
      grounds: asClause(groundsOf(found.filter(({ result }) => result !== fine).map(({ note }) => note))),
    },
  ]
}

const LEVELS: Bilingual = { zh: '{name}评为{found}', en: '{found} was given to {name}' }
const AT_LEVEL: Sentence = { one: LEVELS, several: LEVELS }
const JUDGED: Sentence = {
  one: { zh: '{name}认定为{found}', en: '{name} was found to be {found}' },
  several: { zh: '{name}均认定为{found}', en: '{name} were found to be {found}' },
  quoted: true,
}
const CHECKED: Bilingual = { zh: '{name}{found}', en: '{found} in the {name}' }
const IN_GROUPS: Sentence = { one: CHECKED, several: CHECKED }
const AGAINST: Bilingual = { zh: '{name}：{found}', en: '{name}: {found}' }
const WITH_GROUNDS: Bilingual = { zh: '{name}：{found}。{grounds}', en: '{name}: {found}. {grounds}' }
const REST: Bilingual = { zh: '其余各项：{list}', en: 'All else: {list}' }
const EACH: Bilingual = { zh: '各项情况：{list}', en: 'All criteria: {list}' }
const SCORES: Bilingual = { zh: '按0至{most}档评分，{list}', en: 'On a scale from 0 to {most}, {list}' }
const SOME_AGAINST: Bilingual = { zh: '评估意见中有不建议推荐的', en: 'Not every opinion was to recommend' }

const quote = ({ zh, en }: Bilingual): Bilingual => ({ zh: `“${zh}”`, en: `“${en}”` })
const lower = ({ zh, en }: Bilingual): Bilingual => ({ zh, en: en.toLowerCase() })
const capital = ({ zh, en }: Bilingual): Bilingual => ({ zh, en: en.charAt(0).toUpperCase() + en.slice(1) })

/** What was found alike is said once, of all the criteria. */
function listed(lines: readonly Line[]): Bilingual {
  const kinds = [...new Map(lines.map((line) => [line.code, line]))]
  return joined(
    kinds.map(([kind, { found, says }]) => {
      const names = lines.flatMap(({ code, name }) => (code === kind ? [says.quoted ? quote(name) : name] : []))
      const name = joined(names, says.quoted ? { zh: '', en: ', ' } : undefined)
      return fill(names.length > 1 ? says.several : says.one, { found: lower(found), name })
    }),
    SEMICOLON,
  )
}

const againstLine = ({ name, found, grounds }: Line): Bilingual =>
  fill(grounds.zh ? WITH_GROUNDS : AGAINST, { name: capital(name), found, grounds })

/** What a form calls nothing found is said of a thing here. */
const COMPLIANCE_SAID = [option('clear', '未发现问题', 'Nothing found'), ...COMPLIANCE_RESULTS.slice(1)]

/** The groups of acts; in one where nothing was found in any. */
function complianceLines(groups: Readonly<Record<string, ActGroup>>, reports: readonly ReportedFindings[]): Line[] {
  const lines = listGroups(groups).flatMap(({ code, label }) => {
    const found = reports.flatMap(({ compliance }) => compliance.filter(({ group }) => group === code))
    return resultLine(fill(GROUP, { label }), found, COMPLIANCE_SAID, 'clear', IN_GROUPS)
  })
  const [first] = lines
  return first && lines.every(({ against }) => !against) ? [{ ...first, name: COMPLIANCE }] : lines
}

/** The lines, one after another; empty texts when nobody has reported. */
export function sayAssessed(
  reports: readonly ReportedFindings[],
  { card, groups = {}, judgement }: JudgedBy,
  decision: DecisionWords,
): Bilingual {
  const scores = (card?.questions ?? []).flatMap((question) => scoreLine(question, reports))
  const criteria = [...new Set(reports.flatMap(({ findings }) => findings.map(({ on }) => on)))]
  const judged = [
    ...criteria.flatMap((code) => {
      const found = reports.flatMap(({ findings }) => findings.filter(({ on }) => on === code))
      return resultLine(criterionName(code, judgement), found, FINDING_RESULTS, 'met', JUDGED)
    }),
    ...complianceLines(groups, reports),
  ]
  if (decision === 'recommend') {
    const most = (card?.questions[0]?.anchors.length ?? 1) - 1
    const doubted = reports.some(({ opinion = decision }) => opinion !== decision)
    const told = judged.filter(({ code }) => !doubted || code !== 'clear')
    return joined(
      [
        doubted && SOME_AGAINST,
        scores.length > 0 && fill(SCORES, { most, list: listed(scores) }),
        told.length > 0 && capital(listed(told)),
      ],
      '\n',
    )
  }
  const all = [...scores, ...judged]
  const [grounds, rest] = [all.filter(({ against }) => against), all.filter(({ against }) => !against)]
  const words = grounds.length > 0 ? REST : EACH
  return joined([...grounds.map(againstLine), rest.length > 0 && fill(words, { list: listed(rest) })], '\n')
}
