/**
 * The faces of papers as this process knows them: where they lie, and which characters they have.
 * Read when first asked for.
 */
import { listEverywhere, prepareFonts } from './fonts.js'
import { type Glyphs, readGlyphs } from './names.js'

const known = new Map<string, Promise<Glyphs>>()

export class Typefaces {
  constructor(
    readonly folder: string,
    /** A folder of licensed fonts, or none. */
    readonly licensedDir: string | null,
  ) {}

  /** The folder, with the fonts in it. */
  prepare(): Promise<string> {
    return prepareFonts(this.folder)
  }

  /** What every style of a paper can set; read once a process. */
  glyphs(): Promise<Glyphs> {
    const key = `${this.folder}\n${this.licensedDir}`
    const found = known.get(key)
    if (found) return found
    const reading = this.prepare().then(async (folder) => readGlyphs(await listEverywhere(folder, this.licensedDir)))
    known.set(key, reading)
    reading.catch(() => known.delete(key)) // tried again by the next one who asks
    return reading
  }
}
