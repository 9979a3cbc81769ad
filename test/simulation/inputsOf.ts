/** What somebody says with an act: the least that its form takes (test/cases/inputs.ts), with people, departments and days of the town. */
import { addDays } from '../../src/base/dates.js'
import { SignedPapers } from '../../src/cases/signedPapers.service.js'
import { SENSITIVE } from '../../src/forms/choices.js'
import type { Actor } from '../../src/people/actor.js'
import { inputOf } from '../cases/inputs.js'
import type { Luck } from './luck.js'
import type { Town } from './town.js'

export interface Situation {
  readonly town: Town
  readonly luck: Luck
  readonly caseId: number
  readonly actor: Actor
  readonly today: string
}

const PLACES = ['contract', 'resume', 'degree', 'workExperience', 'platformEvidence']
const DEPARTMENTS = ['commerce', 'culture', 'market']
const STROKES = Array.from({ length: 30 }, (_, at) => `${at * 20} ${(at * 37) % 200}`).join(' ')

/** Somebody else of the same authority who works on cases. */
function colleagueOf({ town, luck, actor }: Situation): number {
  const staff = town.people.filter(
    ({ id, authorityId, roles }) =>
      authorityId === actor.authorityId &&
      id !== actor.id &&
      roles.some((role) => /intake|assessor|approver/.test(role)),
  )
  return staff.length > 0 ? luck.pick(staff).id : 0
}

/** The authorities that play a part in the case. */
async function partiesOf({ town, caseId }: Situation, part: string) {
  const { rows } = await town.admin.query<{ id: number; code: string }>(
    'select a.id, a.code from case_parties p join authorities a on a.id = p.authority_id where p.case_id = $1 and p.part = $2 order by 1',
    [caseId, part],
  )
  return rows
}

const about = ({ luck }: Situation) => ({ about: luck.pick(SENSITIVE).value })

/** What the act says beyond the least, by its name; most say nothing more. */
const MORE: Readonly<Record<string, (at: Situation) => object | Promise<object>>> = {
  accept: ({ luck }) => ({ departments: luck.shuffled(DEPARTMENTS).slice(0, luck.between(1, 2)) }),
  requestCorrection: ({ luck }) => ({
    items: luck
      .shuffled(PLACES)
      .slice(0, luck.between(1, 2))
      .map((on) => ({ on, what: 'It cannot be read.' })),
  }),
  report: ({ luck }) => ({ opinion: luck.chance(0.8) ? 'recommend' : 'against' }),
  consult: async (at) => {
    const named = await partiesOf(at, 'named')
    const free = ['culture', 'market'].filter((code) => !named.some((one) => one.code === `sh-${code}`))
    return { department: at.luck.pick(free.length > 0 ? free : DEPARTMENTS) }
  },
  chase: async (at) => ({
    department: at.luck.pick([...(await partiesOf(at, 'named')), ...(await partiesOf(at, 'lead'))]).id,
  }),
  recommend: ({ luck }) => (luck.chance(0.3) ? { conditions: 'For one employer only.' } : {}),
  handOver: (at) => ({ to: at.luck.chance(0.5) ? 0 : colleagueOf(at) }),
  assign: (at) => ({ to: colleagueOf(at) }),
  giveTask: (at) => ({ to: colleagueOf(at), dueOn: addDays(at.today, at.luck.between(1, 9)) }),
  reportChange: ({ today }) => ({ changedOn: today }),
  reportEnd: ({ luck, today }) => ({ endedOn: today, ...(luck.chance(0.3) && { revoke: true }) }),
  completePermit: ({ luck, today }) => ({
    permitNumber: `31000000${luck.between(1_000_000, 9_999_999)}`,
    validFrom: today,
    validUntil: addDays(today, luck.between(90, 364)),
  }),
  meetCondition: () => ({ condition: 1, how: 'A contract of one employer was handed in.' }),
  recordConsent: about,
  withdrawConsent: about,
  settleConsent: (at) => ({ ...about(at), how: 'The law asks for it.' }),
  sign: async ({ town, caseId, actor }) => {
    const page = { caseId, speaker: actor.speaker }
    const { digest } = await town.anyWeb.app.get(SignedPapers).toSign(page, 'commitment')
    return { paper: 'commitment', digest, strokes: STROKES, openedBy: 'pin', confirmed: true }
  },
}

/** The whole input of an act. */
export async function saidWith(action: string, at: Situation): Promise<object> {
  const authority = at.town.world.authorityOf(at.actor)
  return { ...inputOf(action, authority), ...(await MORE[action]?.(at)) }
}
