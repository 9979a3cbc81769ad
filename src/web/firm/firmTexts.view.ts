/** The firm's own texts: beside the questions that they answer, where an application begins, and in their own list. */
import { path } from '../../base/path.js'
import { fill, type Language } from '../../base/text.js'
import type { FirmText } from '../../cases/firmTexts.js'
import { APPLICATION } from '../../forms/application.js'
import { checkRows } from '../../forms/engine/check.js'
import { isBlank, valueAt } from '../../forms/engine/node.js'
import { TEXT_QUESTIONS, textQuestions } from '../../forms/firmTexts.js'
import { day } from '../kit/page.js'
import { link } from '../kit/pieces.js'
import { factOf, smallFacts } from '../kit/table.js'
import type { OneSection, SectionContent } from './answers.view.js'

/** The names of the fields; what begins so is no answer. */
export const USE_TEXT = '_text'
export const KEEP_TEXT = '_keepText'
export const TEXT_NAME = '_textName'
/** Where it is said why a text could not be kept. */
export const TEXT_PLACE = 'textName'

/** What a section offers: texts that answer some of its questions, and to keep its answers as one. */
export function textsView(section: OneSection, texts: readonly FirmText[], shown: SectionContent) {
  const questions = textQuestions(section)
  if (questions.length === 0 || section.only) return undefined
  const fitting = texts.filter(({ answers }) => questions.some((question) => !isBlank(valueAt(answers, question))))
  const problems = shown.problems.filter((problem) => problem.path === TEXT_PLACE)
  return {
    use: USE_TEXT,
    keep: KEEP_TEXT,
    name: TEXT_NAME,
    place: TEXT_PLACE,
    offered: fitting.map(({ id, name }) => ({ id, name })),
    all: link({ zh: '管理常用文本', en: 'Manage saved texts' }, path.firmTexts),
    value: shown.textName ?? '',
    errors: problems.map(({ message }) => message),
    open: problems.length > 0,
  }
}

/** pages/firm/texts */
export const textListView = (
  texts: readonly FirmText[],
  language: Language,
  wrong?: { readonly id: number; readonly name: string; readonly errors: readonly string[] },
) => ({
  title: { zh: '常用文本', en: 'Saved texts' },
  back: link({ zh: '返回企业', en: 'Back to the firm' }, path.firm),
  texts: texts.map(({ id, name, answers, keptAt, by }) => ({
    id: `text-${id}`,
    name,
    typed: wrong?.id === id ? wrong.name : name,
    errors: wrong?.id === id ? wrong.errors : [],
    kept: fill({ zh: '{by}，{day}', en: '{by}, {day}' }, { by, day: day(keptAt) }),
    holds: smallFacts(
      ...checkRows(APPLICATION, answers, language, { only: TEXT_QUESTIONS })
        .filter(({ lines }) => lines.length > 0)
        .map(({ key, lines }) =>
          factOf(
            key,
            lines.map((text, index) => ({ text, below: index > 0 })),
          ),
        ),
    ),
    rename: path.firmText(id),
    remove: path.removeFirmText(id),
  })),
})
