/**
 * Whether a letter is genuine, for anybody: by its code, by its QR code (which leads to the same
 * address), by its file; and the certificate with which one can check without us.
 */
import { createHash } from 'node:crypto'
import type {} from '@fastify/multipart'
import { Controller, Get, Header, Param, Post, Query, Req, UseGuards } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { memberOf } from '../../forms/engine/node.js'
import { EXAMPLE, isCutShort, lengthFault, normaliseCheckCode } from '../../base/checkCode.js'
import { FileCheck } from '../../letters/fileCheck.js'
import { type CheckResult, Letters } from '../../letters/letter.service.js'
import { Trust } from '../../letters/trust.js'
import { For, SendsFile, TakesUpload } from '../http/access.js'
import { page } from '../http/answers.js'
import { isForLanguage, readText } from '../http/input.js'
import { Reply } from '../http/params.js'
import { Throttle, Throttled } from '../http/throttle.js'
import { type CheckInput, codeWords, resultOf } from './check.view.js'

/** A letter is far smaller; of a larger file only the fingerprint is taken. */
const LARGEST = 5 * 1024 * 1024 // bytes

@Controller()
@For('open')
export class CheckController {
  constructor(
    private readonly letters: Letters,
    private readonly files: FileCheck,
    private readonly trust: Trust,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
  ) {}

  @Get('verify')
  async verify(@Req() request: FastifyRequest, @Reply() reply: FastifyReply, @Query() query: unknown) {
    const code = readText(query, 'code', 200)
    const sha256 = readText(query, 'sha256', 64)
    if (isForLanguage(query)) return askPage({ code: code ?? '' })
    if (!sha256 && !(code && normaliseCheckCode(code)))
      return askPage({ code: code ?? '', codeProblem: code ? problemOf(code) : isAsked(query) ? noCode : undefined })
    await this.throttle.count(request, reply)
    const asked: CheckInput = sha256 ? { by: 'file', value: sha256 } : codeWords(code ?? '')
    return this.result(request, await this.letters.check({ sha256, code }), asked)
  }

  /** A link that was cut off says nothing against the letter; a whole code that is not ours does. */
  @Get('verify/:code')
  @UseGuards(Throttled)
  async verifyCode(@Req() request: FastifyRequest, @Param('code') code: string) {
    if (isCutShort(code)) return askPage({ code, codeProblem: lengthFault(code) })
    return this.result(request, await this.letters.check({ code }), codeWords(code))
  }

  /** Without script the file itself comes here; it is looked at and never kept. */
  @Post('verify/file')
  @TakesUpload()
  @UseGuards(Throttled)
  async verifyFile(@Req() request: FastifyRequest) {
    const part = request.isMultipart() ? await request.file() : undefined
    const hash = createHash('sha256')
    const pieces: Buffer[] = []
    let [bytes, head] = [0, '']
    for await (const chunk of part?.file ?? []) {
      const piece = chunk as Buffer // a file's stream gives buffers
      hash.update(piece)
      bytes += piece.length
      if (head.length < 1024) head += piece.toString('latin1', 0, 1024) // within which a PDF says that it is one
      if (bytes <= LARGEST) pieces.push(piece)
    }
    if (bytes === 0) return askPage({ code: '', fileProblem: noFile })
    if (!head.includes('%PDF')) return askPage({ code: '', fileProblem: noPdf })
    const sha256 = hash.digest('hex')
    const checked =
      bytes <= LARGEST ? (await this.files.check(Buffer.concat(pieces))).checked : await this.letters.check({ sha256 })
    return this.result(request, checked, { by: 'file', value: sha256, seen: true })
  }

  /** Every certificate with which letters were signed, the present one first (RFC 7468). */
  @SendsFile()
  @Get('certificate.pem')
  @Header('content-type', 'application/x-pem-file')
  @Header('content-disposition', 'attachment; filename="certificate.pem"')
  certificate() {
    return this.trust.published
  }

  /** Whoever is of a department or a firm goes on to the letter's case, if they may see it. */
  private async result({ person }: FastifyRequest, checked: CheckResult, asked: CheckInput) {
    const { number } = checked
    const listed = person && number ? await this.letters.list(person, { find: number, limit: 1 }) : []
    const own = listed.find((letter) => letter.number === number)
    const onward = own && { href: path.case(own.caseId) }
    return page(
      'verify-result',
      { ...resultOf(checked, asked, this.clock.now()), onward, title },
      { audience: 'public' },
    )
  }
}

/** What is asked for; with what was wrong with it. */
function askPage(asked: { code: string; codeProblem?: Bilingual | undefined; fileProblem?: Bilingual }) {
  const status = asked.codeProblem || asked.fileProblem ? 422 : 200
  return page(
    'verify',
    { ...asked, codeExample: EXAMPLE, title, ...keptIn(path.verify) },
    { status, audience: 'public' },
  )
}

/** What is typed for the code is kept when the page's language changes (templates/parts/check-code.hbs). */
export const keptIn = (address: string) => ({ languageForm: 'check-code', languageAction: address })

const title = { zh: '核验文书', en: 'Check a letter' }
/** Its last character does not fit the others: a slip of the finger, or no letter of ours. */
const mistyped: Bilingual = {
  zh: '该核验码有误。请对照文书重新输入；与文书上的完全一致的，文书可能系伪造，请勿受理。',
  en:
    'There is no such check code. Compare it with the letter and try again. If it is exactly what the letter ' +
    'says, the letter may be forged: do not accept it.',
}
const problemOf = (code: string): Bilingual => lengthFault(code) ?? mistyped
const noCode = { zh: '请输入核验码。', en: 'Enter the check code.' }
/** The form was sent, with an empty box: its address names the code. */
const isAsked = (query: unknown): boolean => memberOf(query, 'code') !== undefined
const noPdf = {
  zh: '该文件不是 PDF。请选择文书的 PDF，或填写核验码。',
  en: 'This is not a PDF. Select the letter’s PDF, or enter the check code.',
}
const noFile = { zh: '请选择文书的 PDF 文件。', en: 'Select the PDF file of the letter.' }
