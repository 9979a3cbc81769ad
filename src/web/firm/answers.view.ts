/**
 * A section's page: its questions with what is wrong beside them, what a colleague answered
 * otherwise, and what the answers are for.
 */
import type { Problem } from '../../base/errors.js'
import { withQuery } from '../../base/path.js'
import { type Bilingual, fill, joined, type Language } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { type Conflict, marksOf } from '../../cases/drafts.js'
import type { Rate } from '../../cases/exchange.js'
import { APPLICATION, type Section } from '../../forms/application.js'
import { checkRows, listAnswers } from '../../forms/engine/check.js'
import { type Branch, findNode, getNode, isWithin } from '../../forms/engine/node.js'
import { idOf } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'
import { headingOf } from '../../forms/places.js'
import { isMissing, listProgress, nextSection } from '../../forms/sections.js'
import { SECTION_WORDS } from '../../forms/sectionWords.js'
import { CHANGED_FIRST, NEWER_RATE, SAVED_AT, SAVED_WHILE_OLD } from '../../workflow/firmWords.js'
import { ALL_PROBLEMS, ONLY, sectionAddress } from '../case/addresses.js'
import { firmSummary } from '../case/case.view.js'
import type { OwnCase } from '../case/own.js'
import { readNumber, readText } from '../http/input.js'
import { counted, day, time } from '../kit/page.js'
import type { Compare, Line, Notice } from '../kit/parts.js'
import { below, link, quiet, success } from '../kit/pieces.js'
import { sidesTable } from '../kit/sideBySide.js'
import { fact, smallFacts } from '../kit/table.js'
import { exportsView } from './exports.view.js'
import { countOf, nameOf, tasksLink } from './standing.js'
import { zoneView } from './zone.view.js'

/** A section, or one question of it, when a correction leads there. */
export type OneSection = Section & { readonly only?: string }

export interface SectionContent {
  readonly tree: Branch
  readonly problems: readonly Problem[]
  /** Rates that are newer than those of the sums here, by the place of their day. */
  readonly rates?: ReadonlyMap<string, Rate>
  /** The row or list that has just changed. */
  readonly at?: string | undefined
  readonly saved?: boolean
  /** Nothing was kept: what was typed cannot be. */
  readonly unkept?: boolean
  /** How many answers the passport's zone has filled in. */
  readonly filled?: number | undefined
  readonly conflict?: Conflict
  /** The name under which a text could not be kept. */
  readonly textName?: string
  /** A text was kept just now. */
  readonly textKept?: boolean
  /** The version that the page goes on from, when it is not the present one. */
  readonly seen?: number | undefined
  /** The answers that the page goes on from, when they are not the present ones. */
  readonly was?: string | undefined
}

/** What does not stop the filing, and is easiest put right where it was typed. */
const SAID_AT_ONCE: readonly string[] = ['channelLink']

/** What is wrong in a section; with `all`, what is missing too. */
export function sectionProblems({ file, check }: OwnCase, section: Section, all: boolean): Problem[] {
  const progress = listProgress(file.answers, check.problems, file.attachments.length)
  const stops = progress.find(({ key }) => key === section.key)?.problems ?? []
  const { warns, crossChecks } = check.judgement
  const said = [...warns, ...crossChecks].filter(({ code }) => SAID_AT_ONCE.includes(code))
  const problems = [...stops, ...said]
  return problems.filter(
    (problem) => section.paths.some((root) => isWithin(problem.path, root)) && (all || !isMissing(problem)),
  )
}

/** What a form that saves itself is answered; `old`: of what its page shows something else than is kept. */
export const savedAt = (
  at: Date,
  { case: { answersVersion } }: CaseFile,
  language: Language,
  old: readonly string[],
) => ({
  savedAt: at.toISOString(),
  answersVersion,
  version: answersVersion,
  old: old.join(' ') || undefined,
  message: fill(old.length > 0 ? SAVED_WHILE_OLD : SAVED_AT, { time: time(at, 'clock') })[language],
})

/** What the page had shown: the version of the answers, their marks, and what was already old in it. */
export const shownIn = (body: unknown) => ({
  seen: readNumber(body, 'version'),
  was: readText(body, '_was', 100_000),
  old: readText(body, '_old', 10_000)?.split(' ') ?? [],
})

export function sectionView(own: OwnCase, section: OneSection, shown: SectionContent, language: Language) {
  const { file, firm } = own
  const { tree, problems, conflict } = shown
  const caseId = file.case.id
  const next = section.only ? undefined : nextSection(section.key)
  const lastSaved = file.events.findLast(({ action }) => action === 'saveAnswers')?.at
  return {
    title: section.only ? headingOf(section, section.only) : section.label,
    layout: 'plain' as const,
    back: tasksLink(caseId),
    notices: noticesOf(shown, sectionProblems(own, section, true).filter(isMissing).length, caseId, section.key),
    who: nameOf(file.case),
    host: nameOf(file.case),
    count: countOf(section.key),
    action: sectionAddress(caseId, section.key),
    version: shown.seen ?? file.case.answersVersion,
    was: shown.was ?? marksOf(file.case.state, file.answers, section),
    form: formView(APPLICATION, tree, {
      ...{ language, only: section.paths, problems, at: shown.at },
      hints: new Map([...(shown.rates ?? [])].map(([at, { rateOn }]) => [at, fill(NEWER_RATE, { day: day(rateOn) })])),
    }),
    saved: lastSaved
      ? fill({ zh: '{time} 已保存', en: 'Saved {time}' }, { time: time(lastSaved, 'short') })
      : { zh: '边填边存', en: 'Saved as you type' },
    only: section.only,
    whole: section.only && sectionAddress(caseId, section.key),
    firm: section.key === 'firm' && !section.only ? firmSummary(firm) : undefined,
    zone: zoneView(own, section),
    exports: section.only ? undefined : exportsView(own, section, problems),
    conflict: conflict && conflictTable(file.answers, conflict, tree, language),
    conflictPaths: conflict?.paths.join(' '),
    skip: shown.saved && problems.length > 0 && next ? sectionAddress(caseId, next) : undefined,
    aside: asideOf(section, tree),
  }
}

