/** Filing for many hosts: the list of batches, and one of them with its rows. */
import { path, withQuery } from '../../base/path.js'
import { type Bilingual, COLON, fill, joined } from '../../base/text.js'
import { type BatchLine, NOT_YOURS } from '../../exchange/batch.service.js'
import type { BatchState } from '../../exchange/batchEntities.js'
import { MOST_ARCHIVE } from '../../exchange/batchArchive.js'
import { filesText } from '../../exchange/batchFiles.js'
import type { ShownPapers } from '../../exchange/batchPapers.js'
import type { LookedRow } from '../../exchange/batchRunner.js'
import { MOST_AT_ONCE, type SubmittedRow } from '../../exchange/batchSubmitting.js'
import type { Problem } from '../../base/errors.js'
import { maySubmit as speaksFor, mayFillIn } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { DOCUMENT_KINDS } from '../../forms/choices.js'
import { kindLabel } from '../case/case.view.js'
import { time } from '../kit/page.js'
import type { Notice, Tag } from '../kit/parts.js'
import { below, code, link, tag } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { INITIAL, metaOf } from '../../workflow/step.js'
import { casesLink } from './standing.js'

const STATES: Readonly<Record<BatchState, Tag & { readonly label: Bilingual }>> = {
  running: tag('正在处理', 'Processing', 'blue', 'run'),
  paused: tag('已暂停', 'Paused', 'yellow', 'stop'),
  stopped: tag('已停止', 'Stopped', 'grey', 'end'),
  done: tag('处理完成', 'Processed', 'green', 'end'),
}

const countsOf = ({ state, waiting, made, refused, ready, submitted }: BatchLine): Bilingual =>
  joined([
    fill({ zh: '草稿{made}份', en: 'drafts: {made}' }, { made }),
    waiting > 0 && fill(state === 'stopped' ? LEFT : TO_DO, { waiting }),
    refused > 0 && fill({ zh: '未处理{refused}行', en: 'rows refused: {refused}' }, { refused }),
    fill({ zh: '可以提交{ready}份', en: 'ready: {ready}' }, { ready }),
    submitted > 0 && fill({ zh: '已提交{submitted}份', en: 'submitted: {submitted}' }, { submitted }),
  ])

const TO_DO = { zh: '待处理{waiting}行', en: 'rows to process: {waiting}' }
const LEFT = { zh: '已停止，{waiting}行未处理', en: 'stopped, rows not processed: {waiting}' }

/** pages/firm/batches */
export const batchesView = (batches: readonly BatchLine[]) => ({
  title: { zh: '批量填报', en: 'Bulk applications' },
  back: casesLink,
  batches:
    batches.length > 0
      ? tableOf({ zh: '已上传的表格', en: 'Uploaded workbooks' }, batches, [
          column('表格', 'Workbook', ({ id, name }) => link(name, path.batch(id)), 'heads'),
          batches.some(({ employer }) => employer) && column('用人单位', 'Employer', ({ employer }) => employer ?? OWN),
          column('上传', 'Uploaded', ({ by, madeAt }) => [by, below(time(madeAt, 'short'))]),
          column('进度', 'Progress', ({ state }) => ({ tag: STATES[state] })),
          column('行', 'Rows', (line) => countsOf(line)),
        ])
      : undefined,
})

const MOST_SAID = 5

const saidOf = (row: LookedRow): readonly Bilingual[] => {
  const { content, state, lacking, draft } = row.line
  const { problems, said } = row
  if (state === 'refused') return [content?.refused ?? FORGOTTEN]
  if (state === 'made' && !draft) return [NOT_YOURS]
  const found = [...(content?.problems ?? []), ...problems]
  const files = filesText(row.files)
  if (found.length === 0 && !said && files.length === 0) return lacking === 0 ? [READY] : []
  const all = [
    ...(said ? [said] : []),
    ...files,
    ...documentsIn(found),
    ...found.filter((one) => !kindIn(one)).map(({ message }) => message),
  ]
  const rest = all.length - MOST_SAID
  return [...all.slice(0, MOST_SAID), ...(rest > 0 ? [fill(MORE, { rest })] : [])]
}

/** The kind of the document that a problem is about. */
const kindIn = ({ path: place }: Problem): string | undefined =>
  DOCUMENT_KINDS.find(({ value }) => place === `documents.${value}`)?.value

/** In one line, so that what tells a row from the others is read without the report. */
function documentsIn(problems: readonly Problem[]): Bilingual[] {
  const kinds = [...new Set(problems.flatMap((one) => kindIn(one) ?? []))]
  const names = joined(kinds.map(kindLabel))
  return kinds.length > 0 ? [fill(DOCUMENTS, { count: kinds.length, names })] : []
}
const DOCUMENTS = { zh: '材料{count}种待补：{names}', en: 'Documents to add or renew ({count}): {names}' }

const READY = { zh: '可以提交', en: 'Ready to submit' }
const MORE = { zh: '另有{rest}项，见报告', en: 'and {rest} more: see the report' }
const FORGOTTEN = { zh: '未处理', en: 'Not processed' }
const STOPPED = tag('未处理（已停止）', 'Not processed (stopped)', 'grey', 'end')
const WAITS = tag('待处理', 'To process', 'grey', 'ring')
const REFUSED = tag('未处理', 'Refused', 'red')
const MANDATE_OVER = tag('委托已结束', 'Mandate ended', 'grey', 'end')

const tagOf = (row: LookedRow, isStopped: boolean): Tag => {
  const { state, draft, lacking } = row.line
  if (state === 'waiting') return isStopped ? STOPPED : WAITS
  if (state === 'refused') return REFUSED
  if (!draft) return MANDATE_OVER
  if (lacking === null) return { label: metaOf(draft.state).label, colour: 'blue' }
  if (lacking > 0) return tag('待补充', 'Incomplete', 'yellow')
  return row.said || filesText(row.files).length > 0
    ? tag('可以提交，有提示', 'Ready, see note', 'yellow')
    : tag('可以提交', 'Ready', 'green')
}

