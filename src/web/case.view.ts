/** A case made ready for pages: head with its ruler, answers, papers, history, points and buttons. The firm's page and the officers' desk share these. */
import type { Bilingual, Language } from '../base/text.js'
import type { Check } from '../cases/preflight.js'
import type { Attachment, CaseFile, CaseLine, TimelineEvent } from '../cases/reading.service.js'
import { ACTION_FORMS } from '../forms/actions.js'
import { APPLICATION, SECTIONS } from '../forms/application.js'
import { checkRows, listAnswers } from '../forms/check.js'
import { DISTRICTS, DOCUMENT_KINDS } from '../forms/choices.js'
import type { Authority } from '../reference/authorities.js'
import type { Calendar, TimeLimit } from '../reference/workingDays.js'
import type { Choice } from '../workflow/step.js'
import { metaOf } from '../workflow/step.js'
import { WORDS } from '../workflow/words.js'
import { both, dateText, timeText } from './page.js'
import type { Button, CaseHead, DocumentRow, Points, Summary, Tag, Text, TimelineItem } from './parts.js'
import { type Due, due, leftText, type Ruler, type RulerSize, ruler } from './ruler.js'

/** The stages of the promise, by the limits that the chart's clocks name. */
export const STAGE_LIMITS: readonly string[] = ['acceptance', 'assessment', 'decision']
const STAGE_NAMES: readonly Bilingual[] = [
  { zh: '受理', en: 'Intake' },
  { zh: '评估', en: 'Assessment' },
  { zh: '决定', en: 'Decision' },
]

/** What views need to know besides the case. */
export interface Around {
  readonly today: string
  readonly calendar: Calendar
  readonly limits: ReadonlyMap<string, TimeLimit>
  readonly authorities: ReadonlyMap<number, Authority>
}

export const tagOf = (state: string): Tag => {
  const { label, tag } = metaOf(state)
  return { label, glyph: tag.glyph, colour: tag.colour }
}

/** The stage that a case is in, by the clock of its state, or of the state that asked for the correction; past the last one when all three are over. */
export function stageOf(line: CaseLine, askedFrom?: string | null): number {
  const clock = metaOf(line.state).clock
  const limit = clock?.stops && askedFrom ? metaOf(askedFrom).clock?.limit : clock?.limit
  const stage = limit ? STAGE_LIMITS.indexOf(limit) : -1
  return stage < 0 ? STAGE_LIMITS.length : stage
}

/** The state that asked for the correction that is open. */
export const askedFromOf = (events: readonly TimelineEvent[]): string | null =>
  events.findLast(({ action }) => action === 'requestCorrection')?.fromState ?? null

const daysLeft = (line: CaseLine, { calendar, today }: Around): number | null =>
  line.dueOn === null ? null : calendar.daysLeft(today, line.dueOn)

/** The small ruler of a queue row; undefined when nothing is due. */
export function dueOf(line: CaseLine, around: Around): Due | undefined {
  const { clock } = metaOf(line.state)
  const left = daysLeft(line, around)
  if (!clock || left === null) return undefined
  return due(
    around.limits.get(clock.limit)?.amount ?? 0,
    clock.stops ? (line.daysLeft ?? 0) : left,
    clock.stops ?? false,
  )
}

/** The working-day ruler of a case's three stages. */
export function caseRuler(line: CaseLine, askedFrom: string | null, around: Around, size: RulerSize = 'head'): Ruler {
  const stages = STAGE_LIMITS.map((name, index) => ({
    name: STAGE_NAMES[index] ?? { zh: name, en: name },
    limit: around.limits.get(name)?.amount ?? 0,
  }))
  const stopped = metaOf(line.state).clock?.stops ?? false
  const left = stopped ? (line.daysLeft ?? 0) : (daysLeft(line, around) ?? 0)
  return ruler(stages, { stage: stageOf(line, askedFrom), left, stopped }, size)
}

/** The last day by which a decision is promised, as far as it can be said now. */
export function promisedOn(
  line: CaseLine,
  askedFrom: string | null,
  { calendar, limits, today }: Around,
): string | null {
  if (!line.filedOn) return null
  const stage = stageOf(line, askedFrom)
  if (stage >= STAGE_LIMITS.length || line.dueOn === null) return null
  const stopped = metaOf(line.state).clock?.stops ?? false
  const start = stopped ? calendar.addWorkingDays(today, line.daysLeft ?? 0).on : line.dueOn
  const rest = STAGE_LIMITS.slice(stage + 1).reduce((sum, name) => sum + (limits.get(name)?.amount ?? 0), 0)
  return calendar.addWorkingDays(start, rest).on
}

