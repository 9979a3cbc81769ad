/** The page of one section of the application, for the controllers that lead to it. */
import { Injectable } from '@nestjs/common'
import { NotFound, type Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { Drafts } from '../../cases/drafts.js'
import { FirmTexts } from '../../cases/firmTexts.js'
import { SECTIONS } from '../../forms/application.js'
import { isBranch } from '../../forms/engine/node.js'
import { nextSection } from '../../forms/sections.js'
import type { Person } from '../../people/session.service.js'
import { ONLY, sectionAddress } from '../case/addresses.js'
import { type OwnCase, OwnCases } from '../case/own.js'
import { type Answer, page } from '../http/answers.js'
import { type OneSection, type SectionContent, sectionView } from './answers.view.js'
import { EXPORT_BACK, EXPORT_FILE } from './exports.view.js'
import { textsView } from './firmTexts.view.js'

@Injectable()
export class SectionPages {
  constructor(
    private readonly own: OwnCases,
    private readonly drafts: Drafts,
    private readonly texts: FirmTexts,
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

  /** A platform's table was refused: said where it was given. */
  async refuseTable(me: Person, language: Language, caseId: number, wrong: readonly Problem[]): Promise<Answer> {
    const own = await this.own.open(me, caseId)
    const section = SECTIONS.find(({ key }) => key === EXPORT_BACK)
    if (!section) throw new NotFound()
    const problems = wrong.map((problem) => ({ ...problem, path: EXPORT_FILE }))
    return this.show(me, own, section, language, {
      tree: isBranch(own.file.answers) ? own.file.answers : {},
      problems,
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
