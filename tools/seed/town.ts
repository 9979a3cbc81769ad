/** The people and firms of the demonstration. Firms register and are confirmed as in earnest; staff are made over the owner's connection, as an administrator makes them. */
import { createDataSource, Database, rows } from '../../src/base/database.js'
import { addDays } from '../../src/base/dates.js'
import { ENTITIES } from '../../src/entities.js'
import type { Role } from '../../src/people/actor.js'
import { addPerson } from '../../src/people/newPerson.js'
import { passwordHash } from '../../src/people/secrets.js'
import { type Person, personOf } from '../../src/people/session.service.js'
import { totpCode } from '../../src/people/totp.js'
import { DEMONSTRATION_PASSWORD, demonstrationKey } from '../../src/web/account/demonstration.js'
import { type CaseFile, paperCaseOf } from '../cases/caseFile.js'
import { letSpeak } from '../speaking.js'
import { getCaseFile } from './applications.js'
import type { Stage } from './stage.js'

interface Staff {
  readonly account: string
  readonly name: string
  readonly role: Role
  /** The code of the authority; administrators have none. */
  readonly authority: string | null
}

const staff = (account: string, name: string, role: Role, authority: string | null = 'sh-commerce'): Staff => ({
  account,
  name,
  role,
  authority,
})

const STAFF: readonly Staff[] = [
  staff('intake', '顾文静', 'intake'),
  staff('assessor', '陆知行', 'assessor'),
  staff('assessor2', '许嘉宁', 'assessor'),
  staff('culture', '唐若溪', 'assessor', 'sh-culture'),
  staff('cyberspace', '严一鸣', 'assessor', 'sh-cyberspace'),
  staff('market', '秦朗', 'assessor', 'sh-market'),
  staff('approver', '方正清', 'approver'),
  staff('approver2', '叶明远', 'approver'),
  staff('supervisor', '宋怀瑾', 'supervisor'),
  staff('panel', '程砚秋', 'reviewPanel'),
  staff('panel2', '白景行', 'reviewPanel'),
  staff('permit', '何思源', 'permitOfficer', 'sh-permit'),
  staff('permit-system', '许可机关业务系统 Permit authority’s system', 'permitOfficer', 'sh-permit'),
  staff('policy', '钱书韵', 'policyEditor'),
  staff('policy2', '孙见微', 'policyEditor'),
  staff('sysadmin', '系统管理员', 'systemAdmin', null),
  staff('secadmin', '安全管理员', 'securityAdmin', null),
  staff('auditor', '审计管理员', 'auditor', null),
]

interface FirmWish {
  readonly account: string
  readonly handler: string
  /** The case file whose firm it is. */
  readonly from: string
  readonly change?: Partial<CaseFile['firm']>
  readonly kind: 'brand' | 'platform' | 'mcn' | 'other'
  readonly confirmed: boolean
}

const FIRMS: readonly FirmWish[] = [
  { account: 'firm', handler: '沈一帆', from: '01', kind: 'brand', confirmed: true },
  { account: 'tideline', handler: '潘晓岚', from: '02', kind: 'mcn', confirmed: true },
  { account: 'songjian', handler: '林间月', from: '03', kind: 'brand', confirmed: true },
  { account: 'hongqiao', handler: '乔安然', from: '04', kind: 'other', confirmed: true },
  { account: 'pujiang', handler: '江映雪', from: '05', kind: 'platform', confirmed: true },
  {
    account: 'newfirm',
    handler: '鲸小满',
    from: '02',
    change: {
      nameZh: '上海鲸港文化传播有限公司',
      nameEn: 'Shanghai Whale Harbour Culture Co., Ltd.',
      creditCode: '91310109MA1G5W3N2T',
      district: '310109',
      crossBorderFiling: 'none',
    },
    kind: 'mcn',
    confirmed: false,
  },
  {
    account: 'rival',
    handler: '云在天',
    from: '01',
    change: { nameZh: '云帆国际电商（上海）有限公司', nameEn: 'Yunfan International (Shanghai) Co., Ltd.' },
    kind: 'brand',
    confirmed: false,
  },
]

/** Everybody by account, as they would be signed in. */
export type Town = ReadonlyMap<string, Person>

export interface TownDays {
  /** The instant at which the first firms register. */
  readonly began: Date
  /** The instant at which those register that nobody has confirmed yet. */
  readonly lately: Date
  /** YYYY-MM-DD of `began`, for the papers. */
  readonly day: string
}

