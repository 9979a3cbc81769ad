/** What is missing for a route, in words: how many yuan, points or years. */
import { type Bilingual, fill } from '../../../base/text.js'
import type { SelfCheckResult } from '../../../cases/selfCheck.service.js'
import type { Way } from '../../../criteria/routes.js'
import { counted, money } from '../../kit/page.js'

/** What is missing for a way that is not open; the engine's own reason where no figure is short. */
export function gapOf(way: Way, { known, rules, check }: SelfCheckResult): Bilingual {
  const route = rules.routes[way.class]
  const { age, points } = check.judgement
  const figures = rules.salary.shanghai
  if (route.closedAboveAge !== null && age !== null && age > route.closedAboveAge) return way.because
  switch (way.code) {
    case 'salaryMultiple':
      return route.salaryMultiple && figures
        ? salaryGap(figures[route.salaryMultiple.figure], known.engagement.salaryPerYear)
        : way.because
    case 'points':
      return route.points ? pointsGap(route.points.from, points.total) : way.because
    case 'degreeAndExperience':
      return route.degreeAndExperience ? degreeGap(route.degreeAndExperience, known.talent) : way.because
    default:
      return way.because
  }
}

function salaryGap(asked: number, paid: number | undefined): Bilingual {
  const figure = money(asked)
  if (paid === undefined)
    return { zh: `年薪须达 ${figure}，未填写。`, en: `${figure} a year is needed; no salary entered.` }
  return fill(
    { zh: '每年差 {short}，标准是 {figure}。', en: '{short} a year short of {figure}.' },
    { short: money(Math.round((asked - paid) * 100) / 100), figure },
  )
}

const pointsGap = (from: number, total: number): Bilingual => ({
  zh: `差 ${from - total} 分，须达 ${from} 分。`,
  en: `${counted(from - total, 'point', 'points')} short of ${from}.`,
})

function degreeGap(
  { degrees, yearsFrom }: { readonly degrees: readonly string[]; readonly yearsFrom: number },
  { education, experienceYears = 0 }: SelfCheckResult['known']['talent'],
): Bilingual {
  const short = Math.round((yearsFrom - experienceYears) * 10) / 10
  const years = counted(short, 'year', 'years')
  const hasDegree = education.degree !== undefined && degrees.includes(education.degree)
  if (hasDegree)
    return {
      zh: `学位符合，工作年限差 ${short} 年。`,
      en: `The degree is sufficient; ${years} of work short of ${yearsFrom}.`,
    }
  if (short <= 0)
    return {
      zh: '工作年限符合，缺学士及以上学位。',
      en: 'The years of work are sufficient; a bachelor’s degree or higher is missing.',
    }
  return {
    zh: `缺学士及以上学位，工作年限也差 ${short} 年。`,
    en: `A bachelor’s degree or higher is missing, and ${years} of work.`,
  }
}
