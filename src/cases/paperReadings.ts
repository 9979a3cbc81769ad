/**
 * What was read on the documents of a case (worker/previewMaker.ts), beside its answers: for whoever
 * may see both. Where the passport number is shown in part, so is the one that was read.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { type Bilingual, fill } from '../base/text.js'
import {
  comparePaper,
  type ComparedItem,
  type Comparison,
  isCompared,
  type PaperBeside,
  zoneIn,
} from '../criteria/comparedPaper.js'
import { listLines } from '../criteria/paperText.js'
import { platformExportSchema, readExport } from '../criteria/platformExports.js'
import { readSubject, type Subject } from '../criteria/subject.js'
import { APPLICATION, parseApplication } from '../forms/application.js'
import { PLATFORM_EXPORT } from '../forms/choices.js'
import { textAt } from '../forms/engine/node.js'
import type { Actor } from '../people/actor.js'
import { type Firm, Firms } from '../people/firm.service.js'
import { Reference } from '../reference/reference.service.js'
import type { State } from '../workflow/machine.js'
import { metaOf } from '../workflow/step.js'
import type { Attachment } from './caseFile.js'
import { inOrder } from './documents.js'
import type { ReadExport } from './exportOffers.js'
import type { PaperText } from './files/pages.js'
import { maskNumber, numberIn } from './masking.js'
import { type JudgedCase, type Opened, ReadingService } from './reading.service.js'
import { settingsForReading } from './scope.js'
import type { CaseKeys } from './sealing/caseKeys.js'
import { PLACES } from './sealing/place.js'
import { openTree, openValue } from './sealing/sealedTree.js'

export interface ComparedPaper {
  readonly paper: Attachment
  /** Waiting: not read yet. Unread: nothing can be read on it, such as a picture of a page. */
  readonly state: 'compared' | 'waiting' | 'unread'
  readonly comparisons: readonly Comparison[]
  /** The passport's zone as it was read, with its picture; left out where the number is shown in part. */
  readonly zone?: { readonly lines: readonly [string, string]; readonly crop: string | undefined } | undefined
}

interface Stored {
  readonly id: number
  readonly reader: number
  readonly reading: string | null
}

type Asked = Pick<Opened, 'file' | 'opened'>

const READINGS = 'select attachment_id as id, reader, reading from previews where attachment_id = any ($1)'

@Injectable()
export class PaperReadings {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly reading: ReadingService,
    private readonly firms: Firms,
    private readonly reference: Reference,
  ) {}

  /** The same of a case within the actor's scope. Throws NotFound. */
  compare(actor: Actor, caseId: number): Promise<ComparedPaper[]> {
    return this.db.transaction(settingsForReading(actor, this.clock.now()), async (tx) => {
      const opened = await this.reading.openIn(tx, actor, caseId)
      return this.compareIn(tx, opened, await this.firms.getIn(tx, opened.file.case.firmId))
    })
  }

  /** The case with its judgement and the same, opened once. Throws NotFound. */
  getJudged(actor: Actor, caseId: number): Promise<JudgedCase & { readonly compared: readonly ComparedPaper[] }> {
    return this.db.transaction(settingsForReading(actor, this.clock.now()), async (tx) => {
      const opened = await this.reading.openIn(tx, actor, caseId)
      const compared = await this.compareIn(tx, opened, await this.firms.getIn(tx, opened.file.case.firmId))
      return { file: opened.file, check: await opened.opened.check(), compared }
    })
  }

  /** Both of the following, asked at once. */
  async bothIn(tx: Tx, of: Asked, employer: Promise<Firm>) {
    const papers = inOrder(of.file.attachments).filter(({ kind }) => kind === PLATFORM_EXPORT || isCompared(kind))
    const [firm, found] = await Promise.all([employer, rows<Stored>(tx, READINGS, [papers.map(({ id }) => id)])])
    const [compared, exports] = await Promise.all([this.compareIn(tx, of, firm, found), this.exportsIn(tx, of, found)])
    return { firm, compared, exports }
  }

  /** The platforms' tables that count now, read by the mappings of the filing day, or of today in a draft. */
  async exportsIn(tx: Tx, { file, opened }: Asked, known?: readonly Stored[]): Promise<ReadExport[]> {
    const papers = inOrder(file.attachments).filter(({ kind }) => kind === PLATFORM_EXPORT)
    if (papers.length === 0) return []
    const day = file.case.filedOn ?? this.clock.today()
    const [mappings, { key }, stored] = await Promise.all([
      this.reference.all('platformExports', day, platformExportSchema),
      opened.answers(),
      known ?? rows<Stored>(tx, READINGS, [papers.map(({ id }) => id)]),
    ])
    return papers.map((paper): ReadExport => {
      const { reader = 0, reading = null } = stored.find(({ id }) => id === paper.id) ?? {}
      // made by the worker
      const text = openValue(key, reading ?? undefined, PLACES.reading(paper.id)) as PaperText | undefined
      const state = reader === 0 ? 'waiting' : 'read'
      return { paper, state, found: text?.table ? readExport(text.table, mappings) : [] }
    })
  }

  /** The documents that count now and have something to say, in the order of their kinds. */
  async compareIn(tx: Tx, { file, opened }: Asked, firm: Firm, known?: readonly Stored[]): Promise<ComparedPaper[]> {
    const papers = inOrder(file.attachments).filter(({ kind }) => isCompared(kind))
    if (papers.length === 0) return []
    const [{ answers, key }, found] = await Promise.all([
      opened.answers(),
      known ?? rows<Stored>(tx, READINGS, [papers.map(({ id }) => id)]),
    ])
    const read = new Map(found.map((one) => [one.id, one]))
    const beside = besideOf(answers, firm)
    const isMasked = numberIn(file.answers) !== numberIn(answers)
    return papers.map((paper): ComparedPaper => {
      const { reader = 0, reading = null } = read.get(paper.id) ?? {}
      if (reader === 0) return { paper, state: 'waiting', comparisons: [] }
      // made by the worker
      const text = openValue(key, reading ?? undefined, PLACES.reading(paper.id)) as PaperText | undefined
      const pages = text ? withZone(text) : []
      if (!pages.some((page) => page.some((line) => line.trim() !== '')))
        return { paper, state: 'unread', comparisons: [] }
      const comparisons = comparePaper(paper.kind, pages, { ...beside, issuedOn: paper.issuedOn })
      if (isMasked) return { paper, state: 'compared', comparisons: comparisons.map(masked) }
      const zone = zoneIn(listLines(pages))?.value
      return { paper, state: 'compared', comparisons, zone: zone && { lines: zone, crop: text?.zone?.crop } }
    })
  }
}

