/** One section of the application: kept at any time as it was typed, by a button or by itself; rows and the passport's zone work without script. */
import { Body, Controller, Get, Param, Post, Put, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Invalid, NotFound, type Problem } from '../../base/errors.js'
import type { Language } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { APPLICATION, SECTIONS } from '../../forms/application.js'
import { type ReadForm, readForm, type Wish } from '../../forms/engine/body.js'
import { type Branch, findNode, getNode, isBranch } from '../../forms/engine/node.js'
import { idOf } from '../../forms/engine/parts.js'
import { changeRows, sameRows } from '../../forms/engine/rows.js'
import { fillFromZone } from '../../forms/zone.js'
import { For, personOf } from '../http/access.js'
import { readId, readText } from '../http/input.js'
import { both, timeText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import { seeOther } from '../http/send.js'
import { ALL_PROBLEMS, caseAddress, nextSection, ONLY, sectionAddress } from '../case/addresses.js'
import { type OneSection, type SectionShown, sectionProblems, sectionView } from './answers.view.js'
import { type Conflict, Drafts, type Kept } from './keeping.js'
import { mayWrite, type OwnCase, OwnCases } from '../case/own.js'

interface ReadSection extends Pick<ReadForm, 'wish' | 'cut'> {
  readonly tree: Branch
  readonly at?: string
  readonly filled?: readonly string[]
}

@Controller('cases/:id/answers/:section')
@For('applicant', 'firmAdmin')
export class AnswersController {
  constructor(
    private readonly pages: Pages,
    private readonly own: OwnCases,
    private readonly drafts: Drafts,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('section') key: string,
    @Query() query: unknown,
  ) {
    const section = getSection(key, readText(query, ONLY))
    const own = await this.own.open(personOf(request), readId(id))
    if (!mayWrite(own.file)) return seeOther(reply, caseAddress(own.file.case.id))
    const filled = readText(query, 'filled')
    const saved = readText(query, 'saved') !== undefined
    const all = readText(query, ALL_PROBLEMS) !== undefined
    return this.send(request, reply, own, section, {
      tree: isBranch(own.file.answers) ? own.file.answers : {},
      saved,
      problems: sectionProblems(own, section, all),
      ...(filled !== undefined && { filled: Number(filled) || 0 }),
    })
  }

  /** A program's own saving, while somebody types. */
  @Put()
  async keepQuietly(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('section') key: string,
    @Body() body: unknown,
  ) {
    const { tree, cut } = readForm(body)
    const kept = await this.drafts.keep(personOf(request), readId(id), {
      section: getSection(key, readText(body, '_only')),
      ...{ tree, cut },
      seen: seenIn(body),
    })
    if (kept.conflict)
      return reply.status(409).send({ error: 'stale', message: firstCame(kept.conflict, request.language) })
    const savedAt = this.clock.now()
    const { answersVersion } = kept.file.case
    const at = both((language) => timeText(savedAt, language, 'clock'))
    const message = { zh: `${at.zh} 已自动保存`, en: `Saved automatically at ${at.en}` }[request.language]
    return reply
      .header('cache-control', 'no-store')
      .send({ savedAt: savedAt.toISOString(), answersVersion, version: answersVersion, message })
  }

  @Post()
  async keep(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('section') key: string,
    @Body() body: unknown,
  ) {
    if ((request.headers.accept ?? '').startsWith('application/json'))
      return this.keepQuietly(request, reply, id, key, body)
    const section = getSection(key, readText(body, '_only'))
    const caseId = readId(id)
    const { tree, cut, wish, at, filled } = this.readSection(body)
    const theirs = readText(body, '_take') === 'theirs' ? (readText(body, '_paths', 4000)?.split(' ') ?? []) : []
    let kept: Kept
    try {
      kept = await this.drafts.keep(personOf(request), caseId, { section, tree, cut, seen: seenIn(body), theirs })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.unkept(request, reply, caseId, section, tree, error.problems, seenIn(body))
    }
    if (kept.conflict) return this.conflict(request, reply, kept, section)
    if (wish?.kind === 'fill') return seeOther(reply, filledAddress(kept.file, section, wish, filled))
    if (wish) return this.changedRows(request, reply, caseId, section, tree, at)
    return seeOther(reply, await this.onward(request, caseId, section, body))
  }

  /** What was typed, with what a button of a question asks for done to it. */
  private readSection(body: unknown): ReadSection {
    const { tree, wish, cut } = readForm(body)
    if (!wish) return { tree, cut }
    if (wish.kind === 'fill') return { wish, cut, ...fillFromZone(tree, this.clock.today()) }
    return { wish, cut, ...changeRows(APPLICATION, tree, wish) }
  }

  /** The page with a row more or less; what stands in it is kept, an empty row is not. */
  private async changedRows(
    request: FastifyRequest,
    reply: FastifyReply,
    caseId: number,
    section: OneSection,
    tree: Branch,
    at: string | undefined,
  ) {
    const own = await this.own.open(personOf(request), caseId)
    // where an empty row stands before others, theirs are kept under other numbers
    const problems = sectionProblems(own, section, false).filter(({ path }) => sameRows(tree, own.file.answers, path))
    return this.send(request, reply, own, section, { tree, problems, at })
  }

  /** After saving: back to the list if asked, here again when something is wrong, else the next section. */
  private async onward(request: FastifyRequest, caseId: number, section: OneSection, body: unknown): Promise<string> {
    if (readText(body, '_then') === 'list') return `${caseAddress(caseId)}?saved=1`
    const own = await this.own.open(personOf(request), caseId)
    if (sectionProblems(own, section, false).length > 0)
      return `${sectionAddress(caseId, section.key)}?${section.only ? `${ONLY}=${encodeURIComponent(section.only)}&` : ''}saved=1`
    if (section.only) return `${caseAddress(caseId)}?saved=1`
    const next = nextSection(section.key)
    return next ? sectionAddress(caseId, next) : caseAddress(caseId)
  }

  private async unkept(
    request: FastifyRequest,
    reply: FastifyReply,
    caseId: number,
    section: OneSection,
    tree: Branch,
    problems: readonly Problem[],
    seen: number | undefined,
  ) {
    const own = await this.own.open(personOf(request), caseId)
    return this.send(request, reply, own, section, { tree, problems, seen, unkept: true }, 422)
  }

  private async conflict(
    request: FastifyRequest,
    reply: FastifyReply,
    { file, tree, conflict }: Kept,
    section: OneSection,
  ) {
    const own = await this.own.open(personOf(request), file.case.id)
    return this.send(request, reply, own, section, { tree, problems: [], ...(conflict && { conflict }) }, 409)
  }

  private send(
    request: FastifyRequest,
    reply: FastifyReply,
    own: OwnCase,
    section: OneSection,
    shown: SectionShown,
    status = 200,
  ) {
    const view = sectionView(own, section, shown, request.language)
    return reply.send(this.pages.render(request, reply, 'firm/section', view, { status }))
  }
}

const isBelow = (path: string, root: string): boolean => path === root || path.startsWith(`${root}.`)

/** A section with a form, whole or one question of it. Throws NotFound. */
function getSection(key: string, only?: string): OneSection {
  const section = SECTIONS.find((known) => known.key === key && known.key !== 'documents')
  if (!section) throw new NotFound()
  if (only === undefined) return section
  const own = section.paths.some((path) => isBelow(only, path)) && findNode(getNode(APPLICATION), only) !== undefined
  if (!own) throw new NotFound()
  return { ...section, paths: [only], only }
}

/** The version of the answers that the page showed. */
function seenIn(body: unknown): number | undefined {
  const text = readText(body, 'version')
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** The page at the first of the answers that were filled in. */
function filledAddress(file: CaseFile, section: OneSection, { path }: Wish, filled: readonly string[] = []): string {
  const only = section.only ? `&${ONLY}=${encodeURIComponent(section.only)}` : ''
  return `${sectionAddress(file.case.id, section.key)}?filled=${filled.length}${only}#${idOf(filled[0] ?? path)}`
}

/** What is said beside a form that saves itself, when somebody else was first. */
function firstCame({ by, at, paths }: Conflict, language: Language): string {
  const when = timeText(at, language, 'clock')
  const root = getNode(APPLICATION)
  const names = [...new Set(paths.flatMap((path) => findNode(root, path)?.ui.label[language] ?? []))]
  return language === 'zh'
    ? `${by ?? '您在另一个窗口'} ${when} 改过${names.map((name) => `“${name}”`).join('、')}。您填的还在这一页，没有存；按“保存并继续”，对照着选。`
    : `${by ?? 'In another window you'} changed ${names.map((name) => `“${name}”`).join(', ')} at ${when}. What you typed is still here and not saved: press “Save and continue” to compare and choose.`
}
