/**
 * The judgement as a person reads it: first what it means, then points, routes, what stops, the
 * day, the papers, and the rules that were used. It decides nothing.
 */
import type { Problem } from '../../../base/errors.js'
import { type Bilingual, capitalised, fill, sameText } from '../../../base/text.js'
import type { SelfCheckResult } from '../../../cases/selfCheck.service.js'
import { type Advice, isCheckedNow } from '../../../criteria/advice.js'
import type { Finding } from '../../../criteria/findings.js'
import type { PointsLine } from '../../../criteria/points.js'
import type { Way } from '../../../criteria/routes.js'
import type { StreamingFinding } from '../../../criteria/streamingChecks.js'
import { day } from '../../kit/page.js'
import type { Summary } from '../../kit/parts.js'
import { below, quiet } from '../../kit/pieces.js'
import { scale } from '../../kit/scale.js'
import { fact, factOf, smallFacts } from '../../kit/table.js'
import { decisionOf } from './decision.view.js'
import { gapOf } from './gap.js'
import { meaningOf, numbered } from './meaning.view.js'

export interface ResultOptions {
  /** What was said of the questions of the scorecard, by question. */
  readonly levels?: ReadonlyMap<string, number>
  /** Which findings concern what was asked. */
  readonly concerns: (finding: Problem) => boolean
  /** Where a finding is put right. */
  readonly hrefOf: (finding: Problem) => string | undefined
}

function since({ since: days }: SelfCheckResult, rule: string): Bilingual {
  const on = days.get(rule)
  return on ? fill({ zh: '{on}起施行', en: 'in force since {on}' }, { on: day(on) }) : { zh: '—', en: '—' }
}

/** What parts/self-check-result.hbs shows, with the meaning and the day of the decision beside it. */
export function resultView(judged: SelfCheckResult, { concerns, hrefOf, levels = new Map() }: ResultOptions) {
  const { judgement } = judged.check
  const findingRow = (finding: Finding) => ({
    text: finding.message,
    source: finding.source,
    href: hrefOf(finding),
  })
  const blocks = judgement.blocks.filter(concerns)
  return {
    meaning: meaningOf(judged, blocks.length, levels),
    stops: blocks.map(findingRow),
    warns: judgement.warns.filter(concerns).map(findingRow),
    classes: (['A', 'B'] as const).map((key) => ({
      key,
      label: judged.rules.routes[key].label,
      reached: judgement.routes[key].length > 0,
      ...routesOf(key, judged),
      ...declaredRoutes(key, judged),
    })),
    points: pointsOf(judged),
    decision: decisionOf(judged),
    documents: Object.values(judged.rules.documents)
      .filter(({ needed }) => needed)
      .sort((one, other) => one.order - other.order)
      .map(({ label, hint }) => ({ name: label, hint })),
    checked: judgement.advice.filter(isCheckedNow).map(adviceRow),
    advice: judgement.advice.filter((one) => !isCheckedNow(one)).map(adviceRow),
    streaming: judgement.streaming.map(doubtRow),
    crossed: judgement.crossChecks.map(({ message, source }) => ({ text: message, source })),
    rules: rulesOf(judged),
  }
}

const adviceRow = ({ message, source }: Advice) => ({ text: message, source })

/** A doubt about a channel's figures, with its arithmetic. */
export const doubtRow = ({ message, arithmetic, source }: StreamingFinding) => ({
  text: { zh: `${message.zh}${arithmetic.zh}。`, en: `${message.en} ${capitalised(arithmetic.en)}.` },
  source,
})

const MET = { zh: '符合', en: 'Met' }

/** A route's state in words: met, or what is missing. */
export const routeState = (way: Way, judged: SelfCheckResult): Bilingual => (way.open ? MET : gapOf(way, judged))

/** The routes of a class; their source stands once where they share it. */
function routesOf(key: 'A' | 'B', judged: SelfCheckResult) {
  const ways = judged.check.judgement.ways.filter((way) => way.class === key)
  const [first] = ways
  const shared = first && ways.every(({ source }) => sameText(source, first.source)) ? first.source : undefined
  return {
    routes: ways.map((way) => ({
      icon: way.open ? ('tick' as const) : ('minus' as const),
      look: way.open ? ('ok' as const) : ('none' as const),
      label: numbered(way.number, way.label),
      state: way.open ? MET : { zh: '未达到', en: 'Not met' },
      because: way.open ? way.because : gapOf(way, judged),
      source: shared ? undefined : way.source,
    })),
    source: shared,
  }
}

/** What the class offers besides, which nobody can work out and an assessor judges, and what the firm claims of it. */
function declaredRoutes(key: 'A' | 'B', { rules, check }: SelfCheckResult) {
  const offered = rules.routes[key].ways.filter(({ judged }) => judged === 'declared')
  return {
    judgedCount: offered.length,
    judged: offered.map(({ code, number, label, text, source }) => {
      const claim = check.judgement.declared.find((one) => one.class === key && one.code === code)
      return { label: numbered(number, label), text, source, claimed: claim?.because }
    }),
  }
}

function pointsOf(judged: SelfCheckResult) {
  const { total, lines } = judged.check.judgement.points
  const most = lines.reduce((sum, { cap }) => sum + cap, 0)
  const marks = (['B', 'A'] as const).flatMap((name) => {
    const { points } = judged.rules.routes[name]
    return points ? [{ name, at: points.from }] : []
  })
  return {
    rows: lines.map(pointsRow),
    total,
    most,
    scale: scale(total, most, marks),
    source: judged.rules.points.national.source,
    since: since(judged, 'points national'),
  }
}

const pointsRow = ({ label, value, rule, note, points, cap }: PointsLine) => ({
  name: label,
  value: note ?? value ?? rule ?? '—',
  rule: !note && value && rule && !sameText(value, rule) ? rule : undefined,
  got: points,
  most: cap,
})

/** The rules used, with their source and first day. */
function rulesOf(judged: SelfCheckResult): Summary {
  const { points, routes, salary, timeLimits } = judged.rules
  const row = ({ label, source }: { readonly label: Bilingual; readonly source: Bilingual }, rule: string) =>
    factOf(label, [source, below(quiet(since(judged, rule)))])
  return smallFacts(
    fact('适用规则的日期', 'Date of the rules', day(judged.check.judgedOn)),
    row(points.national, 'points national'),
    row(routes.A, 'routes A'),
    row(routes.B, 'routes B'),
    salary.shanghai && row(salary.shanghai, 'salary shanghai'),
    row(
      {
        label: { zh: '受理、评估、决定的期限', en: 'Time limits for intake, assessment and decision' },
        source: timeLimits.decision.source,
      },
      'timeLimits decision',
    ),
  )
}
