/** The people of a plant, with a key each, those who issue letters with a session, and drafts with everything that filing asks for: made through the product's own functions before its processes start. */
import 'reflect-metadata'
import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { webModule } from '../../src/web.module.js'
import type { Clock } from '../../src/base/clock.js'
import { checkDigit } from '../../src/base/mrz.js'
import { CaseService } from '../../src/cases/case.service.js'
import type { Config } from '../../src/config.js'
import { Keys } from '../../src/people/key.service.js'
import type { Person } from '../../src/people/session.service.js'
import { SignIns } from '../../src/people/signIn.service.js'
import { Access } from '../../src/web/http/access.js'
import { exampleOf, readExample } from '../cases/inputs.js'
import { MorningClock } from '../clock.js'
import { type Name, PASSWORD, type Population, populate } from '../cases/population.js'

/** Who acts in a plant. */
export const ACTORS = [
  'applicant',
  'firmAdmin',
  'intake',
  'assessor',
  'colleague',
  'approver',
  'otherApprover',
  'panel',
  'permitOfficer',
] as const satisfies readonly Name[]
export type ActorName = (typeof ACTORS)[number]

export interface Inhabited {
  readonly population: Population
  readonly keys: Readonly<Record<ActorName, string>>
  /** By which each is known to the product: a key; for those who issue letters, which no key may do, a session. */
  readonly headers: Readonly<Record<ActorName, Readonly<Record<string, string>>>>
  readonly drafts: readonly number[]
}

const NO_ASSETS = { folder: '', css: '', script: '', icon: '' }
const AT_ONCE = 8

/** Makes them. */
export async function inhabit(config: Config, drafts: number, clock: Clock = new MorningClock()): Promise<Inhabited> {
  const module = webModule({ config, databaseUrl: config.appDatabaseUrl ?? '', clock }, NO_ASSETS)
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false })
  try {
    const population = await populate(app, config.databaseUrl ?? '')
    const keys = Object.fromEntries(
      await Promise.all(
        ACTORS.map(async (name) => {
          const asked = { name: 'reliability', scopes: ['read', 'write'] as const, days: 1000 }
          return [name, (await app.get(Keys).create(population.people[name], asked)).secret] as const
        }),
      ),
    ) as Record<ActorName, string> // of ACTORS, each
    const headers = Object.fromEntries(
      ACTORS.map((name) => [name, { authorization: `Bearer ${keys[name]}` } as Record<string, string>] as const),
    ) as Record<ActorName, Record<string, string>> // of ACTORS, each
    for (const name of ['approver', 'otherApprover'] as const)
      headers[name] = await signIn(
        app,
        population.people[name],
        await population.authenticators.code(population.people[name]),
      )
    const made: number[] = []
    let begun = 0
    const makeSome = async () => {
      while (begun < drafts) made.push(await draft(app.get(CaseService), population, begun++))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, makeSome))
    return { population, keys, headers, drafts: made }
  } finally {
    await app.close()
  }
}

/** The headers of a new session. */
async function signIn(app: INestApplicationContext, { account }: Person, code: string | undefined) {
  const step = await app.get(SignIns).come({ account, password: PASSWORD, code, address: '127.0.0.1' })
  if (!('token' in step)) throw new Error(`${account} did not get in`)
  // no more of a request is looked at where there is a session
  const token = app.get(Access).csrfToken({ sessionToken: step.token } as FastifyRequest, {} as FastifyReply)
  return { cookie: `session=${step.token}`, 'x-csrf-token': token }
}

async function draft(cases: CaseService, { people: { applicant: actor } }: Population, at: number): Promise<number> {
  const { answers, papers } = exampleOf('goodsHost', personOf(at))
  const { caseId } = await cases.start(actor)
  await cases.act(caseId, 'saveAnswers', { actor, input: { answers } })
  for (const paper of papers) await cases.act(caseId, 'attachFile', { actor, input: paper })
  return caseId
}

/** What tells one candidate from another: two of the same person would each be a duplicate of all others. */
export function personOf(at: number): object {
  const surname = `ROSSI${[...String(at)].map((figure) => 'ABCDEFGHIJ'[Number(figure)]).join('')}`
  const number = `YB${1_000_000 + at}`
  const checked = number + checkDigit(number)
  const [birth, expiry, personal] = ['9304181', '3205301', '<'.repeat(15)]
  const last = checkDigit(checked + birth + expiry + personal)
  const line1 = `P<ITA${surname}<<GIULIA<MARIA`.padEnd(44, '<')
  const mrz = [line1, `${checked}ITA${birth}F${expiry}${personal}${last}`]
  const { passport } = readExample('goodsHost').talent as { readonly passport: object } // as its file has it
  return {
    systemName: `${surname} GIULIA MARIA`,
    visualName: `Giulia Maria ${surname}`,
    passport: { ...passport, number, mrz },
  }
}
