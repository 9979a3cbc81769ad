/**
 * What differs between two judgements, in words: for “what if” in the self-check, where an answer
 * is changed, and for the simulation of a draft of the criteria, where the rules are. Nothing is
 * judged here.
 */
import { sayDate } from '../base/dates.js'
import { type Bilingual, fill, sameText } from '../base/text.js'
import type { Advice } from './advice.js'
import type { Finding } from './findings.js'
import type { Judgement } from './judge.js'
import type { Element, PointsLine } from './points.js'
import type { Way } from './routes.js'
import type { StreamingFinding } from './streamingChecks.js'

/** One element of the points whose figure or whose counted value differs; `by` is after less before. */
export interface PointsChange {
  readonly element: Element
  readonly label: Bilingual
  readonly before: number
  readonly after: number
  readonly by: number
  readonly message: Bilingual
}

/** One route that opened or closed. */
export interface RouteChange {
  readonly class: 'A' | 'B'
  readonly code: Way['code']
  readonly label: Bilingual
  readonly opened: boolean
  readonly message: Bilingual
}

/** What is there only afterwards, and what was there only before. */
export interface Moved<One> {
  readonly appeared: readonly One[]
  readonly gone: readonly One[]
}

export interface Difference {
  /** True when nothing of what follows differs. */
  readonly same: boolean
  readonly points: { readonly before: number; readonly after: number; readonly lines: readonly PointsChange[] }
  readonly routes: readonly RouteChange[]
  readonly category: {
    readonly before: Judgement['category']
    readonly after: Judgement['category']
    readonly message: Bilingual
  } | null
  readonly blocks: Moved<Finding>
  readonly warns: Moved<Finding>
  readonly advice: Moved<Advice>
  readonly streaming: Moved<StreamingFinding>
  readonly expectedDecisionOn: { readonly before: string; readonly after: string; readonly message: Bilingual } | null
  /** All of it, one sentence each, what weighs most first. Empty when nothing differs. */
  readonly sentences: readonly Bilingual[]
}

const categories: Readonly<Record<Judgement['category'], Bilingual>> = {
  A: { zh: 'A类', en: 'class A' },
  B: { zh: 'B类', en: 'class B' },
  none: { zh: '未达A类或B类', en: 'neither class A nor class B' },
}

const notCounted = { zh: '未填写', en: 'not filled in' }

function comparePoints(before: readonly PointsLine[], after: readonly PointsLine[]): PointsChange[] {
  return after.flatMap((line): PointsChange[] => {
    const other = before.find(({ element }) => element === line.element)
    if (!other || other.points === line.points) return []
    const [was, is] = [other.value ?? notCounted, line.value ?? notCounted]
    const valueChanged = !sameText(was, is)
    const message = {
      zh:
        `${line.label.zh}：` +
        `${other.points}分变为${line.points}分` +
        `（${valueChanged ? `${was.zh}变为${is.zh}` : `${is.zh}，计分规则不同`}）。`,
      en:
        `${line.label.en}: ${other.points} points become ${line.points} ` +
        `(${valueChanged ? `${was.en}, now ${is.en}` : `${is.en}, counted by another rule`}).`,
    }
    const { element, label } = line
    return [{ element, label, before: other.points, after: line.points, by: line.points - other.points, message }]
  })
}

function compareRoutes(before: readonly Way[], after: readonly Way[]): RouteChange[] {
  const isOpen = (ways: readonly Way[], { class: name, code }: Way) =>
    ways.some((way) => way.class === name && way.code === code && way.open)
  const gone = before.filter(
    (way) => way.open && !after.some((one) => one.class === way.class && one.code === way.code),
  )
  const changed = after.filter((way) => way.open !== isOpen(before, way))
  return [...changed, ...gone.map((way) => ({ ...way, open: false }))].map(
    ({ class: name, code, label, open, because }) => ({
      class: name,
      code,
      label,
      opened: open,
      message: open
        ? {
            zh: `${name}类“${label.zh}”变为符合：${because.zh}`,
            en: `Class ${name}, “${label.en}”: now met. ${because.en}`,
          }
        : {
            zh: `${name}类“${label.zh}”不再符合：${because.zh}`,
            en: `Class ${name}, “${label.en}”: no longer met. ${because.en}`,
          },
    }),
  )
}

