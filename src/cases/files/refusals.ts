/**
 * Why an uploaded file is refused: only because it is dangerous or cannot be read. What is merely
 * unfit is kept and marked (see fitness.ts). The sentences stand here once; the reading process
 * sends only codes and values.
 */
import { Invalid } from '../../base/errors.js'
import { type Bilingual, fill } from '../../base/text.js'

const sentences = {
  'file:tooLarge': {
    zh: '文件超过{limit} MB。请压缩或降低扫描分辨率后重新上传。',
    en: 'The file is larger than {limit} MB. Compress it or scan it at a lower resolution, then upload it again.',
  },
  'file:empty': {
    zh: '文件是空的（0字节）。请检查原文件后重新上传。',
    en: 'The file is empty (0 bytes). Check the original and upload it again.',
  },
  'file:cutOff': {
    zh: '上传中断，文件不完整。请重新上传。',
    en: 'The upload was interrupted. Upload the file again.',
  },
  'file:typeNotAccepted': {
    zh: '只接收PDF、JPEG和PNG文件；从内容看，这个文件是{found}。请导出为PDF或JPEG后上传。',
    en:
      'Only PDF, JPEG and PNG files are accepted; by its content this file is ' +
      '{found}. Export it as PDF or JPEG and upload that.',
  },
  'file:heic': {
    zh:
      '这是苹果手机的HEIC照片，没有保存。请在手机的“文件”中长按它，选“转换图像”，格式选JPEG后上传；也可以用' +
      '手机打开本页从相册选择，手机会自动转为JPEG。',
    en:
      'This is a HEIC photo from an iPhone and was not saved. In the Files app, hold it, choose “Convert ' +
      'Image” and JPEG, then upload the result. Or open this page on the iPhone and choose it from the ' +
      'photo library: the phone converts it to JPEG.',
  },
  'file:lies': {
    zh: '文件名以.{declared}结尾，但内容是{found}。请用原程序重新导出，使文件名与内容一致。',
    en:
      'The name ends in .{declared}, but the content is {found}. Export ' +
      'the file again so that name and content agree.',
  },
  'file:polyglot': {
    zh: '文件中夹带了另一种格式的内容（{found}），可能有危险。请用原程序重新导出后上传。',
    en:
      'The file carries content of a second kind ({found}) and may be ' +
      'dangerous. Export it again from the original program.',
  },
  'file:malware': {
    zh: '文件带有已知恶意程序的特征，没有保存。请在杀毒后上传干净的文件。',
    en: 'The file contains known malware and was not saved. Scan your computer and upload a clean file.',
  },
  'file:encrypted': {
    zh: 'PDF设有密码或权限限制。请取消保护后重新上传。',
    en: 'The PDF is protected by a password or by permissions. Remove the protection and upload it again.',
  },
  'file:activeContent': {
    zh: 'PDF含有可执行内容（{found}）。请用“打印为PDF”重新生成后上传。',
    en: 'The PDF contains active content ({found}). Create it again with “Print to PDF” and upload that.',
  },
  'file:damaged': {
    zh: '文件已损坏或不完整，无法打开。请重新导出或扫描后上传。',
    en: 'The file is damaged or incomplete and cannot be opened. Export or scan it again.',
  },
  'file:tooManyPages': {
    zh: 'PDF有{pages}页，超过{limit}页。请拆分或只上传需要的部分。',
    en: 'The PDF has {pages} pages, more than {limit}. Split it, or upload only what is needed.',
  },
  'file:tooManyPixels': {
    zh: '图片超过{limit}百万像素。请缩小尺寸后重新上传。',
    en: 'The image has more than {limit} megapixels. Make it smaller and upload it again.',
  },
  'file:tooComplex': {
    zh: '读取这个文件所需的时间或内存超出限度。请用原程序重新导出后上传。',
    en: 'Reading this file takes more time or memory than allowed. Export it again from the original program.',
  },
  'file:tableWanted': {
    zh:
      '这里只收平台导出的CSV或XLSX表格；从内容看，这个文件是{found}。' +
      '证明用的PDF或图片请在“平台账号及直播数据证明”上传。',
    en:
      'Only CSV or XLSX tables exported by a platform are accepted here; by its content this file is ' +
      '{found}. Upload PDFs and images as “Evidence from the streaming platforms”.',
  },
  'file:tableOld': {
    zh: '这是旧版Excel文件（XLS）。请另存为XLSX后重新上传。',
    en: 'This is an old Excel file (XLS). Save it as XLSX and upload that.',
  },
  'file:tableEmpty': {
    zh: '表格里没有内容。请检查导出的文件后重新上传。',
    en: 'The table is empty. Check the export and upload it again.',
  },
  'file:tableFormula': {
    zh: '单元格{cell}是公式或会被当作公式。请在表格软件里改为数值（“选择性粘贴—数值”），另存后重新上传。',
    en:
      'Cell {cell} is a formula, or would be taken for one. Turn it into a value (“Paste special: ' +
      'values”), save the file and upload it again.',
  },
  'file:tableActive': {
    zh: '表格含有{found}，没有保存。请从平台重新导出，或另存为不含宏的XLSX后上传。',
    en:
      'The table contains {found} and was not saved. Export it again from the platform, or save it as ' +
      'XLSX without macros.',
  },
  'file:tableEncrypted': {
    zh: '表格设有密码。请取消保护后重新上传。',
    en: 'The table is protected by a password. Remove the protection and upload it again.',
  },
  'file:tableBomb': {
    zh: '表格解压后过大，没有读取。请从平台重新导出后上传。',
    en: 'The table is too large when unpacked and was not read. Export it again from the platform.',
  },
  'file:tableTooLong': {
    zh: '表格超过{limit}行，或文字过多。请按月导出，或只保留需要的行。',
    en:
      'The table has more than {limit} rows, or too much text. Export it by month, or leave only the ' +
      'rows that are needed.',
  },
  'file:tableTooWide': {
    zh: '第{row}行超过{limit}列。请只保留需要的列。',
    en: 'Row {row} has more than {limit} columns. Leave only the columns that are needed.',
  },
  'file:tableCell': {
    zh: '单元格{cell}超过{limit}个字。请只保留数据后重新上传。',
    en: 'Cell {cell} has more than {limit} characters. Leave only the figures and upload the file again.',
  },
  'file:tableEncoding': {
    zh: '第{row}行的文字编码无法识别。请另存为“CSV UTF-8”或XLSX后重新上传。',
    en: 'The characters of row {row} cannot be read. Save the file as “CSV UTF-8” or XLSX and upload it again.',
  },
  'file:tableRow': {
    zh: '第{row}行无法读取（引号不成对，或单元格没有位置）。请从平台重新导出后上传。',
    en: 'Row {row} cannot be read: a quotation mark is missing, or a cell is misplaced. Export the file again.',
  },
  'file:busy': {
    zh: '现在上传的文件太多，该文件尚未读取。请稍等一分钟后重新上传。',
    en: 'Too many files are being uploaded at the moment, and this one was not read. Upload it again in a minute.',
  },
} as const satisfies Record<string, Bilingual>

/** Nobody could read the file in time: it may be sent again as it is. */
export const FILE_BUSY = 'file:busy' satisfies RefusalCode

export type RefusalCode = keyof typeof sentences

/** A refusal as data, so that it can cross from the reading process to ours. */
export interface Refusal {
  readonly code: RefusalCode
  readonly values?: Readonly<Record<string, string | number | Bilingual>>
}

/** Thrown while a file is read; becomes `Invalid` on our side of the process boundary. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code)
  }
}

/** Stops reading a file, with the code of the reason and what its sentence names. */
export const refuse = (code: RefusalCode, values?: Refusal['values']): never => {
  throw new Refused(values ? { code, values } : { code })
}

/** The error for a person: one problem, at `documents.KIND`, with what is wrong and what to do in both languages. */
export function invalidFile(kind: string, { code, values = {} }: Refusal): Invalid {
  const inLanguage = (language: 'zh' | 'en') =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? value[language] : value]),
    )
  const sentence: Bilingual = sentences[code]
  const message = {
    zh: fill(sentence, inLanguage('zh')).zh,
    en: fill(sentence, inLanguage('en')).en,
  }
  return new Invalid([{ code, path: `documents.${kind}`, message }])
}
