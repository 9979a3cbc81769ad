/**
 * What is written on a paper, ready to be searched: its lines with the page and line of each, in
 * one form of letters. How names, firms, sums and days are found in them. Pure.
 */
import { isDate } from '../base/dates.js'

/** Where something is written: page and line, both from 1. */
export interface PaperPlace {
  readonly page: number
  readonly line: number
}

/** A line in the form in which it is searched. */
export interface PaperLine extends PaperPlace {
  /** As it is written, without odd spaces, full-width figures and letters as usual ones. */
  readonly text: string
}

export interface Found<Value = string> extends PaperPlace {
  readonly value: Value
}

/** PDFium writes this for a hyphen at the end of a line. */
const HYPHEN = /\ufffe/g
const MARKS = /[\u0300-\u036f]/g

/** The lines that say something, in reading order. */
export const listLines = (pages: readonly (readonly string[])[]): PaperLine[] =>
  pages.flatMap((lines, page) =>
    lines.flatMap((line, at) => {
      const text = line.normalize('NFKC').replace(HYPHEN, '-').replace(/\s+/g, ' ').trim()
      return text ? [{ page: page + 1, line: at + 1, text }] : []
    }),
  )

/** Without spaces, in capitals: how Chinese names and labels are compared. */
export const tight = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()

/** The words of a name: capitals without accents. */
export const nameWords = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(/['’ʼ.]/g, '')
    .toUpperCase()
    .split(/[^\p{L}]+/u)
    .filter(Boolean)

/** A run of lines without spaces, which knows the line of each of its places. */
export class Run {
  readonly text: string
  private readonly starts: readonly { readonly at: number; readonly line: PaperLine }[]

  constructor(lines: readonly PaperLine[]) {
    let text = ''
    this.starts = lines.map((line) => {
      const at = text.length
      text += tight(line.text)
      return { at, line }
    })
    this.text = text
  }

  placeOf(at: number): PaperPlace {
    const { page = 1, line = 1 } = this.starts.findLast((start) => start.at <= at)?.line ?? {}
    return { page, line }
  }

  /** Every match, with what the reader of the match makes of it; nothing where it makes nothing. */
  findAll<Value>(pattern: RegExp, read: (match: RegExpExecArray) => Value | undefined): Found<Value>[] {
    const flags = pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`
    return [...this.text.matchAll(new RegExp(pattern.source, flags))].flatMap((match) => {
      const value = read(match)
      return value === undefined ? [] : [{ value, ...this.placeOf(match.index) }]
    })
  }
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')
const NUMBERS = /(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?/
const NAMED = /(\d{1,2})(?:ST|ND|RD|TH)?([A-Z]{3})[A-Z]{0,6}\.?,?(\d{4})/
/** A day as papers write it, in a text without spaces. */
export const DAY = `(?:${NUMBERS.source}|${NAMED.source})`

/** Such a day as an ISO date; undefined when there is none. */
export function readDay(text: string): string | undefined {
  const [, year, month, day] = NUMBERS.exec(text) ?? []
  const [, other, name, its] = NAMED.exec(text) ?? []
  const pad = (part: string | number = '') => String(part).padStart(2, '0')
  const found = year
    ? `${year}-${pad(month)}-${pad(day)}`
    : its
      ? `${its}-${pad(MONTHS.indexOf(name ?? '') + 1)}-${pad(other)}`
      : ''
  return isDate(found) ? found : undefined
}

/** A sum of money: figures, and the unit of ten thousand; undefined when it is none. */
export function readSum(figures: string | undefined, unit: string | undefined): number | undefined {
  const value = Number(figures?.replace(/[,，]/g, ''))
  if (!figures || !Number.isFinite(value)) return undefined
  return unit === '万' ? value * 10_000 : value
}
