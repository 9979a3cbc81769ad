/** What others did in a case, in lines for those who have it open. */
import { fill, type Language } from '../../base/text.js'
import type { Deed } from '../../cases/news.js'
import { wordsOf } from '../../workflow/words.js'
import { time } from '../kit/page.js'

const LAST_DEEDS = 3

/** The last ones: `14:32 顾文静：受理，转评估`. A name that the reader may not see is the department's. */
export const deedLines = (deeds: readonly Deed[], language: Language): string[] =>
  deeds.slice(-LAST_DEEDS).map(({ action, at, name, actorId }) => {
    const who = name ?? (actorId === null ? { zh: '系统', en: 'the system' } : { zh: '主管部门', en: 'the department' })
    const values = { at: time(at, 'clock'), who, done: wordsOf(action).done }
    return fill({ zh: '{at} {who}：{done}', en: '{at} {who}: {done}' }, values)[language]
  })
