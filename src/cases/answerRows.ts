/** The answers of an application as they stand on a paper: question and answer, in both languages. Pure. */
import { type Bilingual, joined } from '../base/text.js'
import { APPLICATION } from '../forms/application.js'
import { listAnswers } from '../forms/engine/check.js'

/** A question with its answer; one without an answer heads those after it. */
export interface AnswerRow {
  readonly label: Bilingual
  readonly value: Bilingual | null
}

/** The row, of what is asked several times, in which a question stands: `talent.resume.0`. */
const rowOf = (path: string): string | undefined => /^.*\.\d+(?=\.)/.exec(path)?.[0]

/** The two lines of a passport's zone stay two. */
const ZONE = 'talent.passport.mrz'

/** Questions without an answer are left out; what is asked several times stands below its own heading. */
export function answerRows(answers: unknown, paths: readonly string[]): AnswerRow[] {
  let last: string | undefined
  return listAnswers(APPLICATION, answers, paths).flatMap(({ path, group, label, answer }): AnswerRow[] => {
    if (answer === null) return []
    const row = rowOf(path)
    const heads = row !== undefined && row !== last && group !== null
    last = row
    const value = path === ZONE ? answer : { zh: oneLine(answer.zh, '；'), en: oneLine(answer.en, '; ') }
    const named = group !== null && row === undefined ? joined([group, label], { zh: '：', en: ': ' }) : label
    return [...(heads ? [{ label: group, value: null }] : []), { label: named, value }]
  })
}

const oneLine = (text: string, between: string): string =>
  text
    .split(/\s*\n\s*/)
    .filter(Boolean)
    .join(between)
