/** The samples as a browser opens them. */
import type { Screen } from '../../../tools/screens.js'
import * as list from './list.js'

/** The pages that hold every part. */
export const KITS = list.KITS.map(({ name }) => name)

export const SAMPLES = list.SAMPLES.map(({ name }) => name)

/** The samples of these names, as a browser opens them. */
export const screensOf = (names: readonly string[]): Screen[] =>
  names.map((name) => {
    if (!SAMPLES.includes(name)) throw new Error(`there is no sample ${name}`)
    return { name, address: `/${name}` }
  })
