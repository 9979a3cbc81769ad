/** The people of a plant, with a key each, and drafts with everything that filing asks for: made through the product's own functions before its processes start. */
import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { webModule } from '../../src/app.module.js'
import type { Clock } from '../../src/base/clock.js'
import { CaseService } from '../../src/cases/case.service.js'
import type { Config } from '../../src/config.js'
import { Keys } from '../../src/people/key.service.js'
import { exampleOf } from '../cases/inputs.js'
import { type Name, type Population, populate } from '../cases/population.js'

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
  readonly drafts: readonly number[]
}

const NO_ASSETS = { folder: '', css: '', script: '', icon: '' }
const AT_ONCE = 8

/** Makes them. */
export async function inhabit(config: Config, drafts: number, clock?: Clock): Promise<Inhabited> {
  const module = webModule({ config, databaseUrl: config.appDatabaseUrl ?? '', clock }, NO_ASSETS)
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false })
  try {
    const population = await populate(app)
    const keys = Object.fromEntries(
      await Promise.all(
        ACTORS.map(async (name) => {
          const asked = { name: 'reliability', scopes: ['read', 'write'] as const, days: 365 }
          return [name, (await app.get(Keys).create(population.people[name], asked)).secret] as const
        }),
      ),
    ) as Record<ActorName, string> // of ACTORS, each
    const made: number[] = []
    const makeSome = async () => {
      while (made.length < drafts) made.push(await draft(app.get(CaseService), population))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, makeSome))
    return { population, keys, drafts: made }
  } finally {
    await app.close()
  }
}

async function draft(cases: CaseService, { people: { applicant: actor } }: Population): Promise<number> {
  const { answers, papers } = exampleOf('goodsHost')
  const { caseId } = await cases.start(actor)
  await cases.act(caseId, 'saveAnswers', { actor, input: { answers } })
  for (const paper of papers) await cases.act(caseId, 'attachFile', { actor, input: paper })
  return caseId
}
