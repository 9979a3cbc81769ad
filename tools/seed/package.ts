/** A package that the permit officer has taken: the letters in force, with their evidence. */
import type { Stage } from './stage.js'
import type { Town } from './town.js'

const LETTERS = 3

/** Takes one; nothing when a package is there already. */
export async function takePackage(stage: Stage, town: Town): Promise<void> {
  const officer = town.get('permit')
  if (!officer || (await stage.packages.list(officer)).length > 0) return
  const letters = await stage.letters.list(officer, { list: 'inForce', limit: LETTERS })
  if (letters.length === 0) return
  const { id } = await stage.packages.make(
    officer,
    letters.map((letter) => letter.id),
  )
  const { stream } = await stage.packages.open(officer, id)
  for await (const _ of stream);
}
