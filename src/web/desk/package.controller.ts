/**
 * Packages for permit officers: choose letters, see what is in the package, download it, and see
 * how far the download is. Without script all the same.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path, withQuery } from '../../base/path.js'
import { Letters } from '../../letters/letter.service.js'
import { MOST_LETTERS, Packages } from '../../letters/package.service.js'
import type { Person } from '../../people/session.service.js'
import { Exports, For } from '../http/access.js'
import { done, file, page } from '../http/answers.js'
import { readId, readText } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { readSealed, Searches } from '../http/searches.js'
import { readList } from '../case/letter.view.js'
import { counted } from '../kit/page.js'
import { itemsTable, packageFacts, packagesTable, standingOf } from './package.view.js'

/** Seconds after which the page of a download that is under way comes again. */
const AGAIN = '2'

@Controller('packages')
@For('permitOfficer')
export class PackageController {
  constructor(
    private readonly packages: Packages,
    private readonly letters: Letters,
    private readonly searches: Searches,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(@Me() me: Person) {
    const lines = await this.packages.list(me)
    const view = {
      title: { zh: '资料包', en: 'Packages' },
      back: { text: { zh: '文书', en: 'Letters' }, href: path.letters },
      table: lines.length > 0 ? packagesTable(lines) : undefined,
      empty: lines.length > 0 ? undefined : NO_PACKAGES,
    }
    return page('desk/packages', view)
  }

  /** The letters that were ticked, or all that a list and a search find. */
  @Post()
  async make(@Me() me: Person, @Body() body: Record<string, unknown>) {
    const chosen = [body.letter ?? []].flat().map((id) => readId(String(id)))
    const ids = body.all === undefined ? chosen : await this.findAll(me, body)
    if (ids.length === 0)
      return done(withQuery(path.letters, { list: readList(readText(body, 'list')), find: readSealed(body) }), 'none')
    const { id } = await this.packages.make(me, ids)
    return done(path.package(id))
  }

  @Get(':id')
  async show(@Me() me: Person, @Id() id: number) {
    const { line, items } = await this.packages.get(me, id)
    const standing = standingOf(line, items, this.clock.now())
    const underWay = standing === 'underWay'
    const view = {
      title: { zh: `资料包 ${line.id}`, en: `Package ${line.id}` },
      back: { text: { zh: '资料包', en: 'Packages' }, href: path.packages },
      facts: packageFacts(line),
      letters: line.letters,
      sent: line.sent,
      begun: line.begunAt?.toISOString() ?? '',
      underWay,
      brokenOff: standing === 'brokenOff',
      table: itemsTable(items),
      download: {
        text: {
          zh: `下载 ZIP（${line.letters} 封）`,
          en: `Download the ZIP (${counted(line.letters, 'letter', 'letters')})`,
        },
        href: path.packageFile(line.id),
      },
    }
    return page('desk/package', view, { headers: underWay ? { refresh: AGAIN } : {} })
  }

  @Get(':id/file')
  @Exports()
  async file(@Me() me: Person, @Id() id: number) {
    const { name, stream } = await this.packages.open(me, id)
    return file({ mime: 'application/zip', name }, stream)
  }

  private async findAll(me: Person, body: Record<string, unknown>): Promise<number[]> {
    const found = await this.letters.list(me, {
      ...this.searches.open(readSealed(body)),
      list: readList(readText(body, 'list')),
      limit: MOST_LETTERS + 1,
    })
    return found.map(({ id }) => id)
  }
}

const NO_PACKAGES = {
  title: { zh: '暂无资料包', en: 'No packages yet' },
  text: {
    zh: '在文书列表中选择若干份，合成一个文件下载。',
    en: 'Select letters in the list and download them as one file.',
  },
  action: { text: { zh: '文书', en: 'Letters' }, href: path.letters, kind: 'secondary' as const },
}