/** By code and place: the same finding with other figures in its sentence has not moved. */
function move<One extends { readonly code: string; readonly path: string }>(
  before: readonly One[],
  after: readonly One[],
): Moved<One> {
  const nameOf = ({ code, path }: One) => `${code}\n${path}`
  const [earlier, later] = [new Set(before.map(nameOf)), new Set(after.map(nameOf))]
  return {
    appeared: after.filter((one) => !earlier.has(nameOf(one))),
    gone: before.filter((one) => !later.has(nameOf(one))),
  }
}

const words = {
  blocks: {
    appeared: { zh: '新出现的不能提交原因：{zh}', en: 'Now prevents submitting: {en}' },
    gone: { zh: '不再妨碍提交：{zh}', en: 'No longer prevents submitting: {en}' },
  },
  warns: {
    appeared: { zh: '新出现的提醒：{zh}', en: 'New warning: {en}' },
    gone: { zh: '不再提醒：{zh}', en: 'No longer a warning: {en}' },
  },
  advice: {
    appeared: { zh: '新增的材料建议：{zh}', en: 'New advice on documents: {en}' },
    gone: { zh: '不再建议：{zh}', en: 'No longer advised: {en}' },
  },
  streaming: {
    appeared: { zh: '直播数据新增疑点：{zh}', en: 'New question on the streaming data: {en}' },
    gone: { zh: '直播数据不再存疑：{zh}', en: 'No longer a question on the streaming data: {en}' },
  },
}

const tell = (
  { appeared, gone }: Moved<{ readonly message: Bilingual }>,
  text: (typeof words)['blocks'],
): Bilingual[] => [
  ...appeared.map(({ message }) => fill(text.appeared, { zh: message.zh, en: message.en })),
  ...gone.map(({ message }) => fill(text.gone, { zh: message.zh, en: message.en })),
]

function compareTotals(before: number, after: number): Bilingual[] {
  if (before === after) return []
  const by = `${after > before ? '+' : '−'}${Math.abs(after - before)}`
  return [
    fill(
      { zh: '积分由{before}分变为{after}分（{by}）。', en: 'Points: {before} become {after} ({by}).' },
      { before, after, by },
    ),
  ]
}

function compareCategories(before: Judgement['category'], after: Judgement['category']): Difference['category'] {
  if (before === after) return null
  const [was, is] = [categories[before], categories[after]]
  return {
    before,
    after,
    message: { zh: `类别由“${was.zh}”变为“${is.zh}”。`, en: `Class: ${was.en} becomes ${is.en}.` },
  }
}

function compareDays(before: string, after: string): Difference['expectedDecisionOn'] {
  if (before === after) return null
  const [was, is] = [sayDate(before), sayDate(after)]
  return {
    before,
    after,
    message: {
      zh: `预计决定日由${was.zh}变为${is.zh}。`,
      en: `Expected day of decision: ${was.en} becomes ${is.en}.`,
    },
  }
}

/** What differs of two judgements, of one application with an answer changed, or of one by two sets of rules. */
export function compareJudgements(before: Judgement, after: Judgement): Difference {
  const category = compareCategories(before.category, after.category)
  const lines = comparePoints(before.points.lines, after.points.lines)
  const routes = compareRoutes(before.ways, after.ways)
  const expectedDecisionOn = compareDays(before.expectedDecisionOn, after.expectedDecisionOn)
  const blocks = move(before.blocks, after.blocks)
  const warns = move(before.warns, after.warns)
  const advice = move(before.advice, after.advice)
  const streaming = move(before.streaming, after.streaming)
  const sentences = [
    ...(category ? [category.message] : []),
    ...compareTotals(before.points.total, after.points.total),
    ...lines.map(({ message }) => message),
    ...routes.map(({ message }) => message),
    ...tell(blocks, words.blocks),
    ...tell(warns, words.warns),
    ...tell(advice, words.advice),
    ...tell(streaming, words.streaming),
    ...(expectedDecisionOn ? [expectedDecisionOn.message] : []),
  ]
  return {
    same: sentences.length === 0,
    points: { before: before.points.total, after: after.points.total, lines },
    routes,
    category,
    blocks,
    warns,
    advice,
    streaming,
    expectedDecisionOn,
    sentences,
  }
}
