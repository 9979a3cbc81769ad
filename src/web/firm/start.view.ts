/** Where an application begins: what to have at hand, and the earlier applications that it may begin with. */
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { CaseLine } from '../../cases/caseFile.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { tagOf } from '../case/clock.view.js'
import type { Button, Table } from '../kit/parts.js'
import { nameOf } from './standing.js'
import type { State } from '../../workflow/machine.js'

/** Whether a case can be the beginning of another one: every one that was sent once. */
export const mayCopy = (state: State): boolean => state !== 'draft' && state !== 'discarded'

export const copyButton = ({ id, number }: CaseLine): Button => ({
  text: { zh: '复制为新申请', en: 'Copy' },
  name: 'from',
  value: String(id),
  kind: 'secondary',
  small: true,
  about: number,
})

const MOST_OFFERED = 6

/** Which papers are needed, in one sentence. */
function neededText(rules: ReadonlyMap<string, DocumentRule>): Bilingual {
  const needed = [...rules.values()].filter((rule) => rule.needed).sort((one, other) => one.order - other.order)
  const names = (language: 'zh' | 'en') => needed.map(({ label }) => label[language])
  return {
    zh: `${needed.length} 件：${names('zh').join('、')}。没备齐也能先填。`,
    en: `${needed.length} of them: ${names('en').join('; ')}. You may begin without them.`,
  }
}

/** pages/firm/start */
export function startView(rules: ReadonlyMap<string, DocumentRule>, lines: readonly CaseLine[]) {
  const earlier = lines.filter(({ state }) => mayCopy(state)).slice(0, MOST_OFFERED)
  return {
    title: { zh: '新建申请', en: 'A new application' },
    back: { href: path.cases, text: { zh: '全部申请', en: 'All applications' } },
    needed: neededText(rules),
    earlier: earlier.length > 0 ? tableOf(earlier) : undefined,
  }
}

function tableOf(lines: readonly CaseLine[]): Table {
  const heads = {
    name: { zh: '人选', en: 'Talent' },
    state: { zh: '进度', en: 'State' },
    copy: { zh: '复制', en: 'Copy' },
  }
  return {
    caption: { zh: '以前的申请', en: 'Earlier applications' },
    captionHidden: true,
    cards: true,
    head: Object.values(heads).map((text) => ({ text, hidden: text === heads.copy })),
    rows: lines.map((line) => ({
      cells: [
        {
          heads: true,
          label: heads.name,
          line: [
            { text: nameOf(line), href: path.case(line.id), look: 'strong' },
            { text: line.number, look: 'code', below: true },
          ],
        },
        { label: heads.state, tag: tagOf(line.state) },
        { label: heads.copy, button: copyButton(line) },
      ],
    })),
  }
}
