/**
 * What an assessor is asked, by the reference data in force on the case's filing day, and whether
 * an assessment answers it. One place for the page, the API and every other way in: recordReport
 * asks here before it writes anything. Nothing is decided by a score; it makes assessors look at
 * the same things.
 */
import { Injectable } from '@nestjs/common'
import { row, rows, type Tx } from '../base/database.js'
import { Invalid, type Problem } from '../base/errors.js'
import {
  type ActGroup,
  actGroupSchema,
  type ComplianceFinding,
  checkCompliance,
  listGroups,
} from '../criteria/compliance.js'
import { checkScores, listQuestions, type Score, type Scorecard, scorecardSchema } from '../criteria/scorecard.js'
import { Authorities } from '../reference/authorities.js'
import { Reference } from '../reference/reference.service.js'
import type { Cause } from './causes.js'
import { noSuchPage } from './documents.js'
import { type Judged, judgesTheSame } from './lastRound.js'

export interface AssessmentRules {
  readonly card: Scorecard | undefined
  /** Every group of forbidden acts, by its code. */
  readonly groups: Readonly<Record<string, ActGroup>>
}

/** What one department is asked about a case. */
export interface DepartmentQuestions extends AssessmentRules {
  /** The department's subject: commerce, culture, cyberspace, market. */
  readonly subject: string
  /** It was asked a question of its own: it answers that, looks at its own groups, and gives no scores. */
  readonly consulted: boolean
}

/** A row that may point to a page of the evidence; `document` is the id of a paper of the case. */
interface Pointing {
  readonly document?: number | null
  readonly page?: number | null
}

const PAPERS = 'select id, kind, pages, replaced_at is null as current from attachments where case_id = $1'

/** What the department reported when it last did, in an earlier round. */
const LAST = `
  select a.person_id as "personId", a.opinion, a.summary, a.findings, a.scores, a.compliance from assessments a
  where a.case_id = $1 and a.authority_id = $2 and a.round = (
    select max(b.round) from assessments b where b.case_id = $1 and b.authority_id = $2 and b.round < $3)`

/** A department that was asked a question of its own has a last day of its own. */
const CONSULTED = `
  select authority_id from case_parties
  where case_id = $1 and authority_id = $2 and part = 'named' and due_on is not null`

@Injectable()
export class Assessing {
  constructor(
    private readonly reference: Reference,
    private readonly authorities: Authorities,
  ) {}

  /** What a department is asked about a case that is judged by the rules of a day. */
  async asked(authorityId: number, judgedOn: string, today: string, consulted: boolean): Promise<DepartmentQuestions> {
    const { subject } = await this.authorities.get(authorityId, today)
    return { subject, consulted, ...(await this.rules(judgedOn)) }
  }

  /** By what all departments assess the cases that are judged by the rules of a day. */
  async rules(judgedOn: string): Promise<AssessmentRules> {
    const [cards, groups] = await Promise.all([
      this.reference.all('scorecard', judgedOn, scorecardSchema),
      this.reference.all('forbiddenActs', judgedOn, actGroupSchema),
    ])
    return { card: cards.get('streaming'), groups: Object.fromEntries(groups) }
  }

  /**
   * Throws Invalid with everything that is missing or wrong in an assessment: scores, compliance,
   * pages that are pointed to; why an opinion stands that was returned and is sent unchanged. Whether it answers a
   * consultation.
   */
  async check(tx: Tx, cause: Cause): Promise<boolean> {
    const { actor, judgedOn, today, input } = cause
    const part = await row(tx, CONSULTED, [cause.case.id, actor.authorityId])
    const asked = await this.asked(actor.authorityId ?? 0, judgedOn, today, part !== undefined)
    // the form of this action has made them what they are
    const scores = (input.scores ?? []) as Score[]
    const compliance = (input.compliance ?? []) as ComplianceFinding[]
    const problems = [
      ...(await scoreProblems(cause, asked, scores)),
      ...complianceProblems(asked, compliance),
      ...(await pointerProblems(tx, cause)),
      ...(await unchangedProblems(tx, cause)),
    ]
    if (problems.length > 0) throw new Invalid(problems)
    return asked.consulted
  }
}

