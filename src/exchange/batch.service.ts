/**
 * Batches: what a workbook becomes. Ordering one keeps its rows, sealed, and nothing else; batchRunner.ts makes
 * drafts of them. All that is read and written here is within the firm, by row-level security as well. Over 250 lines
 * because the statements stand beside the service that asks them.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, sqlState, type Tx } from '../base/database.js'
import { Forbidden, Invalid, NotFound, NotNow, type Problem } from '../base/errors.js'
import { open, seal } from '../base/seal.js'
import { sql } from '../base/sql.js'
import { type Bilingual, fill } from '../base/text.js'
import type { CaseFile } from '../cases/caseFile.js'
import { Inspector } from '../cases/files/inspect.js'
import { ReadingService } from '../cases/reading.service.js'
import { SCOPE, scopeOf } from '../cases/scope.js'
import { CaseKeys } from '../cases/sealing/caseKeys.js'
import { PLACES } from '../cases/sealing/place.js'
import { UNSORTED } from '../forms/choices.js'
import { type Branch, isBranch } from '../forms/engine/node.js'
import { type Actor, mayFillIn } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import type { Person } from '../people/session.service.js'
import type { State } from '../workflow/machine.js'
import { READS_ONLY } from '../workflow/rules.js'
import { INITIAL, isFinal, metaOf } from '../workflow/step.js'
import { type BookRow, writeBook } from './batchBook.js'
import { filesOf, filesText, isListed } from './batchFiles.js'
import type { BatchRowState, BatchState } from './batchEntities.js'
import { type HostRow, type NamedPaper, readHosts } from './batchReading.js'
import { bookProblem } from './batchWords.js'
import { DOCUMENTS, MOST_HOSTS } from './batchSheets.js'

/** What a row holds until its draft is made. */
export type WaitingRow = Omit<HostRow, 'row'>

/** What is kept of it afterwards: what is said of it, and by what its documents are known. */
export interface SettledRow {
  readonly number: string
  readonly passport: string
  readonly names: readonly string[]
  readonly papers: readonly NamedPaper[]
  readonly problems: readonly Problem[]
  readonly refused: Bilingual | undefined
  /** Listed files that came and of which the draft had the content under another name. */
  readonly same?: readonly string[] | undefined
  /** Of a row that was refused, so that the report gives it back. */
  readonly answers?: Branch | undefined
  readonly draft?: string | undefined
}

export interface BatchLine {
  readonly id: number
  readonly name: string
  readonly state: BatchState
  readonly madeAt: Date
  readonly orderedBy: number
  readonly by: string
  readonly mandateId: number | null
  /** For whom it is filled in under a mandate. */
  readonly employer: string | null
  readonly waiting: number
  readonly made: number
  readonly refused: number
  /** Drafts that nothing stopped when they were last looked at, and are not submitted. */
  readonly ready: number
  readonly submitted: number
}

export interface BatchRowLine {
  readonly row: number
  readonly state: BatchRowState
  readonly caseId: number | null
  readonly lacking: number | null
  readonly content: (Partial<WaitingRow> & Partial<SettledRow>) | null
  /** Of its draft, when there is one. */
  readonly draft: { readonly number: string; readonly name: string | null; readonly state: State } | null
}

interface StoredRow extends Omit<BatchRowLine, 'content' | 'draft'> {
  readonly content: Buffer | null
  readonly number: string | null
  readonly name: string | null
  readonly caseState: State | null
}

const COUNTED = `
  select b.id, b.name, b.state, b.made_at as "madeAt", b.ordered_by as "orderedBy", o.name as by,
    b.mandate_id as "mandateId", m.employer_name as employer,
    count(*) filter (where r.state = 'waiting')::int as waiting, count(*) filter (where r.state = 'made')::int as made,
    count(*) filter (where r.state = 'refused')::int as refused,
    count(*) filter (where r.lacking = 0 and c.state = $3)::int as ready,
    count(*) filter (where c.filed_on is not null)::int as submitted
  from batches b join people o on o.id = b.ordered_by join batch_rows r on r.batch_id = b.id
  left join cases c on c.id = r.case_id left join mandates m on m.id = b.mandate_id
  where b.firm_id = $1 and ($2::int is null or b.id = $2)
  group by b.id, o.name, m.employer_name order by b.id desc limit 50`

