/** A letter made ready for pages: its standing as a tag, its facts, and the sheet as it is printed. */
import { path } from '../../base/path.js'
import { asClause, type Bilingual, COLON, joined, type Language } from '../../base/text.js'
import { GIVEN_UP } from '../../cases/givenUp.js'
import { listAnswers } from '../../forms/engine/check.js'
import { showCheckCode } from '../../base/checkCode.js'
import { type LetterLine, type LetterList, LISTS } from '../../letters/letter.service.js'
import type { LetterData } from '../../letters/letterData.js'
import { paragraphsOf } from '../../letters/plainText.js'
import type { Receipt } from '../../letters/receipts.js'
import { findForm } from '../../workflow/forms.js'
import { wordsOf } from '../../workflow/words.js'
import { dateText, day, time } from '../kit/page.js'
import type { LetterSheet, Piece, Summary, Table, Tag } from '../kit/parts.js'
import { code, numberPiece, tag } from '../kit/pieces.js'
import { column, fact, smallFacts, tableOf } from '../kit/table.js'
import type { PageContext } from './clock.view.js'

/** The list that an address names; all of them when it names none. */
export const readList = (text: string | undefined): LetterList => LISTS.find((known) => known === text) ?? 'all'

/** How a letter has ended. */
export const ENDS: Readonly<Record<NonNullable<LetterLine['endedAs']>, Tag>> = {
  void: tag('已作废', 'Void', 'grey'),
  superseded: tag('已被替代', 'Superseded', 'grey'),
  revoked: tag('已撤销', 'Revoked', 'seal'),
  expired: tag('已过期', 'Expired', 'grey'),
}

/** How a letter or another paper has ended, or why it is not there yet; undefined when it is made and counts. */
export function endedTag({ endedAs, failedAt, issuedAt }: Pick<LetterLine, 'endedAs' | 'failedAt' | 'issuedAt'>) {
  if (endedAs) return ENDS[endedAs]
  if (failedAt) return tag('无法制作', 'Could not be made', 'red')
  return issuedAt ? undefined : tag('制作中', 'Being made', 'blue')
}

/** Of a letter that was issued: valid, or how it has ended. */
export function issuedTag({ endedAs, receivedAt }: Pick<LetterLine, 'endedAs' | 'receivedAt'>): Tag {
  if (endedAs) return ENDS[endedAs]
  return receivedAt ? tag('有效，已签收', 'Valid, received', 'green') : tag('有效', 'Valid', 'green')
}

/** The same, or being made, or failed. */
export const standingTag = (letter: LetterLine): Tag => endedTag(letter) ?? issuedTag(letter)

/** The sheet in one of the letter's two languages. */
export function sheetOf(data: LetterData, ended: boolean, language: Language): LetterSheet {
  return {
    lang: language === 'zh' ? 'zh-CN' : 'en-GB',
    label: language === 'zh' ? `文书 ${data.number}` : `Letter ${data.number}`,
    org: data.issuer[language],
    number: data.number,
    title: data.title[language].split('\n'),
    spaced: language === 'en',
    to: `${data.addressee[language]}${COLON[language].trimEnd()}`,
    paragraphs: paragraphsOf(data, language),
    signature: data.signatory[language],
    date: dateText(data.issuedOn, language),
    seal: { kind: ended ? 'void' : 'whole' },
    specimen: data.specimen || undefined,
    foot: data.contact ? data.contact[language] : undefined,
  }
}

/** The sheet of a letter that is not issued: dashed places for the number and the seal. */
export function previewOf(data: LetterData, language: Language): LetterSheet {
  const zh = language === 'zh'
  return {
    ...sheetOf(data, false, language),
    label: zh ? '文书预览' : 'Preview of the letter',
    numberPlace: zh ? '签发时取号' : 'number assigned on issue',
    seal: { kind: 'place', text: zh ? '签发时盖章' : 'sealed on issue' },
  }
}

