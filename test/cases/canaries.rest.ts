/**
 * Nothing sensitive at rest: random numbers, telephones, addresses, dates and files go in by the real doors and are searched for in every table, in heap and WAL files, in stored and
 * temporary files. Then: an older database is brought to the sealed form; the master key is changed under load; after erasure the names are gone, too.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { NestFactory } from '@nestjs/core'
import { PDFDocument, PDFString } from 'pdf-lib'
import { webModule } from '../../src/web.module.js'
import { ContentMissing } from '../../src/base/errors.js'
import { path } from '../../src/base/path.js'
import { Erasing } from '../../src/cases/erasing.js'
import { firmPaperSeal, PaperFiles, type StoredFirmPaper } from '../../src/cases/files/papers.js'
import { FileReceiver, type ReceivedFile } from '../../src/cases/files/receive.js'
import { DiskStore } from '../../src/cases/files/store.js'
import { KeptForms } from '../../src/cases/keptForms.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { CaseKeys } from '../../src/cases/sealing/caseKeys.js'
import { caseKeysOf, INDEX_KEY, WrongMasterKey } from '../../src/cases/sealing/openKeys.js'
import { PLACES } from '../../src/cases/sealing/place.js'
import { sealTree } from '../../src/cases/sealing/sealedTree.js'
import type { Config } from '../../src/config.js'
import { ACTION_FORMS } from '../../src/forms/actions.js'
import { APPLICATION } from '../../src/forms/application.js'
import { Letters } from '../../src/letters/letter.service.js'
import { newMasterKey, readMasterKeys } from '../../src/masterKeys.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import { rotate } from '../../tools/keys.js'
import { migrate } from '../../tools/migrate.js'
import { connect } from '../../tools/roles.js'
import { rounds } from '../long.js'
import { exampleOf } from './inputs.js'
import { lettersIn } from './opened.js'
import { World } from './world.js'

const letters = (bytes: Buffer, from: string) => [...bytes].map((byte) => from[byte % from.length]).join('')
/** Every canary has the mark of its kind, so that one search finds whichever of them stands somewhere. */
const MARK = letters(randomBytes(9), 'ABCDEFGHJKLMNPQRSTUVWXYZ')
const PHONE = letters(randomBytes(9), '123456789')
const NAME = letters(randomBytes(9), 'ABCDEFGHJKLMNPQRSTUVWXYZ')

let world: World
const ids: number[] = []

const talentOf = (n: number) => ({
  systemName: `${NAME} NO`,
  visualName: `${NAME} No`,
  email: `${MARK.toLowerCase()}${n}@example.com`,
  passport: { number: `${MARK}${n}`, issuingState: 'D', expiresOn: '2031-01-01', mrz: [`P<D<${MARK}`, `${MARK}${n}`] },
})

beforeAll(async () => {
  world = await World.open()
  const actor = world.person('applicant')
  for (let n = 0; n < rounds(1000); n++) {
    const { caseId } = await world.cases.start(actor)
    const answers = {
      talent: { ...talentOf(n), birthDate: n % 2 ? `1990-01-01 ${MARK}` : { year: MARK, month: '1', day: '1' } },
      contact: { phone: `139${PHONE}`, email: `${MARK}@example.com` },
    }
    await world.cases.act(caseId, 'saveAnswers', { actor, input: { answers } })
    ids.push(caseId)
    if (n % 10 === 0) await attach(caseId)
    if (n % 10 === 0) await type(actionAddress(caseId, 'message'))
  }
  await type(path.absences)
})
afterAll(() => world.close())

/** Typed into a form and not sent. */
const type = (place: string) =>
  world.app.get(KeptForms).keep(world.person('applicant'), {
    place,
    form: ACTION_FORMS.message,
    input: { text: `${MARK} 139${PHONE} ${NAME}` },
    mark: undefined,
  })

