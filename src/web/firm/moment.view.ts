/**
 * The moments of a case that its firm has waited for, with one clear next step each: it is filed, the letter is there,
 * the permit is granted. Drawn by parts/firm-moment.
 */
import { type Bilingual, fill, joined, SENTENCES } from '../../base/text.js'
import { keptText } from '../../cases/givenUp.js'
import { lastProposed, permitIn, sayGranted } from '../../cases/proposed.js'
import { textAt } from '../../forms/engine/node.js'
import { STATE_WORDS } from '../../workflow/firmWords.js'
import type { OwnCase } from '../case/own.js'
import { day } from '../kit/page.js'
import type { Button, Text } from '../kit/parts.js'
import { hasConditions } from './aftercare.view.js'
import type { intentionView } from './intention.view.js'
import type { filingView } from './next.view.js'
import type { letterRows } from './outcome.view.js'

interface Moment {
  readonly title: Bilingual
  /** The number that goes with it, in Song as on paper; empty where the permit's is not recorded. */
  readonly number: string
  readonly lead: Bilingual
  readonly text?: Text | undefined
  readonly buttons: readonly Button[]
  /** What to do now, and where on this page. */
  readonly next?: { readonly text: Bilingual; readonly href: string } | undefined
  /** What the drawn sheet is called. */
  readonly sheet: Bilingual
  readonly sealed: boolean
}

interface Parts {
  readonly filing: ReturnType<typeof filingView>
  readonly letters: ReturnType<typeof letterRows>
  /** Comes before anything else while it stands. */
  readonly intention: ReturnType<typeof intentionView>
}

const FILED: Bilingual = { zh: '申请已提交', en: 'Application submitted' }
const CORRECTED: Bilingual = { zh: '补正材料已提交', en: 'Correction submitted' }

const CONDITIONS: Bilingual = {
  zh: '下一步：查看附带条件和贵单位的义务',
  en: 'Next: see the conditions and your firm’s duties',
}
const DUTIES: Bilingual = { zh: '下一步：查看贵单位的义务', en: 'Next: see your firm’s duties' }

/** Undefined where nothing of that kind has happened last. */
export function momentOf({ file, letters: lines }: OwnCase, { filing, letters, intention }: Parts): Moment | undefined {
  const { case: line, events } = file
  const { state, number } = line
  const lead = intention?.brief ?? joined([keptText(file), STATE_WORDS[state].lead], SENTENCES)
  if (filing)
    return {
      title: filing.corrected ? CORRECTED : FILED,
      ...{ number, lead: filing.lead, text: filing.making, buttons: filing.buttons },
      sheet: filing.corrected ? { zh: '申请表', en: 'Application' } : { zh: '收件凭证', en: 'Receipt' },
      sealed: false,
    }
  const letter = letters.find((row) => row.inForce)
  if (letter && (state === 'letterIssued' || state === 'letterReceived')) {
    const until = lines.find(({ id }) => id === letter.id)?.validUntil
    return {
      title: { zh: '推荐函已签发', en: 'Letter of recommendation issued' },
      ...{ number: letter.number, lead, text: letter.text, buttons: letter.buttons },
      next: intention?.next ?? {
        text: until
          ? fill(
              { zh: '下一步：{day}前向许可机关申请工作许可', en: 'Next: apply for the work permit by {day}' },
              { day: day(until) },
            )
          : { zh: '下一步：向许可机关申请工作许可', en: 'Next: apply for the work permit' },
        href: '#next',
      },
      sheet: { zh: '推荐函', en: 'Letter' },
      sealed: true,
    }
  }
  if (state !== 'permitGranted') return undefined
  const { permitValidUntil: until } = line
  const [granted, proposed] = [sayGranted(events), lastProposed(events)?.says.proposed]
  return {
    title: { zh: '工作许可已获准', en: 'Work permit granted' },
    ...{ number: textAt(permitIn(events), 'permitNumber'), lead },
    text: joined(
      [
        until && fill({ zh: '许可有效至{day}。', en: 'Valid until {day}.' }, { day: day(until) }),
        granted && fill({ zh: '准予：{granted}。', en: 'Granted: {granted}.' }, { granted }),
        granted && proposed && fill({ zh: '建议：{proposed}。', en: 'Proposed: {proposed}.' }, { proposed }),
      ],
      SENTENCES,
    ),
    buttons: [],
    next: intention?.next ?? { text: hasConditions(file) ? CONDITIONS : DUTIES, href: '#duties' },
    sheet: { zh: '工作许可', en: 'Work permit' },
    sealed: true,
  }
}
