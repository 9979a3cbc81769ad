/**
 * The page of documents: what this application needs and in which state it is, what its goods need,
 * what the permit authority will ask for later by its route and circumstances, papers in other
 * languages beside their translations, and a place for anything else.
 */
import { path, withQuery } from '../../base/path.js'
import { type Bilingual, COMMA, fill, joined, type Language } from '../../base/text.js'
import { isForGoods } from '../../criteria/advice.js'
import type { DocumentRule } from '../../criteria/documents.js'
import type { PermitFiles } from '../../criteria/permitFiles.js'
import { judgePromises, type PromisedDocument } from '../../criteria/promises.js'
import { readSubject, type Subject } from '../../criteria/subject.js'
import { parseApplication } from '../../forms/application.js'
import { PROMISED_KINDS, TRANSLATION } from '../../forms/choices.js'
import { kindId, ONLY, sectionAddress } from '../case/addresses.js'
import { kindLabel } from '../case/case.view.js'
import { comparedView } from '../case/compared.view.js'
import { current } from '../../cases/documents.js'
import { type OwnCase, sendingOf } from '../case/own.js'
import { readNumber, readText } from '../http/input.js'
import { counted, day } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { link, success } from '../kit/pieces.js'
import { type DocumentsInput, PaperForms } from './documents.forms.js'
import { dropView } from './drop.view.js'
import { pairsOf } from './documents.pairs.js'
import { kindRow, type RowContext } from './documents.rows.js'
import { countOf, nameOf, tasksLink } from './standing.js'

type Rules = ReadonlyMap<string, DocumentRule>
type KindRow = ReturnType<typeof kindRow>

interface PaperRules {
  readonly rules: Rules
  /** What the permit system takes, where that is known. */
  readonly permitFiles: PermitFiles | undefined
}

export function documentsView(
  own: OwnCase,
  { rules, permitFiles }: PaperRules,
  { only: asked, ...given }: DocumentsInput,
  language: Language,
) {
  const only = asked !== undefined && rules.has(asked) ? asked : undefined
  const input = { ...given, only }
  const forms = new PaperForms(input, language)
  const promises = promisesOf(own, rules)
  const context: RowContext = { own, input, forms, promises, permitFiles }
  const { needed, goods, later } = rowsOf(context, rules)
  const pairs = only === undefined || only === TRANSLATION ? pairsOf(context, rules) : undefined
  const shown = new Set([TRANSLATION, ...[...needed, ...goods, ...later].map(({ kind }) => kind)])
  const spare = new Map([...rules].filter(([kind]) => !shown.has(kind)))
  const caseId = own.file.case.id
  const { most } = given
  const correcting = sendingOf(own.file)?.action === 'resubmit'
  const lacking = only ? [] : needed.filter(({ isLacking }) => isLacking)
  const spoiled = only ? [] : [...needed, ...goods, ...later].filter(({ isSpoiled }) => isSpoiled)
  const absent = (rows: readonly KindRow[]) => (only ? [] : rows.filter(({ papers }) => papers.length === 0))
  const checked = [...absent(goods), ...(!only && pairs?.isLacking ? [pairs] : [])]
  return {
    title: { zh: '材料', en: 'Documents' },
    back: tasksLink(caseId),
    notices: noticesOf(input, [...needed, ...goods, ...later, ...(pairs ? [pairs] : [])]),
    who: nameOf(own.file.case),
    host: nameOf(own.file.case),
    count: countOf('documents'),
    action: withQuery(path.documents(caseId), { [ONLY]: only }),
    promise: withQuery(path.promise(caseId), { [ONLY]: only }),
    circumstances: sectionAddress(caseId, 'circumstances'),
    review: path.review(caseId),
    correcting,
    whole: only ? path.documents(caseId) : undefined,
    route: routeText(own),
    letters: lettersText(promises),
    permitFiles: permitFiles?.text,
    expected: expectedText(own),
    drop: only === undefined && most !== undefined ? dropView(own, rules, { ...given, most }, language) : undefined,
    needed,
    goods,
    later,
    compared: only ? undefined : comparedView(caseId, own.compared),
    pairs,
    more: !only && spare.size > 0 ? forms.ofAny(spare) : undefined,
    here: only
      ? correcting
        ? { zh: '须补正的材料', en: 'Documents to correct' }
        : kindLabel(only)
      : hereText(needed, lacking.length, spoiled.length),
    lacking: [...lacking.map(linkTo), ...spoiled.map(spoiledLink)],
    checked: checked.map(linkTo),
    wanted: absent(later).map(linkTo),
  }
}

const linkTo = ({ id, title }: { readonly id: string; readonly title: Bilingual }) => link(title, `#${id}`)

const spoiledLink = ({ id, title }: { readonly id: string; readonly title: Bilingual }) =>
  link(fill({ zh: '{title}（需修改）', en: '{title} (needs correction)' }, { title }), `#${id}`)

const sortedNotice = (count: number): Notice =>
  success(`${count} 份文件已归入材料清单`, `${counted(count, 'file is', 'files are')} in the list of documents`)

/** The same on the page of the check, to which the last file leads. */
export function sortedNotices(query: unknown): Notice[] {
  const count = readNumber(query, 'count')
  return readText(query, 'done') === 'sorted' && count ? [sortedNotice(count)] : []
}

