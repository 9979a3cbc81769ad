/** Which chart goes with which table, and the sentence above it that says what is to be seen. */
import type { Bilingual } from '../../base/text.js'
import { counted } from '../kit/page.js'
import { type Source } from './cells.js'
import { type Bar, type Chart, columns, lyingBars, type Series, shortMonth } from '../kit/chart.js'
import { daysOf, groupsOf, STAGES } from './tables.js'
import { figureOf, percentOf, SMALL } from '../kit/figures.js'

export interface Drawing {
  readonly finding: Bilingual
  readonly say: Bilingual
  readonly chart?: Chart
}

const ABOUT: Bilingual = { zh: '数字见旁边的表格。', en: 'The figures stand in the table beside.' }
/** Groups that a chart draws at most; the table has all. */
const MOST_BARS = 24

/**
 * A bar or a column a group; undefined when there is nothing to draw. Of what is hidden nothing is
 * drawn, and the bar says so.
 */
function byGroup(
  source: Source,
  id: string,
  title: Bilingual,
  series: readonly (Series & { readonly measures: readonly string[] })[],
): Chart | undefined {
  const { by } = source.question
  const bars = groupsOf(source)
    .filter((group) => group.by === by)
    .map(({ key, name }): Bar => {
      const found = series.map(({ measures }) => measures.map((measure) => figureOf(source, by, key, measure).n))
      const values = found.map((numbers) => numbers.reduce<number>((all, n) => all + (n ?? 0), 0))
      const shown = values.reduce((all, value) => all + value, 0)
      const hidden = found.flat().includes(null)
      const note = hidden ? (shown > 0 ? `${shown} + ${SMALL}` : SMALL) : String(shown)
      return { name: by === 'month' ? shortMonth(key) : name, values, note }
    })
  if (!bars.some(({ values }) => values.some((value) => value))) return undefined
  const words = { id, title, about: ABOUT }
  return by === 'month' ? columns(words, series, bars) : lyingBars(words, series, bars.slice(0, MOST_BARS))
}

const count = (source: Source, measure: string): number => figureOf(source, 'none', '', measure).n ?? 0
const hides = (source: Source, measure: string): boolean => figureOf(source, 'none', '', measure).n === null

function volumes(source: Source): Drawing {
  const [filed, decided] = [count(source, 'filed'), count(source, 'decided')]
  const finding =
    hides(source, 'filed') || hides(source, 'decided')
      ? { zh: '本期办件量', en: 'Volumes of the period' }
      : { zh: `提交${filed}件，作出决定${decided}件`, en: `${filed} filed, ${decided} decided` }
  const chart = byGroup(source, 'chart-volumes', { zh: '各组提交的件数', en: 'Cases filed, by group' }, [
    { hue: 'c1', text: { zh: '提交', en: 'Filed' }, measures: ['filed'] },
  ])
  return {
    finding,
    say: {
      zh: '图为提交的件数。各项按事情发生的日期计，本期决定的案件可能是先前提交的。',
      en:
        'The chart shows cases filed. Each figure counts by the day on which it happened; ' +
        'a case decided in the period may have been filed before it.',
    },
    chart,
  }
}

function outcomes(source: Source): Drawing {
  const [good, bad] = [count(source, 'recommended'), count(source, 'refused')]
  const share = percentOf(good, good + bad)
  const finding =
    hides(source, 'recommended') || share === null
      ? { zh: '推荐与不予推荐', en: 'Recommended and refused' }
      : { zh: `决定中${share}%为推荐`, en: `${share}% of decisions recommend` }
  const chart = byGroup(source, 'chart-outcomes', { zh: '各组的结果', en: 'Outcomes by group' }, [
    { hue: 'c1', text: { zh: '推荐', en: 'Recommended' }, measures: ['recommended'] },
    { hue: 'c5', text: { zh: '不予推荐', en: 'Refused' }, measures: ['refused'] },
    {
      hue: 'c3',
      text: { zh: '不予受理、撤回或逾期', en: 'Not accepted, withdrawn or lapsed' },
      measures: ['notAccepted', 'withdrawn', 'lapsed'],
    },
  ])
  return {
    finding,
    say: {
      zh: '复核或退函后再次作出的决定也计入。',
      en: 'Decisions made again after a review or a returned letter are counted too.',
    },
    chart,
  }
}

/** Columns of days at most; longer ones stand in the last. */
const MOST_DAYS = 31

function distribution(source: Source, promised: number | null): Drawing {
  const found = daysOf(source)
  const most = Math.min(MOST_DAYS, Math.max(promised ?? 0, ...found.map(({ days }) => days)) + 1)
  const bars = Array.from({ length: most }, (_, day): Bar => {
    const here = found.filter(({ days }) => days === day || (day === most - 1 && days > day))
    const n = here.reduce((all, one) => all + (one.n ?? 0), 0)
    const late = promised !== null && day > promised
    return { name: `${day}${day === MOST_DAYS - 1 ? '+' : ''}`, values: late ? [0, n] : [n, 0] }
  })
  const series: Series[] = [
    { hue: 'c1', text: { zh: '在承诺之内', en: 'Within the promise' } },
    { hue: 'c4', text: { zh: '超出', en: 'Over' } },
  ]
  const words = { id: 'chart-days', title: { zh: '决定用时的分布', en: 'How long decisions took' }, about: ABOUT }
  const mark =
    promised === null
      ? undefined
      : { after: promised + 1, text: { zh: `承诺${promised}个工作日`, en: `promised: ${promised}` } }
  const figure = figureOf(source, 'none', '', 'decided')
  const share = percentOf(figure.inTime, figure.judged)
  const finding =
    figure.median === null
      ? { zh: '从提交到决定用了多久', en: 'How long it takes from filing to the decision' }
      : {
          zh: `一半案件在${figure.median}个工作日内作出决定`,
          en: `Half of the cases are decided within ${figure.median} working days`,
        }
  const kept = share === null ? { zh: '', en: '' } : { zh: `按时${share}%。`, en: ` ${share}% were in time.` }
  const most9 =
    figure.p90 === null
      ? { zh: '', en: '' }
      : { zh: `十件中九件不超过${figure.p90}个工作日。`, en: ` Nine in ten took ${figure.p90} working days at most.` }
  return {
    finding,
    say: {
      zh: `等待企业补正和时钟停止的日子不计。${most9.zh}${kept.zh}`,
      en: `Days on which the clock stood still are not counted.${most9.en}${kept.en}`,
    },
    chart: columns(words, series, bars, mark),
  }
}

