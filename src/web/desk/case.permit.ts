/** What a permit officer looks at first: the letter itself, and how soon the contract begins. */

import { daysBetween } from '../../base/dates.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import { type CaseFile, mayDo } from '../../cases/caseFile.js'
import { textAt } from '../../forms/engine/node.js'
import type { LetterLine } from '../../letters/letter.service.js'
import type { LetterData } from '../../letters/letterData.js'
import { RETURNING, RETURNS } from '../../workflow/confirmations.js'
import { metaOf } from '../../workflow/step.js'
import { actionAddress } from '../case/addresses.js'
import type { PageContext } from '../case/clock.view.js'
import { endText, numberLink, sheetOf, standingTag } from '../case/letter.view.js'
import { day } from '../kit/page.js'
import type { LetterSheet, Notice, Piece } from '../kit/parts.js'
import { below, caution, pieces, quiet } from '../kit/pieces.js'
import { fact, smallFacts } from '../kit/table.js'

/** Within so many days a permit has to be hurried. */
const SOON = 45
export const isNear = (start: string, today: string): boolean => daysBetween(today, start) <= SOON

/** The letter that an authority was sent: the one in force, else the last. */
export function letterSent(letters: readonly LetterLine[], authorityId: number | null): LetterLine | undefined {
  const sent = letters.filter((one) => one.issuedAt !== null && one.addressedTo === authorityId)
  return sent.findLast(({ endedAs }) => endedAs === null) ?? sent.at(-1)
}

/** The days until the contract begins. */
export function startText(start: string, today: string): Bilingual {
  const days = daysBetween(today, start)
  if (days < 0) return { zh: '，已经开始', en: ', has begun' }
  return days === 0
    ? { zh: '，今天开始', en: ', today' }
    : fill(days === 1 ? TOMORROW : { zh: '，还有{days}天', en: ', in {days} days' }, { days })
}
const TOMORROW: Bilingual = { zh: '，明天开始', en: ', tomorrow' }

const untilStart = (start: string, today: string): Piece =>
  (isNear(start, today) ? caution : quiet)(startText(start, today))

/** The letters that this one came after, each with how it ended and why: what a second one is for. */
const formerFacts = (letter: LetterLine, letters: readonly LetterLine[]) =>
  letters
    .filter((one) => one.id < letter.id && one.kind === letter.kind && one.issuedAt !== null && one.endedAs !== null)
    .map((one) => {
      const why = endText(one)
      return fact('此前的函', 'Earlier letter', [
        ...[numberLink(one), quiet(fill({ zh: '（{ended}）', en: ' ({ended})' }, { ended: standingTag(one).label }))],
        ...(why ? [below(why)] : []),
      ])
    })

export function letterPart(
  file: CaseFile,
  { letter, data }: { readonly letter: LetterLine; readonly data: LetterData },
  letters: readonly LetterLine[],
  today: string,
) {
  const start = textAt(file.answers, 'engagement.contract.start')
  const ended = letter.endedAs !== null
  return {
    name: letter.kind === 'recommendation' ? LETTER : PAPER,
    ...{ number: letter.number, tag: standingTag(letter) },
    summary: smallFacts(
      start && fact('合同开始', 'Contract begins', pieces(day(start), untilStart(start, today))),
      letter.validUntil && fact('有效期至', 'Valid until', day(letter.validUntil)),
      ...formerFacts(letter, letters),
    ),
    sheet: sheetOf(data, ended, 'zh'),
    other: { ...sheetOf(data, ended, 'en'), label: { zh: '英文文本', en: 'English text' } },
    packs: letter.id,
    links: [
      { text: { zh: '签名的 PDF', en: 'Signed PDF' }, href: path.letterFile(letter.id) },
      { text: { zh: '查看与下载记录', en: 'Views and downloads' }, href: path.letter(letter.id) },
      mayDo(file, 'receiveLetter') && { text: REMARK, href: actionAddress(file.case.id, 'receiveLetter') },
    ].flatMap((link) => link || []),
  }
}

/** What returning the letter does, above its form: the letter cannot be had back. */
export function returnNotice({ parties }: CaseFile, { authorities }: PageContext): Notice {
  const lead = parties.find(({ part }) => part === 'lead')
  const names = {
    state: metaOf('awaitingDecision').label,
    lead: (lead && authorities.get(lead.authorityId)?.short) ?? { zh: '牵头部门', en: 'the lead department' },
  }
  return { kind: 'near', title: RETURNING, items: RETURNS.map((text) => fill(text, names)) }
}
/** The letter as it would read if the case were decided now, before the form in which it is decided. */
export const letterToCome = (caseId: number, [sheet, other]: readonly LetterSheet[]) =>
  sheet &&
  other && {
    ...{ title: TO_COME, note: NO_NUMBER },
    sheet,
    other: { ...other, label: { zh: '英文文本', en: 'English text' } },
    links: [{ text: SEE, href: actionAddress(caseId, 'recommend') }],
  }

const LETTER = { zh: '推荐函', en: 'Letter' }
const PAPER = { zh: '文书', en: 'Letter' }
const TO_COME = { zh: '推荐函预览（如决定推荐）', en: 'Preview of the letter, if you recommend' }
const NO_NUMBER = { zh: '签发前不占文号，不盖章', en: 'no number and no seal before it is issued' }
const SEE = { zh: '查看版面并推荐', en: 'Preview and recommend' }
const REMARK = { zh: '附言后签收', en: 'Receive with a remark' }
