/**
 * Brings what an older release stored in plain to the sealed form, case by case, each in a transaction of its own; once more does nothing. Done by the owner after the migrations,
 * since a migration has no keys. What an event says is left as it was written: the history's hashes are over it.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { path } from '../src/base/path.js'
import type { SealKey } from '../src/base/seal.js'
import { refuseForeign } from '../src/base/storeIdentity.js'
import { firmPaperSeal, paperSeal, sealStored } from '../src/cases/files/papers.js'
import { DiskStore } from '../src/cases/files/store.js'
import { StoreFolder } from '../src/cases/files/storeFolder.js'
import { isKey } from '../src/cases/files/storePlace.js'
import { type CaseKeys, newIndexKey } from '../src/cases/sealing/caseKeys.js'
import { caseKeysOf, INDEX_KEY, WrongMasterKey } from '../src/cases/sealing/openKeys.js'
import { passportIndexOf, personFacts } from '../src/cases/sealing/personFacts.js'
import { PLACES } from '../src/cases/sealing/place.js'
import { openTree, openValue, sealTree, sealValue } from '../src/cases/sealing/sealedTree.js'
import { APPLICATION } from '../src/forms/application.js'
import type { PublicFacts } from '../src/letters/catalogue.js'
import { sealFacts, sealFile } from '../src/letters/sealedLetter.js'
import { LauncherError } from './binaries.js'

type Masters = readonly [SealKey, ...SealKey[]]

/**
 * @param owner a connection of the database's owner
 * @throws LauncherError when the database was sealed by another master key
 */
export async function sealExisting(owner: pg.Client, masters: Masters, dataDir: string): Promise<void> {
  const keys = await keysOf(owner, masters)
  const { rows } = await owner.query<{ id: number }>(
    'select id from cases where data_key is null and erased_at is null order by id',
  )
  for (const { id } of rows) await inTransaction(owner, () => sealCase(owner, keys, id))
  await moveAssessments(owner, keys)
  await moveUnsent(owner, keys)
  await sealFiles(owner, keys, dataDir)
  await sealFirmPapers(owner, keys, dataDir)
}

