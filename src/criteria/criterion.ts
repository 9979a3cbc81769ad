/**
 * What an assessor judges one by one: the routes that are open or claimed, the points, and what
 * every case rests on. The names are codes, so that departments' findings can be compared in either
 * language.
 */
import { asClause, type Bilingual } from '../base/text.js'
import type { ActGroup } from './compliance.js'
import type { Judgement } from './judge.js'
import type { Scorecard } from './scorecard.js'

export interface Criterion {
  readonly code: string
  readonly name: Bilingual
  /** What the system has worked out about it; nothing is decided by that. */
  readonly says: Bilingual | null
}

/** By what the case is judged, for the names of criteria, questions and groups. */
export interface JudgedBy {
  readonly card?: Scorecard | undefined
  readonly groups?: Readonly<Record<string, ActGroup>>
  readonly judgement?: Judgement
}

const STANDING: readonly Criterion[] = [
  {
    code: 'documents',
    name: { zh: '材料真实、齐全、在有效期内', en: 'Documents genuine, complete and in date' },
    says: null,
  },
  { code: 'experience', name: { zh: '工作经历', en: 'Work experience' }, says: null },
  { code: 'engagement', name: { zh: '岗位、合同与薪酬', en: 'Post, contract and pay' }, says: null },
]

const POINTS: Bilingual = { zh: '积分', en: 'Points' }
const STREAMING: Bilingual = { zh: '直播数据', en: 'Streaming data' }

/** The criteria of a case, in the order of the page. */
export function listCriteria({ ways, declared, points, streaming }: Judgement): Criterion[] {
  const open = ways.filter((way) => way.open)
  const claimed = declared.filter(
    ({ code, class: name }) => !open.some((way) => way.code === code && way.class === name),
  )
  const total = { zh: `系统计算为${points.total}分`, en: `worked out as ${points.total} points` }
  return [
    ...[...open, ...claimed].map(({ class: name, code, label, because }) => ({
      code: `${name}.${code}`,
      name: { zh: `${name}类：${label.zh}`, en: `Class ${name}: ${label.en}` },
      says: asClause(because),
    })),
    ...(open.some(({ code }) => code === 'points') ? [] : [{ code: 'points', name: POINTS, says: total }]),
    ...STANDING,
    {
      code: 'streaming',
      name: STREAMING,
      says:
        streaming.length === 0
          ? { zh: '填报的数据未见疑点', en: 'no doubts in the figures that were entered' }
          : {
              zh: `系统发现${streaming.length}处疑点`,
              en: `${streaming.length} ${streaming.length === 1 ? 'figure' : 'figures'} to check found by the system`,
            },
    },
  ]
}

/** What a criterion is called; one that an assessor added stands in their own words. */
export function criterionName(code: string, judgement?: Judgement): Bilingual {
  const known = judgement && listCriteria(judgement).find((one) => one.code === code)
  if (known) return known.name
  const standing = STANDING.find((one) => one.code === code)
  if (standing) return standing.name
  if (code === 'points') return POINTS
  return code === 'streaming' ? STREAMING : { zh: code, en: code }
}
