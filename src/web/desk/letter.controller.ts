/** The registry of letters: found, looked at, downloaded. Every opening and every download is recorded. */
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { showCheckCode } from '../../letters/checkCode.js'
import { type LetterLine, Letters } from '../../letters/letter.service.js'
import { For, personOf } from '../access.js'
import { readId, readText } from '../input.js'
import { addressWith, both, dateText, timeText } from '../page.js'
import { Pages } from '../pages.js'
import type { Table } from '../parts.js'
import { sendFile } from '../send.js'
import { sheetOf, standingTag } from './letter.view.js'

const PER_PAGE = 50

@Controller('letters')
@For('signedIn')
export class LetterController {
  constructor(
    private readonly pages: Pages,
    private readonly letters: Letters,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const find = readText(query, 'find')
    const before = readText(query, 'before')
    const found = await this.letters.list(personOf(request), { find, before: before ? readId(before) : undefined })
    const last = found.at(-1)
    const view = {
      title: { zh: '推荐函', en: 'Letters' },
      find: find ?? '',
      ...(found.length > 0 ? { table: tableOf(found) } : { empty: find ? NOTHING : NONE }),
      ...(found.length === PER_PAGE && last && { more: { next: addressWith(request.url, 'before', String(last.id)) } }),
    }
    return reply.send(this.pages.render(request, reply, 'desk/letters', view))
  }

  @Get(':id')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const { letter, data } = await this.letters.open(personOf(request), readId(id))
    const ended = letter.endedAs !== null
    const day = (date: string | null) => (date ? both((language) => dateText(date, language)) : { zh: '—', en: '—' })
    const instant = (at: Date | null) => (at ? both((language) => timeText(at, language)) : { zh: '—', en: '—' })
    const view = {
      title: { zh: `推荐函 ${letter.number}`, en: `Letter ${letter.number}` },
      back: { text: { zh: '返回案件', en: 'Back to the case' }, href: `/cases/${letter.caseId}` },
      number: letter.number,
      tag: standingTag(letter),
      sheets: [sheetOf(data, ended, 'zh'), sheetOf(data, ended, 'en')],
      facts: {
        small: true,
        rows: [
          {
            key: { zh: '案件', en: 'Case' },
            line: [{ text: letter.caseNumber, href: `/cases/${letter.caseId}`, look: 'code' as const }],
          },
          { key: { zh: '签发', en: 'Issued' }, line: [instant(letter.issuedAt)] },
          { key: { zh: '有效期至', en: 'Valid until' }, line: [day(letter.validUntil)] },
          { key: { zh: '签收', en: 'Received' }, line: [instant(letter.receivedAt)] },
          {
            key: { zh: '核验码', en: 'Check code' },
            line: [{ text: showCheckCode(letter.checkCode), look: 'code' as const }],
          },
          ...(letter.sha256
            ? [{ key: { zh: '文件指纹', en: 'Fingerprint' }, line: [{ text: letter.sha256, look: 'code' as const }] }]
            : []),
        ],
      },
      ...(letter.issuedAt && {
        download: { text: { zh: '下载签名的 PDF', en: 'Download the signed PDF' }, href: `/letters/${letter.id}/file` },
      }),
      check: {
        text: { zh: '公开核验页', en: 'The public check page' },
        href: `/verify/${letter.checkCode}`,
        kind: 'secondary' as const,
      },
    }
    return reply.send(this.pages.render(request, reply, 'desk/letter', view))
  }

  @Get(':id/file')
  async file(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const { letter, pdf } = await this.letters.fetch(personOf(request), readId(id))
    return sendFile(reply, { mime: 'application/pdf', name: `${letter.number}.pdf` }, pdf)
  }
}

const NONE = { title: { zh: '还没有推荐函', en: 'No letters yet' } }
const NOTHING = {
  title: { zh: '没有找到', en: 'Nothing found' },
  text: {
    zh: '可以按文号、姓名、企业、案件编号或完整的护照号查找。',
    en: 'Search by number, name, firm, case number, or the whole passport number.',
  },
}

function tableOf(letters: readonly LetterLine[]): Table {
  return {
    caption: { zh: '推荐函', en: 'Letters' },
    captionHidden: true,
    cards: true,
    head: [
      { text: { zh: '文号', en: 'Number' } },
      { text: { zh: '人选', en: 'Talent' } },
      { text: { zh: '企业', en: 'Firm' } },
      { text: { zh: '签发', en: 'Issued' } },
      { text: { zh: '有效期至', en: 'Valid until' } },
      { text: { zh: '状态', en: 'Standing' } },
    ],
    rows: letters.map((letter) => ({
      cells: [
        { heads: true, line: [{ text: letter.number, href: `/letters/${letter.id}`, look: 'song', lang: 'zh-CN' }] },
        { label: { zh: '人选', en: 'Talent' }, line: [letter.talentName ?? '—'] },
        { label: { zh: '企业', en: 'Firm' }, line: [letter.firmName] },
        {
          label: { zh: '签发', en: 'Issued' },
          line: [both((language) => timeText(letter.issuedAt ?? letter.orderedAt, language, 'short'))],
        },
        {
          label: { zh: '有效期至', en: 'Valid until' },
          line: [letter.validUntil ? both((language) => dateText(letter.validUntil ?? '', language)) : '—'],
        },
        { label: { zh: '状态', en: 'Standing' }, tag: standingTag(letter) },
      ],
    })),
  }
}
