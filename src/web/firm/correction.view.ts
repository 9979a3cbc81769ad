/**
 * The correction as the firm works on it: the items of the notice one by one, each with the way to
 * its place, what was changed there since, and the firm's own answer.
 */
import { daysBetween } from '../../base/dates.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import { type CaseFile, changedIn, type TimelineEvent } from '../../cases/caseFile.js'
import {
  type CorrectionItem,
  type CorrectionRound,
  correctionRounds,
  itemKey,
  openRound,
} from '../../cases/correction.js'
import type { UnkeptAnswers } from '../../cases/drafts.js'
import { isWithin, textAt } from '../../forms/engine/node.js'
import { listQuestions } from '../../forms/places.js'
import { itemAddress } from '../case/addresses.js'
import type { OwnCase } from '../case/own.js'
import { counted, day } from '../kit/page.js'
import type { Line, Summary } from '../kit/parts.js'
import { below, pieces, quiet, tag } from '../kit/pieces.js'
import { factOf, facts, smallFacts } from '../kit/table.js'

/** What the firm has done at the place of an item since the notice. */
function changedSince({ events }: CaseFile, notice: TimelineEvent, on: string): Bilingual | undefined {
  const questions = listQuestions(on)
  const isAnswered = (event: TimelineEvent) =>
    changedIn(event).some((one) => questions.some((question) => isWithin(one, question) || isWithin(question, one)))
  const isUploaded = ({ action, content }: TimelineEvent) => action === 'attachFile' && content?.kind === on
  const [isDone, words] =
    questions.length > 0
      ? [isAnswered, { zh: '{day}已修改', en: 'Changed on {day}' }]
      : [isUploaded, { zh: '{day}已重新上传', en: 'Uploaded anew on {day}' }]
  const last = events.findLast((event) => event.seq > notice.seq && isDone(event))
  return last && fill(words, { day: day(last.at, 'short') })
}

function itemView(
  file: CaseFile,
  { notice }: CorrectionRound,
  { number, on, place, where, what, answer }: CorrectionItem,
  unkept: UnkeptAnswers | undefined,
) {
  const key = itemKey(number)
  const href = itemAddress(file.case.id, on)
  const changed = changedSince(file, notice, on)
  const way = listQuestions(on).length > 0 ? { zh: '去修改', en: 'Change it' } : { zh: '去上传', en: 'Upload it' }
  return {
    id: `item-${number}`,
    name: key,
    was: answer,
    number,
    place,
    where,
    what,
    link: href ? { href, text: way } : undefined,
    changed,
    tag: changed ? tag('待说明', 'Say how', 'blue') : tag('待补正', 'To do', 'yellow'),
    done: answer !== '' ? { zh: '已答复', en: 'Answered' } : undefined,
    answer: unkept?.answers[key] ?? answer,
    problem: unkept?.problems[key],
    theirs: unkept?.theirs[key],
  }
}

/** The items that have no answer yet. */
export const unanswered = (file: CaseFile): readonly CorrectionItem[] =>
  (openRound(file)?.items ?? []).filter(({ answer }) => answer === '')

/**
 * The list of the open notice; undefined when none is open.
 *
 * @param most how many rounds there may be
 * @param unkept what was typed and could not be kept yet
 * @param saved something was kept just now
 */
export function correctionView({ file }: OwnCase, today: string, most: number, unkept?: UnkeptAnswers, saved = false) {
  const round = openRound(file)
  const { id, dueOn, answersVersion } = file.case
  if (!round || dueOn === null) return undefined
  const left = Math.max(0, daysBetween(today, dueOn))
  const all = round.items.length
  const answered = all - unanswered(file).length
  return {
    title: { zh: '要补正的', en: 'To be corrected' },
    round: { zh: `第 ${round.round} 轮，最多 ${most} 轮`, en: `Round ${round.round} of ${most} at most` },
    until: fill(
      { zh: '{day}前，还剩 {left} 天', en: 'Until {day}, {days} left' },
      { day: day(dueOn), left, days: counted(left, 'day', 'days') },
    ),
    remarks: textAt(round.notice.content, 'remarks') || undefined,
    progress: {
      zh: `已答复 ${answered} 项，共 ${all} 项`,
      en: `${answered} of ${counted(all, 'item', 'items')} answered`,
    },
    /** The address to which the form is sent. */
    action: path.correction(id),
    version: answersVersion,
    items: round.items.map((item) => itemView(file, round, item, unkept)),
    saved,
  }
}

/** What was asked for, and what the firm says of it below. */
const itemLine = ({ what, where }: CorrectionItem, said: Bilingual | string): Line =>
  pieces(where && quiet(fill({ zh: '{where}：', en: '{where}: ' }, { where })), quiet(what), said && below(said))

/** The items with their answers as they will be sent, each with the way back to it. */
export const correctionSummary = (file: CaseFile): Summary =>
  facts(
    ...(openRound(file)?.items ?? []).map((item) => {
      const { number, place, answer } = item
      return factOf(place, itemLine(item, answer), {
        problem: answer ? undefined : { zh: '还没有写怎样补正的', en: 'How it was corrected is not said yet' },
        actions: [
          { text: { zh: '修改', en: 'Change' }, href: `${path.case(file.case.id)}#item-${number}`, about: place },
        ],
      })
    }),
  )

/** The rounds that were sent: what was asked for, and below it what the firm answered. */
export const sentRounds = (file: CaseFile) =>
  correctionRounds(file).flatMap(({ round, notice, items, sentAt, remarks }) => {
    if (sentAt === null) return []
    const noAnswer = { zh: '没有另作说明', en: 'nothing was said about it' }
    return {
      title: fill(
        { zh: '第 {round} 轮：{asked}告知，{sent}补正', en: 'Round {round}: asked on {asked}, answered on {sent}' },
        { round, asked: day(notice.at, 'short'), sent: day(sentAt, 'short') },
      ),
      items: smallFacts(...items.map((item) => factOf(item.place, itemLine(item, item.answer || noAnswer)))),
      remarks: remarks || undefined,
    }
  })
