/** The deficiency notice made ready: who proposed each of its items, and what may not be asked again. */
import { type Bilingual, COMMA, DOT, fill, joined, type Language, say, SEMICOLON } from '../../base/text.js'
import type { CaseFile, TimelineEvent } from '../../cases/caseFile.js'
import { listProposals, placeKey, type Proposal } from '../../cases/proposals.js'
import { rowsAt, textAt } from '../../forms/engine/node.js'
import type { FieldView, FormView, ItemView } from '../../forms/engine/parts.js'
import { sayPlace } from '../../forms/places.js'
import type { PageContext } from '../case/clock.view.js'
import { viewHref } from '../case/preview.view.js'
import { day } from '../kit/page.js'
import type { Line, Notice, Piece } from '../kit/parts.js'
import { below, caution, link, pieces, quiet } from '../kit/pieces.js'
import { smallFacts } from '../kit/table.js'
import { currentPaper } from './evidence.js'
import { isJudged } from './related.view.js'

const byText = ({ actorName, authorityId, at }: TimelineEvent, { authorities }: PageContext): Bilingual =>
  joined([authorityId !== null && authorities.get(authorityId)?.short, actorName, day(at, 'short')], COMMA)

/** Everybody who proposed the same, each with the department and the day. */
export const proposersText = ({ reasons }: Pick<Proposal, 'reasons'>, context: PageContext): Bilingual =>
  joined(
    reasons.map(({ event }) => byText(event, context)),
    SEMICOLON,
  )

/** The notice's form with each item named by its place, and by whoever proposed it. */
export function withProposers(
  form: FormView,
  tree: unknown,
  file: CaseFile,
  context: PageContext,
  language: Language,
): FormView {
  const proposals = listProposals(file)
  const typed = rowsAt(tree, 'items')
  const nameOf = (index: number): Bilingual | undefined => {
    const on = textAt(typed[index], 'on')
    if (!on) return undefined
    const by = proposersText(proposals.get(placeKey(typed[index])) ?? { reasons: [] }, context)
    const proposed = fill({ zh: '（{by}提出）', en: ' (proposed by {by})' }, { by })
    const place = sayPlace(on)
    return fill({ zh: '：{place}{proposed}', en: ': {place}{proposed}' }, { place, proposed: by.zh ? proposed : '' })
  }
  return {
    items: form.items.map((item): ItemView => {
      if (item.path !== 'items' || !('legend' in item)) return item
      const rows = item.rows.map((row, index) => {
        const name = nameOf(index)
        const items = row.items.map((one) => ('groups' in one ? named(one, language) : one))
        return { ...row, items, legend: name ? `${row.legend}${say(name, language)}` : row.legend }
      })
      return { ...item, rows }
    }),
  }
}

/** A place that stands in no group, such as an answer of a row, in words. */
const named = (field: FieldView, language: Language): FieldView => ({
  ...field,
  groups: field.groups.map((group) =>
    group.label === ''
      ? {
          label: say(OTHER, language),
          options: group.options.map((option) => ({ ...option, label: say(sayPlace(option.value), language) })),
        }
      : group,
  ),
})
const OTHER: Bilingual = { zh: '本案', en: 'Of this case' }

/** The list on the case's page: what is proposed, by whom, and why again. Undefined when nothing is. */
export function proposalPart(file: CaseFile, context: PageContext) {
  const proposals = [...listProposals(file).values()]
  if (proposals.length === 0) return undefined
  const rows = proposals.map((proposal) => ({
    key: sayPlace(proposal.on),
    line: proposalLine(proposal, file, context),
  }))
  const title = isJudged(file.case.state) ? NOT_SENT_YET : NEVER_SENT
  return { id: 'proposals', title, summary: smallFacts(...rows) }
}

const NOT_SENT_YET: Bilingual = { zh: '待告知的补正事项', en: 'Proposed corrections, not sent yet' }
/** Once nobody judges the case, nothing of it is asked any more. */
const NEVER_SENT: Bilingual = { zh: '未要求企业补正的提议', en: 'Proposed corrections that were not sent' }

function proposalLine({ on, page, field, reasons }: Proposal, file: CaseFile, context: PageContext): Line {
  const placed = Boolean(page || field)
  const at = joined([page !== null && { zh: `第${page}页`, en: `page ${page}` }, field], DOT)
  const paper = currentPaper(file, on)
  const place: Piece = paper ? link(at, viewHref(file.case.id, paper.id, page)) : quiet(at)
  const said = reasons.flatMap(({ event, what, whatEn, repeatReason }, index) => [
    { text: { zh: what, en: whatEn || what }, below: index > 0 || placed },
    below(byText(event, context), 'quiet'),
    repeatReason &&
      below(caution({ zh: `再次要求的理由：${repeatReason}`, en: `Reason for asking again: ${repeatReason}` })),
  ])
  return pieces(placed && place, ...said)
}

/** What may not be asked again, with the way out. */
export function repeatNotice({ barredPlaces }: CaseFile, tree: unknown): Notice[] {
  const places = new Set(rowsAt(tree, 'items').map((item) => textAt(item, 'on')))
  const repeated = [...places].filter((on) => barredPlaces.includes(on))
  if (repeated.length === 0) return []
  return [
    {
      kind: 'near',
      title: {
        zh: '先前的补正通知已要求过该项，不能重复要求',
        en: 'Already asked for in an earlier notice; cannot be asked again',
      },
      items: repeated.map(sayPlace),
      text: {
        zh:
          '确需再次要求的，请审批人在本案中选择“提议补正”，写明该项和再次要求的理由，之后即可列入本通知；否则请' +
          '删去该项。',
        en:
          'To ask again, an approver has to open the case, select “Propose a correction” and give the item and ' +
          'the reason. It can then be included in this notice. Otherwise remove it.',
      },
    },
  ]
}
