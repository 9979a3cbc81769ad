/** What somebody did in a case, in a line for others. */
import { type Bilingual, fill, type Language } from '../../base/text.js'
import type { Deed } from '../../cases/news.js'
import { wordsOf } from '../../workflow/words.js'
import { time, type TimeStyle } from '../kit/page.js'

const LAST_DEEDS = 3
const LINE: Bilingual = { zh: '{at} {who}：{done}', en: '{at} {who}: {done}' }

/** `14:32 顾文静：受理，转评估`. A name that the reader may not see is the department's. */
export function deedText({ action, at, name, actorId }: Omit<Deed, 'seq'>, style: TimeStyle = 'clock'): Bilingual {
  const who = name ?? (actorId === null ? { zh: '系统', en: 'the system' } : { zh: '主管部门', en: 'the department' })
  return fill(LINE, { at: time(at, style), who, done: wordsOf(action).done })
}

/** The last ones. */
export const deedLines = (deeds: readonly Deed[], language: Language): string[] =>
  deeds.slice(-LAST_DEEDS).map((deed) => deedText(deed)[language])
