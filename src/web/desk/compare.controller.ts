/**
 * Comparing: a case with another one, for officers; and a filing with the one before, for officers
 * and for the firm itself, each within their scope.
 */
import { Controller, Get } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Database } from '../../base/database.js'
import { NotFound, unlessNotFound } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { fill, type Language } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { changesBetween } from '../../cases/changes.js'
import { listDuplicates } from '../../cases/duplicates.js'
import type { FiledAnswers } from '../../cases/filings.js'
import { ReadingService } from '../../cases/reading.service.js'
import { Firms } from '../../people/firm.service.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { Asked, Id, InLanguage, Me } from '../http/params.js'
import { backToCase } from '../case/addresses.js'
import { PageContexts } from '../case/pageContext.js'
import { changedSections, countText, filingText, untouchedRows } from '../case/changes.view.js'
import { caseHead } from '../case/clock.view.js'
import { current } from '../../cases/documents.js'
import { otherView, pairView, type Side } from './compare.view.js'

@Controller('cases/:id')
export class CompareController {
  constructor(
    private readonly reading: ReadingService,
    private readonly firms: Firms,
    private readonly contexts: PageContexts,
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Side by side when both are in scope; of another one only what the list of possible duplicates
   * says. Recorded as a reading of each case that is opened.
   */
  @Get('compare/:other')
  @For('intake', 'assessor', 'approver', 'supervisor', 'reviewPanel')
  async compare(@Me() me: Person, @InLanguage() language: Language, @Id() caseId: number, @Id('other') other: number) {
    if (caseId === other) throw new NotFound()
    const opened = await this.open(me, caseId, other)
    const context = await this.contexts.today()
    const { file } = opened
    const head = {
      title: { zh: `${file.case.number} 对照`, en: `Comparing ${file.case.number}` },
      casehead: caseHead(file, context),
      back: backToCase(caseId),
    }
    if (!opened.beside) {
      const view = { ...head, number: opened.known.number, ...otherView(opened.known, context) }
      return page('desk/compare-other', view)
    }
    const [one, two] = await Promise.all([this.side(me, file), this.side(me, opened.beside)])
    const number = opened.beside.case.number
    const view = { ...head, number, href: path.case(other), ...pairView([one, two], language) }
    return page('desk/compare', view)
  }

  private open(person: Person, caseId: number, other: number) {
    return this.db.transaction(settingsOf(person), async (tx) => {
      const files = new Map<number, CaseFile | undefined>()
      // the smaller number first, so that two who compare the same two cases never wait for each other
      for (const one of [caseId, other].sort((a, b) => a - b)) {
        const comparedWith = one === caseId ? other : caseId
        files.set(one, await this.reading.getIn(tx, person, one, { comparedWith }).catch(unlessNotFound))
      }
      const [file, beside] = [files.get(caseId), files.get(other)]
      if (!file) throw new NotFound()
      if (beside) return { file, beside }
      const known = (await listDuplicates(tx, person, caseId)).find(({ id }) => id === other)
      if (!known) throw new NotFound()
      return { file, known }
    })
  }

  private async side(person: Person, file: CaseFile): Promise<Side> {
    return { file, firm: await this.firms.get(person, file.case.firmId) }
  }

  /**
   * What changed from one filing to the next; while the firm corrects, to what it has written so
   * far, which it alone sees.
   */
  @Get('changes')
  @For('signedIn')
  async changes(@Me() me: Person, @Id() caseId: number, @Asked('filing') filing: string | undefined) {
    const officer = me.firmId === null
    const { file, filings } = await this.db.transaction(settingsOf(me), async (tx) => {
      return {
        file: await this.reading.getIn(tx, me, caseId),
        filings: await this.reading.filings(tx, me, caseId),
      }
    })
    const unsent = officer ? undefined : this.unsent(file)
    const steps = unsent ? [...filings, unsent] : filings
    const context = await this.contexts.today()
    const wanted = Number(filing ?? steps.length)
    const index = Number.isInteger(wanted) && wanted >= 2 && wanted <= steps.length ? wanted - 1 : steps.length - 1
    const [before, after] = [steps[index - 1], steps[index]]
    const view = {
      title: { zh: '两次提交之间的改动', en: 'Changes between submissions' },
      back: backToCase(caseId),
      casehead: officer ? caseHead(file, context) : undefined,
      number: file.case.number,
      who: file.case.talentName ?? file.case.number,
      sections: [],
      ...(before && after && changedView(file, before, after, { index, sent: after !== unsent })),
      others: steps.length > 2 ? steps.slice(1).map((_, at) => otherPair(caseId, at + 2, at + 1 === index)) : [],
    }
    return page('desk/compare-changes', view)
  }

  /** What the firm has written since its last filing, while it corrects. */
  private unsent({ case: { state }, answers, formVersion, attachments }: CaseFile): FiledAnswers | undefined {
    if (state !== 'awaitingCorrection') return undefined
    const papers = current(attachments).map(({ id }) => id)
    return { seq: Number.MAX_SAFE_INTEGER, filedAt: this.clock.now(), formVersion, answers, attachments: papers }
  }
}

/** `index`: the place of the later side among the filings, from 0; `sent`: it is a filing, and no draft of one. */
function changedView(
  file: CaseFile,
  before: FiledAnswers,
  after: FiledAnswers,
  { index, sent }: { readonly index: number; readonly sent: boolean },
) {
  const changes = changesBetween(before, after, file)
  const texts = { from: filingText(before, index - 1), to: filingText(after, index), count: countText(changes) }
  return {
    between: fill(
      sent
        ? { zh: '从{from}到{to}：{count}', en: 'From {from} to {to}: {count}' }
        : { zh: '{from}之后，尚未提交的改动：{count}', en: 'Since {from}, not submitted yet: {count}' },
      texts,
    ),
    sections: changedSections(changes, file.case.id, sent),
    untouched: untouchedRows(changes, sent),
    otherForm: before.formVersion !== after.formVersion,
  }
}

const otherPair = (caseId: number, filing: number, current: boolean) => ({
  text: { zh: `第 ${filing - 1} 次到第 ${filing} 次`, en: `Filing ${filing - 1} to ${filing}` },
  href: withQuery(path.changes(caseId), { filing }),
  current,
})
