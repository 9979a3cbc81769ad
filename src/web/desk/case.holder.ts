/** What a supervisor looks at first: who holds the case, who is late, and the ways to give it to somebody else. */
import { COLON, COMMA, fill, joined } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { outstandingOf } from '../../cases/outstanding.js'
import { WAITING_WORDS } from '../../workflow/effectWords.js'
import { findForm } from '../../workflow/forms.js'
import type { Act } from '../../workflow/machine.js'
import { metaOf } from '../../workflow/step.js'
import { wordsOf } from '../../workflow/words.js'
import type { PageContext } from '../case/clock.view.js'
import { byOf } from '../case/history.view.js'
import { day, time } from '../kit/page.js'
import type { Line, Piece } from '../kit/parts.js'
import { below, caution, pieces, quiet } from '../kit/pieces.js'
import { stillLeft } from '../kit/ruler.js'
import { fact, factOf, smallFacts } from '../kit/table.js'

/** What a supervisor does from here; these buttons stand with it. */
export const SUPERVISING: ReadonlySet<string> = new Set<Act>(['assign', 'handOver', 'chase', 'extendLimit'])

/** A last day, as a warning once it is over or is today; with the days left where its limit counts working days. */
function until(on: string, { calendar, today }: PageContext, isWorking = true): readonly Piece[] {
  const left = calendar.daysLeft(today, on)
  const text = joined([day(on), isWorking && stillLeft(left)], COMMA)
  return [left <= 0 ? caution(text) : { text }]
}

export function holderOf(file: CaseFile, context: PageContext) {
  const { case: line, events, parties } = file
  const { clock, ...meta } = metaOf(line.state)
  // who may ask only once, and only for so long, is waited for no longer than that
  const isOver = clock?.notAfter !== undefined && (line.dueOn === null || line.dueOn < context.today)
  const waitsFor = isOver ? undefined : meta.waitsFor
  const isWorking = context.limits.get(clock?.limit ?? '')?.unit === 'workingDays'
  const last = events.findLast(({ action, actorKind }) => actorKind === 'person' && findForm(action) !== undefined)
  const claimed = events.findLast(({ action }) => ['claim', 'assign', 'handOver'].includes(action))
  const outstanding = outstandingOf(file).map((id, index) => {
    const own = parties.find(({ authorityId, part }) => authorityId === id && part === 'named')?.runsUntil
    const name = context.authorities.get(id)?.short ?? ''
    return [{ text: name, below: index > 0 }, ...(own ? [COLON, ...until(own, context)] : [])]
  })
  return smallFacts(
    fact('承办人', 'Assigned to', line.claimedName ? pieces(line.claimedName, claimed && since(claimed.at)) : [NOBODY]),
    waitsFor && fact('等待', 'Waiting for', WAITING_WORDS[waitsFor]),
    outstanding.length > 0 && fact('待提交评估意见', 'Still to assess', outstanding.flat()),
    line.dueOn !== null && waitsFor && factOf(clock?.stops ? CORRECTION : DUE, until(line.dueOn, context, isWorking)),
    last &&
      fact('最近一步', 'Last step', [
        wordsOf(last.action).done,
        below(joined([byOf(last, context), time(last.at, 'short')], COMMA), 'quiet'),
      ]),
  )
}

const since = (at: Date): Line[number] => quiet(fill({ zh: '，{at}起', en: ', since {at}' }, { at: day(at, 'short') }))
const DUE = { zh: '办理期限', en: 'Due' }
const CORRECTION = { zh: '企业补正期限', en: 'Correction due' }
const NOBODY = caution({ zh: '尚未认领', en: 'not claimed yet' })