/** A paper with the mark in it, received and stored as an upload is. */
async function attach(caseId: number): Promise<void> {
  const actor = world.person('applicant')
  const pdf = await PDFDocument.create()
  pdf.addPage()
  pdf.context.register(PDFString.of(MARK))
  const bytes = Buffer.from(await pdf.save({ useObjectStreams: false }))
  expect(bytes.includes(MARK)).toBe(true)
  const seal = await world.app.get(ReadingService).requireOpen(actor, caseId)
  const part = { filename: 'medical.pdf', file: Readable.from([bytes]) }
  const file = await world.app.get(FileReceiver).receive(part, 'medical', null, { seal })
  await world.cases.act(caseId, 'attachFile', { actor, input: { kind: 'medical', file } })
}

/** A firm's licence with the mark in it, received as who registers sends it. */
async function receiveLicence(): Promise<ReceivedFile> {
  const pdf = await PDFDocument.create()
  pdf.addPage()
  pdf.context.register(PDFString.of(MARK))
  const part = { filename: 'licence.pdf', file: Readable.from([await pdf.save({ useObjectStreams: false })]) }
  return world.app.get(FileReceiver).receive(part, 'licence', null, { seal: firmPaperSeal(world.app.get(CaseKeys)) })
}

async function contentOf(stream: Readable): Promise<string> {
  const content: Buffer[] = []
  for await (const chunk of stream) content.push(chunk)
  return Buffer.concat(content).toString('latin1')
}

/** What is read of the server's folder, where databases of other tests end meanwhile. */
function unlessGone<T>(work: () => T, gone: T): T {
  try {
    return work()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return gone // what node:fs throws
    throw error
  }
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of unlessGone(() => readdirSync(folder, { withFileTypes: true }), [])) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}

const read = (path: string): Buffer =>
  unlessGone(() => (statSync(path).size > 1_000_000_000 ? Buffer.alloc(0) : readFileSync(path)), Buffer.alloc(0))

/** The files below a folder in which a mark stands, as text or as the hexadecimal of it. */
function filesWith(folder: string, mark: string): string[] {
  const wanted = [mark, mark.toLowerCase(), Buffer.from(mark).toString('hex')]
  return [...filesBelow(folder)].filter((path) => {
    const bytes = read(path)
    return wanted.some((text) => bytes.includes(text))
  })
}

/** The tables in which a mark stands, as a dump would write them. */
async function tablesWith(mark: string): Promise<string[]> {
  const { rows } = await world.admin.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  )
  const found: string[] = []
  for (const { name } of rows) {
    const { rows: hits } = await world.admin.query(
      `select 1 from ${name} t where t::text ilike '%' || $1 || '%' or t::text ilike '%' || $2 || '%' limit 1`,
      [mark, Buffer.from(mark).toString('hex')],
    )
    if (hits.length > 0) found.push(name)
  }
  return found
}

test('none of it stands in plain in a table, a heap or WAL file, a log, a stored or a temporary file', async () => {
  const licence = await receiveLicence()
  expect(await contentOf(await world.app.get(PaperFiles).openOfFirm(licence))).toContain(MARK)
  await world.admin.query('checkpoint')
  const cluster = process.env.TEST_FOLDER ?? ''
  // names are kept readable, and so show that the search finds what is there
  expect(await tablesWith(NAME)).toEqual(['cases'])
  expect(filesWith(cluster, NAME).length).toBeGreaterThan(0)
  for (const mark of [MARK, PHONE]) {
    expect(await tablesWith(mark)).toEqual([])
    expect(filesWith(cluster, mark)).toEqual([])
    expect(filesWith(world.db.config.dataDir, mark)).toEqual([])
  }
  const { answers } = await world.app.get(ReadingService).get(world.person('applicant'), ids[0] ?? 0)
  expect(answers).toMatchObject({ talent: { passport: { number: `${MARK}0` } }, contact: { phone: `139${PHONE}` } })
})

