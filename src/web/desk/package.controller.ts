/** Packages for permit officers: choose letters, see what is in the package, download it, and see how far the download is. Without script all the same. */
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Letters } from '../../letters/letter.service.js'
import { MOST_LETTERS, Packages } from '../../letters/package.service.js'
import { Exports, For, personOf } from '../http/access.js'
import { readId, readText } from '../http/input.js'
import { Pages } from '../http/pages.js'
import { seeOther, sendFile } from '../http/send.js'
import { readList } from '../case/letter.view.js'
import { isUnderWay, itemsTable, packageFacts, packagesTable } from './package.view.js'

/** Seconds after which the page of a download that is under way comes again. */
const AGAIN = '2'

@Controller('packages')
@For('permitOfficer')
export class PackageController {
  constructor(
    private readonly pages: Pages,
    private readonly packages: Packages,
    private readonly letters: Letters,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const lines = await this.packages.list(personOf(request))
    const view = {
      title: { zh: '资料包', en: 'Packages' },
      back: { text: { zh: '文书', en: 'Papers' }, href: '/letters' },
      ...(lines.length > 0
        ? { table: packagesTable(lines) }
        : {
            empty: {
              title: { zh: '还没有资料包', en: 'No packages yet' },
              text: {
                zh: '在文书列表中选择若干份，合成一个文件下载。',
                en: 'Choose papers in the list and download them as one file.',
              },
              action: { text: { zh: '文书', en: 'Papers' }, href: '/letters', kind: 'secondary' as const },
            },
          }),
    }
    return reply.send(this.pages.render(request, reply, 'desk/packages', view))
  }

  /** The letters that were ticked, or all that a list and a search find. */
  @Post()
  async make(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Record<string, unknown>) {
    const person = personOf(request)
    const chosen = [body.letter ?? []].flat().map((id) => readId(String(id)))
    const ids = body.all === undefined ? chosen : await this.findAll(request, body)
    const { id } = await this.packages.make(person, ids)
    return seeOther(reply, `/packages/${id}`)
  }

  @Get(':id')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const { line, items } = await this.packages.get(personOf(request), readId(id))
    const underWay = isUnderWay(line)
    if (underWay) reply.header('refresh', AGAIN)
    const view = {
      title: { zh: `资料包 ${line.id}`, en: `Package ${line.id}` },
      back: { text: { zh: '资料包', en: 'Packages' }, href: '/packages' },
      facts: packageFacts(line),
      letters: line.letters,
      sent: line.sent,
      underWay,
      table: itemsTable(items),
      download: {
        text: {
          zh: `下载 ZIP（${line.letters} 封）`,
          en: `Download the ZIP (${line.letters} letter${line.letters === 1 ? '' : 's'})`,
        },
        href: `/packages/${line.id}/file`,
      },
    }
    return reply.send(this.pages.render(request, reply, 'desk/package', view))
  }

  @Get(':id/file')
  @Exports()
  async file(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const { name, stream } = await this.packages.open(personOf(request), readId(id))
    return sendFile(reply, { mime: 'application/zip', name }, stream)
  }

  private async findAll(request: FastifyRequest, body: Record<string, unknown>): Promise<number[]> {
    const found = await this.letters.list(personOf(request), {
      find: readText(body, 'find'),
      list: readList(readText(body, 'list')),
      limit: MOST_LETTERS + 1,
    })
    return found.map(({ id }) => id)
  }
}
