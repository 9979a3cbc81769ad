/** SECRET is changed as docs/operations.md ("Rotate") says, command by command, while people have authenticators and auditors have exports; and what happens when the earlier one is not named. */
import { spawnSync } from 'node:child_process'
import { createHash, verify } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { webModule } from '../../src/web.module.js'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { sealKey } from '../../src/base/seal.js'
import { readPublicKeys } from '../../src/cases/audit/keys.js'
import { type Environment, readConfig } from '../../src/config.js'
import { DEMONSTRATION_SECRET, projectFolder } from '../../src/settings.js'
import { createApplication } from '../../src/web/http/application.js'
import { compileAssets } from '../../src/web/kit/assets.js'
import { addressSettings } from '../../tools/roles.js'
import { type Name, PASSWORD } from '../cases/population.js'
import { World } from '../cases/world.js'

const OLD = DEMONSTRATION_SECRET
const NEW = 'the SECRET that takes its place, of fifty characters'
const THIRD = 'a SECRET that nobody was told of, of fifty characters'

let world: World
const running: NestFastifyApplication[] = []

beforeAll(async () => {
  world = await World.open()
})
afterAll(async () => {
  for (const app of running) await app.close()
  await world.close()
})

const settings = (SECRET: string, earlier?: string): Environment => ({
  NODE_ENV: 'test',
  ...addressSettings(world.db.config),
  DATA_DIR: world.db.config.dataDir,
  LOG_LEVEL: 'silent',
  SECRET,
  ...(earlier !== undefined && { SECRET_EARLIER: earlier }),
})

/** A web server of these settings, as a start makes it. */
async function start(environment: Environment): Promise<NestFastifyApplication> {
  const config = readConfig(environment)
  const assets = await compileAssets(join(projectFolder, 'build/assets'), projectFolder)
  const module = webModule({ config, databaseUrl: config.appDatabaseUrl ?? '', clock: world.clock }, assets)
  const app = await createApplication(module, config, assets.folder)
  running.push(app)
  await app.init()
  await app.getHttpAdapter().getInstance().ready()
  return app
}

/** A command as an operator runs it: what it says. */
function run(command: readonly string[], environment: Environment): string {
  const { PATH } = process.env
  const [file = '', ...args] = command
  const { status, stdout, stderr } = spawnSync(process.execPath, [join('dist/tools', file), ...args], {
    cwd: projectFolder,
    env: { PATH, ...environment },
    encoding: 'utf8',
  })
  expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' })
  return stdout
}

async function signIn(app: NestFastifyApplication, name: Name) {
  // each code is taken once
  world.clock.moveTo(new Date(world.clock.now().getTime() + 60_000))
  const body = { account: name, password: PASSWORD, code: await world.code(name) }
  return app.inject({ method: 'POST', url: apiPath.session, payload: body })
}

const cookiesOf = (answer: Awaited<ReturnType<typeof signIn>>) =>
  Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]))

/** Takes the history away, as the auditor does. */
async function takeExport(app: NestFastifyApplication): Promise<string> {
  const cookies = cookiesOf(await signIn(app, 'auditor'))
  const answer = await app.inject({ url: withQuery(path.auditExport, { kind: 'person' }), cookies })
  expect(answer.statusCode).toBe(200)
  return answer.body
}

async function isGenuine(app: NestFastifyApplication, file: string): Promise<boolean> {
  const keys = readPublicKeys((await app.inject({ url: path.auditKeys })).body, 'exports')
  const lines = file.trimEnd().split('\n')
  const { key, signature } = JSON.parse(lines.at(-1) ?? '') as { key: string; signature: string }
  const found = keys.get(key)
  const digest = createHash('sha256')
    .update(`${lines.slice(0, -1).join('\n')}\n`)
    .digest('hex')
  return !!found && verify(null, Buffer.from(`haijian export\n${digest}`), found, Buffer.from(signature, 'base64'))
}

test('the drill: everybody signs in throughout, open pages and exports stay good, and the earlier secret can be taken away', async () => {
  const before = await start(settings(OLD))
  const session = await signIn(before, 'intake')
  expect(session.statusCode).toBe(201)
  const csrf = session.json<{ csrfToken: string }>().csrfToken
  const file = await takeExport(before)
  expect(await isGenuine(before, file)).toBe(true)

  // a server that the database was not told of does not start, and says what to do
  await expect(start(settings(NEW, OLD))).rejects.toThrow(/SECRET_EARLIER and run npm run migrate/)
  expect(run(['migrate.js'], settings(NEW, OLD))).not.toContain('another SECRET')
  const between = await start(settings(NEW, OLD))
  expect((await signIn(between, 'assessor')).statusCode).toBe(201)
  expect((await signIn(between, 'securityAdmin')).statusCode).toBe(201)
  // who is in stays in, with the page that is open
  const cookies = cookiesOf(session)
  const sent = { method: 'POST', url: path.signOut, cookies, headers: { 'x-csrf-token': csrf } } as const
  expect((await between.inject({ ...sent, headers: {} })).statusCode).toBe(403)
  expect((await between.inject(sent)).statusCode).toBe(303)
  expect(await isGenuine(between, file)).toBe(true)

  const said = run(['keys.js', 'rotate'], settings(NEW, OLD))
  expect(said).toMatch(/[1-9]\d* authenticators were encrypted again with the new SECRET/)
  expect(said).toContain('no longer need SECRET_EARLIER')
  expect(run(['keys.js', 'rotate'], settings(NEW))).toContain(
    '\n0 authenticators were encrypted again with the new SECRET',
  )

  const after = await start(settings(NEW))
  for (const name of ['intake', 'assessor', 'securityAdmin', 'applicant'] as const)
    expect([name, (await signIn(after, name)).statusCode]).toEqual([name, 201])
  expect(await isGenuine(after, file)).toBe(true)
  expect(await isGenuine(after, await takeExport(after))).toBe(true)
  const published = (await after.inject({ url: path.auditKeys })).body
  expect(published.match(/# exports [0-9a-f]{16} since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n/g)).toHaveLength(2)
  // checkpoints are not to be signed by what signs exports
  expect([...readPublicKeys(published).keys()]).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)])
})

test('a SECRET whose earlier one is not named: people are told what is left to them, the operator what is missing', async () => {
  // the key of the cases hangs on SECRET outside production, too
  const [file, earlier] = ['master', 'earlier'].map((name) => join(world.db.config.dataDir, name))
  run(['keys.js', 'new', file ?? ''], {})
  writeFileSync(earlier ?? '', sealKey(NEW, 'master key').bytes.toString('base64'))
  const own = { ...settings(NEW), MASTER_KEY: file }
  run(['keys.js', 'rotate'], { ...own, MASTER_KEY_EARLIER: earlier })

  const lost = { ...own, SECRET: THIRD }
  expect(run(['migrate.js'], lost)).toMatch(/[1-9]\d* authenticators were sealed under another SECRET/)
  const app = await start(lost)
  const refused = await signIn(app, 'intake')
  expect(refused.statusCode).toBe(422)
  expect(refused.json()).toMatchObject({
    problems: [{ code: 'factorUnreadable', message: { en: expect.stringContaining('recovery code or a passkey') } }],
  })
  expect(run(['keys.js', 'rotate'], lost)).toMatch(
    /[1-9]\d* more authenticators cannot be opened with these values of SECRET/,
  )
  // named, it is found
  expect(run(['keys.js', 'rotate'], { ...lost, SECRET_EARLIER: `${OLD}\n${NEW}` })).toContain('no longer need')
  expect((await signIn(app, 'intake')).statusCode).toBe(201)
})
