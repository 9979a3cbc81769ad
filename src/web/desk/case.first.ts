/**
 * What a first screen asks for beyond the opened case: the reader’s own assessment, the acceptance, the letter, or how
 * it would read.
 */
import { Injectable } from '@nestjs/common'
import { unlessNotFound } from '../../base/errors.js'
import type { Language } from '../../base/text.js'
import { mayDo } from '../../cases/caseFile.js'
import type { KeptForm } from '../../cases/keptForms.js'
import { Letters } from '../../letters/letter.service.js'
import type { Person } from '../../people/session.service.js'
import { WORDS } from '../../workflow/words.js'
import type { PageContext } from '../case/clock.view.js'
import { PaperPreview } from '../case/paperPreview.js'
import { AcceptForm } from './acceptForm.js'
import { AssessmentQuestions } from './assessment.kept.js'
import { assessmentTasks } from './assessment.tasks.js'
import { filledAtFirst } from './assessment.view.js'
import { sureText } from './case.actions.js'
import { consentPart } from './case.consents.js'
import { lackingOf } from './case.intake.js'
import { type Desk, partOf } from './case.layout.js'
import { letterPart, letterSent, letterToCome } from './case.permit.js'
import type { OfficerCase } from './officerCases.js'
import { foundInput } from './opinions.view.js'
import { RecommendForm } from './recommendForm.js'

interface Seen {
  readonly context: PageContext
  readonly language: Language
  /** The assessment as far as the reader has written it. */
  readonly kept: KeptForm | undefined
  /** The reader comes from an act on another case. */
  readonly moved: boolean
}

@Injectable()
export class FirstScreens {
  constructor(
    private readonly acceptForm: AcceptForm,
    private readonly letters: Letters,
    private readonly questions: AssessmentQuestions,
    private readonly papers: PaperPreview,
    private readonly recommend: RecommendForm,
  ) {}

  async of(person: Person, desk: Desk, opened: OfficerCase, { context, language, kept, moved }: Seen) {
    const { file, check } = opened
    const [tasks, accept, against, letter, toCome] = await Promise.all([
      this.tasksOf(person, opened, kept),
      desk === 'intake' ? this.acceptForm.here(file, check, context, language) : undefined,
      desk === 'intake' ? this.acceptForm.objections(person, file) : undefined,
      desk === 'permitOfficer' ? this.letterOf(person, opened) : undefined,
      desk === 'approver' ? this.letterToCome(person, opened, context) : undefined,
    ])
    const button = { text: WORDS.accept.label, sure: moved ? sureText(WORDS.accept.label, file) : undefined }
    return {
      consents: consentPart(file, desk),
      assessment: tasks && partOf('parts/case/assessment', tasks),
      accept: accept && partOf('parts/case/accept', { ...accept, button, against, ask: lackingOf(opened, against) }),
      letter: letter
        ? partOf('parts/case/letter', letterPart(file, letter, opened.letters, context.today))
        : toCome && partOf('parts/case/letter', toCome),
    }
  }

  /** Those who may assess see how far they are. */
  private async tasksOf(person: Person, { file, check }: OfficerCase, kept: KeptForm | undefined) {
    if (person.authorityId === null || !mayDo(file, 'report')) return undefined
    const flagged = check.judgement.streaming.map(({ code }) => code)
    const progress = { kept, last: filledAtFirst(file, person), flagged }
    return assessmentTasks(file.case.id, await this.questions.askedOf(person, file), progress)
  }

  /** What an approver would sign, as the form of the decision begins; undefined where it cannot be decided now. */
  private async letterToCome(person: Person, { file, check, judgedBy }: OfficerCase, { today }: PageContext) {
    if (!mayDo(file, 'recommend')) return undefined
    const tree = { ...foundInput('recommend', file, judgedBy), ...(await this.recommend.first(file)) }
    const paper = await this.papers.of(person, { file, check }, 'recommend', { tree, today, wish: undefined })
    return letterToCome(file.case.id, paper?.sheets ?? [])
  }

  /** The letter that the permit authority was sent; opening it is recorded. Undefined once its data are erased. */
  private async letterOf(person: Person, { letters }: OfficerCase) {
    const sent = letterSent(letters, person.authorityId)
    return sent && this.letters.open(person, sent.id).catch(unlessNotFound)
  }
}
