/** What the places of an application are called, when a problem names them. */
import type { Problem } from '../../base/errors.js'
import { type Bilingual, fill, joined } from '../../base/text.js'
import { APPLICATION } from '../../forms/application.js'
import { findNode, getNode } from '../../forms/engine/node.js'
import { findSection } from '../../forms/sections.js'
import { kindLabel } from '../case/case.view.js'

const root = getNode(APPLICATION)
const MOST_NAMED = 3

/** What a problem's place is called, without its row. */
export function placeName(path: string): Bilingual {
  const kind = /^documents\.(.+)$/.exec(path)?.[1]
  if (kind) return kindLabel(kind)
  const label = findNode(root, path)?.ui.label
  return label?.zh ? label : (findSection(path)?.label ?? { zh: '申请', en: 'Application' })
}

/** The first few places that have something to mend, each once. */
export function namePlaces(problems: readonly Problem[]): Bilingual {
  const names = new Map(problems.map(({ path }) => [placeName(path).zh, placeName(path)]))
  const named = joined([...names.values()].slice(0, MOST_NAMED))
  return names.size > MOST_NAMED ? fill({ zh: '{named}等', en: '{named} and others' }, { named }) : named
}
