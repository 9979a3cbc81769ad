/** Colleagues' words, on the page where one acts. */
import type { CaseFile } from '../../cases/caseFile.js'
import { colleaguesWords } from '../../cases/colleagues.js'
import type { Actor } from '../../people/actor.js'
import { COMMA, joined } from '../../base/text.js'
import type { PageContext } from '../case/clock.view.js'
import { byOf } from '../case/history.view.js'
import type { Background } from '../case/side.js'
import { time } from '../kit/page.js'
import { below, pieces, strong } from '../kit/pieces.js'
import { smallFacts } from '../kit/table.js'

/** Who reads, for which authority. */
export type Reader = Pick<Actor, 'authorityId' | 'id'>

/**
 * What colleagues have written to a reader of an authority; undefined when nobody has.
 *
 * @param fresh the notes that the reader had not read before
 */
export function colleaguesOf(
  file: CaseFile,
  context: PageContext,
  reader: Reader,
  fresh: ReadonlySet<number> = new Set(),
): Background | undefined {
  const words = colleaguesWords(file, reader)
  if (words.length === 0) return undefined
  return {
    id: 'colleagues',
    title: { zh: '同事留言', en: 'Messages from colleagues' },
    summary: smallFacts(
      ...words.map(({ event, heading, said }) => ({
        key: heading,
        line: pieces(
          fresh.has(event.seq) && strong({ zh: '新 ', en: 'New ' }),
          ...said.map((text, index) => (index > 0 ? below(text) : text)),
          below(joined([byOf(event, context), time(event.at, 'short')], COMMA), 'quiet'),
        ),
      })),
    ),
  }
}
