/**
 * The seals that authorities have given: pictures in a configured folder, named by the reference
 * data (`signatories`). A demonstration never uses them.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Seal } from './letterData.js'

const TYPES = { png: 'image/png', svg: 'image/svg+xml' } as const

/** Finds a seal's picture by its name; null without a folder or a picture. The diameter is in millimetres. */
export function sealsIn(folder: string | null): (file: string, diameterMm: number) => Seal | null {
  return (file, diameterMm) => {
    if (folder === null || !/^[\w-]+$/.test(file)) return null
    for (const [ending, mime] of Object.entries(TYPES) as [keyof typeof TYPES, (typeof TYPES)[keyof typeof TYPES]][]) {
      const path = join(folder, `${file}.${ending}`)
      if (existsSync(path)) return { mime, base64: readFileSync(path).toString('base64'), diameterMm }
    }
    return null
  }
}
