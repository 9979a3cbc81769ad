/**
 * The first day as docs/operations.md tells it: its own commands, statements and settings, read out of the document, from empty folders to a signed letter that the check page finds valid. Every process is one of a release as
 * `npm run release` packs it, with the packages of a release alone.
 * PostgreSQL, the mail server, web server, worker and, where it is installed, nginx are real ones on the loopback, everything in production settings; the clock of the machine stands where the rules of the repository are in force. Over 250 lines because the day is one story.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import type { Role } from '../../src/people/actor.js'
import { projectFolder } from '../../src/settings.js'
import { launchBrowser } from '../../tools/browser.js'
import { readCaseFile } from '../../tools/cases/caseFile.js'
import { type Member, PASSWORD } from '../../tools/cases/cast.js'
import { Company } from '../../tools/cases/company.js'
import { attachDocuments, startDraft } from '../../tools/cases/draft.js'
import { playFlow } from '../../tools/cases/flow.js'
import { checkLetters } from '../../tools/cases/letters.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { type Postgres, startPostgres } from '../../tools/postgres.js'
import { makeTree } from '../../tools/release/tree.js'
import { connect } from '../../tools/roles.js'
import { readExample } from '../cases/inputs.js'
import { morningOptions, sinceMorning } from '../clock.js'
import { issue } from '../letters/authority.js'
import { findPort } from '../reliability/plant.js'
import { blocksOf, inPlaces } from '../tools/operationsText.js'
import { Visitor } from '../web/served.js'
import { hasNginx, type Nginx, startNginx } from './nginx.js'
import { type MailServer, partOf, startMailServer } from '../worker/mailServer.js'

jest.setTimeout(300_000)

const PUBLIC = 'https://haijian.example'
const FILE = '01-goods-host-with-a-high-salary-class-a-by-the-si'

let folder: string
let postgres: Postgres
let admin: pg.Client
let mails: MailServer
/** The web server, and by what people come to it: nginx where it is installed, else the same. */
let web: string
let origin: string
let nginx: Nginx | undefined
const processes: ChildProcess[] = []

/** The blocks of a kind under a heading of the document, as they stand but for the places. */
const blocks = (heading: string, kind: string): string[] => blocksOf(heading, kind).map(here)

const here = (block: string): string =>
  inPlaces(block, {
    '/etc/haijian': join(folder, 'etc'),
    '/var/lib/haijian': join(folder, 'data'),
    '/mnt/': `${folder}/`,
    '127.0.0.1:5432/haijian': `127.0.0.1:${postgres.port}/haijian`,
    'PORT=8080': `PORT=${new URL(web).port}`,
    'smtp://mail.example:587': `smtp://127.0.0.1:${mails.port}\nOUTGOING_PRIVATE=127.0.0.1`,
  })

/** Where the release lies: /srv/haijian of the document. */
const program = () => join(folder, 'srv')

/** An empty environment: what a process is told, it is told by the files of the document. */
const environment = () => ({
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  HOME: folder,
  ...morningOptions,
})

