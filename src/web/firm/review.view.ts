/**
 * What "check your answers" shows: every answer with the way to change it, the papers, and the
 * button with what still stops it. Over 250 lines because it is one page.
 */
import type { Problem, Reason } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { COLON, fill, joined, type Language } from '../../base/text.js'
import { APPLICATION, SECTIONS } from '../../forms/application.js'
import { SENSITIVE } from '../../forms/choices.js'
import { type CheckRow, checkRows, errorSummary } from '../../forms/engine/check.js'
import { isBlank, valueAt } from '../../forms/engine/node.js'
import { idOf } from '../../forms/engine/parts.js'
import { labelOf } from '../../forms/engine/ui.js'
import { findSection, isMissing, listProgress } from '../../forms/sections.js'
import type { Act } from '../../workflow/machine.js'
import { WORDS } from '../../workflow/words.js'
import { ALL_PROBLEMS, fieldAddress, kindId, sectionAddress } from '../case/addresses.js'
import { kindLabel } from '../case/case.view.js'
import { standingText } from '../case/consents.view.js'
import { inOrder, unsorted } from '../../cases/documents.js'
import { signedRows } from '../case/signatures.view.js'
import { type OwnCase, sendingOf } from '../case/own.js'
import { counted } from '../kit/page.js'
import type { Button, DocumentRow, Line, Notice, Summary, Text } from '../kit/parts.js'
import { link, quiet } from '../kit/pieces.js'
import { factOf, smallFacts } from '../kit/table.js'
import { refusedNotices } from './consent.view.js'
import { unanswered } from './correction.view.js'
import { paperRow } from './paperRow.js'

export const stopTitle = (count: number) => ({
  zh: `还有 ${count} 处须补充或修改，解决后方可提交`,
  en: `You must fix ${counted(count, 'problem', 'problems')} before you can submit`,
})

/** The lines that a machine reads: nobody need read them when they agree with the rest. */
const CODED = 'talent.passport.mrz'

const UNANSWERED = { zh: '未填写', en: 'Not answered yet' }

interface AnswerGroup {
  readonly name: string
  readonly place: string
  readonly line: Line
  readonly answered: boolean
  readonly errors: readonly string[]
}

const isShown = ({ path, lines, missing, errors }: CheckRow): boolean =>
  missing || errors.length > 0 || (lines.length > 0 && path !== CODED)

/** Questions with their answers; what is asked several times is one row a time. */
function answerGroups(rows: readonly CheckRow[]): AnswerGroup[] {
  const times = new Map<string, CheckRow[]>()
  for (const row of rows.filter(isShown)) {
    const time = /^.*\.\d+(?=\.)/.exec(row.path)?.[0]
    times.set(time ?? row.path, [...(times.get(time ?? row.path) ?? []), row])
  }
  return [...times].map(([place, group]) => {
    const [first] = group
    return first?.path === place ? oneAnswer(first) : answersOfTime(place, group)
  })
}

function oneAnswer({ path: place, group, key, lines, errors, missing }: CheckRow): AnswerGroup {
  const look = place === CODED ? 'code' : undefined
  const answered = lines.length > 0
  return {
    name: group ? `${group} · ${key}` : key,
    place,
    answered,
    line: answered ? lines.map((text, index) => ({ text, look, below: index > 0 })) : [quiet(UNANSWERED)],
    errors: missing && !answered ? [] : errors,
  }
}

/** A row in which nothing stands is no answer. */
function answersOfTime(place: string, group: readonly CheckRow[]): AnswerGroup {
  const name = group[0]?.group ?? ''
  const answered = group.some(({ lines }) => lines.length > 0)
  if (!answered) return { name, place, answered, line: [quiet(UNANSWERED)], errors: [] }
  return {
    name,
    place,
    answered,
    line: group.map(({ key, lines }, index) => ({
      text: `${key} ${lines.length > 0 ? lines.join(' ') : '—'}`,
      below: index > 0,
    })),
    errors: group.flatMap(({ errors }) => errors),
  }
}

