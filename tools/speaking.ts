/** Sessions for people who act without signing in, made over the owner's connection: those of the demonstration while it is played, of tests and benchmarks. */
import { randomBytes } from 'node:crypto'
import type { Speaker } from '../src/base/database.js'

/** What the owner's connection is, here. */
interface Owner {
  query(sql: string, values: unknown[]): Promise<unknown>
}

/** By which such sessions are known. */
const DEVICE = 'without signing in'

const ADD = `
  insert into sessions (token_hash, person_id, created_at, seen_at, device, ways, proved_at)
  select hash, person_id, $3, $3, '${DEVICE}', '{}', $3 from unnest($1::bytea[], $2::int[]) one (hash, person_id)
  on conflict (token_hash) do nothing`

/** By what the database lets somebody speak from now on, who has just shown who they are. */
export async function letSpeak(owner: Owner, personId: number, at: Date): Promise<Speaker> {
  const speaker: Speaker = { how: 'session', hash: randomBytes(32), personId, at }
  await letSpeakAgain(owner, [speaker], at)
  return speaker
}

/** Lets those speak whose sessions somebody has ended meanwhile. */
export async function letSpeakAgain(owner: Owner, speakers: readonly Speaker[], at: Date): Promise<void> {
  await owner.query(ADD, [speakers.map(({ hash }) => hash), speakers.map(({ personId }) => personId), at])
}

/** Ends all such sessions. */
export async function endSpeaking(owner: Owner): Promise<void> {
  await owner.query('delete from sessions where device = $1', [DEVICE])
}

/** Says in the transaction that is open who speaks, as the application does at its beginning. */
export async function speak(client: Owner, speaker: Speaker | undefined): Promise<void> {
  if (!speaker) throw new Error('nobody speaks')
  const { how, hash, personId, at } = speaker
  await client.query('select speak($1, $2, $3, $4)', [how, hash, personId, at])
}
