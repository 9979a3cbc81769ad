/** Which mutants are tried: those that change nothing are left out, and a seed draws from the rest. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { projectFolder } from '../../src/settings.js'
import type { Mutant } from './mutants.js'

const equivalentSchema = z.strictObject({
  file: z.string(),
  within: z.string(),
  was: z.string(),
  becomes: z.string(),
  /** When equal lines stand in the file, which of them is meant; all when absent. */
  nth: z.number().optional(),
  reason: z.string().min(10),
})
/** A mutant that no test could notice, by its content, so that it is found again after changes elsewhere. */
export type Equivalent = z.infer<typeof equivalentSchema>

/** Those that were looked at, each with its reason. */
export const readEquivalents = (): Equivalent[] =>
  z.array(equivalentSchema).parse(JSON.parse(readFileSync(join(projectFolder, 'tools/mutate/equivalent.json'), 'utf8')))

export const isSame = (mutant: Mutant, { file, within, was, becomes, nth = mutant.nth }: Equivalent): boolean =>
  mutant.file === file &&
  mutant.within === within &&
  mutant.was === was &&
  mutant.becomes === becomes &&
  mutant.nth === nth

/**
 * Draws so many by a seed. Each mutant's place in the draw follows from its own content, so that a
 * change of the sources leaves the others of the sample as they are.
 */
export function draw(mutants: readonly Mutant[], seed: number, count: number): Mutant[] {
  const ranked = mutants.map((mutant) => {
    const { file, within, was, becomes, nth } = mutant
    const content = JSON.stringify([seed, file, within, was, becomes, nth])
    return { mutant, rank: createHash('sha256').update(content).digest('hex') }
  })
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1))
  const drawn = ranked.slice(0, count).map(({ mutant }) => mutant)
  return drawn.sort((a, b) => a.file.localeCompare(b.file) || a.start - b.start)
}
