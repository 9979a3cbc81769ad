/** A case made ready for pages: answers, firm, papers, points and buttons. The firm's page and the officers' desk share these. */
import type { Bilingual, Language } from '../base/text.js'
import type { Check } from '../cases/preflight.js'
import type { Attachment, CaseFile } from '../cases/reading.service.js'
import { APPLICATION, SECTIONS } from '../forms/application.js'
import { type CheckRow, checkRows } from '../forms/check.js'
import { CROSS_BORDER_FILINGS, DISTRICTS, DOCUMENT_KINDS } from '../forms/choices.js'
import type { Firm } from '../people/firm.service.js'
import type { Choice } from '../workflow/step.js'
import { WORDS } from '../workflow/words.js'
import { both, dateText } from './page.js'
import type { Button, DocumentRow, Piece, Points, Summary, SummaryRow, Text } from './parts.js'

/** The answer that officers read in the passport itself; its check digits are judged. */
const UNREAD = 'talent.passport.mrz'

/** All answers, section by section, as summary lists; what is asked several times is one row a time. */
export function answerSections(answers: unknown, language: Language) {
  return SECTIONS.filter(({ key, paths }) => key !== 'documents' && paths.length > 0).flatMap(
    ({ key, label, paths }) => {
      const rows = checkRows(APPLICATION, answers, language, { only: paths }).filter(
        ({ lines, path }) => lines.length > 0 && path !== UNREAD,
      )
      return rows.length > 0 ? [{ key, label, summary: { small: true, rows: gathered(rows) } }] : []
    },
  )
}

function gathered(rows: readonly CheckRow[]): SummaryRow[] {
  const found: (SummaryRow & { line: (Text | Piece)[]; times?: string })[] = []
  for (const { path, group, key, lines } of rows) {
    const times = /^.*\.\d+(?=\.)/.exec(path)?.[0]
    const last = found.at(-1)
    if (times && last?.times === times) last.line.push({ text: ` ${key} `, look: 'quiet' }, lines.join('，'))
    else if (times) found.push({ times, key: group ?? key, line: [{ text: lines.join(' '), look: 'strong' }] })
    else found.push({ key, line: lines.map((text, index) => (index === 0 ? text : { text, below: true })) })
  }
  return found.map(({ key, line }) => ({ key, line }))
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
  DOCUMENT_KINDS.find(({ value }) => value === kind)?.label ?? { zh: kind, en: kind }

/** The papers that count now, in the order of their kinds. */
export function documentRows(
  file: CaseFile,
  check: Check | undefined,
  hrefOf: (paper: Attachment) => string,
): DocumentRow[] {
  const order = DOCUMENT_KINDS.map(({ value }) => value as string)
  const current = file.attachments
    .filter(({ replacedAt }) => replacedAt === null)
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.id - b.id)
  return current.map((paper) => {
    const found = (list: readonly { code: string; path: string; message: Bilingual }[] | undefined) =>
      (list ?? [])
        .filter(({ path, code }) => path === `documents.${paper.kind}` && !code.startsWith('missing:'))
        .map(({ message }) => message)
    const bad = [...paper.unfit.map(({ zh, en }) => ({ zh, en })), ...found(check?.judgement.blocks)]
    const near = found(check?.judgement.warns)
    const marks = [
      ...bad.map((text) => ({ text, tone: 'bad' as const })),
      ...near.map((text) => ({ text, tone: 'near' as const })),
    ]
    const issued = paper.issuedOn
    const pages = paper.pages
    return {
      title: kindLabel(paper.kind),
      href: hrefOf(paper),
      note: both((language) =>
        [
          issued &&
            (language === 'zh'
              ? `${dateText(issued, 'zh', 'short')}签发`
              : `issued ${dateText(issued, 'en', 'short')}`),
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
      ...(marks.length > 0 && { marks }),
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
        (value && rule
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

/** The buttons of a case, the likeliest first; what must wait shows its reasons. Those without questions of their own are sent at once. */
export function actionButtons(
  choices: readonly Choice[],
  caseId: number,
  left: ReadonlySet<string> = new Set(),
): Button[] {
  return choices
    .filter(({ action }) => !left.has(action))
    .map(({ action, kind, enabled, because }, index) => {
      const words = WORDS[action]
      return {
        text: words?.label ?? action,
        id: `do-${action}`,
        ...(enabled && { href: `/cases/${caseId}/actions/${action}` }),
        ...(words?.grave
          ? { kind: 'final' as const }
          : index === 0 && kind === 'action'
            ? {}
            : { kind: 'secondary' as const }),
        ...(!enabled && { unavailable: because.slice(0, 6).map(({ zh, en }) => ({ zh, en })) }),
      }
    })
}

/** A district by its code. */
export const districtLabel = (code: string): Bilingual =>
  DISTRICTS.find(({ value }) => value === code)?.label ?? { zh: code, en: code }