test('an older database is brought to the sealed form, and everything reads as before', async () => {
  const issued = await world.caseIn('letterIssued')
  const actor = world.person('applicant')
  const reading = world.app.get(ReadingService)
  const before = await reading.get(actor, issued.id)
  const [letter] = await lettersIn<{ id: number; data: object; public_facts: object; pdf: Buffer; number: string }>(
    world.app,
    world.admin,
    issued.id,
  )
  if (!letter) throw new Error('no letter')
  await attach(ids[0] ?? 0)
  // as the release before has written it
  const store = new DiskStore(world.db.config.dataDir)
  const plainFile = join(world.db.config.dataDir, 'plain')
  writeFileSync(plainFile, `paper ${MARK}`)
  const { key } = await store.put(plainFile)
  writeFileSync(plainFile, `licence ${MARK}`)
  const { key: licence } = await store.put(plainFile)
  const { rows: shown } = await world.admin.query<{ id: number }>(
    `update firm_papers set sealed = false, storage_key = $1, sha256 = $2 where id = (select min(id) from firm_papers) returning id`,
    [licence, createHash('sha256').update(`licence ${MARK}`).digest('hex')],
  )
  await world.admin.query('update cases set answers = $2, data_key = null, passport_index = null where id = $1', [
    ...[issued.id, JSON.stringify(before.answers)],
  ])
  await world.admin.query(`update submissions set answers = $2, person_keys = '[]' where case_id = $1`, [
    ...[issued.id, JSON.stringify(before.answers)],
  ])
  await world.admin.query('update letters set data = $2, public_facts = $3 where case_id = $1', [
    ...[issued.id, JSON.stringify(letter.data), JSON.stringify(letter.public_facts)],
  ])
  await world.admin.query('update letter_files set pdf = $2, sha256 = null where letter_id = $1', [
    letter.id,
    letter.pdf,
  ])
  await world.admin.query(
    `update attachments set sealed = false, storage_key = $2 where id = (select min(id) from attachments where case_id = $1)`,
    [issued.id, key],
  )
  await world.admin.query(
    'insert into assessment_drafts (case_id, person_id, input, saved_at) values ($1, $2, $3, $4)',
    [issued.id, world.person('assessor').id, JSON.stringify({ summary: 'About YB1234567.' }), world.clock.now()],
  )
  expect((await tablesWith('YB1234567')).length).toBeGreaterThan(1)

  await migrate(world.db.ownerUrl, world.db.config)
  await migrate(world.db.ownerUrl, world.db.config)
  expect(await tablesWith('YB1234567')).toEqual([])
  const after = await reading.get(actor, issued.id)
  expect(after.answers).toEqual(before.answers)
  const kept = await world.app.get(KeptForms).find(world.person('assessor'), path.report(issued.id))
  expect(kept?.input).toEqual({ summary: 'About YB1234567.' })
  const { pdf } = await world.app.get(Letters).fetch(actor, letter.id)
  expect(pdf.equals(letter.pdf)).toBe(true)
  const paper = await reading.openFile(actor, issued.id, after.attachments[0]?.id ?? 0)
  expect(paper.sealed).toBe(true)
  const content: Buffer[] = []
  for await (const chunk of await world.app.get(PaperFiles).open(paper)) content.push(chunk)
  expect(Buffer.concat(content).toString()).toBe(`paper ${MARK}`)
  await expect(store.open(key)).rejects.toThrow(ContentMissing) // the plain one is gone
  const { rows: sealed } = await world.admin.query<StoredFirmPaper>(
    'select storage_key as "storageKey", sha256, sealed from firm_papers where id = $1',
    [shown[0]?.id],
  )
  const [one] = sealed
  if (!one) throw new Error('no licence')
  expect(one.sealed).toBe(true)
  expect(await contentOf(await world.app.get(PaperFiles).openOfFirm(one))).toBe(`licence ${MARK}`)
  await expect(store.open(licence)).rejects.toThrow(ContentMissing)
  expect(await (await world.tasks()).sweep()).toBeUndefined()
})

