/**
 * What firm and department write to each other in a case, in the order in which it was written,
 * with a place to write. The firm reads the department's name, not the officer's.
 */
import type { FastifyRequest } from 'fastify'
import { path } from '../../base/path.js'
import { SCAN_WORDS } from '../../base/scanning.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { Inbox } from '../../cases/inbox.js'
import { personOf } from '../http/access.js'
import type { KeptBelow } from '../http/formKeeper.js'
import { actionAddress } from './addresses.js'
import type { PageContext } from './clock.view.js'
import { viewHref } from './preview.view.js'
import { byOf } from './history.view.js'
import { both, timeText } from '../kit/page.js'
import type { KeepView, Text } from '../kit/parts.js'

/** The file of a message: its pages are looked at before it is downloaded; not before it is known to be clean. */
export interface Enclosed {
  readonly name: string
  readonly href?: string
  readonly note: Text
}

export interface Conversation {
  readonly messages: readonly {
    readonly own: boolean
    readonly fresh: boolean
    readonly by: Text
    readonly at: Text
    readonly datetime: string
    readonly lines: readonly string[]
    /** Chinese in an English page keeps its own signs. */
    readonly lang?: string
    readonly file?: Enclosed
  }[]
  /** Where a message is sent; undefined when none can be written now. */
  readonly action?: string
  readonly requestId: string
  /** What is being written, and what of it is kept. */
  readonly text: string
  readonly keep: KeepView
  /** Whose messages arrive there, for the label. */
  readonly to: Text
}

const NOTHING: ReadonlySet<number> = new Set()

/**
 * Whoever opens a case has read what they were told of it. Answers the numbers of the messages that
 * were new; asks nothing of the database while nothing is unread.
 */
export async function openedBy(inbox: Inbox, request: FastifyRequest, caseId: number): Promise<ReadonlySet<number>> {
  return request.unread ? inbox.openCase(personOf(request), caseId) : NOTHING
}

function enclosedIn({ case: { id: caseId }, attachments }: CaseFile, id: unknown): { file?: Enclosed } {
  const paper = attachments.find((one) => one.id === id)
  if (!paper) return {}
  const { scan, name, pages, bytes } = paper
  if (scan !== null && scan !== 'clean') return { file: { name, note: SCAN_WORDS[scan] } }
  const size = `${Math.ceil(bytes / 1024)} KB`
  return {
    file: {
      name,
      href: viewHref(caseId, paper.id),
      note: pages ? { zh: `${pages}页 · ${size}`, en: `${pages} ${pages === 1 ? 'page' : 'pages'} · ${size}` } : size,
    },
  }
}

interface Talking {
  readonly byFirm: boolean
  /** The numbers of the messages that the reader had not read before. */
  readonly fresh: ReadonlySet<number>
  readonly requestId: string
  /** What the reader has typed about the case. */
  readonly kept: KeptBelow
}

const boxText = (typed: unknown): string => (typeof typed === 'string' ? typed : '')

export function conversationOf(
  file: CaseFile,
  around: PageContext,
  { byFirm, fresh, requestId, kept }: Talking,
): Conversation | undefined {
  const written = kept.at(actionAddress(file.case.id, 'message'))
  const may = file.choices.some(({ action, enabled }) => action === 'message' && enabled)
  const messages = file.events
    .filter(({ action }) => action === 'message')
    .map((event) => ({
      own: (event.authorityId === null) === byFirm,
      fresh: fresh.has(event.seq),
      by: byOf(event, around) ?? '',
      at: both((language) => timeText(event.at, language, 'short')),
      datetime: event.at.toISOString(),
      lines: String(event.content?.text ?? '').split(/\r?\n/),
      lang: /\p{Script=Han}/u.test(String(event.content?.text ?? '')) ? 'zh-CN' : undefined,
      ...enclosedIn(file, event.content?.attachmentId),
    }))
  if (messages.length === 0 && !may) return undefined
  return {
    messages,
    action: may ? path.conversation(file.case.id) : undefined,
    requestId,
    text: boxText(written.kept?.input.text),
    keep: written.view,
    to: byFirm ? { zh: '写给部门', en: 'Write to the department' } : { zh: '写给企业', en: 'Write to the firm' },
  }
}
