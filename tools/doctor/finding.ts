/** What `npm run doctor` finds, and how it says so. */
import { causeOf } from '../../src/base/cause.js'
import { DatabaseAway } from '../../src/base/databaseStart.js'
import { type Bilingual, fill } from '../../src/base/text.js'
import { LauncherError } from '../binaries.js'
import { networkFault } from './network.js'

/** `notAsked`: not set here, or what it needs has failed. */
export type Grade = 'ok' | 'hint' | 'wrong' | 'notAsked'

export interface Finding {
  readonly grade: Grade
  /** What it is about: a setting, or a word of ours. */
  readonly about: string
  readonly found: Bilingual
  /** What to do; of a hint and of what is wrong. */
  readonly remedy?: Bilingual | undefined
}

type Values = Readonly<Record<string, string | number | Bilingual>>

const make =
  (grade: Grade) =>
  (about: string, found: Bilingual, remedy?: Bilingual, values: Values = {}): Finding => ({
    grade,
    about,
    found: fill(found, values),
    remedy: remedy && fill(remedy, values),
  })

export const ok = (about: string, found: Bilingual, values?: Values): Finding =>
  make('ok')(about, found, undefined, values)
export const hint = make('hint')
export const wrong = make('wrong')
export const notAsked = (about: string, found: Bilingual, values?: Values): Finding =>
  make('notAsked')(about, found, undefined, values)

export interface Section {
  readonly name: Bilingual
  readonly findings: readonly Finding[]
}

/** Those of our errors whose message is written for people, in both languages. */
function wordsOf(error: unknown): Bilingual | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  for (const member of ['because', 'why'] as const) {
    const words = Reflect.get(error, member)
    if (typeof words === 'object' && words !== null && 'zh' in words && 'en' in words) return words as Bilingual
  }
  const [zh = '', en = zh] =
    error instanceof LauncherError || error instanceof DatabaseAway ? error.message.split('\n') : []
  return zh === '' ? undefined : { zh, en }
}

/** A sentence in Chinese, and after it one in English. */
const BOTH = /^(.*[\u3000-\u9fff\uff00-\uffef“”][。！）]?)\s*((?:[A-Z“]|The ).*)$/s

/** What an error says of something that was asked: its own words where it has any, else those of the network's fault, else its kind and code, never its message. */
export function failed(about: string, error: unknown, remedy?: Bilingual): Finding {
  const words = wordsOf(error)
  if (words) return wrong(about, words, remedy)
  const network = networkFault(error)
  if (network) return wrong(about, network.found, network.remedy)
  const { error: kind, code } = causeOf(error)
  const [, zh, en] = BOTH.exec(code === undefined && error instanceof Error ? error.message : '') ?? []
  if (zh && en) return wrong(about, { zh, en }, remedy)
  const why = code ?? kind
  return wrong(about, { zh: '无法查明：{why}。', en: 'could not be checked: {why}.' }, remedy, { why })
}

/** What throws is a finding, too: one thing that is wrong hides no other. */
export async function ask(
  about: string,
  work: () => Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    const found = await work()
    return 'grade' in found ? [found] : found
  } catch (error) {
    return [failed(about, error)]
  }
}

/** What is no name of a setting, in Chinese. */
const NAMES: Readonly<Record<string, string>> = { settings: '设置', migrations: '迁移', clock: '时钟', user: '用户' }

const GRADES: Readonly<Record<Grade, Bilingual>> = {
  ok: { zh: '正常', en: 'ok' },
  hint: { zh: '提示', en: 'hint' },
  wrong: { zh: '有误', en: 'WRONG' },
  notAsked: { zh: '未查', en: 'not asked' },
}

/** For people: each finding in Chinese and in English, what to do below it. */
export function linesOf({ name, findings }: Section): string {
  const lines = findings.flatMap(({ grade, about, found, remedy }) => {
    const word = GRADES[grade]
    const of = (label: string, subject: string, line: string, what: string | undefined) =>
      [`  ${label} ${subject}${line}`, ...(what ? [`            → ${what}`] : [])].join('\n')
    return [
      of(word.zh.padEnd(7), `${NAMES[about] ?? about}：`, found.zh, remedy?.zh),
      of(word.en.padEnd(9), `${about}: `, found.en, remedy?.en),
    ]
  })
  return [`${name.zh} ${name.en}`, ...lines, ''].join('\n')
}
