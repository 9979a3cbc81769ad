/**
 * What is shown to a firm after a decision: what the law asks of it once a letter or a permit is
 * there, and how a refusal can be contested. Nobody computes a decision with it.
 */
import type { z } from 'zod'
import * as ask from '../forms/engine/field.js'
import { option } from '../forms/engine/ui.js'
import { label, line, order, source, time } from './shapes.js'

/** What the firm can do about an obligation in this system. */
const WAYS = [
  option('elsewhere', '不在本系统办理', 'done elsewhere'),
  option('reportChange', '报告变更', 'report a change'),
  option('reportEnd', '报告聘用终止', 'report the end'),
  option('renew', '续办', 'renew'),
] as const

/** Kind `obligations`: one obligation of the firm that engages the candidate. */
export const obligationSchema = ask.body({
  label: ask.bilingual('义务', 'Obligation'),
  /** As the rule says it. */
  limit: ask.bilingual('期限', 'Time limit'),
  text: ask.bilingual('办理方式', 'Where and how', { long: true }),
  way: ask.choice('本系统办理事项', 'Action in this system', WAYS, { control: 'select' }),
  /** For an extension: from how many days before the permit's last day until how many it can be applied for. */
  window: ask
    .maybe('到期前的申请期间', 'Application period before expiry', {
      opens: ask.whole('最早提前天数', 'Earliest (days before)', { min: 1 }),
      closes: ask.whole('最迟提前天数', 'Latest (days before)', { min: 1 }),
    })
    .nullable(),
  order,
  source,
})
export type Obligation = z.infer<typeof obligationSchema>

/** Kind `permitSteps`: what the firm does next at the permit authority once it has the letter, in this order. */
export const permitStepSchema = ask.body({
  label: ask.bilingual('步骤', 'Step'),
  text: ask.bilingual('办理方式', 'What to do', { long: true }),
  where: ask.bilingual('办理地点', 'Place'),
  /** Shown, not linked to: nobody is led off by an address that changes hands. */
  address: line('网址', 'Web address').nullable(),
  quotes: ask.yesNo('须引用推荐函的文号和核验码', 'Number and check code of the letter have to be quoted'),
  order,
  source,
})
export type PermitStep = z.infer<typeof permitStepSchema>

/**
 * Kind `remedies`: a way to contest a refusal outside this system; the time counts from the day on
 * which the firm learns of the decision.
 */
export const remedySchema = ask.body({
  label,
  text: ask.bilingual('说明', 'Explanation', { long: true }),
  ...time,
  order,
  source,
})
export type Remedy = z.infer<typeof remedySchema>
