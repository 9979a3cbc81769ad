/**
 * What the chart's actions cause in the record's own tables, by the effects' names. Each runs in
 * the transaction of act().
 */
import { Injectable } from '@nestjs/common'
import { atLast, rows, type Tx } from '../base/database.js'
import { Invalid } from '../base/errors.js'
import { APPLICATION } from '../forms/application.js'
import { asRead } from '../forms/engine/asRead.js'
import type { Part } from '../people/actor.js'
import { Authorities, type Jurisdiction } from '../reference/authorities.js'
import { Reference } from '../reference/reference.service.js'
import { INITIAL } from '../workflow/step.js'
import { requireKnown } from './against.js'
import { AssessedFindings } from './assessed.js'
import { Assessing } from './assessing.js'
import { keepEvidence } from './attaching.js'
import type { Cause } from './causes.js'
import { consentsOf, declarable, isAskedAnew } from './consents.js'
import { requireReason } from './duplicates.js'
import { mailHost } from './hostMail.js'
import { type OwnDay, ownDay } from './ownLimits.js'
import { PermitDetails } from './permitDetails.js'
import { Recommending } from './recommending.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { personFacts } from './sealing/personFacts.js'
import { PLACES } from './sealing/place.js'
import { sealTree } from './sealing/sealedTree.js'
import { Stops } from './stops.js'
import { gistOf } from './triage.js'
import { type Assessor, SecondOpinions } from './secondOpinions.js'
import { fileAnswers } from './unsent.js'
import { NOTICE, noticeOf } from './talentNotice.js'

const ADD_PARTY = `
  insert into case_parties (case_id, authority_id, part, since, due_on, counted_days) values ($1, $2, $3, $4, $5, $6)
  on conflict do nothing`

const SUBMISSION = `
  insert into submissions (case_id, seq, filed_at, form_version, answers, person_keys, firm, attachments)
  select c.id, $2, $3, c.form_version, $4, $5,
    jsonb_build_object('nameZh', f.name_zh, 'nameEn', f.name_en, 'creditCode', f.credit_code, 'district', f.district,
      'zone', f.zone,
      'kind', f.kind, 'crossBorderFiling', f.cross_border_filing) || coalesce(e.kept, '{}'),
    coalesce((select jsonb_agg(a.id order by a.id) from attachments a where a.case_id = c.id and a.replaced_at is null
      and (a.scan is null or a.scan in ('waiting', 'clean'))), '[]')
  from cases c join firms f on f.id = c.firm_id
  -- decision 0042: what was filed before keeps its place, and once it is with an authority its kind and filing as well
  left join lateral (
    select jsonb_build_object('district', s.firm -> 'district', 'zone', s.firm -> 'zone') || case when $6 then '{}'
      else jsonb_build_object('kind', s.firm -> 'kind', 'crossBorderFiling', s.firm -> 'crossBorderFiling') end as kept
    from submissions s where s.case_id = c.id order by s.seq desc limit 1) e on true
  where c.id = $1`

/** The firm has declared with its filing that the candidate agrees; never to what the candidate has refused. */
const CONSENT = `
  insert into talent_consents (case_id, at, notice, given, how) values ($1, $2, $3, true, 'firmDeclaration')`

