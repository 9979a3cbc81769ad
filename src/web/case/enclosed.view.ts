/**
 * Files that come with a message, a statement or a request for review: the place to choose them,
 * and how they are listed.
 */
import type { Problem } from '../../base/errors.js'
import { scanWords } from '../../base/scanning.js'
import { type Bilingual, DOT, joined } from '../../base/text.js'
import type { CaseFile, TimelineEvent } from '../../cases/caseFile.js'
import { enclosingOf } from '../../workflow/forms.js'
import type { Act } from '../../workflow/machine.js'
import { counted } from '../kit/page.js'
import type { Piece } from '../kit/parts.js'
import { below, link, quiet } from '../kit/pieces.js'
import type { HeldView } from './held.js'
import { viewHref } from './preview.view.js'

/** What parts/enclose.hbs shows; undefined when no file may come with the action. */
export function encloseView(action: Act, problems: readonly Problem[] = [], held?: HeldView) {
  const enclosing = enclosingOf(action)
  if (!enclosing) return undefined
  const { most } = enclosing
  return {
    problems: problems.filter(({ path }) => path === 'file').map(({ message }) => message),
    held,
    several: most > 1 ? { zh: `最多${most}份`, en: `up to ${most}` } : undefined,
  }
}

/** The numbers of the files that came with what an event says. */
function enclosedIn({ content }: TimelineEvent): readonly unknown[] {
  if (Array.isArray(content?.attachments)) return content.attachments
  return content?.attachmentId === undefined || content.attachmentId === null ? [] : [content.attachmentId]
}

interface EnclosedFile {
  readonly name: string
  /** Undefined while it may not be opened. */
  readonly href?: string
  readonly note: Bilingual
}

/** The files of an event: pages are looked at before a file is downloaded; not before it is known to be clean. */
export const enclosedFiles = ({ case: { id: caseId }, attachments }: CaseFile, event: TimelineEvent): EnclosedFile[] =>
  enclosedIn(event).flatMap((id): EnclosedFile[] => {
    const paper = attachments.find((one) => one.id === id)
    if (!paper) return []
    const { scan, name, pages, bytes } = paper
    const barred = scanWords(scan)
    if (barred) return [{ name, note: barred }]
    const length = pages ? { zh: `${pages}页`, en: counted(pages, 'page', 'pages') } : undefined
    return [{ name, href: viewHref(caseId, paper.id), note: joined([length, `${Math.ceil(bytes / 1024)} KB`], DOT) }]
  })

/** The same in a line, one below the other. */
export const enclosedPieces = (file: CaseFile, event: TimelineEvent): Piece[] =>
  enclosedFiles(file, event).flatMap(({ name, href, note }) => [
    below(href ? link(name, href) : name),
    quiet({ zh: `（${note.zh}）`, en: ` (${note.en})` }),
  ])
