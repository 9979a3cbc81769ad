/** Outcomes of many cases on a page: what would be recorded, what came of each, what is still to be put right. */
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { type Bilingual, COLON, COMMA, DOT, fill, joined, type Language, say, SENTENCES } from '../../base/text.js'
import { listAnswers } from '../../forms/engine/check.js'
import { type Branch, getNode, isBlank, isBranch, rowsAt } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import type { FormView } from '../../forms/engine/parts.js'
import { rowLabel } from '../../forms/engine/words.js'
import { OUTCOME, OUTCOMES_FORM } from '../../forms/outcomes.js'
import {
  ofItsOutcome,
  type OutcomeCase,
  type OutcomeInput,
  type OutcomeResult,
} from '../../letters/outcomes.service.js'
import { wordsOf } from '../../workflow/words.js'
import { tagOfState } from '../case/clock.view.js'
import type { SentField } from '../http/input.js'
import type { Notice, Table } from '../kit/parts.js'
import { below, link, tag } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { outcomeHeed } from './case.others.js'

/** A line that was sent, with what came of it, or would come of it. */
export interface Judged {
  readonly raw: Branch
  readonly result: OutcomeResult
}

/** Lines and what was said of each, in the same order. */
export const judged = (lines: readonly Branch[], results: readonly OutcomeResult[]): Judged[] =>
  lines.flatMap((raw, index) => {
    const result = results[index]
    return result ? [{ raw, result }] : []
  })

/** The lines in which something was typed. */
export const typedLines = (rows: readonly unknown[]): Branch[] =>
  rows.filter((row): row is Branch => isBranch(row) && !isBlank(row))

/** What a draft holds: lines that were checked, and all others. */
export const linesOf = (tree: Branch): Branch[] => typedLines([...rowsAt(tree, 'ready'), ...rowsAt(tree, 'lines')])

/** The lines that are still to be put right as the form has them, and what is wrong at each. */
export function toCorrect(lines: readonly Judged[]): { tree: Branch; problems: Problem[] } {
  // a line is looked at again before it is recorded: for whatever version it was made
  const tree = { lines: lines.map(({ raw: { version: _, ...raw } }) => raw) }
  const ofForm = lines.length > 0 ? parseForm(OUTCOMES_FORM, { lines: tree.lines.map(ofItsOutcome) }).problems : []
  const isOfForm = (code: string, at: string) => ofForm.some((one) => one.code === code && one.path === at)
  const rows = getNode(OUTCOMES_FORM.shape.lines).ui
  const others = lines.flatMap(({ raw, result }, index) =>
    result.problems.flatMap(({ code, path: name, message }) => {
      const at = `lines.${index}.${name}`
      const said = joined([rowLabel(rows, index, undefined, raw), message], COLON)
      return isOfForm(code, at) ? [] : [{ code, path: at, message: said }]
    }),
  )
  return { tree, problems: [...ofForm, ...others] }
}

/** The form whose lines say of whom they are. */
export const withNames = (form: FormView, of: readonly (OutcomeCase | undefined)[], language: Language): FormView => ({
  items: form.items.map((item) => {
    if (!('legend' in item)) return item
    const rows = item.rows.map((row, index) => {
      const one = of[index]
      if (!one) return row
      const heed = heedOf(one)
      const said = [one.number, one.talentName, one.firmName, one.letter, heed && say(heed, language)]
      return { ...row, legend: said.filter(Boolean).join(' · ') }
    })
    return { ...item, rows }
  }),
})

/** That lines come from what was kept, which cases they are about, and from when it is. */
export function draftNotice(kept: readonly Branch[], at: Bilingual): Notice[] {
  const numbers = kept.flatMap(({ case: number }) =>
    typeof number === 'string' && number ? [number.slice(0, 60)] : [],
  )
  if (kept.length === 0) return []
  return [
    {
      kind: 'near',
      title: fill(
        { zh: '有{n}件来自您{at}的暂存', en: '{n} of these cases come from your draft of {at}' },
        { n: kept.length, at },
      ),
      items: numbers.map((number) => ({ zh: number, en: number })),
      text: {
        zh: '本次不登记的，请逐件删除；均不需要的，请点按“删除暂存”。',
        en: 'Remove those that you do not record now, or select “Discard” to remove them all.',
      },
    },
  ]
}

/** Of which cases the draft has lines although their outcome is recorded by now: these are left out. */
export const pastNotice = (of: readonly OutcomeCase[]): Notice[] =>
  of.length === 0
    ? []
    : [
        {
          kind: 'near',
          title: fill(
            {
              zh: '您暂存的内容中有{n}件已登记结果，不再列出',
              en: 'The outcome of {n} of the cases in your draft is recorded by now. They are left out',
            },
            { n: of.length },
          ),
          items: of.map(({ number, recorded }) => joined([number, recorded && wordsOf(recorded).done], COLON)),
        },
      ]

