/** What `npm run chart` prints, and docs/workflow.md shows: the diagram and its tables. */
import { describe, expect, test } from '@jest/globals'
import { ACTIONS, ENTRIES, STATES } from '../../src/workflow/step.js'
import { diagram, permissionTable, stateTable } from '../../tools/chart.js'
import { ENDS } from './model.js'

describe('npm run chart', () => {
  test('the diagram draws every edge once, from the group that has it', () => {
    const lines = diagram()
      .split('\n')
      .map((line) => line.trim())
    expect(lines.slice(0, 3)).toEqual(['```mermaid', 'stateDiagram-v2', '[*] --> draft'])
    expect(lines).toContain('open --> withdrawn: withdraw')
    expect(lines).toContain('underAssessment --> awaitingDecision: report [lastReport]')
    expect(lines).toContain('underAssessment --> underAssessment: report, consult')
    expect(lines.filter((line) => line.includes('withdraw')).length).toBe(3)
    expect(lines.filter((line) => line.endsWith('--> [*]')).sort()).toEqual(
      [...ENDS].map((end) => `${end} --> [*]`).sort(),
    )
    const edges = lines.filter((line) => line.includes('-->'))
    expect(new Set(edges).size).toBe(edges.length)
    for (const action of ACTIONS) expect(edges.some((line) => new RegExp(`[:,] ${action}\\b`).test(line))).toBe(true)
  })

  test('an edge stands in a group only when it joins two states of that very group: Mermaid would move the others there', () => {
    const groups: string[] = []
    const home = new Map<string, string>()
    const edges: [group: string, from: string, to: string][] = []
    for (const line of diagram()
      .split('\n')
      .map((text) => text.trim())) {
      const [, group] = /^state (\w+) \{$/.exec(line) ?? []
      const [, leaf] = /^state ".*" as (\w+)$/.exec(line) ?? []
      const [, from, to] = /^(\w+) --> (\w+):/.exec(line) ?? []
      const here = groups.at(-1) ?? ''
      if (group ?? leaf) home.set(group ?? leaf ?? '', here)
      if (group) groups.push(group)
      if (line === '}') groups.pop()
      if (from && to) edges.push([here, from, to])
    }
    expect(edges.length).toBeGreaterThan(25)
    for (const [group, from, to] of edges)
      if (group) expect([from, home.get(from), to, home.get(to)]).toEqual([from, group, to, group])
  })

  test('the tables have a row for each state and for each way of each action, in both languages', () => {
    const states = stateTable().split('\n')
    expect(states).toHaveLength(2 + STATES.length)
    expect(states).toContain(
      '| `awaitingCorrection` | 待补正 | Awaiting correction | `firm` | `correction`<br>中止计时 stops the clock | `message` `note` `saveAnswers` `attachFile` `askToSubmit` `extend` `recompute` `remind` `answerIntention` `giveTask` `finishTask` `recordConsent` `withdrawConsent` `sign` |',
    )
    const rows = permissionTable().split('\n')
    for (const name of [...ACTIONS, ...ENTRIES]) expect(rows.some((row) => row.startsWith(`| \`${name}\``))).toBe(true)
    expect(rows).toContain(
      '| `withdraw`<br>撤回申请<br>Withdraw | `submitted` `awaitingCorrection` `underAssessment` `awaitingDecision` | 本企业人员，或受其委托的代理的人员<br>a member of the firm, or of an agent with its mandate | 本人是申请人或企业管理员（不适用于部门人员）；代理的委托包括提交和回复<br>the person is an applicant or firm administrator (does not apply to officers); for an agent, the mandate covers submitting and answering | `withdrawn` |',
    )
    for (const table of [states, rows]) expect(new Set(table.map((row) => row.split(' | ').length)).size).toBe(1)
  })
})
