/** A letter made ready for pages: its standing as a tag, its facts, and the sheet as it is printed. */
import { path } from '../../base/path.js'
import { asClause, type Bilingual, type Language } from '../../base/text.js'
import { listAnswers } from '../../forms/engine/check.js'
import { showCheckCode } from '../../letters/checkCode.js'
import { type LetterLine, type LetterList, LISTS } from '../../letters/letter.service.js'
import type { LetterData } from '../../letters/letterData.js'
import type { Receipt } from '../../letters/receipts.js'
import { findForm } from '../../workflow/forms.js'
import { wordsOf } from '../../workflow/words.js'
import type { PageContext } from './clock.view.js'
import { both, dateText, timeText } from '../kit/page.js'
import type { LetterSheet, Line, Summary, Table, Tag } from '../kit/parts.js'

/** The list that an address names; all of them when it names none. */
export const readList = (text: string | undefined): LetterList => LISTS.find((known) => known === text) ?? 'all'

const NOTHING: Bilingual = { zh: '—', en: '—' }
const day = (date: string | null): Bilingual => (date ? both((language) => dateText(date, language)) : NOTHING)
const instant = (at: Date | null): Bilingual => (at ? both((language) => timeText(at, language)) : NOTHING)
const shortly = (at: Date): Bilingual => both((language) => timeText(at, language, 'short'))

const ENDS: Readonly<Record<string, Tag>> = {
  void: { label: { zh: '已作废', en: 'Void' }, colour: 'grey' },
  superseded: { label: { zh: '已被替代', en: 'Superseded' }, colour: 'grey' },
  revoked: { label: { zh: '已撤销', en: 'Revoked' }, colour: 'seal' },
  expired: { label: { zh: '已过期', en: 'Expired' }, colour: 'grey' },
}

/** In force, being made, failed, or how it has ended. */
export function standingTag({ endedAs, issuedAt, failedAt, receivedAt }: LetterLine): Tag {
  if (endedAs) return ENDS[endedAs] ?? { label: endedAs, colour: 'grey' }
  if (failedAt) return { label: { zh: '无法制作', en: 'Could not be made' }, colour: 'red' }
  if (receivedAt) return { label: { zh: '有效，已签收', en: 'In force, received' }, colour: 'green' }
  return issuedAt
    ? { label: { zh: '有效', en: 'In force' }, colour: 'green' }
    : { label: { zh: '制作中', en: 'Being made' }, colour: 'blue' }
}

/** The sheet in one of the letter's two languages. */
export function sheetOf(data: LetterData, ended: boolean, language: Language): LetterSheet {
  const colon = language === 'zh' ? '：' : ':'
  return {
    lang: language === 'zh' ? 'zh-CN' : 'en-GB',
    label: language === 'zh' ? `文书 ${data.number}` : `Paper ${data.number}`,
    org: data.issuer[language],
    number: data.number,
    title: data.title[language].split('\n'),
    to: `${data.addressee[language]}${colon}`,
    paragraphs: [
      ...data.opening[language],
      ...data.facts.map(
        ({ label, value }) => `${label[language]}${colon}${language === 'en' ? ' ' : ''}${value[language]}`,
      ),
      ...data.assessment[language],
      ...data.findings.map(
        ({ heading, text }, index) =>
          `${index + 1}. ${heading[language]}${language === 'zh' ? '。' : '. '}${text[language]}`,
      ),
      ...data.closing[language],
    ],
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
    label: zh ? '文书预览' : 'Preview of the paper',
    numberPlace: zh ? '签发时取号' : 'number when issued',
    seal: { kind: 'place', text: zh ? '签发时盖章' : 'seal when issued' },
  }
}

/** How and why a letter has ended: the action and what its form says. */
function endOf({ endReason }: LetterLine): Line {
  const action = typeof endReason?.action === 'string' ? endReason.action : undefined
  if (!endReason || action === undefined) return []
  const done = wordsOf(action).done
  const form = findForm(action)
  const said = form ? listAnswers(form, endReason).flatMap(({ answer }) => answer ?? []) : []
  const words = both((language) =>
    [done, ...said].map((text) => asClause(text)[language]).join(language === 'zh' ? '：' : ': '),
  )
  return [words]
}

