/**
 * Which chart goes with which table, and the sentence above it that says what is to be seen. Over 250
 * lines because each question has a function of its own, and all of them share one frame.
 */
import { type Bilingual, fill } from '../../base/text.js'
import { figureOf, HIDDEN, percentOf, type Stage, STAGES } from '../../cases/reports/figures.js'
import type { Report } from '../../cases/reports/report.js'
import { daysOf, groupsOf } from '../../cases/reports/tables.js'
import { type Bar, type Chart, columns, lyingBars, type Series, shortMonth } from '../kit/chart.js'
import { counted } from '../kit/page.js'

export interface Drawing {
  readonly finding: Bilingual
  readonly say: Bilingual
  readonly chart?: Chart
}

export const ABOUT: Bilingual = { zh: '数字见旁侧表格。', en: 'See the table for the figures.' }
/** Groups that a chart draws at most; the table has all. */
const MOST_BARS = 24
const EMPTY: Bilingual = { zh: '', en: '' }

/**
 * A bar or a column a group; undefined when there is nothing to draw. Of what is hidden nothing is
 * drawn, and the bar says so.
 */
function groupChart(
  report: Report,
  id: string,
  title: Bilingual,
  series: readonly (Series & { readonly measures: readonly string[] })[],
): Chart | undefined {
  const { by } = report
  const groups = groupsOf(report).filter((group) => group.by === by)
  const bars = groups.map(({ key, name }): Bar => {
    const found = series.map(({ measures }) => measures.map((measure) => figureOf(report, { by, key, measure }).n))
    const values = found.map((numbers) => numbers.reduce<number>((all, n) => all + (n ?? 0), 0))
    const shown = values.reduce((all, value) => all + value, 0)
    const hidden = found.flat().includes(null)
    const note = hidden ? (shown > 0 ? `${shown} + ${HIDDEN}` : HIDDEN) : String(shown)
    return { name: by === 'month' ? shortMonth(key) : name, values, note }
  })
  if (!bars.some(({ values }) => values.some((value) => value))) return undefined
  const words = { id, title, about: ABOUT }
  return by === 'month' ? columns(words, series, bars) : lyingBars(words, series, bars.slice(0, MOST_BARS))
}

/** What a stage may take, where that is counted in working days. */
function workingDaysOf({ limits }: Report, stage: Stage): number | undefined {
  const limit = limits.get(stage)
  return limit?.unit === 'workingDays' ? limit.amount : undefined
}

/** How many there are of a measure in all; null when that is hidden. */
const wholeOf = (report: Report, measure: string): number | null => figureOf(report, { measure }).n

function volumes(report: Report): Drawing {
  const [filed, decided] = [wholeOf(report, 'filed'), wholeOf(report, 'decided')]
  return {
    finding:
      filed === null || decided === null
        ? { zh: '本期办件量', en: 'Volumes of the period' }
        : { zh: `提交${filed}件，作出决定${decided}件`, en: `${filed} filed, ${decided} decided` },
    say: {
      zh: '图为提交的件数。各项按发生日期计，本期决定的案件可能是先前提交的。',
      en:
        'The chart shows cases filed. Each event is counted on the day it happened. A case decided in the ' +
        'period may have been filed earlier.',
    },
    chart: groupChart(report, 'chart-volumes', { zh: '各组提交的件数', en: 'Cases filed, by group' }, [
      { hue: 'c1', text: { zh: '提交', en: 'Filed' }, measures: ['filed'] },
    ]),
  }
}

