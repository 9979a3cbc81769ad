/** Who holds the key that signs letters: the worker. A web server in production starts and shows the certificate without it. */
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { EXIT_SETTINGS, type Environment } from '../../src/config.js'
import { freshDatabase, type TestDatabase } from '../database.js'
import { closing, endAll, newFolder, web, worker } from '../reliability/ownProcesses.js'
import { settingsInEarnest } from './earnest.js'

let database: TestDatabase
let settings: Environment

beforeEach(async () => {
  settings = { ...(await settingsInEarnest(newFolder(), '2040-01-01')), SIGNING_KEY: '' }
  database = await freshDatabase(settings)
  closing.push(() => database.drop())
})
afterEach(endAll)

test('a web server needs the certificate alone, and publishes it', async () => {
  const app = await web(database, newFolder(), settings)
  expect([await app.answers(), app.words]).toEqual(['works', expect.any(String)])
  const published = await (await fetch(`${app.address}${path.certificate}`)).text()
  expect(published.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
})

test('a worker without the key ends with status 78 and says so', async () => {
  const started = worker(database, newFolder(), settings)
  expect([await started.ended, started.words]).toEqual([
    EXIT_SETTINGS,
    expect.stringContaining('SIGNING_KEY must be set: the worker signs the letters.'),
  ])
})

test('nothing in production starts without the certificate', async () => {
  const app = await web(database, newFolder(), { ...settings, SIGNING_CERTIFICATE: '' })
  expect([await app.ended, app.words]).toEqual([
    EXIT_SETTINGS,
    expect.stringContaining('production: SIGNING_CERTIFICATE must be set.'),
  ])
})
