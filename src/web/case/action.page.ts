/** The page of one action: its form, what will happen, what stands beside it, and the letter that it would order. */
import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { NotNow } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { KeptForm } from '../../cases/keptForms.js'
import { type JudgedCase, ReadingService } from '../../cases/reading.service.js'
import { type Branch, getNode, listChildren } from '../../forms/engine/node.js'
import { formView } from '../../forms/engine/view.js'
import { Proofs } from '../../people/proof.service.js'
import type { Person } from '../../people/session.service.js'
import { FORMS } from '../../workflow/forms.js'
import type { Act } from '../../workflow/machine.js'
import { WORDS } from '../../workflow/words.js'
import { personOf } from '../http/access.js'
import { type Answer, page } from '../http/answers.js'
import type { Keeping } from '../http/formKeeper.js'
import { PROOF_HERE } from '../http/input.js'
import type { FormContent } from './action.round.js'
import type { Notice } from '../kit/parts.js'
import { actionView, donePage, lostPage } from './action.view.js'
import { caseHead } from './clock.view.js'
import { encloseView } from './enclosed.view.js'
import type { HeldView } from './held.js'
import { lastSeq, liveCase } from './liveCase.js'
import { PageContexts } from './pageContext.js'
import { FirmSide, OfficersSide } from './side.js'
import { PaperPreview, type PreviewWish } from './paperPreview.js'
import { consequencesOf } from './then.view.js'

/** The same of a form that is opened, changed by a row, or kept. */
interface OpenForm extends FormContent {
  /** The row or list that has just changed. */
  readonly at?: string
  readonly requestId?: string | undefined
  /** What is kept of the form, where it was opened and not sent. */
  readonly keeping?: Keeping
  /** The preview was asked for: by a press, what stands in its way is said at the questions, too. */
  readonly previewing?: PreviewWish | undefined
  /** The files of a form that was refused, which it carries on. */
  readonly held?: HeldView | undefined
  /** The mark of what the page says is left out, which the form carries. */
  readonly left?: string
}

/** A form that is sent: the fingerprint of the paper that its page showed, and the version that it was made from. */
interface SignedForm {
  readonly tree: Branch
  readonly shown: string | undefined
  readonly version: number | undefined
  readonly seq: number | undefined
}

interface HeedingForm {
  readonly tree: Branch
  readonly requestId: string | undefined
  /** The mark of what its page has said is left out. */
  readonly left: string | undefined
}

@Injectable()
export class ActionPage {
  constructor(
    private readonly officersSide: OfficersSide,
    private readonly firmSide: FirmSide,
    private readonly contexts: PageContexts,
    private readonly papers: PaperPreview,
    private readonly reading: ReadingService,
    private readonly proofs: Proofs,
  ) {}

