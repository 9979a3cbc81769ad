/** Two candidates of the demonstration have opened their own pages, by a mailed code as in earnest, and have set the PINs that the demonstration shows. */
import { type DemonstrationHost, DEMONSTRATION_HOSTS } from '../../src/web/account/demonstration.js'
import { connect } from '../roles.js'
import { requestIdOf } from './scene.js'
import type { Stage } from './stage.js'
import type { Town } from './town.js'

const CASE = `
  select e.case_id as id, p.code from events e left join talent_pages p on p.case_id = e.case_id
  where e.action = 'start' and e.request_id = $1`
const MAIL = `select path from mails where case_id = $1 and kind = 'hostCode' order by id desc limit 1`
const KNOCK = { address: 'seed', language: 'en' } as const

/** @param ownerUrl the database for its owner: the address of a page of the demonstration is known beforehand */
export async function openHosts(stage: Stage, town: Town, ownerUrl: string): Promise<void> {
  const owner = await connect(ownerUrl)
  try {
    for (const host of DEMONSTRATION_HOSTS) {
      const { rows } = await owner.query<{ id: number; code: string | null }>(CASE, [requestIdOf({ name: host.scene })])
      const [found] = rows
      if (!found || found.code === host.page) continue
      await stage.talents.makePage(getFirm(town, host), found.id)
      await owner.query('update talent_pages set code = $2 where case_id = $1', [found.id, host.page])
      await stage.door.ask(host.page, host, KNOCK)
      const mails = await owner.query<{ path: string }>(MAIL, [found.id])
      const code = mails.rows[0]?.path.split('#')[1] ?? ''
      const session = await stage.door.enterByCode(host.page, { ...host, code }, KNOCK)
      const visitor = session && (await stage.door.find(session))
      if (!visitor) throw new Error(`the page of ${host.scene} did not open`)
      const { answers } = await stage.talents.read(visitor)
      await stage.door.setPin(session, host.pin, answers, KNOCK)
      await stage.door.leave(session)
    }
  } finally {
    await owner.end()
  }
}

function getFirm(town: Town, { firm }: DemonstrationHost) {
  const person = town.get(firm)
  if (!person) throw new Error(`the demonstration has no ${firm}`)
  return person
}
