/** Events as the auditor reads them: who, what, when, from where to where. Never what was said. */
import { timeInShanghai } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { type Bilingual, COLON, COMMA, joined, lowered } from '../../base/text.js'
import type { TrailEvent, TrailQuestion } from '../../cases/audit/trail.service.js'
import type { ActorKind } from '../../people/actor.js'
import type { Authority } from '../../reference/authorities.js'
import { metaOf } from '../../workflow/step.js'
import { wordsOf } from '../../workflow/words.js'
import { type CsvColumn, csvColumn } from '../kit/csv.js'
import { time } from '../kit/page.js'
import type { Piece, Table, Text } from '../kit/parts.js'
import { code, link, quiet } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { accountText } from './people.view.js'
import type { Cursor } from './search.js'

/** In the list of events: whoever has looked, in whatever way. */
export const ALL_LOOKS = 'looks'

type Authorities = ReadonlyMap<number, Authority>

export const ACTOR_KINDS: Readonly<Record<ActorKind, Bilingual>> = {
  person: { zh: '人', en: 'People' },
  clock: { zh: '时钟', en: 'The clock' },
  worker: { zh: '后台', en: 'The worker' },
  talent: { zh: '人选', en: 'The candidate' },
  service: { zh: '服务账号', en: 'A service account' },
}

function actorText(event: TrailEvent, authorities: Authorities): Text {
  const { zh, en } = ACTOR_KINDS[event.actorKind]
  if (event.actorKind === 'service') return joined([{ zh, en: lowered(en) }, event.actorName ?? ''], COLON)
  if (event.actorKind !== 'person') return { zh, en: lowered(en) }
  const authority = event.authorityId !== null && authorities.get(event.authorityId)?.short
  const byKey = event.keyId !== null && { zh: '用接口密钥', en: 'by an API key' }
  return joined([accountText(event.actorName, event.actorAccount), authority, byKey], COMMA)
}

function moveText({ fromState, toState }: TrailEvent): Text | Piece {
  const { label } = metaOf(toState)
  return fromState === null || fromState === toState ? quiet(label) : joined([metaOf(fromState).label, label], ' → ')
}

/** A table of events; with the case's number where they are of several, else with their hashes. */
export function eventTable(events: readonly TrailEvent[], authorities: Authorities, withCase: boolean): Table {
  const at = column('时间', 'Time', (event: TrailEvent) => time(event.at))
  const seq = column('序号', 'No.', (event: TrailEvent) => String(event.seq), withCase ? 'numeric' : 'heads')
  return tableOf({ zh: '事件', en: 'Events' }, events, [
    withCase ? at : seq,
    withCase && column('案件', 'Case', ({ number, caseId }) => link(number, path.auditCase(caseId)), 'heads'),
    withCase ? seq : at,
    column('事件', 'Event', ({ action }) => wordsOf(action).done),
    column('人员', 'Person', (event) => actorText(event, authorities)),
    column('状态', 'State', moveText),
    !withCase && column('摘要值', 'Hash', ({ hash }) => code(hash.slice(0, 16))),
  ])
}

/** The same as a file. */
export const EVENT_COLUMNS: readonly CsvColumn<TrailEvent>[] = [
  csvColumn('时间', 'Time', ({ at }) => timeInShanghai(at)),
  csvColumn('案件', 'Case', ({ number }) => number),
  csvColumn('序号', 'No.', ({ seq }) => seq),
  csvColumn('事件', 'Event', ({ action }) => wordsOf(action).done),
  csvColumn('代码', 'Code', ({ action }) => action),
  csvColumn('原状态', 'State before', ({ fromState }) => fromState),
  csvColumn('新状态', 'State after', ({ toState }) => toState),
  csvColumn('人员', 'Person', ({ actorName, actorKind }) => actorName ?? actorKind),
  csvColumn('账号', 'Account', ({ actorAccount }) => actorAccount),
  csvColumn('摘要值', 'Hash', ({ hash }) => hash),
]

/** `1764000000000_17_4`: events of one instant follow by case and number. */
export const EVENT_CURSOR: Cursor<TrailEvent> = {
  name: 'after',
  placeOf: ({ at, caseId, seq }) => `${at.getTime()}_${caseId}_${seq}`,
}

/** The event that such a place names; undefined when it names none. */
export function eventAt(place: string | undefined): TrailQuestion['after'] {
  const found = /^(\d{1,14})_(\d{1,9})_(\d{1,9})$/.exec(place ?? '')
  return found ? { at: new Date(Number(found[1])), caseId: Number(found[2]), seq: Number(found[3]) } : undefined
}
