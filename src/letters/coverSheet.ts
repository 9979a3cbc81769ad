/**
 * The list of contents of a letter's folder in a package, for the people who open it: which documents, in which order,
 * how long, in which language, of which day, and by which digest each can be compared. Set as other papers are; nobody
 * issues it, so it has neither number nor seal of its own. Pure.
 */
import { sayDate } from '../base/dates.js'
import { type Bilingual, COMMA, fill, joined } from '../base/text.js'
import { PAPER_LANGUAGES } from '../forms/choices.js'
import { labelOf } from '../forms/engine/ui.js'
import type { LetterLine } from './letter.service.js'
import type { FormSection, LetterData } from './letterData.js'
import type { Description } from './package.js'
import { DRAWN } from './packageNames.js'

type Evidence = Description['evidence']
type Row = FormSection['rows'][number]

/** In groups, so that it can be compared by eye and a line can break. */
const grouped = (sha256: string): string => sha256.replace(/.{8}(?=.)/g, '$& ')

/** The name of a file without its folders. */
const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1)

function pagesText({ pages, mime }: Evidence[number]): Bilingual {
  if (pages !== null) return pages === 1 ? { zh: '1页', en: '1 page' } : { zh: `${pages}页`, en: `${pages} pages` }
  return mime.startsWith('image/') ? { zh: '图片', en: 'a picture' } : { zh: '页数未能读出', en: 'pages not counted' }
}

function rowOf(paper: Evidence[number], place: number): Row {
  const { label, kind, language, issuedOn, sha256 } = paper
  const isDrawn = Object.values(DRAWN).includes(kind)
  const said: Bilingual = joined(
    [
      !isDrawn && pagesText(paper),
      language && labelOf(PAPER_LANGUAGES, language),
      issuedOn ? fill(isDrawn ? SIGNED : ISSUED, { on: sayDate(issuedOn) }) : NO_DAY,
    ],
    COMMA,
  )
  const number = String(place + 1).padStart(2, '0')
  return {
    label: { zh: `${number} ${label.zh}`, en: `${number} ${label.en}` },
    value: fill(ROW, { said, name: nameOf(paper.file), digest: grouped(sha256) }),
  }
}

/**
 * What is set.
 * @param letter the letter of the folder, whose head, addressee, check code and specimen words it has
 * @param madeOn the day of the package
 */
export function coverSheet(letter: LetterData, line: LetterLine, evidence: Evidence, madeOn: string): LetterData {
  const { issuer, addressee, check, specimen } = letter
  const letterRow: Row = {
    label: { zh: '文书', en: 'Letter' },
    value: fill(LETTER, { number: letter.number, digest: grouped(line.sha256 ?? '') }),
  }
  return {
    version: 1,
    kind: 'packageContents',
    number: letter.number,
    issuedOn: madeOn,
    issuer,
    addressee,
    title: { zh: '随文资料目录', en: 'List of contents' },
    opening: both(OPENING, { number: letter.number, count: evidence.length }),
    facts: [
      { label: { zh: '案件编号', en: 'Case' }, value: same(line.caseNumber) },
      { label: { zh: '人选', en: 'Candidate' }, value: same(line.talentName ?? ERASED.zh) },
      { label: { zh: '用人单位', en: 'Employer' }, value: same(line.firmName) },
    ],
    assessment: { zh: [], en: [] },
    findings: [],
    form: [{ heading: { zh: '目录', en: 'Contents' }, rows: [letterRow, ...evidence.map(rowOf)] }],
    closing: both(CLOSING, {}),
    contact: null,
    attachments: [],
    copiedTo: null,
    signatory: issuer,
    validUntil: null,
    seal: null,
    sealed: false,
    check,
    specimen,
  }
}

const same = (text: string): Bilingual => ({ zh: text, en: text })
function both(text: Bilingual, values: Readonly<Record<string, string | number>>): LetterData['opening'] {
  const { zh, en } = fill(text, values)
  return { zh: [zh], en: [en] }
}

const OPENING: Bilingual = {
  zh: '下列{count}份材料随{number}一并送交。本目录由系统编制，供收件核对，不另编号，不加盖印章。',
  en:
    'The {count} documents below come with {number}. The system has made this list so that they can be counted and ' +
    'compared; it has no number or seal of its own.',
}
const CLOSING: Bilingual = {
  zh: '文件的SHA-256摘要与目录一致的，即为申请时提交的原文件。文书真伪以核验页为准。',
  en:
    'A file with the SHA-256 digest listed here is the one that was submitted. ' +
    'The letter is checked on the check page.',
}
const ROW: Bilingual = { zh: '{said}；文件名“{name}”；SHA-256 {digest}', en: '{said}; SHA-256 {digest}' }
const LETTER: Bilingual = { zh: '{number}；文件名“letter.pdf”；SHA-256 {digest}', en: '{number}; SHA-256 {digest}' }
const ISSUED: Bilingual = { zh: '{on}签发', en: 'issued {on}' }
const SIGNED: Bilingual = { zh: '{on}手写签名，由系统制成文件', en: 'signed on {on}; made by the system' }
const NO_DAY: Bilingual = { zh: '不须注明签发日', en: 'no day of issue asked for' }
const ERASED: Bilingual = { zh: '已删除', en: 'erased' }
