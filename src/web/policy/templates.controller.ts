/**
 * The texts of papers: which fields they may print, and what a version makes, of samples and of a
 * real case. Versions are drafted and approved like all reference data.
 */
import { Controller, Get } from '@nestjs/common'
import { Invalid, NotFound } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { LetterData } from '../../letters/letterData.js'
import { Previewer } from '../../letters/previewer.js'
import { CannotBeSet } from '../../letters/render.js'
import { TookTooLong } from '../../letters/setter.js'
import { TemplatePreview, type TemplateVersion } from '../../letters/templatePreview.js'
import type { Person } from '../../people/session.service.js'
import { previewOf } from '../case/letter.view.js'
import { For, SendsFile } from '../http/access.js'
import { file, page } from '../http/answers.js'
import { Asked, Id, Me } from '../http/params.js'
import { link } from '../kit/pieces.js'
import { POLICY } from './policy.view.js'
import { fieldTables, versionsTable } from './templates.view.js'

@Controller('policy/templates')
@For('policyEditor')
export class TemplatesController {
  constructor(
    private readonly previews: TemplatePreview,
    private readonly previewer: Previewer,
  ) {}

  @Get()
  async list(@Me() me: Person) {
    const view = {
      title: TEXTS,
      back: link(POLICY, path.policy),
      versions: versionsTable(await this.previews.list(me)),
      groups: fieldTables(),
    }
    return page('policy/templates', view)
  }

  @Get(':id')
  async show(@Me() me: Person, @Id() id: number) {
    return this.page(await this.previews.get(me, id))
  }

  @SendsFile()
  @Get(':id/sample')
  async sample(@Me() me: Person, @Id() id: number) {
    const found = await this.previews.get(me, id)
    return this.print(found, await this.previews.sample(found))
  }

  @SendsFile()
  @Get(':id/case')
  async ofCase(@Me() me: Person, @Id() id: number, @Asked('number') number = '') {
    const found = await this.previews.get(me, id)
    try {
      return await this.print(found, await this.previews.ofCase(me, found, number))
    } catch (error) {
      if (!(error instanceof NotFound)) throw error
      return this.page(found, { number, problem: NO_CASE, status: 422 })
    }
  }

  private async print(found: TemplateVersion, data: LetterData) {
    try {
      const pdf = await this.previewer.print(data)
      return file({ mime: 'application/pdf', name: `preview-${found.kind}.pdf` }, pdf)
    } catch (error) {
      if (error instanceof CannotBeSet) return this.page(found, { problem: error.because, status: 422 })
      if (error instanceof TookTooLong) return this.page(found, { problem: TOO_LONG, status: 422 })
      throw error
    }
  }

  private async page(
    found: TemplateVersion,
    { number = '', problem, status }: { number?: string; problem?: Bilingual; status?: number } = {},
  ) {
    const { version, paper } = found
    const sample = await this.previews.sample(found).catch((error: unknown) => {
      if (error instanceof Invalid) return undefined // a sample that leaves nothing of a paragraph
      throw error
    })
    const view = {
      title: paper.label,
      back: link(TEXTS, path.templates),
      version: link(
        { zh: '这一版本的全文和办理', en: 'Full text and actions for this version' },
        path.entry(version.id),
      ),
      sheets: sample ? [previewOf(sample, 'zh'), previewOf(sample, 'en')] : [],
      sample: {
        ...link({ zh: '样例的 PDF', en: 'Sample as PDF' }, path.templateSample(version.id)),
        kind: 'secondary' as const,
      },
      address: path.templateCase(version.id),
      number,
      problem,
    }
    return page('policy/template', view, { status })
  }
}

const TEXTS: Bilingual = { zh: '文书模板', en: 'Letter templates' }
const NO_CASE: Bilingual = {
  zh: '您经办范围内没有这个编号的已提交案件。请核对编号，如 2026-000128。',
  en: 'You have no access to a submitted case with this number. Check the number, for example 2026-000128.',
}
const TOO_LONG: Bilingual = {
  zh: '排印超过时限，已停止。请缩短模板的段落。',
  en: 'Typesetting took too long and was stopped. Shorten the paragraphs of the template.',
}
