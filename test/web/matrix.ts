/**
 * A small Shanghai with a case in every state of the chart for each of two firms, and an account
 * of its own of who may see and do what: from the description of scopes
 * (docs/architecture.md#who-sees-what) and the tables of test/workflow/model.ts, nothing of it
 * from the code that is tested.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Actor } from '../../src/people/actor.js'
import type { Facts } from '../../src/workflow/facts.js'
import type { Name } from '../cases/population.js'
import { ROUTES, type StepLine } from '../cases/routes.js'
import type { Case, World } from '../cases/world.js'
import { MORNING } from '../clock.js'
import { FRESH } from '../workflow/facts.js'
import { verdictOn } from '../workflow/model.js'

/** Everybody whom the tests know, in the order of the firms, the departments, the authorities. */
export const EVERYBODY: readonly Name[] = [
  ...(['applicant', 'firmAdmin', 'rival', 'rivalAdmin', 'newcomer'] as const),
  ...(['intake', 'assessor', 'approver', 'bothHats', 'supervisor', 'panel', 'panelWhoAssesses'] as const),
  ...(['cultureAssessor', 'cultureSupervisor', 'marketAssessor', 'permitOfficer'] as const),
  ...(['policyEditor', 'systemAdmin', 'securityAdmin', 'auditor'] as const),
]

export type State = keyof typeof ROUTES | 'lapsed' | 'letterExpired'
export const STATES_MET = [...Object.keys(ROUTES), 'lapsed', 'letterExpired'] as State[] // the keys of the table, and the clock's two

/** A case of the matrix, with the word that only it contains. */
export interface Sample {
  readonly one: Case
  readonly state: State
  readonly owner: 'first' | 'second'
  readonly word: string
  readonly number: string
  readonly paper: number
  readonly letter: { readonly id: number; readonly number: string } | null
}

/** The first firm's cases are assessed by two departments, the second's by the lead department alone. */
const walkOf = (lines: readonly StepLine[], owner: Sample['owner']): StepLine[] =>
  lines.flatMap((line): StepLine[] => {
    const [who, action] = line
    if (owner === 'second') return [line]
    if (action === 'accept') return [[who, action, { departments: ['commerce', 'culture'] }]]
    return action === 'report' ? [line, ['cultureAssessor', 'report']] : [line]
  })

/** The states in which a case was with the authorities named by `accept`, reviewed, or had a letter. */
const AFTER_ACCEPTING = new Set<State>([
  'underAssessment',
  'awaitingDecision',
  'recommended',
  'letterIssued',
  'letterReceived',
  'permitGranted',
  'notRecommended',
  'underReview',
  'permitRefused',
  'letterRevoked',
  'letterExpired',
])
const WITH_LETTER = new Set<State>([
  'letterIssued',
  'letterReceived',
  'permitGranted',
  'permitRefused',
  'letterRevoked',
  'letterExpired',
])

/** Brings a case of each firm to each state by acting. The two that the clock brings come first: for them alone the days pass. */
export async function makeSamples(world: World): Promise<Sample[]> {
  const byClock = { lapsed: ROUTES.awaitingCorrection, letterExpired: ROUTES.letterIssued }
  const made: Begun[] = []
  for (const state of ['lapsed', 'letterExpired'] as const) made.push(...(await bring(world, state, byClock[state])))
  world.at('2027-08-01')
  await (await world.tasks()).runMinute()
  world.at(MORNING)
  for (const [state, route] of Object.entries(ROUTES)) made.push(...(await bring(world, state as State, route))) // a key of the table
  return Promise.all(made.map((sample) => complete(world, sample)))
}

type Begun = Omit<Sample, 'number' | 'paper' | 'letter'>

async function bring(world: World, state: State, route: readonly StepLine[]): Promise<Begun[]> {
  const made: Begun[] = []
  for (const owner of ['first', 'second'] as const) {
    const [by, example] = owner === 'first' ? (['applicant', 'goodsHost'] as const) : (['rival', 'streamer'] as const)
    const word = `Canary${owner}${state}`
    const one = await world.draft(by, example)
    await one.do(by, 'saveAnswers', { answers: { engagement: { post: word } } })
    await one.walk(walkOf(route, owner), by)
    made.push({ one, state, owner, word })
  }
  return made
}

