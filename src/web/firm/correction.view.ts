/**
 * The correction as the firm works on it: the items of the notice one by one, each with the way to
 * its place, what was changed there since, and the firm's own answer.
 */
import { daysBetween } from '../../base/dates.js'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { listQuestions } from '../../forms/places.js'
import { type CorrectionItem, type CorrectionRound, correctionRounds, itemKey, openRound } from '../case/correction.js'
import { both, counted, dateText } from '../kit/page.js'
import type { Piece, Summary, Tag, Text } from '../kit/parts.js'
import { itemAddress } from '../case/addresses.js'
import type { OwnCase } from '../case/own.js'

/** What was typed and could not be kept yet. */
export interface CorrectionInput {
  readonly answers: Readonly<Record<string, string>>
  readonly problems: Readonly<Record<string, Bilingual>>
  /** What a colleague wrote meanwhile. */
  readonly theirs: Readonly<Record<string, string>>
  readonly saved?: boolean
}

export interface CorrectionItemView {
  readonly id: string
  readonly name: string
  readonly was: string
  readonly number: number
  readonly place: Text
  readonly where?: Text
  readonly what: Bilingual
  readonly link?: { readonly href: string; readonly text: Text }
  readonly changed?: Text
  readonly tag: Tag
  readonly done?: Text
  readonly answer: string
  readonly problem?: Text
  readonly theirs?: string
}

export interface CorrectionView {
  readonly title: Text
  readonly round: Text
  readonly until: Text
  readonly remarks?: string
  readonly progress: Text
  /** The address to which the form is sent. */
  readonly action: string
  readonly version: number
  readonly items: readonly CorrectionItemView[]
  readonly saved?: boolean
}

const isNear = (path: string, other: string): boolean =>
  path === other || path.startsWith(`${other}.`) || other.startsWith(`${path}.`)

/** What the firm has done at the place of an item since the notice. */
function changedSince(
  { events }: CaseFile,
  { notice }: CorrectionRound,
  { on }: CorrectionItem,
): Bilingual | undefined {
  const since = events.filter(({ seq }) => seq > notice.seq)
  const questions = listQuestions(on)
  const uploaded = since.findLast(({ action, content }) => action === 'attachFile' && content?.kind === on)
  const written = since.findLast(({ action, content }) => {
    const changed = action === 'saveAnswers' && Array.isArray(content?.changed) ? content.changed.map(String) : []
    return changed.some((path) => questions.some((question) => isNear(path, question)))
  })
  const last = questions.length > 0 ? written : uploaded
  if (!last) return undefined
  return both((language) => {
    const day = dateText(last.at, language, 'short')
    if (last === uploaded) return language === 'zh' ? `${day}已重新上传` : `Uploaded anew on ${day}`
    return language === 'zh' ? `${day}已修改` : `Changed on ${day}`
  })
}

const OPEN: Tag = { label: { zh: '待补正', en: 'To do' }, colour: 'yellow' }
const CHANGED: Tag = { label: { zh: '待说明', en: 'Say how' }, colour: 'blue' }

function itemView(
  own: OwnCase,
  round: CorrectionRound,
  item: CorrectionItem,
  typed?: CorrectionInput,
): CorrectionItemView {
  const { file } = own
  const { number, on, place, where, what, answer } = item
  const key = itemKey(number)
  const href = itemAddress(file.case.id, on)
  const changed = changedSince(file, round, item)
  const problem = typed?.problems[key]
  const theirs = typed?.theirs[key]
  return {
    id: `item-${number}`,
    name: key,
    was: answer,
    number,
    place,
    where,
    what,
    link: href
      ? {
          href,
          text: listQuestions(on).length > 0 ? { zh: '去修改', en: 'Change it' } : { zh: '去上传', en: 'Upload it' },
        }
      : undefined,
    changed,
    tag: changed ? CHANGED : OPEN,
    done: answer !== '' ? { zh: '已答复', en: 'Answered' } : undefined,
    answer: typed?.answers[key] ?? answer,
    problem,
    theirs,
  }
}

