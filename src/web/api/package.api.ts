/** Packages for the permit authority by API: the same letters, evidence and descriptions, for a program of theirs. */
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common'
import { Invalid } from '../../base/errors.js'
import { packageJsonSchema } from '../../letters/package.js'
import { type PackageItem, type PackageLine, Packages } from '../../letters/package.service.js'
import type { Person } from '../../people/session.service.js'
import { Exports, For } from '../http/access.js'
import { file } from '../http/answers.js'
import { Id, Me } from '../http/params.js'

const present = ({ id, askedAt, begunAt, finishedAt, letters, sent, papers }: PackageLine) => ({
  id,
  askedAt: askedAt.toISOString(),
  begunAt: begunAt?.toISOString() ?? null,
  finishedAt: finishedAt?.toISOString() ?? null,
  letters,
  sent,
  papers,
  file: `/api/packages/${id}/file`,
})

const presentItem = ({ letterId, number, sentAt, papers }: PackageItem) => ({
  letterId,
  number,
  sentAt: sentAt?.toISOString() ?? null,
  papers,
})

@Controller('api')
export class PackageApi {
  constructor(private readonly packages: Packages) {}

  @Get('package-schema')
  @For('open')
  schema() {
    return packageJsonSchema()
  }

  @Post('packages')
  @For('permitOfficer')
  @HttpCode(201)
  async make(@Me() me: Person, @Body() body: unknown) {
    const { id, letters } = await this.packages.make(me, readIds(body))
    return { id, letters, file: `/api/packages/${id}/file` }
  }

  @Get('packages/:id')
  @For('permitOfficer')
  async get(@Me() me: Person, @Id() id: number) {
    const { line, items } = await this.packages.get(me, id)
    return { ...present(line), items: items.map(presentItem) }
  }

  @Get('packages/:id/file')
  @For('permitOfficer')
  @Exports()
  async file(@Me() me: Person, @Id() id: number) {
    const { name, stream } = await this.packages.open(me, id)
    return file({ mime: 'application/zip', name }, stream)
  }

  /** One letter's package at once, for a key that only reads. */
  @Get('letters/:id/package')
  @For('permitOfficer')
  @Exports()
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