function outcomes(report: Report): Drawing {
  const [good, bad] = [wholeOf(report, 'recommended'), wholeOf(report, 'refused')]
  const share = good === null || bad === null ? null : percentOf(good, good + bad)
  return {
    finding:
      share === null
        ? { zh: '推荐与不予推荐', en: 'Recommended and refused' }
        : { zh: `决定中${share}%为推荐`, en: `${share}% of decisions recommend` },
    say: {
      zh: '复核或退函后再次作出的决定也计入。',
      en: 'Decisions made again after a review or a returned letter are counted too.',
    },
    chart: groupChart(report, 'chart-outcomes', { zh: '各组的结果', en: 'Outcomes by group' }, [
      { hue: 'c1', text: { zh: '推荐', en: 'Recommended' }, measures: ['recommended'] },
      { hue: 'c5', text: { zh: '不予推荐', en: 'Refused' }, measures: ['refused'] },
      {
        hue: 'c3',
        text: { zh: '不予受理、撤回或逾期', en: 'Not accepted, withdrawn or lapsed' },
        measures: ['notAccepted', 'withdrawn', 'lapsed'],
      },
    ]),
  }
}

/** Columns of days at most; longer ones stand in the last. */
const MOST_DAYS = 31

function daysChart(report: Report, promised: number | null): Chart {
  const found = daysOf(report)
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
  const mark =
    promised === null
      ? undefined
      : { after: promised + 1, text: { zh: `承诺${promised}个工作日`, en: `promised: ${promised}` } }
  const title = { zh: '决定用时的分布', en: 'Time to decision' }
  return columns({ id: 'chart-days', title, about: ABOUT }, series, bars, mark)
}

function distribution(report: Report, promised: number | null): Drawing {
  const { median, p90, inTime, judged } = figureOf(report, { measure: 'decided' })
  const share = percentOf(inTime, judged)
  const kept = share === null ? EMPTY : { zh: `按时${share}%。`, en: ` ${share}% were on time.` }
  const most =
    p90 === null
      ? EMPTY
      : {
          zh: `九成案件不超过${p90}个工作日。`,
          en: ` Nine in ten took ${counted(p90, 'working day', 'working days')} at most.`,
        }
  return {
    finding:
      median === null
        ? { zh: '从提交到决定的用时', en: 'Time from submission to decision' }
        : {
            zh: `半数案件在${median}个工作日内作出决定`,
            en: `Half of the cases are decided within ${counted(median, 'working day', 'working days')}`,
          },
    say: fill(
      {
        zh: '等待企业补正和中止计时的日子不计。{most}{kept}',
        en: 'Days on which the time limit was paused are not counted.{most}{kept}',
      },
      { most, kept },
    ),
    chart: daysChart(report, promised),
  }
}

function stages(report: Report): Drawing {
  const bars = STAGES.flatMap((stage) => {
    const measure = `stage.${stage}`
    const { median, timed } = figureOf(report, { measure })
    if (!timed) return []
    const limit = report.workingDays.get(stage)
    const own = workingDaysOf(report, stage)
    const about = limit !== undefined && own === undefined ? '≈' : ''
    const note = `${median ?? HIDDEN}${limit === undefined ? '' : ` / ${about}${limit}`}`
    return [{ name: report.names.measure(measure), values: [median], median: median ?? 0, limit, own, note }]
  })
  const limited = bars.filter(({ own }) => own)
  const longest = limited.find(({ median }) => limited.every((other) => other.median <= median))?.name
  const title = { zh: '各环节用时', en: 'Time by stage' }
  const series: Series[] = [{ hue: 'c1', text: { zh: '中位数', en: 'Median' } }]
  return {
    finding: longest ? { zh: `${longest.zh}环节用时最长`, en: `Longest stage: ${longest.en.toLowerCase()}` } : title,
    say: {
      zh: '实心为中位数，外框为时限（工作日）；标“≈”的时限以日历日计，折算为工作日。',
      en:
        'The bar is the median, its outline the limit, in working days. A limit in calendar days is marked ' +
        'with ≈ and converted into working days.',
    },
    chart: bars.length > 0 ? lyingBars({ id: 'chart-stages', title, about: ABOUT }, series, bars) : undefined,
  }
}

