/**
 * Categories of goods: firms type them in their own words; the reference list of kind
 * `productCategories` recognises them and says what each needs.
 */
import type { z } from 'zod'
import type { Bilingual } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import { label, line, order, source } from '../reference/shapes.js'
import type { KnownChannel } from './subject.js'

/** The body of kind `productCategories`; the key is the code. */
export const categorySchema = ask.body({
  label,
  /** In small letters, without its labels. */
  words: ask.lines('常见写法', 'Common spellings', line('', '', { min: 1 })),
  licence: ask.bilingual('销售者须有的许可', 'Licence the seller needs').nullable(),
  /** 《网络主播行为规范》第十三条. */
  qualification: ask.bilingual('主播须有的资质', 'Qualification the host needs').nullable(),
  order,
  source,
})
export type ProductCategory = z.infer<typeof categorySchema>

/** A category that a channel sells, recognised in the list. */
export interface CategoryMatch extends Omit<ProductCategory, 'words' | 'order'> {
  readonly code: string
  readonly typed: string
  /** The places of the channels that sell it, from 0. */
  readonly channels: readonly number[]
}

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ')

/** The same without hyphens and the plural of English words. */
const loosely = (text: string): string =>
  plain(text)
    .replaceAll('-', ' ')
    .replace(/(?<=[a-z]{3})s\b/g, '')

type Categories = Readonly<Record<string, ProductCategory>>

/** The codes by each name that a category has, in the order of the list. */
type Names = ReadonlyMap<string, ReadonlySet<string>>

function namesOf(categories: Categories, form: (text: string) => string): Names {
  const names = new Map<string, Set<string>>()
  for (const [code, { label, words }] of Object.entries(categories))
    for (const name of [code, label.zh, label.en, ...words].map(form))
      names.set(name, (names.get(name) ?? new Set()).add(code))
  return names
}

/** By the list, which stays one object until another one is in force. */
const known = new WeakMap<Categories, { readonly exact: Names; readonly loose: Names }>()

/**
 * The code of what was typed, by code, label or word; one thing or several of it are the same where only one category
 * is meant. Undefined when the list does not know it.
 */
export function findCategory(typed: string, categories: Categories): string | undefined {
  const names = known.get(categories) ?? { exact: namesOf(categories, plain), loose: namesOf(categories, loosely) }
  known.set(categories, names)
  const [exact] = names.exact.get(plain(typed)) ?? []
  const [only, ...others] = exact === undefined ? (names.loose.get(loosely(typed)) ?? []) : []
  return exact ?? (others.length === 0 ? only : undefined)
}

/** Every category that is recognised, once, in the order of the list. */
export function matchCategories(channels: readonly KnownChannel[], categories: Categories): CategoryMatch[] {
  const found = new Map<string, { typed: string; channels: number[] }>()
  for (const [index, { productCategories }] of channels.entries())
    for (const typed of productCategories) {
      const code = typed === undefined ? undefined : findCategory(typed, categories)
      if (typed === undefined || code === undefined) continue
      const match = found.get(code) ?? { typed, channels: [] }
      if (!match.channels.includes(index)) match.channels.push(index)
      found.set(code, match)
    }
  return Object.entries(categories)
    .sort(([, one], [, other]) => one.order - other.order)
    .flatMap(([code, { label, licence, qualification, source }]) => {
      const match = found.get(code)
      return match ? [{ code, label, licence, qualification, source, ...match }] : []
    })
}

/** What was typed and is in no list, for an officer to look at; in the words of the firm. */
export const listUnknownCategories = (channels: readonly KnownChannel[], categories: Categories): Bilingual[] =>
  [
    ...new Set(
      channels.flatMap(({ productCategories }) =>
        productCategories.flatMap((typed) => (typed && findCategory(typed, categories) === undefined ? typed : [])),
      ),
    ),
  ].map((typed) => ({ zh: typed, en: typed }))
