/**
 * The pages of a paper as pictures: beside the answers on a page of their own, for whoever may see
 * the case; script puts them into the page that one reads.
 */
import { Controller, Get } from '@nestjs/common'
import { NotFound } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { differenceKey, pageKey } from '../../cases/correctable.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { KeptForms } from '../../cases/keptForms.js'
import { type ComparedPaper, PaperReadings } from '../../cases/paperReadings.js'
import { Previews } from '../../cases/previews.js'
import { type JudgedCase, ReadingService } from '../../cases/reading.service.js'
import { placedText, withVerdict } from '../../criteria/comparedWords.js'
import { textAt } from '../../forms/engine/node.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { actionAddress, backToCase } from '../case/addresses.js'
import { answerSections, EXPORTED, kindLabel } from '../case/case.view.js'
import { caseHead } from '../case/clock.view.js'
import { marksOn } from '../case/marks.js'
import { mayWrite } from '../case/own.js'
import { PageContexts } from '../case/pageContext.js'
import { previewOf } from '../case/preview.view.js'
import { For } from '../http/access.js'
import { page, picture } from '../http/answers.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { askHref } from './correction.view.js'
import { sourcesOf } from './evidence.js'
import { OfficerCases } from './officerCases.js'

/** Seconds after which the page of a paper whose pictures are being made comes again. */
const AGAIN = '5'

/** Who may see a whole passport number (passport.controller.ts). */
const REVEALS = ['intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer'] as const
const NUMBER = 'talent.passport.number'

@Controller('cases/:id/files/:file')
@For('signedIn')
export class PreviewController {
  constructor(
    private readonly reading: ReadingService,
    private readonly previews: Previews,
    private readonly papers: PaperFiles,
    private readonly contexts: PageContexts,
    private readonly cases: OfficerCases,
    private readonly kept: KeptForms,
    private readonly readings: PaperReadings,
  ) {}

  @Get('view')
  async view(@Me() me: Person, @InLanguage() language: Language, @Id() id: number, @Id('file') paperId: number) {
    const reveals = REVEALS.some((role) => has(me, role))
    if (reveals) await this.reading.revealBesidePage(me, id, paperId)
    // a firm is not told
    const compared = me.firmId === null ? await this.readings.getJudged(me, id) : undefined
    const opened = compared ?? (await this.reading.getJudged(me, id))
    const { file } = opened
    const paper = file.attachments.find((one) => one.id === paperId)
    if (!paper) throw new NotFound()
    const state = await this.previews.get(me, file.case.id, paper.id)
    const comes = state.state === 'waiting' && !state.missing && state.confirmed
    const view = {
      title: kindLabel(paper.kind),
      back: mayWrite(file)
        ? { text: { zh: '回到材料', en: 'Back to the documents' }, href: path.documents(file.case.id) }
        : backToCase(file.case.id),
      casehead: me.firmId === null ? caseHead(file, await this.contexts.today()) : undefined,
      sections: answerSections(file.answers, language, {
        without: EXPORTED,
        sources: sourcesOf(file, paper.id),
      }),
      preview: previewOf(file, paper, state, {
        marks: await this.marksOn(me, opened, paper.id),
        ask: (number) => askHref(file)(pageKey(paper.id, number)),
        differs: differencesOn(file, compared?.compared ?? [], paper.id),
        number: me.firmId === null && paper.kind === 'passportPage' ? textAt(file.answers, NUMBER) : '',
        ticks: reveals,
      }),
    }
    return page('desk/document', view, { headers: comes ? { refresh: AGAIN } : {} })
  }

  /** What officers have found on it, and the reader's own assessment so far; nothing for a firm. */
  private async marksOn(person: Person, opened: JudgedCase, paperId: number) {
    if (person.firmId !== null) return undefined
    const { file } = opened
    const [context, judgedBy, kept] = await Promise.all([
      this.contexts.today(),
      this.cases.judgedBy(opened),
      file.choices.some(({ action }) => action === 'report')
        ? this.kept.find(person, actionAddress(file.case.id, 'report'))
        : undefined,
    ])
    const scores = !has(person, 'permitOfficer')
    return marksOn(file, paperId, context, judgedBy, { scores, kept: kept?.input })
  }

  @Get('pages/:page')
  async page(@Me() me: Person, @Id() id: number, @Id('file') paperId: number, @Id('page') number: number) {
    const image = await this.previews.open(me, id, paperId, number)
    return picture(await this.papers.open(image))
  }
}

/** Where a document says otherwise than the answers, each with the way to a correction. */
function differencesOn(file: CaseFile, compared: readonly ComparedPaper[], paperId: number) {
  const ask = askHref(file)
  return compared.flatMap((one) =>
    one.paper.id === paperId
      ? withVerdict(one, 'differs').map((differs) => ({
          text: placedText(differs),
          ask: ask(differenceKey(paperId, differs)),
        }))
      : [],
  )
}
