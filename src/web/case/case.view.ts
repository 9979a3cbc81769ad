/**
 * A case made ready for pages: answers, firm, papers, points and buttons. The firm's page and the officers' desk
 * share these.
 */
import { SCAN_WORDS } from '../../base/scanning.js'
import { type Bilingual, type Language, sameText } from '../../base/text.js'
import type { Attachment, CaseFile } from '../../cases/caseFile.js'
import type { Check } from '../../cases/preflight.js'
import { APPLICATION, SECTIONS } from '../../forms/application.js'
import { type CheckRow, checkRows } from '../../forms/engine/check.js'
import { CROSS_BORDER_FILINGS, DISTRICTS, DOCUMENT_KINDS, ENCLOSURE } from '../../forms/choices.js'
import type { Firm } from '../../people/firm.service.js'
import { FORMS } from '../../workflow/forms.js'
import type { Choice } from '../../workflow/step.js'
import { WORDS } from '../../workflow/words.js'
import { actionAddress } from './addresses.js'
import { inOrder } from './documents.js'
import { both, dateText } from '../kit/page.js'
import type { Button, DocumentRow, Piece, Points, Summary, SummaryRow, Text } from '../kit/parts.js'
import type { Act } from '../../workflow/machine.js'

/** The answer that officers read in the passport itself; its check digits are judged. */
const UNREAD = 'talent.passport.mrz'

/** What stood at a question in the filing before, by the question's path; null when nothing did. */
export type Earlier = ReadonlyMap<string, Bilingual | null>

/** The papers that an answer rests on, by its path. */
type Sources = (path: string) => NonNullable<SummaryRow['sources']>

interface Shown {
  readonly earlier?: Earlier | undefined
  readonly without?: RegExp
  readonly sources?: Sources
}

/** The figures of a platform's export, which officers read in the panel of evidence, month by month. */
export const EXPORTED = /^channels\.\d+\.export\./

/**
 * All answers but those that are left out, section by section, as summary lists; what is asked several times is one
 * row a time. What changed since the filing before is marked.
 */
export function answerSections(
  answers: unknown,
  language: Language,
  { earlier = new Map(), without, sources }: Shown = {},
) {
  return SECTIONS.filter(({ key, paths }) => key !== 'documents' && paths.length > 0).flatMap(
    ({ key, label, paths }) => {
      const rows = checkRows(APPLICATION, answers, language, { only: paths }).filter(
        ({ lines, path }) => lines.length > 0 && path !== UNREAD && !without?.test(path),
      )
      return rows.length > 0
        ? [{ key, label, summary: { small: true, rows: gathered(rows, language, earlier, sources) } }]
        : []
    },
  )
}

/**
 * What is asked several times is one row a time: what it is first, the rest in one line below. A period and what was
 * done in it read as a sentence.
 */
function gathered(
  rows: readonly CheckRow[],
  language: Language,
  earlier: Earlier,
  sources: Sources = () => [],
): SummaryRow[] {
  const found: {
    key: Text
    first: string
    rest: string[]
    times?: string
    sources: NonNullable<SummaryRow['sources']>
    plain?: readonly string[]
    was?: Bilingual | null
  }[] = []
  for (const { path, group, key, lines } of rows) {
    const times = /^.*\.\d+(?=\.)/.exec(path)?.[0]
    const last = found.at(-1)
    const value = lines.join(language === 'zh' ? '，' : ', ')
    const was = earlier.get(path)
    if (!times) found.push({ key, first: '', rest: [], sources: sources(path), plain: lines, was })
    else if (last?.times !== times)
      found.push({ key: group ?? key, first: value, rest: [], sources: sources(path), times })
    else if (path.endsWith('.to')) last.first += language === 'zh' ? `至${value}` : ` to ${value}`
    else if (path.endsWith('.what')) last.rest.push(value)
    else last.rest.push(`${key} ${value}`)
  }
  const changed = (times: string) => [...earlier.keys()].some((path) => `${path}.`.startsWith(`${times}.`))
  return found.map(({ key, first, rest, plain, times, was, sources: links }) => ({
    key,
    sources: links.length > 0 ? links : undefined,
    was: was || undefined,
    line: plain
      ? [
          ...plain.map((text, index) => (index === 0 ? text : { text, below: true })),
          ...(was === null ? [CHANGED] : []),
        ]
      : [
          { text: first, look: 'strong' as const },
          ...(rest.length > 0 ? [{ text: rest.join(' · '), below: true }] : []),
          ...(times && changed(times) ? [CHANGED] : []),
        ],
  }))
}

const CHANGED: Piece = {
  text: { zh: '本次改动', en: 'changed in this filing' },
  icon: 'turn',
  look: 'near',
  below: true,
}

