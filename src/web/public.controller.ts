/** What anybody may see: how it works, the criteria, and whether a letter is genuine. */
import { createHash } from 'node:crypto'
import type {} from '@fastify/multipart'
import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock, dateInShanghai } from '../base/clock.js'
import { type Bilingual, fill } from '../base/text.js'
import { newCheckCode, normaliseCheckCode, showCheckCode } from '../letters/checkCode.js'
import { type Checked, Letters } from '../letters/letter.service.js'
import { Authorities } from '../reference/authorities.js'
import { For, TakesUpload } from './access.js'
import { readText } from './input.js'
import { both, dateText, timeText } from './page.js'
import { Pages, type PageView } from './pages.js'
import { Published } from './published.js'
import { type Finding, verdictOf } from './verdict.js'
import type { HomeView, VerifyResultView, VerifyView } from './views.js'

/** Shown as an example of a code's form; belongs to no letter. */
const EXAMPLE = showCheckCode(newCheckCode())

@Controller()
@For('open')
export class PublicController {
  constructor(
    private readonly pages: Pages,
    private readonly published: Published,
    private readonly letters: Letters,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
  ) {}

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const today = this.clock.today()
    const view: HomeView = {
      promise: await this.published.promise(),
      criteria: { since: both((language) => dateText(today, language)), routes: await this.published.routes() },
      codeExample: EXAMPLE,
    }
    return this.send(request, reply, 'home', {
      ...view,
      title: { zh: '外籍直播人才工作许可推荐', en: 'Recommending foreign live-streaming talents' },
    })
  }

  @Get('how-it-works')
  async howItWorks(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.send(request, reply, 'how-it-works', {
      ...(await this.published.howItWorks()),
      title: { zh: '怎么办', en: 'How it works' },
    })
  }

  @Get('criteria')
  async criteria(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.send(request, reply, 'criteria', {
      ...(await this.published.criteria()),
      title: { zh: '公布的条件', en: 'The published criteria' },
    })
  }

  @Get('privacy')
  async privacy(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { handler, contact } = await this.leadContact()
    return this.send(request, reply, 'privacy', {
      handler,
      contact,
      retention: RETENTION,
      title: { zh: '个人信息保护', en: 'Privacy' },
    })
  }

  @Get('accessibility')
  async accessibility(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { contact } = await this.leadContact()
    return this.send(request, reply, 'accessibility', { contact, title: { zh: '无障碍', en: 'Accessibility' } })
  }

  @Get('verify')
  async verify(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const code = readText(query, 'code', 60)
    const sha256 = readText(query, 'sha256', 64)
    if (sha256) return this.result(request, reply, await this.letters.check({ sha256 }), fileWords(sha256))
    if (code && normaliseCheckCode(code))
      return this.result(request, reply, await this.letters.check({ code }), codeWords(code))
    const view: VerifyView = { code: code ?? '', codeExample: EXAMPLE, ...(code && { codeProblem: notACode }) }
    return this.send(request, reply, 'verify', { ...view, title: verifyTitle }, code ? 422 : 200)
  }

  @Get('verify/:code')
  async verifyCode(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('code') code: string) {
    return this.result(request, reply, await this.letters.check({ code }), codeWords(code))
  }

  /** Without script the file itself comes here; it is hashed as it arrives and never kept. */
  @Post('verify/file')
  @TakesUpload()
  async verifyFile(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const part = request.isMultipart() ? await request.file() : undefined
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of part?.file ?? []) {
      const piece = chunk as Buffer // a file's stream gives buffers
      hash.update(piece)
      bytes += piece.length
    }
    if (bytes === 0) {
      const view: VerifyView = { code: '', codeExample: EXAMPLE, fileProblem: noFile }
      return this.send(request, reply, 'verify', { ...view, title: verifyTitle }, 422)
    }
    const sha256 = hash.digest('hex')
    return this.result(request, reply, await this.letters.check({ sha256 }), fileWords(sha256))
  }

  private result(request: FastifyRequest, reply: FastifyReply, checked: Checked, asked: Asked) {
    const { facts, number } = checked
    const now = this.clock.now()
    const view: VerifyResultView = {
      verdict: verdictOf(findingOf(checked)),
      check: {
        small: true,
        rows: [
          { key: { zh: '时间', en: 'Time' }, line: [both((language) => timeText(now, language))] },
          { key: asked.key, line: [{ text: asked.value, look: 'code' }] },
        ],
      },
      ...(facts &&
        number && {
          letter: {
            rows: [
              { key: { zh: '文号', en: 'Number' }, line: [{ text: number, look: 'song', lang: 'zh-CN' }] },
              { key: { zh: '发文机关', en: 'Issued by' }, line: [facts.issuer] },
              { key: { zh: '主送机关', en: 'Addressed to' }, line: [facts.addressee] },
              { key: { zh: '日期', en: 'Date' }, line: [both((language) => dateText(facts.issuedOn, language))] },
              ...facts.facts.map(({ label, value }) => ({ key: label, line: [value] })),
              ...(facts.validUntil
                ? [
                    {
                      key: { zh: '有效期至', en: 'Valid until' },
                      line: [both((language) => dateText(facts.validUntil ?? '', language))],
                    },
                  ]
                : []),
            ],
          },
        }),
    }
    return this.send(request, reply, 'verify-result', { ...view, title: verifyTitle })
  }

  private async leadContact(): Promise<{ handler: Bilingual; contact: Bilingual }> {
    const today = this.clock.today()
    const { lead } = await this.authorities.jurisdiction(today)
    const { name, office, phone } = await this.authorities.getByCode(lead, today)
    const called = phone ?? '12345'
    return {
      handler: name,
      contact: { zh: `${name.zh}${office.zh}，电话 ${called}`, en: `${office.en}, ${name.en}, telephone ${called}` },
    }
  }

  private send<View extends PageView>(
    request: FastifyRequest,
    reply: FastifyReply,
    page: string,
    view: View,
    status = 200,
  ) {
    return reply.send(this.pages.render(request, reply, page, view, { status, audience: 'public' }))
  }
}

