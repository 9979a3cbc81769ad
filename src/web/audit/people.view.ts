/** What was done to people, as the auditor reads it. */
import type { PeopleLine } from '../../people/peopleHistory.js'
import { ACTS, detailOf } from '../kit/peopleActs.js'
import { cardTable } from '../kit/cardTable.js'
import { both, timeText } from '../kit/page.js'
import type { Table, Text } from '../kit/parts.js'
import type { CsvCell } from '../kit/csv.js'

const heads = {
  at: { zh: '时间', en: 'When' },
  act: { zh: '事项', en: 'What' },
  person: { zh: '对何人', en: 'To whom' },
  actor: { zh: '何人', en: 'Who' },
  detail: { zh: '说明', en: 'Detail' },
}

const named = (name: string | null, account: string | null): Text =>
  name === null ? '–' : { zh: `${name}（${account}）`, en: `${name} (${account})` }

/** A page of it. */
export const peopleTable = (lines: readonly PeopleLine[]): Table =>
  cardTable(
    { zh: '人员变动', en: 'History of people' },
    heads,
    lines.map(({ at, act, detail, personName, personAccount, actorName, actorAccount }) => ({
      at: { line: [both((language) => timeText(at, language, 'full'))] },
      act: { line: [ACTS[act]], heads: true },
      person: { line: [named(personName, personAccount)] },
      actor: { line: [named(actorName, actorAccount)] },
      detail: { line: [detailOf(detail) ?? '–'] },
    })),
  )

export const PEOPLE_HEAD: readonly CsvCell[] = [
  { zh: '编号', en: 'No.' },
  ...[heads.at, heads.act, { zh: '代码', en: 'Code' }, heads.person, { zh: '账号', en: 'Account' }, heads.actor],
  ...[{ zh: '账号', en: 'Account' }, heads.detail],
]

/** The same as a row of a table to take away. */
export const peopleCells = (line: PeopleLine): CsvCell[] => [
  ...[line.id, line.at.toISOString(), ACTS[line.act], line.act, line.personName, line.personAccount, line.actorName],
  ...[line.actorAccount, detailOf(line.detail) ?? null],
]