/** What was taken away and has no row any more is said at the top. */
function noticesOf({ done, kind, count }: DocumentsInput, rows: readonly { readonly id: string }[]): Notice[] {
  if (done === 'brought' && count)
    return [success(`已带入 ${count} 份材料`, `${counted(count, 'document was', 'documents were')} taken over`)]
  if (done === 'sorted' && count) return [sortedNotice(count)]
  if (done === 'thrownAway' && count)
    return [success(`已删除 ${count} 份文件`, `${counted(count, 'file was', 'files were')} removed`)]
  if (done !== 'removed' || !kind || rows.some(({ id }) => id === kindId(kind))) return []
  return [{ ...success('已删除', 'Removed', kindLabel(kind)), id: kindId(kind) }]
}

/** Every kind that a letter might replace, judged as if the firm had asked for it. */
function promisesOf({ file, check }: OwnCase, rules: Rules): ReadonlyMap<string, PromisedDocument> {
  const { partial } = parseApplication(file.answers)
  // every leaf of the form's type fits the one that is judged, or is unknown to it
  const known = readSubject(partial as Subject)
  const promised = PROMISED_KINDS.map(({ value }) => value)
  const asked = { ...known, circumstances: { ...known.circumstances, promised } }
  const judged = judgePromises(asked, Object.fromEntries(rules), check.judgement.ways)
  return new Map(judged.map((one) => [one.document, one]))
}

/** What the recommendation needs, what the goods need, and what is here beyond it or will be asked for. */
function rowsOf(context: RowContext, rules: Rules): { needed: KindRow[]; goods: KindRow[]; later: KindRow[] } {
  const { own, input } = context
  const here = new Set(current(own.file.attachments).map(({ kind }) => kind))
  const advised = new Set<string>(own.check.judgement.advice.map(({ document }) => document))
  const kinds = [...rules]
    .filter(([kind]) => kind !== TRANSLATION && (!input.only || kind === input.only))
    .sort(([, one], [, other]) => one.order - other.order)
  const rows = (isWanted: (kind: string, rule: DocumentRule) => boolean) =>
    kinds.flatMap(([kind, rule]) => (isWanted(kind, rule) ? [kindRow(context, kind, rule)] : []))
  const isAsked = (kind: string, { needed }: DocumentRule) =>
    !needed && (kind === input.only || here.has(kind) || advised.has(kind))
  return {
    needed: rows((_, rule) => rule.needed),
    goods: rows((kind, rule) => isAsked(kind, rule) && isForGoods(rule)),
    later: rows((kind, rule) => isAsked(kind, rule) && !isForGoods(rule)),
  }
}

function hereText(needed: readonly KindRow[], lacking: number, spoiled: number): Bilingual {
  const replaced = needed.filter(({ commitment, papers }) => commitment?.taken && commitment.allowed && !papers.length)
  const count = needed.length
  const letters = replaced.length
  if (lacking + spoiled > 0)
    return joined(
      [
        { zh: `所需 ${count} 种`, en: `${counted(count, 'kind', 'kinds')} needed` },
        letters > 0 && { zh: `${letters} 种以承诺书代替`, en: `${letters} replaced by a letter of commitment` },
        lacking > 0 && { zh: `缺少 ${lacking} 种`, en: `${lacking} missing` },
        spoiled > 0 && { zh: `${spoiled} 种需修改`, en: `${spoiled} to be corrected` },
      ],
      COMMA,
    )
  if (letters > 0)
    return {
      zh: `所需 ${count} 种已备齐，其中 ${letters} 种以承诺书代替`,
      en: `All ${count} kinds provided, ${letters} of them by a letter of commitment`,
    }
  return { zh: `所需 ${count} 种已备齐`, en: `All ${count} kinds provided` }
}

/** The class that is reached by the answers so far, and by which routes. */
function routeText({ check: { judgement } }: OwnCase): Bilingual {
  const { category, ways } = judgement
  if (category === 'none')
    return {
      zh: '按目前的回答，尚未达到A类或B类。',
      en: 'From your answers so far, the candidate reaches neither class A nor class B.',
    }
  const open = ways.filter((way) => way.open && way.class === category)
  return fill(
    {
      zh: '按目前的回答，人选达到{category}类（{ways}）。',
      en: 'From your answers so far, the candidate reaches class {category} ({ways}).',
    },
    { category, ways: joined(open.map(({ label }) => label)) },
  )
}

/** Which certificates a letter of commitment may replace in this case. */
function lettersText(promises: ReadonlyMap<string, PromisedDocument>): Bilingual {
  const allowed = [...promises.values()].filter((promise) => promise.allowed).map(({ label }) => label)
  if (allowed.length === 0)
    return {
      zh: '本申请不适用以承诺书代替证明。',
      en: 'In this application a letter of commitment cannot replace a certificate.',
    }
  return fill(
    { zh: '可以用承诺书代替：{labels}。', en: 'A letter of commitment may replace: {labels}.' },
    { labels: joined(allowed, { zh: '、', en: '; ' }) },
  )
}

const expectedText = ({ check: { judgement } }: OwnCase): Bilingual =>
  fill(
    {
      zh: '预计决定日：{day}{provisional}。有有效期的证明，在该日仍须有效。',
      en: 'Decision expected on {day}{provisional}. Certificates must still be valid on that day.',
    },
    {
      day: day(judgement.expectedDecisionOn),
      provisional: judgement.provisional ? { zh: '（暂定）', en: ' (provisional)' } : '',
    },
  )
