/** The page of documents: one place for each kind, with what it must be like, what is here, what is unfit about it, and the form that uploads it. */
import type { Problem } from '../../base/errors.js'
import type { Bilingual, Language } from '../../base/text.js'
import type { Attachment } from '../../cases/caseFile.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import { errorSummary } from '../../forms/check.js'
import type { Branch } from '../../forms/node.js'
import type { FieldView, FormView } from '../../forms/parts.js'
import { formView } from '../../forms/view.js'
import { kindLabel } from '../case.view.js'
import { counted } from '../page.js'
import type { Button, DocumentRow, Tag } from '../parts.js'
import { caseAddress, documentsAddress, kindId, reviewAddress } from './addresses.js'
import type { OwnCase } from './own.js'
import { isUndated, paperRow } from './paperRow.js'
import { countOf, nameOf } from './standing.js'

/** The question for the day of issue. */
export const DATED = 'issuedOn'
/** The place for a kind that need not be here. */
export const MORE = 'documents.more'
/** A form of this page: a kind's first file, one more or another one, a paper's day of issue. */
export const PLACE = /^(?:documents|replace|dated)\.[A-Za-z0-9]{1,40}$/

export interface PapersShown {
  /** What was just done, and with which kind. */
  readonly done?: string | undefined
  readonly kind?: string | undefined
  /** What was typed in one of the forms, to stand there again. */
  readonly typed?: { readonly place: string; readonly tree: Branch }
  /** Their paths begin with the place of the form. */
  readonly problems?: readonly Problem[]
}

interface UploadForm {
  readonly place: string
  readonly kind: string
  readonly about: Bilingual
  readonly asked: FormView
  readonly file: FieldView
  readonly open: boolean
}

interface Paper extends DocumentRow {
  readonly remove: Button
  readonly kind: string
  readonly removeAction: string
  readonly date?: { readonly action: string; readonly place: string; readonly asked: FormView; readonly open: boolean }
}

interface KindRow {
  readonly id: string
  readonly title: Bilingual
  readonly hint: Bilingual
  readonly said?: Bilingual
  readonly papers: readonly Paper[]
  readonly status: { readonly done?: Bilingual; readonly tag?: Tag; readonly words?: Bilingual }
  readonly first?: UploadForm
  readonly again?: UploadForm
}

const SAID: Readonly<Record<string, Bilingual>> = {
  uploaded: { zh: '已上传', en: 'Uploaded' },
  dated: { zh: '签发日期已改', en: 'The day of issue is changed' },
  removed: { zh: '已撤下', en: 'Taken away' },
}

/** Without the mark of what may be left out: here it may not. */
const dateLabel = { zh: '签发日期', en: 'Issued on' }

class Builder {
  private readonly papers: readonly Attachment[]

  constructor(
    private readonly own: OwnCase,
    private readonly rules: ReadonlyMap<string, DocumentRule>,
    private readonly shown: PapersShown,
    private readonly language: Language,
  ) {
    this.papers = own.file.attachments.filter(({ replacedAt }) => replacedAt === null)
  }

  /** The kinds that are needed, and others that are here or were just spoken of. */
  rows(): KindRow[] {
    return [...this.rules]
      .filter(([kind, { needed }]) => needed || this.papers.some((paper) => paper.kind === kind))
      .sort(([, one], [, other]) => one.order - other.order)
      .map(([kind, rule]) => this.row(kind, rule))
  }

  private row(kind: string, rule: DocumentRule): KindRow {
    const papers = this.papers.filter((paper) => paper.kind === kind).map((paper) => this.paper(paper, rule))
    const said = this.shown.done && this.shown.kind === kind ? SAID[this.shown.done] : undefined
    const form = papers.length === 0 ? 'first' : 'again'
    return {
      id: kindId(kind),
      title: rule.label,
      hint: rule.hint,
      papers,
      status: statusOf(papers, rule.needed),
      ...(said && { said }),
      [form]: this.upload(form === 'first' ? `documents.${kind}` : `replace.${kind}`, kind, rule),
    }
  }

  /** The form of one kind, as the fields and the file apart. */
  private upload(place: string, kind: string, rule: DocumentRule): UploadForm {
    const dated = rule.monthsValid !== null
    const asked = this.form(place, [...(dated ? [DATED] : []), ...(place.startsWith('replace') ? ['beside'] : [])])
    return { place, kind, about: rule.label, asked, file: this.fileOf(place), open: this.isTyped(place) }
  }

