/**
 * A section's page: its questions with what is wrong beside them, what a colleague answered
 * otherwise, and what the answers are for.
 */
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { Bilingual, Language } from '../../base/text.js'
import { APPLICATION, type Section, type SectionKey } from '../../forms/application.js'
import { checkRows, listAnswers } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import { isMissing, listProgress } from '../../forms/sections.js'
import { formView } from '../../forms/engine/view.js'
import { firmSummary } from '../case/case.view.js'
import { both, timeText } from '../kit/page.js'
import type { Compare, Line, Notice, Summary } from '../kit/parts.js'
import { sidesTable } from '../kit/sideBySide.js'
import { nextSection, sectionAddress } from '../case/addresses.js'
import type { Conflict } from './keeping.js'
import type { OwnCase } from '../case/own.js'
import { countOf, nameOf } from './standing.js'

/** A section, or one question of it, when a correction leads there. */
export type OneSection = Section & { readonly only?: string }

export interface SectionShown {
  readonly tree: Branch
  readonly problems: readonly Problem[]
  /** The row or list that has just changed. */
  readonly at?: string | undefined
  readonly saved?: boolean
  /** Nothing was kept: what was typed cannot be. */
  readonly unkept?: boolean
  /** How many answers the passport's zone has filled in. */
  readonly filled?: number
  readonly conflict?: Conflict
  /** The version that the page goes on from, when it is not the present one. */
  readonly seen?: number | undefined
}

/** What is wrong in a section; with `all`, what is missing too. */
export function sectionProblems({ file, check }: OwnCase, section: Section, all: boolean): Problem[] {
  const attached = file.attachments.length
  const own = listProgress(file.answers, check.problems, attached).find(({ key }) => key === section.key)
  const problems = (own?.problems ?? []).filter(({ path }) => section.paths.some((root) => isWithin(path, root)))
  if (all) return [...problems]
  return problems.filter((problem) => !isMissing(problem))
}

const isWithin = (path: string, root: string): boolean => path === root || path.startsWith(`${root}.`)

export function sectionView(own: OwnCase, section: OneSection, shown: SectionShown, language: Language) {
  const { file, firm } = own
  const { tree, problems, conflict } = shown
  const caseId = file.case.id
  const next = section.only ? undefined : nextSection(section.key)
  const lastSaved = file.events.findLast(({ action }) => action === 'saveAnswers')?.at
  return {
    title: section.label,
    layout: 'plain' as const,
    back: { text: { zh: '回到任务', en: 'Back to the tasks' }, href: path.case(caseId) },
    notices: noticesOf(shown),
    who: nameOf(file.case),
    count: countOf(section.key),
    action: sectionAddress(caseId, section.key),
    version: shown.seen ?? file.case.answersVersion,
    form: formView(APPLICATION, tree, { language, only: section.paths, problems, at: shown.at }),
    saved: lastSaved
      ? both((at) =>
          at === 'zh' ? `${timeText(lastSaved, 'zh', 'short')} 已保存` : `Saved ${timeText(lastSaved, 'en', 'short')}`,
        )
      : { zh: '边填边存', en: 'Saved as you type' },
    only: section.only,
    whole: section.only && sectionAddress(caseId, section.key),
    firm: section.key === 'firm' && !section.only ? firmSummary(firm) : undefined,
    conflict: conflict && compareOf(own, conflict, tree, language),
    conflictPaths: conflict?.paths.join(' '),
    skip: shown.saved && problems.length > 0 && next ? sectionAddress(caseId, next) : undefined,
    aside: asideOf(section.key, tree),
  }
}

function noticesOf({ saved, unkept, problems, filled, conflict }: SectionShown): Notice[] {
  if (unkept)
    return [{ kind: 'bad', title: { zh: '还没有保存，您填的都在', en: 'Not saved yet; what you typed is all here' } }]
  if (filled === 0)
    return [
      {
        kind: 'near',
        title: { zh: '机读区读不出来，没有填', en: 'The zone could not be read; nothing was filled in' },
        text: {
          zh: '请照抄护照照片页最下面的两行，每行 44 个字符，“<” 也要抄。',
          en: 'Copy the two lines at the bottom of the passport’s photo page, 44 characters each, with every “<”.',
        },
      },
    ]
  if (filled !== undefined)
    return [
      {
        kind: 'ok',
        title: { zh: `已填好 ${filled} 项，请核对`, en: `${filled} answers are filled in; please check them` },
      },
    ]
  if (conflict) return []
  if (saved && problems.length > 0)
    return [{ kind: 'ok', title: { zh: '已保存。以下内容还须修改', en: 'Saved. These problems remain' } }]
  return []
}

