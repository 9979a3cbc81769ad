/** What somebody did in a case, in a line for those who have it open. */
import type { Language } from '../../base/text.js'
import type { Deed } from '../../cases/news.js'
import { wordsOf } from '../../workflow/words.js'
import { timeText } from '../kit/page.js'

/** `14:32 顾文静：受理，转评估`. A name that the reader may not see is the department's. */
export function deedText({ action, at, name, actorId }: Deed, language: Language): string {
  const done = wordsOf(action).done[language]
  const somebody = actorId === null ? { zh: '系统', en: 'the system' } : { zh: '主管部门', en: 'the department' }
  const who = name ?? somebody[language]
  return `${timeText(at, language, 'clock')} ${who}${language === 'zh' ? '：' : ': '}${done}`
}
