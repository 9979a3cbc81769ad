/**
 * The page that asks somebody to show once more who they are. What they sent stands in its form and
 * goes to the same address with the proof.
 */
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { Proofs } from '../../people/proof.service.js'
import type { Person } from '../../people/session.service.js'
import { personOf } from './access.js'
import { type Answer, page } from './answers.js'
import { PROOF_FIELDS, type SentField, sentFields } from './input.js'

@Injectable()
export class ProofPage {
  constructor(private readonly proofs: Proofs) {}

  /** The page, for the request that needs the proof. */
  answer(request: FastifyRequest, problem?: Problem): Promise<Answer> {
    const [me, { url }] = [personOf(request), request]
    const fields = sentFields(request, PROOF_FIELDS)
    return this.ask(me, fields ? { action: url, fields } : { action: path.proof, to: url }, problem)
  }

  /** The same for a page that was only to be opened. */
  async ask(
    me: Person,
    asked: {
      /** The address to which the form is sent. */
      readonly action: string
      readonly fields?: readonly SentField[]
      readonly to?: string
    },
    problem?: Problem,
  ): Promise<Answer> {
    const view = {
      title: { zh: '请再次证明是您本人', en: 'Please show once more that it is you' },
      fields: [],
      ...asked,
      ...(await this.proofs.ways(me)),
      problem: problem?.message,
    }
    return page('account/proof', view, { status: 403 })
  }
}
