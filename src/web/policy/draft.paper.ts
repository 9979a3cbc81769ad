/** Beside a text that is being written: the paper that it makes of the published samples. */
import { Injectable } from '@nestjs/common'
import { isDate } from '../../base/dates.js'
import { Invalid } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import { getNode, memberOf } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { placeIn } from '../../forms/engine/place.js'
import { TemplatePreview, type TypedPaper } from '../../letters/templatePreview.js'
import type { Person } from '../../people/session.service.js'
import { BODY } from '../../reference/draftForm.js'
import { PaperPreview, type PaperView, type PreviewWish } from '../case/paperPreview.js'
import type { Filled } from '../http/filled.js'
import type { Task } from './draft.view.js'

@Injectable()
export class DraftPaper {
  constructor(
    private readonly templates: TemplatePreview,
    private readonly papers: PaperPreview,
  ) {}

  /** The preview of what is typed; undefined for a kind that no paper prints. */
  async of(
    person: Person,
    task: Task,
    { form, tree }: Filled,
    { wish, earliest }: { readonly wish: PreviewWish | undefined; readonly earliest: string },
  ): Promise<PaperView | undefined> {
    const { partial } = parseForm(form, tree)
    const on = memberOf(partial, 'effectiveFrom')
    const typed = {
      kind: task.kind.name,
      key: task.key ?? (String(memberOf(partial, 'key') ?? '') || undefined),
      body: memberOf(partial, BODY),
      on: typeof on === 'string' && isDate(on) && on > earliest ? on : earliest,
    }
    let paper: TypedPaper | undefined
    try {
      paper = await this.templates.typed(person, typed)
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      const placed = (at: string) => placeIn(getNode(form), tree, `${BODY}.${at}`)
      const problems = error.problems.map((problem) => ({ ...problem, path: placed(problem.path) }))
      return { title: PREVIEW, shown: '', problems }
    }
    if (!paper) return undefined
    const { label, data } = paper
    const title = { zh: `预览：${label.zh}`, en: `Preview: ${label.en}` }
    return this.papers.view(title, data, { shown: 'sample', wish })
  }
}

const PREVIEW: Bilingual = { zh: '预览', en: 'Preview' }
