/** Events as the auditor reads them: who, what, when, from where to where. Never what was said. */
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { TrailEvent } from '../../cases/audit/trail.service.js'
import type { Authority } from '../../reference/authorities.js'
import { metaOf } from '../../workflow/step.js'
import { wordsOf } from '../../workflow/words.js'
import { cardTable } from '../kit/cardTable.js'
import { both, timeText } from '../kit/page.js'
import type { Line, Table, Text } from '../kit/parts.js'
import type { State } from '../../workflow/machine.js'

export const ACTOR_KINDS: Readonly<Record<string, Bilingual>> = {
  clock: { zh: '时钟', en: 'the clock' },
  worker: { zh: '后台', en: 'the worker' },
}

function whoOf(event: TrailEvent, authorities: ReadonlyMap<number, Authority>): Line {
  const machine = ACTOR_KINDS[event.actorKind]
  if (machine) return [machine]
  const authority = event.authorityId === null ? undefined : authorities.get(event.authorityId)?.short
  const account = event.actorAccount ?? ''
  const byKey = event.keyId === null ? { zh: '', en: '' } : { zh: '，用接口密钥', en: ', by an API key' }
  return [
    {
      zh: `${event.actorName ?? '–'}（${account}）${authority ? `，${authority.zh}` : ''}${byKey.zh}`,
      en: `${event.actorName ?? '–'} (${account})${authority ? `, ${authority.en}` : ''}${byKey.en}`,
    },
  ]
}

const stateName = (state: State): Bilingual => metaOf(state).label

function movedOf({ fromState, toState }: TrailEvent): Line {
  if (fromState === null || fromState === toState) return [{ text: stateName(toState), look: 'quiet' }]
  const [from, to] = [stateName(fromState), stateName(toState)]
  return [{ zh: `${from.zh} → ${to.zh}`, en: `${from.en} → ${to.en}` }]
}

const at = { zh: '时间', en: 'When' }
const seq = { zh: '序号', en: 'No.' }
const rest = { what: { zh: '事件', en: 'What' }, who: { zh: '何人', en: 'Who' }, state: { zh: '状态', en: 'State' } }
const OF_CASES = { at, case: { zh: '案件', en: 'Case' }, seq, ...rest }
const OF_ONE = { seq, at, ...rest, hash: { zh: '散列值', en: 'Hash' } }

/** A table of events; with the case's number where they are of several. */
export function eventTable(
  events: readonly TrailEvent[],
  authorities: ReadonlyMap<number, Authority>,
  { caption, withCase }: { caption: Text; withCase: boolean },
): Table {
  const rows = events.map((event) => ({
    at: { line: [both((language) => timeText(event.at, language, 'full'))] },
    case: { line: [{ text: event.number, href: path.auditCase(event.caseId) }], heads: true },
    seq: { line: [String(event.seq)], heads: !withCase },
    what: { line: [wordsOf(event.action).done] },
    who: { line: whoOf(event, authorities) },
    state: { line: movedOf(event) },
    hash: { line: [{ text: event.hash.slice(0, 16), look: 'code' as const }] },
  }))
  return withCase ? cardTable(caption, OF_CASES, rows, ['seq']) : cardTable(caption, OF_ONE, rows)
}
