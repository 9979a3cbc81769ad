/**
 * Who may do what in which state, as a committed table (permissions.json) that reviewers can read and a change of the chart must change too. UPDATE=1 writes it.
 * `usual`: nothing stands in the way but four eyes. `hindered`: everything does that can. Who is not named may never do it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'
import type { Facts } from '../../src/workflow/facts.js'
import type { Act, State } from '../../src/workflow/machine.js'
import { ACTIONS, edgesFrom, ENTRIES, entriesIn, isAction, STATES } from '../../src/workflow/step.js'
import { chartOn } from './compare.js'
import { FRESH } from './facts.js'
import { AGENT_FIRM, deepFreeze, idOf, LEAD, NAMED, type Name, OUR_FIRM, PERMIT, people } from './people.js'

const usual: Facts = {
  ...FRESH,
  firmId: OUR_FIRM,
  firmConfirmed: true,
  mandate: { agentId: AGENT_FIRM, acts: ['submit', 'report'], agentSuspended: false },
  leadId: LEAD,
  permitAuthorityId: PERMIT,
  reviewAuthorityId: LEAD,
  departments: [LEAD, NAMED],
  assessors: [idOf('leadApproverWhoAssessed')],
  refusers: [idOf('leadApproverWhoRefused')],
  touched: [idOf('reviewPanelWhoTouched'), idOf('leadApproverWhoRefused')],
  interested: [
    idOf('leadIntakeInterested'),
    idOf('leadAssessorInterested'),
    idOf('leadApproverInterested'),
    idOf('reviewPanelInterested'),
  ],
  corrections: 1,
  askedFrom: 'underAssessment',
  conditions: 1,
  reminder: 7,
}
const hindered: Facts = {
  ...usual,
  firmConfirmed: false,
  mandate: { agentId: AGENT_FIRM, acts: [], agentSuspended: true },
  blocks: [
    { code: 'under18', path: 'talent.birthDate', message: { zh: '未满 18 周岁。', en: 'Under 18.' } },
    { code: 'missing:photo', path: 'documents.photo', message: { zh: '缺照片。', en: 'The photo is missing.' } },
  ],
  reported: [LEAD],
  claimedBy: idOf('leadAssessor'),
  corrections: 2,
  askedFrom: 'submitted',
  reviewed: true,
  timeIsUp: true,
  limitRuns: false,
  extended: true,
  letterFailed: true,
}
const situations = deepFreeze({ usual, hindered })

/** What comes out → the people for whom it does; nobody who may never do it. */
type Outcomes = Record<string, string>

function outcomesOf(state: State, name: string, facts: Facts): Outcomes {
  const outcomes = new Map<string, Name[]>()
  for (const [who, actor] of Object.entries(people)) {
    const account = chartOn(state, name, actor, facts)
    if (account.says === 'never') continue
    const outcome =
      account.says === 'goes' ? `→ ${account.to}` : `not now: ${account.because.map(({ code }) => code).join(', ')}`
    outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), who as Name]) // the keys of `people` are Names
  }
  return Object.fromEntries([...outcomes].map(([outcome, names]) => [outcome, names.join(' ')]))
}

const isNamed = (state: State, name: Act) => (isAction(name) ? edgesFrom(state).has(name) : entriesIn(state).has(name))
const names = [...ACTIONS, ...ENTRIES]

/** For each situation: what its states allow; then who is told "not in this state" (and not "never") in the states that do not name the action at all. */
function makeTable() {
  return Object.fromEntries(
    Object.entries(situations).map(([situation, facts]) => {
      const states = STATES.map((state) => {
        const here = names.filter((name) => isNamed(state, name))
        return [state, Object.fromEntries(here.map((name) => [name, outcomesOf(state, name, facts)]))]
      })
      const elsewhere = names.flatMap((name) => {
        const away = STATES.filter((state) => !isNamed(state, name))
        const told = [...new Set(away.map((state) => JSON.stringify(outcomesOf(state, name, facts))))]
        return told.map((outcomes): [string, Outcomes] => [name, JSON.parse(outcomes)])
      })
      return [situation, { ...Object.fromEntries(states), 'in any other state': Object.fromEntries(elsewhere) }]
    }),
  )
}

test('role × state × action is what the committed table says', () => {
  const file = join(projectFolder, 'test/workflow/permissions.json')
  const table = makeTable()
  if (process.env.UPDATE) writeFileSync(file, `${JSON.stringify(table, null, 2)}\n`)
  expect(table).toEqual(JSON.parse(readFileSync(file, 'utf8')))
})

test('an action that a state does not name is refused alike in every such state', () => {
  for (const facts of Object.values(situations))
    for (const name of names) {
      const away = STATES.filter((state) => !isNamed(state, name))
      expect(new Set(away.map((state) => JSON.stringify(outcomesOf(state, name, facts)))).size).toBe(1)
    }
})

test('administrators, the policy editor, other firms and strangers’ departments may never do anything', () => {
  const outsiders: Name[] = [
    ...([
      'otherApplicant',
      'otherFirmAdmin',
      'otherIntake',
      'otherAssessor',
      'otherApprover',
      'otherSupervisor',
    ] as const),
    ...(['otherPermitOfficer', 'policyEditor', 'systemAdmin', 'securityAdmin', 'auditor', 'leadWithoutRole'] as const),
  ]
  for (const facts of Object.values(situations))
    for (const state of STATES)
      for (const name of names)
        for (const who of outsiders)
          expect([state, name, who, chartOn(state, name, people[who], facts)]).toEqual([
            state,
            name,
            who,
            { says: 'never' },
          ])
})