const REPORT = `
  insert into assessments (case_id, round, authority_id, person_id, at, opinion, summary, findings, scores, compliance)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

const HOLD_AGAIN = 'select hold_again($1, $2, $3) as "authorityId"'

/** Gives an authority a part in the case. */
export async function addParty(
  tx: Tx,
  cause: Cause,
  authorityId: number,
  part: Part,
  own: OwnDay | null = null,
): Promise<void> {
  atLast(tx, ADD_PARTY, [cause.case.id, authorityId, part, cause.at, own?.until ?? null, own?.days ?? null])
}

@Injectable()
export class CaseEffects {
  constructor(
    private readonly authorities: Authorities,
    private readonly reference: Reference,
    private readonly stops: Stops,
    private readonly assessing: Assessing,
    private readonly keys: CaseKeys,
    private readonly recommending: Recommending,
    private readonly secondOpinions: SecondOpinions,
    private readonly findings: AssessedFindings,
    private readonly permits: PermitDetails,
  ) {}

  /**
   * Keeps the answers (as they are read, asRead.ts), the firm's data and the list of papers as they were filed; the
   * first time sets the filing day and calls the lead department; a draft that was recalled has a new day. What
   * the firm has changed of itself since an earlier filing is taken over as decision 0042 says.
   */
  file = async (tx: Tx, cause: Cause): Promise<void> => {
    const { id } = cause.case
    const answers = asRead(APPLICATION, (await cause.opened.answers()).answers)
    const sealed = sealTree(APPLICATION, cause.key, answers, PLACES.filed(id, cause.seq))
    atLast(tx, SUBMISSION, [
      ...[id, cause.seq, cause.at],
      ...[sealed, personFacts(this.keys, answers)].map((value) => JSON.stringify(value)),
      cause.case.state === INITIAL,
    ])
    await this.declareConsent(tx, cause)
    const check = await cause.opened.check()
    cause.content.gist = gistOf(check)
    if (cause.case.state === INITIAL) {
      cause.changes.filedOn = cause.today
      const { lane } = check.judgement
      if (lane) {
        cause.content.lane = lane
        cause.changes.lane = lane
      }
    }
    await fileAnswers(tx, this.keys, cause, answers)
    if (cause.case.filedOn) return
    await addParty(tx, cause, await this.idOf((await this.jurisdiction(cause)).lead, cause), 'lead')
  }

  /** Of documents in the place of refused ones the candidate is asked anew, by mail. */
  private async declareConsent(tx: Tx, cause: Cause): Promise<void> {
    const consents = consentsOf(cause.past.consents)
    const declared = declarable(consents)
    const notices = declared.length === consents.length ? [NOTICE] : declared.map(({ about }) => noticeOf(about))
    for (const notice of notices) atLast(tx, CONSENT, [cause.case.id, cause.at, notice])
    if (consents.some(isAskedAnew)) await mailHost(tx, cause, 'talentLink')
  }

  /** Names the departments that assess. */
  nameDepartments = async (tx: Tx, cause: Cause): Promise<void> => {
    for (const { id } of await this.namedNow(cause)) await addParty(tx, cause, id, 'named')
  }

  /**
   * Adds one department to those that assess, with a time limit of its own; the clock may stop
   * meanwhile: a service rule (行政许可法 Art. 45 does not list consulting).
   */
  addDepartment = async (tx: Tx, cause: Cause): Promise<void> => {
    const id = await this.department(String(cause.input.department), cause)
    if (cause.facts.departments.includes(id)) throw new Invalid([alreadyNamed])
    await this.secondOpinions.settle(cause, cause.case.round, await this.assessors([id], cause))
    const { stopsClock } = await this.reference.procedure('consultation', cause.judgedOn)
    const own = stopsClock
      ? await this.stops.hold(tx, cause, { reason: 'consultation', limit: 'consultation', authorityId: id })
      : await this.lastDay(cause, 'consultation')
    cause.content.until = own.until
    await addParty(tx, cause, id, 'named', own)
  }

  /** Keeps the assessment of the actor in this round; the last one of a consulted department lets the clock go on. */
  recordReport = async (tx: Tx, cause: Cause): Promise<void> => {
    const { case: found, actor, at, input, facts, past } = cause
    const isLast = facts.ownReports + 1 >= facts.assessorsNeeded
    if ((await this.assessing.check(tx, cause)) && isLast) cause.content.consulted = true
    atLast(tx, REPORT, [
      ...[found.id, found.round, actor.authorityId, actor.id, at, input.opinion, input.summary ?? null],
      ...[input.findings, input.scores, input.compliance].map((list) => JSON.stringify(list ?? [])),
    ])
    const stop = past.stops.find(
      ({ reason, authorityId }) => reason === 'consultation' && authorityId === actor.authorityId,
    )
    if (stop && isLast) await this.stops.resume(tx, cause, stop)
  }

  /**
   * Opens the next round of assessment: every department named reports again, by one person or by two. Whoever assessed
   * it alone before holds it again; the event names their departments.
   */
  startRound = async (tx: Tx, cause: Cause): Promise<void> => {
    const { id, round: last } = cause.case
    const round = last + 1
    cause.changes.round = round
    if (last > 0) {
      const held = await rows<{ authorityId: number }>(tx, HOLD_AGAIN, [id, last, cause.at])
      cause.changes.heldAgain = true
      cause.content.heldBy = held.map(({ authorityId }) => authorityId)
    }
    const before = await this.assessors(cause.facts.departments, cause)
    await this.secondOpinions.settle(cause, round, [...before, ...(await this.namedNow(cause))])
  }

  /** Lets the review panel see the case. */
  callPanel = async (tx: Tx, cause: Cause): Promise<void> => {
    await addParty(tx, cause, await this.idOf((await this.jurisdiction(cause)).review, cause), 'review')
  }

  /** Whatever a recommendation has to say that it was given in spite of. */
  private readonly heed = async (tx: Tx, cause: Cause): Promise<void> => {
    const authorities = await this.authorities.list(cause.today)
    await requireKnown(tx, cause, (id) => authorities.get(id)?.short)
    await requireReason(tx, cause)
  }

  /** By the names of the chart. */
  get functions() {
    const { file, nameDepartments, addDepartment, recordReport, startRound, callPanel } = this
    const { propose } = this.recommending
    const [requireReason, recordPermit] = [this.heed, this.permits.record]
    const { sayFindings } = this.findings
    return {
      ...{ file, nameDepartments, addDepartment, recordReport, startRound, callPanel },
      ...{ recordPermit, requireReason, propose, sayFindings, keepEvidence },
    }
  }

  private async department(subject: string, cause: Cause): Promise<number> {
    const code = (await this.jurisdiction(cause)).departments[subject]
    if (!code) throw new Invalid([noSuchDepartment])
    return this.idOf(code, cause)
  }

  /** The departments that this action names to assess. */
  private async namedNow(cause: Cause): Promise<Assessor[]> {
    // the form of the action that names them has checked it
    const subjects = (cause.input.departments ?? []) as string[]
    return this.assessors(await Promise.all(subjects.map((subject) => this.department(subject, cause))), cause)
  }

  private assessors(ids: readonly number[], { today }: Cause): Promise<Assessor[]> {
    return Promise.all(ids.map((id) => this.authorities.get(id, today)))
  }

  private async lastDay({ today, judgedOn }: Cause, limit: string): Promise<OwnDay> {
    return ownDay(await this.reference.calendar(today), today, await this.reference.timeLimit(limit, judgedOn))
  }

  private jurisdiction({ today, past }: Cause): Promise<Jurisdiction> {
    return this.authorities.jurisdiction(today, past.place)
  }

  private async idOf(code: string, { today }: Cause): Promise<number> {
    return (await this.authorities.getByCode(code, today)).id
  }
}

const alreadyNamed = {
  code: 'alreadyNamed',
  path: 'department',
  message: {
    zh: '该部门已是参评部门，请另选一个。',
    en: 'This department is already assessing. Select another one.',
  },
}
const noSuchDepartment = {
  code: 'noSuchDepartment',
  path: 'department',
  message: { zh: '没有该部门，请从列表中选择。', en: 'There is no such department. Select one from the list.' },
}
