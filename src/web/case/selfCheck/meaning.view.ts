/** What a judgement means, in plain words and before any figure. It never says that something is decided. */
import { type Bilingual, fill, joined } from '../../../base/text.js'
import type { SelfCheckResult } from '../../../cases/selfCheck.service.js'
import { nameIndicator } from '../../../criteria/indicatorWords.js'
import { standingOf } from '../../../criteria/ownScores.js'
import type { Scorecard, ScoreQuestion } from '../../../criteria/scorecard.js'
import { day } from '../../kit/page.js'

/** A route's name with the number that the standard gives it. */
export const numbered = (number: string | null, name: Bilingual): Bilingual => joined([number, name], ' ')

const NOT_A_DECISION = {
  zh: '本结果按公布的规则计算，不是决定。是否推荐由主管部门人员决定，是否许可由许可机关决定。',
  en:
    'This is calculated from the published rules and is not a decision. The department decides on the ' +
    'recommendation, the permit authority on the permit.',
}

/**
 * What parts/self-check-meaning.hbs shows: whether a recommendation can be asked for, what the
 * permit asks besides, and where the candidate stands by what the recommendation is judged by.
 *
 * @param stopping how many findings stop the filing
 * @param levels what was said of the questions of the scorecard
 */
export function meaningOf(judged: SelfCheckResult, stopping: number, levels: ReadonlyMap<string, number>) {
  const { judgedOn, judgement } = judged.check
  const decided = fill(
    { zh: '{filed}提交，最迟{decided}有决定。', en: 'If filed on {filed}, the application is decided by {decided}.' },
    { filed: day(judgedOn), decided: day(judgement.expectedDecisionOn) },
  )
  const card = judged.rules.scorecard.streaming
  const common = { lists: card ? listsOf(card, levels) : [], last: NOT_A_DECISION }
  const barred = judgement.blocks.find(({ code }) => code === 'under18') // nothing that could be mended
  // after the policy has ended nobody can promise a day
  const lapsed = judgement.warns.find(({ code }) => code === 'basisLapsed')
  const text = [permitWords(judged), lapsed?.message ?? decided]
  if (stopping === 0)
    return {
      tone: 'ok',
      title: { zh: '可以申请推荐', en: 'You can apply for a recommendation' },
      text,
      ...common,
    }
  return {
    tone: 'bad',
    title: {
      zh: `按目前的回答，有 ${stopping} 项不符合提交条件`,
      en: `With these answers ${stopping === 1 ? 'one thing' : `${stopping} things`} would prevent submission`,
    },
    text: barred
      ? [barred.message]
      : [{ zh: '解决后（见下）即可申请推荐。', en: 'Fix this first (see below). Then you can apply.' }, ...text],
    ...common,
  }
}

interface NamedList {
  readonly title: Bilingual
  readonly items: readonly { readonly label: Bilingual; readonly text: Bilingual }[]
}

/** Strengths, weaknesses with what the next level takes, and what was not said. */
function listsOf(card: Scorecard, levels: ReadonlyMap<string, number>): NamedList[] {
  const { strong, weak, open } = standingOf(card, levels)
  const evidence = ({ indicators }: ScoreQuestion) => joined(indicators.map(nameIndicator))
  const lists: NamedList[] = [
    {
      title: { zh: '评分项中的优势', en: 'Strengths by the scorecard' },
      items: strong.map(({ question, level }) => ({
        label: question.label,
        text: fill(
          { zh: '{anchor}。须提供的证据：{evidence}', en: '{anchor}. Evidence needed: {evidence}' },
          { anchor: anchorOf(question, level), evidence: evidence(question) },
        ),
      })),
    },
    {
      title: { zh: '不足，以及更高一档的要求', en: 'Weaknesses, and what the next level needs' },
      items: weak.map(({ question, level }) => ({
        label: question.label,
        text: fill(
          isBelowFloor(question, level)
            ? {
                zh: '{anchor}；评估人对此须写明理由。更高一档：{next}',
                en: '{anchor}; an assessor must give a reason for this. The next level: {next}',
              }
            : { zh: '{anchor}。更高一档：{next}', en: '{anchor}. The next level: {next}' },
          { anchor: anchorOf(question, level), next: anchorOf(question, level + 1) },
        ),
      })),
    },
    {
      title:
        levels.size === 0
          ? {
              zh: `推荐按这 ${open.length} 项评估`,
              en: `A recommendation is assessed on these ${open.length} questions`,
            }
          : { zh: '尚未回答', en: 'Not answered yet' },
      items: open.map((question) => ({
        label: question.label,
        text: fill({ zh: '依据：{evidence}', en: 'evidence: {evidence}' }, { evidence: evidence(question) }),
      })),
    },
  ]
  return lists.filter(({ items }) => items.length > 0)
}

const anchorOf = ({ anchors }: ScoreQuestion, level: number): Bilingual => anchors[level] ?? { zh: '', en: '' }

const isBelowFloor = ({ floor }: ScoreQuestion, level: number): boolean => floor !== null && level < floor

/** What the candidate reaches without the recommendation. */
function permitWords(judged: SelfCheckResult): Bilingual {
  const { category, ways } = judged.check.judgement
  const open = ways.filter((way) => way.open && way.class === category)
  const by = joined(open.map(({ label }) => ({ zh: `“${label.zh}”`, en: `“${label.en}”` })))
  switch (category) {
    case 'A':
      return {
        zh: `自身条件已符合A类（未计推荐），途径是${by.zh}：可以直接申请许可，也可以申请推荐。`,
        en:
          `Class A is reached without the recommendation, by ${by.en}. You can apply for the permit directly, ` +
          'or still apply for a recommendation.',
      }
    case 'B':
      return {
        zh: '自身条件已符合B类（未计推荐），不经推荐也可以申请许可。推荐是按高端人才（A类）办理的另一途径。',
        en:
          'Class B is reached without a recommendation, so you can apply for a permit either way. The ' +
          'recommendation is another way to a permit, as high-end talent (class A).',
      }
    case 'none':
      return {
        zh: '自身条件未达到A类或B类（未计推荐）。这不妨碍申请：推荐正是为此而设。',
        en:
          'Neither class A nor class B is reached without the recommendation. You can still apply: the ' +
          'recommendation exists for such cases.',
      }
  }
}
