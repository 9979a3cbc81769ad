/** Why a workbook cannot be read, or a cell or row of it, each with the way to put it right. */
import type { Problem } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'
import type { Refusal, RefusalCode } from '../cases/files/refusals.js'

export const fault = (
  code: string,
  text: Bilingual,
  values: Parameters<typeof fill>[1] = {},
  path = 'file',
): Problem => ({
  code,
  path,
  message: fill(text, values),
})

/** Why a workbook could not be read, in the words of this page. */
export function bookProblem({ code, values = {} }: Refusal): Problem {
  const { zh, en } = REFUSED[code] ?? WORDS.unreadable
  return fault(code, { zh, en }, values)
}

export const WORDS = {
  column: {
    zh: '工作表“{sheet}”的单元格{cell}是“{code}”，不是本系统的栏目代码。请重新下载表格，把内容粘贴过去。',
    en:
      'Cell {cell} of the sheet “{sheet}” holds “{code}”, which is no code of a column. Download the workbook again ' +
      'and paste your rows into it.',
  },
  columnTwice: {
    zh: '工作表“{sheet}”中栏目“{code}”出现了两次。请删除多余的一列。',
    en: 'The column “{code}” appears twice in the sheet “{sheet}”. Delete one of them.',
  },
  heading: {
    zh: '工作表“{sheet}”的第3行缺少“{code}”一栏，无法对应人选。请重新下载表格，把内容粘贴过去。',
    en:
      'Row 3 of the sheet “{sheet}” lacks the column “{code}”, so candidates cannot be matched. Download ' +
      'the workbook ' +
      'again and paste your rows into it.',
  },
  noSheet: {
    zh: '没有找到“人选”工作表：每个工作表的第3行应是栏目代码。请重新下载表格，把内容粘贴过去。',
    en:
      'There is no sheet “Candidates”: row 3 of each sheet must hold the codes of its columns. Download the workbook ' +
      'again and paste your rows into it.',
  },
  empty: {
    zh: '“人选”工作表里没有人选。请从第4行开始填写。',
    en: 'The sheet “Candidates” is empty. Start in row 4.',
  },
  tooLong: {
    zh: '表格有{count}位人选，一次最多1,000位。请分成几个表格上传。',
    en: 'The workbook has {count} candidates. At most 1,000 are accepted at a time. Split it into several workbooks.',
  },
  nobody: {
    zh: '工作表“{sheet}”第{row}行的“{typed}”，在“人选”工作表中没有对应的序号或护照号码。',
    en: 'Row {row} of the sheet “{sheet}” refers to “{typed}”, but no candidate has that No. or passport number.',
  },
  formula: {
    zh: '工作表“{sheet}”的单元格{cell}是公式或错误值（如#N/A），没有读取。请粘贴为数值。',
    en: 'Cell {cell} of the sheet “{sheet}” is a formula or an error (#N/A) and was not read. Paste it as a value.',
  },
  hidden: {
    zh: '工作表“{sheet}”已隐藏，表格没有读取。请取消隐藏，或删除其中的内容。',
    en: 'The sheet “{sheet}” is hidden, so the workbook was not read. Unhide it, or delete what it holds.',
  },
  paperChoice: {
    zh: '工作表“{sheet}”第{row}行：{column}“{typed}”不在列表中。请从下拉列表中选。',
    en: 'Sheet “{sheet}”, row {row}: {column} “{typed}” is not on the list. Choose from the list in the cell.',
  },
  paperDate: {
    zh: '工作表“{sheet}”第{row}行：{column}“{typed}”无法识别。请写成2026-01-31。',
    en: 'Sheet “{sheet}”, row {row}: {column} “{typed}” cannot be read. Write it as 2026-01-31.',
  },
  noCandidate: {
    zh: '本行没有姓名和护照号码，不是人选，未处理。',
    en: 'This row has neither a name nor a passport number. It is no candidate and was not processed.',
  },
  codes: {
    zh: '工作表“{sheet}”的第3行不是栏目代码，可能已被删除或移动。请重新下载表格，把内容粘贴过去。',
    en:
      'Row 3 of the sheet “{sheet}” does not hold the codes of its columns; it may have been deleted or moved. ' +
      'Download the workbook again and paste your rows into it.',
  },
  number: {
    zh:
      '工作表“{sheet}”的单元格{cell}（{column}）存成了数字：开头的0会丢失。' +
      '请对照证件核对；不一致的，先把单元格格式改为“文本”，再重新填写。',
    en:
      'Cell {cell} ({column}) of the sheet “{sheet}” is stored as a number, which loses leading zeros. Compare it ' +
      'with the document; if it differs, set the format of the cell to Text and type it again.',
  },
  rounded: {
    zh:
      '工作表“{sheet}”的单元格{cell}（{column}）存成了数字，号码过长而变样，没有读取。' +
      '请先把单元格格式改为“文本”，再照证件重新填写。',
    en:
      'Cell {cell} ({column}) of the sheet “{sheet}” is stored as a number that is too long for one, and was not ' +
      'read. Set the format of the cell to Text and type it again as in the document.',
  },
  within: {
    zh: '工作表“{sheet}”第{row}行指的频道不存在，没有读取。',
    en: 'Row {row} of the sheet “{sheet}” refers to a channel that does not exist, and was not read.',
  },
  passportTwice: {
    zh: '护照号码与第{row}行相同，本行未处理。',
    en: 'The passport number is the same as in row {row}. This row was not processed.',
  },
  numberTwice: {
    zh: '序号与第{row}行相同，本行未处理。',
    en: 'The No. is the same as in row {row}. This row was not processed.',
  },
  draftTwice: {
    zh: '草稿编号与第{row}行相同，本行未处理。',
    en: 'The draft is the same as in row {row}. This row was not processed.',
  },
  unreadable: {
    zh: '表格无法读取，可能已损坏。请另存为XLSX后重新上传。',
    en: 'The workbook cannot be read; it may be damaged. Save it as XLSX and upload that.',
  },
} as const satisfies Record<string, Bilingual>

