/** The JSON API of letters: the registry for those who may see the case, and the check of a letter for anybody. */
import { Body, Controller, Get, Header, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Checked, type LetterLine, Letters } from '../../letters/letter.service.js'
import { For, personOf, SendsFile } from '../http/access.js'
import { Throttle } from '../http/throttle.js'
import { readList } from '../case/letter.view.js'
import { readId, readText } from '../http/input.js'
import { sendFile } from '../http/send.js'

export const presentLetter = (letter: LetterLine) => ({
  id: letter.id,
  caseId: letter.caseId,
  caseNumber: letter.caseNumber,
  kind: letter.kind,
  number: letter.number,
  talentName: letter.talentName,
  firmName: letter.firmName,
  issuedAt: letter.issuedAt?.toISOString() ?? null,
  validUntil: letter.validUntil,
  receivedAt: letter.receivedAt?.toISOString() ?? null,
  endedAt: letter.endedAt?.toISOString() ?? null,
  endedAs: letter.endedAs,
  checkCode: letter.checkCode,
  sha256: letter.sha256,
})

const presentChecked = ({ standing, number, facts, issuedAt, endedAt, supersededBy }: Checked) => ({
  standing,
  number: number ?? null,
  facts: facts ?? null,
  issuedAt: issuedAt?.toISOString() ?? null,
  endedAt: endedAt?.toISOString() ?? null,
  supersededBy: supersededBy ?? null,
})

@Controller('api')
export class LetterApi {
  constructor(
    private readonly letters: Letters,
    private readonly throttle: Throttle,
  ) {}

  @Get('letters')
  @For('signedIn')
  @Header('cache-control', 'no-store')
  async list(@Req() request: FastifyRequest, @Query() query: unknown) {
    const before = readText(query, 'before')
    const found = await this.letters.list(personOf(request), {
      find: readText(query, 'find'),
      list: readList(readText(query, 'list')),
      before: before ? readId(before) : undefined,
    })
    return { letters: found.map(presentLetter), next: found.length === 50 ? (found.at(-1)?.id ?? null) : null }
  }

  @Get('letters/:id')
  @For('signedIn')
  @Header('cache-control', 'no-store')
  async get(@Req() request: FastifyRequest, @Param('id') id: string) {
    return presentLetter((await this.letters.open(personOf(request), readId(id))).letter)
  }

  @SendsFile()
  @Get('letters/:id/file')
  @For('signedIn')
  async file(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const { letter, pdf } = await this.letters.fetch(personOf(request), readId(id))
    return sendFile(reply, { mime: 'application/pdf', name: `${letter.number}.pdf` }, pdf)
  }

  @Get('verify/:code')
  @For('open')
  async verify(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('code') code: string) {
    return this.check(request, reply, { code })
  }

  @Post('verify')
  @For('open')
  async verifyHash(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    return this.check(request, reply, { sha256: readText(body, 'sha256'), code: readText(body, 'code') })
  }

  private async check(request: FastifyRequest, reply: FastifyReply, asked: Parameters<Letters['check']>[0]) {
    await this.throttle.count(request, reply)
    const checked = presentChecked(await this.letters.check(asked))
    return reply.status(200).header('cache-control', 'no-store').send(checked)
  }
}
