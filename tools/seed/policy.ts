/** What waits on the desk of the policy editors: the salary figures of the coming year, drafted by one, to be approved by the other. */
import { z } from 'zod'
import type { Stage } from './stage.js'
import type { Town } from './town.js'

const KEY = 'shanghai'
const MONTHLY = 12_890 // invented: the figure of the coming year is not published

/** Drafts them once, from 3 February of the next year, as the last ones began. */
export async function draftFigures(stage: Stage, town: Town, today: string): Promise<void> {
  const editor = town.get('policy')
  if (!editor) throw new Error('there is no policy editor')
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
