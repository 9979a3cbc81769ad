/** The table that a platform exports about a channel, under the headings by which reference data know the platform: a month a row. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { isOfPlatform, MEASURES, platformExportSchema } from '../../src/criteria/platformExports.js'
import { projectFolder } from '../../src/settings.js'
import type { PaperCase } from './words.js'

const mappings = z
  .array(z.object({ body: platformExportSchema }))
  .parse(JSON.parse(readFileSync(join(projectFolder, 'migrations/reference/platformExports.json'), 'utf8')))

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** The file of the first channel that has figures and whose platform is known; undefined when there is none. Sales of a platform that counts in another currency are left out. */
export function exportedTable({ channels }: PaperCase): { name: string; bytes: Buffer } | undefined {
  for (const { platform, handle, export: told } of channels) {
    const mapping = mappings.find(({ body }) => isOfPlatform(platform, body))?.body
    if (!mapping || !told || told.series.length === 0) continue
    const shown = MEASURES.filter((key) => key !== 'sales' || !mapping.currency)
    const heading = (fills: string) => mapping.columns.find((column) => column.fills === fills)?.headings[0] ?? fills
    const rows = [
      ['month', ...shown].map(heading),
      ...told.series.map((row) => [row.month, ...shown.map((key) => String(row[key]))]),
    ]
    const text = `\ufeff${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
    return { name: `${mapping.platform.zh}-${handle}.csv`, bytes: Buffer.from(text) }
  }
  return undefined
}