test('what a firm has typed into a correction under the last release goes apart, and what it typed since stays', async () => {
  const { id } = await world.caseIn('awaitingCorrection')
  const [firm, officer] = [world.person('applicant'), world.person('intake')]
  const reading = world.app.get(ReadingService)
  const { answers } = exampleOf('goodsHost')
  const typed = (email: string) => ({ ...answers, talent: { ...answers.talent, email } })
  const seen = async () => {
    const all = [await reading.get(firm, id), await reading.get(officer, id)]
    return all.map((one) => (one.answers as ReturnType<typeof typed>).talent.email) // what the application's form gives
  }
  const [filed] = await seen()
  const { rows } = await world.admin.query<{ key: Buffer }>('select data_key as key from cases where id = $1', [id])
  const key = world.app.get(CaseKeys).of(id, rows[0]?.key ?? null)
  const before = JSON.stringify(sealTree(APPLICATION, key, typed('before@example.com'), PLACES.answers(id)))
  const typeAsBefore = () => world.admin.query('update cases set answers = $2 where id = $1', [id, before])

  await typeAsBefore()
  expect(await seen()).toEqual(['before@example.com', 'before@example.com'])
  await migrate(world.db.ownerUrl, world.db.config)
  expect(await seen()).toEqual(['before@example.com', filed])

  await world.cases.act(id, 'saveAnswers', { actor: firm, input: { answers: typed('since@example.com') } })
  await typeAsBefore()
  await migrate(world.db.ownerUrl, world.db.config)
  expect(await seen()).toEqual(['since@example.com', filed])
})

test('the master key is changed while others read: none of them fails, and afterwards the old one opens nothing', async () => {
  const [old] = readMasterKeys(world.db.config)
  const folder = world.db.config.dataDir
  const files = { fresh: join(folder, 'fresh.key'), old: join(folder, 'old.key') }
  writeFileSync(files.fresh, newMasterKey())
  writeFileSync(files.old, `${old.bytes.toString('base64')}\n`)
  const accepts: Config = { ...world.db.config, masterKeyEarlier: files.fresh }
  const uses: Config = { ...world.db.config, masterKey: files.fresh, masterKeyEarlier: files.old }
  const open = (config: Config) =>
    NestFactory.createApplicationContext(
      webModule(
        { config, databaseUrl: world.db.appUrl, clock: world.clock },
        { folder: '', css: '', script: '', icon: '' },
      ),
      { logger: false, abortOnError: false },
    )
  const apps = [await open(accepts), await open(uses)]
  const owner = await connect(world.db.ownerUrl)
  const actor = world.person('applicant')
  let reads = 0
  let turning = true
  const reader = async (number: number) => {
    const reading = apps[number % 2]?.get(ReadingService)
    for (let turn = number; turning; turn++) {
      const { answers } = (await reading?.get(actor, ids[turn % ids.length] ?? 0)) ?? {}
      expect(JSON.stringify(answers)).toContain(MARK)
      reads++
    }
  }
  try {
    const readers = [0, 1, 2, 3].map(reader)
    expect(await rotate(owner, readMasterKeys(uses))).toBeGreaterThanOrEqual(ids.length)
    turning = false
    await Promise.all(readers)
    expect(reads).toBeGreaterThan(0)
    expect(await rotate(owner, readMasterKeys(uses))).toBe(0)
    const { rows } = await owner.query<{ wrapped: Buffer }>(INDEX_KEY)
    expect(() => caseKeysOf([old], rows[0]?.wrapped ?? Buffer.alloc(0))).toThrow(WrongMasterKey)
    await expect(open(world.db.config)).rejects.toThrow('Check MASTER_KEY')
    await expect(migrate(world.db.ownerUrl, world.db.config)).rejects.toThrow('another master key')
    await rotate(owner, readMasterKeys({ ...accepts, masterKeyEarlier: files.fresh }))
  } finally {
    turning = false
    await owner.end()
    for (const app of apps) await app.close()
  }
})

test('after erasure not even the names are left in a table', async () => {
  await world.admin.query('insert into paper_ticks select $1, id, now() from attachments where case_id = any ($2)', [
    world.person('assessor').id,
    ids,
  ])
  world.at('2027-06-01')
  const erasing = (await world.openWorker()).get(Erasing)
  while ((await erasing.eraseDue()) > 0);
  const { rows } = await world.admin.query('select 1 from cases where erased_at is null and id = any ($1)', [ids])
  expect(rows).toEqual([])
  for (const mark of [NAME, PHONE]) expect(await tablesWith(mark)).toEqual([])
  for (const table of ['kept_forms', 'paper_ticks'])
    expect((await world.admin.query(`select 1 from ${table}`)).rows).toEqual([])
  const stored = await world.admin.query(
    `select a.id from attachments a join cases c on c.id = a.case_id where c.erased_at is not null and a.storage_key not like 'erased%'`,
  )
  expect(stored.rows).toEqual([])
})
