/**
 * The one deficiency notice: everything that the departments have proposed since the last one, the
 * same place once, in the order of the documents, each with who proposed it and why; and what an
 * earlier notice asked for already, with the way out.
 */
import type { Bilingual, Language } from '../../base/text.js'
import { say } from '../../base/text.js'
import type { CaseFile, TimelineEvent } from '../../cases/caseFile.js'
import { type Branch, memberOf, valueAt } from '../../forms/engine/node.js'
import { isBlank } from '../../forms/engine/node.js'
import type { FormView, ItemView } from '../../forms/engine/parts.js'
import { PLACES, sayPlace } from '../../forms/places.js'
import type { PageContext } from '../case/clock.view.js'
import { both, dateText } from '../kit/page.js'
import type { Notice, Summary } from '../kit/parts.js'
import { currentPaper } from './evidence.js'
import { viewHref } from '../case/preview.view.js'

interface Said {
  readonly event: TimelineEvent
  readonly what: string
  readonly whatEn: string
  readonly repeatReason: string
}

/** What is to be corrected in one place, and who said so. */
export interface Proposal {
  readonly on: string
  readonly page: number | null
  readonly field: string
  readonly said: readonly Said[]
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
const order = new Map(PLACES.map(({ value }, index) => [value, index]))
const placeOf = (on: string): number => order.get(on) ?? order.size

const itemsOf = (content: unknown): unknown[] => {
  const items = valueAt(content, 'items')
  return Array.isArray(items) ? items : []
}
const keyOf = (item: unknown): string =>
  [memberOf(item, 'on'), memberOf(item, 'page') ?? '', text(memberOf(item, 'field'))].join('|')

/** Everything proposed since the last notice, the same document, page and field once. */
export function listProposals({ events }: CaseFile): Proposal[] {
  const last = events.findLast(({ action }) => action === 'requestCorrection')?.seq ?? 0
  const found = new Map<string, { on: string; page: number | null; field: string; said: Said[] }>()
  for (const event of events) {
    if (event.action !== 'proposeCorrection' || event.seq <= last) continue
    for (const item of itemsOf(event.content)) {
      const page = memberOf(item, 'page')
      const one = found.get(keyOf(item)) ?? {
        on: text(memberOf(item, 'on')),
        page: typeof page === 'number' ? page : null,
        field: text(memberOf(item, 'field')),
        said: [],
      }
      const repeatReason = text(memberOf(item, 'repeatReason'))
      one.said.push({ event, what: text(memberOf(item, 'what')), whatEn: text(memberOf(item, 'whatEn')), repeatReason })
      found.set(keyOf(item), one)
    }
  }
  return [...found.values()].sort(
    (a, b) => placeOf(a.on) - placeOf(b.on) || (a.page ?? 0) - (b.page ?? 0) || a.field.localeCompare(b.field),
  )
}

/** What several say of the same place, each sentence once, a line each; in English when all of them said it so. */
function whatOf({ said }: Proposal): { what: string; whatEn?: string } {
  const lines = (texts: readonly string[]) => [...new Set(texts.filter(Boolean))].join('\n')
  const what = lines(said.map((one) => one.what))
  return said.every(({ whatEn }) => whatEn) ? { what, whatEn: lines(said.map((one) => one.whatEn)) } : { what }
}

const itemOf = (proposal: Proposal): Branch => {
  const { on, page, field } = proposal
  return { on, page: page !== null ? page : undefined, field: field || undefined, ...whatOf(proposal) }
}

/** The items of the notice as it opens: what was proposed. */
export function firstItems(file: CaseFile): Branch[] {
  const items = listProposals(file).map(itemOf)
  return items.length > 0 ? items : [{}]
}

/** The items of a notice that is being written, and below them what was proposed while it was. */
export function withProposed(file: CaseFile, since: readonly { readonly seq: number }[], tree: Branch): Branch {
  const meanwhile = new Set(since.map(({ seq }) => seq))
  const there = new Set(itemsOf(tree).map(keyOf))
  const added = listProposals(file)
    .filter(({ said }) => said.some(({ event }) => meanwhile.has(event.seq)))
    .map(itemOf)
    .filter((item) => !there.has(keyOf(item)))
  return withItems(tree, added)
}

/** The items of a notice and others below them; what nobody has typed is left out for those. */
export const withItems = (tree: Branch, added: readonly Branch[]): Branch =>
  added.length === 0 ? tree : { ...tree, items: [...itemsOf(tree).filter((item) => !isBlank(item)), ...added] }

/** What an assessment that is being written says is missing, and its findings that are not met or unclear. */
export function itemsOfAssessment({ attachments }: CaseFile, kept: Branch): Branch[] {
  const missing = text(valueAt(kept, 'desk.missing'))
  const findings = valueAt(kept, 'findings')
  const doubtful = (Array.isArray(findings) ? findings : []).flatMap((finding): Branch[] => {
    const note = text(memberOf(finding, 'note'))
    if (!['notMet', 'unclear'].includes(text(memberOf(finding, 'result'))) || !note) return []
    const paper = attachments.find(({ id }) => String(id) === String(memberOf(finding, 'document')))
    const page = memberOf(finding, 'page')
    return [{ on: paper?.kind, page: paper && page ? page : undefined, what: note }]
  })
  return [...(missing ? [{ what: missing }] : []), ...doubtful]
}

const whoSaid = ({ event: { actorName, authorityId, at } }: Said, { authorities }: PageContext): Bilingual =>
  both((language) => {
    const short = authorityId === null ? '' : (authorities.get(authorityId)?.short[language] ?? '')
    const day = dateText(at, language, 'short')
    return [short, actorName ?? '', day].filter(Boolean).join(language === 'zh' ? '，' : ', ')
  })

/** The notice's form with each item named by its place, and by whoever proposed it. */
export function withProposers(
  form: FormView,
  tree: unknown,
  file: CaseFile,
  around: PageContext,
  language: Language,
): FormView {
  const proposals = new Map(listProposals(file).map((one) => [keyOf(one), one]))
  const items = valueAt(tree, 'items')
  const rows: unknown[] = Array.isArray(items) ? items : []
  return {
    items: form.items.map((item): ItemView => {
      if (item.path !== 'items' || !('legend' in item)) return item
      return {
        ...item,
        rows: item.rows.map((row, index) => {
          const typed = rows[index]
          const on = text(memberOf(typed, 'on'))
          if (!on) return row
          const proposal = proposals.get(keyOf(typed))
          const by = proposal?.said
            .map((said) => say(whoSaid(said, around), language))
            .join(language === 'zh' ? '；' : '; ')
          const proposed = by && (language === 'zh' ? `（${by}提出）` : ` (proposed by ${by})`)
          const place = say(sayPlace(on), language)
          return { ...row, legend: `${row.legend}${language === 'zh' ? '：' : ': '}${place}${proposed ?? ''}` }
        }),
      }
    }),
  }
}

/** The list on the case's page: what is proposed, by whom, and why again. Undefined when nothing is. */
export function proposalRows(file: CaseFile, around: PageContext): Summary | undefined {
  const proposals = listProposals(file)
  if (proposals.length === 0) return undefined
  return {
    small: true,
    rows: proposals.map(({ on, page, field, said }) => {
      const paper = currentPaper(file, on)
      const at = both((language) =>
        [page ? (language === 'zh' ? `第${page}页` : `page ${page}`) : '', field].filter(Boolean).join(' · '),
      )
      const placed = Boolean(page || field)
      return {
        key: sayPlace(on),
        line: [
          ...(paper && placed
            ? [{ text: at, href: viewHref(file.case.id, paper.id, page) }]
            : placed
              ? [{ text: at, look: 'quiet' as const }]
              : []),
          ...said.flatMap((one, index) => [
            { text: { zh: one.what, en: one.whatEn || one.what }, below: index > 0 || placed },
            { text: whoSaid(one, around), below: true, look: 'quiet' as const },
            ...(one.repeatReason
              ? [
                  {
                    text: { zh: `再次要求的理由：${one.repeatReason}`, en: `Why again: ${one.repeatReason}` },
                    below: true,
                    look: 'near' as const,
                  },
                ]
              : []),
          ]),
        ],
      }
    }),
  }
}

/**
 * Places that an earlier notice asked for and for which no reason to ask again has been given
 * since, with the way out.
 */
export function repeatNotice(file: CaseFile, tree: unknown): Notice[] {
  const { events } = file
  const asked = new Set(
    events.flatMap(({ action, content }) =>
      action === 'requestCorrection' ? itemsOf(content).map((item) => text(memberOf(item, 'on'))) : [],
    ),
  )
  const allowed = new Set(
    events.flatMap(({ action, content }) =>
      action === 'proposeCorrection'
        ? itemsOf(content).flatMap((item) => (text(memberOf(item, 'repeatReason')) ? [text(memberOf(item, 'on'))] : []))
        : [],
    ),
  )
  const blocked = [...new Set(itemsOf(tree).map((item) => text(memberOf(item, 'on'))))].filter(
    (on) => asked.has(on) && !allowed.has(on),
  )
  if (blocked.length === 0) return []
  return [
    {
      kind: 'near',
      title: {
        zh: '先前的补正通知已经要求过，不能再问一次',
        en: 'An earlier notice asked for these; they cannot be asked again',
      },
      items: blocked.map(sayPlace),
      text: {
        zh:
          '确需再次要求的，请审批人打开本案，点“提议补正”，' +
          '写明这一项和再次要求的理由；之后就能放进这份通知。否则请把它删去。',
        en:
          'If it must be asked again, an approver opens the case, chooses “Propose a correction” and gives the ' +
          'item with the reason for asking again; then it can stand in this notice. Otherwise take it out.',
      },
    },
  ]
}
