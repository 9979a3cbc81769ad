/** Files that came with a form of a case which was refused: its next round carries them, each until it is left out. */
import type { Problem } from '../../base/errors.js'
import type { Files } from '../../cases/files/held.js'
import { refusalsOf, tooManyFiles, type UploadedForm } from '../http/uploads.js'

export type HeldView = ReturnType<typeof heldView>

/** The box of a file that is still to be sent. */
const boxOf = (sha256: string): string => `_hold_${sha256.slice(0, 16)}`

/** What the form carries of them and says of each; undefined when there is none. */
export function heldView(carried: string | undefined, files: Files) {
  if (carried === undefined) return undefined
  const boxes = Object.values(files).map(({ name, sha256 }) => ({ name, box: boxOf(sha256) }))
  return { carried, files: boxes }
}

/**
 * The files that a form sends, the same one once: those of the round before whose box is ticked, and
 * those that came now. Where one may come, the new one takes the place of the other.
 */
export function withHeld(held: Files, form: UploadedForm, most: number): { files: Files; problems: Problem[] } {
  const came = Object.values(form.files)
  const before = Object.values(held).filter(({ sha256 }) => form.fields[boxOf(sha256)] !== undefined)
  const all = most === 1 && came.length > 0 ? came : [...before, ...came]
  const files = Object.fromEntries(all.map((file) => [file.sha256, file]))
  const tooMany = Object.keys(files).length > most ? [{ ...tooManyFiles(most), path: 'file' }] : []
  return { files, problems: [...refusalsOf(form), ...tooMany] }
}