/** Each section's answers; what is missing or wrong says so, with the way to change it. */
export function sectionsOf({ file, check }: OwnCase, language: Language, firm: Summary) {
  const progress = listProgress(file.answers, check.problems, file.attachments.length)
  return SECTIONS.filter(({ key, paths }) => key !== 'documents' && paths.length > 0).map(({ key, label, paths }) => {
    const state = progress.find((one) => one.key === key)?.state
    if (state === 'notStarted' || state === 'optional')
      return {
        key,
        label,
        href: sectionAddress(file.case.id, key),
        firm: undefined,
        summary: undefined,
        wrong: undefined,
        settled: false,
        optional: state === 'optional',
      }
    const rows = checkRows(APPLICATION, file.answers, language, { only: paths, problems: check.problems })
    const href = sectionAddress(file.case.id, key)
    // a list as a whole may be wrong: a gap between its rows
    const whole = check.problems.filter(({ path }) => paths.includes(path) && !rows.some((row) => row.path === path))
    const groups = answerGroups(rows)
    const shown = groups.map(({ name, place, line, answered, errors }) => {
      const problem = errors.join(' ')
      const query = problem || !answered ? `?${ALL_PROBLEMS}=1` : ''
      const text = answered ? { zh: '修改', en: 'Change' } : { zh: '填写', en: 'Answer' }
      const actions = [{ text, href: `${href}${query}#${idOf(place)}`, about: name }]
      return factOf(name, line, { problem: problem || undefined, actions })
    })
    const isSettled = groups.every(({ answered, errors }) => answered && errors.length === 0)
    return {
      key,
      label,
      href,
      firm: key === 'firm' ? firm : undefined,
      summary: shown.length > 0 ? smallFacts(...shown) : undefined,
      wrong: whole.length > 0 ? whole.map(({ message }) => message) : undefined,
      settled: isSettled && whole.length === 0,
      optional: false,
    }
  })
}

/** What is here, what a letter of commitment replaces, and what is needed and is not. */
export function papersOf(own: OwnCase): DocumentRow[] {
  const { file, check } = own
  const papers = inOrder(file.attachments)
  const lacking = check.judgement.blocks
    .filter(({ code }) => code.startsWith('missing:'))
    .map(({ path }) => path.replace('documents.', ''))
    .filter((kind) => !papers.some((paper) => paper.kind === kind))
    .map((kind) => ({
      title: kindLabel(kind),
      href: `${path.documents(file.case.id)}#${kindId(kind)}`,
      note: { zh: '未上传', en: 'Not uploaded yet' },
      tone: 'none' as const,
    }))
  const promised = check.judgement.promised
    .filter(({ document, allowed }) => allowed && !papers.some(({ kind }) => kind === document))
    .map(({ document }) => ({
      title: kindLabel(document),
      href: `${path.documents(file.case.id)}#${kindId(document)}`,
      note: { zh: '以承诺书代替', en: 'Replaced by a letter of commitment' },
      tone: 'none' as const,
    }))
  return [...papers.map((paper) => paperRow(own, paper)), ...signedRows(file, check.voids), ...promised, ...lacking]
}

/** Files of which nobody has said what they are do not go along. */
export function unsortedNotices({ file: { case: one, attachments } }: OwnCase): Notice[] {
  const count = unsorted(attachments).length
  if (count === 0) return []
  return [
    {
      kind: 'near',
      title: {
        zh: `还有 ${count} 份文件没有确认种类，不会随申请提交`,
        en: `${counted(count, 'file has', 'files have')} no kind yet and will not be submitted`,
      },
      links: [link({ zh: '确认种类', en: 'Confirm the kinds' }, `${path.documents(one.id)}#sort`)],
    },
  ]
}

/**
 * The firm declares that the candidate agrees; who has not decided yet is invited to, and what they have decided is
 * named. Nothing waits for it here.
 */
export function inviteNotices({ file }: OwnCase): Notice[] {
  const { case: one, consents } = file
  const items = consents.map((said) => joined([labelOf(SENSITIVE, said.about), standingText(said)], COLON))
  const refused = refusedNotices(file).map((notice) => ({ ...notice, items }))
  const waiting = consents.filter(({ standing }) => standing === 'notAsked').length
  if (refused.length > 0 || waiting === 0) return refused
  const notice: Notice = {
    kind: 'near',
    title: { zh: '人选本人尚未决定是否同意', en: 'The candidate has not decided about consent yet' },
    text: {
      zh: '提交时勾选的是企业声明，不代替人选本人决定。请将本人页面交给人选，由其自行决定。',
      en: 'Your declaration does not replace the candidate’s decision. Give them their own page to decide.',
    },
    links: [link({ zh: '邀请人选', en: 'Invite the candidate' }, path.caseTalent(one.id))],
  }
  return [waiting === consents.length ? notice : { ...notice, title: PARTLY, items }]
}
const PARTLY = {
  zh: '人选本人尚未对每类材料作出决定',
  en: 'The candidate has not decided about every kind of document yet',
}

