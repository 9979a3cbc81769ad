/** What the public pages publish: the promise, the criteria, the papers and the limits, all out of the reference data in force today. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { type Bilingual, fill } from '../base/text.js'
import { documentSchema } from '../criteria/documents.js'
import type { PointsTable } from '../criteria/points.js'
import { parseRules, type Rules } from '../criteria/rules.js'
import { Reference } from '../reference/reference.service.js'
import { both, dateText, moneyText } from './page.js'
import { ruler } from './ruler.js'
import type { CriteriaView, HowItWorksView, Promised, RouteRow } from './views.js'

const STAGES = {
  acceptance: { zh: '受理', en: 'Intake' },
  assessment: { zh: '评估', en: 'Assessment' },
  decision: { zh: '决定', en: 'Decision' },
} as const

@Injectable()
export class Published {
  constructor(
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** The working days of the promise, and the day by which one who files today has a decision. */
  async promise(): Promise<Promised> {
    const today = this.clock.today()
    const { timeLimits } = await this.rules(today)
    const calendar = await this.reference.calendar(today)
    const [intake, assessment, decision] = [
      timeLimits.acceptance.amount,
      timeLimits.assessment.amount,
      timeLimits.decision.amount,
    ]
    const due = calendar.addWorkingDays(today, intake + assessment + decision)
    return {
      ruler: ruler(
        [
          { name: STAGES.acceptance, limit: intake },
          { name: STAGES.assessment, limit: assessment },
          { name: STAGES.decision, limit: decision },
        ],
        null,
      ),
      days: intake + assessment + decision,
      intake,
      assessment,
      decision,
      decidedBy: both((language) => dateText(due.on, language, 'weekday')),
      ...(due.provisional && { provisional: true }),
    }
  }

  async criteria(): Promise<CriteriaView> {
    const rules = await this.rules(this.clock.today())
    const { points } = rules
    const table = points.national
    const elements = (
      ['salary', 'education', 'experience', 'months', 'chinese', 'place', 'age', 'other', 'bonus'] as const
    ).map((name) => {
      const { label, cap } = table[name]
      return { name: label, most: cap, bands: bandsOf(table, name) }
    })
    return {
      since: both((language) => dateText(this.clock.today(), language)),
      source: [table.source],
      routes: await this.routes(),
      most: elements.reduce((sum, { most }) => sum + most, 0),
      elements,
    }
  }

  /** The ways into each class, as rows that can be quoted. */
  async routes(): Promise<RouteRow[]> {
    const { routes, salary } = await this.rules(this.clock.today())
    const { A, B } = routes
    const none: Bilingual = { zh: '—', en: '—' }
    const yuan = (figure: 'sixTimes' | 'fourTimes') => ({
      zh: `${moneyText(salary.shanghai[figure])} / 年`,
      en: `${moneyText(salary.shanghai[figure])} a year`,
    })
    const from = (least: number | undefined) =>
      least === undefined ? none : { zh: `${least} 分`, en: `${least} points` }
    const years = (route: typeof A) =>
      route.degreeAndExperience
        ? {
            zh: `学士以上，${route.degreeAndExperience.yearsFrom} 年`,
            en: `bachelor or above, ${route.degreeAndExperience.yearsFrom} years`,
          }
        : none
    return [
      {
        name: { zh: '薪酬倍数', en: 'Multiple of the average wage' },
        note: salary.shanghai.label,
        a: A.salaryMultiple ? yuan(A.salaryMultiple.figure) : none,
        b: B.salaryMultiple ? yuan(B.salaryMultiple.figure) : none,
      },
      { name: { zh: '积分', en: 'Points' }, a: from(A.points?.from), b: from(B.points?.from) },
      { name: { zh: '学历加经历', en: 'Degree and experience' }, a: years(A), b: years(B) },
      {
        name: { zh: '年龄', en: 'Age' },
        a:
          A.closedAboveAge === null
            ? { zh: '18 岁以上', en: '18 or over' }
            : { zh: `18 至 ${A.closedAboveAge} 岁`, en: `18 to ${A.closedAboveAge}` },
        b:
          B.closedAboveAge === null
            ? { zh: '18 岁以上', en: '18 or over' }
            : { zh: `18 至 ${B.closedAboveAge} 岁`, en: `18 to ${B.closedAboveAge}` },
      },
    ]
  }

  async howItWorks(): Promise<HowItWorksView> {
    const today = this.clock.today()
    const documents = await this.reference.all('documents', today, documentSchema)
    const amount = async (key: string) => (await this.reference.timeLimit(key, today)).amount
    return {
      promise: await this.promise(),
      documents: [...documents.values()]
        .filter(({ needed }) => needed)
        .sort((a, b) => a.order - b.order)
        .map(({ label, monthsValid }) => ({ name: label, rule: ageRule(monthsValid) })),
      correctionDays: await amount('correction'),
      correctionRounds: await this.reference.correctionRounds(today),
      reviewDays: await amount('reviewRequest'),
      letterMonths: await amount('letterValidity'),
    }
  }

  private async rules(date: string): Promise<Rules> {
    return parseRules(await this.reference.on(date))
  }
}

const ageRule = (months: number | null | undefined): Bilingual =>
  months
    ? fill({ zh: '签发不超过 {n} 个月', en: 'issued no more than {n} months ago' }, { n: months })
    : { zh: '—', en: '—' }

interface Given {
  readonly label: Bilingual
  readonly points: number
  readonly eachFurther?: number | undefined
}

/** A band or a choice as the table prints it. */
function bandRow({ label, points, eachFurther }: Given): CriteriaView['elements'][number]['bands'][number] {
  const more = eachFurther
    ? fill(
        { zh: '{points}，每多 1 年加 {n}', en: '{points}, and {n} for each further year' },
        { points, n: eachFurther },
      )
    : undefined
  return { text: label, points: more ?? String(points) }
}

function bandsOf(
  table: PointsTable,
  name: 'salary' | 'education' | 'experience' | 'months' | 'chinese' | 'place' | 'age' | 'other' | 'bonus',
) {
  const listed = (): readonly Given[] => {
    switch (name) {
      case 'education':
        return [...Object.values(table.education.degrees), ...Object.values(table.education.skillGrades)]
      case 'chinese':
        return [...Object.values(table.chinese.choices), ...table.chinese.hsk]
      case 'place':
        return [...Object.values(table.place.districts), table.place.otherwise]
      case 'other':
        return Object.values(table.other.choices)
      case 'bonus':
        return [table.bonus.flat]
      default:
        return table[name].bands
    }
  }
  return listed().map(bandRow)
}
