/** What a row of the queue says of its case so that nobody opens it in vain: class and points, flags, what is new. */
import { dateInShanghai } from '../../base/clock.js'
import { type Bilingual, DOT, fill, joined } from '../../base/text.js'
import type { CaseLine } from '../../cases/caseFile.js'
import type { FoundBy } from '../../cases/lists.js'
import type { Triage } from '../../cases/triage.js'
import { STREAMING_FINDINGS } from '../../criteria/streamingChecks.js'
import { type Actor, has } from '../../people/actor.js'
import { edgesFrom } from '../../workflow/step.js'
import type { PageContext } from '../case/clock.view.js'
import { deedText } from '../case/deeds.js'
import { near } from '../kit/page.js'

/** Flags that a row names; it counts the others. */
const NAMED = 2

const OTHERS: Readonly<Record<string, Bilingual>> = {
  salaryMonths: { zh: '薪酬月数不符', en: 'salary and months differ' },
  contractShort: { zh: '合同期不符', en: 'contract term differs' },
  experienceResume: { zh: '年限与履历不符', en: 'experience and resume differ' },
  channelLink: { zh: '频道链接不符', en: 'channel link differs' },
  over60: { zh: '年满60岁', en: 'over 60' },
  basisLapsed: { zh: '推荐依据将届满', en: 'policy basis will have ended' },
  licence: { zh: '缺许可证', en: 'licence missing' },
  translation: { zh: '缺译文', en: 'translation missing' },
  unlisted: { zh: '商品不在类别表', en: 'goods not listed' },
  ages: { zh: '材料将过期', en: 'document expires' },
  format: { zh: '材料格式不符', en: 'document format' },
}
const UNNAMED: Bilingual = { zh: '有注意事项', en: 'to be checked' }

const flagText = (code: string): Bilingual =>
  STREAMING_FINDINGS.find(({ value }) => value === code)?.label ?? OTHERS[code.split(':')[0] ?? ''] ?? UNNAMED

/** The flags in short words, and how many cases are about the same person. */
export function flagsText({
  gist,
  samePerson,
  differs,
  objects,
}: Pick<Triage, 'gist' | 'samePerson' | 'differs' | 'objects'>): Bilingual | undefined {
  const flags = [...new Map((gist?.flags ?? []).map(flagText).map((text) => [text.en, text])).values()]
  const more = flags.length - NAMED
  const said = [
    objects && { zh: '人选不同意使用材料', en: 'candidate refuses consent' },
    differs && { zh: '材料与申请不一致', en: 'document differs from the answers' },
    samePerson > 0 && { zh: `同一人选另有${samePerson}件`, en: `same person: ${samePerson} more` },
    ...flags.slice(0, NAMED),
    more > 0 && { zh: `另${more}项`, en: `${more} more` },
  ].filter((one) => one !== false)
  return said.length > 0 ? joined(said) : undefined
}

const MARK: Bilingual = { zh: '{class}{points}分', en: '{class}{points}' }
const PROPOSED: Bilingual = { zh: '建议{class} · ', en: 'proposed {class} · ' }

/** The class that is proposed, else the one that is reached without a recommendation; and the points. */
export function markText({ gist, proposed }: Triage): Bilingual | undefined {
  if (!gist) return undefined
  const reached = gist.class === 'none' ? '' : `${gist.class} · `
  return fill(MARK, { class: proposed ? fill(PROPOSED, { class: proposed }) : reached, points: gist.points })
}

const FOUND: Readonly<Partial<Record<FoundBy, Bilingual>>> = {
  passport: { zh: '护照号相符', en: 'passport number' },
  letter: { zh: '文号相符', en: 'letter number' },
  checkCode: { zh: '核验码相符', en: 'check code' },
  creditCode: { zh: '信用代码相符', en: 'credit code' },
  account: { zh: '频道账号相符', en: 'channel account' },
  firm: { zh: '企业名称相符', en: 'firm’s name' },
  mistyped: { zh: '名称相近', en: 'similar name' },
}
/** By what it was found, where that is not to be seen in the row. */
export const foundText = ({ foundBy }: CaseLine): Bilingual | undefined => foundBy && FOUND[foundBy]

/** By what it was found, or when it was received and in which round it is. */
export function arrivalText(line: CaseLine, triage: Triage | undefined, context: PageContext) {
  const { filedOn, round } = line
  const on = triage && (triage.sentAt ?? filedOn)
  const found = foundText(line)
  if (found) return found
  const said = [
    on && fill({ zh: '{on}收', en: 'received {on}' }, { on: near(dayIn(on), context.today) }),
    triage && round > 1 && { zh: `第${round}轮`, en: `round ${round}` },
  ].filter(Boolean)
  return said.length > 0 ? joined(said, DOT) : undefined
}
const dayIn = (at: Date | string): string => (typeof at === 'string' ? at : dateInShanghai(at))

/** What somebody else did last since the reader opened the case. */
export const freshText = ({ fresh }: Triage): Bilingual | undefined =>
  fresh ? deedText({ ...fresh, at: new Date(fresh.at) }, 'short') : undefined

/** Whether it is the reader's to accept, and how much of it is still being read; undefined where it is not. */
export const unreadIn = (person: Actor, { state }: CaseLine, triage: Triage | undefined): number | undefined =>
  has(person, 'intake') && edgesFrom(state).has('accept') ? (triage?.reading ?? 0) : undefined

/** Whether it can be accepted from the queue: opened since it was sent, and nothing is known that speaks against it. */
export const isReady = (person: Actor, line: CaseLine, triage: Triage | undefined): boolean =>
  unreadIn(person, line, triage) === 0 &&
  triage?.openedNow === true &&
  triage.gist?.flags.length === 0 &&
  !triage.objects &&
  triage.samePerson === 0
