/**
 * What a recommendation says of class and permit, in words: what the person reaches without it, what
 * is proposed with it, and on which ground. Letter, package, check page, pages, CSV and API all take
 * them from here.
 */
import { type Bilingual, fill } from '../base/text.js'
import { CLASS_NAMES, type RecommendedClass, type RouteInForce } from './recommendedRoutes.js'

/** By which route, for how many months, with which treatment. */
export interface Proposal {
  readonly route: Pick<RouteInForce, 'code' | 'class' | 'label' | 'basis' | 'provision'>
  readonly months: number
  readonly treatment: { readonly code: string; readonly label: Bilingual } | null
}

export const PROPOSAL_LABELS = {
  reached: { zh: '本人自身条件', en: 'Without the recommendation' },
  proposed: { zh: '建议', en: 'Proposed' },
  ground: { zh: '依据', en: 'Reason' },
} satisfies Record<string, Bilingual>

const NEITHER = { zh: '未达到A类或B类标准', en: 'neither class A nor class B' }
const POINTS = { zh: '{name}，积分{points}分', en: '{name}, {points} points' }
const PROPOSED = { zh: '按{name}办理，许可期限{months}个月', en: 'a permit as {name} for {length}' }
const WITH = { zh: '，{treatment}', en: ', by {treatment}' }
const GROUND = { zh: '{route}（《{basis}》）', en: '{route} ({basis})' }
const SENTENCE = {
  zh: '建议依据《{basis}》关于{provision}，按{name}办理其外国人来华工作许可，许可期限{months}个月{with}。',
  en: 'We propose, in line with {provision} under {basis}, a work permit as {name} for {length}{with}.',
}
const AND = { zh: '，并{treatment}', en: ', by {treatment}' }
const NOTHING: Bilingual = { zh: '', en: '' }

/** In full in Chinese; with its noun in English, which has a plural. */
const lengthOf = (months: number): Bilingual => ({
  zh: `${months}个月`,
  en: `${months} month${months === 1 ? '' : 's'}`,
})

export const sayReached = (reached: RecommendedClass | 'none', points: number): Bilingual =>
  fill(POINTS, { name: reached === 'none' ? NEITHER : CLASS_NAMES[reached], points })

export function sayProposed({ route, months, treatment }: Proposal): Bilingual {
  const said = fill(PROPOSED, { name: CLASS_NAMES[route.class], months, length: lengthOf(months) })
  const by = treatment ? fill(WITH, { treatment: treatment.label }) : NOTHING
  return { zh: said.zh + by.zh, en: said.en + by.en }
}

export const sayGround = ({ route: { label, basis } }: Proposal): Bilingual =>
  fill(GROUND, { route: label, basis: basis.title })

/** The whole of it as a sentence of a letter. */
export const sayProposal = ({ route, months, treatment }: Proposal): Bilingual =>
  fill(SENTENCE, {
    basis: route.basis.title,
    provision: route.provision,
    name: CLASS_NAMES[route.class],
    months,
    length: lengthOf(months),
    with: treatment ? fill(AND, { treatment: treatment.label }) : NOTHING,
  })
