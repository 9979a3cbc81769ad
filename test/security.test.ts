/**
 * security/asvs-l2.csv: every level-2 requirement of OWASP ASVS 5.0 has its row, and every test and document that a row names is there. “Met” means that
 * the tests would fail if the row were false; “in part” that they prove a part, and `why` says what they do not; “by prose” that a document says it.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { projectFolder } from '../src/settings.js'
import { findDue, readNoted } from '../tools/advisories.js'
import { draw, proofPrint, readRequirements } from '../tools/requirements.js'

/** The requirements of levels 1 and 2, by section: their numbers within it. */
const REQUIREMENTS: Readonly<Record<string, string>> = {
  '1.1': '1-2',
  '1.2': '1-9',
  '1.3': '1-11',
  '1.4': '1-3',
  '1.5': '1-2',
  '2.1': '1-3',
  '2.2': '1-3',
  '2.3': '1-4',
  '2.4': '1',
  '3.2': '1-2',
  '3.3': '1-4',
  '3.4': '1-6',
  '3.5': '1-5',
  '3.7': '1-2',
  '4.1': '1-3',
  '4.2': '1',
  '4.3': '1-2',
  '4.4': '1-4',
  '5.1': '1',
  '5.2': '1-3',
  '5.3': '1-2',
  '5.4': '1-3',
  '6.1': '1-3',
  '6.2': '1-12',
  '6.3': '1-4',
  '6.4': '1-4',
  '6.5': '1-5',
  '6.6': '1-3',
  '6.8': '1-4',
  '7.1': '1-3',
  '7.2': '1-4',
  '7.3': '1-2',
  '7.4': '1-5',
  '7.5': '1-2',
  '7.6': '1-2',
  '8.1': '1-2',
  '8.2': '1-3',
  '8.3': '1',
  '8.4': '1',
  '9.1': '1-3',
  '9.2': '1-4',
  '10.1': '1-2',
  '10.2': '1-2',
  '10.3': '1-4',
  '10.4': '1-11',
  '10.5': '1-5',
  '10.6': '1-2',
  '10.7': '1-3',
  '11.1': '1-2',
  '11.2': '1-3',
  '11.3': '1-3',
  '11.4': '1-4',
  '11.5': '1',
  '11.6': '1',
  '12.1': '1-3',
  '12.2': '1-2',
  '12.3': '1-4',
  '13.1': '1',
  '13.2': '1-5',
  '13.3': '1-2',
  '13.4': '1-5',
  '14.1': '1-2',
  '14.2': '1-4',
  '14.3': '1-3',
  '15.1': '1-3',
  '15.2': '1-3',
  '15.3': '1-7',
  '16.1': '1',
  '16.2': '1-5',
  '16.3': '1-4',
  '16.4': '1-3',
  '16.5': '1-3',
  '17.1': '1',
  '17.2': '1-4',
  '17.3': '1-2',
}
const ids = Object.entries(REQUIREMENTS).flatMap(([section, numbers]) =>
  numbers.split(' ').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return Array.from({ length: to - from + 1 }, (_, index) => `${section}.${from + index}`)
  }),
)

const rows = readRequirements()
const isDocument = (proof: string): boolean => proof.startsWith('docs/')

describe('the table of requirements', () => {
  test('has the 253 of level 2, each once and in order', () => {
    expect(ids).toHaveLength(253)
    expect(rows.map(({ id }) => id)).toEqual(ids)
  })

  test('each has a gist, a state, and what the state asks for', () => {
    const wrong = rows.filter(({ gist, state, proofs, why }) => {
      const isTested = proofs.some((proof) => !isDocument(proof))
      const isReasoned = why.length > 10
      if (gist.length <= 5) return true
      if (state === 'met') return !isTested
      if (state === 'in part') return !isTested || !isReasoned
      if (state === 'by prose') return isTested || proofs.length === 0
      return state !== 'not applicable' || proofs.length > 0 || !isReasoned
    })
    expect(wrong).toEqual([])
  })

  test('every test and document that is named is there', () => {
    const missing = rows.flatMap(({ id, proofs }) =>
      proofs.flatMap((proof) => {
        const [file = '', title] = proof.split(' › ')
        const path = join(projectFolder, file)
        if (!existsSync(path)) return [`${id}: no ${file}`]
        if (isDocument(proof)) return []
        const text = readFileSync(path, 'utf8')
        // as a string of the source: its title, or that of the group around it
        const isThere =
          title !== undefined &&
          [`'${title}'`, `"${title}"`, `\`${title}\``, `'${title} (`].some((written) => text.includes(written))
        return isThere ? [] : [`${id}: no “${title}” in ${file}`]
      }),
    )
    expect(missing).toEqual([])
  })

  test('the 25 that were drawn last are those of their seed, are met, and have the proofs that were read', () => {
    const [drawing = ''] = readFileSync(join(projectFolder, 'docs/security.md'), 'utf8').split('## Input')
    const seed = [...drawing.matchAll(/`([0-9a-f]{40})`/g)].at(-1)?.[1] ?? ''
    const read = [...drawing.matchAll(/^\| ([\d.]+) \| ([0-9a-f]{8}) \| .{20,} \|$/gm)].map(([, id, print]) => [
      id,
      print,
    ])
    const byId = new Map(rows.map((one) => [one.id, one]))
    const now = read.map(([id = '']) => {
      const one = byId.get(id)
      return [one?.state === 'met' ? id : `${id}, which is not met`, one && proofPrint(one)]
    })
    expect(read).toHaveLength(25)
    expect(now).toEqual(read)
    expect(
      draw(
        seed,
        read.map(([id = '']) => id),
      ),
    ).toEqual(read.map(([id]) => id))
  })
})

describe('advisories of packages', () => {
  const at = (name: string, severity: string) => ({
    source: 1,
    name,
    dependency: name,
    title: 'a weakness',
    url: `https://github.com/advisories/${name}`,
    severity,
    range: '<2.0.0',
  })
  const audit = {
    auditReportVersion: 2,
    vulnerabilities: {
      one: { name: 'one', severity: 'high', via: [at('one', 'high'), at('other', 'low')], fixAvailable: true },
      above: { name: 'above', severity: 'high', via: ['one'], fixAvailable: true },
    },
  }
  const noted = (...lines: string[]) => readNoted(['url,package,day', ...lines].join('\n'))
  const one = 'https://github.com/advisories/one,one,2026-11-01'
  const other = 'https://github.com/advisories/other,other,2026-11-01'

  test('are remedied within their time: what is not noted, or late, is named', () => {
    expect(findDue(audit, noted(one), '2026-11-15')).toEqual([
      '未登记 not noted: low other: a weakness https://github.com/advisories/other',
    ])
    expect(findDue(audit, noted(one, other), '2026-11-15')).toEqual([])
    expect(findDue(audit, noted(one, other), '2026-11-16')).toEqual([
      '超期 due by 2026-11-15: high one: a weakness https://github.com/advisories/one',
    ])
    expect(() => findDue({ message: '405 Method Not Allowed' }, noted(), '2026-11-15')).toThrow(
      /（405 Method Not Allowed）：没有核对任何软件包[\s\S]*\(405 Method Not Allowed\): no package was compared/,
    )
    expect(() => findDue(undefined, noted(), '2026-11-15')).toThrow('no package was compared')
    expect(() => noted('https://x,y,soon')).toThrow()
    expect(readNoted(readFileSync(join(projectFolder, 'security/advisories.csv'), 'utf8')).size).toBe(0)
  })
})
