/** The queue in pools: what anybody may upload keeps nothing waiting that has a deadline, and nothing that people wait for. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { apiPath } from '../../src/base/path.js'
import type { Case } from '../cases/world.js'
import { Part } from '../reliability/plant.js'
import { multipart, Site } from '../web/site.js'
import { hostilePdf } from './hostilePdf.js'

jest.setTimeout(300_000)

let site: Site
let worker: Part | undefined

beforeAll(async () => {
  site = await Site.open()
})
afterAll(async () => {
  worker?.kill()
  await site.close()
})

async function rows<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await site.world.admin.query(sql, values)).rows as Row[]
}
const waitUntil = async (isSo: () => Promise<boolean>) => {
  while (!(await isSo())) await sleep(50)
}

async function uploadHostile(names: readonly string[]): Promise<number[]> {
  const as = await site.session('applicant')
  const { id } = (await site.ask({ method: 'POST', url: apiPath.cases, as, body: {} })).json<{ id: number }>()
  const ids: number[] = []
  for (const name of names) {
    const form = multipart([
      ['kind', name],
      ['file', hostilePdf(name, 100, 25), `${name}.pdf`],
    ])
    const answer = await site.ask({ method: 'POST', url: apiPath.documents(id), as, ...form })
    expect(answer.statusCode).toBe(201)
    ids.push(answer.json<{ document: { id: number } }>().document.id)
  }
  return ids
}

const isDrawing = async () =>
  (await rows(`select 1 from graphile_worker.jobs where task_identifier = 'makePages' and locked_at is not null`))
    .length > 0
const isIssued = async ({ id }: Case) =>
  (await rows(`select 1 from letters where case_id = $1 and kind = 'recommendation' and issued_at is not null`, [id]))
    .length > 0
const add = async (task: string) =>
  (await rows<{ id: string }>(`select id from graphile_worker.add_job($1)`, [task]))[0]?.id
const isDone = async (job: string | undefined) =>
  (await rows('select 1 from graphile_worker.jobs where id = $1', [job])).length === 0

test('a letter is made, and the clock and sealing run, while hostile documents are drawn', async () => {
  // each is given up after a while: all of them take longer than a letter on a slow machine, too
  const documents = await uploadHostile(['contract', 'degree', 'resume', 'policeRecord', 'medical', 'commitment'])
  const { config, workerUrl } = site.world.db
  worker = new Part('worker.js', {
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    DATA_DIR: config.dataDir,
    WORKER_DATABASE_URL: workerUrl,
    CLOCK_AT: site.world.clock.now().toISOString(),
  })
  await waitUntil(isDrawing)
  const decided = await site.world.caseIn('recommended')
  const [strike, seal] = [await add('strike'), await add('seal')]
  await waitUntil(() => isIssued(decided))
  await waitUntil(async () => (await isDone(strike)) && (await isDone(seal)))
  const drawn = await rows<{ id: number }>(
    `select attachment_id as id from previews where attachment_id = any ($1) and state <> 'waiting'`,
    [documents],
  )
  expect(drawn.length).toBeLessThan(documents.length)
  expect(await rows('select 1 from checkpoints')).not.toEqual([])
})
