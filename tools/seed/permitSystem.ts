/** The permit authority of the demonstration has a system of its own (tools/permit): an account with a key, a subscription, and a letter that it takes over as soon as it runs. */
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { addDays } from '../../src/base/dates.js'
import type { Config } from '../../src/config.js'
import { KEPT } from '../../src/exchange/webhook.service.js'
import { demonstrationFile } from '../permit/demonstration.js'
import type { PermitSettings } from '../permit/system.js'
import { connect } from '../roles.js'
import { requestIdOf } from './scene.js'
import type { Stage } from './stage.js'
import type { Town } from './town.js'

/** The scene whose letter it takes over; of the others it checks what is sent. */
const SCENE = 'letter issued anew'
const CASE = `select case_id as id from events where action = 'start' and request_id = $1`
/** Milliseconds after which it decides. */
const DECIDES = 45_000

/** @param ownerUrl the database for its owner */
export async function openPermitSystem(stage: Stage, town: Town, config: Config, ownerUrl: string): Promise<void> {
  const file = demonstrationFile(config)
  const [system, sysadmin] = [town.get('permit-system'), town.get('sysadmin')]
  if (existsSync(file) || !system?.authorityId || !sysadmin) return
  const owner = await connect(ownerUrl)
  const { rows } = await owner.query<{ id: number }>(CASE, [requestIdOf({ name: SCENE })])
  await owner.end()
  const [found] = rows
  if (!found) return
  const { secret: key } = await stage.keys.create(system, {
    name: '业务系统接口 Interface',
    scopes: ['read', 'write', 'export'],
    days: 365,
  })
  const port = await findPort()
  const wish = { address: `http://127.0.0.1:${port}/`, kinds: [], authorityId: system.authorityId }
  const { id, secret } = await stage.webhooks.create(sysadmin, wish)
  await stage.webhooks.replay(sysadmin, id, addDays(stage.clock.today(), -KEPT))
  const settings: PermitSettings = {
    site: config.publicUrl,
    key,
    secret,
    port,
    takes: { case: found.id },
    decides: DECIDES,
  }
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
}

/** One that is free now, and which it keeps. */
async function findPort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo // of a TCP server
  await new Promise((done) => server.close(done))
  return port
}
