/**
 * `npm run bench -- package [rounds]`: a package of all letters of the demonstration, with the documents of their cases and a list of contents each, as the permit authority
 * takes it: made, read whole, recorded; beside as many letters, set and signed by one worker, in the same run and by turns. Prints the ratio last.
 */
import 'reflect-metadata'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type pg from 'pg'
import { Clock } from '../src/base/clock.js'
import { type Config, readConfig } from '../src/config.js'
import { makeSpecimenCertificate } from '../src/letters/certificate.js'
import { prepareFonts } from '../src/letters/fonts.js'
import { Packages } from '../src/letters/package.service.js'
import { createRenderer } from '../src/letters/render.js'
import { signPdf } from '../src/letters/sign.js'
import { createFileSigner } from '../src/letters/signer.js'
import type { Person } from '../src/people/session.service.js'
import { webModule } from '../src/web.module.js'
import { migrate } from '../tools/migrate.js'
import { connect, withAddresses } from '../tools/roles.js'
import { seedIfEmpty } from '../tools/seed.js'
import { letSpeak } from '../tools/speaking.js'
import { startTemporary } from '../tools/temporary.js'
import { makeLetter } from './letters/letter.js'

const ROUNDS = '5'

export async function run([rounds = ROUNDS]: readonly string[]): Promise<void> {
  say(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()})`)
  await onDemonstration(async (config, owner) => {
    const assets = { folder: '', css: '', script: '', icon: '' }
    const app = await NestFactory.createApplicationContext(
      webModule({ config, databaseUrl: config.appDatabaseUrl ?? '' }, assets),
      { logger: false },
    )
    const permit = await permitOfficer(owner, app.get(Clock).now())
    const { rows } = await owner.query<{ id: number }>(
      `select id from letters where issued_at is not null and addressed_to = $1 order by id limit 100`,
      [permit.authorityId],
    )
    const letters = rows.map(({ id }) => id)
    const printing = await startPrinting()
    await takePackage(app, permit, letters)
    await printing.print(letters.length) // once before it counts: processes start, fonts are read
    const [packages, printed]: [number[], number[]] = [[], []]
    let bytes = 0
    for (let round = 0; round < Number(rounds); round++) {
      packages.push(
        await time(async () => {
          bytes = await takePackage(app, permit, letters)
        }),
      )
      printed.push(await time(() => printing.print(letters.length)))
    }
    say(`a package of ${letters.length} letters, ${(bytes / 1e6).toFixed(1)} MB  ${median(packages).toFixed(0)} ms`)
    say(`${letters.length} letters, set and signed              ${median(printed).toFixed(0)} ms`)
    const ratios = packages.map((ms, round) => ms / (printed[round] ?? ms))
    say(`ratio ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`)
    await printing.close()
    await app.close()
  })
}

/** On a database of its own that the demonstration has filled. */
async function onDemonstration(work: (config: Config, owner: pg.Client) => Promise<void>): Promise<void> {
  const postgres = await startTemporary(false)
  try {
    const settings = { DATABASE_URL: postgres.url, DATA_DIR: join(postgres.home, 'files'), LOG_LEVEL: 'error' }
    const config = withAddresses(readConfig(settings))
    await migrate(postgres.url, config)
    await seedIfEmpty(config)
    const address = new URL(postgres.adminUrl)
    address.pathname = new URL(postgres.url).pathname
    const owner = await connect(address.href)
    await work(config, owner)
    await owner.end()
  } finally {
    await postgres.stop()
  }
}

/** The demonstration's own, signed in. */
async function permitOfficer(owner: pg.Client, now: Date): Promise<Person> {
  const { rows } = await owner.query<{ id: number; account: string; authority: number }>(
    `select id, account, authority_id as authority from people where 'permitOfficer' = any (roles) order by id limit 1`,
  )
  const found = rows[0]
  if (!found) throw new Error('the demonstration has no permit officer')
  const { id, account, authority } = found
  return {
    ...{ kind: 'person', id, account, name: account, roles: ['permitOfficer'], firmId: null, authorityId: authority },
    ...{ keyId: null, language: 'zh', speaker: await letSpeak(owner, id, now) },
  }
}

/** Puts the letters together and reads all of it. Answers its bytes. */
async function takePackage(app: INestApplicationContext, permit: Person, letters: readonly number[]): Promise<number> {
  const packages = app.get(Packages)
  const { id } = await packages.make(permit, letters)
  let bytes = 0
  for await (const piece of (await packages.open(permit, id)).stream) bytes += piece.length
  return bytes
}

/** One worker: a renderer's process and the signing beside it. */
async function startPrinting() {
  const folder = mkdtempSync(join(tmpdir(), 'haijian-bench-'))
  const at = new Date('2026-11-24T02:00:00Z')
  const signer = await createFileSigner(await makeSpecimenCertificate(folder, '演示上海市商务委员会', at))
  const renderer = await createRenderer({ fontsDir: await prepareFonts(), timeLimitMs: 60_000 })
  return {
    async print(count: number): Promise<void> {
      for (let serial = 0; serial < count; serial++)
        await signPdf(await renderer.render(makeLetter(serial)), signer, at)
    },
    async close(): Promise<void> {
      await renderer.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function time(work: () => Promise<void>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0
const say = (line: string): void => void process.stdout.write(`${line}\n`)
