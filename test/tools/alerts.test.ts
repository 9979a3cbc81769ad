/** What stands in deploy/ for those who watch: of metrics that there are, by the limits that are declared, and each alert with its line of the runbook. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statfsSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { amountText, type Figure, FIGURES, type FigureName } from '../../src/exchange/operation/figures.js'
import { LAST_BACKUP, readMachine, WatchedFolders } from '../../src/exchange/operation/readFigures.js'
import { Trust } from '../../src/letters/trust.js'
import { projectFolder } from '../../src/settings.js'
import { exportedNames } from '../../tools/metricsTable.js'
import { issue } from '../letters/authority.js'
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

describe('a figure', () => {
  test.each<[FigureName, number, string]>([
    ['lastBackup', 119, '119 s'],
    ['lastBackup', 120, '2 minutes'],
    ['lastBackup', 3 * 3_600, '3 hours'],
    ['lastBackup', 2 * 86_400, '2 days'],
    ['diskFree', 5_040_000_000, '5.0 GB'],
    ['certificateDays', 60, '60 days'],
    ['workers', 2, '2'],
    ['storeAnswers', 1, 'yes'],
    ['storeAnswers', 0, 'no'],
  ])('%s of %d is said as %s', (figure, value, said) => {
    expect(amountText(figure, value).en).toBe(said)
  })

  test('of this machine: its certificate, the last backup, and the disks of the folders that are named', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'figures-'))
    try {
      const now = new Date('2026-11-24T09:00:00+08:00')
      const { pem } = issue({ name: 'Signer', to: '2026-12-24' })
      const stamper = issue({ name: 'Time', stamps: true, to: '2027-01-24' }).pem
      const folders = WatchedFolders.of({ dataDir, backupDir: null, auditDir: tmpdir() })
      const read = (stampers: string[]) => readMachine(new Trust(pem, [], stampers, 30, null), folders, now)
      const { bavail, bsize } = statfsSync(dataDir)
      const free = { value: expect.closeTo(bavail * bsize, -10), figure: 'diskFree' }
      const disks = ['DATA_DIR', 'AUDIT_DIR'].map((folder) => ({ ...free, labels: { folder } }))
      const signing = { figure: 'certificateDays', labels: { certificate: 'signing' }, value: 29 }
      expect(await read([])).toEqual([signing, ...disks])
      const mark = join(dataDir, LAST_BACKUP)
      writeFileSync(mark, '')
      utimesSync(mark, now, new Date(now.getTime() - 90_000))
      for (const { figure, labels } of await read([stamper]))
        expect([figure, Object.keys(labels)]).toEqual([figure, FIGURES[figure].labels])
      expect(await read([stamper])).toEqual([
        signing,
        { figure: 'certificateDays', labels: { certificate: 'timestamp' }, value: 60 },
        { figure: 'lastBackup', labels: {}, value: 90 },
        ...disks,
      ])
    } finally {
      rmSync(dataDir, { recursive: true })
    }
  })
})
