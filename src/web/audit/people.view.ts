/** What was done to people, as the auditor reads it. */
import { timeInShanghai } from '../../base/clock.js'
import type { PeopleLine } from '../../people/peopleHistory.js'
import { type CsvColumn, csvColumn } from '../kit/csv.js'
import { time } from '../kit/page.js'
import type { Table, Text } from '../kit/parts.js'
import { ACTS, detailOf } from '../../people/words.js'
import { column, tableOf } from '../kit/table.js'

/** Somebody's name with their account. */
export const accountText = (name: string | null, account: string | null): Text =>
  name === null ? '–' : { zh: `${name}（${account}）`, en: `${name} (${account})` }

export const peopleTable = (lines: readonly PeopleLine[]): Table =>
  tableOf({ zh: '人员变动', en: 'History of people' }, lines, [
    column('时间', 'Time', ({ at }) => time(at)),
    column('事项', 'Event', ({ act }) => ACTS[act], 'heads'),
    column('对象', 'Person concerned', ({ personName, personAccount }) => accountText(personName, personAccount)),
    column('人员', 'Person', ({ actorName, actorAccount }) => accountText(actorName, actorAccount)),
    column('说明', 'Details', ({ detail }) => detailOf(detail) ?? '–'),
  ])

/** The same as a file. */
export const PEOPLE_COLUMNS: readonly CsvColumn<PeopleLine>[] = [
  csvColumn('编号', 'No.', ({ id }) => id),
  csvColumn('时间', 'Time', ({ at }) => timeInShanghai(at)),
  csvColumn('事项', 'Event', ({ act }) => ACTS[act]),
  csvColumn('代码', 'Code', ({ act }) => act),
  csvColumn('对象', 'Person concerned', ({ personName }) => personName),
  csvColumn('账号', 'Account', ({ personAccount }) => personAccount),
  csvColumn('人员', 'Person', ({ actorName }) => actorName),
  csvColumn('账号', 'Account', ({ actorAccount }) => actorAccount),
  csvColumn('说明', 'Details', ({ detail }) => detailOf(detail) ?? null),
]
