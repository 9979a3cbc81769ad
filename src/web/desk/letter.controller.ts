/**
 * The registry of letters: found, looked at, downloaded, put together. Every opening and every
 * download is recorded.
 */
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Database } from '../../base/database.js'
import { path, withQuery } from '../../base/path.js'
import type { Bilingual, Language } from '../../base/text.js'
import { numberSeriesSchema, paperKindSchema } from '../../letters/catalogue.js'
import { type LetterLine, type LetterList, type LetterQuestion, Letters, LISTS } from '../../letters/letter.service.js'
import { listSkipped, type Skipped } from '../../letters/numbers.js'
import { Papers } from '../../letters/paper.service.js'
import { LetterProposals } from '../../letters/proposals.js'
import { RECEIPTS_A_PAGE } from '../../letters/receipts.js'
import { type Actor, has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { Reference } from '../../reference/reference.service.js'
import { backToCase } from '../case/addresses.js'
import { factsOf, lettersTable, readList, receiptsTable, sheetOf, standingTag } from '../case/letter.view.js'
import { letterColumns, type LetterRow } from '../case/letterLines.js'
import { PageContexts } from '../case/pageContext.js'
import { Exports, For, SendsFile } from '../http/access.js'
import { csvFile, done, file, page } from '../http/answers.js'
import { readNumber, readText } from '../http/input.js'
import { nextBefore, PER_PAGE } from '../http/paging.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { readSealed, Searches } from '../http/searches.js'
import { csvStream } from '../kit/csv.js'
import { addressWith, time } from '../kit/page.js'
import type { Notice, Table, Tabs } from '../kit/parts.js'
import { column, tableOf } from '../kit/table.js'

const LIST_WORDS: Readonly<Record<LetterList, Bilingual>> = {
  all: { zh: '全部', en: 'All' },
  toReceive: { zh: '待签收', en: 'To be received' },
  inForce: { zh: '有效', en: 'Valid' },
  ended: { zh: '已终止', en: 'Ended' },
  void: { zh: '作废文号', en: 'Void numbers' },
}

/** Void numbers are for those who keep the series; receiving is between authorities. */
function listsFor(actor: Actor): readonly LetterList[] {
  if (actor.firmId !== null) return ['all', 'inForce', 'ended']
  return LISTS.filter((list) => list !== 'void' || !has(actor, 'permitOfficer'))
}

const DONE: Readonly<Record<string, Notice>> = {
  none: {
    kind: 'near',
    title: { zh: '未选文书', en: 'No letter was selected' },
    text: { zh: '请在文书前打勾，再下载。', en: 'Tick the letters to download, then download them.' },
  },
}

@Controller('letters')
@For('signedIn')
export class LetterController {
  constructor(
    private readonly db: Database,
    private readonly letters: Letters,
    private readonly papers: Papers,
    private readonly proposals: LetterProposals,
    private readonly reference: Reference,
    private readonly contexts: PageContexts,
    private readonly clock: Clock,
    private readonly searches: Searches,
  ) {}

  @Get()
  async list(@Me() me: Person, @Req() { url }: FastifyRequest, @Query() query: unknown) {
    const sealed = readSealed(query)
    const search = this.searches.open(sealed)
    const list = readList(readText(query, 'list'))
    const found = await this.letters.list(me, { ...search, list, before: readNumber(query, 'before'), limit: PER_PAGE })
    const kinds = await this.reference.all('paperKinds', this.clock.today(), paperKindSchema)
    const next = nextBefore(found)
    const packs = has(me, 'permitOfficer')
    const firm = me.firmId !== null
    const none = sealed ? NOT_FOUND : firm ? NO_LETTERS : NO_PAPERS
    const view = {
      title: { zh: '文书', en: 'Letters' },
      ...{ find: search.find ?? '', sealed, list, packs, firm, tabs: listTabs(listsFor(me), list, sealed) },
      table: found.length > 0 ? lettersTable(found, kinds, { choose: packs, own: firm }) : undefined,
      empty: found.length > 0 ? undefined : none,
      skipped: list === 'void' ? await this.skipped(me) : undefined,
      csv: found.length > 0 && withQuery(path.lettersCsv, { list: list === 'all' ? undefined : list, find: sealed }),
      more: next && { next: addressWith(url, 'before', String(next)) },
    }
    return page('desk/letters', view, { done: DONE })
  }

  private async skipped(me: Person): Promise<Table | undefined> {
    const skipped = await listSkipped(this.db, me)
    const series = await this.reference.all('numberSeries', this.clock.today(), numberSeriesSchema)
    return skipped.length > 0 ? skippedTable(skipped, series) : undefined
  }

  /** All of that list as a file, with what was proposed and granted. */
  @Get('csv')
  @Exports()
  async csv(@Me() me: Person, @InLanguage() language: Language, @Query() query: unknown) {
    const search = { ...this.searches.open(readSealed(query)), list: readList(readText(query, 'list')) }
    const kinds = await this.reference.all('paperKinds', this.clock.today(), paperKindSchema)
    return csvFile(FILE_NAME[language], csvStream(letterColumns(kinds), this.lines(me, search), language))
  }

  private async *lines(me: Person, search: LetterQuestion): AsyncGenerator<LetterRow[]> {
    for (let before: number | undefined; ; ) {
      const letters = await this.letters.list(me, { ...search, before, limit: LINES_AT_ONCE })
      const ids = letters.map(({ id }) => id)
      const proposals = await this.proposals.list(me, ids)
      yield letters.map((letter) => ({ letter, proposal: proposals.get(letter.id) }))
      if (letters.length < LINES_AT_ONCE) return
      before = ids.at(-1)
    }
  }

  /** To the letters among which that is looked for; their address does not say what. */
  @Post('find')
  find(@Body() body: unknown) {
    const list = readList(readText(body, 'list'))
    return done(lettersAddress(list, this.searches.seal(body)))
  }

  @Get(':id')
  async show(@Me() me: Person, @Req() { url }: FastifyRequest, @Id() id: number, @Query() query: unknown) {
    const before = readNumber(query, 'before')
    const { letter, data, receipts, others } = await this.letters.open(me, id, before)
    const last = receipts.length === RECEIPTS_A_PAGE ? receipts.at(-1) : undefined
    const kinds = await this.reference.all('paperKinds', this.clock.today(), paperKindSchema)
    const kind = kinds.get(letter.kind)?.label ?? { zh: '文书', en: 'Letter' }
    const ended = letter.endedAs !== null
    const taken = me.firmId === null && receipts.length > 0
    const view = {
      title: { zh: `${kind.zh} ${letter.number}`, en: `${kind.en} ${letter.number}` },
      back: backToCase(letter.caseId),
      ...{ number: letter.number, kind, id: letter.id, tag: standingTag(letter) },
      sheets: [sheetOf(data, ended, 'zh'), sheetOf(data, ended, 'en')],
      facts: factsOf(letter, others),
      packs: has(me, 'permitOfficer') && letter.issuedAt !== null && letter.addressedTo === me.authorityId,
      receipts: taken ? receiptsTable(receipts, await this.contexts.today()) : undefined,
      more: taken && last && { next: `${addressWith(url, 'before', String(last.id))}#taken` },
      ...linksOf(letter),
    }
    return page('desk/letter', view)
  }

  @SendsFile()
  @Get(':id/file')
  async file(@Me() me: Person, @InLanguage() language: Language, @Id() id: number) {
    const { letter, pdf } = await this.letters.fetch(me, id)
    const name = await this.papers.fileName(letter, this.clock.today(), language)
    return file({ mime: 'application/pdf', name }, pdf)
  }
}

const linksOf = ({ id, issuedAt, checkCode }: LetterLine) =>
  issuedAt && {
    download: { text: { zh: '下载签名的 PDF', en: 'Download the signed PDF' }, href: path.letterFile(id) },
    check: {
      text: { zh: '公开核验页', en: 'Public check page' },
      href: path.verifyCode(checkCode),
      kind: 'secondary' as const,
    },
  }

const lettersAddress = (list: LetterList, find: string | undefined): string =>
  withQuery(path.letters, { list: list === 'all' ? undefined : list, find })

function listTabs(shown: readonly LetterList[], list: LetterList, find: string | undefined): Tabs {
  return {
    label: { zh: '文书范围', en: 'Letters to show' },
    tabs: shown.map((one) => ({ text: LIST_WORDS[one], href: lettersAddress(one, find), current: one === list })),
  }
}

const skippedTable = (skipped: readonly Skipped[], series: ReadonlyMap<string, { readonly label: Bilingual }>): Table =>
  tableOf({ zh: '跳过的文号', en: 'Skipped numbers' }, skipped, [
    column('系列', 'Series', (one) => series.get(one.series)?.label ?? one.series, 'heads'),
    column('年份', 'Year', ({ year }) => String(year)),
    column('文号范围', 'Numbers', ({ first, last }) => ({ zh: `${first}至${last}号`, en: `${first} to ${last}` })),
    column('时间', 'Time', ({ at }) => time(at, 'short')),
  ])

const FILE_NAME: Readonly<Record<Language, string>> = { zh: '海荐文书', en: 'haijian-letters' }
const LINES_AT_ONCE = 200

const NO_PAPERS = { title: { zh: '暂无文书', en: 'No letters' } }
const NO_LETTERS = {
  title: { zh: '暂无文书', en: 'No letters yet' },
  text: {
    zh: '推荐函签发后，在这里下载、核验；每件申请的收件凭证和申请表在该申请的页面。',
    en: 'You can download letters here once they are issued. Receipts and forms are on the page of each application.',
  },
  action: { text: { zh: '查看申请', en: 'View applications' }, href: path.cases, kind: 'secondary' as const },
}
const NOT_FOUND = {
  title: { zh: '没有找到', en: 'Nothing found' },
  text: {
    zh: '可以按文号、核验码、姓名、企业、案件编号或完整的护照号查找。',
    en: 'Search by number, check code, name, firm, case number or full passport number.',
  },
}
