/**
 * A batch whose web server and worker are killed with -9 at random moments, started again, and carried on by its person: each row is one draft, filled in once, and each paper is
 * there once, whole. TEST_KILLS says how many kills; the seed of the run chooses the moments.
 */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import { apiPath } from '../../src/base/path.js'
import { bookOf, host, paper, passportOf, zipOf } from '../exchange/books.js'
import { chance, rounds } from '../long.js'
import { Plant } from './plant.js'

const KILLS = Number(process.env.TEST_KILLS) || rounds(40)
const HOSTS = 16
/** Two of one kind, which stand beside each other. */
const PAPERS = [
  { file: 'passport.pdf', kind: 'passportPage' },
  { file: 'contract.pdf', kind: 'contract', language: 'zh' },
  { file: 'addendum.pdf', kind: 'contract', language: 'zh' },
  { file: 'photo.jpg', kind: 'photo' },
]

jest.setTimeout(120_000 + KILLS * 40_000)

let plant: Plant
let admin: pg.Client
beforeAll(async () => {
  plant = await Plant.open({ apps: 1, workers: 1, drafts: 0 })
  admin = await plant.look()
})
afterAll(async () => {
  await admin?.end()
  await plant?.close()
})

interface Answer {
  readonly id: number
  readonly waiting: number
  readonly made: number
  readonly state: string
  readonly documents: { readonly ended: boolean; readonly kept: number; readonly refused: readonly unknown[] } | null
}

/** Asks until the server, which may just be starting, has answered. */
async function ask(address: string, init: () => RequestInit = () => ({})): Promise<Answer> {
  for (;;) {
    try {
      const { headers, ...rest } = init()
      const authorization = `Bearer ${plant.inhabited.keys.applicant}`
      const answer = await fetch(`${plant.apps[0]?.address}${address}`, {
        ...{ ...rest, signal: AbortSignal.timeout(60_000) },
        headers: { ...headers, authorization },
      })
      if (answer.status < 500) {
        expect([200, 202]).toContain(answer.status)
        return (await answer.json()) as Answer // our own API's
      }
    } catch (error) {
      if (error instanceof Error && 'matcherResult' in error) throw error
    }
    await sleep(200)
  }
}

let killed = 0
/** At a moment within so many milliseconds; one of four is the worker. */
async function kill(within: number): Promise<void> {
  await sleep(within * chance())
  const [part] = chance() < 0.25 ? plant.workers : plant.apps
  part?.signal('SIGKILL')
  killed += 1
  await sleep(100)
  await plant.apps[0]?.waitUntilReady()
  // a batch is a process's for a minute at a time: that minute is over
  await admin.query(`update batches set held_until = now() - interval '1 second' where holder is not null`)
}

const count = async (sql: string, ...values: unknown[]): Promise<number> =>
  (await admin.query<{ n: number }>(`select count(*)::int as n from ${sql}`, values)).rows[0]?.n ?? 0

test(`each row is one draft and each paper is there once over ${2 * KILLS + 2} kills`, async () => {
  const hosts = Array.from({ length: HOSTS }, (_, index) => {
    const whole = host(index)
    return { ...whole, answers: { ...Object(whole.answers), documents: PAPERS } }
  })
  const book = new Uint8Array(await bookOf(...hosts))
  const order = () => {
    const body = new FormData()
    body.set('workbook', new Blob([book]), 'hosts.xlsx')
    return { method: 'POST', body, headers: { 'idempotency-key': 'killed' } }
  }
  const { id } = await ask(apiPath.batches, order)
  let interrupted = 0
  for (let round = 0; round <= KILLS; round++) {
    await ask(apiPath.batch(id)) // carries it on
    await kill(250)
    if ((await count(`batch_rows where batch_id = $1 and state = 'waiting'`, id)) > 0) interrupted += 1
  }
  while ((await ask(apiPath.batch(id))).waiting > 0) await sleep(200)
  expect((await ask(apiPath.batches, order)).id).toBe(id)
  expect(interrupted).toBeGreaterThan(0)

  const files: Record<string, Buffer> = {}
  for (let index = 0; index < HOSTS; index++)
    for (const { file, kind } of PAPERS) {
      const one = await paper(kind === 'photo' ? kind : `${file} of ${index}`)
      files[`${passportOf(index)}/${file}`] = kind === 'photo' ? Buffer.concat([one, Buffer.from(String(index))]) : one
    }
  const archive = new Uint8Array(await zipOf(files))
  const send = () => {
    const body = new FormData()
    body.set('files', new Blob([archive]), 'papers.zip')
    return { method: 'POST', body }
  }
  for (let round = 0; round <= KILLS; round++) {
    await ask(apiPath.batchPapers(id), send)
    await kill(4_000)
  }
  await ask(apiPath.batchPapers(id), send)
  let shown = await ask(apiPath.batch(id))
  for (; !shown.documents?.ended; shown = await ask(apiPath.batch(id))) await sleep(300)

  expect(shown).toMatchObject({ waiting: 0, made: HOSTS, state: 'done', documents: { refused: [] } })
  expect(await count(`events where action = 'start' and request_id like 'batch:' || $1 || ':%'`, id)).toBe(HOSTS)
  expect(await count('cases')).toBe(HOSTS)
  expect(await count(`events where action = 'saveAnswers'`)).toBe(HOSTS)
  expect(await count('(select passport_index from cases group by 1) one')).toBe(HOSTS)
  const { rows } = await admin.query<{ case_id: number; sha256: string; removed: boolean; id: number }>(
    'select id, case_id, sha256, replaced_at is not null as removed from attachments',
  )
  expect(rows.filter(({ removed }) => removed)).toEqual([])
  const wanted = Object.values(files).map((one) => createHash('sha256').update(one).digest('hex'))
  expect(rows.map(({ sha256 }) => sha256).sort()).toEqual(wanted.sort())
  for (const { id: document, case_id, sha256 } of rows) {
    const answer = await fetch(`${plant.apps[0]?.address}${apiPath.document(case_id, document)}`, {
      headers: { authorization: `Bearer ${plant.inhabited.keys.applicant}` },
    })
    expect(
      createHash('sha256')
        .update(new Uint8Array(await answer.arrayBuffer()))
        .digest('hex'),
    ).toBe(sha256)
  }
  expect(killed).toBeGreaterThanOrEqual(10)
  process.stdout.write(`${JSON.stringify({ killed, interrupted, papers: rows.length })}\n`)
})