/** The keys of the database. They are made for it when it has none, or when nothing was sealed by those that it has. */
async function keysOf(owner: pg.Client, masters: Masters): Promise<CaseKeys> {
  const { rows } = await owner.query<{ wrapped: Buffer }>(INDEX_KEY)
  const [found] = rows
  try {
    if (found) return caseKeysOf(masters, found.wrapped)
  } catch (error) {
    const used = await owner.query('select 1 from cases where data_key is not null limit 1')
    if (used.rowCount !== 0)
      throw error instanceof WrongMasterKey ? new LauncherError(error.why.zh, error.why.en) : error
  }
  const wrapped = newIndexKey(masters[0])
  await owner.query(
    `insert into system_keys (purpose, wrapped) values ('blindIndex', $1) on conflict (purpose) do update set wrapped = excluded.wrapped`,
    [wrapped],
  )
  return caseKeysOf(masters, wrapped)
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin')
  try {
    await work()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function sealCase(owner: pg.Client, keys: CaseKeys, id: number): Promise<void> {
  const { rows } = await owner.query<{ answers: unknown }>(
    'select answers from cases where id = $1 and data_key is null for update',
    [id],
  )
  const [found] = rows
  if (!found) return // another process was faster
  const { key, wrapped } = keys.create(id)
  await owner.query('update cases set answers = $2, data_key = $3, passport_index = $4 where id = $1', [
    id,
    JSON.stringify(sealTree(APPLICATION, key, found.answers, PLACES.answers(id))),
    wrapped,
    passportIndexOf(keys, found.answers),
  ])
  await sealFilings(owner, keys, key, id)
  await sealLetters(owner, key, id)
}

/** Every filing; whom the case is about is what its last one says. */
async function sealFilings(owner: pg.Client, keys: CaseKeys, key: SealKey, id: number): Promise<void> {
  const { rows } = await owner.query<{ seq: number; answers: unknown }>(
    'select seq, answers from submissions where case_id = $1 order by seq',
    [id],
  )
  for (const { seq, answers } of rows)
    await owner.query('update submissions set answers = $3, person_keys = $4 where case_id = $1 and seq = $2', [
      ...[id, seq],
      ...[sealTree(APPLICATION, key, answers, PLACES.filed(id, seq)), personFacts(keys, answers)].map((value) =>
        JSON.stringify(value),
      ),
    ])
  await owner.query('delete from person_keys where case_id = $1', [id])
  await owner.query(
    `insert into person_keys (key, case_id, fact) select k.key, $1, k.fact from jsonb_to_recordset($2) k (fact text, key text)`,
    [id, JSON.stringify(personFacts(keys, rows.at(-1)?.answers))],
  )
}

async function sealLetters(owner: pg.Client, key: SealKey, caseId: number): Promise<void> {
  const { rows } = await owner.query<{ id: number; number: string; data: unknown; facts: PublicFacts }>(
    'select id, number, data, public_facts as facts from letters where case_id = $1',
    [caseId],
  )
  for (const { id, number, data, facts } of rows) {
    await owner.query('update letters set data = $2, public_facts = $3 where id = $1', [
      id,
      JSON.stringify(sealValue(key, data, PLACES.letterData(caseId, number))),
      JSON.stringify(sealFacts(key, caseId, number, facts)),
    ])
    const files = await owner.query<{ pdf: Buffer }>('select pdf from letter_files where letter_id = $1', [id])
    for (const { pdf } of files.rows)
      await owner.query('update letter_files set pdf = $2, sha256 = $3 where letter_id = $1', [
        id,
        sealFile(key, id, pdf),
        createHash('sha256').update(pdf).digest('hex'),
      ])
  }
}

const KEPT_ASSESSMENTS = `
  select d.case_id as "caseId", d.person_id as "personId", d.input, d.saved_at as "savedAt", c.data_key as "dataKey"
  from assessment_drafts d join cases c on c.id = d.case_id where c.data_key is not null order by 1, 2`

interface KeptAssessment {
  readonly caseId: number
  readonly personId: number
  readonly input: unknown
  readonly savedAt: Date
  readonly dataKey: Buffer
}

/** What the release before keeps of assessments, in plain or sealed to its own place, goes where all kept forms lie. What was kept there since stays. */
async function moveAssessments(owner: pg.Client, keys: CaseKeys): Promise<void> {
  const { rows } = await owner.query<KeptAssessment>(KEPT_ASSESSMENTS)
  for (const { caseId, personId, input, savedAt, dataKey } of rows)
    await inTransaction(owner, async () => {
      const key = keys.of(caseId, dataKey)
      if (!key) return
      const typed = openValue(key, input, PLACES.assessmentDraft(caseId, personId))
      const place = path.report(caseId)
      await owner.query(
        'insert into kept_forms (person_id, place, input, saved_at) values ($1, $2, $3, $4) on conflict do nothing',
        [personId, place, JSON.stringify(sealValue(key, typed, PLACES.keptForm(personId, place))), savedAt],
      )
      await owner.query('delete from assessment_drafts where case_id = $1 and person_id = $2', [caseId, personId])
    })
}

const CORRECTED = `
  select c.answers, c.data_key as "dataKey", s.seq, s.answers as filed, s.filed_at as at
  from cases c join lateral (select * from submissions s where s.case_id = c.id order by s.seq desc limit 1) s on true
  where c.id = $1 and c.state = 'awaitingCorrection' and c.data_key is not null for no key update of c`

interface Corrected {
  readonly answers: unknown
  readonly dataKey: Buffer
  readonly seq: number
  readonly filed: unknown
  readonly at: Date
}

/**
 * What a firm has typed into a correction under the release before stands in the case itself: it goes apart, unless
 * the firm has typed since, and the case says again what was filed.
 */
async function moveUnsent(owner: pg.Client, keys: CaseKeys): Promise<void> {
  const { rows } = await owner.query<{ id: number }>(
    `select id from cases where state = 'awaitingCorrection' order by id`,
  )
  for (const { id } of rows) await inTransaction(owner, () => moveUnsentOf(owner, keys, id))
}

async function moveUnsentOf(owner: pg.Client, keys: CaseKeys, id: number): Promise<void> {
  const { rows } = await owner.query<Corrected>(CORRECTED, [id])
  const [found] = rows
  if (!found) return
  const key = keys.of(id, found.dataKey)
  const typed = openTree(APPLICATION, key, found.answers, PLACES.answers(id))
  const sent = openTree(APPLICATION, key, found.filed, PLACES.filed(id, found.seq))
  if (isDeepStrictEqual(typed, sent)) return
  const sealed = (tree: unknown, place: string) => JSON.stringify(sealTree(APPLICATION, key, tree, place))
  await owner.query(
    'insert into unsent_answers (case_id, answers, saved_at) values ($1, $2, $3) on conflict do nothing',
    [id, sealed(typed, PLACES.unsent(id)), found.at],
  )
  await owner.query('update cases set answers = $2, passport_index = $3 where id = $1', [
    ...[id, sealed(sent, PLACES.answers(id)), passportIndexOf(keys, sent)],
  ])
}

interface PlainFile {
  readonly id: number
  readonly caseId: number
  readonly storageKey: string
  readonly sha256: string
  readonly dataKey: Buffer
}

const PLAIN_FILES = `
  select a.id, a.case_id as "caseId", a.storage_key as "storageKey", a.sha256, c.data_key as "dataKey"
  from attachments a join cases c on c.id = a.case_id where not a.sealed and c.data_key is not null order by a.id`

/** The files in the store that are not sealed; the plain ones are removed, once no row names them any more. */
async function sealFiles(owner: pg.Client, keys: CaseKeys, dataDir: string): Promise<void> {
  const folder = new StoreFolder('DATA_DIR', dataDir)
  const { rows } = await owner.query<PlainFile>(PLAIN_FILES)
  if (rows.length > 0) await requireOwnStore(owner, folder)
  const store = new DiskStore(dataDir)
  for (const { id, caseId, dataKey, ...file } of rows) {
    if (!(await folder.has(file.storageKey))) continue
    const seal = paperSeal(caseId, keys.of(caseId, dataKey))
    const storageKey = await sealStored(store, join(dataDir, 'incoming'), file, seal)
    const changed = await owner.query(
      'update attachments set storage_key = $2, sealed = true where id = $1 and storage_key = $3 and not sealed',
      [id, storageKey, file.storageKey],
    )
    await store.remove(changed.rowCount === 0 ? storageKey : file.storageKey)
  }
}

const PLAIN_FIRM_PAPERS = `
  select id, storage_key as "storageKey", sha256 from firm_papers
  where not sealed and scan is distinct from 'infected' order by id`

/** The same for what firms have shown when they registered. */
async function sealFirmPapers(owner: pg.Client, keys: CaseKeys, dataDir: string): Promise<void> {
  const folder = new StoreFolder('DATA_DIR', dataDir)
  const { rows } = await owner.query<Pick<PlainFile, 'id' | 'storageKey' | 'sha256'>>(PLAIN_FIRM_PAPERS)
  if (rows.length > 0) await requireOwnStore(owner, folder)
  const store = new DiskStore(dataDir)
  for (const { id, ...file } of rows) {
    if (!isKey(file.storageKey) || !(await folder.has(file.storageKey))) continue
    const storageKey = await sealStored(store, join(dataDir, 'incoming'), file, firmPaperSeal(keys))
    const changed = await owner.query(
      'update firm_papers set storage_key = $2, sealed = true where id = $1 and storage_key = $3 and not sealed',
      [id, storageKey, file.storageKey],
    )
    await store.remove(changed.rowCount === 0 ? storageKey : file.storageKey)
  }
}

/**
 * A store that says that it is another installation's is not touched; one that says nothing is read by the names that the database has. A schema
 * that is brought to the present step by step has no identity yet.
 */
async function requireOwnStore(owner: pg.Client, { identity }: StoreFolder): Promise<void> {
  const known = await owner.query<{ is: boolean }>(`select to_regclass('public.installation') is not null as is`)
  if (!known.rows[0]?.is) return
  const { rows } = await owner.query<{ id: string }>('select id from installation')
  await refuseForeign(identity, rows[0]?.id ?? '')
}
