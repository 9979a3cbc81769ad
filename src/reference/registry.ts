/**
 * What is known of a kind of reference data, and the rules that hold for all. Each folder declares
 * its own beside their schemas (criteria/kinds.ts, reference/kinds.ts, letters/kinds.ts,
 * cases/reports/clusters.ts); web/policy/kinds.ts has the list of all.
 */
import type { ZodObject } from 'zod'
import { addDays } from '../base/dates.js'
import { NotFound, type Problem } from '../base/errors.js'
import { type Bilingual, capitalised, fill } from '../base/text.js'
import { getNode, memberOf } from '../forms/engine/node.js'
import { aboutOf } from '../forms/engine/show.js'
import type { Option } from '../forms/engine/ui.js'
import type { Entry, InForce } from './bodies.js'

/** What a version, once in force, is applied to. */
export type Applies =
  /** Cases filed from its day on; older ones stay under what they were filed under. */
  | 'filing'
  /** Whatever is done from its day on, in any case. */
  | 'doing'

export interface Kind {
  readonly name: string
  readonly label: Bilingual
  /** What it is for, for the person who looks for the right kind. */
  readonly what: Bilingual
  readonly applies: Applies
  /** The form of its bodies, or of the body under a key. */
  readonly schema: ZodObject | ((key: string) => ZodObject | undefined)
  /**
   * A version may take effect on the day of its approval. Without it, the day after at the
   * earliest, so that no case is judged anew.
   */
  readonly fromToday?: true
  /** New keys may be added; otherwise the program asks for the keys that there are and no others. */
  readonly newKeys?: true
  /** What entries are called whose bodies do not say it, by key. */
  readonly names?: Readonly<Record<string, Bilingual>>
  /** The key that a body says by itself: a year, a code. */
  readonly keyOf?: (body: unknown) => string | undefined
  /**
   * Answers, or the `key` itself, that are keys of another kind, by their places in the body (`*` for a row): for
   * choosing. `*` as a kind: the name of any kind, whose entries the `keys` beside it are.
   */
  readonly refers?: Readonly<Record<string, string>>
  /** Further answers that may be chosen there, or that are the only ones, by the same places. */
  readonly choices?: Readonly<Record<string, readonly Option[]>>
  /** What an entry says, in few words, for the list of its kind; without it, its first short answers. */
  readonly brief?: (body: unknown) => Bilingual | undefined
  /** The order of its entries in the list, by key, where their bodies do not say it. */
  readonly keys?: readonly string[]
  /** Until when its entries hold, where they have an end (endings.ts). */
  readonly ends?: Ends
  /** What the schema cannot say. Paths are those of the body; `beside` is what is in force on the version's day. */
  readonly check?: (body: unknown, key: string, before: unknown, beside: Beside) => readonly Problem[]
  /** What to know of an entry that keeps nobody from approving it, by what is in force on its day. */
  readonly notes?: (body: unknown, key: string, beside: Beside) => readonly Bilingual[]
}

export interface Ends {
  /** The last day on which an entry holds, by what is in force beside it; undefined when it has none. */
  readonly on: (entry: Entry, beside: InForce) => string | undefined
  /** Whether anything but the entry itself takes its place, by what is in force on the day after its last one. */
  readonly succeeded?: (entry: Entry, after: InForce, afterOn: string) => boolean
  /** What happens after the last day where nothing takes its place, for people. */
  readonly then: Bilingual
}

interface KindDeclaration extends Omit<Kind, 'name' | 'label' | 'what'> {
  readonly label: readonly [zh: string, en: string]
  readonly what: readonly [zh: string, en: string]
}

/** Declares a kind. */
export const kind = (name: string, { label, what, ...rest }: KindDeclaration): Kind => ({
  name,
  label: { zh: label[0], en: label[1] },
  what: { zh: what[0], en: what[1] },
  ...rest,
})

export type Beside = readonly Pick<Entry, 'kind' | 'key' | 'body'>[]

export class Kinds {
  /** @param list in the order of the screen */
  constructor(readonly list: readonly Kind[]) {}

  find(name: string): Kind | undefined {
    return this.list.find((kind) => kind.name === name)
  }

  /** Throws NotFound. */
  get(name: string): Kind {
    const kind = this.find(name)
    if (!kind) throw new NotFound()
    return kind
  }
}

/** The form of the body under a key; undefined when the program knows no such key. */
export const schemaOf = ({ schema }: Kind, key: string): ZodObject | undefined =>
  typeof schema === 'function' ? schema(key) : schema

/** The same. Throws NotFound when the program knows no such key. */
export function getSchema(kind: Kind, key: string): ZodObject {
  const schema = schemaOf(kind, key)
  if (!schema) throw new NotFound()
  return schema
}

/**
 * The first day from which a version approved today may be in force. Tomorrow: who has filed today
 * is judged by what stood this morning. A calendar may begin today, since it is the announcement of
 * days off: it is no judgement, and the clock counts the days of open cases anew by it.
 */
export const firstDay = ({ fromToday }: Kind, today: string): string => (fromToday ? today : addDays(today, 1))

/** What an entry says that it is about; else what its key stands for; undefined when it is called by its key only. */
export function ownNameOf(kind: Kind, key: string, body: unknown): Bilingual | undefined {
  const schema = schemaOf(kind, key)
  const { names = {} } = kind
  return (schema && aboutOf(getNode(schema), body)) ?? (Object.hasOwn(names, key) ? names[key] : undefined)
}

/** The same; else its kind and its key. */
export const nameOf = (kind: Kind, { key, body }: Pick<Entry, 'key' | 'body'>): Bilingual =>
  ownNameOf(kind, key, body) ?? fill({ zh: '{kind} {key}', en: '{kind} {key}' }, { kind: kind.label, key })

/** A key made of what an entry is called in English; undefined where that has no letter. */
export function keyFrom(body: unknown): string | undefined {
  const label = memberOf(memberOf(body, 'label'), 'en')
  const words = typeof label === 'string' ? label.match(/[A-Za-z0-9]+/g) : null
  const key = words?.map((word, at) => (at === 0 ? word.toLowerCase() : capitalised(word.toLowerCase()))).join('')
  return key?.slice(0, 60)
}

const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/

/** Whether a text can be a key: letters, digits, dots, hyphens and underscores. */
export const isKey = (text: string): boolean => KEY.test(text)
