/** Where an application begins: what to have at hand, and the earlier applications that it may begin with. */
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined } from '../../base/text.js'
import type { CaseLine } from '../../cases/caseFile.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { type Actor, mayFillIn } from '../../people/actor.js'
import type { Firm } from '../../people/firm.service.js'
import { firmNamed, type Mandate } from '../../people/mandate.service.js'
import type { Person } from '../../people/session.service.js'
import type { State } from '../../workflow/machine.js'
import { READS_ONLY } from '../../workflow/rules.js'
import type { Button } from '../kit/parts.js'
import { below, code } from '../kit/pieces.js'
import { type Column, column, tableOf } from '../kit/table.js'
import { firmNotices } from './firm.view.js'
import { employerChoices } from './mandates.view.js'
import { roleNotices } from './people.view.js'
import { casesLink, nameOf, tagOf } from './standing.js'

/** Whether a case can be the beginning of another one: every one that was sent once. */
export const mayCopy = (state: State): boolean => state !== 'draft' && state !== 'discarded'

const MOST_OFFERED = 6

/** The candidate with the number of the case, leading there. */
export const caseColumn: Column<CaseLine> = column(
  '人选',
  'Candidate',
  (line) => [{ text: nameOf(line), href: path.case(line.id), look: 'strong' }, below(code(line.number))],
  'heads',
)
export const stateColumn: Column<CaseLine> = column('进度', 'State', (line) => ({ tag: tagOf(line) }))
/** A button of the form around the table, which starts an application with the answers of this one. */
export const copyColumn: Column<CaseLine> = column(
  '复制',
  'Copy',
  ({ id, number, state }) =>
    mayCopy(state)
      ? {
          button: {
            text: { zh: '复制为新申请', en: 'Copy' },
            name: 'from',
            value: String(id),
            kind: 'secondary',
            small: true,
            about: number,
          },
        }
      : { line: [] },
  'hidden',
)

/** A button that begins an application; says why not to whoever only reads. */
const beginWith = (reader: Actor, text: Bilingual): Button => ({
  text,
  id: 'begin',
  unavailable: mayFillIn(reader) ? undefined : [{ zh: READS_ONLY.zh, en: READS_ONLY.en }],
})

/** The way to a new application. */
export const beginButton = (reader: Actor): Button => ({
  ...beginWith(reader, { zh: '新建申请', en: 'New application' }),
  href: path.newCase,
})

/** Who begins an application, and for whom they may. */
interface Beginner {
  readonly me: Person
  readonly firm: Firm
  readonly mandates: readonly Mandate[]
}

/** pages/firm/start */
export function startView(
  rules: ReadonlyMap<string, DocumentRule>,
  lines: readonly CaseLine[],
  { me, firm, mandates }: Beginner,
) {
  const needed = [...rules.values()].filter((rule) => rule.needed).sort((one, other) => one.order - other.order)
  const earlier = mayFillIn(me) ? lines.filter(({ state }) => mayCopy(state)).slice(0, MOST_OFFERED) : []
  const names = joined(
    needed.map(({ label }) => label),
    { zh: '、', en: '; ' },
  )
  return {
    title: { zh: '新建申请', en: 'New application' },
    back: casesLink,
    notices: [...roleNotices(me), ...firmNotices(firm)],
    employers: employerChoices(firmNamed(firm.nameZh, firm.nameEn), mandates),
    empty: beginWith(me, { zh: '从头填写', en: 'Start a new one' }),
    needed: fill(
      { zh: '{count} 件：{names}。未备齐也可先填写。', en: '{count}: {names}. You can start without them.' },
      { count: needed.length, names },
    ),
    earlier:
      earlier.length > 0
        ? tableOf({ zh: '以前的申请', en: 'Earlier applications' }, earlier, [caseColumn, stateColumn, copyColumn])
        : undefined,
  }
}