const ROWS = `
  select r.row, r.state, r.case_id as "caseId", r.lacking, r.content, c.number,
    coalesce(c.talent_name, c.system_name) as name, c.state as "caseState"
  from batch_rows r join batches b on b.id = r.batch_id left join cases c on c.id = r.case_id
  where r.batch_id = $1 and r.row > $2 order by r.row limit $3`

/** Rows of a draft that has no file of a name. */
const WITHOUT = `
  select r.row, r.content from batch_rows r
  where r.batch_id = $1 and r.case_id = $2 and r.content is not null
    and not exists (select from attachments a where a.case_id = r.case_id and a.name = $3)
  for update of r`
const REWRITE = 'update batch_rows set content = $3 where batch_id = $1 and row = $2'
/** The same content that waits in a draft for its kind, and whether it stands under that kind as well. */
const WAITING = sql`
  select w.id, exists (
    select from attachments a
    where a.case_id = c.id and a.sha256 = w.sha256 and a.kind = ${'kind'} and a.replaced_at is null
      and a.details ->> 'of' is not distinct from ${'of'}::text) as known
  from cases c join attachments w on w.case_id = c.id
  where ${SCOPE} and c.id = ${'caseId'} and w.kind = ${'unsorted'} and w.sha256 = ${'sha256'}
    and not exists (select from missing_files m where m.storage_key = w.storage_key)
  order by w.id limit 1`
const ORDER = `
  insert into batches (firm_id, mandate_id, ordered_by, made_at, name, request_id, state)
  values ($1, $2, $3, $4, $5, $6, 'running') returning id`
const ADD_ROWS = `
  insert into batch_rows (batch_id, row, state, content)
  select $1, r.row, 'waiting', r.content from unnest($2::int[], $3::bytea[]) r (row, content)`
const REPEATED = 'select id from batches where ordered_by = $1 and request_id = $2'
const MANDATE = 'select id from mandates where id = $1 and id = any ((select me_mandates())::int[])'
const MOVE = `
  update batches set state = $2, holder = null, held_until = null
  where id = $1 and state in ('running', 'paused') returning id`
const DRAFTS = sql`
  select c.id from cases c where ${SCOPE} and c.firm_id = ${'firmId'} and c.state = ${'state'}
  order by c.id limit ${'most'}`

export interface BatchOrder {
  readonly name: string
  readonly hosts: readonly HostRow[]
  readonly mandateId?: number | undefined
  /** The sender's own name for this request: the same again makes one batch. */
  readonly requestId?: string | undefined
}

