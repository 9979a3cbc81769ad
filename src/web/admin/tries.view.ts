/** How often the worker has tried something, in words. */
import { type Bilingual, fill, joined, type Left, SEMICOLON } from '../../base/text.js'
import { counted, time } from '../kit/page.js'

/** When it was asked for, how often it was tried, and what comes next (`againAt`), when anything does. */
export const triesText = (asked: Date, tries: number, next: Bilingual | Left): Bilingual =>
  joined(
    [
      fill({ zh: '{at} 要求', en: 'requested {at}' }, { at: time(asked, 'short') }),
      { zh: `试过 ${tries} 次`, en: `tried ${counted(tries, 'time', 'times')}` },
      next,
    ],
    SEMICOLON,
  )

export const againAt = (at: Date): Bilingual => fill({ zh: '{at} 再试', en: 'again {at}' }, { at: time(at, 'short') })