/** What is said after several were submitted. */
export function submittedNotice(results: readonly SubmittedRow[]): Notice {
  const failed = results.filter(({ said }) => said)
  return {
    kind: failed.length > 0 || results.length === 0 ? 'near' : 'ok',
    title:
      results.length === 0
        ? { zh: '请至少选择一份可以提交的申请', en: 'Select at least one application that is ready to submit' }
        : fill(SUBMITTED, { done: results.length - failed.length, failed: failed.length }),
    items: failed.map(({ number, said }) => joined([number, said], COLON)),
  }
}
const SUBMITTED = { zh: '已提交{done}份，未提交{failed}份', en: '{done} submitted, {failed} not' }

const OWN = { zh: '本单位', en: 'Own firm' }

/** pages/firm/batch. Whoever has ordered it carries it on. `chosen`: the ticked rows; `after`: where it begins. */
export function batchView(
  line: BatchLine,
  rows: readonly LookedRow[],
  reader: Person,
  { chosen, after }: { readonly chosen: readonly number[]; readonly after: number },
) {
  const mine = line.orderedBy === reader.id
  const mayChange = mayFillIn(reader)
  const { id, name, state, waiting, made, refused, ready } = line
  const maySubmit = speaksFor(reader) && (ready > 0 || rows.some(({ line: { lacking } }) => lacking === 0))
  const all = waiting + made + refused
  const isOpen = state === 'running' || state === 'paused'
  return {
    title: { zh: `批量填报：${name}`, en: `Bulk applications: ${name}` },
    back: link({ zh: '全部表格', en: 'All workbooks' }, path.batches),
    name,
    state: STATES[state],
    counts: countsOf(line),
    progress: isOpen ? { done: all - waiting, all } : undefined,
    running: state === 'running',
    waitsFor: state === 'running' && !mine ? fill(OTHERS, { by: line.by }) : undefined,
    move: mayChange && isOpen ? path.moveBatch(id) : undefined,
    paused: state === 'paused',
    address: path.batch(id),
    report: path.batchReport(id),
    employer: line.employer,
    submit: maySubmit ? withQuery(path.submitBatch(id), { after: after || undefined }) : undefined,
    all: ready > 1 ? fill(ready > MOST_AT_ONCE ? ALL_FIRST : ALL, { ready, most: MOST_AT_ONCE }) : undefined,
    table: tableOf({ zh: '表格的各行', en: 'The rows of the workbook' }, rows, [
      maySubmit &&
        column(
          '选择',
          'Select',
          ({ line: { row, lacking, draft } }) =>
            lacking === 0 && draft?.state === INITIAL
              ? {
                  choose: {
                    ...{ name: 'row', value: String(row), about: draft.name ?? draft.number },
                    chosen: chosen.includes(row),
                  },
                }
              : { line: [] },
          'hidden',
        ),
      column('行', 'Row', ({ line: { row } }) => ({ line: [String(row)] })),
      column(
        '人选',
        'Candidate',
        ({ line: { draft, caseId, content } }) =>
          draft && caseId !== null
            ? [link(draft.name ?? draft.number, path.case(caseId)), below(code(draft.number))]
            : [content?.passport || content?.draft || content?.number || '—'],
        'heads',
      ),
      column('进度', 'State', (row) => ({ tag: tagOf(row, state === 'stopped') })),
      column('缺少的内容', 'Missing items', (row) => saidOf(row).map((text, at) => ({ text, below: at > 0 }))),
    ]),
    next: rows.length === ROWS_A_PAGE ? withQuery(path.batch(id), { after: rows.at(-1)?.line.row }) : undefined,
  }
}

/** Where documents are dropped, and what became of the archive that came last. */
export const papersView = (id: number, mayChange: boolean, most: number, state: ShownPapers | undefined) => ({
  drop: mayChange
    ? {
        action: path.batchPapers(id),
        most,
        archives: MOST_ARCHIVE,
        limit: fill({ zh: '每份最多{mb} MB', en: 'at most {mb} MB each' }, { mb: Math.floor(most / 1024 / 1024) }),
      }
    : undefined,
  archive: state && {
    running: state.running,
    said: fill(state.ended ? UNPACKED : UNPACKING, {
      name: state.name,
      kept: state.kept,
      same: state.same,
      refused: state.refused.length + state.more,
      time: time(new Date(state.at), 'short'),
    }),
    refused: state.refused.map(({ name, why }) => joined([name, why], COLON)),
  },
})
const UNPACKED = {
  zh: '{name}：收到{kept}份，已有{same}份，未收{refused}份',
  en: '{name}: {kept} received, {same} already there, {refused} rejected',
}
const UNPACKING = {
  zh: '{name}：正在核对，已收{kept}份（{time}）。如果不再变化，请重新上传，已收到的不会重复保存',
  en:
    '{name}: being unpacked, {kept} received ({time}). If this no longer changes, upload it again: nothing is stored ' +
    'twice',
}

const ALL_FIRST = { zh: '可以提交的{ready}份中的前{most}份', en: 'The first {most} of {ready} that are ready' }
const ALL = { zh: '全部可以提交的{ready}份（含其他页）', en: 'All {ready} that are ready, other pages included' }

/** How many rows stand on a page. */
export const ROWS_A_PAGE = 50

const OTHERS = {
  zh: '由{by}上传：{by}打开本页时继续处理。',
  en: 'Uploaded by {by}: it goes on while {by} is signed in and opens this page.',
}
