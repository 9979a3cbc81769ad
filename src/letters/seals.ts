/** The seals that authorities have given: pictures in a configured folder, one an authority. A demonstration never uses them. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Seal } from './letterData.js'

const DIAMETER_MM = 42 // of a municipal department's seal (国发〔1999〕25号)
const TYPES = { png: 'image/png', svg: 'image/svg+xml' } as const

/** Finds an authority's seal by its code; null without a folder or a picture. */
export function sealsIn(folder: string | null): (authorityCode: string) => Seal | null {
  return (code) => {
    if (folder === null || !/^[\w-]+$/.test(code)) return null
    for (const [ending, mime] of Object.entries(TYPES) as [keyof typeof TYPES, (typeof TYPES)[keyof typeof TYPES]][]) {
      const path = join(folder, `${code}.${ending}`)
      if (existsSync(path)) return { mime, base64: readFileSync(path).toString('base64'), diameterMm: DIAMETER_MM }
    }
    return null
  }
}
