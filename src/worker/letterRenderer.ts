/**
 * Opens what sets and signs letters in this process: fonts, the renderer, and the key that signs;
 * outside production one that says SPECIMEN.
 */
import { join } from 'node:path'
import { prepareFonts } from '../letters/fonts.js'
import { createRenderer, type Renderer } from '../letters/render.js'
import { openSigner, type SigningSettings } from '../letters/trust.js'
import { projectFolder } from '../settings.js'
import type { LetterRenderer } from './letterMaker.js'

/** The longest that one letter may take, in milliseconds. */
export const TIME_LIMIT = 20_000

export interface LetterRendererSettings extends SigningSettings {
  readonly fontsDir: string | null
}

/** What sets letters, in the fonts of the build and of the operator. */
export const openRenderer = async ({ fontsDir }: Pick<LetterRendererSettings, 'fontsDir'>): Promise<Renderer> =>
  createRenderer({
    fontsDir: await prepareFonts(join(projectFolder, 'build/fonts')),
    licensedDir: fontsDir,
    timeLimitMs: TIME_LIMIT,
  })

/**
 * @param renderer one that is open already
 * @throws in plain words when a key or certificate is not as it should be
 */
export async function openLetterRenderer(
  settings: LetterRendererSettings,
  at: Date,
  renderer?: Renderer,
): Promise<LetterRenderer> {
  const signer = await openSigner(settings, at)
  return { renderer: renderer ?? (await openRenderer(settings)), signer }
}
