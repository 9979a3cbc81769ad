/** The page of one section of the application, for the controllers that lead to it. */
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { canonical } from '../../base/canonical.js'
import type { NotNow, Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { COLON, joined, type Language, say } from '../../base/text.js'
import { CaseService } from '../../cases/case.service.js'
import { Drafts } from '../../cases/drafts.js'
import { NO_TABLE } from '../../cases/exportOffers.js'
import { FirmTexts } from '../../cases/firmTexts.js'
import { ReadingService } from '../../cases/reading.service.js'
import { APPLICATION } from '../../forms/application.js'
import { PLATFORM_EXPORT } from '../../forms/choices.js'
import { listAnswers } from '../../forms/engine/check.js'
import { type Branch, isBranch } from '../../forms/engine/node.js'
import { nextSection } from '../../forms/sections.js'
import type { Person } from '../../people/session.service.js'
import { ONLY, sectionAddress } from '../case/addresses.js'
import { type OwnCase, OwnCases } from '../case/own.js'
import { lostText } from '../case/action.view.js'
import { type Answer, done, page } from '../http/answers.js'
import { attempt } from '../http/submit.js'
import { Uploads } from '../http/uploads.js'
import { type OneSection, type SectionContent, sectionView } from './answers.view.js'
import { EXPORT_FILE } from './exports.view.js'
import { textsView } from './firmTexts.view.js'

type Typed = { readonly section: OneSection; readonly tree: Branch; readonly language: Language }

@Injectable()
export class SectionPages {
  constructor(
    private readonly own: OwnCases,
    private readonly drafts: Drafts,
    private readonly texts: FirmTexts,
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly uploads: Uploads,
  ) {}

  async show(
    me: Person,
    own: OwnCase,
    section: OneSection,
    language: Language,
    shown: SectionContent,
  ): Promise<Answer> {
    const isRefused = shown.unkept || shown.textName !== undefined || shown.problems.some(isOfTable)
    const status = isRefused ? 422 : shown.conflict ? 409 : 200
    const texts = textsView(section, await this.texts.list(me), shown)
    const rates = await this.drafts.listNewerRates(own.file)
    const view = { ...sectionView(own, section, { ...shown, rates }, language), texts }
    return page('firm/section', view, { status, problems: shown.problems })
  }

  /** The case has been filed, or is over, since the page was opened: what was changed on it since can be copied. */
  async lost(error: NotNow, me: Person, caseId: number, { section, tree, language }: Typed): Promise<Answer> {
    const { file } = await this.own.open(me, caseId)
    const [kept, typed] = [file.answers, tree].map((answers) =>
      listAnswers(APPLICATION, answers, section.paths).flatMap(({ group, label, answer }) =>
        answer ? [{ label: joined([group, label], COLON), value: say(answer, language) }] : [],
      ),
    )
    const isKept = (one: object) => kept?.some((other) => canonical(other) === canonical(one))
    return lostText(error, typed?.filter((one) => !isKept(one)) ?? [], file)
  }

  /** A platform's table is given where its figures belong; what is wrong with it is said there, too. */
  async takeTable(me: Person, request: FastifyRequest, caseId: number, section: OneSection): Promise<Answer> {
    const seal = await this.reading.requireOpen(me, caseId)
    const form = await this.uploads.gather(request, () => PLATFORM_EXPORT, { seal })
    const [file] = Object.values(form.files)
    const again = async (wrong: readonly Problem[]) => {
      const own = await this.own.open(me, caseId)
      const problems = wrong.map((problem) => ({ ...problem, path: EXPORT_FILE }))
      const tree = isBranch(own.file.answers) ? own.file.answers : {}
      return this.show(me, own, section, request.language, { tree, problems })
    }
    const refused = Object.values(form.refused).flat()
    if (!file) return again(refused.length > 0 ? refused : [NO_TABLE])
    const input = { kind: PLATFORM_EXPORT, beside: true, file, details: {} }
    return attempt({
      work: () => this.uploads.use(form, () => this.cases.act(caseId, 'attachFile', { actor: me, input })),
      then: done(`${sectionAddress(caseId, section.key)}#exports`),
      again,
    })
  }
}

/** After saving: here again when something is wrong, else the next section. */
export function onward(caseId: number, { key, only }: OneSection, problems: readonly Problem[]): string {
  if (problems.length > 0) return withQuery(sectionAddress(caseId, key), { [ONLY]: only, saved: 1 })
  if (only) return withQuery(path.case(caseId), { saved: 1 })
  const next = nextSection(key)
  return next ? sectionAddress(caseId, next) : path.case(caseId)
}

const isOfTable = (problem: Problem) => problem.path === EXPORT_FILE
