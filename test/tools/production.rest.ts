/** A web server in earnest, started as an operator starts it: what it says on its way. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { DEMONSTRATION_SECRET, projectFolder, SETTINGS } from '../../src/settings.js'
import { connect } from '../../tools/roles.js'
import { freshDatabase } from '../database.js'
import { freePort } from '../ports.js'
import { settingsInEarnest } from '../letters/earnest.js'

const run = promisify(execFile)
const ANSWERED = `
  update reference set body = jsonb_set(body, '{answer}', '{"zh": "已确认。", "en": "Confirmed."}')
  where kind = 'openQuestions'`

/** Starts it, and answers what it wrote to its error output until it listened. */
async function startInEarnest(settings: Record<string, string | undefined>): Promise<string> {
  const child = spawn(process.execPath, ['dist/src/main.js'], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (piece) => {
    said += piece
  })
  const answers = () =>
    fetch(`http://127.0.0.1:${settings.PORT}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (child.exitCode === null && !(await answers())) await sleep(100)
  expect([child.exitCode, said]).toEqual([null, said])
  child.kill('SIGTERM')
  await once(child, 'exit')
  return said
}

test('says at each start what the city must still confirm, and where, until it has', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'earnest-'))
  const db = await freshDatabase()
  const owner = await connect(db.adminUrl)
  try {
    const addresses = { appDatabaseUrl: db.config.appDatabaseUrl, entryDatabaseUrl: db.config.entryDatabaseUrl }
    const settings = {
      ...(await settingsInEarnest(folder, '2040-01-01')),
      ...Object.fromEntries(
        (['appDatabaseUrl', 'entryDatabaseUrl'] as const).map((key) => [SETTINGS[key].name, addresses[key] ?? '']),
      ),
      DATA_DIR: join(folder, 'data'),
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
    }
    await run(process.execPath, ['dist/tools/migrate.js'], {
      cwd: projectFolder,
      env: {
        PATH: process.env.PATH,
        ...settings,
        [SETTINGS.databaseUrl.name]: db.adminUrl,
        [SETTINGS.workerDatabaseUrl.name]: db.config.workerDatabaseUrl,
        SECRET_EARLIER: DEMONSTRATION_SECRET,
      },
    })
    const first = await startInEarnest(settings)
    expect(first).toMatch(/\n[1-9]\d* facts are for the city to confirm\./)
    expect(first).toContain(`${path.toConfirm}\n`)
    await owner.query(ANSWERED)
    expect(await startInEarnest(settings)).not.toContain(path.toConfirm)
  } finally {
    await owner.end()
    await db.drop()
    rmSync(folder, { recursive: true, force: true })
  }
})
