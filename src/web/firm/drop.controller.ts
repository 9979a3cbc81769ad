/**
 * All papers at once: each file is kept as it arrives, with a proposal of what it is; then somebody
 * confirms the kinds in one list. Whatever is refused or cut off is named, and the others stay.
 */
import { Body, Controller, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { asProblem, type Problem, problemsIn } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { fill, type Language } from '../../base/text.js'
import { noFile, noLanguage } from '../../cases/documentFaults.js'
import type { Attachment } from '../../cases/caseFile.js'
import { CaseService } from '../../cases/case.service.js'
import { unsorted } from '../../cases/documents.js'
import { ReadingService } from '../../cases/reading.service.js'
import { UNSORTED } from '../../forms/choices.js'
import { type Branch, textAt, valueAt } from '../../forms/engine/node.js'
import { FIRM_ROLES } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { findSection } from '../../forms/sections.js'
import { OwnCases, sendingOf } from '../case/own.js'
import { For, TakesUpload } from '../http/access.js'
import { type Answer, data, done } from '../http/answers.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { Uploads } from '../http/uploads.js'
import { DATED, LANGUAGE, type WrongRow } from './documents.forms.js'
import { readDate, readTyped } from './documents.input.js'
import { DocumentPages } from './documents.page.js'
import { DISCARD, proposedTree, type Rules, SHOWN, sortPlace } from './drop.view.js'

@Controller('cases/:id/documents')
@For(...FIRM_ROLES)
export class DropController {
  constructor(
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly uploads: Uploads,
    private readonly pages: DocumentPages,
    private readonly own: OwnCases,
  ) {}

  /** Any number of files; a script sends each in a form of its own and is answered in JSON. */
  @Post('drop')
  @TakesUpload()
  async drop(@Me() me: Person, @Req() request: FastifyRequest, @Id() id: number): Promise<Answer> {
    const seal = await this.reading.requireOpen(me, id)
    const isScript = (request.headers.accept ?? '').startsWith('application/json')
    let kept = 0
    const sent = await this.uploads.gatherEach(request, UNSORTED, seal, async (file, { _request }) => {
      await this.cases.act(id, 'attachFile', {
        actor: me,
        // a script names each file's request; a form has one name for all of its files
        requestId: (isScript && _request) || undefined,
        input: { unsorted: true, file },
      })
      kept += 1
    })
    const refused = sent.refused.flatMap(({ name, problems }) => problems.map((problem) => named(name, problem)))
    const all = [...refused, ...(sent.cut ? [restUnread] : [])]
    if (isScript) return data({ kept, refused: all.map(({ message }) => message[request.language]) })
    if (all.length === 0 && kept > 0) return done(`${withQuery(path.documents(id), { done: 'dropped' })}#sort`)
    const problems = all.length > 0 ? all : [{ ...noFile, path: 'drop.files' }]
    return this.pages.show(me, request.language, id, { refused: problems, problems }, 422)
  }

  /** What each file is, all at once. Those that are clear are settled even when another one is not. */
  @Post('sort')
  async sort(@Me() me: Person, @InLanguage() language: Language, @Id() id: number, @Body() body: unknown) {
    const { attachments } = await this.reading.get(me, id)
    const rules = await this.pages.rules()
    const wrong = new Map<number, WrongRow>()
    const taken = new Set<string>()
    let settled = 0
    let removed = 0
    for (const paper of unsorted(attachments)) {
      const typed = readTyped(body, sortPlace(paper.id))
      const chosen = textAt(typed, 'kind')
      if (!chosen) continue
      const { input, problems } = readSorted(paper, typed, taken.has(chosen), rules)
      const refusals =
        problems.length > 0 ? problems : await problemsIn(this.cases.act(id, 'attachFile', { actor: me, input }))
      const tree = refusals.some(({ code }) => code === dateOfOther.code) ? { ...typed, [DATED]: '' } : typed
      if (refusals.length > 0) wrong.set(paper.id, { tree, problems: refusals })
      else if ('remove' in input) removed += 1
      else settled += 1
      taken.add(chosen)
    }
    if (wrong.size === 0) return done(await this.after(me, id, { settled, removed }))
    const problems = attachments.flatMap(({ id: paper, name }) =>
      (wrong.get(paper)?.problems ?? []).map((problem) => named(name, problem, `${sortPlace(paper)}.${problem.path}`)),
    )
    return this.pages.show(me, language, id, { wrong, problems }, 422)
  }

  /** To the check when no document is lacking or wrong, else to the list of documents. */
  private async after(me: Person, id: number, { settled, removed }: Readonly<Record<'settled' | 'removed', number>>) {
    const { file, check } = await this.own.open(me, id)
    const isWhole = !check.problems.some(({ path: at }) => findSection(at)?.key === 'documents')
    const onward =
      isWhole && settled > 0 && unsorted(file.attachments).length === 0 && sendingOf(file)?.action === 'submit'
    const said =
      settled === 0 && removed > 0 ? { done: 'thrownAway', count: removed } : { done: 'sorted', count: settled }
    return withQuery(onward ? path.review(id) : path.documents(id), said)
  }
}

/** What is said of one file. The second of a kind in one list stands beside the first. */
function readSorted(paper: Attachment, typed: Branch, isFurther: boolean, rules: Rules) {
  const [kind, of] = textAt(typed, 'kind').split('.')
  if (kind === DISCARD) return { input: { remove: paper.id }, problems: [] }
  const read = readDate(typed)
  // what was suggested of the former kind is nothing that anybody has said of this one
  const shown = textAt(typed, SHOWN)
  const isOfOther = shown !== '' && shown !== textAt(typed, 'kind') && read.date === textAt(proposedTree(paper), DATED)
  const isDated = rules.get(kind ?? '')?.monthsValid != null
  const date = isOfOther ? undefined : read.date
  const problems = isOfOther && isDated ? [dateOfOther] : read.problems
  const beside = isFurther || valueAt(typed, 'beside') === 'true'
  const language = textAt(typed, LANGUAGE) || undefined
  const unsaid = rules.get(kind ?? '')?.translated && !language ? [noLanguage] : []
  return {
    input: { sorted: paper.id, kind, issuedOn: date, beside, details: { of, language } },
    problems: [...problems, ...unsaid],
  }
}

/** A problem of one file among many says which. */
const named = (name: string, problem: Problem, at = 'drop.files'): Problem => ({
  ...problem,
  path: at,
  message: fill({ zh: '{name}：{why}', en: '{name}: {why}' }, { name: name.slice(0, 100), why: problem.message }),
})

const dateOfOther: Problem = asProblem(
  'dateOfOtherKind',
  DATED,
  '种类已更改，原来的日期是按原种类推测的。请填写该材料的签发日期。',
  'You changed the kind; the date was suggested for the former one. Enter the date of issue of this document.',
)

const restUnread: Problem = asProblem(
  'restUnread',
  'drop.files',
  '其后的文件未能读取，请重新选择；已收到的文件列在下面。',
  'The files after it were not read. Select them again. The files we received are listed below.',
)
