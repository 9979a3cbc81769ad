/** Packages for the permit authority by API: the same letters, evidence and descriptions, for a program of theirs. */
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common'
import { z } from 'zod'
import { Invalid } from '../../base/errors.js'
import { apiPath } from '../../base/path.js'
import { packageJsonSchema } from '../../letters/package.js'
import { Packages } from '../../letters/package.service.js'
import type { Person } from '../../people/session.service.js'
import { Exports, For } from '../http/access.js'
import { file } from '../http/answers.js'
import { Id, Me } from '../http/params.js'
import { list, moment, object, only } from './answer.js'
import { Does } from './operation.js'

const MADE = z.object({ id: z.int(), letters: z.int(), file: z.string().describe('Where the ZIP is') })
const PACKAGE = z
  .object({
    ...MADE.shape,
    askedAt: moment,
    begunAt: moment.nullable(),
    finishedAt: moment.nullable(),
    sent: z.int().describe('How many the last download has sent'),
    papers: z.int(),
    items: list(
      z.object({ letterId: z.int(), number: z.string(), sentAt: moment.nullable(), papers: z.int().nullable() }),
    ),
  })
  .meta({ id: 'Package' })

@Controller('api')
export class PackageApi {
  constructor(private readonly packages: Packages) {}

  @Get('package-schema')
  @For('open')
  @Does('describePackages', {
    summary: 'JSON Schema of index.json and description.json in a package',
    says: 'The schema',
    answer: object(),
  })
  schema() {
    return packageJsonSchema()
  }

  @Post('packages')
  @For('permitOfficer')
  @HttpCode(201)
  @Does('createPackage', {
    summary: 'For permit officers: put letters that are addressed to your authority into one package',
    body: z.object({ letters: z.array(z.int()).min(1).max(500) }),
    says: 'The package, and where its file is',
    answer: MADE,
  })
  async make(@Me() me: Person, @Body() body: unknown) {
    const { id, letters } = await this.packages.make(me, readIds(body))
    return { id, letters, file: apiPath.packageFile(id) }
  }

  @Get('packages/:id')
  @For('permitOfficer')
  @Does('getPackage', {
    summary: 'A package, and how many letters its last download has sent',
    says: 'The package',
    answer: PACKAGE,
  })
  async get(@Me() me: Person, @Id() id: number) {
    const { line, items } = await this.packages.get(me, id)
    return only(PACKAGE, { ...line, items, file: apiPath.packageFile(id) })
  }

  @Get('packages/:id/file')
  @For('permitOfficer')
  @Exports()
  @Does('downloadPackage', {
    summary: 'Download the ZIP, which is written while it is sent; each letter is recorded as its turn comes',
    says: 'The ZIP',
  })
  async file(@Me() me: Person, @Id() id: number) {
    const { name, stream } = await this.packages.open(me, id)
    return file({ mime: 'application/zip', name }, stream)
  }

  /** One letter's package at once, for a key that only reads. */
  @Get('letters/:id/package')
  @For('permitOfficer')
  @Exports()
  @Does('downloadLetterPackage', {
    summary: 'For permit officers: a letter with its evidence and description as one ZIP; recorded',
    says: 'The ZIP',
  })
  async letter(@Me() me: Person, @Id() id: number) {
    const made = await this.packages.make(me, [id])
    const { name, stream } = await this.packages.open(me, made.id)
    return file({ mime: 'application/zip', name }, stream)
  }
}

function readIds(body: unknown): number[] {
  const letters = typeof body === 'object' && body !== null && 'letters' in body ? body.letters : undefined
  if (!Array.isArray(letters) || !letters.every((id) => Number.isInteger(id) && id > 0 && id < 2 ** 31))
    throw new Invalid([notIds])
  return letters
}

const notIds = {
  code: 'packageLetters',
  path: 'letters',
  message: { zh: 'letters 应为推荐函编号（id）的数组。', en: 'letters must be an array of the ids of letters.' },
}
