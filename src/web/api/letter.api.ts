/** The JSON API of letters: the registry for those who may see the case, and the check of a letter for anybody. */
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type CheckResult, type LetterLine, Letters } from '../../letters/letter.service.js'
import type { Person } from '../../people/session.service.js'
import { For, SendsFile } from '../http/access.js'
import { file } from '../http/answers.js'
import { Throttle } from '../http/throttle.js'
import { readList } from '../case/letter.view.js'
import { readId, readText } from '../http/input.js'
import { Id, Me } from '../http/params.js'

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

const presentChecked = ({ standing, number, facts, issuedAt, endedAt, supersededBy }: CheckResult) => ({
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
  async list(@Me() me: Person, @Query() query: unknown) {
    const before = readText(query, 'before')
    const found = await this.letters.list(me, {
      find: readText(query, 'find'),
      list: readList(readText(query, 'list')),
      before: before ? readId(before) : undefined,
    })
    return { letters: found.map(presentLetter), next: found.length === 50 ? (found.at(-1)?.id ?? null) : null }
  }

  @Get('letters/:id')
  @For('signedIn')
  async get(@Me() me: Person, @Id() id: number) {
    return presentLetter((await this.letters.open(me, id)).letter)
  }

  @SendsFile()
  @Get('letters/:id/file')
  @For('signedIn')
  async file(@Me() me: Person, @Id() id: number) {
    const { letter, pdf } = await this.letters.fetch(me, id)
    return file({ mime: 'application/pdf', name: `${letter.number}.pdf` }, pdf)
  }

  @Get('verify/:code')
  @For('open')
  async verify(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply, // says when to come again
    @Param('code') code: string,
  ) {
    await this.throttle.count(request, reply)
    return presentChecked(await this.letters.check({ code }))
  }

  @Post('verify')
  @For('open')
  @HttpCode(200)
  async verifyHash(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply, // says when to come again
    @Body() body: unknown,
  ) {
    await this.throttle.count(request, reply)
    const asked = { sha256: readText(body, 'sha256'), code: readText(body, 'code') }
    return presentChecked(await this.letters.check(asked))
  }
}