const REFUSED: Partial<Record<RefusalCode, Bilingual>> = {
  'file:tableWanted': {
    zh: '从内容看，这个文件是{found}，不是XLSX表格。请另存为XLSX后上传。',
    en: 'This file is {found}, not an XLSX workbook. Save it as XLSX and upload that.',
  },
  'file:lies': {
    zh: '文件名以.{declared}结尾，但内容是{found}。请另存为XLSX，使文件名与内容一致。',
    en: 'The name ends in .{declared}, but the content is {found}. Save it as XLSX, so that name and content agree.',
  },
  'file:tableOld': {
    zh: '这是旧版Excel文件（XLS）。请另存为XLSX后上传。',
    en: 'This is an old Excel file (XLS). Save it as XLSX and upload that.',
  },
  'file:tableActive': {
    zh: '表格含有{found}，没有读取。请另存为不含宏和外部连接的XLSX后上传。',
    en: 'The workbook contains {found} and was not read. Save it as XLSX without macros and links and upload that.',
  },
  'file:tableEncrypted': {
    zh: '表格设有密码。请取消密码后上传。',
    en: 'The workbook is protected by a password. Remove it and upload the workbook again.',
  },
  'file:tableBomb': {
    zh: '表格解压后过大，没有读取。请删去多余的内容和图片，或分成几个表格上传。',
    en: 'The workbook is too large when unpacked and was not read. Remove what is not needed, or split it.',
  },
  'file:tableTooLong': {
    zh: '有的工作表超过{limit}行。请删去空行，或分成几个表格上传。',
    en: 'A sheet has more than {limit} rows. Delete empty rows, or split the workbook.',
  },
  'file:tableTooWide': {
    zh: '第{row}行超过{limit}列。请删去多余的列。',
    en: 'Row {row} has more than {limit} columns. Delete the ones you do not need.',
  },
  'file:tableCell': {
    zh: '单元格{cell}超过{limit}个字。请缩短。',
    en: 'Cell {cell} has more than {limit} characters. Shorten it.',
  },
  'file:tooLarge': {
    zh: '表格超过{limit} MB。请删去图片，或分成几个表格上传。',
    en: 'The workbook is larger than {limit} MB. Remove pictures, or split it.',
  },
  'file:empty': { zh: '表格文件是空的（0字节）。', en: 'The workbook is empty (0 bytes).' },
  'file:malware': {
    zh: '文件带有已知恶意程序的特征，没有读取。请杀毒后再上传。',
    en: 'The file contains known malware and was not read. Scan your computer first.',
  },
}