/** Runs a block to its end; answers what it says. */
function run(block: string): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-eu', '-c', block], {
    cwd: program(),
    env: environment(),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${block}\n${stdout}${stderr}`)
  return stdout + stderr
}

/** Runs the statements with psql's variables, as the database's administrator. */
async function administer(statements: string): Promise<void> {
  const password = (role: string) => readFileSync(join(folder, `etc/${role}.password`), 'utf8').trim()
  const filled = statements.replace(/:'(\w+)'/g, (_, role: string) => `'${password(role)}'`)
  for (const statement of filled.split(';').filter((one) => one.trim())) await admin.query(statement)
}

function start(block: string): void {
  const child = spawn('sh', ['-eu', '-c', block], { cwd: program(), env: environment(), stdio: 'pipe' })
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => said.push(String(piece)))
  processes.push(child)
}
const said: string[] = []

/** Runs a block to its end, while the services of this test answer it; what it says, whatever its status. */
async function finish(block: string): Promise<string> {
  const child = spawn('sh', ['-eu', '-c', block], { cwd: program(), env: environment(), stdio: 'pipe' })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (words += String(piece)))
  await once(child, 'close')
  return words
}

async function stopAll(): Promise<void> {
  for (const child of processes.splice(0)) {
    const ended = child.exitCode === null ? once(child, 'exit') : undefined
    child.kill('SIGTERM')
    await ended
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haijian-first-day-'))
  chmodSync(folder, 0o711)
  for (const name of ['etc', 'data', 'backup', 'audit', 'server']) mkdirSync(join(folder, name), { mode: 0o711 })
  makeTree(projectFolder, program())
  postgres = await startPostgres({ dataDir: join(folder, 'server'), testing: true })
  admin = await connect(postgres.adminUrl)
  await admin.query('drop database haijian')
  await admin.query('drop role haijian_owner')
  mails = await startMailServer()
  web = `http://127.0.0.1:${await findPort()}`
  origin = web
})
afterAll(async () => {
  await nginx?.stop()
  await stopAll()
  await admin?.end()
  await postgres?.stop()
  await mails?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Somebody with an English browser. */
async function visitor(): Promise<Visitor> {
  const guest = new Visitor(origin, () => Promise.resolve(undefined))
  await guest.open(withQuery(path.home, { language: 'en' }))
  return guest
}

/** The link that was mailed to this address. */
async function mailedLink(address: string): Promise<string> {
  for (;;) {
    const mail = mails.received.find(({ to }) => to.includes(address))
    const [link] = (mail && partOf(mail, 'text/plain').match(new RegExp(`${PUBLIC}\\S+`))) ?? []
    if (link) return link
    await sleep(100)
  }
}

/** Chooses a password behind a link of an invitation. */
async function joinBy(link: string): Promise<Visitor> {
  const guest = await visitor()
  expect((await guest.follow(link)).status).toBe(200)
  expect((await guest.send(path.join, { password: PASSWORD })).headers.get('location')).toBe(path.joinDone)
  return guest
}

/** Signs in for the first time, with an authenticator. */
async function comeFirst(guest: Visitor, account: string): Promise<Visitor> {
  await guest.open(path.signIn)
  expect((await guest.comeFirst(account, PASSWORD, sinceMorning())).text).toContain('Recovery codes')
  return guest
}

/** Whom the system administrator asks in. The two of intake: one for firms, one for cases. */
const STAFF: readonly { account: string; role: Role; authority: string; department: string | null }[] = [
  { account: 'zhao@haijian.example', role: 'intake', authority: 'sh-commerce', department: 'commerce' },
  { account: 'qian@haijian.example', role: 'intake', authority: 'sh-commerce', department: 'commerce' },
  { account: 'sun@haijian.example', role: 'assessor', authority: 'sh-commerce', department: 'commerce' },
  { account: 'feng@haijian.example', role: 'approver', authority: 'sh-commerce', department: 'commerce' },
  { account: 'wei@haijian.example', role: 'policyEditor', authority: 'sh-commerce', department: null },
]
const FIRM = 'hr@yunfan.example'
/** The sessions of the first three: system, security, auditor. */
const administrators: Visitor[] = []

describe('the first day', () => {
  test('the keys are made, and the authority’s answer fits', async () => {
    const [make = '', take = ''] = blocks('2. The keys', 'sh')
    run(make)
    const key = run(here('openssl req -in /etc/haijian/signing.csr -noout -pubkey -verify'))
    const root = issue({ name: '上海市电子认证中心', authority: true })
    const own = issue({ name: '上海市商务委员会', by: root, of: createPublicKey(key.slice(key.indexOf('-----BEGIN'))) })
    writeFileSync(join(folder, 'etc/own.pem'), own.pem)
    writeFileSync(join(folder, 'etc/issuers.pem'), root.pem)
    expect(run(take)).toContain('OK\n')
    for (const name of ['master.key', 'audit.key', 'signing.key'])
      expect([name, statSync(join(folder, 'etc', name)).mode & 0o777]).toEqual([name, 0o600])
  })

  test('settings are written, and the database is prepared in both ways', async () => {
    for (const block of blocks('3. Settings', 'sh')) run(block)
    const [byOwner = '', byAdministrator = ''] = blocks('4. The database', 'sql')
    const [schema = ''] = blocks('5. The schema', 'sh')
    await administer(byAdministrator)
    run(schema)
    await admin.query('drop database haijian')
    for (const role of ['app', 'entry', 'worker', 'owner']) await admin.query(`drop role haijian_${role}`)
    await administer(byOwner)
    run(schema)
    run(schema)
    const { rows } = await admin.query(
      `select pg_encoding_to_char(encoding) as encoding, datcollate as locale from pg_database where datname = 'haijian'`,
    )
    expect(rows).toEqual([{ encoding: 'UTF8', locale: 'C.UTF-8' }])
  })

  test('pg_hba lets them in, each by the password', async () => {
    const [lines = ''] = blocks('4. The database', 'pg_hba')
    const file = join(postgres.home, 'pg/pg_hba.conf')
    const debian = 'host all all 127.0.0.1/32 scram-sha-256' // Debian's line for the machine itself
    writeFileSync(file, `${lines}\n${debian}\n`)
    await admin.query('select pg_reload_conf()')
    const { rows } = await admin.query('select type, database, user_name as users, error from pg_hba_file_rules')
    const users = ['owner', 'app', 'entry', 'worker'].map((role) => `haijian_${role}`)
    // the embedded server has no TLS
    expect(rows[0]).toMatchObject({ type: 'hostssl', database: ['haijian'], users })
    expect(rows[0].error ?? 'SSL is disabled').toContain('SSL is disabled')
    expect(rows).toHaveLength(2)
  })

  test('three are asked in by links, and come in', async () => {
    const [ask = ''] = blocks('6. The first administrators', 'sh')
    const links = run(ask).match(new RegExp(`${PUBLIC}${path.join}#\\S+`, 'g')) ?? []
    expect(links).toHaveLength(3)
    const [doctor = '', ...processing] = blocks('7. The processes', 'sh')
    // the test's own: a server that waits for no disk, and a clock of its own
    expect(await finish(doctor)).toMatch(/^2 wrong: PostgreSQL, clock\. /m)
    for (const block of processing) start(block)
    for (;;) {
      const answer = await fetch(web + path.isReady).catch(() => undefined)
      if (answer?.status === 200) break
      if (processes.some(({ exitCode }) => exitCode !== null)) throw new Error(said.join(''))
      await sleep(100)
    }
    if (hasNginx) {
      nginx = await startNginx(join(folder, 'nginx'), Number(new URL(web).port))
      origin = nginx.origin
    }
    const names = ['li.ming', 'zhou.ning', 'wu.jing']
    for (const [index, link] of links.entries())
      administrators.push(await comeFirst(await joinBy(link), `${names[index]}@haijian.example`))
  })

  test('staff are invited by one administrator, approved by the other, and join by their mailed links', async () => {
    const [system, security] = administrators
    if (!system || !security) throw new Error('nobody is there')
    for (const { account, role, authority } of STAFF) {
      await system.open(path.people)
      const page = await system.send(`${path.people}/invitations`, { account, name: account, authority, roles: role })
      const shown = await system.open(page.headers.get('location') ?? '')
      expect(shown.text).toContain(`The invitation went to ${account}`)
    }
    const page = await security.open(path.people)
    const approvals = [...page.html.matchAll(/action="(\/admin\/people\/invitations\/\d+\/approve)"/g)]
    expect(approvals).toHaveLength(STAFF.length)
    const { fields } = security
    for (const [, action = ''] of approvals) expect((await security.send(action, fields)).status).toBe(303)
    for (const { account } of STAFF) await joinBy(await mailedLink(account))
    const history = (await administrators[2]?.open(path.peopleHistory))?.text ?? ''
    expect(history.match(/ joined/gi)?.length ?? 0).toBeGreaterThanOrEqual(STAFF.length)
  })

  test('the policy editor sees what the city must confirm', async () => {
    const editor = await comeFirst(await visitor(), 'wei@haijian.example')
    const { status, text } = await editor.open(path.toConfirm)
    expect([status, text.length > 500]).toEqual([200, true])
  })

  test('a firm registers by its mailed link, with its papers, and is confirmed', async () => {
    const file = readExample('goodsHost')
    const guest = await visitor()
    await guest.open(path.register)
    expect((await guest.send(path.register, { email: FIRM })).text).toContain('Check your mail')
    await guest.follow(await mailedLink(FIRM))
    const { nameZh = '', nameEn = '', creditCode = '', district = '' } = file.firm
    const facts = { nameZh, nameEn, creditCode, district, kind: 'brand', crossBorderFiling: 'customs-registered' }
    const person = { 'handler[name]': '陈静', 'account[name]': '陈静', 'account[password]': PASSWORD }
    const typed = { ...guest.fields, ...facts, ...person, 'handler[phone]': '13800000000', 'handler[email]': FIRM }
    const papers = await Promise.all(
      ['licence', 'authorisation'].map(async (kind) => {
        const { name, bytes } = await makePaper({ kind }, file as unknown as PaperCase) // the case files are what papers are made from
        return [kind, name, bytes] as const
      }),
    )
    const answer = await guest.sendFiles(path.registrationForm, typed as Record<string, string>, papers)
    expect([answer.headers.get('location'), answer.text]).toEqual([path.registerDone, expect.any(String)])
    const intake = await comeFirst(await visitor(), 'zhao@haijian.example')
    const list = await intake.open(path.firms)
    const [, firm = ''] = /href="(\/firms\/\d+)"/.exec(list.html) ?? []
    await intake.open(firm)
    expect((await intake.send(`${firm}/confirm`)).status).toBe(303)
  })

  test('a case goes its way to a signed letter, which anybody finds valid', async () => {
    const file = readCaseFile(join(projectFolder, 'test/cases'), `${FILE}.json`)
    const ofFirm = (role: Role): Member => ({ account: FIRM, role, department: null })
    const cast: Member[] = [...STAFF.slice(1), ofFirm('applicant'), ofFirm('firmAdmin')]
    const company = new Company(origin, cast, sinceMorning)
    const applicant = await company.applicant()
    const caseId = await startDraft(applicant, file)
    expect(await attachDocuments(applicant, caseId, file)).toEqual([])
    const flow = file.flow?.slice(0, 4)
    expect(flow?.at(-1)).toMatchObject({ action: 'recommend', state: 'letterIssued' })
    expect(await playFlow({ file: { ...file, flow }, company, caseId, blocks: [] })).toEqual([])
    expect(await checkLetters(applicant, caseId, { folder, name: 'letter' }, 'valid')).toEqual([])

    writeFileSync(join(folder, 'certificate.pem'), await (await fetch(origin + path.certificate)).text())
    const verified = run(`npm run --silent verify -- ${folder}/letter.pdf --certificate ${folder}/certificate.pem`)
    expect(verified).toContain('The signature is valid; the file is unchanged.')
    const anybody = await visitor()
    await anybody.open(path.verify)
    const page = await anybody.sendFile(path.verifyFile, readFileSync(join(folder, 'letter.pdf')), 'letter.pdf')
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('Check again on the day you use it')])
  })

  const testWithNginx = hasNginx ? test : test.skip
  testWithNginx(`nginx by its sample was between all that${hasNginx ? '' : ' (nginx is not installed)'}`, async () => {
    if (!nginx) throw new Error('nginx does not run')
    expect(nginx.checked).not.toMatch(/warn|emerg/)
    expect((await fetch(origin + path.isReady)).status).toBe(403)
    const moved = await fetch(`http://127.0.0.1:${nginx.plain}${path.verify}`, { redirect: 'manual' })
    expect([moved.status, moved.headers.get('location')]).toEqual([301, `https://127.0.0.1${path.verify}`])
    // the log of the proxy knows parts of the house, and no more of an address
    const areas = new Set(
      nginx
        .log()
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[4]),
    )
    expect([...areas].filter((area) => !/^\/([a-z-]+(\/[a-z-]+)?)?$/.test(area ?? ''))).toEqual([])
    expect([areas.has(path.signIn), areas.has(apiPath.cases), areas.has(path.verify)]).toEqual([true, true, true])
    expect(nginx.log()).not.toMatch(/[?#]|\/cases\/\d/)

    const browser = await launchBrowser(projectFolder, [
      `--host-resolver-rules=MAP haijian.example:443 127.0.0.1:${nginx.secure}`,
    ])
    try {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'zh-CN' })
      const page = await context.newPage()
      const faults: string[] = []
      page.on('pageerror', ({ message }) => faults.push(message))
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
      await page.goto(`${PUBLIC}${path.verify}`)
      await page.locator('input[type=file]').setInputFiles(join(folder, 'letter.pdf'))
      await page.waitForURL(/sha256=/)
      await page.getByText('这份文书由上海市商务委员会签发').first().waitFor()
      expect(faults).toEqual([])
      expect(await page.evaluate('performance.getEntriesByType("navigation")[0].nextHopProtocol')).toBe('h2')
    } finally {
      await browser.close()
    }
  })
})
