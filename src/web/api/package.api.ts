/** Packages for the permit authority by API: the same letters, evidence and descriptions, for a program of theirs. */
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common'
import { z } from 'zod'
import { asProblem, Invalid } from '../../base/errors.js'
import { apiPath } from '../../base/path.js'
import { memberOf } from '../../forms/engine/node.js'
import { packageJsonSchema } from '../../letters/package.js'
import { MOST_LETTERS, Packages } from '../../letters/package.service.js'
import type { Person } from '../../people/session.service.js'
import { Exports, For } from '../http/access.js'
import { file } from '../http/answers.js'
import { isId } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { moment, object } from './answer.js'
import { Operation } from './operation.js'

const MADE = z.object({ id: z.int(), letters: z.int(), file: z.string().describe('Where the ZIP is') })
const PACKAGE = z
  .object({
    ...MADE.shape,
    askedAt: moment,
    begunAt: moment.nullable(),
    finishedAt: moment.nullable(),
    sent: z.int().describe('Number of letters sent by the last download'),
    papers: z.int(),
    items: z.array(
      z.object({ letterId: z.int(), number: z.string(), sentAt: moment.nullable(), papers: z.int().nullable() }),
    ),
  })
  .meta({ id: 'Package' })

@Controller('api')
export class PackageApi {
  constructor(private readonly packages: Packages) {}

  @Get('package-schema')
  @For('open')
  @Operation('describePackages', {
    summary: 'Get the JSON Schema of index.json and description.json in a package',
    says: 'The schema',
    answer: object(),
  })
  schema() {
    return packageJsonSchema()
  }

  @Post('packages')
  @For('permitOfficer')
  @HttpCode(201)
  @Operation('createPackage', {
    summary: 'For permit officers: create a package of letters addressed to your authority',
    body: z.object({ letters: z.array(z.int()).min(1).max(MOST_LETTERS) }),
    says: 'The package, with the location of its file',
    answer: MADE,
  })
  async make(@Me() me: Person, @Body() body: unknown) {
    return withFile(await this.packages.make(me, readIds(body)))
  }

  @Get('packages/:id')
  @For('permitOfficer')
  @Operation('getPackage', {
    summary: 'Get a package, with the number of letters its last download has sent',
    says: 'The package',
    answer: PACKAGE,
  })
  async get(@Me() me: Person, @Id() id: number) {
    const { line, items } = await this.packages.get(me, id)
    return { ...withFile(line), items }
  }

  @Get('packages/:id/file')
  @For('permitOfficer')
  @Exports()
  @Operation('downloadPackage', {
    summary: 'Download the ZIP. It is written while being sent, and each letter is recorded when sent',
    says: 'The ZIP',
  })
  file(@Me() me: Person, @Id() id: number) {
    return this.zip(me, id)
  }

  /** One letter's package at once. */
  @Post('letters/:id/package')
  @For('permitOfficer')
  @HttpCode(200)
  @Exports()
  @Operation('downloadLetterPackage', {
    summary: 'For permit officers: download a letter with its documents and description as one ZIP; recorded',
    says: 'The ZIP',
  })
  async letter(@Me() me: Person, @Id() id: number) {
    return this.zip(me, (await this.packages.make(me, [id])).id)
  }

  private async zip(me: Person, id: number) {
    const { name, stream } = await this.packages.open(me, id)
    return file({ mime: 'application/zip', name }, stream)
  }
}

const withFile = <Made extends { id: number }>(made: Made) => ({ ...made, file: apiPath.packageFile(made.id) })

function readIds(body: unknown): number[] {
  const letters = memberOf(body, 'letters')
  if (!Array.isArray(letters) || !letters.every(isId)) throw new Invalid([notIds])
  return letters
}

const notIds = asProblem(
  'packageLetters',
  'letters',
  'letters 应为推荐函编号（id）的数组。',
  'letters must be an array of the ids of letters.',
)
