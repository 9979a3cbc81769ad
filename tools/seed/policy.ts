/**
 * What policy editors have done: rules that the first entries leave off and the demonstration turns on; and what waits on their desk, the salary figures of the coming year, drafted by one, to be
 * approved by the other.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { addDays } from '../../src/base/dates.js'
import { hostTextsSchema } from '../../src/cases/hostTexts.js'
import type { Person } from '../../src/people/session.service.js'
import { projectFolder } from '../../src/settings.js'
import type { Stage } from './stage.js'
import type { Town } from './town.js'

const KEY = 'shanghai'
const MONTHLY = 12_890 // invented: the figure of the coming year is not published

/** Rules (keys of `procedure`) that are turned on, and what of each changes. */
type Changes = Readonly<Record<string, object>>
/** From the beginning of the story. */
export const AT_FIRST: Changes = { revocation: { announced: true } }
/** For what is filed today and later: a share is drawn, so that nobody could tell beforehand who assesses in a story. */
export const FROM_TODAY: Changes = { assessment: { twoWhen: ['evidenceFlagged'], nearPoints: 2, share: 20 } }

function getEditors(town: Town): [Person, Person] {
  const [editor, second] = [town.get('policy'), town.get('policy2')]
  if (!editor || !second) throw new Error('there are no two policy editors')
  return [editor, second]
}

/**
 * Turns rules on once.
 * @param today YYYY-MM-DD of the clock
 * @param effectiveFrom a later day
 */
export async function turnOn(
  stage: Stage,
  town: Town,
  changes: Changes,
  { today, effectiveFrom }: { readonly today: string; readonly effectiveFrom: string },
): Promise<void> {
  const [editor, second] = getEditors(town)
  for (const [key, change] of Object.entries(changes)) {
    const known = await stage.policy.list(editor, 'procedure', key)
    if (known.some(({ draftedBy }) => draftedBy !== null)) continue
    const [first] = (await stage.policy.inForce(today, 'procedure')).filter((version) => version.key === key)
    const id = await stage.policy.draft(editor, 'procedure', key, {
      effectiveFrom,
      body: { ...z.record(z.string(), z.unknown()).parse(first?.body), ...change },
      note: '演示：启用此项规则。 Demonstration: the rule is turned on.',
    })
    await stage.policy.approve(second, id, 1)
  }
}

const plan = z.looseObject({ lapsesOn: z.string().nullable() })

/**
 * Supposes, once, that a plan which has lapsed by today was extended: the story could not be told on its own.
 * @param today YYYY-MM-DD of the story's end
 * @param effectiveFrom of its beginning
 */
export async function extendPlans(
  stage: Pick<Stage, 'policy'>,
  town: Town,
  today: string,
  effectiveFrom: string,
): Promise<void> {
  const [editor, second] = getEditors(town)
  for (const { key, body } of await stage.policy.inForce(today, 'policyBasis')) {
    const known = plan.parse(body)
    if (known.lapsesOn === null || known.lapsesOn >= today) continue
    const id = await stage.policy.draft(editor, 'policyBasis', key, {
      effectiveFrom,
      body: {
        ...known,
        lapsesOn: addDays(today, 365),
        source: { zh: '演示数据：假设行动计划延期', en: 'Demonstration: supposing that the plan is extended' },
      },
      note: '演示：假设行动计划延期，以公布为准。 Demonstration: the plan is supposed to be extended; what is published counts.',
    })
    await stage.policy.approve(second, id, 1)
  }
}

/** Yuan for one unit, invented: rates as a city would fill them in. */
const RATES = {
  EUR: ['欧元', 'euro', 8.2],
  JPY: ['日元', 'Japanese yen', 0.047],
  USD: ['美元', 'US dollar', 7.1],
} as const

