/**
 * What is merely unfit about a file that can be read: it is kept, and marked with what is wrong, so
 * that nothing sent is lost. The figures come from the document rules in force (reference), never
 * from here. Pure, so that a page can name the marks of a stored row anew.
 */
import { type Bilingual, fill } from '../../base/text.js'

export type FileType = 'pdf' | 'jpeg' | 'png' | TableType
/** Of what platforms export. */
export type TableType = 'csv' | 'xlsx'

/** What a kind of document asks of its file: the same fields as `image` in the reference data of kind `documents`. */
export interface FitRules {
  /** The formats that are fit, by type (`jpeg`), ending (`jpg`) or media type (`image/jpeg`). */
  readonly formats: readonly string[]
  /** In bytes; above it the file is unfit, not refused. */
  readonly maximumBytes?: number
  /** In pixels, as the image is shown. */
  readonly minimumWidth?: number
  readonly minimumHeight?: number
}

/** What is known of a stored file: size in bytes, and for an image its width and height in pixels as it is shown. */
export interface FileFacts {
  readonly format: FileType
  readonly bytes: number
  readonly width?: number
  readonly height?: number
}

/** One mark, as the row of the attachment keeps it. */
export interface Unfit extends Bilingual {
  readonly code: 'wrongFormat' | 'tooSmall' | 'tooHeavy'
}

export const fileTypes = {
  pdf: { mime: 'application/pdf', extension: 'pdf', endings: ['pdf'] },
  jpeg: { mime: 'image/jpeg', extension: 'jpg', endings: ['jpg', 'jpeg', 'jpe', 'jfif'] },
  png: { mime: 'image/png', extension: 'png', endings: ['png'] },
  csv: { mime: 'text/csv', extension: 'csv', endings: ['csv', 'txt'] },
  xlsx: {
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: 'xlsx',
    endings: ['xlsx'],
  },
} as const satisfies Record<FileType, { mime: string; extension: string; endings: readonly string[] }>

/** In the order in which a person is told of them. */
const allTypes: readonly FileType[] = ['pdf', 'jpeg', 'png']

const sentences: Record<Unfit['code'], Bilingual> = {
  wrongFormat: {
    zh: '文件格式是{found}，这里需要{wanted}。请更换为符合要求的文件。',
    en: 'The file is a {found}. A {wanted} is needed here. Replace it.',
  },
  tooSmall: {
    zh: '图片为{width} × {height}像素，至少需要{minimumWidth} × {minimumHeight}像素。请更换更清晰的图片。',
    en:
      'The image has {width} × {height} pixels; at least {minimumWidth} × ' +
      '{minimumHeight} are needed. Replace it with a larger one.',
  },
  tooHeavy: {
    zh: '文件为{bytes}字节，最多{maximumBytes}字节。请压缩后重新上传。',
    en: 'The file has {bytes} bytes; at most {maximumBytes} are allowed. Compress it and upload it again.',
  },
}

const isOneOf = (type: FileType, formats: readonly string[]): boolean => {
  const { mime, endings } = fileTypes[type]
  return [type, mime, ...endings].some((name) => formats.includes(name))
}

/**
 * Everything that makes a readable file unfit for its kind; empty when it is fit, or when the kind
 * asks nothing of its file.
 */
export function listUnfit(facts: FileFacts, rules: FitRules | null): Unfit[] {
  if (!rules) return []
  const { formats, maximumBytes = Number.POSITIVE_INFINITY, minimumWidth = 0, minimumHeight = 0 } = rules
  const { format, bytes, width, height } = facts
  const marks: Unfit[] = []
  const mark = (code: Unfit['code'], values: Record<string, string | number>) =>
    marks.push({ code, ...fill(sentences[code], values) })

  if (!isOneOf(format, formats)) {
    const wanted = allTypes.filter((type) => isOneOf(type, formats)).map((type) => type.toUpperCase())
    mark('wrongFormat', { found: format.toUpperCase(), wanted: wanted.join(' / ') })
  }
  if (width !== undefined && height !== undefined && (width < minimumWidth || height < minimumHeight)) {
    mark('tooSmall', { width, height, minimumWidth, minimumHeight })
  }
  if (bytes > maximumBytes) mark('tooHeavy', { bytes, maximumBytes })
  return marks
}

/** The type of a stored table by its media type; undefined when it is none. */
export const tableTypeOf = (mime: string): TableType | undefined =>
  mime === fileTypes.csv.mime ? 'csv' : mime === fileTypes.xlsx.mime ? 'xlsx' : undefined
