/**
 * The sentences of problems: what is wrong, where, and what to do. A question may bring its own for
 * a code (`says` in field.ts).
 */
import type { Problem } from '../../base/errors.js'
import { type Bilingual, fill } from '../../base/text.js'
import { textAt } from './node.js'
import type { Control, Ui } from './ui.js'

const words = (zh: string, en: string): Bilingual => ({ zh, en })

/** `{name}` is the question in quotation marks, with its row where it has one. The codes are part of the API. */
export const SENTENCES = {
  required: words('请填写{name}。', 'Enter {name}.'),
  notChosen: words('请选择{name}。', 'Select {name}.'),
  notConfirmed: words('请勾选{name}。', 'Tick {name}.'),
  noFile: words('请上传{name}。', 'Upload {name}.'),
  noRows: words(
    '{name}至少要填写{least}项，请添加。',
    '{name} must have {least} or more entries. Add what is missing.',
  ),

  tooLong: words(
    '{name}太长，请缩短到{most}个字符以内。',
    '{name} is too long. Shorten it to {most} characters or fewer.',
  ),
  tooShort: words(
    '{name}太短，至少要有{least}个字符。',
    '{name} is too short. It must have at least {least} characters.',
  ),
  notText: words('{name}应为文字，请重新填写。', '{name} must be text. Enter it again.'),
  badCharacter: words(
    '{name}的第{at}个字符（{character}）不可见，或会打乱文字顺序。请删去后重新输入。',
    'Character {at} of {name} ({character}) is invisible or changes the ' +
      'order of the text. Delete it and type the text again.',
  ),
  brokenText: words(
    '{name}的第{at}个字符已损坏。请重新输入，不要粘贴。',
    'Character {at} of {name} is damaged. Type the text again instead of pasting it.',
  ),
  form: words(
    '{name}格式不正确，请核对后重新填写。',
    '{name} is not in the right format. Check it and enter it again.',
  ),
  notEmail: words(
    '{name}应为邮箱格式，例如name@example.com，请核对。',
    '{name} must be an e-mail address, for example name@example.com. Check it and enter it again.',
  ),
  notPhone: words(
    '{name}应为电话号码：手机11位，座机加区号（例如021 1234 5678），境外号码以+和国家代码开头。',
    '{name} must be a telephone number: a mobile of 11 digits, a landline with its area code (021 1234 5678), or one ' +
      'of another country beginning with + and its code.',
  ),
  oneLine: words('{name}只填了一行，请把两行都填上。', 'Only one line of {name} was entered. Enter both lines.'),

  notNumber: words('{name}应为数字，请用阿拉伯数字填写。', '{name} must be a number. Enter it in digits.'),
  notWhole: words('{name}应为整数，请去掉小数。', '{name} must be a whole number. Leave out the decimals.'),
  tooFine: words(
    '{name}最多保留{most}位小数，请改写。',
    '{name} may have at most {most} decimals. Round it and enter it again.',
  ),
  tooSmall: words('{name}不能小于{least}，请核对。', '{name} must be {least} or more. Check it and enter it again.'),
  notAbove: words('{name}必须大于{least}，请核对。', '{name} must be more than {least}. Check it and enter it again.'),
  tooBig: words('{name}不能大于{most}，请核对。', '{name} must be {most} or less. Check it and enter it again.'),

  notDate: words(
    '{name}不是有效日期。请核对年、月、日，并用数字填写。',
    '{name} is not a valid date. Check the year, month and day, and enter them in digits.',
  ),
  notMonth: words(
    '{name}不是有效月份。请核对年、月，并用数字填写。',
    '{name} is not a valid month. Check the year and month, and enter them in digits.',
  ),
  noYear: words('{name}须写明年份。', '{name} must include a year. Enter it.'),
  noMonth: words('{name}须写明月份。', '{name} must include a month. Enter it.'),
  noDay: words('{name}须写明日期中的“日”。', '{name} must include a day. Enter it.'),
  badYear: words(
    '{name}的年份应为四位数字，在1900到2199之间。',
    'The year of {name} must have four digits, from 1900 to 2199.',
  ),
  twice: words('{name}重复，请删去一处。', '{name} appears twice. Remove one.'),
  order: words('{name}不能早于{other}，请核对两个日期。', '{name} must not be before {other}. Check both dates.'),

  notChoice: words(
    '{name}不在可选范围内，请从列表中选择。',
    '{name} is not one of the choices. Select one from the list.',
  ),
  notYesNo: words('{name}应为“是”或“否”，请选择。', '{name} must be yes or no. Select one.'),
  tooMany: words('{name}最多{most}项，请删除多余项。', '{name} may have at most {most} entries. Remove some.'),
  notList: words('{name}应为列表，请分项填写。', '{name} must be a list. Enter it one by one.'),
  notGroup: words('{name}应为一组答案，请分项填写。', '{name} must be a group of answers. Enter them one by one.'),
  tooMuch: words(
    '填写的内容太多，无法保存。请删去一部分后再保存。',
    'There is too much text to save. Remove some of it and save again.',
  ),
} as const satisfies Record<string, Bilingual>
export type ProblemCode = keyof typeof SENTENCES

