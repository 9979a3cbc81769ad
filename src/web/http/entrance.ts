/**
 * How a browser or a program comes in: what it sends is made into a step of signing in, and what
 * comes of it into cookies.
 */
import { Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ProviderAnswer } from '../../people/provider.service.js'
import { type SignedIn, type SignInAttempt, type Missing, SignIns } from '../../people/signIn.service.js'
import { Access } from './access.js'
import { Cookies } from './cookies.js'

const KNOWN_SECONDS = 180 * 86_400

export const isIn = (step: SignedIn | Missing): step is SignedIn => 'token' in step

type Step = SignedIn | Missing

@Injectable()
export class Entrance {
  constructor(
    private readonly access: Access,
    private readonly signIns: SignIns,
    private readonly cookies: Cookies,
  ) {}

  /** One step. Whoever is in has their session in the reply. Throws Invalid. */
  async come(
    request: FastifyRequest,
    reply: FastifyReply,
    attempt: Omit<SignInAttempt, 'address' | 'device' | 'known'>,
  ): Promise<Step> {
    return this.finish(request, reply, await this.signIns.come({ ...attempt, ...this.placeOf(request) }))
  }

  /** The same for somebody whom the identity provider has named. */
  async comeFromProvider(
    request: FastifyRequest,
    reply: FastifyReply,
    account: string,
    shown: Pick<ProviderAnswer, 'strong' | 'shownAt'>,
  ): Promise<Step> {
    return this.finish(request, reply, await this.signIns.comeFromProvider(account, shown, this.placeOf(request)))
  }

  private async finish(request: FastifyRequest, reply: FastifyReply, step: Step): Promise<Step> {
    if (!isIn(step)) return step
    await this.access.enter(request, reply, step)
    this.cookies.set(reply, 'known', step.known, KNOWN_SECONDS)
    return step
  }

  private placeOf(request: FastifyRequest) {
    return {
      address: request.ip,
      device: request.headers['user-agent'],
      known: this.cookies.read(request, 'known'),
    }
  }
}
