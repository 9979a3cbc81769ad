/** What groups and figures are called, and in which order groups stand. */
import { Injectable } from '@nestjs/common'
import { listMonths, monthOf, sayMonth } from '../../base/dates.js'
import type { Bilingual } from '../../base/text.js'
import { Authorities, type Authority } from '../../reference/authorities.js'
import { districtSchema, reasonSchema } from '../../reference/bodies.js'
import { Reference } from '../../reference/reference.service.js'
import { ELSEWHERE, listClusters } from './clusters.js'
import type { Breakdown, Period } from './figures.js'

export const BREAKDOWN_WORDS: Readonly<Record<Exclude<Breakdown, 'days'>, Bilingual>> = {
  month: { zh: '月份', en: 'Month' },
  department: { zh: '部门', en: 'Department' },
  permit: { zh: '许可机关', en: 'Permit authority' },
  district: { zh: '区', en: 'District' },
  cluster: { zh: '集聚区', en: 'Cluster' },
  reason: { zh: '不予推荐的原因', en: 'Reason for refusal' },
  none: { zh: '不分组', en: 'No breakdown' },
}

export const MEASURE_WORDS: Readonly<Record<string, Bilingual>> = {
  filed: { zh: '提交', en: 'Filed' },
  accepted: { zh: '受理', en: 'Accepted' },
  notAccepted: { zh: '不予受理', en: 'Not accepted' },
  withdrawn: { zh: '撤回', en: 'Withdrawn' },
  lapsed: { zh: '逾期未补正', en: 'Lapsed' },
  decided: { zh: '决定', en: 'Decided' },
  recommended: { zh: '推荐', en: 'Recommended' },
  refused: { zh: '不予推荐', en: 'Refused' },
  letters: { zh: '出具推荐函', en: 'Letters' },
  granted: { zh: '获许可', en: 'Permits granted' },
  permitRefused: { zh: '许可未获批', en: 'Permits refused' },
  revoked: { zh: '撤销推荐函', en: 'Letters revoked' },
  expired: { zh: '推荐函过期', en: 'Letters expired' },
  corrections: { zh: '补正通知', en: 'Correction notices' },
  reviews: { zh: '申请复核', en: 'Reviews requested' },
  upheld: { zh: '复核维持', en: 'Refusals upheld' },
  overturned: { zh: '复核撤销', en: 'Refusals overturned' },
  asked: { zh: '建议', en: 'Proposed' },
  'permit.class.same': { zh: '类别一致', en: 'Same class' },
  'permit.class.less': { zh: '类别低于建议', en: 'Lower class' },
  'permit.class.more': { zh: '类别高于建议', en: 'Higher class' },
  'permit.class.unsaid': { zh: '未登记类别', en: 'Class not recorded' },
  'permit.months.same': { zh: '期限一致', en: 'Same length' },
  'permit.months.less': { zh: '期限短于建议', en: 'Shorter' },
  'permit.months.more': { zh: '期限长于建议', en: 'Longer' },
  'permit.months.unsaid': { zh: '未登记期限', en: 'Length not recorded' },
  'permit.refused': { zh: '未准予', en: 'Refused' },
  'permit.open': { zh: '尚无结果', en: 'Open' },
  'permit.ended': { zh: '推荐函已失效', en: 'Letter ended' },
  'rounds.0': { zh: '未补正', en: 'No correction' },
  'rounds.1': { zh: '补正一次', en: 'One round' },
  'rounds.2': { zh: '补正两次', en: 'Two rounds' },
  'stage.acceptance': { zh: '受理', en: 'Intake' },
  'stage.assessment': { zh: '评估', en: 'Assessment' },
  'stage.decision': { zh: '决定', en: 'Decision' },
  'stage.letter': { zh: '制函', en: 'Letter' },
  'stage.firm': { zh: '待企业补正', en: 'Waiting for the firm' },
  'stage.review': { zh: '复核', en: 'Review' },
}

export const WHOLE: Bilingual = { zh: '合计', en: 'Total' }

export interface Group {
  readonly key: string
  readonly name: Bilingual
}

/** Names of one day, by breakdown. */
export interface Names {
  /** Those of a period, in their order. `keys`: of which there are figures. */
  groups(by: Breakdown, keys: readonly string[], period: Period): Group[]
  measure(measure: string): Bilingual
  /** The reasons of a purpose, in their order. */
  reasons(purpose: string): Group[]
}

@Injectable()
export class ReportNames {
  constructor(
    private readonly reference: Reference,
    private readonly authorities: Authorities,
  ) {}

  async on(today: string): Promise<Names> {
    const [districts, clusters, reasons, authorities] = await Promise.all([
      this.reference.all('districts', today, districtSchema),
      listClusters(this.reference, today),
      this.reference.all('reasons', today, reasonSchema),
      this.authorities.list(today),
    ])
    const authoritiesOf = (wanted: Authority['kind']): Group[] =>
      [...authorities.values()]
        .filter(({ kind }) => kind === wanted)
        .map(({ id, short }) => ({ key: String(id), name: short }))
    const listed: Readonly<Record<string, readonly Group[]>> = {
      district: [...districts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { label }]) => ({ key, name: label })),
      cluster: [
        ...[...clusters].map(([key, { label }]) => ({ key, name: label })),
        { key: ELSEWHERE, name: { zh: '其他', en: 'Elsewhere' } },
      ],
      department: authoritiesOf('department'),
      permit: authoritiesOf('permit'),
    }
    const reasonsOf = (purpose: string): Group[] =>
      [...reasons.values()]
        .filter((reason) => reason.purpose === purpose)
        .sort((a, b) => a.order - b.order)
        .map(({ code, label }) => ({ key: code, name: label }))
    return {
      groups: (by, keys, period) => {
        if (by === 'none') return [{ key: '', name: WHOLE }]
        if (by === 'month')
          return listMonths(monthOf(period.from), monthOf(period.to)).map((key) => ({ key, name: sayMonth(key) }))
        const known = by === 'reason' ? reasonsOf('refusal') : (listed[by] ?? [])
        const there = new Set(keys)
        const strange = [...there].filter((key) => !known.some((group) => group.key === key)).sort()
        const shown = by === 'cluster' ? known : known.filter(({ key }) => there.has(key))
        return [...shown, ...strange.map((key) => ({ key, name: key ? { zh: key, en: key } : UNKNOWN }))]
      },
      measure: (measure) => {
        const [purpose = '', code = ''] = measure.split('.')
        return MEASURE_WORDS[measure] ?? reasons.get(`${purpose}.${code}`)?.label ?? { zh: measure, en: measure }
      },
      reasons: reasonsOf,
    }
  }
}

const UNKNOWN: Bilingual = { zh: '未填写', en: 'Not given' }