export type Values = Readonly<Record<string, string | number>>

/** What a problem of a question is: its code and what its sentence is filled with. */
export interface Fault {
  readonly code: ProblemCode
  readonly values?: Values
  /** In words of its own: what a schema says beside its check (`params.says`). */
  readonly says?: Bilingual
}

const WHEN_EMPTY: Partial<Record<Control, ProblemCode>> = {
  select: 'notChosen',
  radio: 'notChosen',
  checkboxes: 'notChosen',
  checkbox: 'notConfirmed',
  file: 'noFile',
}

/** The problem of a question that must be answered and is not. */
export const emptyFault = (ui: Ui): Fault => ({
  code: ui.listed ? 'notChosen' : (WHEN_EMPTY[ui.control] ?? 'required'),
})

const EMPTY = new Set<string>(['required', ...Object.values(WHEN_EMPTY)])
/** Whether a problem says only that a question is not answered. */
export const isEmpty = ({ code }: Problem): boolean => EMPTY.has(code)

/** A question's name in a sentence: in quotation marks, and in which row it stands. */
export function nameOf(label: Bilingual, row?: Bilingual): Bilingual {
  if (!label.zh) return row ?? { zh: '表单', en: 'The form' }
  return row
    ? { zh: `${row.zh}的“${label.zh}”`, en: `“${label.en}” in ${row.en}` }
    : { zh: `“${label.zh}”`, en: `“${label.en}”` }
}

/** So long an answer names a row. */
const LONGEST_NAME = 60

/**
 * A row's name: 第 2 个频道, channel 2; within another row that one's too: month 3 of channel 2; or
 * what the row itself (`one`) answers to the question that names it. `index` counts from 0.
 */
export function rowName(ui: Ui, index: number, outer?: Bilingual, one?: unknown): Bilingual {
  const own = ui.rowBy ? textAt(one, ui.rowBy).slice(0, LONGEST_NAME) : ''
  const name = own ? { zh: own, en: own } : fill(ui.row ?? { zh: '第{n}项', en: 'entry {n}' }, { n: index + 1 })
  return outer ? { zh: `${outer.zh}${name.zh}`, en: `${name.en} of ${outer.en}` } : name
}

/** The same at the beginning of a line: Channel 2. */
export function rowLabel(ui: Ui, index: number, outer?: Bilingual, one?: unknown): Bilingual {
  const { zh, en } = rowName(ui, index, outer, one)
  return { zh, en: capital(en) }
}

export const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)

/** Of a short list the sentence names what may be given, each with its code. */
const MOST_NAMED = 20

function choiceSentence({ options = [] }: Ui): Bilingual | undefined {
  if (options.length === 0 || options.length > MOST_NAMED) return undefined
  const list = options.map(({ value, label }) => ({ zh: `${label.zh}（${value}）`, en: `${label.en} (${value})` }))
  return {
    zh: `{name}不在可选范围内，可选：${list.map(({ zh }) => zh).join('、')}。`,
    en: `{name} is not one of the choices: ${list.map(({ en }) => en).join(', ')}.`,
  }
}

/** The problem in words; `name` is the question's (see nameOf), `others` fill further places in both languages. */
export function problemOf(
  path: string,
  ui: Ui,
  name: Bilingual,
  { code, values, says }: Fault,
  other?: Bilingual,
): Problem {
  const own = says ?? ui.says?.[code] ?? (code === 'notChoice' ? choiceSentence(ui) : undefined)
  const sentence = own ?? SENTENCES[code]
  const put = (text: string, language: 'zh' | 'en') =>
    text.replaceAll('{name}', name[language]).replaceAll('{other}', other?.[language] ?? '')
  const named = { zh: put(sentence.zh, 'zh'), en: capital(put(sentence.en, 'en')) }
  return { code, path, message: values ? fill(named, values) : named }
}
