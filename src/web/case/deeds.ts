/** What somebody did in a case, in a line for others. */
import { type Bilingual, fill, type Language } from '../../base/text.js'
import { doerText } from '../../cases/doers.js'
import type { Deed } from '../../cases/news.js'
import { wordsOf } from '../../workflow/words.js'
import { time, type TimeStyle } from '../kit/page.js'

const LAST_DEEDS = 3
const LINE: Bilingual = { zh: '{at} {who}：{done}', en: '{at} {who}: {done}' }

/** `14:32 顾文静：受理，转评估`. */
export const deedText = (deed: Omit<Deed, 'seq' | 'actorId'>, style: TimeStyle = 'clock'): Bilingual =>
  fill(LINE, { at: time(deed.at, style), who: doerText(deed), done: wordsOf(deed.action).done })

/** The last ones. */
export const deedLines = (deeds: readonly Deed[], language: Language): string[] =>
  deeds.slice(-LAST_DEEDS).map((deed) => deedText(deed)[language])
