/** The page of one action: its form, what will happen, what stands beside it, and the letter that it would order. */
import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Database } from '../../base/database.js'
import { Invalid, NotFound, NotNow } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { KeptForm } from '../../cases/keptForms.js'
import type { JudgedCase } from '../../cases/reading.service.js'
import { getNode, listChildren } from '../../forms/engine/node.js'
import { formView } from '../../forms/engine/view.js'
import { LetterEffects } from '../../letters/effects.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { FORMS } from '../../workflow/forms.js'
import type { Act } from '../../workflow/machine.js'
import { personOf } from '../http/access.js'
import { type Answer, page } from '../http/answers.js'
import type { Keeping } from '../http/formKeeper.js'
import type { FormContent } from './action.round.js'
import { actionView, lostPage } from './action.view.js'
import { caseHead } from './clock.view.js'
import { encloseView } from './enclosed.view.js'
import { previewOf } from './letter.view.js'
import { lastSeq, liveCase } from './liveCase.js'
import { PageContexts } from './pageContext.js'
import { FirmSide, OfficersSide } from './side.js'
import { consequencesOf, ordersLetter } from './then.view.js'

/** The same of a form that is opened, changed by a row, or kept. */
interface OpenForm extends FormContent {
  /** The row or list that has just changed. */
  readonly at?: string
  readonly requestId?: string | undefined
  /** What is kept of the form, where it was opened and not sent. */
  readonly keeping?: Keeping
  /** The preview was asked for: what stands in its way is said at the questions, too. */
  readonly previewing?: boolean
  /** Files came with it and were not kept, since the form was refused. */
  readonly filesLost?: boolean
}

@Injectable()
export class ActionPage {
  constructor(
    private readonly officersSide: OfficersSide,
    private readonly firmSide: FirmSide,
    private readonly contexts: PageContexts,
    private readonly letters: LetterEffects,
    private readonly db: Database,
  ) {}

  /** The form of one action: what it asks, what will happen, and why it must wait if it must. */
  async show(request: FastifyRequest, { file, check }: JudgedCase, action: Act, open: OpenForm): Promise<Answer> {
    const { tree, at, requestId = randomUUID(), refused, keeping = request.keeping } = open
    const choice = file.choices.find((known) => known.action === action)
    if (!choice) throw new NotFound()
    const person = personOf(request)
    const officer = person.firmId === null
    const context = await this.contexts.today()
    const preview = choice.enabled
      ? await this.preview(person, { file, check }, action, tree, context.today)
      : undefined
    const problems = [...(open.problems ?? []), ...((open.previewing && preview?.problems) || [])]
    const form = formView(FORMS[action], tree, { language: request.language, problems, at })
    const added = await (officer ? this.officersSide : this.firmSide).add(person, {
      action,
      file,
      check,
      tree,
      form,
      context,
      language: request.language,
    })
    const view = {
      ...actionView(file, choice),
      ...added,
      keep: listChildren(getNode(FORMS[action])).length > 0 ? keeping?.view : undefined,
      version: file.case.version,
      seq: lastSeq(file),
      requestId,
      notices: [...(refused ? [refused] : []), ...added.notices],
      casehead: officer ? caseHead(file, context) : undefined,
      liveCase: officer ? liveCase(file, true) : undefined,
      ...uploadOf(action, file, { problems, filesLost: open.filesLost }),
      wide: Boolean(added.opinions || preview),
      preview,
      after: [...consequencesOf(action, file, context, officer), ...added.after],
    }
    return page('action', view, { problems, status: refused ? 409 : undefined })
  }

  /** What was kept of a form that is no longer open to its author: to be copied, and discarded. */
  closed({ language }: FastifyRequest, file: CaseFile, action: Act, kept: KeptForm): Answer {
    return lostPage(new NotNow([CLOSED]), action, kept.input, language, file, { kept: kept.place })
  }

  /**
   * The letter that the action would order, in both languages, with dashed places for what only issuing gives; or what
   * is wrong, so that there is none.
   */
  private async preview(person: Person, { file, check }: JudgedCase, action: Act, tree: unknown, today: string) {
    const { answers } = file
    if (!ordersLetter(action, file.case.state)) return undefined
    const ofPart = (part: string) =>
      file.parties.filter((party) => party.part === part).map(({ authorityId }) => authorityId)
    const about = {
      caseId: file.case.id,
      today,
      judgedOn: file.case.filedOn ?? today,
      leadId: ofPart('lead')[0] ?? null,
      departments: ofPart('named'),
    }
    try {
      const data = await this.db.transaction(settingsOf(person), (tx) =>
        this.letters.preview(tx, about, { answers, check }, action, tree),
      )
      return { sheet: previewOf(data, 'zh'), other: previewOf(data, 'en') }
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return { problems: error.problems }
    }
  }
}

/** The files that may come with an action; a message goes to an address of its own. */
function uploadOf(action: Act, file: CaseFile, { problems = [], filesLost }: Pick<OpenForm, 'problems' | 'filesLost'>) {
  const upload = encloseView(action, problems, filesLost)
  return action === 'message' ? { upload, action: path.conversation(file.case.id) } : { upload }
}

const CLOSED = {
  code: 'closed',
  zh: '案件已经往前走了，这一步不再由您办理。',
  en: 'The case has moved on: this step is no longer yours to do.',
}