interface Asked {
  readonly key: Bilingual
  readonly value: string
}

const codeWords = (code: string): Asked => {
  const known = normaliseCheckCode(code)
  return { key: { zh: '核验码', en: 'Check code' }, value: known ? showCheckCode(known) : code.slice(0, 60) }
}
const fileWords = (sha256: string): Asked => ({ key: { zh: '文件指纹', en: 'File fingerprint' }, value: sha256 })

/** What the registry says, in the terms of the verdict. */
function findingOf({ standing, facts, endedAt, supersededBy }: Checked): Finding {
  if (!facts || standing === 'unknown') return { kind: 'unknown' }
  const endedOn = endedAt ? dateOf(endedAt) : facts.issuedOn
  switch (standing) {
    case 'revoked':
    case 'void':
      return { kind: 'revoked', revokedOn: endedOn }
    case 'superseded':
      return { kind: 'superseded', newNumber: supersededBy ?? null, supersededOn: endedOn }
    case 'specimen':
      return { kind: 'specimen' }
    default:
      return { kind: standing, issuer: facts.issuer, validUntil: facts.validUntil ?? facts.issuedOn }
  }
}

const dateOf = (at: Date): string => dateInShanghai(at)

const verifyTitle = { zh: '核验推荐函', en: 'Check a letter' }
const notACode = fill(
  {
    zh: '这不是核验码：应为 17 位字母和数字，如 {code}。请对照函件再输入一次。',
    en: 'This is no check code: it has 17 letters and digits, like {code}. Compare it with the letter and try again.',
  },
  { code: EXAMPLE },
)
const noFile = { zh: '请选择推荐函的 PDF 文件。', en: 'Choose the PDF file of the letter.' }

const RETENTION = [
  {
    key: { zh: '已决定的案件', en: 'Decided cases' },
    line: [{ zh: '按行政许可档案的期限保存', en: 'kept for the term of licensing files' }],
  },
  { key: { zh: '草稿', en: 'Drafts' }, line: [{ zh: '企业可随时删除', en: 'the firm may discard them at any time' }] },
]
