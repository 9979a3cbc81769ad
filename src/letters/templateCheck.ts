/**
 * A whole template before it may be saved or used: its shape, and each of its sentences, with line
 * and column of everything that is wrong.
 */
import type { Problem } from '../base/errors.js'
import { type LetterTemplate, letterTemplateSchema, type RowKind } from './catalogue.js'
import { FIELDS, ROW_FIELD_LIST } from './fields.js'
import { listTemplateProblems } from './paragraphs.js'

export interface Sentence {
  /** Where in the template it stands: `opening.zh.0`, `findings.2.text.en`. */
  readonly path: string
  readonly text: string
  /** The rows for which it is repeated, whose fields it may print as well. */
  readonly each?: RowKind | undefined
  /** The lines of the box in which it is typed that stand before it. */
  readonly linesBefore?: number
}

/** As many characters as leave room for a name in the title of a paper (letterData.ts). */
const LONGEST_TITLE = 200

/** Every sentence of a template, in its order. */
export function listSentences(template: LetterTemplate): Sentence[] {
  const { title, opening, assessment, findings, closing, contact, attachments, copiedTo } = template
  const two = (path: string, { zh, en }: { zh: string; en: string }, each?: RowKind): Sentence[] => [
    { path: `${path}.zh`, text: zh, each },
    { path: `${path}.en`, text: en, each },
  ]
  const many = (path: string, texts: { zh: string[]; en: string[] }): Sentence[] =>
    (['zh', 'en'] as const).flatMap((language) =>
      texts[language].map((text, i) => ({
        path: `${path}.${language}.${i}`,
        text,
        linesBefore: texts[language].slice(0, i).join('\n').split('\n').length - (i === 0 ? 1 : 0),
      })),
    )
  return [
    ...two('title', title),
    ...many('opening', opening),
    ...many('assessment', assessment),
    ...findings.flatMap(({ heading, text, each }, i) => [
      ...two(`findings.${i}.heading`, heading, each),
      ...two(`findings.${i}.text`, text, each),
    ]),
    ...many('closing', closing),
    ...two('contact', contact),
    ...attachments.flatMap((name, i) => two(`attachments.${i}`, name)),
    ...(copiedTo ? two('copiedTo', copiedTo) : []),
  ]
}

/** The fields that a sentence may print. */
export const fieldsFor = (each: RowKind | undefined): readonly string[] =>
  each ? [...FIELDS, ...ROW_FIELD_LIST[each].map(({ name }) => name)] : FIELDS

/**
 * What is wrong with the body of a template: nothing when it may be saved. Each problem says in
 * words where it is (line and column), its `path` is the sentence's.
 */
export function checkTemplate(body: unknown): Problem[] {
  const parsed = letterTemplateSchema.safeParse(body)
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => ({
      code: 'template.shape',
      path: path.join('.'),
      message: { zh: `模板的内容不完整：${message}`, en: `The template is incomplete: ${message}` },
    }))
  const { title } = parsed.data
  const tooLong = (['zh', 'en'] as const).filter((language) => title[language].length > LONGEST_TITLE)
  const titles = tooLong.map((language) => ({ code: 'template.title', path: `title.${language}`, message: TITLE }))
  const sentences = listSentences(parsed.data).flatMap(({ path, text, each, linesBefore = 0 }) =>
    listTemplateProblems(text, fieldsFor(each)).map(({ code, path: at, message }) => {
      const [inIt, column] = at.split(':')
      const line = linesBefore + Number(inIt)
      const where = inIt
        ? { zh: `第${line}行第${column}列：`, en: `Line ${line}, column ${column}: ` }
        : { zh: '', en: '' }
      return { code, path, message: { zh: `${where.zh}${message.zh}`, en: `${where.en}${message.en}` } }
    }),
  )
  return [...titles, ...sentences]
}

const TITLE = {
  zh: `标题太长，最多${LONGEST_TITLE}个字符，以便容纳姓名。`,
  en: `The title is too long: ${LONGEST_TITLE} characters at most leave room for the name.`,
}
