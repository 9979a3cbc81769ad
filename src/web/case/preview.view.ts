/**
 * A paper's pages made ready: the pictures with what they show in words, or why there are none and
 * what to do instead.
 */
import { path } from '../../base/path.js'
import { scanWords } from '../../base/scanning.js'
import { type Bilingual, DOT, fill, joined } from '../../base/text.js'
import type { Attachment, CaseFile } from '../../cases/caseFile.js'
import { inOrder, originalOf, ownLabel } from '../../cases/documents.js'
import type { PreviewState } from '../../cases/previews.js'
import { ENCLOSED, UNSORTED } from '../../forms/choices.js'
import { day } from '../kit/page.js'
import type { Text } from '../kit/parts.js'
import { link } from '../kit/pieces.js'
import { kindLabel } from './case.view.js'
import type { Mark } from './marks.js'
import { tickForm, tickView } from './tick.view.js'

/** The address of a paper's pages; a page is gone to by its number. */
export const viewHref = (caseId: number, paperId: number, page?: number | null): string =>
  `${path.fileView(caseId, paperId)}${page ? `#page-${page}` : ''}`

/** What a document is called: of a translation, what it translates. */
export const paperLabel = (paper: Pick<Attachment, 'kind' | 'details'>): Bilingual =>
  ownLabel(paper) ?? kindLabel(paper.kind)

/**
 * Links to the pages of all documents of a case, in the order of their kinds; each says its kind, and the file's name
 * where the case has several of that kind. `ticks`: with the marks of an officer who reads them.
 */
export function paperLinks(file: CaseFile, { shown, ticks }: { shown?: number; ticks: boolean }) {
  const {
    case: { id },
    attachments,
  } = file
  const papers = inOrder(attachments)
  return papers.map((paper) => {
    const several = papers.filter((one) => one.kind === paper.kind && originalOf(one) === originalOf(paper)).length > 1
    return {
      text: joined([paperLabel(paper), several && paper.name], DOT),
      href: viewHref(id, paper.id),
      note: paper.pages ? pagesText(paper.pages) : undefined,
      current: paper.id === shown,
      tick: ticks ? tickView(paper, file) : undefined,
    }
  })
}

const WAITING = {
  zh: '页面图像正在准备，通常不到一分钟。也可以先下载原件。',
  en: 'The pages are being prepared, usually within a minute. You can download the file in the meantime.',
}
const UNCONFIRMED = {
  zh: '企业登记确认后，这里会显示页面图像。现在可以下载原件。',
  en: 'The pages will be shown here once your firm’s registration is confirmed. You can download the file now.',
}
const FAILED = {
  zh: '该材料无法在此显示，请下载原件查看。',
  en: 'This document cannot be shown here. Download the file to read it.',
}

/** The same as the page says that one meets who opens the file (http/failure.ts). */
const MISSING = {
  zh: '这份材料的内容缺失：登记在案，但存储中找不到。这是系统的故障，已告知系统管理员；恢复后即可查看。',
  en:
    'The content of this document is missing: it is on record, but not in the store. This is a fault of the ' +
    'system. The system administrators have been informed, and it opens as soon as its content is back.',
}

const pagesText = (count: number): Text =>
  count === 1 ? { zh: '1页', en: '1 page' } : { zh: `共${count}页`, en: `${count} pages` }

/** Where a paper says otherwise than the answers, and where a correction of it is asked for. */
interface Difference {
  readonly text: Text
  readonly ask: string | undefined
}

/** What parts/preview.hbs shows. */
export function previewOf(
  file: CaseFile,
  paper: Attachment,
  { state, scan, missing, confirmed, pages: drawn }: PreviewState,
  {
    marks = new Map(),
    ask = () => undefined,
    number = '',
    differs = [],
    ticks = false,
  }: {
    readonly marks?: ReadonlyMap<number, readonly Mark[]> | undefined
    /** Where a correction of a page is asked for. */
    readonly ask?: ((page: number) => string | undefined) | undefined
    /** Of the passport whose page it is, as it was filed. */
    readonly number?: string
    /** What it says otherwise than the answers. */
    readonly differs?: readonly Difference[]
    /** For an officer, who marks what they have checked. */
    readonly ticks?: boolean
  } = {},
) {
  const barred = scanWords(scan)
  const pages = barred ? [] : drawn
  const { id: caseId } = file.case
  const name = paperLabel(paper)
  const count = paper.pages ?? pages.length
  const more = count - pages.length
  // takes no paper's place, and none takes its
  const enclosed = ENCLOSED.includes(paper.kind) || paper.kind === UNSORTED
  const same = file.attachments.filter(({ kind }) => kind === paper.kind)
  const earlier = same.findLast(({ id, replacedAt }) => !enclosed && replacedAt !== null && id < paper.id)
  const later = same.find(({ replacedAt }) => replacedAt === null)
  return {
    title: name,
    number,
    differs,
    paper: paper.id,
    state: missing && state === 'waiting' ? 'missing' : scan === 'waiting' ? 'waiting' : state,
    missing: missing && pages.length > 0 ? MISSING : undefined,
    none: barred ?? (missing ? MISSING : state === 'waiting' ? (confirmed ? WAITING : UNCONFIRMED) : FAILED),
    note: pages.length > 0 ? pagesText(count) : '',
    download: !barred && !missing ? path.file(caseId, paper.id) : undefined,
    alone: viewHref(caseId, paper.id),
    papers: paperLinks(file, { shown: paper.id, ticks }),
    tick: ticks ? tickForm(paper, file) : undefined,
    // of the whole paper, or of pages that are not shown
    marks: [...marks].flatMap(([page, list]) => (pages.some((one) => one.page === page) ? [] : list)),
    replaced:
      paper.replacedAt && !enclosed
        ? fill(
            { zh: '该材料已于{on}被替换', en: 'This version was replaced on {on}' },
            { on: day(paper.replacedAt, 'short') },
          )
        : undefined,
    other: paper.replacedAt
      ? later && link({ zh: '当前版本', en: 'Current version' }, viewHref(caseId, later.id))
      : earlier && link({ zh: '补正前版本', en: 'Before correction' }, viewHref(caseId, earlier.id)),
    pages: pages.map(({ page, width, height }) => ({
      page,
      width,
      height,
      marks: marks.get(page) ?? [],
      ask: paper.replacedAt ? undefined : ask(page),
      src: path.filePage(caseId, paper.id, page),
      alt: { zh: `${name.zh}第${page}页，共${count}页`, en: `${name.en}, page ${page} of ${count}` },
    })),
    more:
      more > 0 && pages.length > 0
        ? {
            zh: `还有${more}页未显示，请下载原件。`,
            en: `${more} more pages are not shown here; download the file.`,
          }
        : undefined,
  }
}
