/**
 * Statements whose parameters have names. A place holds a parameter's name, never its value, or
 * another such text: nothing that comes at run time can become SQL.
 */

/** A part of a statement, to be put into others. */
export interface Fragment<Name extends string = string> {
  readonly names: readonly Name[]
  /** The text around the places, one more than there are places, and the name at each place. */
  readonly texts: readonly string[]
  readonly places: readonly Name[]
}

/** What `rows`, `row` and `atLast` take after the transaction. */
export type Query = readonly [text: string, values: unknown[]]

/** A whole statement: from its values by name to a query. An undefined value is null. */
export interface Statement<Name extends string> extends Fragment<Name> {
  (values: Readonly<Record<Name, unknown>>): Query
}

/** A name must be written where it is used: of any string the compiler would not know which values are missing. */
type Literal<Places extends readonly unknown[]> = {
  [At in keyof Places]: string extends Places[At] ? never : Places[At]
}
type NamesOf<Place> = Place extends Fragment<infer Name> ? Name : Place extends string ? Place : never

const NAME = /^[a-z]\w*$/i

/**
 * A statement with named parameters: sql`select id from cases where number = ${'number'}`.
 * A name that occurs again is the same parameter. Throws for a name that is no name.
 */
export function sql<const Places extends readonly (string | Fragment)[]>(
  written: TemplateStringsArray,
  ...given: Places & Literal<Places>
): Statement<NamesOf<Places[number]>> {
  type Name = NamesOf<Places[number]>
  const [first = '', ...after] = written
  const texts = [first]
  const places: Name[] = []
  const append = (text: string) => texts.push(`${texts.pop() ?? ''}${text}`)
  given.forEach((place: string | Fragment, at) => {
    if (typeof place !== 'string') {
      append(place.texts[0] ?? '')
      texts.push(...place.texts.slice(1))
      places.push(...(place.places as Name[])) // forEach forgets whose names these are
    } else if (NAME.test(place)) {
      texts.push('')
      places.push(place as Name) // as above
    } else throw new Error('not the name of a parameter')
    append(after[at] ?? '')
  })
  const names = [...new Set(places)]
  const numbers = new Map(names.map((name, at) => [name, `$${at + 1}`]))
  const text = `${texts[0]}${places.map((name, at) => `${numbers.get(name)}${texts[at + 1]}`).join('')}`
  const query = (values: Readonly<Record<Name, unknown>>): Query => [text, names.map((name) => values[name])]
  return Object.assign(query, { names, texts, places })
}

/** Statements with their parameters numbered from another one on: there are as many as tabs of lists. */
const moved = new Map<string, Map<number, string>>()

function movedBy(before: number, text: string): string {
  const known = moved.get(text) ?? new Map<number, string>()
  moved.set(text, known)
  const made = known.get(before) ?? text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + before}`)
  known.set(before, made)
  return made
}

/** A figure that counts all that each of some others counts, and more, up to a number that all may reach. */
export interface Whole {
  readonly whole: number
  readonly parts: readonly number[]
  readonly most: number
}

/**
 * Statements that find one figure each, as one that finds all of them: its columns are n0, n1 and so on. Each keeps its
 * parameters, which are numbered anew. @param full a figure that is not asked for once a part of it is full
 */
export function figures(queries: readonly Query[], full?: Whole): Query {
  const values: unknown[] = []
  const found = queries.map(([text, own]) => {
    const before = values.length
    values.push(...own)
    return `(${movedBy(before, text)})`
  })
  const named = found.map((one, at) => `${one} as n${at}`)
  if (!full) return [`select ${named.join(', ')}`, values]
  const others = named.filter((_, at) => at !== full.whole)
  const most = `$${values.push(full.most)}::int`
  const part = `greatest(${full.parts.map((at) => `n${at}`).join(', ')})`
  const whole = `case when ${part} >= ${most} then ${most} else ${found[full.whole]} end`
  // offset 0: the parts would be counted again wherever they are named
  return [`select f.*, ${whole} as n${full.whole} from (select ${others.join(', ')} offset 0) f`, values]
}
