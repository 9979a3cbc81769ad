/** The letters of a case as a permit officer and the public meet them: the file, and what the check page says of it. */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import yauzl from 'yauzl'
import { z } from 'zod'
import { apiPath } from '../../src/base/path.js'
import { type Agent, Broken, sayFailure } from './agent.js'
import type { Expectation } from './caseFile.js'
import { differ } from './compare.js'

const registry = z.object({
  letters: z.array(
    z.object({
      id: z.int(),
      caseId: z.int(),
      kind: z.string(),
      number: z.string(),
      checkCode: z.string(),
      sha256: z.string().nullable(),
      endedAs: z.string().nullable(),
    }),
  ),
})
const checked = z.object({ standing: z.string(), number: z.string().nullable() })

/** Where letters are kept, and under which name. */
export interface Keep {
  readonly folder: string
  readonly name: string
}

/**
 * Downloads every issued letter of recommendation of the case, the oldest first (notices are made when the worker comes to them), compares the file with the registry and the check page with the letter's standing.
 * @param standsAs what the check page says of one that has not ended; that of a demonstration never counts as valid (docs/architecture.md#letters)
 * @returns what differed
 */
export async function checkLetters(
  agent: Agent,
  caseId: number,
  keep: Keep | undefined,
  standsAs = 'specimen',
): Promise<string[]> {
  const answer = await agent.get(apiPath.letters)
  if (answer.status !== 200) throw new Broken(`the registry of letters: ${sayFailure(answer)}`)
  const letters = registry
    .parse(answer.body)
    .letters.filter(({ kind, ...letter }) => letter.caseId === caseId && kind === 'recommendation')
    .reverse()
  const differences: string[] = []
  for (const [index, letter] of letters.entries()) {
    const pdf = await agent.download(apiPath.letterFile(letter.id))
    const hash = createHash('sha256').update(pdf).digest('hex')
    if (keep) writeFileSync(join(keep.folder, `${keep.name}${index > 0 ? `-${index + 1}` : ''}.pdf`), pdf)
    const what = `letter ${letter.number}`
    const standing = letter.endedAs ?? standsAs
    differences.push(
      ...differ(`${what}, type of the file`, '%PDF-', pdf.subarray(0, 5).toString('latin1')),
      ...differ(`${what}, SHA-256`, letter.sha256, hash),
      ...(await checkPublicly(agent, `${what}, by code`, { code: letter.checkCode }, standing)),
      ...(await checkPublicly(agent, `${what}, by file`, { sha256: hash }, standing)),
    )
  }
  return differences
}

const made = z.object({ id: z.int() })
const described = z.object({ proposed: z.record(z.string(), z.unknown()).nullable() })

/** What the description in the package of the case's newest letter says that it asks for. */
async function readProposed(officer: Agent, caseId: number): Promise<Record<string, unknown> | null> {
  const answer = await officer.get(apiPath.letters)
  if (answer.status !== 200) throw new Broken(`the letters of the permit officer: ${sayFailure(answer)}`)
  const letter = registry
    .parse(answer.body)
    .letters.find(({ kind, sha256, ...one }) => one.caseId === caseId && kind === 'recommendation' && sha256 !== null)
  if (!letter) throw new Broken('the permit officer has no letter of this case')
  const ordered = await officer.send('POST', apiPath.packages, { letters: [letter.id] })
  if (ordered.status >= 300) throw new Broken(`the package: ${sayFailure(ordered)}`)
  const zip = await officer.download(apiPath.packageFile(made.parse(ordered.body).id))
  const description = await readEntry(zip, (name) => name.endsWith('/description.json'))
  return described.parse(JSON.parse(description)).proposed
}

/** The text of the first file of a ZIP whose name fits. */
function readEntry(zip: Buffer, fits: (name: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(zip, { lazyEntries: true }, (problem, file) => {
      if (problem) return reject(problem)
      file.on('error', reject)
      file.on('end', () => reject(new Broken('the package has no description')))
      file.on('entry', (entry) => {
        if (!fits(entry.fileName)) return file.readEntry()
        file.openReadStream(entry, (fault, stream) => {
          if (fault) return reject(fault)
          text(stream).then(resolve, reject)
        })
      })
      file.readEntry()
    })
  })
}

/** Every difference between what the issued letter asks for and what is expected of it. */
export async function compareProposed(
  expected: Expectation['proposed'],
  officer: () => Promise<Agent>,
  caseId: number,
): Promise<string[]> {
  if (!expected) return []
  const got = (await readProposed(await officer(), caseId)) ?? {}
  return Object.entries(expected).flatMap(([name, value]) => differ(`proposed.${name}`, value, got[name]))
}

async function checkPublicly(agent: Agent, what: string, by: object, standing: string): Promise<string[]> {
  const answer = await agent.send('POST', apiPath.verify, by)
  if (answer.status !== 200) return [`${what}: ${sayFailure(answer)}`]
  return differ(what, standing, checked.parse(answer.body).standing)
}