/** Brings rates of other currencies into force once: from each day of `from`, published the day before, for a year. */
export async function giveRates(stage: Stage, town: Town, from: readonly string[]): Promise<void> {
  const [editor, second] = getEditors(town)
  const source = {
    zh: '演示数据，仿中国外汇交易中心人民币汇率中间价',
    en: 'Demonstration, after the central parity of the China Foreign Exchange Trade System',
  }
  for (const [currency, [zh, en, yuan]] of Object.entries(RATES)) {
    if ((await stage.policy.list(editor, 'exchangeRates', currency)).length > 0) continue
    for (const effectiveFrom of from) {
      const body = {
        label: { zh, en },
        yuan,
        on: addDays(effectiveFrom, -1),
        until: addDays(effectiveFrom, 400),
        source,
      }
      const note = '演示：外币折算率。 Demonstration: a rate of exchange.'
      const id = await stage.policy.draft(editor, 'exchangeRates', currency, { effectiveFrom, body, note })
      await stage.policy.approve(second, id, 1)
    }
  }
}

/** Opens the demonstration's fast lane once, from the day after the clock's. */
export async function openLane(stage: Stage, town: Town, today: string): Promise<void> {
  const [editor, second] = getEditors(town)
  if ((await stage.policy.list(editor, 'fastLanes')).length > 0) return
  const id = await stage.policy.draft(editor, 'fastLanes', 'clearCases', {
    effectiveFrom: addDays(today, 1),
    body: {
      label: { zh: '快速办理', en: 'Fast lane' },
      what: {
        zh: '积分85分以上且年薪达到上年度平均工资六倍的申请，8个工作日内办结。',
        en: 'Applications with 85 points and a salary of six times the average wage are decided within 8 working days.',
      },
      points: 85,
      salaryMultiple: 6,
      recommendedBefore: false,
      acceptance: 2,
      assessment: 5,
      decision: 1,
      order: 1,
      source: { zh: '演示数据', en: 'Demonstration' },
    },
    note: '演示：开通快速办理。 Demonstration: a fast lane is opened.',
  })
  await stage.policy.approve(second, id, 1)
}

/** Drafts them once, from 3 February of the next year, as the last ones began. */
export async function draftFigures(stage: Stage, town: Town, today: string): Promise<void> {
  const [editor] = getEditors(town)
  const known = await stage.policy.list(editor, 'salary', KEY)
  if (known.some(({ draftedBy }) => draftedBy !== null)) return
  const [current] = await stage.policy.inForce(today, 'salary')
  const year = Number(today.slice(0, 4)) + 1
  await stage.policy.draft(editor, 'salary', KEY, {
    effectiveFrom: `${year}-02-03`,
    body: {
      ...z.record(z.string(), z.unknown()).parse(current?.body),
      label: { zh: `上海市平均工资倍数（${year}年）`, en: `Multiples of the average wage in Shanghai (${year})` },
      sixTimes: MONTHLY * 12 * 6,
      fourTimes: MONTHLY * 12 * 4,
      monthlyAverage: MONTHLY,
      source: {
        zh: `演示数据：假设${year}年公布的上年度月平均工资为12,890元，六倍每年928,080元，四倍每年618,720元`,
        en: `Demonstration: supposing that the monthly average wage published in ${year} is CNY 12,890; six times CNY 928,080 a year, four times CNY 618,720`,
      },
    },
    note: '按新年度社会平均工资调整薪酬标准，公布后再核对一次数字。 New figures of the average wage; to be checked once more when they are published.',
  })
}

const HOST_TEXTS = z.record(z.string(), hostTextsSchema)

/** Drafts, once, what the candidate’s page says in further languages; nobody has approved them, so that the page does not show them. */
export async function draftHostTexts(stage: Stage, town: Town, today: string): Promise<void> {
  const [editor] = getEditors(town)
  if ((await stage.policy.list(editor, 'hostTexts')).length > 0) return
  const texts = HOST_TEXTS.parse(JSON.parse(readFileSync(join(projectFolder, 'tools/seed/hostTexts.json'), 'utf8')))
  for (const [key, body] of Object.entries(texts))
    await stage.policy.draft(editor, 'hostTexts', key, {
      effectiveFrom: today,
      body,
      note: '译文草稿，须由懂这种语言的人核对。 Draft translation, to be checked by a speaker of the language.',
    })
}