async function scoreProblems(
  cause: Cause,
  { card, subject, consulted }: DepartmentQuestions,
  scores: readonly Score[],
): Promise<Problem[]> {
  if (!card) return scores.length > 0 ? [noCard] : []
  if (consulted && scores.length === 0) return []
  const silent = scores.filter(({ note }) => !note?.trim()).map(({ question }) => question)
  const mayBeFlagged = card.questions.some(({ id, flags }) => flags.length > 0 && silent.includes(id))
  const flagged = mayBeFlagged ? (await cause.opened.check()).judgement.streaming : []
  return checkScores(
    card,
    subject,
    scores,
    flagged.map(({ code }) => code),
  )
}

/** The department's own groups are all looked at where its questions are required; whatever is given must be right. */
function complianceProblems(
  { card, subject, groups }: DepartmentQuestions,
  given: readonly ComplianceFinding[],
): Problem[] {
  const required = card !== undefined && listQuestions(card, subject).some((question) => question.required)
  if (!required && given.length === 0) return []
  return checkCompliance(groups, given, required ? subject : NO_DEPARTMENT)
}

/** A name that no group has: then none is missing. */
const NO_DEPARTMENT = ''

/** The groups of a department, in their order. */
export const groupsOf = ({ groups, subject }: DepartmentQuestions) => listGroups(groups, subject)
/** The questions of a department, in their order; none of one that answers a question of its own. */
export const questionsFor = ({ card, subject, consulted }: DepartmentQuestions) =>
  card && !consulted ? listQuestions(card, subject) : []

async function pointerProblems(tx: Tx, { case: found, input }: Cause): Promise<Problem[]> {
  const pointers = (['findings', 'scores'] as const).flatMap((list) =>
    ((input[list] ?? []) as Pointing[]).map((one, index) => ({ ...one, path: `${list}.${index}` })),
  )
  const used = pointers.filter(({ document, page }) => document || page)
  if (used.length === 0) return []
  const papers = await rows<Paper>(tx, PAPERS, [found.id])
  return used.flatMap(({ document, page, path }): Problem[] => {
    if (!document) return [{ code: 'pageAlone', path: `${path}.document`, message: words.pageAlone }]
    const paper = papers.find(({ id }) => id === document)
    if (!paper) return [{ code: 'noSuchPaper', path: `${path}.document`, message: words.noSuchPaper }]
    if (!page || !paper.pages || page <= paper.pages) return []
    return [noSuchPage(`${path}.page`, paper.kind, paper.pages, page)]
  })
}

/** A round after the first begins when an approver returns the case: what is reported again answers that. */
async function unchangedProblems(tx: Tx, { case: found, actor, input }: Cause): Promise<Problem[]> {
  if (found.round < 2 || input.stands) return []
  const [reports, papers] = await Promise.all([
    rows<Judged & { readonly personId: number }>(tx, LAST, [found.id, actor.authorityId, found.round]),
    rows<Paper>(tx, PAPERS, [found.id]),
  ])
  const own = reports.find(({ personId }) => personId === actor.id) ?? (reports.length === 1 ? reports[0] : undefined)
  const counting = papers.filter(({ current }) => current).map(({ id }) => id)
  return own && judgesTheSame(own, input, counting) ? [unchanged] : []
}

const unchanged: Problem = {
  code: 'opinionUnchanged',
  path: 'stands',
  message: {
    zh: '审批人退回了上一轮意见，本次意见与上一轮完全相同。请修改意见，或者写明维持原意见的理由。',
    en:
      'The approver returned the last opinion, and this one is the same. ' +
      'Change the opinion, or explain why you uphold it.',
  },
}

interface Paper {
  readonly id: number
  readonly kind: string
  readonly pages: number | null
  readonly current: boolean
}

const words = {
  pageAlone: { zh: '已填写页码，请同时选择材料。', en: 'You entered a page. Select the document too.' },
  noSuchPaper: {
    zh: '本案没有这份材料，请从列表中选择。',
    en: 'The case has no such document. Select one from the list.',
  },
}

const noCard = {
  code: 'noScorecard',
  path: 'scores',
  message: {
    zh: '本案申请之日没有施行评分表，请不要评分。',
    en: 'No scorecard was in force on the filing day. Do not enter scores.',
  },
}
