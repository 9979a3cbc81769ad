/** What stands in deploy/ for those who watch: of metrics that there are, by the limits that are declared, and each alert with its line of the runbook. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type Figure, FIGURES } from '../../src/exchange/operation/figures.js'
import { projectFolder } from '../../src/settings.js'
import { exportedNames } from '../../tools/metricsTable.js'
import { testWith } from '../letters/witness.js'

const read = (file: string): string => readFileSync(join(projectFolder, file), 'utf8')
const RULES = 'deploy/alerts.yaml'

interface Panel {
  readonly title: string
  readonly targets: readonly { readonly expr: string }[]
}
const panels = (): readonly Panel[] => JSON.parse(read('deploy/grafana.json')).panels

/** Alerts, each with its expression: one a paragraph, in one order. */
const alerts = (): { name: string; expr: string }[] =>
  [...read(RULES).matchAll(/- alert: (\w+)\n +expr: (.*)\n +for: \S+\n/g)].map(([, name = '', expr = '']) => ({
    name,
    expr,
  }))

const namesIn = (text: string): string[] => [...new Set(text.match(/haijian_\w+/g) ?? [])]
const exported = new Set(exportedNames.map(({ name }) => name))

/** What it says of rules, from its input. */
const promtool = (rules: string) => spawnSync('promtool', ['check', 'rules'], { input: rules, encoding: 'utf8' })

describe('alerts', () => {
  test('there are ten at least, and each has its line in the runbook, which has no other', () => {
    expect(alerts().length).toBe(read(RULES).match(/- alert:/g)?.length)
    expect(alerts().length).toBeGreaterThanOrEqual(10)
    const [, section = ''] = /\n### Alerts\n([\s\S]*?)\n##/.exec(read('docs/operations.md')) ?? []
    const lines = [...section.matchAll(/^\| `(\w+)` \| .+ \| .+ \|$/gm)].map(([, name]) => name)
    expect(lines).toEqual(alerts().map(({ name }) => name))
  })

  test('they ask for metrics that are exported', () => {
    for (const { name, expr } of alerts()) {
      const names = namesIn(expr)
      expect([name, names.length > 0, names.filter((one) => !exported.has(one))]).toEqual([name, true, []])
    }
  })

  test('a figure’s limit is that of its alert; each figure with a limit has one', () => {
    for (const { name, limit } of Object.values<Figure>(FIGURES)) {
      if (!limit) continue
      const alert = alerts().find(({ expr }) => namesIn(expr).includes(name))
      const compared = 'above' in limit ? `> ${limit.above}` : `< ${limit.below}`
      expect([name, alert?.expr]).toEqual([name, expect.stringMatching(new RegExp(`\\) ${compared}($| or )`))])
    }
  })

  testWith('promtool', 'are read', () => {
    const { status, stdout } = promtool(read(RULES))
    expect(stdout).toContain(`SUCCESS: ${alerts().length} rules found`)
    expect(status).toBe(0)
  })
})

describe('the dashboard', () => {
  test('asks for metrics that are exported, and shows every figure', () => {
    const asked = panels().flatMap(({ targets }) => targets.map(({ expr }) => expr))
    expect(namesIn(asked.join(' ')).filter((name) => !exported.has(name))).toEqual([])
    const shown = namesIn(asked.join(' '))
    expect(Object.values(FIGURES).filter(({ name }) => !shown.includes(name))).toEqual([])
  })

  testWith('promtool', 'its expressions are read', () => {
    const rules = panels().flatMap(({ targets }) => targets.map(({ expr }) => expr))
    const records = rules.map((expr, n) => ({ record: `panel:${n}`, expr }))
    const { status, stdout } = promtool(JSON.stringify({ groups: [{ name: 'dashboard', rules: records }] }))
    expect(stdout).toContain(`SUCCESS: ${rules.length} rules found`)
    expect(status).toBe(0)
  })
})