/** Where more is missing than this in one section, one line says how much. */
const MOST_MISSING = 3

/**
 * What stops sending, line by line; what is merely missing is counted by section, so that an empty
 * draft is told in a few lines.
 */
export function stopsOf({
  file,
  check,
}: OwnCase): readonly { readonly text: Text; readonly href?: string | undefined }[] {
  const { id } = file.case
  const progress = listProgress(file.answers, check.problems, file.attachments.length)
  const counted = new Map(
    progress.flatMap(({ key, problems }) => {
      const missing = problems.filter(isMissing)
      return missing.length > MOST_MISSING ? [[key, missing.length] as const] : []
    }),
  )
  const many = SECTIONS.flatMap(({ key, label }) => {
    const count = counted.get(key)
    if (count === undefined) return []
    const text = key === 'documents' ? MISSING_DOCUMENTS : MISSING_ANSWERS
    const href = key === 'documents' ? path.documents(id) : withQuery(sectionAddress(id, key), { [ALL_PROBLEMS]: 1 })
    return [{ text: fill(text, { label, count }), href }]
  })
  const single = check.problems.filter(
    (problem) =>
      !isOfNothing(file.answers, problem) &&
      !(isMissing(problem) && counted.has(findSection(problem.path)?.key ?? 'firm')),
  )
  const open = unanswered(file).map(({ number }) => ({
    text: fill(UNSAID, { number }),
    href: `${path.case(id)}#item-${number}`,
  }))
  return [...open, ...many, ...(errorSummary(single, (problem) => fieldAddress(id, problem.path))?.lines ?? [])]
}

const UNSAID = { zh: '补正事项第{number}项尚未答复', en: 'Correction, item {number}: not answered yet' }
const MISSING_ANSWERS = { zh: '{label}：还有 {count} 处未填写', en: '{label}: {count} answers missing' }
const MISSING_DOCUMENTS = { zh: '{label}：缺少 {count} 种', en: '{label}: {count} kinds missing' }

/** A judgement of an answer that is not there: that it is missing is said already. */
const isOfNothing = (answers: unknown, problem: Pick<Problem, 'code' | 'path'>): boolean =>
  !isMissing(problem as Problem) && problem.path.startsWith('talent.') && isBlank(valueAt(answers, problem.path))

const keyOf = ({ code, path = '' }: Pick<Reason, 'code' | 'path'>): string => `${code} ${path}`

/** The button that sends; while something stands in the way it says what. */
export function buttonOf({ file, check, firm }: OwnCase, action: Act): Button {
  const sending = sendingOf(file)
  const text = WORDS[action].label
  const open = unanswered(file).length
  const wrong = check.problems.length
  if (sending?.enabled && open === 0) return { text, id: 'send' }
  const known = new Set([...check.problems.map(keyOf), keyOf({ code: 'firmConfirmed' })])
  const because: readonly (Text | false)[] = [
    open > 0 && {
      zh: `还有 ${open} 项补正事项尚未答复，答复后方可提交。`,
      en: `You can submit once every item is answered. ${open} ${open === 1 ? 'is' : 'are'} still open.`,
    },
    wrong > 0 && {
      zh: `请先解决上面列出的 ${wrong} 处问题，再提交。`,
      en: `You can submit once the problems listed above (${wrong}) are fixed.`,
    },
    firm.confirmedAt === null && {
      zh: '主管部门确认企业登记后才能提交。',
      en: 'Possible when the lead department has confirmed the firm.',
    },
    ...(sending?.because ?? [])
      .filter(
        (reason) =>
          !known.has(keyOf(reason)) && !isOfNothing(file.answers, { code: reason.code, path: reason.path ?? '' }),
      )
      .map(({ zh, en }) => ({ zh, en })),
  ]
  return { text, id: 'send', unavailable: because.flatMap((reason) => reason || []) }
}
