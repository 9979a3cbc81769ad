/** The papers of a case as a table. */
import { path } from '../../base/path.js'
import type { PaperLine } from '../../letters/paper.service.js'
import { time } from '../kit/page.js'
import type { Table } from '../kit/parts.js'
import { below, link, numberPiece, tag } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { endedTag } from './letter.view.js'

/** Every paper with its number, its day and its file; a paper that could not be made says why. */
export const papersTable = (papers: readonly PaperLine[]): Table =>
  tableOf({ zh: '文书', en: 'Letters and notices' }, papers, [
    column('文书', 'Letter', ({ label, because }) => [label, because && below(because, 'bad')], 'heads'),
    column('文号', 'Number', ({ number }) => number && numberPiece(number)),
    column('日期', 'Date', ({ issuedAt, orderedAt }) => time(issuedAt ?? orderedAt, 'short')),
    column('状态', 'State', (paper) => ({ tag: endedTag(paper) ?? tag('已制发', 'Issued', 'green') })),
    column(
      '文件',
      'File',
      ({ id, issuedAt }) =>
        issuedAt && id !== null && link({ zh: '下载 PDF', en: 'Download PDF' }, path.letterFile(id)),
    ),
  ])