/** The items that have no answer yet. */
export const unanswered = (file: CaseFile): readonly CorrectionItem[] =>
  (openRound(file)?.items ?? []).filter(({ answer }) => answer === '')

/**
 * The list of the open notice; undefined when none is open.
 *
 * @param most how many rounds there may be
 */
export function correctionView(
  own: OwnCase,
  today: string,
  most: number,
  typed?: CorrectionInput,
): CorrectionView | undefined {
  const { file } = own
  const round = openRound(file)
  if (!round) return undefined
  const { id, dueOn, answersVersion } = file.case
  const left = dueOn === null ? 0 : Math.max(0, daysBetween(today, dueOn))
  const open = unanswered(file).length
  const all = round.items.length
  const remarks = typeof round.notice.content?.remarks === 'string' ? round.notice.content.remarks : ''
  return {
    title: { zh: '要补正的', en: 'To be corrected' },
    round: { zh: `第 ${round.round} 轮，最多 ${most} 轮`, en: `Round ${round.round} of ${most} at most` },
    until: both((language) =>
      language === 'zh'
        ? `${dateText(dueOn ?? '', 'zh')}前，还剩 ${left} 天`
        : `Until ${dateText(dueOn ?? '', 'en')}, ${counted(left, 'day', 'days')} left`,
    ),
    remarks: remarks || undefined,
    progress: {
      zh: `已答复 ${all - open} 项，共 ${all} 项`,
      en: `${all - open} of ${counted(all, 'item', 'items')} answered`,
    },
    action: path.correction(id),
    version: answersVersion,
    items: round.items.map((item) => itemView(own, round, item, typed)),
    saved: Boolean(typed?.saved),
  }
}

/** The items with their answers as they will be sent, each with the way back to it. */
export function correctionSummary(file: CaseFile): Summary {
  const id = file.case.id
  return {
    rows: (openRound(file)?.items ?? []).map(({ number, place, where, what, answer }) => ({
      key: place,
      line: [...askedLine(what, where), ...(answer ? [answerPiece(answer)] : [])],
      problem: answer ? undefined : { zh: '还没有写怎样补正的', en: 'How it was corrected is not said yet' },
      actions: [{ text: { zh: '修改', en: 'Change' }, href: `${path.case(id)}#item-${number}`, about: place }],
    })),
  }
}

const askedLine = (what: Bilingual, where: Bilingual | undefined): Piece[] => [
  ...(where ? [{ text: { zh: `${where.zh}：`, en: `${where.en}: ` }, look: 'quiet' as const }] : []),
  { text: what, look: 'quiet' as const },
]
const answerPiece = (answer: string): Piece => ({ text: answer, below: true })

/** The rounds that were sent: what was asked for, and below it what the firm answered. */
export function sentRounds(
  file: CaseFile,
): { readonly title: Text; readonly items: Summary; readonly remarks?: string }[] {
  return correctionRounds(file)
    .filter(({ sentAt }) => sentAt !== null)
    .map(({ round, notice, items, sentAt, remarks }) => ({
      title: both((language) => {
        const [asked, sent] = [dateText(notice.at, language, 'short'), dateText(sentAt ?? notice.at, language, 'short')]
        return language === 'zh'
          ? `第 ${round} 轮：${asked}告知，${sent}补正`
          : `Round ${round}: asked on ${asked}, answered on ${sent}`
      }),
      items: {
        small: true,
        rows: items.map(({ place, where, what, answer }) => ({
          key: place,
          line: [...askedLine(what, where), answer ? answerPiece(answer) : NO_ANSWER],
        })),
      },
      remarks: remarks || undefined,
    }))
}

const NO_ANSWER: Piece = { text: { zh: '没有另作说明', en: 'nothing was said about it' }, below: true }
