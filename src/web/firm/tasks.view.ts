/** The firm's task list: each section with what is known, and how far it is. */
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { APPLICATION, parseApplication, SECTIONS, type SectionKey } from '../../forms/application.js'
import { listAnswers } from '../../forms/engine/check.js'
import { isMissing, listProgress, type SectionProgress } from '../../forms/sections.js'
import { counted, money } from '../kit/page.js'
import type { Task } from '../kit/parts.js'
import { sectionAddress } from '../case/addresses.js'
import { unanswered } from './correction.view.js'
import type { OwnCase } from '../case/own.js'
import { namePlaces } from './placeNames.js'

const known = (parts: readonly (Bilingual | undefined)[]): Bilingual | undefined => {
  const found = parts.filter((part) => part !== undefined)
  if (found.length === 0) return undefined
  return { zh: found.map(({ zh }) => zh).join('，'), en: found.map(({ en }) => en).join(', ') }
}

const answer = (answers: unknown, path: string): Bilingual | undefined =>
  listAnswers(APPLICATION, answers, [path])[0]?.answer ?? undefined

/** What a section holds, in a line. */
function knownOf(key: SectionKey, { file, firm }: OwnCase): Bilingual | undefined {
  const { answers } = file
  const say = (path: string) => answer(answers, path)
  switch (key) {
    case 'firm':
      return known([
        firm.confirmedAt
          ? { zh: '企业登记已确认', en: 'The firm is confirmed' }
          : { zh: '企业登记待确认', en: 'The firm waits to be confirmed' },
        say('contact.name'),
      ])
    case 'talent':
      return known([say('talent.systemName') ?? say('talent.visualName'), say('talent.nationality')])
    case 'engagement': {
      const { salaryPerYear } = parseApplication(answers).partial.engagement ?? {}
      const salary = salaryPerYear === undefined ? undefined : money(salaryPerYear)
      return known([say('engagement.post'), salary && { zh: `年薪 ${salary}`, en: `${salary} a year` }].filter(isText))
    }
    case 'channels': {
      const { channels } = parseApplication(answers).partial
      const named = (channels ?? []).flatMap((channel) => channel?.platform ?? [])
      if (named.length === 0) return undefined
      return {
        zh: `${named.length} 个频道：${named.join('、')}`,
        en: `${counted(named.length, 'channel', 'channels')}: ${named.join(', ')}`,
      }
    }
    case 'experience':
      return known([say('talent.education.degree'), yearsOf(answers)])
    default:
      return undefined
  }
}

const isText = (part: Bilingual | '' | undefined): part is Bilingual => typeof part === 'object'

function yearsOf(answers: unknown): Bilingual | undefined {
  const { experienceYears } = parseApplication(answers).partial.talent ?? {}
  if (experienceYears === undefined) return undefined
  return {
    zh: `相关经历 ${experienceYears} 年`,
    en: `${counted(experienceYears, 'year', 'years')} of related work`,
  }
}

/** Papers: how many of those needed are here, and which are not. */
function papersHint({ file, check }: OwnCase): Bilingual {
  const lacking = check.judgement.blocks.filter(({ code }) => code.startsWith('missing:'))
  const here = file.attachments.filter(({ replacedAt }) => replacedAt === null).length
  const spoiled = check.judgement.blocks.filter(
    ({ code, path }) => path.startsWith('documents.') && !code.startsWith('missing:'),
  )
  const parts: Bilingual[] = [
    here === 0
      ? { zh: '还没有上传', en: 'Nothing uploaded yet' }
      : { zh: `已传 ${here} 件`, en: `${counted(here, 'paper', 'papers')} uploaded` },
  ]
  if (spoiled.length > 0) {
    const places = namePlaces(spoiled)
    parts.push({ zh: `要换：${places.zh}`, en: `to be replaced: ${places.en}` })
  }
  if (lacking.length > 0 && here > 0) {
    const places = namePlaces(lacking)
    parts.push({ zh: `还差：${places.zh}`, en: `still needed: ${places.en}` })
  }
  if (here === 0) parts.push({ zh: `要 ${lacking.length} 件`, en: `${counted(lacking.length, 'is', 'are')} needed` })
  return { zh: parts.map(({ zh }) => zh).join('；'), en: parts.map(({ en }) => en).join('; ') }
}

/** What a section asks for, while nothing stands in it. */
const ASKS: Readonly<Partial<Record<SectionKey, Bilingual>>> = {
  talent: { zh: '护照、姓名、国籍', en: 'Passport, name, nationality' },
  engagement: { zh: '岗位、薪酬、合同期限、工作地点', en: 'Post, pay, term of the contract, place of work' },
  channels: { zh: '平台、账号、粉丝与销售数据', en: 'Platforms, accounts, followers and sales' },
  experience: { zh: '学历、汉语、逐月的履历', en: 'Education, Chinese, the resume month by month' },
  circumstances: {
    zh: '更换单位、家属、译文、以承诺代替证明、主张的途径',
    en: 'Change of employer, family, translations, letters of commitment, routes that you claim',
  },
}

/** What a section's state is called: done, with a tag, or in plain words. */
const STATES: Readonly<Record<SectionProgress['state'], Pick<Task, 'done' | 'tag' | 'status'>>> = {
  done: { done: { zh: '完成', en: 'Done' } },
  inProgress: { tag: { label: { zh: '进行中', en: 'In progress' }, colour: 'blue' } },
  toFix: { tag: { label: { zh: '需修改', en: 'Needs correction' }, colour: 'red' } },
  optional: { status: { zh: '选填', en: 'Optional' } },
  notStarted: { status: { zh: '未开始', en: 'Not begun' } },
}

function taskOf({ key, state, problems }: SectionProgress, own: OwnCase): Task {
  const title = SECTIONS.find((section) => section.key === key)?.label ?? key
  const wrong = key === 'documents' ? [] : problems.filter((problem) => !isMissing(problem))
  const places = namePlaces(wrong)
  const hint =
    key === 'documents'
      ? papersHint(own)
      : wrong.length > 0
        ? {
            zh: `${wrong.length} 处需修改：${places.zh}`,
            en: `${counted(wrong.length, 'problem', 'problems')}: ${places.en}`,
          }
        : (knownOf(key, own) ?? ASKS[key])
  return { title, href: sectionAddress(own.file.case.id, key), hint, ...STATES[state] }
}

/** The sections, and checking and sending as the last task. */
export function tasksOf(own: OwnCase): Task[] {
  const { file, check } = own
  const correcting = file.case.state === 'awaitingCorrection'
  const attached = file.attachments.filter(({ replacedAt }) => replacedAt === null).length
  const progress = listProgress(file.answers, check.problems, attached)
  const count = check.problems.length + unanswered(file).length
  const last: Task = {
    title: correcting
      ? { zh: '核对并提交补正', en: 'Check and send the correction' }
      : { zh: '核对并提交', en: 'Check and submit' },
    href: path.review(file.case.id),
    hint:
      count > 0
        ? {
            zh: `还有 ${count} 处要补要改，打开可以一次看全`,
            en: `${counted(count, 'thing is', 'things are')} still missing or wrong; open it to see them all at once`,
          }
        : { zh: '都齐了，请核对一遍再提交', en: 'All is there; read it through once more and submit' },
    ...(count === 0
      ? { tag: { label: { zh: '可以提交', en: 'Ready' }, colour: 'green' as const } }
      : { status: { zh: '还不能提交', en: 'Not yet' } }),
  }
  return [...progress.map((section) => taskOf(section, own)), last]
}
