/**
 * `npm run chart` prints the statechart: the diagram, the table of states and the table of permissions,
 * all made from the chart itself. `npm run docs` writes them into docs/workflow.md.
 */
import type { Bilingual } from '../src/base/text.js'
import { type Act, machine, type State, type StateMeta } from '../src/workflow/machine.js'
import { type By } from '../src/workflow/rules.js'
import { BRANCH_WORDS, WHEN_WORDS, WHO_WORDS } from '../src/workflow/ruleWords.js'
import {
  ACTIONS,
  edgesFrom,
  ENTRIES,
  entriesIn,
  INITIAL,
  isAction,
  isEntry,
  isFinal,
  metaOf,
  STATES,
} from '../src/workflow/step.js'
import { WORDS } from '../src/workflow/words.js'
import { isMain, runCommand } from './command.js'

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
    const name = `state "${node.key} ${(node.meta as StateMeta).label.zh}" as ${node.key}` // every leaf has one
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
  const { stops, notAfter } = clock
  const after = notAfter && `${code(notAfter)} 之后不再计 not after it`
  const notes = [stops ? '中止计时 stops the clock' : [], after ?? []].flat()
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
function waysOf(state: State, name: Act): string[][] {
  const entry = isEntry(name) && entriesIn(state).get(name)
  if (entry) return [[whoOf(entry), conditionsOf(entry), '–']]
  return ((isAction(name) && edgesFrom(state).get(name)) || []).map(({ by, target }) => {
    const goes = by.branch ? `${code(target)}<br>${both(BRANCH_WORDS[by.branch])}` : code(target)
    return [whoOf(by), conditionsOf(by), goes]
  })
}

function permissionsOf(name: Act): Permission[] {
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
      return [`${code(name)}<br>${both(words.label)}`, states.map(code).join(' '), ...cells]
    }),
  )
  return table(heads, lines)
}

/** What docs/workflow.md shows of the chart, by the name of its section. */
export const CHART_SECTIONS: Readonly<Record<string, () => string>> = {
  chart: diagram,
  states: stateTable,
  permissions: permissionTable,
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    const parts = Object.values(CHART_SECTIONS).map((make) => make())
    process.stdout.write(`${parts.join('\n\n')}\n`)
  })
