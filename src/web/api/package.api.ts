/** Packages for the permit authority by API: the same letters, evidence and descriptions, for a program of theirs. */
import { Body, Controller, Get, Header, HttpCode, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid } from '../../base/errors.js'
import { packageJsonSchema } from '../../letters/package.js'
import { type PackageItem, type PackageLine, Packages } from '../../letters/package.service.js'
import { Exports, For, personOf } from '../http/access.js'
import { readId } from '../http/input.js'
import { sendFile } from '../http/send.js'

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
  @Header('cache-control', 'no-store')
  async make(@Req() request: FastifyRequest, @Body() body: unknown) {
    const { id, letters } = await this.packages.make(personOf(request), readIds(body))
    return { id, letters, file: `/api/packages/${id}/file` }
  }

  @Get('packages/:id')
  @For('permitOfficer')
  @Header('cache-control', 'no-store')
  async get(@Req() request: FastifyRequest, @Param('id') id: string) {
    const { line, items } = await this.packages.get(personOf(request), readId(id))
    return { ...present(line), items: items.map(presentItem) }
  }

  @Get('packages/:id/file')
  @For('permitOfficer')
  @Exports()
  async file(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const { name, stream } = await this.packages.open(personOf(request), readId(id))
    return sendFile(reply, { mime: 'application/zip', name }, stream)
  }

  /** One letter's package at once, for a key that only reads. */
  @Get('letters/:id/package')
  @For('permitOfficer')
  @Exports()
  async letter(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const person = personOf(request)
    const made = await this.packages.make(person, [readId(id)])
    const { name, stream } = await this.packages.open(person, made.id)
    return sendFile(reply, { mime: 'application/zip', name }, stream)
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