function asked(report: Report): Drawing {
  const [all, same] = [wholeOf(report, 'asked'), wholeOf(report, 'permit.class.same')]
  const series = (hue: Series['hue'], zh: string, en: string, ...measures: readonly string[]) => ({
    ...{ hue, text: { zh, en } },
    measures: measures.map((measure) => `permit.${measure}`),
  })
  return {
    finding:
      all === null || same === null
        ? { zh: '建议与准予', en: 'Proposed and granted' }
        : {
            zh: `建议${all}件，按建议类别准予${same}件`,
            en: `${all} proposed, ${same} granted in the proposed class`,
          },
    say: {
      zh: '每件案件按最后一次推荐计，日期为推荐之日；结果为许可机关至今登记的结果。',
      en:
        'Each case counts by its last recommendation, on the day it was made. The outcome is what the permit ' +
        'authority has recorded so far.',
    },
    chart: groupChart(report, 'chart-asked', { zh: '各组建议的结果', en: 'Outcome of proposals, by group' }, [
      series('c1', '类别一致', 'Same class', 'class.same'),
      series('c5', '类别不同或未准予', 'Other class, or refused', 'class.less', 'class.more', 'refused'),
      series('c3', '尚无结果、失效或未登记', 'Open, ended or not recorded', 'open', 'ended', 'class.unsaid'),
    ]),
  }
}

function corrections(report: Report): Drawing {
  const [reviews, overturned] = [wholeOf(report, 'reviews'), wholeOf(report, 'overturned')]
  const title = { zh: '决定前的补正次数', en: 'Rounds of correction before the decision' }
  const rounds = (hue: Series['hue'], measure: string) => ({
    hue,
    text: report.names.measure(measure),
    measures: [measure],
  })
  return {
    finding:
      reviews === null || overturned === null
        ? { zh: '补正次数和复核结果', en: 'How often corrections were requested, and how reviews ended' }
        : {
            zh: `申请复核${reviews}件，撤销原决定${overturned}件`,
            en:
              `${counted(reviews, 'review', 'reviews')} requested, ` +
              `${counted(overturned, 'refusal', 'refusals')} overturned`,
          },
    say: {
      zh: '图为本期首次决定的案件在决定前补正的次数。',
      en: 'The chart shows the cases first decided in the period, by the rounds of correction before it.',
    },
    chart: groupChart(report, 'chart-corrections', title, [
      rounds('c1', 'rounds.0'),
      rounds('c5', 'rounds.1'),
      rounds('c3', 'rounds.2'),
    ]),
  }
}

function reasons(report: Report): Drawing {
  const bars = report.names.reasons('refusal').flatMap(({ key, name }): Bar[] => {
    const n = wholeOf(report, `refusal.${key}`)
    return n === 0 ? [] : [{ name, values: [n], note: n === null ? HIDDEN : String(n) }]
  })
  const words = { id: 'chart-reasons', title: { zh: '不予推荐的原因', en: 'Reasons for refusal' }, about: ABOUT }
  return {
    finding: { zh: '不予推荐原因一览', en: 'Why cases are refused' },
    say: {
      zh: '一个决定可以有几个原因，合计可能超过100%。',
      en: 'A decision can have several reasons, so the shares may add up to more than 100%.',
    },
    chart: bars.length > 0 ? lyingBars(words, [{ hue: 'c1', text: { zh: '次数', en: 'Number' } }], bars) : undefined,
  }
}

/** Working days from filing to the decision; null when one of the stages is counted otherwise. */
function promisedDays(report: Report): number | null {
  const parts = (['acceptance', 'assessment', 'decision'] as const).map((stage) => workingDaysOf(report, stage))
  return parts.reduce<number | null>((sum, days) => (sum === null || days === undefined ? null : sum + days), 0)
}

/**
 * The drawing of each table, by the table's id; a table that has none is shown below the one before
 * it.
 */
export const makeDrawings = (report: Report): Readonly<Record<string, Drawing>> => ({
  volumes: volumes(report),
  outcomes: outcomes(report),
  days: distribution(report, promisedDays(report)),
  stages: stages(report),
  asked: asked(report),
  corrections: corrections(report),
  reasons: reasons(report),
})