  /** The form of a kind that is chosen in it. */
  more(): UploadForm | undefined {
    const others = [...this.rules].filter(
      ([kind, { needed }]) => !needed && !this.papers.some((paper) => paper.kind === kind),
    )
    if (others.length === 0) return undefined
    const kinds = new Set(others.map(([kind]) => kind))
    const asked = this.form(MORE, ['kind', 'beside'])
    return {
      place: MORE,
      kind: '',
      about: { zh: '其他材料', en: 'Other papers' },
      asked: {
        items: asked.items.flatMap((item) => {
          if (!('options' in item) || item.path.endsWith('beside')) return []
          return [{ ...item, required: true, options: item.options.filter(({ value }) => kinds.has(value)) }]
        }),
      },
      file: this.fileOf(MORE),
      open: true,
    }
  }

  private isTyped = (place: string): boolean => this.shown.typed?.place === place

  private form(place: string, only: readonly string[]): FormView {
    const schema = ACTION_FORMS.attachFile
    if (!schema) throw new Error('the form of attachFile is gone')
    const tree = this.isTyped(place) ? this.shown.typed?.tree : {}
    const view = formView(schema, tree, {
      language: this.language,
      path: place,
      only,
      problems: this.isTyped(place) ? (this.shown.problems ?? []) : [],
    })
    return {
      items: view.items.map((item) =>
        item.path.endsWith(DATED) && 'label' in item ? { ...item, label: dateLabel[this.language] } : item,
      ),
    }
  }

  private fileOf(place: string): FieldView {
    const [field] = this.form(place, ['file']).items
    if (!field || !('boxes' in field)) throw new Error('no file is asked for')
    return field
  }

  private paper(paper: Attachment, rule: DocumentRule): Paper {
    const address = documentsAddress(this.own.file.case.id)
    const place = `dated.${paper.id}`
    return {
      ...paperRow(this.own, paper),
      title: paper.name,
      kind: paper.kind,
      removeAction: `${address}/${paper.id}/remove`,
      remove: { text: { zh: '撤下', en: 'Take away' }, kind: 'secondary', small: true, about: paper.name },
      ...(rule.monthsValid !== null && {
        date: {
          action: `${address}/${paper.id}/date`,
          place,
          asked: this.dateForm(place, paper.issuedOn),
          open: isUndated(this.own, paper) || this.isTyped(place),
        },
      }),
    }
  }

  private dateForm(place: string, issuedOn: string | null): FormView {
    if (this.isTyped(place) || issuedOn === null) return this.form(place, [DATED])
    const kept = { ...this.shown, typed: { place, tree: { [DATED]: issuedOn } }, problems: [] }
    return new Builder(this.own, this.rules, kept, this.language).form(place, [DATED])
  }
}

function statusOf(papers: readonly Paper[], needed: boolean): KindRow['status'] {
  const tones = papers.map(({ tone }) => tone)
  if (tones.length === 0) return { words: needed ? { zh: '要传', en: 'Needed' } : { zh: '没有', en: 'None' } }
  if (tones.includes('bad')) return { tag: { label: { zh: '要改', en: 'To mend' }, colour: 'red' } }
  if (tones.includes('near')) return { tag: { label: { zh: '快过期', en: 'Ages soon' }, colour: 'yellow' } }
  return { done: { zh: '已传', en: 'Here' } }
}

export function documentsView(
  own: OwnCase,
  rules: ReadonlyMap<string, DocumentRule>,
  shown: PapersShown,
  language: Language,
) {
  const builder = new Builder(own, rules, shown, language)
  const rows = builder.rows()
  const more = builder.more()
  const summary = errorSummary(shown.problems ?? [])
  const needed = [...rules.values()].filter((rule) => rule.needed)
  const lacking = rows.filter((row, index) => row.papers.length === 0 && index < needed.length)
  const caseId = own.file.case.id
  const removed = shown.done === 'removed' && shown.kind && !rows.some(({ id }) => id === kindId(shown.kind ?? ''))
  return {
    title: { zh: '材料', en: 'Documents' },
    back: { text: { zh: '回到任务', en: 'Back to the tasks' }, href: caseAddress(caseId) },
    ...(summary && { problems: summary.lines }),
    notices: removed
      ? [{ kind: 'ok' as const, title: { zh: '已撤下', en: 'Taken away' }, text: kindLabel(shown.kind ?? '') }]
      : [],
    who: nameOf(own.file.case),
    count: countOf('documents'),
    action: documentsAddress(caseId),
    review: reviewAddress(caseId),
    rows,
    ...(more && { more }),
    here:
      lacking.length > 0
        ? {
            zh: `要 ${needed.length} 种，还差 ${lacking.length} 种`,
            en: `${counted(needed.length, 'kind', 'kinds')} needed, ${lacking.length} still to come`,
          }
        : { zh: `要的 ${needed.length} 种都在`, en: `All ${needed.length} kinds are here` },
    lacking: lacking.map(({ id, title }) => ({ text: title, href: `#${id}` })),
  }
}