/** The firm as it is registered. */
export function firmSummary(firm: Firm): Summary {
  return {
    small: true,
    rows: [
      {
        key: { zh: '企业', en: 'Firm' },
        line: [firm.nameZh, ...(firm.nameEn ? [{ text: firm.nameEn, below: true, look: 'quiet' as const }] : [])],
      },
      { key: { zh: '信用代码', en: 'Credit code' }, line: [{ text: firm.creditCode, look: 'code' }] },
      {
        key: { zh: '区', en: 'District' },
        line: [districtLabel(firm.district), ...(firm.zone ? [` · ${firm.zone}`] : [])],
      },
      {
        key: { zh: '跨境备案', en: 'Cross-border filing' },
        line: [CROSS_BORDER_FILINGS.find(({ value }) => value === firm.crossBorderFiling)?.label ?? '—'],
      },
    ],
  }
}

/** What a kind of paper is called. */
export const kindLabel = (kind: string): Bilingual =>
  kind === ENCLOSURE
    ? { zh: '消息的附件', en: 'Sent with a message' }
    : (DOCUMENT_KINDS.find(({ value }) => value === kind)?.label ?? { zh: kind, en: kind })

/** The papers that count now, in the order of their kinds. */
export function documentRows(
  file: CaseFile,
  check: Check | undefined,
  hrefOf: (paper: Attachment) => string,
): DocumentRow[] {
  return inOrder(file.attachments).map((paper) => {
    const found = (list: readonly { code: string; path: string; message: Bilingual }[] | undefined) =>
      (list ?? [])
        .filter(({ path, code }) => path === `documents.${paper.kind}` && !code.startsWith('missing:'))
        // what the upload has said of the file need not be said twice
        .filter(({ code }) => paper.unfit.length === 0 || code !== `${paper.kind}Unfit`)
        .map(({ message }) => message)
    const { scan, issuedOn, pages } = paper
    const closed = scan !== null && scan !== 'clean' ? SCAN_WORDS[scan] : undefined
    const bad = [
      ...(closed && scan !== 'waiting' ? [closed] : []),
      ...paper.unfit.map(({ zh, en }) => ({ zh, en })),
      ...found(check?.judgement.blocks),
    ]
    const near = [...(closed && scan === 'waiting' ? [closed] : []), ...found(check?.judgement.warns)]
    const marks = [
      ...bad.map((text) => ({ text, tone: 'bad' as const })),
      ...near.map((text) => ({ text, tone: 'near' as const })),
    ]
    return {
      title: kindLabel(paper.kind),
      href: !closed ? hrefOf(paper) : undefined,
      note: both((language) =>
        [
          issuedOn &&
            (language === 'zh'
              ? `${dateText(issuedOn, 'zh', 'short')}签发`
              : `issued ${dateText(issuedOn, 'en', 'short')}`),
          pages
            ? language === 'zh'
              ? `${pages} 页`
              : `${pages} ${pages === 1 ? 'page' : 'pages'}`
            : `${Math.ceil(paper.bytes / 1024)} KB`,
        ]
          .filter(Boolean)
          .join(' · '),
      ),
      tone: bad.length > 0 ? 'bad' : near.length > 0 ? 'near' : 'ok',
      marks: marks.length > 0 ? marks : undefined,
    }
  })
}

export function pointsOf({ judgement }: Check): Points {
  const { points, category } = judgement
  const most = points.lines.reduce((sum, { cap }) => sum + cap, 0)
  return {
    caption: { zh: '九项积分', en: 'The nine elements' },
    rows: points.lines.map(({ label, value, rule, note, points: got, cap }) => ({
      name: label,
      why:
        note ??
        (value && rule && !sameText(value, rule)
          ? { zh: `${value.zh}：${rule.zh}`, en: `${value.en}: ${rule.en}` }
          : (value ?? rule ?? { zh: '—', en: '—' })),
      got,
      most: cap,
    })),
    total: {
      why:
        category === 'none'
          ? { zh: '未到 A 类或 B 类', en: 'neither class' }
          : { zh: `${category} 类`, en: `class ${category}` },
      got: points.total,
      most,
    },
  }
}

/**
 * The buttons of a case, the likeliest first; what must wait shows its reasons. An action that asks nothing and ends
 * nothing is sent at once by the form around the buttons; all others lead to their own form.
 */
export function actionButtons(
  choices: readonly Choice[],
  caseId: number,
  left: ReadonlySet<string> = new Set(),
): Button[] {
  return choices
    .filter(({ action }) => !left.has(action))
    .map(({ action, kind, enabled, because }, index) => {
      const words = WORDS[action]
      const address = actionAddress(caseId, action)
      const look = words.grave ? 'final' : index === 0 && kind === 'action' ? undefined : 'secondary'
      return {
        text: words.label,
        id: `do-${action}`,
        ...(enabled && (asksNothing(action) && !words.grave ? { formaction: address } : { href: address })),
        kind: look,
        unavailable: !enabled ? because.slice(0, 6).map(({ zh, en }) => ({ zh, en })) : undefined,
      }
    })
}

const asksNothing = (action: Act): boolean => Object.keys(FORMS[action].shape).length === 0

/** A district by its code. */
export const districtLabel = (code: string): Bilingual =>
  DISTRICTS.find(({ value }) => value === code)?.label ?? { zh: code, en: code }
