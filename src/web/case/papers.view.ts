/** The papers of a case as a table, for its own page and for the pages of a case. */
import { path } from '../../base/path.js'
import type { PaperLine } from '../../letters/paper.service.js'
import { both, timeText } from '../kit/page.js'
import type { Table, Tag } from '../kit/parts.js'

const ENDS: Readonly<Record<string, Tag>> = {
  void: { label: { zh: '已作废', en: 'Void' }, colour: 'grey' },
  superseded: { label: { zh: '已被替代', en: 'Superseded' }, colour: 'grey' },
  revoked: { label: { zh: '已撤销', en: 'Revoked' }, colour: 'seal' },
  expired: { label: { zh: '已过期', en: 'Expired' }, colour: 'grey' },
}

function tagOf({ endedAs, failedAt, issuedAt }: PaperLine): Tag {
  const end = endedAs && ENDS[endedAs]
  if (end) return end
  if (failedAt) return { label: { zh: '无法制作', en: 'Could not be made' }, colour: 'red' }
  return issuedAt
    ? { label: { zh: '已制发', en: 'Issued' }, colour: 'green' }
    : { label: { zh: '制作中', en: 'Being made' }, colour: 'blue' }
}

/** Every paper with its number, its day and its file; a paper that could not be made says why. */
export function papersTable(papers: readonly PaperLine[]): Table {
  const [number, at, state, file] = [
    { zh: '文号', en: 'Number' },
    { zh: '日期', en: 'Date' },
    { zh: '状态', en: 'State' },
    { zh: '文件', en: 'File' },
  ]
  return {
    caption: { zh: '文书', en: 'Papers' },
    captionHidden: true,
    cards: true,
    head: [{ text: { zh: '文书', en: 'Paper' } }, { text: number }, { text: at }, { text: state }, { text: file }],
    rows: papers.map((paper) => ({
      cells: [
        {
          heads: true,
          line: [paper.label, ...(paper.because ? [{ text: paper.because, look: 'bad' as const, below: true }] : [])],
        },
        { label: number, line: [paper.number ? { text: paper.number, look: 'song' as const, lang: 'zh-CN' } : '—'] },
        { label: at, line: [both((language) => timeText(paper.issuedAt ?? paper.orderedAt, language, 'short'))] },
        { label: state, tag: tagOf(paper) },
        {
          label: file,
          line: [
            paper.issuedAt && paper.id !== null
              ? { text: { zh: '下载 PDF', en: 'Download the PDF' }, href: path.letterFile(paper.id) }
              : '—',
          ],
        },
      ],
    })),
  }
}
