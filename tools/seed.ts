/** Puts the demonstration into an empty database: firms, people and cases in many states, all by really acting on days gone by. A second run does nothing. */
import type pg from 'pg'
import type { Config } from '../src/config.js'
import { DEMONSTRATION_ACCOUNTS, DEMONSTRATION_PASSWORD } from '../src/web/account/demonstration.js'
import type { Account } from './launch.js'
import { connect } from './roles.js'
import { endSpeaking } from './speaking.js'
import { DECIDED } from './seed/decided.js'
import { OPEN } from './seed/open.js'
import { requestIdOf, type Scene } from './seed/scene.js'

const LOCK = 'haijian demonstration'

const ACCOUNTS: readonly Account[] = DEMONSTRATION_ACCOUNTS.map(({ account, who }) => ({
  account,
  password: DEMONSTRATION_PASSWORD,
  who: { ...who },
}))

/**
 * Makes the demonstration unless somebody is there already; one that was cut off goes on with the scenes that had not begun. Two runs at once wait for each other.
 * @param config with the addresses of the database for its owner, the application and the worker
 * @returns the accounts to show; none when the database is not ours to fill
 */
export async function seedIfEmpty(config: Config): Promise<Account[]> {
  if (config.production) throw new Error('no demonstration in production')
  if (!config.databaseUrl) throw new Error('the addresses of the database are unknown')
  const owner = await connect(config.databaseUrl)
  try {
    await owner.query('select pg_advisory_lock(hashtextextended($1, 0))', [LOCK])
    const known = new Set(
      (await owner.query<{ account: string }>('select account from people')).rows.map(({ account }) => account),
    )
    const ours = ACCOUNTS.filter(({ account }) => known.has(account))
    if (known.size > 0 && ours.length === 0) return []
    const scenes = await listMissing(owner)
    if (scenes.length > 0 || ours.length < ACCOUNTS.length) await play(config, config.databaseUrl, scenes)
    await endSpeaking(owner)
    return [...ACCOUNTS]
  } finally {
    // The lock goes with the connection.
    await owner.end()
  }
}

/** The scenes that have not begun. */
async function listMissing(owner: pg.Client): Promise<Scene[]> {
  const { rows } = await owner.query<{ request_id: string }>(
    `select request_id from events where action = 'start' and request_id is not null`,
  )
  const begun = new Set(rows.map((row) => row.request_id))
  return [...DECIDED, ...OPEN].filter((scene) => !begun.has(requestIdOf(scene)))
}

/** Loaded only when there is something to do: the whole product comes with it. */
async function play(config: Config, ownerUrl: string, scenes: readonly Scene[]): Promise<void> {
  const { tell } = await import('./seed/tell.js')
  await tell(config, ownerUrl, scenes)
}
