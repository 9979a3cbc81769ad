/** What `npm run chart` writes, and that the README holds it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'
import { ACTIONS, ENTRIES, STATES } from '../../src/workflow/step.js'
import { diagram, isFresh, permissionTable, renewed, SECTIONS, stateTable } from '../../tools/chart.js'
import { ENDS } from './model.js'

describe('npm run chart', () => {
  const blank = Object.keys(SECTIONS)
    .map((name) => `# ${name}\n<!-- ${name}:begin -->\nFORMERLY\n<!-- ${name}:end -->\nafter ${name}\n`)
    .join('\n')

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
      '| `awaitingCorrection` | 待补正 | Awaiting correction | `firm` | `correction`<br>停钟 stops the clock | `message` `note` `saveAnswers` `attachFile` `extend` `remind` |',
    )
    const rows = permissionTable().split('\n')
    for (const name of [...ACTIONS, ...ENTRIES]) expect(rows.some((row) => row.startsWith(`| \`${name}\``))).toBe(true)
    expect(rows).toContain(
      '| `withdraw`<br>撤回申请<br>Withdraw | `submitted` `awaitingCorrection` `underAssessment` `awaitingDecision` | 本企业申请人、企业管理员<br>applicant or firmAdmin of the firm | – | `withdrawn` |',
    )
    for (const table of [states, rows]) expect(new Set(table.map((row) => row.split(' | ').length)).size).toBe(1)
  })

  test('it renews what stands between the markers and nothing else', () => {
    const text = renewed(blank)
    expect(text).not.toContain('FORMERLY')
    for (const [name, make] of Object.entries(SECTIONS))
      expect(text).toContain(`\n${make()}\n\n<!-- ${name}:end -->\nafter ${name}\n`)
    expect(isFresh(text)).toBe(true)
    expect(renewed(text)).toBe(text)
    expect(isFresh(text.replace('待受理', '已受理'))).toBe(false)
  })

  test.each([
    ['a missing marker', blank.replace('<!-- states:end -->', '')],
    ['a marker that stands twice', `${blank}<!-- chart:begin -->`],
    [
      'markers the wrong way round',
      blank
        .replace('<!-- permissions:end -->', '')
        .replace('<!-- permissions:begin -->', '<!-- permissions:end --> <!-- permissions:begin -->'),
    ],
    ['an empty file', ''],
  ])('%s is named, in both languages', (_what, text) => {
    expect(() => renewed(text)).toThrow(
      /须有且仅有一对标记 <!-- \w+:begin -->[\s\S]*must hold the markers <!-- \w+:begin -->/,
    )
  })

  test('the README shows what the chart says now (npm run chart writes it)', () => {
    expect(isFresh(readFileSync(join(projectFolder, 'README.md'), 'utf8'))).toBe(true)
  })
})
