/**
 * The page that asks somebody to show once more who they are. What they sent stands in its form and
 * goes to the same address with the proof.
 */
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Problem } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import { path } from '../../base/path.js'
import { Proofs } from '../../people/proof.service.js'
import type { Person } from '../../people/session.service.js'
import { personOf } from './access.js'
import { type Answer, page } from './answers.js'
import { isAction, isEntry } from '../../workflow/step.js'
import { WORDS } from '../../workflow/words.js'
import { PROOF_FIELDS, readText, type SentField, sentFields } from './input.js'

@Injectable()
export class ProofPage {
  constructor(private readonly proofs: Proofs) {}

  /** The page, for the request that needs the proof. */
  answer(request: FastifyRequest, problem?: Problem): Promise<Answer> {
    const [me, { url }] = [personOf(request), request]
    const fields = sentFields(request, PROOF_FIELDS)
    const asked = fields ? { action: url, fields } : { action: path.proof, to: url }
    return this.ask(me, { ...asked, signing: signingOf(request) }, problem)
  }

  /** The same for a page that was only to be opened. */
  async ask(
    me: Person,
    asked: {
      /** The address to which the form is sent. */
      readonly action: string
      readonly fields?: readonly SentField[]
      readonly to?: string
      /** What is done with the proof. */
      readonly signing?: Signing | undefined
    },
    problem?: Problem,
  ): Promise<Answer> {
    const view = {
      title: { zh: '请再次验证身份', en: 'Confirm that it is you' },
      fields: [],
      ...asked,
      ...(await this.proofs.ways(me)),
      problem: problem?.message,
      languageForm: asked.fields && 'proof-again',
    }
    return page('account/proof', view, { status: 403 })
  }
}

interface Signing {
  readonly what: Bilingual
  /** The case, as its own page named it. */
  readonly of: string | undefined
}

/** The action that a form of a case asks for; undefined for any other form. */
function signingOf({ params, body }: FastifyRequest): Signing | undefined {
  const name: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, 'action') : undefined
  if (typeof name !== 'string' || !(isAction(name) || isEntry(name))) return undefined
  return { what: WORDS[name].label, of: readText(body, '_about') }
}
