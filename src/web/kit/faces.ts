/**
 * The slices of the Song face for headings, which the build has cut (tools/faces.mjs): their rules for the style sheet,
 * and which of them a page's heading needs. A build without the cutting library has none; headings are then in the
 * system's Song.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Face {
  readonly file: string
  readonly family: string
  /** As CSS writes it. */
  readonly range: string
  readonly characters: string
}

/** Where the build puts them, below the project's folder. */
export const FACES = 'build/faces'

/** The slices of this build and its list of them as it stands. */
export async function readFaces(root: string): Promise<{ readonly faces: readonly Face[]; readonly list: string }> {
  const file = join(root, FACES, 'faces.json')
  if (!existsSync(file)) return { faces: [], list: '' }
  const list = await readFile(file, 'utf8')
  // written by tools/faces.mjs in this form
  const { faces } = JSON.parse(list) as { faces: readonly Face[] }
  return { faces, list }
}

/** The files lie beside the style sheet. Text is shown at once, and changes its face when the slice is there. */
export const faceRules = (faces: readonly Face[]): string =>
  faces
    .map(
      ({ file, family, range }) =>
        `@font-face{font-family:"${family}";font-weight:500 700;font-display:swap;` +
        `src:url(${file}) format("woff2");unicode-range:${range}}`,
    )
    .join('')

/** Slices that a text needs, of those that stand under an address. */
export const facesFor = <One extends Pick<Face, 'characters'>>(text: string, faces: readonly One[]): One[] =>
  faces.filter(({ characters }) => [...text].some((character) => character !== ' ' && characters.includes(character)))
