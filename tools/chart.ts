/**
 * Writes what the README shows of the statechart: the diagram, the table of states and the table of permissions, all made from the chart itself, between
 * markers (`<!-- chart:begin -->` … `<!-- chart:end -->`). `npm run chart` prints and writes them; with `--check` it only says whether the README is fresh.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bilingual } from '../src/base/text.js'
import { projectFolder, settingsTable } from '../src/settings.js'
import { machine, type StateMeta } from '../src/workflow/machine.js'
import { type By } from '../src/workflow/rules.js'
import { BRANCH_WORDS, WHEN_WORDS, WHO_WORDS } from '../src/workflow/ruleWords.js'
import { ACTIONS, ENTRIES, edgesFrom, entriesIn, INITIAL, isFinal, metaOf, STATES } from '../src/workflow/step.js'
import { WORDS } from '../src/workflow/words.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'

type Node = (typeof machine)['root']

/** The chart in Mermaid: groups are composite states, an edge carries the names of its actions, a condition that only chooses the target stands in brackets. */
export function diagram(): string {
  return ['```mermaid', 'stateDiagram-v2', `  [*] --> ${INITIAL}`, ...linesOf(machine.root, '  '), '```'].join('\n')
}

/** What stands inside a group: its states, then the edges between them. All other edges stand outside every group: Mermaid moves a state to the group whose edge names it. */
function linesOf(group: Node, indent: string): string[] {
  const children = Object.values(group.states)
  const states = children.flatMap((node) => {
    if (Object.keys(node.states).length > 0) return [`state ${node.key} {`, ...linesOf(node, '  '), '}']
    const name = `state "${node.key} ${metaOf(node.key).label.zh}" as ${node.key}`
    return node.type === 'final' ? [name, `${node.key} --> [*]`] : [name]
  })
  const outermost = group.parent === undefined
  const edges = (outermost ? descendantsOf(group) : children).flatMap((node) =>
    edgesOf(node)
      .filter(({ target }) => (node.parent === target.parent ? node.parent === group : outermost))
      .map(({ target, label }) => `${node.key} --> ${target.key}: ${label}`),
  )
  return [...states, ...edges].map((line) => indent + line)
}

const descendantsOf = (group: Node): Node[] =>
  Object.values(group.states).flatMap((node) => [node, ...descendantsOf(node)])

/** The edges that a state or a group has of its own, one for each target. */
function edgesOf(node: Node): { target: Node; label: string }[] {
  const edges = new Map<Node, string[]>()
  for (const [action, candidates] of node.transitions)
    for (const candidate of candidates) {
      const target = candidate.target?.[0] ?? node
      // every guard of the chart is `by(...)`, whose parameters are a By
      const { branch } = (candidate.guard as unknown as { params: By }).params
      edges.set(target, [...(edges.get(target) ?? []), branch ? `${action} [${branch}]` : action])
    }
  return [...edges].map(([target, labels]) => ({ target, label: labels.join(', ') }))
}

const both = ({ zh, en }: Bilingual): string => `${zh}<br>${en}`
const code = (name: string): string => `\`${name}\``

