/** A table as a platform exports it: text only, with the row and the column that a spreadsheet shows. */

export interface ExportRow {
  /** Counted from 1, empty rows too. */
  readonly row: number
  readonly cells: readonly string[]
}

export interface ExportTable {
  /** Of a workbook. */
  readonly sheet?: string
  /** Rows in which something stands. */
  readonly rows: readonly ExportRow[]
}

/** A, B, … Z, AA: the name of a column that is counted from 0. */
export function columnName(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (column % 26))
}

/** The name of a cell, as `C5`. */
export const cellName = (row: number, column: number): string => `${columnName(column)}${row}`
