/**
 * The history as a file to take away: lines of JSON, of which the last signs all that stands before
 * it, or the same as a table. Written while it is sent. Who signs is the web server's own key,
 * published beside those of the checkpoints; what an event's hash and its checkpoint prove, they
 * prove by themselves.
 */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Language } from '../../base/text.js'
import type { SealKey } from '../../cases/audit/checkpoint.js'
import type { TrailEvent } from '../../cases/audit/trail.service.js'
import { wordsOf } from '../../workflow/words.js'
import { type CsvCell, csvOf } from '../kit/csv.js'

/** What the signature of an export signs. */
export const exportText = (sha256: string): string => `haijian export\n${sha256}`

const lineOf = (event: object): string => `${JSON.stringify(event)}\n`

/** The lines: what was asked for, each event, and the signature. */
export function signedLines(
  pages: AsyncIterable<readonly object[]>,
  asked: Readonly<Record<string, unknown>>,
  key: SealKey,
): Readable {
  return Readable.from(
    (async function* () {
      const digest = createHash('sha256')
      let events = 0
      const seen = (text: string): string => {
        digest.update(text)
        return text
      }
      yield seen(`${JSON.stringify(asked)}\n`)
      for await (const page of pages) {
        events += page.length
        yield seen(page.map(lineOf).join(''))
      }
      const sha256 = digest.digest('hex')
      const signature = key.sign(exportText(sha256)).toString('base64')
      yield `${JSON.stringify({ events, sha256, key: key.id, signature })}\n`
    })(),
  )
}

export const EVENT_HEAD: readonly CsvCell[] = [
  { zh: '时间', en: 'When' },
  { zh: '案件', en: 'Case' },
  { zh: '序号', en: 'No.' },
  { zh: '事件', en: 'What' },
  { zh: '代码', en: 'Code' },
  { zh: '原状态', en: 'State before' },
  { zh: '新状态', en: 'State after' },
  { zh: '何人', en: 'Who' },
  { zh: '账号', en: 'Account' },
  { zh: '散列值', en: 'Hash' },
]

/** An event as a row of such a table. */
export const eventCells = (event: TrailEvent): CsvCell[] => [
  ...[event.at.toISOString(), event.number, event.seq],
  ...[wordsOf(event.action).done, event.action, event.fromState, event.toState],
  ...[event.actorName ?? event.actorKind, event.actorAccount, event.hash],
]

/** The same as a table. */
export function tableOf<Line>(
  pages: AsyncIterable<readonly Line[]>,
  head: readonly CsvCell[],
  cells: (line: Line) => CsvCell[],
  language: Language,
): Readable {
  return Readable.from(
    (async function* () {
      yield csvOf([head], language)
      // the byte order mark stands once
      for await (const page of pages) yield csvOf(page.map(cells), language).subarray(3)
    })(),
  )
}