function table(heads: readonly Bilingual[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [row(heads.map(({ zh, en }) => `${zh} ${en}`)), row(heads.map(() => '---')), ...lines.map(row)].join('\n')
}

function clockOf({ clock }: StateMeta): string {
  if (!clock) return '–'
  const notes = [clock.stops ? '停钟 stops the clock' : [], clock.once ? '仅一次 only once' : []].flat()
  return [code(clock.limit), ...notes].join('<br>')
}

/** Every state: its name, what it is called, whom it waits for, its time limit (a key of `timeLimits`) and what may be written in it. */
export function stateTable(): string {
  const heads = [
    { zh: '状态', en: 'state' },
    { zh: '中文', en: 'Chinese' },
    { zh: '英文', en: 'English' },
    { zh: '等待', en: 'waits for' },
    { zh: '期限', en: 'clock' },
    { zh: '可写入', en: 'entries' },
  ]
  const lines = STATES.map((state) => {
    const meta = metaOf(state)
    const waitsFor = meta.waitsFor ? code(meta.waitsFor) : isFinal(state) ? '终 end' : '–'
    const entries = [...entriesIn(state).keys()].map(code).join(' ') || '–'
    return [code(state), meta.label.zh, meta.label.en, waitsFor, clockOf(meta), entries]
  })
  return table(heads, lines)
}

interface Permission {
  readonly states: string[]
  readonly cells: readonly string[]
}

function conditionsOf({ when = [] }: By): string {
  const words = when.map((name) => WHEN_WORDS[name])
  return words.length > 0
    ? both({ zh: words.map(({ zh }) => zh).join('；'), en: words.map(({ en }) => en).join('; ') })
    : '–'
}

function whoOf({ who }: By): string {
  const words = who.map((name) => WHO_WORDS[name])
  return both({ zh: words.map(({ zh }) => zh).join('、'), en: words.map(({ en }) => en).join(', ') })
}

/** What the state allows of this name: one row of cells for each way it may go. */
function waysOf(state: string, name: string): string[][] {
  const entry = entriesIn(state).get(name)
  if (entry) return [[whoOf(entry), conditionsOf(entry), '–']]
  return (edgesFrom(state).get(name) ?? []).map(({ by, target }) => {
    const goes = by.branch ? `${code(target)}<br>${both(BRANCH_WORDS[by.branch])}` : code(target)
    return [whoOf(by), conditionsOf(by), goes]
  })
}

function permissionsOf(name: string): Permission[] {
  const found = new Map<string, Permission>()
  for (const state of STATES)
    for (const cells of waysOf(state, name)) {
      const known = found.get(cells.join('|'))
      if (known) known.states.push(state)
      else found.set(cells.join('|'), { states: [state], cells })
    }
  return [...found.values()]
}

/** Every action and every entry: in which states, who may, under which conditions (else it is shown with the reason why it must wait), and where it leads. */
export function permissionTable(): string {
  const heads = [
    { zh: '办理', en: 'action' },
    { zh: '状态', en: 'in' },
    { zh: '何人', en: 'who may' },
    { zh: '条件', en: 'if' },
    { zh: '转为', en: 'leads to' },
  ]
  const lines = [...ACTIONS, ...ENTRIES].flatMap((name) =>
    permissionsOf(name).map(({ states, cells }) => {
      const words = WORDS[name]
      return [`${code(name)}${words ? `<br>${both(words.label)}` : ''}`, states.map(code).join(' '), ...cells]
    }),
  )
  return table(heads, lines)
}

/** The parts of the README that are made here, by the name in their markers. */
export const SECTIONS: Readonly<Record<string, () => string>> = {
  chart: diagram,
  states: stateTable,
  permissions: permissionTable,
  settings: settingsTable,
}

/**
 * The text with every section renewed; everything outside the markers stays as it is.
 * @throws LauncherError when a marker is missing, stands twice or in the wrong order
 */
export function renewed(text: string): string {
  return Object.entries(SECTIONS).reduce((before, [name, make]) => {
    const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`]
    const [head, middle, ...more] = before.split(begin)
    const [old, tail, ...rest] = (middle ?? '').split(end)
    if (head === undefined || old === undefined || tail === undefined || more.length > 0 || rest.length > 0)
      throw new LauncherError(
        `README.md 中须有且仅有一对标记 ${begin} 和 ${end}，各占一行；请补上后再运行 npm run chart。`,
        `README.md must hold the markers ${begin} and ${end} exactly once, each on a line of its own; put them in and run npm run chart again.`,
      )
    return `${head}${begin}\n\n${make()}\n\n${end}${tail}`
  }, text)
}

/** Whether the README's sections are what the chart says now. */
export const isFresh = (text: string): boolean => renewed(text) === text

function readReadme(file: string): string {
  if (!existsSync(file))
    throw new LauncherError(
      `找不到 ${file}，无处写入状态图和权限表。`,
      `There is no ${file} to write the chart and the tables into.`,
    )
  return readFileSync(file, 'utf8')
}

if (isMain(import.meta.url)) {
  await runCommand(async () => {
    const file = join(projectFolder, 'README.md')
    if (process.argv.includes('--check')) {
      if (!isFresh(readReadme(file)))
        throw new LauncherError(
          'README.md 中的状态图或表格已经过时，请运行 npm run chart。',
          'The chart or a table in README.md is stale: run npm run chart.',
        )
      tell({ zh: 'README.md 与状态图一致。', en: 'README.md agrees with the chart.' })
      return
    }
    process.stdout.write(
      `${Object.values(SECTIONS)
        .map((make) => make())
        .join('\n\n')}\n\n`,
    )
    const text = readReadme(file)
    writeFileSync(file, renewed(text))
    tell({ zh: 'README.md 已更新。', en: 'README.md is up to date.' })
  })
}
