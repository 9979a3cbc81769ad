/** Where two windows differ in which the same person writes one draft of reference data: field by field, by the names that the form gives them. */
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Bilingual, Language } from '../../base/text.js'
import { type Branch, isBranch, memberOf } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import { PolicyDrafts } from '../../reference/draft.service.js'
import { Kinds, schemaOf } from '../../reference/registry.js'
import { FormDifferences } from '../http/formKeeper.js'
import { readId, readText } from '../http/input.js'
import { type Difference, differing } from '../kit/differing.js'
import { both } from '../kit/page.js'
import { type Shape, shapeOf } from '../kit/reference/shape.js'
import { DRAFT } from './draft.form.js'
import { BODY } from './draft.rows.js'
import { bodyForm, labelsOf } from './form.view.js'

/** The address of the form of a new draft: with the version that it starts from. */
export function newPlace({ kind = '' }: Readonly<Record<string, string>>, { query }: FastifyRequest): string {
  const [from, another] = [readText(query, 'from', 12), readText(query, 'another') === '1']
  return `/policy/kinds/${kind}/new${from ? `?from=${readId(from)}${another ? '&another=1' : ''}` : ''}`
}

@Injectable()
export class DraftDifferences extends FormDifferences {
  constructor(
    private readonly drafts: PolicyDrafts,
    private readonly kinds: Kinds,
  ) {
    super()
  }

  async list(person: Person, place: string, theirs: Branch, mine: Branch): Promise<readonly Difference[]> {
    const [, kind, version] = /^\/policy\/(?:kinds\/(\w+)\/new|entries\/(\d+))/.exec(place) ?? []
    const from = version ?? /[?&]from=(\d+)/.exec(place)?.[1]
    const found = from ? (await this.drafts.get(person, Number(from))).version : undefined
    const known = this.kinds.get(kind ?? found?.kind ?? '')
    const shape = shapeOf(schemaOf(known, found?.key ?? '') ?? z.unknown())
    return [...differing(DRAFT, theirs, mine), ...bodyDifferences(known.name, shape, theirs, mine)]
  }
}

function bodyDifferences(kind: string, shape: Shape, theirs: Branch, mine: Branch): Difference[] {
  const bodies = [theirs, mine].map((tree) => memberOf(tree, BODY))
  const labelsIn = (language: Language) =>
    new Map(
      bodies.flatMap((typed) => [...labelsOf(bodyForm({ kind, shape, typed, language, problems: [], path: BODY }))]),
    )
  const labels = new Map<Language, ReadonlyMap<string, string>>([
    ['zh', labelsIn('zh')],
    ['en', labelsIn('en')],
  ])
  const named = new Set(labels.get('zh')?.keys())
  const [one, other] = bodies.map((typed) => textsOf(typed, BODY, named))
  const paths = new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])
  return [...paths].flatMap((path) => {
    const [their, my] = [one?.get(path), other?.get(path)]
    if (their === my) return []
    return [{ key: both((language) => labels.get(language)?.get(path) ?? path), theirs: said(their), mine: said(my) }]
  })
}

const said = (text: string | undefined): Bilingual | null => (text ? { zh: text, en: text } : null)

/** What stands in each field that has a name; the parts of a date, and choices, stand together. */
function textsOf(typed: unknown, path: string, named: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>()
  const walk = (value: unknown, at: string, field: string): void => {
    const own = named.has(at) ? at : field
    if (Array.isArray(value) || isBranch(value))
      for (const [key, inner] of Object.entries(value)) walk(inner, `${at}.${key}`, own)
    else if (value !== '' && value !== null && value !== undefined)
      found.set(own, [found.get(own), String(value)].filter(Boolean).join(' '))
  }
  walk(typed, path, path)
  return found
}
