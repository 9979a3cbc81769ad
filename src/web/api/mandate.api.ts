/**
 * The JSON API of mandates: a firm's own, as employer and as agent. To give one, or to agree, takes a
 * person's own session and a renewed proof.
 */
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common'
import { z } from 'zod'
import { Clock } from '../../base/clock.js'
import { Forbidden, ProofNeeded } from '../../base/errors.js'
import { readValue } from '../../forms/engine/parse.js'
import { MANDATE, MANDATE_END, MANDATE_LIMITS } from '../../forms/mandate.js'
import { FIRM_ROLES } from '../../people/actor.js'
import { type Mandate, Mandates, mandateState } from '../../people/mandate.service.js'
import { MANDATE_ACTS } from '../../people/mandateActs.js'
import type { Person } from '../../people/session.service.js'
import { For, NeedsProof } from '../http/access.js'
import { Id, Me } from '../http/params.js'
import { component, day, moment } from './answer.js'
import { Operation } from './operation.js'

const ONE = z
  .object({
    id: z.int(),
    employerId: z.int(),
    employerName: z.string(),
    employerNameEn: z.string().nullable(),
    agentId: z.int(),
    agentName: z.string(),
    agentNameEn: z.string().nullable(),
    state: z.enum(['waiting', 'inForce', 'over']),
    acts: z.array(z.enum(MANDATE_ACTS)).describe('What it covers besides filling in'),
    untilOn: day,
    mostCases: z.int().nullable().describe('How many applications can be started under it; null: no limit'),
    note: z.string().nullable(),
    askedAt: moment,
    confirmedAt: moment.nullable(),
    endedAt: moment.nullable(),
    endReason: z.string().nullable(),
  })
  .meta({ id: 'Mandate' })

@Controller('api/mandates')
@For(...FIRM_ROLES)
export class MandateApi {
  constructor(
    private readonly mandates: Mandates,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Operation('listMandates', {
    summary: 'List the mandates of your firm, as employer and as agent; open ones first',
    says: 'The mandates',
    answer: z.object({ mandates: z.array(ONE) }),
  })
  async list(@Me() me: Person) {
    const found = await this.mandates.list(me, me.firmId ?? 0)
    return { mandates: found.map((one) => this.present(one)) }
  }

  @Post()
  @For('firmAdmin')
  @Operation('askMandate', {
    summary:
      'Ask an employer for a mandate as agent (`side` agent), or give one as employer (`side` employer). ' +
      'Giving one needs your own session and a renewed proof, not a key',
    body: component('mandate'),
    says: 'The mandate, waiting for the employer or in force',
    answer: ONE,
  })
  async ask(@Me() me: Person, @Body() body: unknown) {
    const { side, acts = [], ...wish } = readValue(MANDATE, body)
    if (side === 'employer') requireInPerson(me)
    return this.present(await this.mandates.ask(me, { ...wish, acts, asEmployer: side === 'employer' }))
  }

  @Post(':id/confirm')
  @For('firmAdmin')
  @HttpCode(200)
  @NeedsProof()
  @Operation('confirmMandate', {
    summary:
      'Agree to what an agent asked for, or to less; what you omit is agreed to as requested. Needs your ' +
      'own session and a renewed proof, not a key',
    body: component('mandateLimits'),
    says: 'The mandate, in force',
    answer: ONE,
  })
  async confirm(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    requireInPerson(me)
    await this.mandates.confirm(me, id, readValue(MANDATE_LIMITS, body ?? {}))
    return this.present(await this.mandates.get(me, id))
  }

  @Post(':id/end')
  @For('firmAdmin')
  @HttpCode(200)
  @Operation('endMandate', {
    summary: 'End a mandate, decline one that is waiting, or withdraw your request',
    body: component('mandateEnd'),
    says: 'The ended mandate',
    answer: ONE,
  })
  async end(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    await this.mandates.end(me, id, readValue(MANDATE_END, body ?? {}).endReason)
    return this.present(await this.mandates.get(me, id))
  }

  private present(one: Mandate) {
    return { ...one, state: mandateState(one, this.clock.today()) }
  }
}

/** What lets another firm act is agreed to by a person, not by a program. Throws Forbidden, ProofNeeded. */
function requireInPerson({ keyId, proved }: Person): void {
  if (keyId !== null) throw new Forbidden(byPersonOnly)
  if (!proved) throw new ProofNeeded()
}

const byPersonOnly = {
  zh: '给出或同意委托，须由本人登录后办理，不能用密钥。',
  en: 'Mandates are given or agreed to by a person who has signed in, not with a key.',
}
