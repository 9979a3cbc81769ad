/**
 * Sets papers that nobody issues, so that a template can be looked at, PREVIEW across every page; and the list of
 * contents of a package. Never signed, never stored. The process that sets them starts with the first one.
 */
import { Injectable, type OnApplicationShutdown } from '@nestjs/common'
import type { LetterData } from './letterData.js'
import { createRenderer, type Renderer } from './render.js'
import { Typefaces } from './typefaces.js'

export const PREVIEW_WORDS = '预览 · PREVIEW'
const TIME_LIMIT = 10_000 // ms

@Injectable()
export class Previewer implements OnApplicationShutdown {
  private renderer: Promise<Renderer> | undefined

  constructor(private readonly typefaces: Typefaces) {}

  /**
   * The PDF, laid out as the issued one: seal and check code are places of their size. Throws Invalid, CannotBeSet,
   * TookTooLong as the letter renderer does.
   */
  async print(data: LetterData): Promise<Buffer> {
    return (await this.opened()).render(data, { preview: PREVIEW_WORDS })
  }

  /** The same of what is no preview and nobody issues: without a seal, and without those words across it. */
  async printAsIs(data: LetterData): Promise<Buffer> {
    return (await this.opened()).render({ ...data, sealed: false, seal: null })
  }

  private opened(): Promise<Renderer> {
    this.renderer ??= this.open()
    return this.renderer
  }

  private async open(): Promise<Renderer> {
    const { typefaces } = this
    const fontsDir = await typefaces.prepare()
    return createRenderer({ fontsDir, licensedDir: typefaces.licensedDir, timeLimitMs: TIME_LIMIT })
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.renderer) await (await this.renderer).close()
  }
}
