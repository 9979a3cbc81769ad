/**
 * What the firm is told beside its task list: the self-check by the assessor's own engine, who
 * changed the answers last.
 */
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { findSection } from '../../forms/sections.js'
import { both, timeText } from '../kit/page.js'
import type { IconName, Text } from '../kit/parts.js'
import { fieldAddress } from '../case/addresses.js'
import type { OwnCase } from '../case/own.js'
import { joined, placeName } from './placeNames.js'

/** One line of the self-check. */
export interface CheckLine {
  readonly icon: IconName
  readonly look?: 'ok' | 'near' | 'bad'
  readonly title: Text
  readonly href?: string
  readonly text?: Text
}

/** What stops, what warns, and what class the answers reach today. What is only missing stands in the task list. */
export function selfCheck({ file, check }: OwnCase): CheckLine[] {
  const { blocks, warns, category, points, ways } = check.judgement
  const line = (look: 'bad' | 'near') => (finding: Problem) => {
    const href = fieldAddress(file.case.id, finding.path)
    return {
      icon: look === 'bad' ? ('cross' as const) : ('warn' as const),
      look,
      title: placeName(finding.path),
      href: href || undefined,
      text: finding.message,
    }
  }
  const open = ways.filter((way) => way.open && way.class === category)
  const reached: CheckLine =
    category === 'none'
      ? {
          icon: 'minus',
          title: {
            zh: `积分 ${points.total}，还没到 A 类或 B 类`,
            en: `${points.total} points, neither class A nor B yet`,
          },
          text: {
            zh: '不妨碍提交：推荐正是为此而设。条件见“公布的条件”。',
            en: 'This does not stop you: the recommendation exists for such cases. See the published criteria.',
          },
        }
      : {
          icon: 'tick',
          look: 'ok',
          title: {
            zh: `${category} 类：${joined(open.map(({ label }) => label)).zh}`,
            en: `Class ${category}: ${joined(open.map(({ label }) => label)).en}`,
          },
          text: { zh: `积分 ${points.total}`, en: `${points.total} points` },
        }
  return [
    ...blocks.filter(({ code }) => !code.startsWith('missing:')).map(line('bad')),
    ...warns.map(line('near')),
    reached,
    {
      icon: 'open',
      title: { zh: '逐条看，试改一项', en: 'Line by line, and what if' },
      href: path.caseSelfCheck(file.case.id),
    },
  ]
}

/** Who changed the answers last, and where. */
export function lastChange({ file }: OwnCase): Bilingual | undefined {
  const event = file.events.findLast(({ action }) => action === 'saveAnswers')
  const changed: unknown = event?.content?.changed
  if (!event || !Array.isArray(changed)) return undefined
  const sections = new Map(
    changed.flatMap((path: unknown) => {
      const section = findSection(String(path))
      return section ? [[section.key, section.label] as const] : []
    }),
  )
  const where = joined([...sections.values()])
  const who = event.actorName ?? ''
  return both((language) =>
    language === 'zh'
      ? `${who} ${timeText(event.at, 'zh', 'short')} 改过“${where.zh}”。`
      : `${who} changed “${where.en}” on ${timeText(event.at, 'en', 'short')}.`,
  )
}
