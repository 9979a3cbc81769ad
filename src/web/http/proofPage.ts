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
import { fieldsOf } from './goOn.js'
import { PROOF_FIELDS } from './proof.form.js'

const FORM = 'application/x-www-form-urlencoded'

@Injectable()
export class ProofPage {
  constructor(private readonly proofs: Proofs) {}

  /** The page, for the request that needs the proof. */
  answer(request: FastifyRequest, problem?: Problem): Promise<Answer> {
    const { body, url } = request
    const isForm = request.method === 'POST' && (request.headers['content-type'] ?? '').startsWith(FORM)
    const sent = isForm && typeof body === 'object' && body !== null ? Object.entries(body) : []
    const fields = fieldsOf(sent).filter(({ name }) => name !== '_csrf' && !PROOF_FIELDS.includes(name))
    return this.ask(personOf(request), isForm ? { action: url, fields } : { action: path.proof, to: url }, problem)
  }

  /** The same for a page that was only to be opened. */
  async ask(
    me: Person,
    asked: {
      /** The address to which the form is sent. */
      readonly action: string
      readonly fields?: readonly { readonly name: string; readonly value: string }[]
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
