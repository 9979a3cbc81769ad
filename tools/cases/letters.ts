/** The letters of a case as a permit officer and the public meet them: the file, and what the check page says of it. */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { apiPath } from '../../src/base/path.js'
import { type Agent, Broken, sayFailure } from './agent.js'
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
 * @returns what differed
 */
export async function checkLetters(agent: Agent, caseId: number, keep: Keep | undefined): Promise<string[]> {
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
    // A letter of a demonstration never counts as valid (docs/architecture.md#letters).
    const standing = letter.endedAs ?? 'specimen'
    differences.push(
      ...differ(`${what}, type of the file`, '%PDF-', pdf.subarray(0, 5).toString('latin1')),
      ...differ(`${what}, SHA-256`, letter.sha256, hash),
      ...(await checkPublicly(agent, `${what}, by code`, { code: letter.checkCode }, standing)),
      ...(await checkPublicly(agent, `${what}, by file`, { sha256: hash }, standing)),
    )
  }
  return differences
}

async function checkPublicly(agent: Agent, what: string, by: object, standing: string): Promise<string[]> {
  const answer = await agent.send('POST', apiPath.verify, by)
  if (answer.status !== 200) return [`${what}: ${sayFailure(answer)}`]
  return differ(what, standing, checked.parse(answer.body).standing)
}