@Injectable()
export class Batches {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly keys: CaseKeys,
    private readonly inspector: Inspector,
    private readonly reading: ReadingService,
  ) {}

  /**
   * The hosts of a workbook, read in the box. Throws Invalid with the cells, Busy.
   *
   * @param name of the file, as it was sent
   */
  async read(content: Buffer, name: string): Promise<HostRow[]> {
    const sheets = await this.inspector.readBatch(content, name)
    if ('code' in sheets) throw new Invalid([bookProblem(sheets)])
    return readHosts(sheets, this.clock.today())
  }

  /** Keeps the rows; nothing is made of them yet. Throws Forbidden, NotNow (reads only), NotFound (mandate). */
  async order(person: Person, { name, hosts, mandateId, requestId }: BatchOrder): Promise<number> {
    const firmId = firmOf(person)
    if (!mayFillIn(person)) throw new NotNow([READS_ONLY])
    const repeat = async (tx: Tx) => requestId && (await row<{ id: number }>(tx, REPEATED, [person.id, requestId]))
    const once = () =>
      this.db.transaction(settingsOf(person), async (tx) => {
        const known = await repeat(tx)
        if (known) return known.id
        if (mandateId !== undefined && !(await row(tx, MANDATE, [mandateId]))) throw new NotFound()
        const values = [firmId, mandateId ?? null, person.id, this.clock.now(), name.slice(0, 200) || '-', requestId]
        const made = await row<{ id: number }>(tx, ORDER, values)
        if (!made) throw new Error('the batch was not made')
        const sealed = hosts.map(({ row: at, ...host }) => this.seal(person.id, made.id, at, host))
        await rows(tx, ADD_ROWS, [made.id, hosts.map((host) => host.row), sealed])
        return made.id
      })
    try {
      return await once()
    } catch (error) {
      // the same request came twice at once, and the other one was faster
      if (requestId && sqlState(error) === '23505') return once()
      throw error
    }
  }

  /** Those of the firm, the newest first. */
  list(person: Actor): Promise<BatchLine[]> {
    const firmId = firmOf(person)
    return this.db.transaction(settingsOf(person), (tx) => rows<BatchLine>(tx, COUNTED, [firmId, null, INITIAL]))
  }

  /** One of the firm's. Throws NotFound. */
  async get(person: Actor, id: number): Promise<BatchLine> {
    const values = [firmOf(person), id, INITIAL]
    const found = await this.db.transaction(settingsOf(person), (tx) => row<BatchLine>(tx, COUNTED, values))
    if (!found) throw new NotFound()
    return found
  }

  /** Its rows after one of them, in their order. Throws NotFound. */
  async rows(person: Actor, id: number, { after = 0, limit = MOST_HOSTS } = {}): Promise<BatchRowLine[]> {
    const { orderedBy } = await this.get(person, id)
    const found = await this.db.transaction(settingsOf(person), (tx) => rows<StoredRow>(tx, ROWS, [id, after, limit]))
    return found.map(({ content, number, name, caseState, ...line }) => ({
      ...line,
      content: content && this.open(orderedBy, id, line.row, content),
      draft: number && caseState ? { number, name, state: caseState } : null,
    }))
  }

  /** Lets it rest, go on or end; what was made stays. Throws NotFound; NotNow where it has ended. */
  async move(person: Actor, id: number, to: 'running' | 'paused' | 'stopped'): Promise<void> {
    await this.get(person, id)
    if (!mayFillIn(person)) throw new NotNow([READS_ONLY])
    const moved = await this.db.transaction(settingsOf(person), (tx) => row(tx, MOVE, [id, to]))
    if (!moved) throw new NotNow([ENDED])
  }

  /** The workbook to be filled in: empty, or with the drafts of the firm that are there. */
  async template(person: Actor, filled: boolean) {
    const firmId = firmOf(person)
    if (!filled) return writeBook([], this.clock.now())
    const values = { ...scopeOf(person), firmId, state: INITIAL, most: MOST_HOSTS }
    const drafts = await this.db.transaction(settingsOf(person), (tx) => rows<{ id: number }>(tx, ...DRAFTS(values)))
    const hosts: BookRow[] = []
    for (const [index, { id }] of drafts.entries()) hosts.push(await this.bookRow(person, id, String(index + 1)))
    return writeBook(hosts, this.clock.now())
  }

  /** The workbook of a batch with a remark in each row: what is missing or wrong, or why nothing was made of it. */
  async report(person: Actor, id: number) {
    const hosts: BookRow[] = []
    for (const { row: at, caseId, content, draft } of await this.rows(person, id)) {
      const number = content?.number || String(at)
      if (caseId !== null && draft) hosts.push(await this.bookRow(person, caseId, number, content ?? {}))
      else
        hosts.push({
          number,
          draft: content?.draft ?? '',
          answers: withPapers(content?.answers, content?.papers),
          problems: content?.problems ?? [],
          said: content?.refused ?? (caseId === null ? undefined : NOT_YOURS),
        })
    }
    return writeBook(hosts, this.clock.now(), true)
  }

  /**
   * A case as a row of the workbook, with what stops it from being submitted while it is a draft; of a row that was
   * sent (`sent`) also what is said of it.
   */
  private async bookRow(
    person: Actor,
    caseId: number,
    number: string,
    sent?: Partial<Pick<SettledRow, 'problems' | 'refused' | 'papers' | 'same'>>,
  ): Promise<BookRow> {
    const { file, check } = await this.reading.getJudged(person, caseId)
    const read = sent?.problems ?? []
    const isDraft = file.case.state === INITIAL
    const said = isDraft ? sent && (sent.refused ?? (await this.filedAlready(person, file))) : filedText(file.case)
    // a cell that was not understood is not called missing as well
    const missing = check.problems.filter(({ path }) => !read.some((one) => one.path === path))
    const problems = isDraft ? [...read, ...missing] : []
    const files = sent ? filesText(filesOf(file, sent)) : []
    return { number, draft: file.case.number, answers: withPapers(file.answers, sent?.papers), problems, said, files }
  }

  /** That the firm has another application about the same person which is under way; nothing is stopped by it. */
  async filedAlready(person: Actor, file: CaseFile): Promise<Bilingual | undefined> {
    if (file.case.state !== INITIAL) return undefined
    const others = await this.db.transaction(settingsOf(person), (tx) => this.reading.ownDuplicates(tx, person, file))
    const numbers = others.filter(({ state }) => !isFinal(state)).map(({ number }) => number)
    return numbers.length > 0 ? fill(FILED_ALREADY, { numbers: numbers.join(', ') }) : undefined
  }

  /** What waits in a draft for its kind and has the content of a file that came with one. */
  waiting(
    person: Actor,
    paper: { readonly caseId: number; readonly kind: string; readonly of: string | undefined },
    sha256: string,
  ): Promise<{ readonly id: number; readonly known: boolean } | undefined> {
    const values = { ...scopeOf(person), ...paper, sha256, unsorted: UNSORTED }
    return this.db.transaction(settingsOf(person), (tx) => row(tx, ...WAITING(values)))
  }

  /** Notes that a file came which a row lists and of which its draft has the content under another name. */
  async noteSame(person: Actor, { id, orderedBy }: Pick<BatchLine, 'id' | 'orderedBy'>, caseId: number, file: string) {
    await this.db.transaction(settingsOf(person), async (tx) => {
      const found = await rows<{ row: number; content: Buffer }>(tx, WITHOUT, [id, caseId, file])
      for (const { row: at, content: sealed } of found) {
        const content = this.open(orderedBy, id, at, sealed) as SettledRow // it has a draft
        const { papers, same = [] } = content
        if (same.includes(file) || !isListed(papers, file)) continue
        await rows(tx, REWRITE, [id, at, this.seal(orderedBy, id, at, { ...content, same: [...same, file] })])
      }
    })
  }

  /** What a row holds, sealed to it. */
  seal(orderedBy: number, id: number, at: number, content: WaitingRow | SettledRow): Buffer {
    return seal(this.keys.ofPerson(orderedBy), JSON.stringify(content), PLACES.batchRow(id, at))
  }

  open(orderedBy: number, id: number, at: number, content: Buffer): Partial<WaitingRow> & Partial<SettledRow> {
    const opened = open(this.keys.ofPerson(orderedBy), content, PLACES.batchRow(id, at))
    return JSON.parse(opened.toString()) as Partial<WaitingRow> & Partial<SettledRow> // what was sealed there
  }
}