  /** The form of one action: what it asks, what will happen, and why it must wait if it must. */
  async show(request: FastifyRequest, { file, check }: JudgedCase, action: Act, open: OpenForm): Promise<Answer> {
    const { tree, at, requestId = randomUUID(), refused, keeping = request.keeping } = open
    const choice = file.choices.find((known) => known.action === action)
    if (!choice) return donePage(file, action, await this.contexts.today())
    const person = personOf(request)
    const officer = person.firmId === null
    const context = await this.contexts.today()
    const paper =
      officer && choice.enabled
        ? await this.papers.of(person, { file, check }, action, { tree, today: context.today, wish: open.previewing })
        : undefined
    const problems = [...(open.problems ?? []), ...((open.previewing === 'pressed' && paper?.problems) || [])]
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
      ...actionView(file, choice, tree),
      ...added,
      keep: listChildren(getNode(FORMS[action])).length > 0 ? keeping?.view : undefined,
      version: file.case.version,
      seq: lastSeq(file),
      requestId,
      left: open.left,
      notices: [...noticesOf(choice, refused), ...added.notices],
      casehead: officer ? caseHead(file, context) : undefined,
      liveCase: officer ? liveCase(file, true) : undefined,
      ...uploadOf(action, file, { problems, held: open.held }),
      wide: Boolean(added.opinions || paper),
      papers: added.known?.papers,
      paper,
      proof: choice.enabled ? await this.proofOf(person, action, file) : undefined,
      after: [...consequencesOf(action, file, context, officer), ...added.after],
    }
    return page('action', view, { problems, status: refused ? 409 : undefined })
  }

  /**
   * The page once more where the paper that is about to go out is not what its author was shown; undefined where it
   * is, and where none was shown.
   */
  async unlikeShown(request: FastifyRequest, id: number, action: Act, { tree, shown, version, seq }: SignedForm) {
    if (!shown) return undefined
    const person = personOf(request)
    const opened = await this.reading.getJudged(person, id)
    // the action itself says what has changed
    if (opened.file.case.version !== version || lastSeq(opened.file) !== (seq ?? lastSeq(opened.file))) return undefined
    const { today } = await this.contexts.today()
    const unlike = await this.papers.isUnlike(person, opened, action, { tree, today, wish: undefined, shown })
    return unlike ? this.show(request, opened, action, { tree, previewing: 'pressed', refused: UNLIKE }) : undefined
  }

  /**
   * The page once more where something that is known is left out, naming it; undefined where nothing is, and where the
   * form was sent again with the mark of just that.
   */
  async leavingOut(request: FastifyRequest, id: number, action: Act, { tree, left, ...form }: HeedingForm) {
    if (action !== 'requestCorrection') return undefined
    const person = personOf(request)
    const opened = await this.reading.getJudged(person, id)
    if (!opened.file.choices.some((choice) => choice.action === action && choice.enabled)) return undefined
    const found = await this.officersSide.leftOut(person, opened, action, tree)
    if (!found || found.mark === left) return undefined
    const refused = { ...LEFT_OUT, items: found.says }
    return this.show(request, opened, action, { ...form, tree, previewing: 'pressed', refused, left: found.mark })
  }

  /** What shows once more who signs, where that is asked for and was not shown within the last minutes. */
  private async proofOf(person: Person, action: Act, { case: line }: CaseFile) {
    if (!WORDS[action].proof || person.proved) return undefined
    const about = [line.number, line.talentName].filter(Boolean).join(' ')
    return { ...(await this.proofs.ways(person)), about, here: PROOF_HERE }
  }

  /** What was kept of a form that is no longer open to its author: to be copied, and discarded. */
  closed({ language }: FastifyRequest, file: CaseFile, action: Act, kept: KeptForm): Answer {
    return lostPage(new NotNow([CLOSED]), action, kept.input, language, file, { kept: kept.place })
  }
}

/** What is said first: that it was not done, or that it cannot be done now, and why. */
export function noticesOf({ enabled, because }: CaseFile['choices'][number], refused: Notice | undefined): Notice[] {
  if (refused) return [refused]
  return enabled
    ? []
    : [{ kind: 'near', title: { zh: '现在不能办理此事项', en: 'You cannot do this now' }, items: because }]
}

/** The files that may come with an action; a message goes to an address of its own. */
function uploadOf(action: Act, file: CaseFile, { problems = [], held }: Pick<OpenForm, 'problems' | 'held'>) {
  const upload = encloseView(action, problems, held)
  return action === 'message' ? { upload, action: path.conversation(file.case.id) } : { upload }
}

const CLOSED = {
  code: 'closed',
  zh: '案件已进入其他环节，不再由您办理。',
  en: 'The case has moved on and this is no longer your task.',
}

const LEFT_OUT: Notice = {
  kind: 'near',
  title: {
    zh: '尚有已知问题未列入，补正通知未发出',
    en: 'Known problems are missing from the list. The notice has not been sent',
  },
  text: {
    zh: '补正内容应当一次性告知。须补正的请在下面勾选；不须补正的，再次提交即可发出。',
    en: 'Ask for everything in one notice. Tick what has to be corrected, or submit again to send it without:',
  },
}

const UNLIKE: Notice = {
  kind: 'near',
  title: { zh: '文书内容与预览不一致，尚未办理', en: 'The letter differs from the preview. Nothing has been done yet' },
  text: {
    zh: '预览后内容有变化。请核对下面更新后的预览，再次提交。',
    en: 'The contents changed after the preview. Check the new preview, then submit again.',
  },
}
