/**
 * What the firm is told beside its task list: the self-check by the assessor's own engine, who
 * changed the answers last.
 */
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { type Bilingual, COLON, fill, joined } from '../../base/text.js'
import { changedIn } from '../../cases/caseFile.js'
import { KEPT } from '../../cases/correction.js'
import { isWithin } from '../../forms/engine/node.js'
import { togetherText, withVerdict } from '../../criteria/comparedWords.js'
import { findSection } from '../../forms/sections.js'
import { fieldAddress } from '../case/addresses.js'
import { kindLabel } from '../case/case.view.js'
import { doubtRow } from '../case/selfCheck/result.view.js'
import type { OwnCase } from '../case/own.js'
import { time } from '../kit/page.js'
import type { IconName, Text } from '../kit/parts.js'
import { placeName } from './placeNames.js'

/** One line of the self-check. */
interface CheckLine {
  readonly icon: IconName
  readonly look?: 'ok' | 'near' | 'bad'
  readonly title: Text
  readonly href?: string | undefined
  readonly text?: Text
}

/** The class that the answers reach today, with the points. */
function reachedLine({ check: { judgement } }: OwnCase): CheckLine {
  const { category, points, ways } = judgement
  if (category === 'none')
    return {
      icon: 'minus',
      title: {
        zh: `积分 ${points.total}，未达  A类或B类`,
        en: `${points.total} points, neither class A nor B yet`,
      },
      text: {
        zh: '不影响提交，推荐正是为此而设。条件见“公布的条件”。',
        en: 'You can still submit: the recommendation exists for such cases. See the published criteria.',
      },
    }
  const open = ways.filter((way) => way.open && way.class === category)
  return {
    icon: 'tick',
    look: 'ok',
    title: fill(
      { zh: '{category}类：{ways}', en: 'Class {category}: {ways}' },
      { category, ways: joined(open.map(({ label }) => label)) },
    ),
    text: { zh: `积分 ${points.total}`, en: `${points.total} points` },
  }
}

/** What stops, what warns, and what class the answers reach today. What is only missing stands in the task list. */
export function selfCheck(own: OwnCase): CheckLine[] {
  const { id } = own.file.case
  const { blocks, warns } = own.check.judgement
  const findingLine = (icon: IconName, look: 'bad' | 'near', finding: Problem): CheckLine => ({
    icon,
    look,
    title: placeName(finding.path),
    href: fieldAddress(id, finding.path),
    text: finding.message,
  })
  return [
    ...blocks.filter(({ code }) => !code.startsWith('missing:')).map((finding) => findingLine('cross', 'bad', finding)),
    ...warns.map((finding) => findingLine('warn', 'near', finding)),
    reachedLine(own),
    {
      icon: 'open',
      title: { zh: '逐条查看和试改', en: 'View each line' },
      href: path.caseSelfCheck(id),
    },
  ]
}

/** What does not stop the filing and officers will see and ask about, each leading to its place. */
export function askedAbout({ file, check: { judgement }, compared }: OwnCase) {
  const { id } = file.case
  const at = (place: string) => ({ href: fieldAddress(id, place) })
  return [
    ...judgement.crossChecks.map(({ message, source, path }) => ({ text: message, source, ...at(path) })),
    ...judgement.streaming.map((doubt) => ({ ...doubtRow(doubt), ...at(doubt.path) })),
    ...judgement.advice.map(({ message, source, path }) => ({ text: message, source, ...at(path) })),
    ...compared.flatMap(({ paper: { kind }, ...one }) => {
      const differing = withVerdict(one, 'differs')
      if (differing.length === 0) return []
      const text = joined([kindLabel(kind), togetherText(differing)], COLON)
      return [{ text, source: READ_SOURCE, ...at(`documents.${kind}`) }]
    }),
    ...judgement.unknownCategories.map((category) => ({
      text: fill(UNKNOWN, { category }),
      source: UNKNOWN_SOURCE,
      ...at('channels'),
    })),
  ]
}

const READ_SOURCE: Bilingual = { zh: '材料的文字与申请的对照', en: 'The document’s text against the application' }
const UNKNOWN: Bilingual = {
  zh: '商品类别“{category}”不在类别表中，评估人会询问是否需要许可证。',
  en: 'The product category “{category}” is not in the list. An assessor will ask whether it needs a licence.',
}
const UNKNOWN_SOURCE: Bilingual = { zh: '商品类别表', en: 'The list of product categories' }

/** Who changed the application's answers last, and where. */
export function lastChange({ file }: OwnCase): Bilingual | undefined {
  const isAnswer = (question: string) => !isWithin(question, KEPT)
  const event = file.events.findLast((one) => changedIn(one).some(isAnswer))
  if (!event) return undefined
  const sections = new Set(changedIn(event).flatMap((question) => findSection(question) ?? []))
  return fill(
    { zh: '{who} {time} 改过“{where}”。', en: '{who} changed “{where}” on {time}.' },
    {
      who: event.actorName ?? '',
      time: time(event.at, 'short'),
      where: joined([...sections].map(({ label }) => label)),
    },
  )
}