/** Theirs beside what was typed here. */
function compareOf({ file }: OwnCase, { paths, by, at }: Conflict, tree: Branch, language: Language): Compare {
  const who = by ?? { zh: '您在另一个窗口', en: 'You, in another window' }
  const theirs: Bilingual = both((one) =>
    one === 'zh'
      ? `${typeof who === 'string' ? who : who.zh}，${timeText(at, 'zh', 'short')}`
      : `${typeof who === 'string' ? who : who.en}, ${timeText(at, 'en', 'short')}`,
  )
  const mine = { zh: '这一页上的', en: 'On this page' }
  const lines = (answers: unknown, path: string): Line => {
    const rows = checkRows(APPLICATION, answers, language, { only: [path] })
    const texts = rows.flatMap(({ group, key, lines: words, path: place }) =>
      words.length === 0 ? [] : place === path ? words : [`${group ?? ''} ${key}: ${words.join(' ')}`.trim()],
    )
    if (texts.length === 0) return [{ text: { zh: '（空）', en: '(empty)' }, look: 'quiet' }]
    return texts.map((text, index) => ({ text, below: index > 0 }))
  }
  return sidesTable(
    { zh: '两边的答案', en: 'Both answers' },
    [theirs, mine],
    paths.map((path) => ({
      key: checkRows(APPLICATION, tree, language, { only: [path] })[0]?.key ?? path,
      cells: [lines(file.answers, path), lines(tree, path)],
    })),
  )
}

interface Aside {
  readonly title: Bilingual
  readonly rows?: Summary
  readonly note?: Line
}

/** What stands beside the questions: why they are asked, where that is not plain. */
function asideOf(key: SectionKey, tree: Branch): Aside | undefined {
  if (key !== 'talent') return ASIDES[key]
  const row = (zh: string, en: string, path: string, use: Bilingual) => {
    const name = listAnswers(APPLICATION, tree, [path])[0]?.answer
    return {
      key: { zh, en },
      line: [...(name ? [name] : []), { text: use, look: 'quiet' as const, below: name !== null }],
    }
  }
  return {
    title: { zh: '三个名字，各有用处', en: 'Three names, three uses' },
    rows: {
      small: true,
      rows: [
        row('机读区', 'In the zone', 'talent.systemName', { zh: '进许可系统', en: 'goes into the permit system' }),
        row('印刷', 'As printed', 'talent.visualName', { zh: '写进推荐函英文本', en: 'stands in the English letter' }),
        row('中文名', 'In Chinese', 'talent.chineseName', {
          zh: '写进推荐函中文本',
          en: 'stands in the Chinese letter',
        }),
      ],
    },
    note: [
      {
        zh: '护照信息只供受理、评估与许可机关查看，每次查看都有记录。',
        en: 'Only intake, the assessors and the permit authority see passport data; each reading is recorded.',
      },
    ],
  }
}

/** Why this is asked, where it is not plain from the questions. */
const ASIDES: Readonly<Partial<Record<SectionKey, Aside>>> = {
  engagement: {
    title: { zh: '怎样判断薪酬', en: 'How pay is judged' },
    note: [
      {
        zh: '只看年薪（税前，人民币）。六倍、四倍是上年度本市平均工资的倍数，见',
        en:
          'Only the salary a year counts, before tax, in yuan. Six and four times ' +
          'are multiples of last year’s average wage; see ',
      },
      { text: { zh: '公布的条件', en: 'the published criteria' }, href: path.criteria },
      { zh: '。', en: '.' },
    ],
  },
  channels: {
    title: { zh: '照平台后台的数填', en: 'Figures as the platform shows them' },
    note: [
      {
        zh: '评估人会与“平台账号及直播数据证明”核对。没有开播的频道不用填。',
        en: 'The assessor compares them with the evidence from the platforms. Leave out channels that do not stream.',
      },
    ],
  },
  circumstances: {
    title: { zh: '都没有，就直接继续', en: 'If none of it applies, go on' },
    note: [
      {
        zh: '回答“是”的，自测会说明办理许可时还要准备哪些材料；承诺和主张的途径由评估人核对，不计入类别。',
        en:
          'Where you answer yes, the self-check says which papers the permit will need. Assessors look ' +
          'at commitments and claimed routes; they do not count for the class.',
      },
    ],
  },
  experience: {
    title: { zh: '简历不能有空档', en: 'No gap in the resume' },
    note: [
      {
        zh: '从最高学历之前的学习写起，一个月接一个月，写到上个月；待业也要写。',
        en: 'Month after month from your studies to last month; write down unemployment too.',
      },
    ],
  },
}
