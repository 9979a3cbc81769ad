/**
 * What a candidate signs, as it is shown, hashed, kept and printed: one and the same tree in Chinese and English, so
 * that what is signed is what was shown. Pure.
 */
import { createHash } from 'node:crypto'
import { canonical } from '../base/canonical.js'
import { type Bilingual, fill } from '../base/text.js'
import { type ActGroup, listGroups } from '../criteria/compliance.js'
import { SECTIONS } from '../forms/application.js'
import { SIGNED_PAPERS, type SignedPaper } from '../forms/choices.js'
import { labelOf } from '../forms/engine/ui.js'
import { type AnswerRow, answerRows } from './answerRows.js'

/** Shown before it is signed, and kept with the signature. */
export interface ShownPaper {
  readonly paper: SignedPaper
  readonly number: string
  /** Who signs, as in the passport. */
  readonly name: string
  readonly title: Bilingual
  readonly lead: Bilingual
  readonly sections: readonly { readonly heading: Bilingual; readonly rows: readonly AnswerRow[] }[]
  readonly declares: Bilingual
}

/** Of what it is made. */
export interface PaperSource {
  readonly number: string
  readonly firm: Bilingual
  readonly answers: unknown
  /** The acts that the commitment rules out, by group. */
  readonly acts: Readonly<Record<string, ActGroup>>
}

/** SHA-256 of what is shown. */
export const digestOf = (shown: ShownPaper): string => createHash('sha256').update(canonical(shown)).digest('hex')

export function shownPaper(paper: SignedPaper, source: PaperSource): ShownPaper {
  const { number, firm, answers } = source
  const [name, passport] = signerOf(answers)
  const words = WORDS[paper]
  const values = { number, firm, name, passport }
  return {
    ...{ paper, number, name },
    title: labelOf(SIGNED_PAPERS, paper),
    lead: fill(words.lead, values),
    sections: paper === 'commitment' ? actSections(source.acts) : answerSections(answers),
    declares: words.declares,
  }
}

/** Whether a signature given to the answers of before says the same of those of now, however they were typed. */
export const saysTheSame = (paper: SignedPaper, before: unknown, now: unknown): boolean => {
  const of = (answers: unknown) => canonical(paper === 'commitment' ? signerOf(answers) : answerSections(answers))
  return of(before) === of(now)
}

/** As the application shows them: a passport's number without the spaces with which it was typed. */
const signerOf = (answers: unknown): [name: string, passport: string] => [
  shownAt(answers, 'talent.systemName'),
  shownAt(answers, 'talent.passport.number'),
]

const shownAt = (answers: unknown, path: string): string => answerRows(answers, [path])[0]?.value?.zh ?? ''

const answerSections = (answers: unknown): ShownPaper['sections'] =>
  SECTIONS.flatMap(({ label, paths }) => {
    const rows = answerRows(answers, paths)
    return rows.length > 0 ? [{ heading: label, rows }] : []
  })

const actSections = (acts: PaperSource['acts']): ShownPaper['sections'] =>
  listGroups(acts).map(({ label, acts: list }) => ({
    heading: label,
    rows: list.map(({ number, text }) => ({ label: { zh: `第${number}项`, en: `Act ${number}` }, value: text })),
  }))

const WORDS: Readonly<Record<SignedPaper, Pick<ShownPaper, 'lead' | 'declares'>>> = {
  commitment: {
    lead: {
      zh:
        '本人{name}（护照号码{passport}），由{firm}申请推荐从事直播工作，申请编号{number}。' +
        '本人承诺遵守中国法律法规和《网络主播行为规范》，在直播中不从事下列行为：',
      en:
        'I, {name}, passport {passport}, am the candidate of application {number} by {firm} for work in live ' +
        'streaming. I undertake to follow Chinese law and the Code of Conduct for Online Hosts, and not to do any of ' +
        'the following when I stream:',
    },
    declares: {
      zh: '以上内容本人已阅读，承诺遵守。',
      en: 'I have read the above and undertake to keep to it.',
    },
  },
  application: {
    lead: {
      zh: '{firm}为{name}提出的推荐申请，编号{number}，申报内容如下：',
      en: 'Application {number}, by which {firm} asks for a recommendation of {name}, says the following:',
    },
    declares: {
      zh: '以上申报内容本人已阅读，其中关于本人的情况属实。',
      en: 'I have read the above, and what it says about me is true.',
    },
  },
}