/** Makes whoever is not there yet. @param ownerUrl the database for its owner */
export async function makeTown(stage: Stage, ownerUrl: string, days: TownDays): Promise<Town> {
  const source = await createDataSource({ url: ownerUrl, poolSize: 1, entities: ENTITIES }).initialize()
  const db = new Database(source)
  try {
    stage.clock.moveTo(days.began)
    await makeStaff(db, days.began)
    await enrol(stage, await findTown(db))
    const intake = (await findTown(db)).get('intake')
    if (!intake) throw new Error('there is no intake')
    for (const wish of FIRMS) {
      stage.clock.moveTo(wish.confirmed ? days.began : days.lately)
      const firmId = (await findTown(db)).get(wish.account)?.firmId ?? (await register(stage, wish, days.day))
      const { confirmedAt } = await stage.firms.get(intake, firmId)
      if (wish.confirmed && !confirmedAt) await stage.intake.confirm(intake, firmId)
    }
    stage.clock.moveTo(days.began)
    await invite(stage, await findTown(db))
    await enrol(stage, await findTown(db))
    await db.transaction({}, (tx) => rows(tx, REACHED))
    stage.clock.moveTo(days.lately)
    await mandate(stage, await findTown(db))
    stage.clock.moveTo(days.began)
    return await findTown(db)
  } finally {
    await source.destroy()
  }
}

/** Everybody has confirmed an address; what is sent there lies in the demonstration's mailbox. */
const REACHED = `update people set email = account || '@demo.example' where email is null`

async function makeStaff(db: Database, now: Date): Promise<void> {
  const hashed = await passwordHash(DEMONSTRATION_PASSWORD, 'seed')
  await db.transaction({}, async (tx) => {
    const authorities = await rows<{ id: number; code: string }>(tx, 'select id, code from authorities')
    const known = await rows<{ account: string }>(tx, 'select account from people')
    for (const { account, name, role, authority } of STAFF) {
      if (known.some((one) => one.account === account)) continue
      const authorityId = authorities.find(({ code }) => code === authority)?.id ?? null
      await addPerson(tx, { account, name, hashed, roles: [role], firmId: null, authorityId, now })
    }
  })
}

/** Everybody adds the authenticator whose codes the demonstration shows. */
async function enrol(stage: Stage, town: Town): Promise<void> {
  for (const person of town.values()) {
    if ((await stage.factors.get(person)).authenticatorAt) continue
    const key = demonstrationKey(person.account)
    const { sealed } = stage.factors.offer(person, key)
    const code = totpCode(key, stage.clock.now())
    await stage.enter((tx) => stage.factors.enrol(tx, person, { sealed, code }))
  }
}

async function register(stage: Stage, wish: FirmWish, day: string): Promise<number> {
  const file = getCaseFile(wish.from)
  const facts = { ...file.firm, ...wish.change }
  const paperCase = { ...paperCaseOf({ ...file, firm: facts }), submittedOn: day }
  const papers = []
  for (const kind of ['licence', 'authorisation'] as const)
    papers.push({ kind, ...(await stage.receive({ kind, issuedOn: day }, paperCase)) })
  const handler = { name: wish.handler, phone: '021-5550 0100', email: `${wish.account}@example.com` }
  const { firmId } = await stage.firms.register(
    { ...facts, district: facts.district ?? '310101', kind: wish.kind, handler },
    papers,
    { account: wish.account, name: wish.handler, password: DEMONSTRATION_PASSWORD, address: 'seed' },
  )
  return firmId
}

/** The first firm's administrator invites a colleague, who comes. */
async function invite(stage: Stage, town: Town): Promise<void> {
  const admin = town.get('firm')
  if (!admin || town.has('applicant')) return
  const { token } = await stage.firms.invite(admin, { account: 'applicant', name: '苏念', roles: ['applicant'] })
  await stage.firms.acceptInvitation(token, DEMONSTRATION_PASSWORD, 'seed')
}

/** The first firm has given a mandate to one agent; another one asks it for one, which waits. */
async function mandate(stage: Stage, town: Town): Promise<void> {
  const [employer, agent, other] = [town.get('firm'), town.get('hongqiao'), town.get('tideline')]
  if (!employer?.firmId || !agent?.firmId || !other) return
  if ((await stage.mandates.list(employer, employer.firmId)).length > 0) return
  const untilOn = addDays(stage.clock.today(), 180)
  const { creditCode: code } = await stage.firms.get(agent, agent.firmId)
  await stage.mandates.ask(employer, { creditCode: code, asEmployer: true, acts: ['submit'], untilOn, mostCases: 10 })
  const { creditCode } = await stage.firms.get(employer, employer.firmId)
  const note = '请委托我们办理明年春季的主播申请。 Please authorise us to file the spring applications.'
  const wish = { creditCode, asEmployer: false, acts: ['submit', 'report'], untilOn, note } as const
  await stage.mandates.ask(other, wish)
}

/** Everybody who is there now, as if they had just shown who they are. */
async function findTown(db: Database): Promise<Town> {
  const found = await db.transaction({}, (tx) =>
    rows<Parameters<typeof personOf>[0]>(
      tx,
      'select id, account, name, firm_id, authority_id, roles, language from people',
    ),
  )
  const town = new Map<string, Person>()
  for (const person of found) {
    const speaker = await letSpeak(db.source, person.id, new Date())
    town.set(person.account, personOf(person, { proved: true, speaker }))
  }
  return town
}