function stages(source: Source, limits: ReadonlyMap<string, number>): Drawing {
  const bars = STAGES.flatMap((stage): Bar[] => {
    const { median, timed } = figureOf(source, 'none', '', `stage.${stage}`)
    if (!timed) return []
    const limit = limits.get(stage) ?? null
    const note = limit === null ? String(median ?? SMALL) : `${median ?? SMALL} / ${limit}`
    return [{ name: source.names.measure(`stage.${stage}`), values: [median], limit, note }]
  })
  const series: Series[] = [{ hue: 'c1', text: { zh: '中位数', en: 'Median' } }]
  const longest = bars.filter(({ limit }) => limit).reduce<Bar | undefined>(longer, undefined)
  const name = longest?.name
  const finding =
    name && typeof name === 'object'
      ? { zh: `时间多用在${name.zh}环节`, en: `Most of the time goes into: ${name.en.toLowerCase()}` }
      : { zh: '各环节用时', en: 'Time by stage' }
  return {
    finding,
    say: {
      zh: '实心为中位数，外框为时限（工作日）。',
      en: 'The bar is the median, its outline the limit, in working days.',
    },
    chart:
      bars.length > 0
        ? lyingBars(
            { id: 'chart-stages', title: { zh: '各环节用时', en: 'Time by stage' }, about: ABOUT },
            series,
            bars,
          )
        : undefined,
  }
}

const longer = (best: Bar | undefined, bar: Bar): Bar =>
  (bar.values[0] ?? 0) > (best?.values[0] ?? -1) ? bar : (best ?? bar)

function corrections(source: Source): Drawing {
  const [reviews, overturned] = [count(source, 'reviews'), count(source, 'overturned')]
  const hidden = hides(source, 'reviews') || hides(source, 'overturned')
  const finding = hidden
    ? { zh: '补正了几次，复核结果如何', en: 'How often corrections were asked for, and how reviews ended' }
    : {
        zh: `申请复核${reviews}件，撤销原决定${overturned}件`,
        en:
          `${counted(reviews, 'review', 'reviews')} asked for, ` +
          `${counted(overturned, 'refusal', 'refusals')} overturned`,
      }
  const chart = byGroup(
    source,
    'chart-corrections',
    { zh: '决定前的补正次数', en: 'Rounds of correction before the decision' },
    [
      { hue: 'c1', text: source.names.measure('rounds.0'), measures: ['rounds.0'] },
      { hue: 'c5', text: source.names.measure('rounds.1'), measures: ['rounds.1'] },
      { hue: 'c3', text: source.names.measure('rounds.2'), measures: ['rounds.2'] },
    ],
  )
  return {
    finding,
    say: {
      zh: '图为本期首次决定的案件在决定前补正的次数。',
      en: 'The chart shows the cases first decided in the period, by the rounds of correction before it.',
    },
    chart,
  }
}

function reasons(source: Source): Drawing {
  const bars = source.names.reasons('refusal').flatMap(({ key, name }): Bar[] => {
    const { n } = figureOf(source, 'none', '', `refusal.${key}`)
    return n === 0 ? [] : [{ name, values: [n], note: n === null ? SMALL : String(n) }]
  })
  const words = { id: 'chart-reasons', title: { zh: '不予推荐的原因', en: 'Reasons for refusal' }, about: ABOUT }
  return {
    finding: { zh: '为何不予推荐', en: 'Why cases are refused' },
    say: {
      zh: '一个决定可以有几个原因，合计可能超过100%。',
      en: 'One decision may have several reasons, so that shares may add up to more than 100%.',
    },
    chart: bars.length > 0 ? lyingBars(words, [{ hue: 'c1', text: { zh: '次数', en: 'Times' } }], bars) : undefined,
  }
}

/**
 * The drawing of each table, by the table's id; a table that has none is shown below the one before
 * it. `limits`: working days by stage.
 */
export function makeDrawings(source: Source, limits: ReadonlyMap<string, number>): Readonly<Record<string, Drawing>> {
  const parts = ['acceptance', 'assessment', 'decision'].map((stage) => limits.get(stage))
  const promised = parts.every((days) => days !== undefined)
    ? parts.reduce<number>((all, days) => all + (days ?? 0), 0)
    : null
  return {
    volumes: volumes(source),
    outcomes: outcomes(source),
    days: distribution(source, promised),
    stages: stages(source, limits),
    corrections: corrections(source),
    reasons: reasons(source),
  }
}
