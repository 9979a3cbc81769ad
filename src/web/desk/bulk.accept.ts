/**
 * Which cases may be accepted many at a time: those that the officer has opened and of which the first screen of
 * intake says nothing to heed. All others are accepted on their own page.
 */
import { Injectable } from '@nestjs/common'
import { type Bilingual, COLON, DOT, joined } from '../../base/text.js'
import { mayDo } from '../../cases/caseFile.js'
import { isOpen } from '../../cases/consents.js'
import { readingText } from '../../cases/paperReadings.js'
import { withVerdict } from '../../criteria/comparedWords.js'
import type { Branch } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import { kindLabel } from '../case/case.view.js'
import { PageContexts } from '../case/pageContext.js'
import type { Piece, Text } from '../kit/parts.js'
import { AcceptForm } from './acceptForm.js'
import { completeOf } from './case.intake.js'
import { type OfficerCase, OfficerCases } from './officerCases.js'

export interface Acceptance {
  readonly input: Branch
  readonly version: number
}

@Injectable()
export class BulkAccept {
  constructor(
    private readonly cases: OfficerCases,
    private readonly contexts: PageContexts,
    private readonly form: AcceptForm,
  ) {}

  /** What the acceptance of a case says, and of which version; or why it is not one of many. Throws NotFound. */
  async prepare(person: Person, id: number): Promise<{ heed: Bilingual } | Acceptance> {
    const opened = await this.cases.open(person, id)
    const { file, check } = opened
    const heed = mayDo(file, 'accept') ? await this.toHeed(person, opened) : undefined
    return heed ? { heed } : { input: await this.form.first(file, check), version: file.case.version }
  }

  /** Everything that intake would heed. */
  private async toHeed(person: Person, opened: OfficerCase): Promise<Bilingual | undefined> {
    const { file, compared } = opened
    const names = compared.flatMap((one) => (withVerdict(one, 'differs').length > 0 ? [kindLabel(one.paper.kind)] : []))
    // of what documents say otherwise a row names the documents
    const { rows: all } = completeOf({ ...opened, compared: [] }, await this.contexts.today())
    const rows = all.flatMap(({ key, line = [] }) => {
      const warnings = line.filter(isPiece).filter(({ look }) => WARNINGS.includes(look))
      return warnings.length > 0 ? [joined([key, joined(warnings.map(({ text }) => text))], COLON)] : []
    })
    // on its own page this is said before the case is accepted; among many it would be accepted unseen
    const against = await this.form.objections(person, file)
    const corrections = against?.items.slice(file.consents.filter(isOpen).length) ?? []
    const differs = names.length > 0 && joined([DIFFER, joined(names)], COLON)
    const said = [...rows, differs, ...corrections, readingText(compared)].filter(Boolean)
    return said.length > 0 ? joined(said, DOT) : undefined
  }
}

const DIFFER: Bilingual = { zh: '与申请不一致的材料', en: 'Documents that differ from the answers' }
const WARNINGS: readonly Piece['look'][] = ['near', 'bad']
const isPiece = (part: Text | Piece): part is Piece => typeof part === 'object' && 'text' in part
