/**
 * `npm run new -- kind NAME`: a kind of reference data with its form, its place on the screen,
 * its first entry and the migration that brings it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Made, Unusable, withAdded, withImport } from './edit.js'
import { pascalOf, sentenceOf } from './names.js'

const [KINDS, TEST] = ['src/reference/kinds.ts', 'test/database/downAndUp.rest.ts']

const schemaOf = (name: string): string => `
/** Kind \`${name}\`: what it says, who reads it, and what its key is. */
import type { z } from 'zod'
import * as ask from '../forms/engine/field.js'
import { label, order, source } from './shapes.js'

export const ${name}Schema = ask.body({
  label,
  order,
  source,
})
export type ${pascalOf(name)} = z.infer<typeof ${name}Schema>
`

const lineOf = (name: string): string => `kind('${name}', {
  label: ['${name}', '${sentenceOf(name)}'],
  what: ['用途。', 'What it is for.'],
  applies: 'doing',
  schema: ${name}Schema,
  newKeys: true,
})`

/** In force since the plan: the first entry of a kind holds for every case there is. */
const entryOf = (name: string): unknown => ({
  kind: name,
  key: 'first',
  effectiveFrom: '2024-09-02',
  body: {
    label: { zh: name, en: sentenceOf(name) },
    order: 1,
    source: { zh: '依据', en: 'Source' },
  },
})

const migrationOf = (name: string, number: string): string => `
/** The first entries of the kind \`${name}\` for a database that is there already; a new one has them all. */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { FirstEntries1764000000020 } from './1764000000020-first-entries.js'

export class ${pascalOf(name)}${number} implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await new FirstEntries1764000000020().up(db)
  }

  /** Nothing to take back: the code before passes over kinds that it does not know. */
  async down(): Promise<void> {}
}
`

/** The number after the last migration. */
function nextNumber(project: string): string {
  const numbers = readdirSync(join(project, 'migrations')).flatMap((file) => /^(\d+)-/.exec(file)?.[1] ?? [])
  return String(Math.max(...numbers.map(Number)) + 1)
}

/**
 * A kind of reference data.
 *
 * @param name like \`quotas\`
 * @throws Unusable when it is no name, or there already
 */
export function newKind(project: string, name: string): Made {
  if (!/^[a-z][A-Za-z]+$/.test(name)) throw new Unusable('a kind is a NAME like quotas')
  const [schema, first] = [`src/reference/${name}.ts`, `migrations/reference/${name}.json`]
  for (const path of [schema, first])
    if (existsSync(join(project, path))) throw new Unusable(`${path} is there already`)
  const number = nextNumber(project)
  const read = (path: string) => readFileSync(join(project, path), 'utf8')
  const imported = `import { ${name}Schema } from './${name}.js'`
  const [migration, file] = [`${pascalOf(name)}${number}`, `${number}-${name}`]
  const tested = `import { ${migration} } from '../../migrations/${file}.js'`
  return {
    files: new Map([
      [schema, schemaOf(name).trimStart()],
      [KINDS, withAdded(withImport(read(KINDS), imported), 'PROCEDURE_KINDS', lineOf(name))],
      [first, `${JSON.stringify([entryOf(name)], null, 2)}\n`],
      [`migrations/${file}.ts`, migrationOf(name, number).trimStart()],
      [TEST, withAdded(withImport(read(TEST), tested), 'ROWS_ONLY', `${migration}.name`)],
    ]),
    left: [
      {
        zh: `${schema}：条目有哪些内容，各项的中英文名称`,
        en: `${schema}: what an entry holds, each question with its name in both languages`,
      },
      {
        zh: `${KINDS}：名称和用途，中英文；按提交日还是按办理日适用`,
        en: `${KINDS}: its name and use in both languages, and whether it holds by the day of filing or of doing`,
      },
      { zh: `${first}：首批条目`, en: `${first}: its first entries` },
      { zh: '读取的地方：reference.at 或 reference.all', en: 'where it is read: reference.at or reference.all' },
    ],
  }
}