function firmOf({ firmId }: Actor): number {
  if (firmId === null) throw new Forbidden()
  return firmId
}

/** Of a draft that was made under a mandate which has ended. */
export const NOT_YOURS: Bilingual = {
  zh: '委托已结束，这份申请由用人单位办理',
  en: 'The mandate has ended. The employer has taken over the application',
}
const FILED_ALREADY: Bilingual = {
  zh: '贵单位已经为这位人选提交过申请，尚未办结：{numbers}。如为同一事项，请不要重复提交。',
  en:
    'Your firm has an application for this person that is not closed: {numbers}. If it is the same matter, do not ' +
    'submit it twice.',
}
/** The sheet of documents comes back as it was sent: what has not arrived yet is known by it. */
const withPapers = (answers: unknown, papers: readonly NamedPaper[] = []): unknown => ({
  ...(isBranch(answers) ? answers : {}),
  [DOCUMENTS]: papers,
})

/** Of a row whose application is no draft any more: a workbook changes drafts alone. */
export const filedText = ({ number, state }: { readonly number: string; readonly state: State }): Bilingual =>
  fill(FILED, { number, state: metaOf(state).label })
const FILED: Bilingual = {
  zh: '申请{number}现在是“{state}”，不能用表格修改。请勿为同一人选另填一行。',
  en:
    'Application {number} is now “{state}” and cannot be changed by a workbook. Do not add another row for the same ' +
    'candidate.',
}
const ENDED = {
  code: 'batchEnded',
  zh: '该批次已完成或已停止，不能再修改。',
  en: 'This batch has ended and can no longer be changed.',
}
