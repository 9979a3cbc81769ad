/** Events as the auditor reads them: who, what, when, from where to where. Never what was said. */
import type { Bilingual } from '../../base/text.js'
import type { TrailEvent } from '../../cases/audit/trail.service.js'
import type { Authority } from '../../reference/authorities.js'
import { metaOf } from '../../workflow/step.js'
import { wordsOf } from '../../workflow/words.js'
import { both, timeText } from '../kit/page.js'
import type { Cell, Line, Table, Text } from '../kit/parts.js'
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

const heads: Readonly<Record<'at' | 'case' | 'seq' | 'what' | 'who' | 'state' | 'hash', Text>> = {
  at: { zh: '时间', en: 'When' },
  case: { zh: '案件', en: 'Case' },
  seq: { zh: '序号', en: 'No.' },
  what: { zh: '事件', en: 'What' },
  who: { zh: '何人', en: 'Who' },
  state: { zh: '状态', en: 'State' },
  hash: { zh: '散列值', en: 'Hash' },
}

/** A table of events; with the case's number where they are of several. */
export function eventTable(
  events: readonly TrailEvent[],
  authorities: ReadonlyMap<number, Authority>,
  { caption, withCase }: { caption: Text; withCase: boolean },
): Table {
  const row = (event: TrailEvent): Cell[] => {
    const at: Cell = { line: [both((language) => timeText(event.at, language, 'full'))], label: heads.at }
    const what: Cell = { line: [wordsOf(event.action).done], label: heads.what }
    const rest: Cell[] = [
      { line: whoOf(event, authorities), label: heads.who },
      { line: movedOf(event), label: heads.state },
    ]
    if (withCase)
      return [
        at,
        { line: [{ text: event.number, href: `/audit/cases/${event.caseId}` }], heads: true, label: heads.case },
        { line: [String(event.seq)], numeric: true, label: heads.seq },
        what,
        ...rest,
      ]
    const hash: Cell = { line: [{ text: event.hash.slice(0, 16), look: 'code' }], label: heads.hash }
    return [{ line: [String(event.seq)], heads: true, label: heads.seq }, at, what, ...rest, hash]
  }
  const columns = withCase
    ? (['at', 'case', 'seq', 'what', 'who', 'state'] as const)
    : (['seq', 'at', 'what', 'who', 'state', 'hash'] as const)
  return {
    caption,
    captionHidden: true,
    cards: true,
    head: columns.map((name) => ({ text: heads[name], numeric: withCase && name === 'seq' })),
    rows: events.map((event) => ({ cells: row(event) })),
  }
}
