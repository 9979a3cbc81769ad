/** What the reader of a case may do about it, as buttons. */
import { randomUUID } from 'node:crypto'
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { Act } from '../../workflow/machine.js'
import type { Choice } from '../../workflow/step.js'
import { actionButtons } from '../case/case.view.js'
import type { Button, Text } from '../kit/parts.js'
import { SUPERVISING } from './case.holder.js'
import type { Desk } from './case.layout.js'
import { nameOf } from './done.js'
import { OF_ONE_MATTER } from './matters.view.js'

/**
 * The buttons of what the reader may do. What stands on the first screen by itself is left out; what gives the case to
 * somebody else comes first for whoever sees to that.
 */
export function actionsOf(file: CaseFile, desk: Desk, { accepting, moved }: { accepting: boolean; moved: boolean }) {
  const { id, version } = file.case
  const kinds = (kind: Choice['kind']) => file.choices.filter((choice) => choice.kind === kind)
  const supervising = ({ action }: Choice) => desk === 'supervisor' && SUPERVISING.has(action)
  const entries = kinds('entry').filter(isOffered)
  const first = entries.filter(supervising).sort((one, other) => Number(other.enabled) - Number(one.enabled))
  const actions = actionButtons([...first, ...kinds('action')], id, accepting ? ACCEPT : undefined)
  // an intended revocation has the likeliest buttons beside it
  const elsewhere = accepting || file.matters.some(({ kind }) => kind === 'proposeRevocation')
  const quick = (button: Button): Button => {
    if (elsewhere) return { ...button, kind: button.kind ?? 'secondary' }
    // a letter is received with one press; a remark has a form of its own
    const receives = desk === 'permitOfficer' && button.id === 'do-receiveLetter' && button.href
    return receives
      ? { ...button, href: undefined, formaction: receives, sure: moved ? sureText(button.text, file) : undefined }
      : button
  }
  const records = actionButtons(
    entries.filter((choice) => !supervising(choice)),
    id,
    HERE,
  )
  // the details of a permit are added by those who granted it
  const completes = entries.some(({ action, enabled }) => action === 'completePermit' && enabled)
  return {
    ...{ address: path.case(id), version, requestId: randomUUID() },
    ...{ actions: actions.map(quick), none: actions.length === 0 && !accepting && !completes },
    records: records.map((button) => ({ ...button, kind: 'secondary' as const })),
  }
}

/** What a button says that acts after another one was pressed: what it does, and to which case. */
export const sureText = (text: Text, { case: line }: CaseFile): Bilingual =>
  fill({ zh: '{text}：{of}', en: '{text}: {of}' }, { text, of: nameOf(line) })

/** What has a place of its own on the page. */
const HERE: ReadonlySet<string> = new Set(['message', 'finishTask', ...OF_ONE_MATTER])
const ACCEPT: ReadonlySet<string> = new Set<Act>(['accept'])

/** Where there is nothing to confirm or to settle, nobody needs to be told so. */
const OF_SOMETHING: ReadonlySet<string> = new Set<Act>(['confirmCondition', 'settleConsent'])
const isOffered = ({ action, enabled }: Choice): boolean => enabled || !OF_SOMETHING.has(action)
