/** The firm's task list: each section with what is known, and how far it is. */
import { path } from '../../base/path.js'
import { type Bilingual, COMMA, fill, joined, type Left, SEMICOLON } from '../../base/text.js'
import { APPLICATION, parseApplication, SECTIONS, type SectionKey } from '../../forms/application.js'
import { listAnswers } from '../../forms/engine/check.js'
import { isMissing, listProgress, type SectionProgress } from '../../forms/sections.js'
import { SECTION_WORDS } from '../../forms/sectionWords.js'
import { sectionAddress } from '../case/addresses.js'
import { current, unsorted } from '../../cases/documents.js'
import { DOCUMENT_KINDS } from '../../forms/choices.js'
import { isWithin } from '../../forms/engine/node.js'
import { type OwnCase, sendingOf } from '../case/own.js'
import { counted, money } from '../kit/page.js'
import type { Task } from '../kit/parts.js'
import { tag } from '../kit/pieces.js'
import { colleagueHint, waitsForColleague } from './askedToSubmit.view.js'
import { unanswered } from './correction.view.js'
import { namePlaces } from './placeNames.js'

/** Answers in a line; undefined while there are none. */
const inLine = (...answers: readonly (Bilingual | Left)[]): Bilingual | undefined =>
  answers.some(Boolean) ? joined(answers, COMMA) : undefined

/** What a section holds, in a line. */
function contentOf(key: SectionKey, { file: { answers }, firm }: OwnCase): Bilingual | undefined {
  const answer = (question: string) => listAnswers(APPLICATION, answers, [question])[0]?.answer
  const { partial } = parseApplication(answers)
  switch (key) {
    case 'firm': {
      const standing = firm.confirmedAt
        ? { zh: '企业登记已确认', en: 'The firm is confirmed' }
        : { zh: '企业登记待确认', en: 'The firm is waiting for confirmation' }
      return inLine(standing, answer('contact.name'))
    }
    case 'talent':
      return inLine(answer('talent.systemName') ?? answer('talent.visualName'), answer('talent.nationality'))
    case 'engagement': {
      const salary = partial.engagement?.salaryPerYear
      return inLine(
        answer('engagement.post'),
        salary !== undefined && { zh: `年薪 ${money(salary)}`, en: `${money(salary)} a year` },
      )
    }
    case 'channels': {
      const platforms = (partial.channels ?? []).flatMap((channel) => channel?.platform ?? [])
      if (platforms.length === 0) return undefined
      return {
        zh: `${platforms.length} 个频道：${platforms.join('、')}`,
        en: `${counted(platforms.length, 'channel', 'channels')}: ${platforms.join(', ')}`,
      }
    }
    case 'experience': {
      const years = partial.talent?.experienceYears
      return inLine(
        answer('talent.education.degree'),
        years !== undefined && {
          zh: `相关经历 ${years} 年`,
          en: `${counted(years, 'year', 'years')} of related work`,
        },
      )
    }
    default:
      return undefined
  }
}

/** Papers: how many of those needed are here, and which are not. */
function papersHint({ file, check: { judgement } }: OwnCase): Bilingual {
  const here = current(file.attachments).length
  const lacking = judgement.blocks.filter(({ code }) => code.startsWith('missing:'))
  const waiting = unsorted(file.attachments).length
  const received = {
    zh: `已收到 ${waiting} 份文件，待确认种类`,
    en: `${counted(waiting, 'file', 'files')} received; say what each of them is`,
  }
  if (here === 0 && waiting > 0) return received
  if (here === 0)
    return {
      zh: `尚未上传，须 ${lacking.length} 件`,
      en: `Nothing uploaded yet; ${counted(lacking.length, 'is', 'are')} needed`,
    }
  const spoiled = judgement.blocks.filter(
    ({ code, path }) => path.startsWith('documents.') && !code.startsWith('missing:'),
  )
  return joined(
    [
      { zh: `已上传 ${here} 件`, en: `${counted(here, 'document', 'documents')} uploaded` },
      waiting > 0 && received,
      spoiled.length > 0 &&
        fill({ zh: '须更换：{places}', en: 'to be replaced: {places}' }, { places: namePlaces(spoiled) }),
      lacking.length > 0 &&
        fill({ zh: '缺少：{places}', en: 'still needed: {places}' }, { places: namePlaces(lacking) }),
    ],
    SEMICOLON,
  )
}

