/** What is wrong with a form of a document, beside what is wrong with its file (files/refusals.ts). */
import type { Problem } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'

/** What is wrong, with the name of the document or item that it is about. */
export const saidOf = (name: Bilingual, { message }: Pick<Problem, 'message'>): Bilingual =>
  fill({ zh: '{name}：{message}', en: '{name}: {message}' }, { name, message })

export const noFile: Problem = {
  code: 'noFile',
  path: 'file',
  message: { zh: '请先选择文件，再点按“上传”。', en: 'Select a file, then select “Upload”.' },
}
export const noDate: Problem = {
  code: 'required',
  path: 'issuedOn',
  message: { zh: '请填写签发日期。', en: 'Enter the date of issue.' },
}
export const noLanguage: Problem = {
  code: 'required',
  path: 'details.language',
  message: {
    zh: '请选择材料的语言；非中文材料须附译文。',
    en: 'Select the language. Documents not in Chinese need a translation.',
  },
}
export const noOriginal: Problem = {
  code: 'required',
  path: 'details.of',
  message: { zh: '请选择译自哪份材料。', en: 'Select the document it translates.' },
}