const isReady = ({ result }: Judged): boolean => result.code === 'ready'
export const readyOf = (lines: readonly Judged[]) => lines.filter(isReady)
export const otherOf = (lines: readonly Judged[]) => lines.filter((one) => !isReady(one))

/** What the page carries of the lines that can be recorded, each for the case as it was just read. */
export const readyFields = (lines: readonly Judged[]): SentField[] =>
  lines.flatMap(({ result: { line, of } }, index) =>
    Object.entries({ ...line, version: String(of?.version ?? '') }).flatMap(([name, value]) =>
      value === undefined ? [] : [{ name: `ready[${index}][${name}]`, value: String(value) }],
    ),
  )

const OUTCOME_TAGS = { granted: tag('准予', 'Granted', 'green'), refused: tag('不予', 'Refused', 'red') }
const SAID_BESIDE: readonly string[] = ['case', 'version', 'outcome']

/** What is recorded of a case besides its outcome, in words. */
function detailsOf(line: OutcomeInput): Bilingual {
  const said = listAnswers(OUTCOME, line).filter(
    ({ path: name, answer }) => answer !== null && !SAID_BESIDE.includes(name),
  )
  return joined(
    said.map(({ label, answer }) =>
      fill({ zh: '{label}：{answer}', en: '{label}: {answer}' }, { label, answer: answer ?? '' }),
    ),
    DOT,
  )
}

/** What will be recorded when the button is pressed. */
export const readyTable = (lines: readonly Judged[]): Table =>
  tableOf(
    { zh: '待登记结果', en: 'To be recorded' },
    lines.flatMap(({ result: { of, line } }) => (of && line ? [{ of, line }] : [])),
    [
      column(
        '案件',
        'Case',
        ({ of }) => [{ ...link(of.number, path.case(of.id)), look: 'code' }, letterBelow(of), heedBelow(of)],
        'heads',
      ),
      column('人选与企业', 'Candidate and firm', ({ of }) => [of.talentName, below(of.firmName, 'quiet')]),
      column('建议', 'Proposed', ({ of }) => of.proposed ?? false),
      column('结果', 'Outcome', ({ line }) => ({ tag: OUTCOME_TAGS[line.outcome] })),
      column('登记内容', 'Details', ({ line }) => detailsOf(line)),
    ],
  )

const letterBelow = ({ letter }: OutcomeCase) => letter !== null && below(letter, 'quiet')
const heedOf = ({ id, revoking, otherLetters }: OutcomeCase) => outcomeHeed(revoking, otherLetters, id)
function heedBelow(of: OutcomeCase) {
  const heed = heedOf(of)
  return heed && below(heed, 'near')
}

/** The cases whose outcome has just been recorded. */
export const recordedTable = (cases: readonly OutcomeCase[]): Table =>
  tableOf({ zh: '已登记结果', en: 'Just recorded' }, cases, [
    column('案件', 'Case', (of) => [{ ...link(of.number, path.case(of.id)), look: 'code' }, letterBelow(of)], 'heads'),
    column('人选与企业', 'Candidate and firm', ({ talentName, firmName }) => [talentName, below(firmName, 'quiet')]),
    column('状态', 'State', ({ state }) => ({ tag: tagOfState(state) })),
  ])

/** How many lines came to what; of a file also where each stands of which nothing came (`placeOf`), and why. */
export function resultNotice(lines: readonly Judged[], placeOf?: (one: Judged) => number | undefined): Notice[] {
  const left = lines.filter(({ result: { code: said } }) => said !== 'ready' && said !== 'recorded')
  const count = (zh: string, en: string, of: number) => of > 0 && fill({ zh, en }, { n: of })
  // the head of the form names each
  if (!placeOf && lines.every(({ result }) => result.problems.length > 0)) return []
  return [
    {
      kind: left.length > 0 ? 'near' : 'ok',
      title: joined(
        [
          count('登记了 {n} 件', '{n} recorded', lines.filter(({ result }) => result.code === 'recorded').length),
          count('可以登记 {n} 件', '{n} can be recorded', readyOf(lines).length),
          count('{n} 件未处理', '{n} not changed', left.length),
        ],
        COMMA,
      ),
      items: placeOf && left.map((one) => lineText(one, placeOf(one))),
    },
  ]
}

function lineText({ raw, result: { said, problems } }: Judged, at: number | undefined): Bilingual {
  const where = at === undefined ? undefined : fill({ zh: '第 {at} 行', en: 'line {at}' }, { at })
  const number = typeof raw.case === 'string' ? raw.case.slice(0, 60) : ''
  const why =
    problems.length > 0
      ? joined(
          problems.slice(0, 3).map(({ message }) => message),
          SENTENCES,
        )
      : said
  return fill(
    { zh: '{what}：{why}', en: '{what}: {why}' },
    { what: joined([where, number && { zh: number, en: number }], DOT), why },
  )
}
