/**
 * The paper that an action would cause, beside its form: pictures of the very PDF, and the same as text. Drawing takes
 * about a second, so that it is asked for: by the page's script, or by a press.
 */
import { Injectable } from '@nestjs/common'
import { Busy, Invalid, type Problem } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import type { JudgedCase } from '../../cases/reading.service.js'
import { parseForm } from '../../forms/engine/parse.js'
import { ActionPreview } from '../../letters/actionPreview.js'
import type { LetterData } from '../../letters/letterData.js'
import { CannotBeSet, DoesNotFit } from '../../letters/render.js'
import { TookTooLong } from '../../letters/setter.js'
import type { Actor } from '../../people/actor.js'
import { FORMS } from '../../workflow/forms.js'
import type { Act } from '../../workflow/machine.js'
import { readText } from '../http/input.js'
import type { LetterSheet } from '../kit/parts.js'
import { previewOf } from './letter.view.js'

/** By a press, or by the script beside what somebody types. */
export type PreviewWish = 'pressed' | 'quietly'

export const readPreview = (body: unknown): PreviewWish | undefined => {
  const wish = readText(body, '_preview')
  return wish === 'quietly' ? wish : wish ? 'pressed' : undefined
}

interface PagePicture {
  readonly src: string
  readonly width: number
  readonly height: number
  readonly alt: Bilingual
}

export interface PaperView {
  readonly title: Bilingual
  /** The fingerprint of what the pictures show; empty without them. */
  readonly shown: string
  readonly pages?: readonly PagePicture[]
  /** The same as text. */
  readonly sheets?: readonly LetterSheet[]
  /** What keeps the paper from being made of the form. */
  readonly problems?: readonly Problem[]
  /** Why there is none to see, where nothing is wrong with the form. */
  readonly none?: Bilingual
}

interface Wanted {
  readonly tree: unknown
  readonly today: string
  readonly wish: PreviewWish | undefined
}

@Injectable()
export class PaperPreview {
  constructor(private readonly previews: ActionPreview) {}

  /** The preview; undefined when the action causes no paper. */
  async of(actor: Actor, judged: JudgedCase, action: Act, wanted: Wanted): Promise<PaperView | undefined> {
    const { tree, today, wish } = wanted
    const kind = await this.previews.kindOf(action, judged.file, today)
    if (!kind) return undefined
    const title = { zh: `预览：${kind.label.zh}`, en: `Preview: ${kind.label.en}` }
    try {
      const { data, shown } = await this.previews.compose(actor, judged, action, tree, kind, today)
      return await this.view(title, data, { shown, wish })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      // of a form that nobody has filled in yet, nothing is wrong
      const unasked = wish !== 'pressed' && !isLetter(kind.kind)
      return unasked ? { title, shown: '', none: NOT_YET } : { title, shown: '', problems: error.problems }
    }
  }

  /** A paper as text; drawn, too, where that was asked for. `shown`: the fingerprint of what is drawn. */
  async view(
    title: Bilingual,
    data: LetterData,
    { shown, wish }: { readonly shown: string; readonly wish: PreviewWish | undefined },
  ): Promise<PaperView> {
    const sheets = [previewOf(data, 'zh'), previewOf(data, 'en')]
    if (!wish) return { title, shown: '', sheets }
    const drawn = await this.draw(data)
    return 'pages' in drawn ? { title, shown, sheets, pages: drawn.pages } : { title, shown: '', sheets, ...drawn }
  }

  /** Whether the paper that is about to go out would read otherwise than what was shown; false where it may. */
  async isUnlike(actor: Actor, judged: JudgedCase, action: Act, wanted: Wanted & { readonly shown: string }) {
    const kind = await this.previews.kindOf(action, judged.file, wanted.today)
    if (!kind || parseForm(FORMS[action], wanted.tree).problems.length > 0) return false // what is wrong is said first
    try {
      const { shown } = await this.previews.compose(actor, judged, action, wanted.tree, kind, wanted.today)
      return shown !== wanted.shown
    } catch (error) {
      if (error instanceof Invalid) return false // the action itself says what is wrong
      throw error
    }
  }

  private async draw(data: LetterData): Promise<{ pages: PagePicture[] } | { none: Bilingual }> {
    try {
      const pages = await this.previews.draw(data)
      if (pages.length === 0) return { none: NOT_DRAWN }
      return {
        pages: pages.map(({ page, image, width, height }) => ({
          src: `data:image/webp;base64,${Buffer.from(image).toString('base64')}`,
          width,
          height,
          alt: {
            zh: `第${page}页，共${pages.length}页；文字见下`,
            en: `page ${page} of ${pages.length}; its text below`,
          },
        })),
      }
    } catch (error) {
      if (error instanceof CannotBeSet) return { none: error.because }
      if (error instanceof Busy || error instanceof TookTooLong || error instanceof DoesNotFit)
        return { none: NOT_DRAWN }
      throw error
    }
  }
}

const isLetter = (kind: string): boolean => kind === 'recommendation'

const NOT_YET: Bilingual = {
  zh: '填写后，这里显示将要发出的文书。',
  en: 'Fill in the form to see the letter that will be sent.',
}
const NOT_DRAWN: Bilingual = {
  zh: '版面预览暂时无法生成，请稍后重新点按“更新预览”。文字见下。',
  en: 'The pages cannot be shown right now. Select “Update the preview” in a moment. The text is below.',
}