const counted = (papers: readonly ComparedPaper[], wanted: ComparedPaper['state'], words: Bilingual) => {
  const count = papers.filter(({ state }) => state === wanted).length
  return count > 0 ? fill(words, { count }) : undefined
}

/** How many documents are not read yet; undefined when all are. */
export const readingText = (papers: readonly ComparedPaper[]): Bilingual | undefined =>
  counted(papers, 'waiting', {
    zh: '{count}份材料仍在识别，尚未比对',
    en: '{count} still being read, not compared yet',
  })

/** On how many nothing can be read; undefined when there is none. */
export const unreadText = (papers: readonly ComparedPaper[]): Bilingual | undefined =>
  counted(papers, 'unread', { zh: '{count}份没有可读的文字', en: '{count} without text that can be read' })

/** What all documents of a case are held against. */
const besideOf = <Of extends PaperBeside['firm']>(answers: unknown, firm: Of) => ({
  // every leaf of the form's type fits the one that is judged, or is unknown to it
  answers: readSubject(parseApplication(answers).partial as Subject),
  visualName: textAt(answers, 'talent.visualName'),
  firm,
})

/** Of a case that was accepted and has not ended. */
const ACCEPTED = `
  select c.state, c.answers, c.data_key as "dataKey", f.name_zh as "nameZh", f.name_en as "nameEn",
    f.credit_code as "creditCode", a.kind, a.issued_on::text as "issuedOn"
  from attachments a join cases c on c.id = a.case_id join firms f on f.id = c.firm_id
  where a.id = $1 and a.replaced_at is null and c.round > 0 and c.erased_at is null`

interface AcceptedPaper {
  readonly state: State
  readonly answers: unknown
  readonly dataKey: Buffer | null
  readonly kind: string
  readonly issuedOn: string | null
}

/**
 * Whether a document that has just been read says otherwise than the answers of its case, which was accepted before:
 * the state of that case; undefined where nothing differs, or whoever accepts will still see it.
 */
export async function differsAfterAcceptance(
  tx: Tx,
  keys: CaseKeys,
  { id, caseId }: { readonly id: number; readonly caseId: number },
  text: PaperText,
): Promise<State | undefined> {
  const found = await row<AcceptedPaper & PaperBeside['firm']>(tx, ACCEPTED, [id])
  if (!found || !isCompared(found.kind) || metaOf(found.state).waitsFor === undefined) return undefined
  const answers = openTree(APPLICATION, keys.of(caseId, found.dataKey), found.answers, PLACES.answers(caseId))
  const beside = { ...besideOf(answers, found), issuedOn: found.issuedOn }
  const differs = comparePaper(found.kind, withZone(text), beside).some(({ verdict }) => verdict === 'differs')
  return differs ? found.state : undefined
}

/** The lines of each page, and what was read from the picture below them. */
const withZone = ({ lines, zone }: PaperText): string[][] => {
  const pages = Math.max(lines.length, zone?.page ?? 0)
  return Array.from({ length: pages }, (_, at) => [...(lines[at] ?? []), ...(zone?.page === at + 1 ? zone.lines : [])])
}

const NUMBERS: readonly ComparedItem[] = ['number', 'zone']

/** As the number is shown elsewhere on the page; the zone, which says it again, is left out. */
function masked(comparison: Comparison): Comparison {
  const { item, expected, found } = comparison
  if (!NUMBERS.includes(item)) return comparison
  const shown = (value: string) => (item === 'zone' ? '' : maskNumber(value))
  return { ...comparison, expected: shown(expected), found: found === undefined ? undefined : shown(found) }
}