/** What a section's state is called: done, with a tag, or in plain words. */
const STATES: Readonly<Record<SectionProgress['state'], Pick<Task, 'done' | 'tag' | 'status'>>> = {
  done: { done: { zh: '完成', en: 'Done' } },
  inProgress: { tag: tag('进行中', 'In progress', 'blue') },
  toFix: { tag: tag('需修改', 'Needs correction', 'red') },
  optional: { status: { zh: '选填', en: 'Optional' } },
  notStarted: { status: { zh: '未开始', en: 'Not started' } },
}

function hintOf({ key, problems }: SectionProgress, own: OwnCase): Bilingual | undefined {
  if (key === 'documents') return papersHint(own)
  const wrong = problems.filter((problem) => !isMissing(problem))
  if (wrong.length === 0) return contentOf(key, own) ?? SECTION_WORDS[key]?.asks
  return fill(
    { zh: '{count} 处需修改：{places}', en: '{problems}: {places}' },
    { count: wrong.length, problems: counted(wrong.length, 'problem', 'problems'), places: namePlaces(wrong) },
  )
}

/** How many items of the open notice a section has that are not answered. */
function itemsIn(key: SectionKey, { file }: OwnCase): number {
  const paths = SECTIONS.find((section) => section.key === key)?.paths ?? []
  return unanswered(file).filter(({ on }) =>
    key === 'documents'
      ? isDocument(on)
      : on === key || on === `section:${key}` || paths.some((path) => isWithin(on, path)),
  ).length
}
const isDocument = (on: string): boolean => on === 'documents' || DOCUMENT_KINDS.some(({ value }) => value === on)

/** While a correction waits, a section that it asks about is not done. */
function stateOf(section: SectionProgress, own: OwnCase): Pick<Task, 'done' | 'tag' | 'status'> {
  const items = section.state === 'done' || section.state === 'optional' ? itemsIn(section.key, own) : 0
  return items > 0 ? { tag: tag(`待补正 ${items} 项`, `${items} to correct`, 'yellow') } : STATES[section.state]
}

const taskOf = (section: SectionProgress, own: OwnCase): Task => ({
  title: SECTIONS.find(({ key }) => key === section.key)?.label ?? section.key,
  href: sectionAddress(own.file.case.id, section.key),
  hint: hintOf(section, own),
  ...stateOf(section, own),
})

/** The sections, and checking and sending as the last task. */
export function tasksOf(own: OwnCase): Task[] {
  const { file, check } = own
  const papers = [...current(file.attachments), ...unsorted(file.attachments)]
  const progress = listProgress(file.answers, check.problems, papers.length)
  const count = check.problems.length + unanswered(file).length
  const sending = sendingOf(file)
  const stopped = sending?.enabled ? undefined : sending?.because[0]
  const colleague = waitsForColleague(own)
  const isOpen = count === 0 && (!stopped || colleague)
  const last: Task = {
    title:
      file.case.state === 'awaitingCorrection'
        ? { zh: '核对并提交补正', en: 'Check and submit the correction' }
        : { zh: '核对并提交', en: 'Check and submit' },
    href: path.review(file.case.id),
    hint:
      count > 0
        ? {
            zh: `还有 ${count} 处须补充或修改，打开查看全部`,
            en: `${counted(count, 'item is', 'items are')} missing or wrong; open to see them all`,
          }
        : colleague
          ? colleagueHint(own)
          : stopped
            ? { zh: stopped.zh, en: stopped.en }
            : { zh: '已填写完整，请核对后提交', en: 'Complete. Check it once more and submit' },
    tag: !isOpen
      ? undefined
      : colleague
        ? tag('待同事核对提交', 'A colleague will submit', 'yellow')
        : tag('可以提交', 'Ready', 'green'),
    status: isOpen ? undefined : { zh: '尚不能提交', en: 'Not ready' },
  }
  return [...progress.map((section) => taskOf(section, own)), last]
}
