/**
 * What a question of the scorecard looks at, in words: a figure of the platform's export, a
 * question of the application, or a kind of document.
 */
import type { Bilingual } from '../base/text.js'
import { APPLICATION } from '../forms/application.js'
import { DOCUMENT_KINDS, INDICATORS } from '../forms/choices.js'
import { findNode, getNode } from '../forms/engine/node.js'

/** The parts of the application that indicators name questions of. */
const PARTS = ['talent', 'engagement', 'channels.0', 'channels.0.export', ''] as const

/** What the code of an indicator stands for; undefined for one that nothing here is called. */
export function nameIndicator(code: string): Bilingual | undefined {
  const option = [...INDICATORS, ...DOCUMENT_KINDS].find(({ value }) => value === code)
  if (option) return option.label
  const root = getNode(APPLICATION)
  for (const part of PARTS) {
    const node = findNode(root, part ? `${part}.${code}` : code)
    if (node) return node.ui.label
  }
  return undefined
}
