/**
 * What the public pages publish: the promise, the criteria, the papers and the limits, all out of
 * the reference data in force today.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { isDate } from '../../base/dates.js'
import { path, withQuery } from '../../base/path.js'
import { type Bilingual, fill, joined } from '../../base/text.js'
import { documentSchema } from '../../criteria/documents.js'
import type { PointsTable } from '../../criteria/points.js'
import { routesInForce } from '../../criteria/recommendedRoutes.js'
import { parseCriteria } from '../../criteria/rules.js'
import { SECTIONS } from '../../forms/application.js'
import { PolicyDrafts } from '../../reference/draft.service.js'
import { Reference } from '../../reference/reference.service.js'
import { Kinds, nameOf, schemaOf } from '../../reference/registry.js'
import type { Version } from '../../reference/versions.js'
import { Promises } from '../case/promise.js'
import { money } from '../kit/page.js'
import { listChanges, under } from '../../forms/engine/compare.js'
import { changesTable, fromText } from '../kit/versions.view.js'
import { askedFor, questionNames, scorecardView } from './scorecard.view.js'

/** The kinds that the page of the criteria shows, by its parts. */
const PERMIT = ['points', 'salary', 'routes', 'eligibility']
const RECOMMENDATION = ['recommendedRoutes', 'scorecard', 'streamingChecks']

@Injectable()
export class Published {
  constructor(
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly drafts: PolicyDrafts,
    private readonly kinds: Kinds,
    private readonly promises: Promises,
  ) {}

  /**
   * The criteria in force on a day: today, or another one that somebody asks for; with every
   * version there was or is approved, and what is to come.
   */
  async criteria(asked?: string) {
    const today = this.clock.today()
    const { versions, coming } = await this.drafts.published([...PERMIT, ...RECOMMENDATION], today)
    const daysOf = (kinds: readonly string[]) =>
      [...new Set(versions.flatMap(({ kind, effectiveFrom }) => (kinds.includes(kind) ? effectiveFrom : [])))].sort()
    const [days, ofPermit, ofCard] = [daysOf([...PERMIT, ...RECOMMENDATION]), daysOf(PERMIT), daysOf(RECOMMENDATION)]
    const on = asked !== undefined && isDate(asked) && asked >= (days[0] ?? today) ? asked : today
    const { points, scorecard, streamingChecks } = parseCriteria(await this.reference.on(on))
    const sinceIn = (known: readonly string[]) => known.filter((from) => from <= on).at(-1) ?? on
    const since = sinceIn(days)
    const card = scorecard.streaming
    return {
      future: since > today,
      permit: {
        version: fromText(sinceIn(ofPermit)),
        source: points.national.source,
        routes: await this.routes(on),
        ...pointsOf(points.national),
      },
      recommendation: card && {
        version: fromText(sinceIn(ofCard)),
        source: card.source,
        routes: routesInForce(await this.reference.on(on), on).map(askedFor),
        card: scorecardView(card, streamingChecks.streaming, await this.reference.procedure('assessment', on)),
      },
      versions: [...days].reverse().map((from) => ({
        text: fromText(from),
        href: withQuery(path.criteria, { on: from }),
        current: from === since,
      })),
      coming: since > today ? [] : coming.flatMap(({ version, before }) => this.comingOf(version, before)),
    }
  }

  /** What the first page says of the criteria: the routes to the permit, and what the recommendation is judged by. */
  async summary() {
    const { scorecard } = parseCriteria(await this.reference.on(this.clock.today()))
    return {
      routes: await this.routes(),
      questions: scorecard.streaming ? questionNames(scorecard.streaming) : [],
    }
  }

  /** What a version that is to come will change. */
  private comingOf(version: Version, before: Version | undefined) {
    const kind = this.kinds.get(version.kind)
    const schema = schemaOf(kind, version.key)
    if (!schema) return []
    const changes = before && changesTable(listChanges(schema, before.body, version.body), before)
    return [{ from: fromText(version.effectiveFrom), name: under(kind.label, nameOf(kind, version)), changes }]
  }

