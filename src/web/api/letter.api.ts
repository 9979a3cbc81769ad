/** The JSON API of letters: the registry for those who may see the case, and the check of a letter for anybody. */
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { PublicFacts } from '../../letters/catalogue.js'
import { type CheckResult, Letters, LISTS } from '../../letters/letter.service.js'
import type { Person } from '../../people/session.service.js'
import { For, SendsFile } from '../http/access.js'
import { file } from '../http/answers.js'
import { Throttle } from '../http/throttle.js'
import { readList } from '../case/letter.view.js'
import { readId, readText } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { day, list, moment, object, only } from './answer.js'
import { Does } from './operation.js'

const LETTER = z
  .object({
    id: z.int(),
    caseId: z.int(),
    caseNumber: z.string(),
    kind: z.string(),
    talentName: z.string().nullable(),
    firmName: z.string(),
    number: z.string(),
    checkCode: z.string(),
    sha256: z.string().nullable(),
    issuedAt: moment.nullable(),
    validUntil: day.nullable(),
    receivedAt: moment.nullable(),
    endedAs: z.string().nullable(),
    endedAt: moment.nullable(),
  })
  .meta({ id: 'Letter' })
const LETTERS = z.object({ letters: list(LETTER), next: z.int().nullable() })

const CHECKED = z
  .object({
    standing: z.enum(['valid', 'superseded', 'revoked', 'expired', 'void', 'specimen', 'unknown', 'altered']),
    number: z.string().nullable(),
    facts: object<PublicFacts>().nullable(),
    issuedAt: moment.nullable(),
    endedAt: moment.nullable(),
    supersededBy: z.string().nullable(),
  })
  .meta({ id: 'Checked' })

const UNKNOWN = { number: null, facts: null, issuedAt: null, endedAt: null, supersededBy: null }
const presentChecked = (found: CheckResult) => only(CHECKED, { ...UNKNOWN, ...found })

@Controller('api')
export class LetterApi {
  constructor(
    private readonly letters: Letters,
    private readonly throttle: Throttle,
  ) {}

  @Get('letters')
  @For('signedIn')
  @Does('listLetters', {
    summary: 'Letters within your scope, found by number, name, firm or exact passport number',
    query: {
      find: z.string().describe('What to look for'),
      list: z.enum(LISTS).default('all').describe('Which list'),
      before: z.string().describe('What `next` of the page before said'),
    },
    says: 'One page of letters',
    answer: LETTERS,
  })
  async list(@Me() me: Person, @Query() query: unknown) {
    const before = readText(query, 'before')
    const letters = await this.letters.list(me, {
      find: readText(query, 'find'),
      list: readList(readText(query, 'list')),
      before: before ? readId(before) : undefined,
    })
    return only(LETTERS, { letters, next: letters.length === 50 ? (letters.at(-1)?.id ?? null) : null })
  }

  @Get('letters/:id')
  @For('signedIn')
  @Does('getLetter', { summary: 'One letter', says: 'The letter', answer: LETTER })
  async get(@Me() me: Person, @Id() id: number) {
    return only(LETTER, (await this.letters.open(me, id)).letter)
  }

  @SendsFile()
  @Get('letters/:id/file')
  @For('signedIn')
  @Does('downloadLetter', { summary: 'Download the signed letter; recorded', says: 'The PDF' })
  async file(@Me() me: Person, @Id() id: number) {
    const { letter, pdf } = await this.letters.fetch(me, id)
    return file({ mime: 'application/pdf', name: `${letter.number}.pdf` }, pdf)
  }

  @Get('verify/:code')
  @For('open')
  @Does('verifyCode', {
    summary: 'Check a letter by its code',
    path: { code: z.string() },
    says: 'What anybody may know',
    answer: CHECKED,
  })
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
  @Does('verifyFile', {
    summary:
      'Check a letter by the SHA-256 of its file; with its code too, an altered file is told from an unknown one',
    body: z.object({ sha256: z.string().optional(), code: z.string().optional() }),
    says: 'What anybody may know',
    answer: CHECKED,
  })
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
