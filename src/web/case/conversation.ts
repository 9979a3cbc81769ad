/**
 * What firm and department write to each other in a case, in the order in which it was written,
 * with a place to write. The firm reads the department's name, not the officer's.
 */
import type { FastifyRequest } from 'fastify'
import { path } from '../../base/path.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { Inbox } from '../../cases/inbox.js'
import { personOf } from '../http/access.js'
import type { KeptBelow } from '../http/formKeeper.js'
import { time } from '../kit/page.js'
import { actionAddress } from './addresses.js'
import type { PageContext } from './clock.view.js'
import { enclosedFiles } from './enclosed.view.js'
import { byOf } from './history.view.js'

/**
 * Whoever opens a case has read what they were told of it. Answers the numbers of the messages that
 * were new; asks nothing of the database while nothing is unread.
 */
export async function openedBy(inbox: Inbox, request: FastifyRequest, caseId: number): Promise<ReadonlySet<number>> {
  return request.unread ? inbox.openCase(personOf(request), caseId) : new Set()
}

interface Reading {
  readonly byFirm: boolean
  /** The numbers of the messages that the reader had not read before. */
  readonly fresh: ReadonlySet<number>
  readonly requestId: string
  /** What the reader has typed about the case. */
  readonly kept: KeptBelow
}

/** What parts/conversation.hbs shows; undefined when nothing is written and nothing can be. */
export function conversationOf(file: CaseFile, context: PageContext, { byFirm, fresh, requestId, kept }: Reading) {
  const written = kept.at(actionAddress(file.case.id, 'message'))
  const typed = written.kept?.input.text
  const may = file.choices.some(({ action, enabled }) => action === 'message' && enabled)
  const messages = file.events
    .filter(({ action }) => action === 'message')
    .map((event) => {
      const text = String(event.content?.text ?? '')
      return {
        own: (event.authorityId === null) === byFirm,
        fresh: fresh.has(event.seq),
        by: byOf(event, context) ?? '',
        at: time(event.at, 'short'),
        datetime: event.at.toISOString(),
        lines: text.split(/\r?\n/),
        // Chinese in an English page keeps its own signs
        lang: /\p{Script=Han}/u.test(text) ? 'zh-CN' : undefined,
        files: enclosedFiles(file, event),
      }
    })
  if (messages.length === 0 && !may) return undefined
  return {
    messages,
    action: may ? path.conversation(file.case.id) : undefined,
    requestId,
    text: typeof typed === 'string' ? typed : '',
    keep: written.view,
    to: byFirm ? { zh: '给经办部门留言', en: 'Write to the department' } : { zh: '写给企业', en: 'Write to the firm' },
  }
}
