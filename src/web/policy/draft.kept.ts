/**
 * Where two windows differ in which the same person writes one draft of reference data: field by
 * field, by the names that the form gives them.
 */
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { path, withQuery } from '../../base/path.js'
import { type Branch, getNode, valueAt } from '../../forms/engine/node.js'
import { placeLabels } from '../../forms/engine/place.js'
import type { Person } from '../../people/session.service.js'
import { PolicyDrafts } from '../../reference/draft.service.js'
import { draftForm } from '../../reference/draftForm.js'
import { getSchema, isKey, Kinds } from '../../reference/registry.js'
import { FormDifferences } from '../http/formKeeper.js'
import { readId, readText } from '../http/input.js'
import { type Difference, differing } from '../kit/differing.js'

/** The version that a new draft starts from; `another`: for an entry like it; or a new one's key. Throws NotFound. */
export function readOrigin({ query }: FastifyRequest) {
  const [from, key = ''] = [readText(query, 'from', 12), readText(query, 'key', 60)]
  return {
    from: from === undefined ? undefined : readId(from),
    another: readText(query, 'another') === '1',
    key: isKey(key) ? key : undefined,
  }
}

/** The address of the form of a new draft: with the version that it starts from. */
export function newPlace({ kind = '' }: Readonly<Record<string, string>>, request: FastifyRequest): string {
  const { from, another, key } = readOrigin(request)
  return withQuery(path.newEntry(kind), { from, another: from && another ? 1 : undefined, key })
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
    const form = draftForm(getSchema(known, found?.key ?? ''))
    const node = getNode(form)
    return differing(form, theirs, mine, ({ path }) => {
      const tree = valueAt(mine, path) === undefined ? theirs : mine
      return placeLabels(node, tree, path).whole
    })
  }
}