/** How and why a letter has ended: the action and what its form says. */
export function endText({ endReason }: LetterLine): Bilingual | undefined {
  const action = endReason?.action
  if (typeof action !== 'string') return undefined
  const form = findForm(action)
  // which event was given up is a number of ours
  const said = form ? listAnswers(form, { ...endReason, event: undefined }).flatMap(({ answer }) => answer ?? []) : []
  const done = action === 'acknowledge' ? GIVEN_UP : wordsOf(action).done
  return joined([done, ...said].map(asClause), COLON)
}

/** What the registry knows of a letter; `others`: those of its kind in the same case. */
export function factsOf(letter: LetterLine, others: readonly LetterLine[]): Summary {
  const next = others.find(({ id, issuedAt }) => id > letter.id && issuedAt !== null)
  const before = others.filter(({ id, endedAs }) => id < letter.id && endedAs === 'superseded').at(-1)
  const { caseId, caseNumber, issuedAt, validUntil, receivedAt, endedAt, endedAs } = letter
  return smallFacts(
    fact('案件', 'Case', { ...code(caseNumber), href: path.case(caseId) }),
    fact('签发', 'Issued', issuedAt && time(issuedAt)),
    validUntil && fact('有效期至', 'Valid until', day(validUntil)),
    letter.addressedTo !== null && fact('签收', 'Received', receivedAt && time(receivedAt)),
    endedAt && fact('终止', 'Ended', time(endedAt)),
    endedAs && fact('原因', 'Reason', endText(letter) ?? []),
    endedAs === 'superseded' && next && fact('新函', 'Replaced by', numberLink(next)),
    before && fact('替代', 'Replaces', numberLink(before)),
    fact('核验码', 'Check code', code(showCheckCode(letter.checkCode))),
    letter.sha256 && fact('文件指纹', 'Fingerprint', code(letter.sha256)),
  )
}

export const numberLink = ({ id, number }: LetterLine): Piece => ({ ...numberPiece(number), href: path.letter(id) })

const TAKEN: Readonly<Record<Receipt['what'], Bilingual>> = {
  opened: { zh: '查看', en: 'opened' },
  downloaded: { zh: '下载', en: 'downloaded' },
  packaged: { zh: '随资料包下载', en: 'downloaded in package' },
}

/** Who took the letter, the newest first. */
export const receiptsTable = (receipts: readonly Receipt[], { authorities }: PageContext): Table =>
  tableOf({ zh: '查看与下载记录', en: 'Views and downloads' }, receipts, [
    column('时间', 'Time', ({ at }) => time(at, 'short'), 'heads'),
    column('人员', 'Person', ({ personName }) => personName),
    column(
      '单位',
      'Organisation',
      ({ authorityId, firmName }) => (authorityId !== null && authorities.get(authorityId)?.short) || firmName,
    ),
    column('操作', 'Action', ({ what, packageId, byKey }) => [
      TAKEN[what],
      packageId !== null && ` ${packageId}`,
      byKey && { zh: '（接口）', en: ' (by API)' },
    ]),
  ])

/** A list of letters; where they may be chosen, each with a box. `kinds`: what each kind is called. */
export function lettersTable(
  letters: readonly LetterLine[],
  kinds: ReadonlyMap<string, { readonly label: Bilingual }>,
  { choose, own }: { choose: boolean; own: boolean },
): Table {
  const several = new Set(letters.map(({ kind }) => kind)).size > 1
  return tableOf({ zh: '文书', en: 'Letters' }, letters, [
    choose &&
      column(
        '选择',
        'Select',
        ({ id, number }) => ({ choose: { name: 'letter', value: String(id), about: number } }),
        'hidden',
      ),
    column('文号', 'Number', numberLink, 'heads'),
    several && column('文种', 'Kind', ({ kind }) => kinds.get(kind)?.label ?? kind),
    column('人选', 'Candidate', ({ talentName }) => talentName),
    !own && column('企业', 'Firm', ({ firmName }) => firmName),
    column('签发', 'Issued', ({ issuedAt }) => issuedAt && time(issuedAt, 'short')),
    column('有效期至', 'Valid until', ({ validUntil }) => validUntil && day(validUntil)),
    column('状态', 'Status', (letter) => ({ tag: standingTag(letter) })),
  ])
}
