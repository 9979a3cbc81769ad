/**
 * Decided cases that are like this one, for an officer to see what was decided before: within the
 * officer's scope only, and never an answer to what should be decided now. Looked for among the
 * department's newest decided cases, so that it costs the same however many there are; only the most
 * promising are judged, by what was in force on their own filing days. Over 250 lines because the
 * statements stand beside what they are judged by.
 */
import { Injectable } from '@nestjs/common'
import { row, rows, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import { type Bilingual, fill, joined } from '../base/text.js'
import type { Judgement } from '../criteria/judge.js'
import { APPLICATION } from '../forms/application.js'
import { PRODUCT_CATEGORIES } from '../forms/choices.js'
import { sayCode } from '../forms/engine/ui.js'
import { type Actor, partsOf } from '../people/actor.js'
import { DECIDE, DECIDED } from './decided.js'
import type { InForce } from '../reference/bodies.js'
import { Reference } from '../reference/reference.service.js'
import { type Check, Preflight } from './preflight.js'
import { SCOPE, scopeOf } from './scope.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { PLACES } from './sealing/place.js'
import { openTree } from './sealing/sealedTree.js'
import type { State } from '../workflow/machine.js'

/** How far back is looked: the newest decided ones. */
const DECIDED_ONES = sql`150`
/** So many are judged, and so many shown. */
const JUDGED = 16
const SHOWN = 4
/** From this nearness on a case is worth showing; see nearnessOf. */
const LEAST = 4

/** What cases are compared by before any is judged. */
interface Traits {
  readonly salary: number | null
  readonly platforms: ReadonlyMap<string, string>
  readonly categories: ReadonlyMap<string, string>
}

interface Line {
  readonly id: number
  readonly number: string
  readonly state: State
  readonly filedOn: string
  readonly salary: string | null
  readonly channels: unknown
}

export interface SimilarCase {
  readonly id: number
  readonly number: string
  readonly state: State
  readonly talentName: string | null
  readonly firmName: string
  readonly decided: 'recommend' | 'refuse'
  readonly decidedAt: Date
  /** Codes of the reasons, when it was refused. */
  readonly reasons: readonly string[]
  readonly category: 'A' | 'B' | 'none'
  readonly points: number
  /** Why it is like this one, in words; the weightiest first. */
  readonly because: readonly Bilingual[]
}

const TRAITS = sql`c.id, c.number, c.state, c.filed_on::text as "filedOn",
    c.answers #>> '{engagement,salaryPerYear}' as salary,
  (select jsonb_agg(jsonb_build_object('platform', h -> 'platform', 'categories', h -> 'productCategories'))
   from jsonb_array_elements(case jsonb_typeof(c.answers -> 'channels') when 'array'
     then c.answers -> 'channels' end) h) as channels`

const THIS = sql`select ${TRAITS} from cases c where ${SCOPE} and c.id = ${'caseId'}`

/** The index of places has each state's cases by their day; those that have none any more come apart. */
const CANDIDATES = sql`
  select ${TRAITS} from (
    select distinct x.case_id
    from unnest(${'ownParts'}::text[]) part (name) cross join unnest(${'states'}::text[]) state (name)
    cross join (values ('-infinity'::date, '9999-12-31'::date), ('infinity', 'infinity')) days (first, last) cross
    join lateral (
      select p.case_id from queue_places p
      where p.authority_id = ${'ownAuthority'}::int and p.part = part.name and p.state = state.name
        and p.due between days.first and days.last
      order by p.due desc, p.case_id desc limit ${DECIDED_ONES}) x
    order by x.case_id desc limit ${DECIDED_ONES}
  ) p join cases c on c.id = p.case_id
  where ${SCOPE} and c.id <> ${'caseId'}
  order by c.id desc`

/** A case and its firm as they stand: any change of either makes another one. */
const MARK = sql`c.id || ' ' || c.xmin || ' ' || f.xmin`

/** The answers only of those that were not judged as they stand. */
const WHOLE = sql`
  select c.id, ${MARK} as mark, case when not (${MARK} = any (${'judged'}::text[])) then c.answers end as answers,
    c.data_key as "dataKey", c.filed_on::text as "filedOn", c.talent_name as "talentName",
    f.name_zh as "firmName", f.credit_code as "creditCode",
    d.action as decided, d.at as "decidedAt", t.content -> 'reasons' as reasons
  from cases c join firms f on f.id = c.firm_id
  join lateral (
    select e.action, e.at, e.seq from events e where e.case_id = c.id and e.action = any (${'actions'}::text[])
    order by e.seq desc limit 1
  ) d on true
  left join event_contents t on t.case_id = c.id and t.seq = d.seq and d.action = 'refuse'
  where ${SCOPE} and c.id = any (${'ids'}::int[]) and c.id <> ${'caseId'}`

/** What the engine made of a decided case, and what was in force on its filing day when it did. */
interface Judged {
  readonly mark: string
  readonly inForce: InForce
  readonly category: Judgement['category']
  readonly points: number
}

/** So many of them are remembered: nothing that a case says, and only for who finds the case. */
const REMEMBERED = 5000

interface Whole {
  readonly id: number
  readonly mark: string
  readonly answers: unknown
  readonly dataKey: Buffer | null
  readonly filedOn: string
  readonly talentName: string | null
  readonly firmName: string
  readonly creditCode: string
  readonly decided: 'recommend' | 'refuse'
  readonly decidedAt: Date
  readonly reasons: unknown
}

const wordsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .flatMap((one: unknown) => (typeof one === 'string' ? one.split(/[,，、;；\n]/) : []))
    .map((one) => one.trim())
    .filter(Boolean)

const named = (words: readonly string[]): Map<string, string> => new Map(words.map((one) => [one.toLowerCase(), one]))

function traitsOf({ salary, channels }: Line): Traits {
  // as TRAITS builds them
  const list = (Array.isArray(channels) ? channels : []) as { platform?: unknown; categories?: unknown }[]
  const figure = Number((salary ?? '').replace(/[^\d.]/g, ''))
  return {
    salary: figure > 0 ? figure : null,
    platforms: named(list.flatMap(({ platform }) => wordsIn(platform))),
    categories: named(list.flatMap(({ categories }) => wordsIn(categories))),
  }
}

interface Likeness {
  readonly weight: number
  /** Made for the few that are shown. */
  because(): Bilingual
}

function shared(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  return [...one].filter(([key]) => other.has(key)).map(([, word]) => word)
}

/** The salaries' distance in percent of this case's. */
function salaryLikeness(one: number | null, other: number | null): Likeness[] {
  if (one === null || other === null) return []
  const percent = Math.round((100 * (other - one)) / one)
  const weight = Math.abs(percent) <= 10 ? 2 : Math.abs(percent) <= 25 ? 1 : 0
  if (weight === 0) return []
  return [
    {
      weight,
      because: () =>
        percent === 0
          ? { zh: '年薪相同', en: 'the same salary' }
          : {
              zh: `年薪${percent > 0 ? '高' : '低'} ${Math.abs(percent)}%`,
              en: `a salary ${Math.abs(percent)}% ${percent > 0 ? 'higher' : 'lower'}`,
            },
    },
  ]
}

function likenesses(one: Traits, other: Traits): Likeness[] {
  const [platforms, categories] = [shared(one.platforms, other.platforms), shared(one.categories, other.categories)]
  return [
    ...(categories.length > 0
      ? [
          {
            weight: Math.min(3, 1 + categories.length),
            because: () =>
              fill(
                { zh: '商品类别同有{goods}', en: 'both sell {goods}' },
                { goods: joined(categories.map((goods) => sayCode(PRODUCT_CATEGORIES, goods))) },
              ),
          },
        ]
      : []),
    ...(platforms.length > 0
      ? [
          {
            weight: 2,
            because: () => ({ zh: `同在${platforms.join('、')}直播`, en: `both on ${platforms.join(', ')}` }),
          },
        ]
      : []),
    ...salaryLikeness(one.salary, other.salary),
  ]
}

function judgedLikenesses({ judgement: mine }: Check, theirs: Judged): Likeness[] {
  const found: Likeness[] = []
  if (mine.category === theirs.category)
    found.push({
      weight: 2,
      because: () =>
        mine.category === 'none'
          ? { zh: '同样未到A类或B类', en: 'neither class, as here' }
          : { zh: `同为${mine.category}类`, en: `class ${mine.category}, as here` },
    })
  const apart = Math.abs(mine.points.total - theirs.points)
  if (apart <= 10)
    found.push({
      weight: apart <= 3 ? 2 : 1,
      because: () =>
        apart === 0
          ? { zh: `积分同为 ${theirs.points}`, en: `${theirs.points} points, as here` }
          : {
              zh: `积分 ${theirs.points}，相差 ${apart}`,
              en: `${theirs.points} points, ${apart} apart`,
            },
    })
  return found
}

const nearnessOf = (found: readonly Likeness[]): number => found.reduce((sum, { weight }) => sum + weight, 0)

@Injectable()
export class Similar {
  /** By the case. */
  private readonly judged = new Map<number, Judged>()

  constructor(
    private readonly preflight: Preflight,
    private readonly keys: CaseKeys,
    private readonly reference: Reference,
  ) {}

  /**
   * The nearest decided cases within the actor's scope, the nearest first. `check` gives the judgement of this case;
   * it is asked when the statements are out.
   */
  async list(tx: Tx, actor: Actor, caseId: number, check: () => Promise<Check>): Promise<SimilarCase[]> {
    const scope = scopeOf(actor)
    if (partsOf(actor).every((part) => part === 'permit')) return []
    const [own, lines] = await Promise.all([
      row<Line>(tx, ...THIS({ ...scope, caseId })),
      rows<Line>(tx, ...CANDIDATES({ ...scope, caseId, states: DECIDED })),
    ])
    if (!own) return []
    const mine = traitsOf(own)
    const promising = lines
      .map((line) => ({ line, found: likenesses(mine, traitsOf(line)) }))
      .sort((a, b) => nearnessOf(b.found) - nearnessOf(a.found) || b.line.id - a.line.id)
      .slice(0, JUDGED)
    const timeline = await this.reference.timeline()
    const known = promising.flatMap(({ line: { id, filedOn } }) => {
      const one = this.judged.get(id)
      return one?.inForce === timeline(filedOn) ? one : []
    })
    const ids = promising.map(({ line }) => line.id)
    const values = { ids, caseId, actions: DECIDE, judged: known.map(({ mark }) => mark) }
    const whole = await rows<Whole>(tx, ...WHOLE({ ...scope, ...values }))
    const here = await check()
    const compared = await Promise.all(
      promising.flatMap(({ line, found }) => {
        const one = whole.find(({ id }) => id === line.id)
        const before = known.find(({ mark }) => mark === one?.mark)
        return one ? [this.compare(line, found, one, { here, before })] : []
      }),
    )
    return compared
      .filter(({ nearness }) => nearness >= LEAST)
      .sort((a, b) => b.nearness - a.nearness || b.similar.id - a.similar.id)
      .slice(0, SHOWN)
      .map(({ similar }) => similar)
  }

  private async compare(
    { number, state }: Line,
    found: readonly Likeness[],
    whole: Whole,
    { here, before }: { readonly here: Check; readonly before: Judged | undefined },
  ) {
    const { id, talentName, firmName, decided, decidedAt, reasons } = whole
    const theirs = before ?? (await this.judge(whole))
    const all = [...judgedLikenesses(here, theirs), ...found].sort((a, b) => b.weight - a.weight)
    const similar: SimilarCase = {
      id,
      number,
      state,
      talentName,
      firmName,
      decided,
      decidedAt,
      reasons: wordsIn(reasons),
      category: theirs.category,
      points: theirs.points,
      because: all.map(({ because }) => because()),
    }
    return { nearness: nearnessOf(all), similar }
  }

  /** A decided case is judged once as it stands, by what was in force on its filing day. */
  private async judge({ id, mark, dataKey, answers, creditCode, filedOn }: Whole): Promise<Judged> {
    const inForce = await this.reference.on(filedOn)
    const opened = openTree(APPLICATION, this.keys.of(id, dataKey), answers, PLACES.answers(id))
    const { category, points } = (await this.preflight.judgeAnswers(opened, { creditCode, filedOn }, [])).judgement
    const judged: Judged = { mark, inForce, category, points: points.total }
    const [oldest] = this.judged.keys()
    if (this.judged.size >= REMEMBERED && oldest !== undefined) this.judged.delete(oldest)
    this.judged.set(id, judged)
    return judged
  }
}
