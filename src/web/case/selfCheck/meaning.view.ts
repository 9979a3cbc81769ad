/** What a judgement means, in plain words and before any figure. It never says that something is decided. */
import { type Bilingual, fill, joined } from '../../../base/text.js'
import type { SelfCheckResult } from '../../../cases/selfCheck.service.js'
import { counted, day } from '../../kit/page.js'
import { gapOf } from './gap.js'

/** A route's name with the number that the standard gives it. */
export const numbered = (number: string | null, name: Bilingual): Bilingual => joined([number, name], ' ')

const NOT_A_DECISION = {
  zh: '这是按公布的规则算出来的，不是决定。是否推荐由主管部门的人决定，是否许可由许可机关决定。',
  en:
    'This is what the published rules give, and no decision. Whether to recommend is decided ' +
    'by people at the department, the permit by the permit authority.',
}

/** What parts/self-check-meaning.hbs shows of a judgement, with so many findings that stop the filing. */
export function meaningOf(judged: SelfCheckResult, stopping: number) {
  const { judgedOn, judgement } = judged.check
  const { category, ways, expectedDecisionOn } = judgement
  const words = classWords(judged)
  const decided = fill(
    { zh: '{filed}提交，最迟{decided}有决定。', en: 'Filed on {filed}, a decision comes by {decided}.' },
    { filed: day(judgedOn), decided: day(expectedDecisionOn) },
  )
  const next = category === 'A' ? undefined : category === 'B' ? 'A' : 'B'
  const gaps = next && {
    title: { zh: `自己达到 ${next} 类还差（任一条即可）`, en: `What class ${next} would take, any one of these` },
    items: ways
      .filter((way) => way.class === next)
      .map((way) => ({ label: numbered(way.number, way.label), gap: gapOf(way, judged) })),
  }
  const common = { gaps, last: NOT_A_DECISION }
  if (stopping === 0)
    return { tone: category === 'none' ? 'near' : 'ok', title: words.title, text: [words.text, decided], ...common }
  const title = {
    zh: `照这些答案，有 ${stopping} 处会挡住提交`,
    en: `With these answers ${stopping === 1 ? 'one thing' : `${stopping} things`} would stop the filing`,
  }
  const below = {
    zh: `先把它改好（见下）。${words.title.zh}。`,
    en: `Put that right first, see below. ${words.title.en}.`,
  }
  return { tone: 'bad', title, text: [below, words.text, decided], ...common }
}

function classWords(judged: SelfCheckResult): { title: Bilingual; text: Bilingual } {
  const { category, ways } = judged.check.judgement
  const open = ways.filter((way) => way.open && way.class === category)
  const by = joined(open.map(({ label }) => ({ zh: `“${label.zh}”`, en: `“${label.en}”` })))
  if (category === 'A')
    return {
      title: { zh: '不靠推荐，已达到 A 类', en: 'Class A is reached without the recommendation' },
      text: {
        zh: `途径是${by.zh}。可以直接按高端人才（A 类）申办工作许可，也仍然可以申请推荐。`,
        en:
          `By ${by.en}. The permit can be asked for as high-end talent (class A) ` +
          'at once; a recommendation may still be asked for.',
      },
    }
  if (category === 'B')
    return {
      title: { zh: '不靠推荐，达到 B 类，没有达到 A 类', en: 'Class B without the recommendation, and not class A' },
      text: {
        zh: `${open.length} 条 B 类途径符合。推荐是按高端人才（A 类）申办的另一条路，正是为这样的人选设的。`,
        en:
          `${counted(open.length, 'route of class B is', 'routes of class B are')} met. The recommendation is ` +
          'another way to a permit as high-end talent (class A), made for such a person.',
      },
    }
  return {
    title: { zh: '不靠推荐，A 类、B 类都没有达到', en: 'Neither class A nor class B without the recommendation' },
    text: {
      zh: '这不妨碍申请：推荐正是为此而设，评估人逐条看。',
      en: 'This does not stop you: the recommendation exists for such cases, and assessors look at each point.',
    },
  }
}