function store(world: World, key: string, content: string): void {
  const path = join(world.db.config.dataDir, 'files', key.slice(0, 2), key.slice(2))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

/** Numbers as stored, and contents for the paper that the tests open and for its first page. */
async function complete(world: World, sample: Begun): Promise<Sample> {
  const { rows } = await world.admin.query<{
    number: string
    paper: number
    key: string
    letter: number | null
    letterNumber: string | null
  }>(
    `select c.number, a.id as paper, a.storage_key as key, l.id as letter, l.number as "letterNumber" from cases c
     join lateral (select id, storage_key from attachments where case_id = c.id order by id limit 1) a on true
     left join lateral (select id, number from letters where case_id = c.id and kind = 'recommendation' and issued_at is not null order by id limit 1) l on true where c.id = $1`,
    [sample.one.id],
  )
  const [found] = rows
  if (!found) throw new Error('a case without a paper')
  store(world, found.key, `the paper of ${sample.word}`)
  const picture = `${found.key.slice(0, -4)}beef`
  store(world, picture, `the page of ${sample.word}`)
  await world.admin.query(
    `insert into previews (attachment_id, state, asked_at) values ($1, 'ready', now()) on conflict (attachment_id) do update set state = 'ready'`,
    [found.paper],
  )
  await world.admin.query(
    `insert into page_images (attachment_id, page, storage_key, sha256, sealed, width, height, bytes) values ($1, 1, $2, '', false, 1, 1, 1)`,
    [found.paper, picture],
  )
  const letter = found.letter ? { id: found.letter, number: found.letterNumber ?? '' } : null
  return { ...sample, number: found.number, paper: found.paper, letter }
}

const ofRole = (actor: Actor, ...roles: string[]) => actor.roles.some((role) => roles.includes(role))

/** Whether this person is to see this case at all. */
export function sees(world: World, who: Name, { state, owner }: Pick<Sample, 'state' | 'owner'>): boolean {
  const actor = world.person(who)
  if (actor.firmId !== null) return actor.firmId === world.population.firms[owner]
  const at = world.authorityOf(actor)
  if (ofRole(actor, 'intake', 'assessor', 'approver', 'supervisor')) {
    if (at === 'sh-commerce' && state !== 'draft' && state !== 'discarded') return true
    if (at === 'sh-culture' && owner === 'first' && AFTER_ACCEPTING.has(state)) return true
  }
  if (ofRole(actor, 'reviewPanel') && at === 'sh-commerce' && state === 'underReview') return true
  return ofRole(actor, 'permitOfficer') && at === 'sh-permit' && WITH_LETTER.has(state)
}

/** What the model says of an action on this case, where the facts do not matter: never, not in this state, or possible in principle. */
export function mayDo(
  world: World,
  who: Name,
  action: string,
  { state, owner }: Sample,
): 'never' | 'notInThisState' | 'perhaps' {
  const ids = world.population.authorities
  const named = AFTER_ACCEPTING.has(state)
  const facts: Facts = {
    ...FRESH,
    firmConfirmed: true,
    askedFrom: 'submitted',
    firmId: world.population.firms[owner],
    leadId: state === 'draft' || state === 'discarded' ? null : (ids['sh-commerce'] ?? 0),
    permitAuthorityId: WITH_LETTER.has(state) ? (ids['sh-permit'] ?? 0) : null,
    reviewAuthorityId: state === 'underReview' ? (ids['sh-commerce'] ?? 0) : null,
    departments: named ? [ids['sh-commerce'] ?? 0, ...(owner === 'first' ? [ids['sh-culture'] ?? 0] : [])] : [],
  }
  const verdict = verdictOn(state, action, world.person(who), facts)
  if (verdict.says === 'never') return 'never'
  return verdict.says === 'waits' && verdict.codes.includes('notInThisState') ? 'notInThisState' : 'perhaps'
}

/** What a route is about, by its address: a case, a letter, or something that the tests of its own page look at. */
const KINDS: readonly (readonly [pattern: RegExp, kind: 'case' | 'letter' | 'other'])[] = [
  [/^\/(api\/)?cases\/:id(\/|$)/, 'case'],
  [/^\/(api\/)?letters\/:id(\/|$)/, 'letter'],
  // of one's own person, firm or authority; of administrators, who see no case's contents
  [
    /^\/(api\/)?(packages|batches|keys|absences|firms?|account|messages|queue|views|announcements|admin|audit|demo|talents|mandates|webhooks|service-accounts)\/([\w-]+\/)*:\w+(\/|$)/,
    'other',
  ],
  // of the auditor, who sees no case: audit.test.ts
  [/^\/audit\/(cases|readings)\/:id(\/|$)/, 'other'],
  // of everybody with the role: reference data, reports, papers' templates
  [/^\/(policy|reports|api\/reference|service-figures)\//, 'other'],
  // of the candidate's own case: personal.test.ts
  [/^\/talent\/((papers|letters|signatures)\/:id|sign\/:paper)$/, 'other'],
  // by a secret or a public code
  [/^\/(api\/)?(join|reset|email|talent|host|verify)\/:(token|code)(\/|$)/, 'other'],
]

/** The kind of a route's object; undefined for one whose address says nothing that is known here. */
export const kindOf = (path: string): 'case' | 'letter' | 'other' | 'none' | undefined =>
  path.includes(':') ? KINDS.find(([pattern]) => pattern.test(path))?.[1] : 'none'
