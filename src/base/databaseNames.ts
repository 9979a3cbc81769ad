/**
 * Constraints are called in the entities as PostgreSQL calls those of the migrations, which are
 * written by hand and mostly leave the naming to it.
 */
import { DefaultNamingStrategy, type Table } from 'typeorm'

const tableOf = (table: Table | string): string =>
  (typeof table === 'string' ? table : table.name).split('.').pop() ?? ''

export class DatabaseNames extends DefaultNamingStrategy {
  override primaryKeyName(table: Table | string): string {
    return `${tableOf(table)}_pkey`
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return `${tableOf(table)}_${columns.join('_')}_key`
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return `${tableOf(table)}_${columns.join('_')}_fkey`
  }
}
