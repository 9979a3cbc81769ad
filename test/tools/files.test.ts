/** `npm run files:verify` names what is missing, altered or readable, counts the rest, and changes nothing. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type pg from 'pg'
import { apiPath } from '../../src/base/path.js'
import type { CaseKeys } from '../../src/cases/sealing/caseKeys.js'
import { caseKeysOf, INDEX_KEY } from '../../src/cases/sealing/openKeys.js'
import { storeFoldersOf } from '../../src/installation.js'
import { readMasterKeys } from '../../src/masterKeys.js'
import { PreviewMaker } from '../../src/worker/previewMaker.js'
import { type Checked, isSound, report, verifyFiles } from '../../tools/files.js'
import { showInstallation } from '../../tools/installation.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { connect } from '../../tools/roles.js'
import { readExample } from '../cases/inputs.js'
import { multipart, Site } from '../web/site.js'

const EXAMPLE = readExample('goodsHost') as unknown as PaperCase // the case files are what papers are made from

let site: Site
let backup: string
let owner: pg.Client
let keys: CaseKeys
const documents: number[] = []

const verify = () => verifyFiles(owner, storeFoldersOf(site.world.db.config), keys)
const counts = ({ missing, altered, unsealed, ...rest }: Checked) => ({
  ...rest,
  missing: missing.map(({ name }) => name),
  altered: altered.map(({ name }) => name),
  unsealed: unsealed.map(({ name }) => name),
})
const linesOf = (found: Checked) => report(found).map(({ en }) => en)

async function fileOf(id: number, root = site.world.db.config.dataDir): Promise<string> {
  const { rows } = await site.world.admin.query<{ key: string }>(
    'select storage_key as key from attachments where id = $1',
    [id],
  )
  const key = rows[0]?.key ?? ''
  return join(root, 'files', key.slice(0, 2), key.slice(2))
}

beforeAll(async () => {
  backup = mkdtempSync(join(tmpdir(), 'files-backup-'))
  site = await Site.open({ settings: { BACKUP_DIR: backup } })
  owner = await connect(site.world.db.ownerUrl)
  const { rows } = await owner.query<{ wrapped: Buffer }>(INDEX_KEY)
  keys = caseKeysOf(readMasterKeys(site.world.db.config), rows[0]?.wrapped ?? Buffer.alloc(0))
  // the firms of the tests have licences that nobody stored
  await site.world.admin.query('begin; set local session_replication_role = replica; delete from firm_papers; commit')
  const as = await site.session('applicant')
  const { id } = (await site.ask({ method: 'POST', url: apiPath.cases, as, body: {} })).json<{ id: number }>()
  for (const kind of ['degree', 'resume', 'contract', 'photo']) {
    const { bytes } = await makePaper({ kind }, EXAMPLE)
    const form = multipart([
      ['kind', kind],
      ['file', Buffer.from(bytes), kind === 'photo' ? 'photo.jpg' : `${kind}.pdf`],
    ])
    const answer = await site.ask({ method: 'POST', url: apiPath.documents(id), as, ...form })
    documents.push(answer.json<{ document: { id: number } }>().document.id)
  }
  await (await site.world.worker()).get(PreviewMaker).make(documents[0] ?? 0)
})
afterAll(async () => {
  await owner.end()
  await site.close()
  rmSync(backup, { recursive: true, force: true })
})

test('all is well', async () => {
  const found = await verify()
  expect(counts(found)).toMatchObject({
    missing: [],
    altered: [],
    unsealed: [],
    uncopied: 0,
    orphans: 0,
    aside: 0,
  })
  expect(found.whole).toBeGreaterThanOrEqual(5)
  expect(isSound(found)).toBe(true)
  expect(linesOf(found).at(-1)).toBe('The files are complete and unchanged.')
})

test('each fault by its row, and the rest in numbers', async () => {
  const [missing = 0, altered = 0, readable = 0, uncopied = 0] = documents
  const root = site.world.db.config.dataDir
  rmSync(await fileOf(missing))
  const bytes = readFileSync(await fileOf(altered))
  bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1
  writeFileSync(await fileOf(altered), bytes)
  const { bytes: plain } = await makePaper({ kind: 'contract' }, EXAMPLE)
  writeFileSync(await fileOf(readable), plain)
  await site.world.admin.query(
    `update attachments set sealed = false, sha256 = encode(sha256($2), 'hex') where id = $1`,
    [readable, Buffer.from(plain)],
  )
  rmSync(await fileOf(uncopied, backup))
  mkdirSync(join(root, 'files/ab'), { recursive: true })
  writeFileSync(join(root, 'files/ab', 'c'.repeat(30)), 'nobody’s')
  mkdirSync(join(root, 'aside/2026-11-20'), { recursive: true })
  writeFileSync(join(root, 'aside/2026-11-20', 'd'.repeat(32)), 'nobody’s')

  const before = readdirSync(root, { recursive: true }).sort()
  const found = await verify()
  expect(counts(found)).toMatchObject({
    ...{
      missing: [`attachments ${missing}`],
      altered: [`attachments ${altered}`],
      unsealed: [`attachments ${readable}`],
    },
    ...{ orphans: 1, aside: 1, uncopied: 1 },
  })
  expect(isSound(found)).toBe(false)
  expect(linesOf(found)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(new RegExp(`^attachments ${missing}, file [0-9a-f]{32}: missing$`)),
      expect.stringMatching(new RegExp(`^attachments ${altered}, file [0-9a-f]{32}: differs from its record$`)),
      expect.stringMatching(new RegExp(`^attachments ${readable}, file [0-9a-f]{32}: not encrypted$`)),
    ]),
  )
  const noted = await site.world.admin.query('select 1 from missing_files')
  expect(noted.rows).toHaveLength(1)
  expect(readdirSync(root, { recursive: true }).sort()).toEqual(before)
})

test('a file in quarantine is where it should be', async () => {
  const [, altered = 0] = documents
  const path = await fileOf(altered)
  mkdirSync(join(site.world.db.config.dataDir, 'quarantine'), { recursive: true })
  renameSync(path, join(site.world.db.config.dataDir, 'quarantine', path.split('/').slice(-2).join('')))
  await site.world.admin.query(`update attachments set scan = 'infected' where id = $1`, [altered])
  expect(counts(await verify())).toMatchObject({ altered: [], quarantined: 1 })
})

test('npm run installation says whose each store is', async () => {
  const said: string[] = []
  expect(await showInstallation(owner, site.world.db.config, ({ en }) => said.push(en))).toBe(true)
  expect(said).toEqual([
    expect.stringMatching(/^Database: installation [0-9a-f-]{36}$/),
    expect.stringMatching(/^DATA_DIR \(.*\): this installation’s$/),
    expect.stringMatching(/^BACKUP_DIR \(.*\): this installation’s$/),
    expect.stringMatching(/^AUDIT_DIR \(.*\): no identity yet$/),
  ])
})