/** What the registry knows of a letter; `others`: those of its kind in the same case. */
export function factsOf(letter: LetterLine, others: readonly LetterLine[]): Summary {
  const next = others.find(({ id, issuedAt }) => id > letter.id && issuedAt !== null)
  const before = others.filter(({ id, endedAs }) => id < letter.id && endedAs === 'superseded').at(-1)
  const linkTo = ({ id, number }: LetterLine): Line => [
    { text: number, href: path.letter(id), look: 'song', lang: 'zh-CN' },
  ]
  const rows: Summary['rows'] = [
    {
      key: { zh: '案件', en: 'Case' },
      line: [{ text: letter.caseNumber, href: path.case(letter.caseId), look: 'code' }],
    },
    { key: { zh: '签发', en: 'Issued' }, line: [instant(letter.issuedAt)] },
    ...(letter.validUntil ? [{ key: { zh: '有效期至', en: 'Valid until' }, line: [day(letter.validUntil)] }] : []),
    ...(letter.addressedTo === null
      ? []
      : [{ key: { zh: '签收', en: 'Received' }, line: [instant(letter.receivedAt)] }]),
    ...(letter.endedAt ? [{ key: { zh: '终止', en: 'Ended' }, line: [instant(letter.endedAt)] }] : []),
    ...(letter.endedAs ? [{ key: { zh: '原因', en: 'Reason' }, line: endOf(letter) }] : []),
    ...(letter.endedAs === 'superseded' && next
      ? [{ key: { zh: '新函', en: 'Replaced by' }, line: linkTo(next) }]
      : []),
    ...(before ? [{ key: { zh: '替代', en: 'Replaces' }, line: linkTo(before) }] : []),
    { key: { zh: '核验码', en: 'Check code' }, line: [{ text: showCheckCode(letter.checkCode), look: 'code' }] },
    ...(letter.sha256
      ? [{ key: { zh: '文件指纹', en: 'Fingerprint' }, line: [{ text: letter.sha256, look: 'code' as const }] }]
      : []),
  ]
  return { small: true, rows }
}

const TAKEN: Readonly<Record<Receipt['what'], Bilingual>> = {
  opened: { zh: '查看', en: 'opened' },
  downloaded: { zh: '下载', en: 'downloaded' },
  packaged: { zh: '随资料包下载', en: 'downloaded in a package' },
}

/** Who took the letter, the newest first. */
export const receiptsTable = (receipts: readonly Receipt[], { authorities }: PageContext): Table => ({
  caption: { zh: '查看与下载记录', en: 'Opened and downloaded' },
  captionHidden: true,
  cards: true,
  head: [
    { text: { zh: '时间', en: 'When' } },
    { text: { zh: '何人', en: 'Who' } },
    { text: { zh: '单位', en: 'Of' } },
    { text: { zh: '做了什么', en: 'What' } },
  ],
  rows: receipts.map(({ at, what, personName, authorityId, firmName, byKey, packageId }) => ({
    cells: [
      { heads: true, line: [shortly(at)] },
      { label: { zh: '何人', en: 'Who' }, line: [personName] },
      {
        label: { zh: '单位', en: 'Of' },
        line: [(authorityId === null ? undefined : authorities.get(authorityId)?.short) ?? firmName ?? NOTHING],
      },
      {
        label: { zh: '做了什么', en: 'What' },
        line: [
          TAKEN[what],
          ...(packageId === null ? [] : [{ zh: ` ${packageId}`, en: ` ${packageId}` }]),
          ...(byKey ? [{ zh: '（接口）', en: ' (by API)' }] : []),
        ],
      },
    ],
  })),
})

/** A list of letters; where they may be chosen, each with a box. `kinds`: what each kind is called. */
export function lettersTable(
  letters: readonly LetterLine[],
  kinds: ReadonlyMap<string, { readonly label: Bilingual }>,
  { choose, own }: { choose: boolean; own: boolean },
): Table {
  const several = new Set(letters.map(({ kind }) => kind)).size > 1
  return {
    caption: { zh: '文书', en: 'Papers' },
    captionHidden: true,
    cards: true,
    head: [
      ...(choose ? [{ text: { zh: '选择', en: 'Choose' }, hidden: true }] : []),
      { text: { zh: '文号', en: 'Number' } },
      ...(several ? [{ text: { zh: '文种', en: 'Kind' } }] : []),
      { text: { zh: '人选', en: 'Talent' } },
      ...(own ? [] : [{ text: { zh: '企业', en: 'Firm' } }]),
      { text: { zh: '签发', en: 'Issued' } },
      { text: { zh: '有效期至', en: 'Valid until' } },
      { text: { zh: '状态', en: 'Standing' } },
    ],
    rows: letters.map((letter) => ({
      cells: [
        ...(choose ? [{ choose: { name: 'letter', value: String(letter.id), about: letter.number } }] : []),
        {
          heads: true,
          line: [{ text: letter.number, href: path.letter(letter.id), look: 'song' as const, lang: 'zh-CN' }],
        },
        ...(several
          ? [{ label: { zh: '文种', en: 'Kind' }, line: [kinds.get(letter.kind)?.label ?? letter.kind] }]
          : []),
        { label: { zh: '人选', en: 'Talent' }, line: [letter.talentName ?? '—'] },
        ...(own ? [] : [{ label: { zh: '企业', en: 'Firm' }, line: [letter.firmName] }]),
        { label: { zh: '签发', en: 'Issued' }, line: [letter.issuedAt ? shortly(letter.issuedAt) : NOTHING] },
        { label: { zh: '有效期至', en: 'Valid until' }, line: [day(letter.validUntil)] },
        { label: { zh: '状态', en: 'Standing' }, tag: standingTag(letter) },
      ],
    })),
  }
}