function noticesOf(
  { saved, unkept, problems, filled, conflict, textKept }: SectionContent,
  missing: number,
  caseId: number,
  key: Section['key'],
): Notice[] {
  if (textKept)
    return [
      success('已存为常用文本', 'Saved as a text', {
        zh: '今后新建或填写申请时可直接填入。',
        en: 'You can use it in any application.',
      }),
    ]
  if (unkept)
    return [{ kind: 'bad', title: { zh: '尚未保存，您填写的内容已保留', en: 'Not saved yet. Your answers are kept' } }]
  if (filled === 0)
    return [
      {
        kind: 'near',
        title: { zh: '机读区无法识别，未填入', en: 'Zone not readable. Nothing was filled in' },
        text: {
          zh: '请照抄护照照片页最下面的两行，每行 44 个字符，“<” 也要抄。',
          en: 'Copy the two lines at the bottom of the passport’s photo page, 44 characters each, with every “<”.',
        },
      },
    ]
  if (filled !== undefined)
    return [success(`已填好 ${filled} 项，请核对`, `${filled} answers are filled in; please check them`)]
  if (conflict || !saved || problems.length === 0) return []
  return [
    { ...success('已保存。以下内容还须修改', 'Saved. These problems remain'), ...blanksText(missing, caseId, key) },
  ]
}

/** A draft may be kept with blanks; whoever is sent back by a mistake is told of them all the same. */
const blanksText = (missing: number, caseId: number, key: Section['key']): Pick<Notice, 'text' | 'links'> =>
  missing === 0
    ? {}
    : {
        text: {
          zh: `另有${missing}处必填的尚未填写。`,
          en: `${counted(missing, 'required answer is', 'required answers are')} still missing.`,
        },
        links: [
          link(
            { zh: '标出未填写的必填项', en: 'Show what is missing' },
            withQuery(sectionAddress(caseId, key), { [ALL_PROBLEMS]: 1 }),
          ),
        ],
      }

/** Theirs beside what was typed here. */
export function conflictTable(
  answers: unknown,
  { paths, by, at }: Conflict,
  tree: Branch,
  language: Language,
): Compare {
  const who = by ?? { zh: '您在另一个窗口', en: 'You, in another window' }
  const theirs = fill({ zh: '{who}，{time}', en: '{who}, {time}' }, { who, time: time(at, 'short') })
  const lines = (given: unknown, question: string): Line => {
    const rows = checkRows(APPLICATION, given, language, { only: [question] })
    const texts = rows.flatMap(({ group, key, lines: words, path: place }) =>
      words.length === 0 ? [] : place === question ? words : [`${group ?? ''} ${key}: ${words.join(' ')}`.trim()],
    )
    if (texts.length === 0) return [quiet({ zh: '（空）', en: '(empty)' })]
    return texts.map((text, index) => ({ text, below: index > 0 }))
  }
  return sidesTable(
    { zh: '两边的答案', en: 'Both answers' },
    [theirs, { zh: '这一页上的', en: 'On this page' }],
    paths.map((question) => ({
      key: checkRows(APPLICATION, tree, language, { only: [question] })[0]?.key ?? question,
      cells: [lines(answers, question), lines(tree, question)],
    })),
  )
}

/** What stands beside the questions: why they are asked, and of a person what each of their names is for. */
function asideOf({ key }: Section, tree: Branch) {
  const help = SECTION_WORDS[key]?.help
  return help && { ...help, rows: key === 'talent' ? namesSummary(tree) : undefined }
}

const namesSummary = (tree: Branch) => {
  const use = (question: string, text: Bilingual): Line => {
    const name = listAnswers(APPLICATION, tree, [question])[0]?.answer
    return name ? [name, below(quiet(text))] : [quiet(text)]
  }
  return smallFacts(
    fact('机读区', 'In the zone', use('talent.systemName', { zh: '用于许可系统', en: 'used in the permit system' })),
    fact(
      '印刷',
      'As printed',
      use('talent.visualName', { zh: '写进推荐函英文本', en: 'appears in the English letter' }),
    ),
    fact(
      '中文名',
      'In Chinese',
      use('talent.chineseName', { zh: '写进推荐函中文本', en: 'appears in the Chinese letter' }),
    ),
  )
}

/** What is said beside a form that saves itself, when somebody else was first. */
export function firstCame({ by, at, paths }: Conflict): Bilingual {
  const labels = new Set(paths.flatMap((path) => findNode(getNode(APPLICATION), path)?.ui.label ?? []))
  const names = [...labels].map((name) => fill({ zh: '“{name}”', en: '“{name}”' }, { name }))
  const who = by ?? { zh: '您在另一个窗口', en: 'In another window you' }
  return fill(CHANGED_FIRST, { who, time: time(at, 'clock'), names: joined(names) })
}

/** The page at the first of the answers that were filled in. */
export function filledAddress(caseId: number, { key, only }: OneSection, at: string, filled: readonly string[] = []) {
  return `${withQuery(sectionAddress(caseId, key), { filled: filled.length, [ONLY]: only })}#${idOf(filled[0] ?? at)}`
}
