/**
 * The judgement as a person reads it: first what it means, then points, routes, what stops, the
 * day, the papers, and the rules that were used. It decides nothing.
 */
import type { Problem } from '../../../base/errors.js'
import { type Bilingual, sameText } from '../../../base/text.js'
import type { Finding } from '../../../criteria/findings.js'
import type { PointsLine } from '../../../criteria/points.js'
import type { Way } from '../../../criteria/routes.js'
import { both, dateText } from '../../kit/page.js'
import type { IconName, Summary } from '../../kit/parts.js'
import { type Scale, scale } from '../../kit/scale.js'
import { type DecisionView, decisionOf } from './decision.view.js'
import { gapOf } from './gap.js'
import type { Judged } from '../../../cases/selfCheck.service.js'
import { type Meaning, meaningOf, numbered } from './meaning.view.js'

export interface FindingRow {
  readonly text: Bilingual
  readonly source: Bilingual
  readonly href?: string
}

export interface RouteLine {
  readonly icon: IconName
  readonly look: 'ok' | 'none'
  readonly label: Bilingual
  readonly state: Bilingual
  readonly because: Bilingual
  /** Where the class has several. */
  readonly source?: Bilingual
}

export interface ResultView {
  readonly meaning: Meaning
  readonly stops: readonly FindingRow[]
  readonly warns: readonly FindingRow[]
  readonly classes: readonly {
    readonly key: string
    readonly label: Bilingual
    readonly reached: boolean
    readonly routes: readonly RouteLine[]
    /** The source of all its routes, where they have one. */
    readonly source?: Bilingual
    /** Routes that nobody can work out: an assessor judges them. */
    readonly judged: readonly {
      readonly label: Bilingual
      readonly text: Bilingual
      readonly claimed?: Bilingual
      readonly source: Bilingual
    }[]
    readonly judgedCount: number
  }[]
  readonly points: {
    readonly rows: readonly {
      readonly name: Bilingual
      readonly value: Bilingual
      readonly rule?: Bilingual
      readonly got: number
      readonly most: number
    }[]
    readonly total: number
    readonly most: number
    readonly scale: Scale
    readonly source: Bilingual
    readonly since: Bilingual
  }
  readonly decision: DecisionView
  readonly documents: readonly { readonly name: Bilingual; readonly hint: Bilingual; readonly source: Bilingual }[]
  readonly advice: readonly FindingRow[]
  readonly streaming: readonly FindingRow[]
  readonly rules: Summary
}

export interface ResultOptions {
  /** Which findings concern what was asked; without it all. */
  readonly concerns?: (finding: Problem) => boolean
  /** Where a finding is put right. */
  readonly hrefOf?: (finding: Problem) => string | undefined
}

const since = (judged: Judged, name: string): Bilingual =>
  both((language) => {
    const on = judged.since.get(name)
    if (!on) return '—'
    return language === 'zh' ? `${dateText(on, 'zh')}起施行` : `in force since ${dateText(on, 'en')}`
  })

const findingRow =
  ({ hrefOf }: ResultOptions) =>
  (finding: Finding): FindingRow => {
    const href = hrefOf?.(finding)
    return { text: finding.message, source: finding.source, href: href || undefined }
  }

export function resultView(judged: Judged, options: ResultOptions = {}): ResultView {
  const { judgement } = judged.check
  const concerns = options.concerns ?? (() => true)
  const row = findingRow(options)
  const blocks = judgement.blocks.filter(concerns)
  return {
    meaning: meaningOf(judged, blocks.length),
    stops: blocks.map(row),
    warns: judgement.warns.filter(concerns).map(row),
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
      .map(({ label, hint, source }) => ({ name: label, hint, source })),
    advice: judgement.advice.map(({ message, source }) => ({ text: message, source })),
    streaming: judgement.streaming.map(({ message, arithmetic, source, channelName }) => ({
      text: {
        zh: `${channelName.zh}：${message.zh}${arithmetic.zh}`,
        en: `${channelName.en}: ${message.en} ${arithmetic.en}`,
      },
      source,
    })),
    rules: rulesOf(judged),
  }
}

/** A route's state in words: met, or what is missing. */
export const routeState = (way: Way, judged: Judged): Bilingual =>
  way.open ? { zh: '符合', en: 'Met' } : gapOf(way, judged)

function routesOf(key: 'A' | 'B', judged: Judged): Pick<ResultView['classes'][number], 'routes' | 'source'> {
  const ways = judged.check.judgement.ways.filter((way) => way.class === key)
  const [first] = ways
  const shared = first && ways.every(({ source }) => sameText(source, first.source)) ? first.source : undefined
  return {
    routes: ways.map((way) => ({
      icon: way.open ? 'tick' : 'minus',
      look: way.open ? 'ok' : 'none',
      label: numbered(way.number, way.label),
      state: way.open ? { zh: '符合', en: 'Met' } : { zh: '没有达到', en: 'Not reached' },
      because: way.open ? way.because : gapOf(way, judged),
      source: !shared ? way.source : undefined,
    })),
    source: shared,
  }
}

/** What the class offers besides, and what the firm claims of it. */
function declaredRoutes(key: 'A' | 'B', { rules, check }: Judged) {
  const offered = rules.routes[key].ways.filter(({ judged }) => judged === 'declared')
  return {
    judgedCount: offered.length,
    judged: offered.map(({ code, number, label, text, source }) => {
      const claim = check.judgement.declared.find((one) => one.class === key && one.code === code)
      return { label: numbered(number, label), text, source, claimed: claim?.because }
    }),
  }
}

function pointsOf(judged: Judged): ResultView['points'] {
  const { points } = judged.check.judgement
  const { A, B } = judged.rules.routes
  const most = points.lines.reduce((sum, { cap }) => sum + cap, 0)
  const marks = [
    ...(B.points ? [{ name: 'B', at: B.points.from }] : []),
    ...(A.points ? [{ name: 'A', at: A.points.from }] : []),
  ]
  return {
    rows: points.lines.map(pointsRow),
    total: points.total,
    most,
    scale: scale(points.total, most, marks),
    source: judged.rules.points.national.source,
    since: since(judged, 'points national'),
  }
}

function pointsRow({ label, value, rule, note, points, cap }: PointsLine): ResultView['points']['rows'][number] {
  const said = note ?? value ?? rule ?? { zh: '—', en: '—' }
  const why = !note && value && rule && !sameText(value, rule) ? rule : undefined
  return { name: label, value: said, rule: why, got: points, most: cap }
}

/** The rules used, with their source and first day. */
function rulesOf(judged: Judged): Summary {
  const { rules, check } = judged
  const figures = rules.salary.shanghai
  const row = (label: Bilingual, source: Bilingual, name: string) => ({
    key: label,
    line: [source, { text: since(judged, name), look: 'quiet' as const, below: true }],
  })
  return {
    small: true,
    rows: [
      {
        key: { zh: '按哪天的规则', en: 'As of' },
        line: [both((language) => dateText(check.judgedOn, language))],
      },
      row(rules.points.national.label, rules.points.national.source, 'points national'),
      row(rules.routes.A.label, rules.routes.A.source, 'routes A'),
      row(rules.routes.B.label, rules.routes.B.source, 'routes B'),
      ...(figures ? [row(figures.label, figures.source, 'salary shanghai')] : []),
      row(
        { zh: '受理、评估、决定的期限', en: 'Limits of intake, assessment, decision' },
        rules.timeLimits.decision.source,
        'timeLimits decision',
      ),
    ],
  }
}
