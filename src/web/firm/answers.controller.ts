/**
 * One section of the application: kept at any time as it was typed, by a button or by itself; rows
 * and the passport's zone work without script.
 */
import { Body, Controller, Get, Param, Post, Put, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Invalid, NotFound, NotNow } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { Drafts, type KeptSection, marksOf } from '../../cases/drafts.js'
import { FirmTexts } from '../../cases/firmTexts.js'
import { APPLICATION, SECTIONS } from '../../forms/application.js'
import { type ReadForm, readForm, withValue } from '../../forms/engine/body.js'
import { type Branch, findNode, getNode, isBranch, isWithin } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { changeRows, sameRows } from '../../forms/engine/rows.js'
import { FIRM_TEXT, takeText, textQuestions } from '../../forms/firmTexts.js'
import { continueResume } from '../../forms/resume.js'
import { fillFromZone } from '../../forms/zone.js'
import { FIRM_ROLES } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { ALL_PROBLEMS, ONLY, sectionAddress } from '../case/addresses.js'
import { mayWrite, OwnCases } from '../case/own.js'
import { For, TakesUpload } from '../http/access.js'
import { type Answer, data, done } from '../http/answers.js'
import { readNumber, readText } from '../http/input.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { attempt } from '../http/submit.js'
import {
  filledAddress,
  firstCame,
  type OneSection,
  type SectionContent,
  savedAt,
  sectionProblems,
  shownIn,
} from './answers.view.js'
import { takeExport, USE_EXPORT } from './exports.view.js'
import { KEEP_TEXT, TEXT_NAME, TEXT_PLACE, USE_TEXT } from './firmTexts.view.js'
import { onward, SectionPages } from './section.page.js'
import { USE_ZONE, zoneRead } from './zone.view.js'

interface SectionForm extends Pick<ReadForm, 'wish' | 'cut'> {
  readonly tree: Branch
  readonly at?: string
  readonly filled?: readonly string[]
}