export function caseHead(file: CaseFile, around: Around): CaseHead {
  const { case: line, events } = file
  const asked = askedFromOf(events)
  const left = daysLeft(line, around)
  const stopped = metaOf(line.state).clock?.stops ?? false
  const promise = promisedOn(line, asked, around)
  const name = line.systemName ?? line.talentName ?? line.number
  const other = line.talentName && line.talentName.toUpperCase() !== name.toUpperCase() ? line.talentName : undefined
  return {
    name,
    ...(other && { otherName: { text: other } }),
    tag: tagOf(line.state),
    number: line.number,
    facts: [
      [line.firmName],
      ...(line.claimedName
        ? [
            [
              { zh: '承办 ', en: 'Held by ' },
              { text: line.claimedName, look: 'strong' as const },
            ],
          ]
        : []),
    ],
    ...(left !== null && {
      clock: {
        now: {
          zh: `${metaOf(line.state).label.zh}，${leftText(stopped ? (line.daysLeft ?? 0) : left, stopped).zh}`,
          en: `${metaOf(line.state).label.en}, ${leftText(stopped ? (line.daysLeft ?? 0) : left, stopped).en}`,
        },
        promise: promise
          ? both((language) =>
              language === 'zh' ? `承诺 ${dateText(promise, 'zh')}` : `promised ${dateText(promise, 'en')}`,
            )
          : both((language) =>
              language === 'zh'
                ? `到期 ${dateText(line.dueOn ?? '', 'zh')}`
                : `due ${dateText(line.dueOn ?? '', 'en')}`,
            ),
        ruler: caseRuler(line, asked, around),
      },
    }),
  }
}

/** All answers, section by section, as summary lists. `changed` gives what stood at a path before. */
export function answerSections(answers: unknown, language: Language, changed: ReadonlyMap<string, string> = new Map()) {
  return SECTIONS.filter(({ key, paths }) => key !== 'documents' && paths.length > 0).map(({ key, label, paths }) => {
    const rows = checkRows(APPLICATION, answers, language, { only: paths }).filter(({ lines }) => lines.length > 0)
    const summary: Summary = {
      small: true,
      rows: rows.map((row) => {
        const was = changed.get(row.path)
        const line = row.lines.map((text, index) => (index === 0 ? text : { text, below: true }))
        return { key: row.group ? `${row.group} · ${row.key}` : row.key, line, ...(was !== undefined && { was }) }
      }),
    }
    return { key, label, summary }
  })
}

const kindLabel = (kind: string): Bilingual =>
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

/** What an event says, from the form of its action: each question with its answer. */
function wordsOf({ action, content }: TimelineEvent): Bilingual | undefined {
  const form = ACTION_FORMS[action]
  if (!form || !content || action === 'attachFile' || action === 'saveAnswers' || action === 'submit') return undefined
  const answers = listAnswers(form, content).filter(({ answer }) => answer !== null)
  if (answers.length === 0) return undefined
  return both((language) =>
    answers
      .map(({ label, answer }) => `${label[language]}${language === 'zh' ? '：' : ': '}${answer?.[language] ?? ''}`)
      .join(language === 'zh' ? '；' : '; '),
  )
}

function byOf({ actorKind, actorName, authorityId }: TimelineEvent, { authorities }: Around): Text | undefined {
  if (actorKind !== 'person') return { zh: '系统', en: 'the system' }
  const authority = authorityId === null ? undefined : authorities.get(authorityId)?.short
  if (!authority) return actorName ?? undefined
  return actorName ? { zh: `${actorName}，${authority.zh}`, en: `${actorName}, ${authority.en}` } : authority
}

/** The history, the latest first. Readings and savings of a draft are left out: they have a page of their own for the auditor. */
export function timelineItems(file: CaseFile, around: Around): TimelineItem[] {
  const shown = file.events
    .filter(({ action }) => !action.startsWith('read') && action !== 'fetchLetter' && action !== 'saveAnswers')
    .reverse()
  return shown.map((event, index) => {
    const by = byOf(event, around)
    const words = wordsOf(event)
    const kind =
      metaOf(event.toState).clock?.stops && event.fromState !== event.toState
        ? 'stop'
        : WORDS[event.action]?.grave
          ? 'end'
          : index === 0
            ? 'now'
            : undefined
    return {
      title: WORDS[event.action]?.done ?? event.action,
      at: both((language) => timeText(event.at, language, 'short')),
      datetime: event.at.toISOString(),
      ...(by && { by }),
      ...((words || event.internal) && {
        line: [
          ...(words ? [words] : []),
          ...(event.internal
            ? [{ text: { zh: ' 内部，企业看不到', en: ' internal, not for the firm' }, look: 'quiet' as const }]
            : []),
        ],
      }),
      ...(kind && { kind }),
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
