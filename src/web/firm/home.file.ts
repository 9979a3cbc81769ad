/** The firm's cases as a table for a spreadsheet. */
import { dateInShanghai } from '../../base/clock.js'
import type { Language } from '../../base/text.js'
import type { FirmLine } from '../../cases/caseFile.js'
import { renewalDays } from '../../cases/firmTasks.js'
import { NATIONALITIES } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import { taskText } from '../../workflow/firmWords.js'
import { promisedOn } from '../case/clock.view.js'
import { type CsvColumn, csvColumn, csvStream } from '../kit/csv.js'
import { conditionsText, type HomeContext, nextDuty } from './home.tables.js'
import { tagOf, taskOf } from './standing.js'

/** Days as a spreadsheet reads them, YYYY-MM-DD. */
const homeColumns = (context: HomeContext): CsvColumn<FirmLine>[] => [
  csvColumn('办件编号', 'Number', ({ number }) => number),
  csvColumn('姓名', 'Name', ({ talentName }) => talentName),
  csvColumn('护照姓名', 'Name in the passport', ({ systemName }) => systemName),
  csvColumn('国籍', 'Nationality', ({ country }) => country && labelOf(NATIONALITIES, country)),
  csvColumn('岗位', 'Post', ({ post }) => post),
  csvColumn('经办人', 'Filed by', ({ filer }) => filer),
  csvColumn('办理状态', 'State', (line) => tagOf(line).label),
  csvColumn('需要办理', 'Task', (line) => {
    const task = taskOf(line)
    return task ? taskText(task) : null
  }),
  csvColumn('最后一天', 'Last day', (line) => taskOf(line)?.day ?? null),
  csvColumn('决定期限', 'Decision by', (line) => promisedOn(line, line.askedFrom, context)),
  csvColumn('申请日', 'Filed on', ({ filedOn }) => filedOn),
  csvColumn('许可有效至', 'Permit until', ({ permitValidUntil }) => permitValidUntil),
  csvColumn('附带条件', 'Conditions', (line) => conditionsText(line) ?? null),
  csvColumn('下一项', 'Next item', (line) => (line.permitValidUntil && nextDuty(line, context)?.what) || null),
  csvColumn(
    '下一项日期',
    'Date of the next item',
    (line) => (line.permitValidUntil && nextDuty(line, context)?.on) || null,
  ),
  csvColumn('最迟提交续办', 'Renew here by', ({ permitValidUntil: until, renewal, endReported }) =>
    until && !renewal && !endReported && context.renewal
      ? renewalDays(context.renewal, until, context.calendar).safeUntil
      : null,
  ),
  csvColumn('续办申请', 'Renewal', ({ renewal }) => renewal?.number ?? null),
  csvColumn('最近变动', 'Last change', ({ changedAt }) => dateInShanghai(changedAt)),
]

/** The file, written while its lines are read. */
export const homeFile = (context: HomeContext, pages: AsyncIterable<readonly FirmLine[]>, language: Language) =>
  csvStream(homeColumns(context), pages, language)
