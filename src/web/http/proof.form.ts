/** How a proof comes along with a form: by fields of its own, which whoever reads the form leaves out. */
import type { PasskeyAnswer } from '../../people/passkey.service.js'
import type { Proof } from '../../people/proof.service.js'
import { readText } from './input.js'

/** Names of the fields by which a proof comes along with what it is for. */
export const PROOF_FIELDS: readonly string[] = ['_proof', '_code', '_password', '_passkey', '_ticket']

/** A passkey's answer and the ticket of its challenge, as a form carries them; undefined when there is none. */
export function readPasskey(body: unknown): PasskeyAnswer | undefined {
  const [answer, ticket] = [readText(body, '_passkey', 20_000), readText(body, '_ticket', 4000)]
  if (answer === undefined || ticket === undefined) return undefined
  try {
    return { answer: JSON.parse(answer), ticket }
  } catch {
    return undefined
  }
}

/** The proof in a form, when one came along. */
export function readProof(body: unknown): Proof | undefined {
  if (typeof body !== 'object' || body === null || !('_proof' in body)) return undefined
  const fields = body as Record<string, unknown> // any form has names
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name].slice(0, 400) : undefined)
  return { code: text('_code'), password: text('_password'), passkey: readPasskey(body) }
}