@Controller('cases/:id/answers/:section')
@For(...FIRM_ROLES)
export class AnswersController {
  constructor(
    private readonly own: OwnCases,
    private readonly drafts: Drafts,
    private readonly texts: FirmTexts,
    private readonly sections: SectionPages,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(
    @Me() me: Person,
    @InLanguage() language: Language,
    @Id() id: number,
    @Param('section') key: string,
    @Query() query: unknown,
  ) {
    const section = getSection(key, readText(query, ONLY))
    const own = await this.own.open(me, id)
    if (!mayWrite(own.file)) return done(path.case(id))
    const filled = readText(query, 'filled')
    return this.sections.show(me, own, section, language, {
      tree: isBranch(own.file.answers) ? own.file.answers : {},
      saved: readText(query, 'saved') !== undefined,
      problems: sectionProblems(own, section, readText(query, ALL_PROBLEMS) !== undefined),
      filled: filled === undefined ? undefined : Number(filled) || 0,
      textKept: readText(query, 'textKept') !== undefined,
    })
  }

  /** A program's own saving, while somebody types. */
  @Put()
  async keepQuietly(
    @Me() me: Person,
    @InLanguage() language: Language,
    @Id() id: number,
    @Param('section') key: string,
    @Body() body: unknown,
  ) {
    const { tree, cut } = readForm(body)
    const section = getSection(key, readText(body, '_only'))
    const { conflict, file, old } = await this.drafts.keepSection(me, id, { section, tree, cut, ...shownIn(body) })
    if (conflict) return data({ error: 'stale', message: firstCame(conflict)[language] }, 409)
    return data({ ...savedAt(this.clock.now(), file, language, old), was: marksOf(file.case.state, tree, section) })
  }

  @Post()
  @TakesUpload()
  async keep(
    @Me() me: Person,
    @Req() request: FastifyRequest,
    @Id() id: number,
    @Param('section') key: string,
    @Body() body: unknown,
  ): Promise<Answer> {
    const { headers, language } = request
    if ((headers.accept ?? '').startsWith('application/json')) return this.keepQuietly(me, language, id, key, body)
    const section = getSection(key, readText(body, '_only'))
    if (request.isMultipart()) return this.sections.takeTable(me, request, id, section)
    const { tree, cut, wish, at, filled } = this.readSection(body)
    const before = shownIn(body)
    const theirs = readText(body, '_take') === 'theirs' ? (readText(body, '_paths', 4000)?.split(' ') ?? []) : []
    const shown = async (more: Partial<SectionContent>) =>
      this.sections.show(me, await this.own.open(me, id), section, language, { tree, problems: [], ...more })
    let kept: KeptSection
    try {
      kept = await this.drafts.keepSection(me, id, { section, tree, cut, ...before, theirs })
    } catch (error) {
      if (error instanceof NotNow) return this.sections.lost(error, me, id, { section, tree, language })
      if (!(error instanceof Invalid)) throw error
      return shown({ problems: error.problems, seen: before.seen, was: before.was, unkept: true })
    }
    if (kept.conflict) return shown({ tree: kept.tree, conflict: kept.conflict })
    if (wish?.kind === 'fill') return done(filledAddress(id, section, wish.path, filled))
    if (readText(body, USE_ZONE) !== undefined) return this.useZone(me, id, section)
    const read = readText(body, USE_EXPORT)
    if (read !== undefined) return this.useExport(me, id, section, read)
    const use = readNumber(body, USE_TEXT)
    if (use !== undefined) return this.useText(me, id, section, use)
    if (readText(body, KEEP_TEXT) !== undefined)
      return this.keepText(me, request, id, section, readText(body, TEXT_NAME))
    if (!wish && readText(body, '_then') === 'list') return done(withQuery(path.case(id), { saved: 1 }))
    const own = await this.own.open(me, id)
    const problems = sectionProblems(own, section, false)
    if (!wish) return done(onward(id, section, problems))
    // where an empty row stands before others, theirs are kept under other numbers
    const same = problems.filter(({ path }) => sameRows(tree, own.file.answers, path))
    return this.sections.show(me, own, section, language, { tree: kept.tree, problems: same, at })
  }

  /** The zone that was read on the passport page, and the answers that follow from it: a person has compared it. */
  private async useZone(me: Person, id: number, section: OneSection): Promise<Answer> {
    const own = await this.own.open(me, id)
    const lines = zoneRead(own)?.zone?.lines
    if (!lines) throw new NotFound()
    const answers = isBranch(own.file.answers) ? own.file.answers : {}
    // the root of a tree is a branch
    const typed = withValue(answers, 'talent.passport.mrz'.split('.'), lines) as Branch
    const { tree, filled } = fillFromZone(typed, this.clock.today())
    await this.drafts.keepSection(me, id, { section, tree })
    return done(filledAddress(id, section, 'talent.passport.mrz', filled))
  }

  /** The months and indicators that were read of a platform's table, in one channel: a person has compared them. */
  private async useExport(me: Person, id: number, section: OneSection, read: string): Promise<Answer> {
    const full = takeExport(await this.own.open(me, id), read)
    if (!full) throw new NotFound()
    await this.drafts.keepSection(me, id, { section, tree: full.tree })
    return done(filledAddress(id, section, 'channels', full.filled))
  }

  /** The answers of a text of the firm's, in the places that it answers. */
  private async useText(me: Person, id: number, section: OneSection, textId: number): Promise<Answer> {
    const text = await this.texts.get(me, textId)
    const { file } = await this.own.open(me, id)
    const answers = isBranch(file.answers) ? file.answers : {}
    const { tree, paths } = takeText(answers, text.answers, textQuestions(section))
    await this.drafts.keepSection(me, id, { section: { ...section, paths }, tree })
    return done(filledAddress(id, section, paths[0] ?? section.paths[0] ?? '', paths))
  }

  /** Keeps what stands in the section as a text of the firm's; it has been saved before. */
  private async keepText(me: Person, request: FastifyRequest, id: number, section: OneSection, name = '') {
    const { file } = await this.own.open(me, id)
    const tree = isBranch(file.answers) ? file.answers : {}
    const { value, problems } = parseForm(FIRM_TEXT, { name })
    return attempt({
      work: async () => {
        if (!value) throw new Invalid(problems)
        await this.texts.keep(me, value.name, tree, textQuestions(section))
      },
      then: () => done(withQuery(sectionAddress(id, section.key), { textKept: 1 })),
      again: async (wrong) => {
        const own = await this.own.open(me, id)
        const atName = wrong.map((problem) => ({ ...problem, path: TEXT_PLACE }))
        return this.sections.show(me, own, section, request.language, { tree, problems: atName, textName: name })
      },
    })
  }

  /** What was typed, with what a button of a question asks for done to it. */
  private readSection(body: unknown): SectionForm {
    const { tree, wish, cut } = readForm(body)
    if (!wish) return { tree, cut }
    if (wish.kind === 'fill') return { wish, cut, ...fillFromZone(tree, this.clock.today()) }
    const changed = changeRows(APPLICATION, tree, wish)
    return { wish, cut, ...changed, tree: continueResume(changed.tree, changed.at) }
  }
}

/** A section with a form, whole or one question of it. Throws NotFound. */
function getSection(key: string, only?: string): OneSection {
  const section = SECTIONS.find((known) => known.key === key && known.key !== 'documents')
  if (!section) throw new NotFound()
  if (only === undefined) return section
  const isOwn = section.paths.some((path) => isWithin(only, path)) && findNode(root, only) !== undefined
  if (!isOwn) throw new NotFound()
  return { ...section, paths: [only], only }
}

const root = getNode(APPLICATION)
