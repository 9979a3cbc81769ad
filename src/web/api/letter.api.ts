/** The JSON API of letters: the registry for those who may see the case, and the check of a letter for anybody. */
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common'
import { z } from 'zod'
import { Clock } from '../../base/clock.js'
import type { Language } from '../../base/text.js'
import type { PublicFacts } from '../../letters/catalogue.js'
import { Letters, LISTS } from '../../letters/letter.service.js'
import { Papers } from '../../letters/paper.service.js'
import type { Person } from '../../people/session.service.js'
import { readList } from '../case/letter.view.js'
import { For, ForServices, SendsFile } from '../http/access.js'
import { file } from '../http/answers.js'
import { readNumber, readText } from '../http/input.js'
import { nextBefore, PER_PAGE } from '../http/paging.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { Throttled } from '../http/throttle.js'
import { bilingual, day, moment, object } from './answer.js'
import { Operation } from './operation.js'

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

const PAPER = z
  .object({
    id: z.int().nullable().describe('Null until the letter has been made'),
    kind: z.string(),
    label: bilingual,
    number: z.string().nullable(),
    checkCode: z
      .string()
      .nullable()
      .describe('The check code of a receipt opens /status together with the case number'),
    orderedAt: moment,
    issuedAt: moment.nullable(),
    endedAs: z.string().nullable(),
  })
  .meta({ id: 'Paper' })

const CHECKED = z
  .object({
    standing: z.enum(['valid', 'superseded', 'revoked', 'expired', 'void', 'specimen', 'unknown', 'altered']),
    number: z.string().nullable(),
    facts: object<PublicFacts>().nullable(),
    issuedAt: moment.nullable(),
    endedAt: moment.nullable(),
    supersededBy: z.string().nullable(),
    kind: z.string().nullable(),
    announced: z.boolean().describe('A notice: what it announced was decided (superseded) or will not be (void)'),
  })
  .meta({ id: 'Checked' })

const NOTHING = { number: null, facts: null, issuedAt: null, endedAt: null, supersededBy: null }
const UNKNOWN = { ...NOTHING, kind: null, announced: false }

const PASSPORT = 'x-passport-number'

@Controller('api')
export class LetterApi {
  constructor(
    private readonly letters: Letters,
    private readonly papers: Papers,
    private readonly clock: Clock,
  ) {}

  @Get('letters')
  @For('signedIn')
  @ForServices()
  @Operation('listLetters', {
    summary: 'List the letters you have access to, by number, name, firm or, in a header, exact passport number',
    query: {
      find: z.string().describe('Search text'),
      list: z.enum(LISTS).default('all').describe('Which list'),
      before: z.int().describe('`next` of the previous page'),
    },
    headers: {
      [PASSPORT]: z.string().describe('A full passport number, instead of `find`: an address must not contain one'),
    },
    says: 'One page of letters',
    answer: z.object({ letters: z.array(LETTER), next: z.int().nullable() }),
  })
  async list(@Me() me: Person, @Query() query: unknown, @Headers() headers: unknown) {
    const passport = readText(headers, PASSPORT)
    const letters = await this.letters.list(me, {
      find: passport ?? readText(query, 'find'),
      byPassport: passport !== undefined,
      list: readList(readText(query, 'list')),
      before: readNumber(query, 'before'),
      limit: PER_PAGE,
    })
    return { letters, next: nextBefore(letters) ?? null }
  }

  @Get('letters/:id')
  @For('signedIn')
  @ForServices()
  @Operation('getLetter', { summary: 'One letter', says: 'The letter', answer: LETTER })
  async get(@Me() me: Person, @Id() id: number) {
    return (await this.letters.open(me, id)).letter
  }

  @Get('cases/:id/papers')
  @For('signedIn')
  @ForServices()
  @Operation('listPapers', {
    summary: 'List all letters of a case, from the receipt on; use downloadLetter for the file',
    says: 'The letters, the oldest first',
    answer: z.object({ papers: z.array(PAPER) }),
  })
  async papersOf(@Me() me: Person, @Id() id: number) {
    return { papers: (await this.papers.ofCase(me, id, this.clock.today())).papers }
  }

  @SendsFile()
  @Get('letters/:id/file')
  @For('signedIn')
  @ForServices()
  @Operation('downloadLetter', { summary: 'Download the signed letter; recorded', says: 'The PDF' })
  async file(@Me() me: Person, @InLanguage() language: Language, @Id() id: number) {
    const { letter, pdf } = await this.letters.fetch(me, id)
    const name = await this.papers.fileName(letter, this.clock.today(), language)
    return file({ mime: 'application/pdf', name }, pdf)
  }

  @Get('verify/:code')
  @For('open')
  @UseGuards(Throttled)
  @Operation('verifyCode', {
    summary: 'Check a letter by its code',
    path: { code: z.string() },
    says: 'What the public may see',
    answer: CHECKED,
  })
  async verify(@Param('code') code: string) {
    return { ...UNKNOWN, ...(await this.letters.check({ code })) }
  }

  @Post('verify')
  @For('open')
  @UseGuards(Throttled)
  @HttpCode(200)
  @Operation('verifyFile', {
    summary:
      'Check a letter by the SHA-256 of its file; with its check code as well, an altered file can be ' +
      'distinguished from an unknown one',
    body: z.object({ sha256: z.string(), code: z.string() }).partial(),
    says: 'What the public may see',
    answer: CHECKED,
  })
  async verifyHash(@Body() body: unknown) {
    const sent = { sha256: readText(body, 'sha256'), code: readText(body, 'code') }
    return { ...UNKNOWN, ...(await this.letters.check(sent)) }
  }
}