  /** The ways into each class, as rows that can be quoted. */
  async routes(on = this.clock.today()) {
    const { routes, salary } = parseCriteria(await this.reference.on(on))
    const { A, B } = routes
    const figures = salary.shanghai
    const ofEach = (text: (route: typeof A) => Bilingual | undefined) => ({ a: text(A) ?? NONE, b: text(B) ?? NONE })
    return [
      {
        name: { zh: '薪酬倍数', en: 'Multiple of the average wage' },
        note: figures?.label ?? NO_FIGURES,
        ...ofEach(({ salaryMultiple }) => {
          const yuan = figures && salaryMultiple && money(figures[salaryMultiple.figure])
          return yuan ? { zh: `${yuan} / 年`, en: `${yuan} a year` } : undefined
        }),
      },
      {
        name: { zh: '积分', en: 'Points' },
        ...ofEach(({ points }) => points && { zh: `${points.from} 分`, en: `${points.from} points` }),
      },
      {
        name: { zh: '学历加经历', en: 'Degree and experience' },
        ...ofEach(
          ({ degreeAndExperience: degree }) =>
            degree && {
              zh: `学士以上，${degree.yearsFrom} 年`,
              en: `bachelor’s degree or higher,  ${degree.yearsFrom} years`,
            },
        ),
      },
      {
        name: { zh: '年龄（各途径都须满足）', en: 'Age, on every route' },
        ...ofEach(({ closedAboveAge: most }) =>
          most === null ? { zh: '18 岁以上', en: '18 or over' } : { zh: `18 至 ${most} 岁`, en: `18 to ${most}` },
        ),
      },
    ]
  }

  async howItWorks() {
    const today = this.clock.today()
    const documents = await this.reference.all('documents', today, documentSchema)
    const amount = async (key: string) => (await this.reference.timeLimit(key, today)).amount
    return {
      promise: await this.promises.today(),
      sections: sectionsLine(),
      documents: [...documents.values()]
        .filter(({ needed }) => needed)
        .sort((a, b) => a.order - b.order)
        .map(({ label, hint, monthsValid }) => ({
          name: label,
          hint,
          rule: monthsValid ? ageRule(monthsValid) : undefined,
        })),
      correctionDays: await amount('correction'),
      correctionRounds: (await this.reference.procedure('correction', today)).correctionRounds,
      reviewDays: await amount('reviewRequest'),
      letterMonths: await amount('letterValidity'),
    }
  }
}

/** The sections of the application as its form has them. */
const sectionsLine = (): Bilingual =>
  fill(
    { zh: '{n} 节：{names}', en: '{n} sections: {names}' },
    { n: SECTIONS.length, names: joined(SECTIONS.map(({ label }) => label)) },
  )

const NONE: Bilingual = { zh: '—', en: '—' }
const NO_FIGURES: Bilingual = { zh: '该日没有公布的标准', en: 'No figures published for this day' }

const ageRule = (months: number): Bilingual =>
  fill({ zh: '签发不超过 {n} 个月', en: 'issued no more than {n} months ago' }, { n: months })

interface PointsBand {
  readonly label: Bilingual
  readonly points: number
  readonly eachFurther?: number | undefined
}

/** A band or a choice as the table prints it. */
const bandRow = ({ label, points, eachFurther }: PointsBand) => ({
  text: label,
  points: eachFurther
    ? {
        zh: `${points}，每多 1 年加 ${eachFurther}`,
        en: `${points}, and ${eachFurther} for each further year`,
      }
    : String(points),
})

/** The elements with their bands, and what they come to: in all, and in Shanghai. */
function pointsOf(table: PointsTable) {
  const elements = ELEMENTS.map((name) => ({
    name: table[name].label,
    most: table[name].cap,
    bands: bandsOf(table, name),
  }))
  const sum = elements.reduce((all, { most }) => all + most, 0)
  const { place, bonus } = table
  const placed = Math.max(place.otherwise.points, ...Object.values(place.districts).map(({ points }) => points))
  const here = sum - Math.max(0, place.cap - placed) - Math.max(0, bonus.cap - bonus.flat.points)
  const most =
    here < sum
      ? { zh: '满分 {sum}，在本市工作最多 {here}', en: 'out of {sum}; {here} at most for work in Shanghai' }
      : { zh: '满分 {sum}', en: 'out of {sum}' }
  return { elements, most: fill(most, { sum, here }) }
}

const ELEMENTS = ['salary', 'education', 'experience', 'months', 'chinese', 'place', 'age', 'other', 'bonus'] as const

function bandsOf({ education, chinese, place, other, bonus, ...plain }: PointsTable, name: (typeof ELEMENTS)[number]) {
  const byPoints = (choices: readonly PointsBand[]) => [...choices].sort((a, b) => a.points - b.points)
  const listed = (): readonly PointsBand[] => {
    switch (name) {
      case 'education':
        return byPoints([...Object.values(education.degrees), ...Object.values(education.skillGrades)])
      case 'chinese':
        return byPoints([...chinese.hsk, ...Object.values(chinese.choices)])
      case 'place':
        return [...Object.values(place.districts), place.otherwise]
      case 'other':
        return Object.values(other.choices)
      case 'bonus':
        return [bonus.flat]
      default:
        return plain[name].bands
    }
  }
  return listed().map(bandRow)
}
