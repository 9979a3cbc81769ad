/** Which tests run a mutant's code: the sources get a mark before each statement in which there is a mutant, and the tests tell which marks they came by. */
import ts from 'typescript'
import { parseSource } from '../sources.js'
import type { Mutant } from './mutants.js'

interface Marked {
  /** The source with its marks. */
  readonly text: string
  /** The mark of each mutant. */
  readonly marks: ReadonlyMap<Mutant, string>
}

/** Puts marks into a source: tools/mutate/environment.mjs collects them as `globalThis.__reached`. */
export function markSource(file: string, text: string, mutants: readonly Mutant[]): Marked {
  const { tree } = parseSource(file, text)
  const spots = new Map<number, Spot>()
  const marks = new Map<Mutant, string>()
  for (const mutant of mutants) {
    const spot = spotOf(nodeAt(tree, mutant))
    const start = spot.node.getStart()
    spots.set(start, spot)
    marks.set(mutant, `${file}:${start}`)
  }
  const inserted = [...spots].flatMap(([start, { node, manner }]) => {
    const [before, after] = manner(`globalThis.__reached?.add('${file}:${start}')`)
    return [
      { at: start, text: before, depth: start },
      { at: node.end, text: after, depth: start },
    ]
  })
  // from the end, so that places stay; where two end together, the inner one first
  inserted.sort((a, b) => b.at - a.at || a.depth - b.depth)
  const marked = inserted.reduce((made, { at, text: more }) => made.slice(0, at) + more + made.slice(at), text)
  return { text: marked, marks }
}

interface Spot {
  readonly node: ts.Node
  /** What stands before and after the node so that the mark is made. */
  readonly manner: (mark: string) => readonly [before: string, after: string]
}

/** The innermost node that holds the whole place. */
function nodeAt(tree: ts.SourceFile, { start, end }: Mutant): ts.Node {
  let found: ts.Node = tree
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(found, (child) =>
      child.getStart() <= start && child.end >= end ? child : undefined,
    )
    if (!inner) return found
    found = inner
  }
}

function spotOf(inner: ts.Node): Spot {
  for (let node = inner; node.parent; node = node.parent) {
    const { parent } = node
    if (ts.isArrowFunction(parent) && parent.body === node && !ts.isBlock(node))
      return { node, manner: (mark) => [`(${mark}, `, ')'] }
    if (!ts.isStatement(node)) continue
    if (ts.isSourceFile(parent) || ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent))
      return { node, manner: (mark) => [`;${mark};`, ''] }
    if (!ts.isBlock(node)) return { node, manner: (mark) => [`{${mark};`, '}'] }
  }
  return { node: inner, manner: () => ['', ''] }
}
