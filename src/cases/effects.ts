/** What the chart's actions cause in the record's own tables, by the effects' names. Each runs in the transaction of act(). */
import { Injectable } from '@nestjs/common'
import { atLast, type Tx } from '../base/database.js'
import { Invalid } from '../base/errors.js'
import type { Part } from '../people/actor.js'
import { Authorities } from '../reference/authorities.js'
import type { Cause } from './causes.js'

const ADD_PARTY = `
  insert into case_parties (case_id, authority_id, part, since) values ($1, $2, $3, $4) on conflict do nothing`

const SUBMISSION = `
  insert into submissions (case_id, seq, filed_at, form_version, answers, firm, attachments)
  select c.id, $2, $3, c.form_version, c.answers,
    jsonb_build_object('nameZh', f.name_zh, 'nameEn', f.name_en, 'creditCode', f.credit_code, 'district', f.district, 'zone', f.zone,
      'kind', f.kind, 'crossBorderFiling', f.cross_border_filing),
    coalesce((select jsonb_agg(a.id order by a.id) from attachments a where a.case_id = c.id and a.replaced_at is null), '[]')
  from cases c join firms f on f.id = c.firm_id where c.id = $1`

/** Gives an authority a part in the case. */
export async function addParty(tx: Tx, cause: Cause, authorityId: number, part: Part): Promise<void> {
  atLast(tx, ADD_PARTY, [cause.case.id, authorityId, part, cause.at])
}

@Injectable()
export class CaseEffects {
  constructor(private readonly authorities: Authorities) {}

  /** Keeps the answers, the firm's data and the list of papers as they were filed; the first time sets the filing day and calls the lead department. */
  file = async (tx: Tx, cause: Cause): Promise<void> => {
    atLast(tx, SUBMISSION, [cause.case.id, cause.seq, cause.at])
    if (cause.case.filedOn) return
    cause.changes.filedOn = cause.today
    await addParty(tx, cause, await this.idOf((await this.authorities.jurisdiction(cause.today)).lead, cause), 'lead')
  }

  /** Names the departments that assess. */
  nameDepartments = async (tx: Tx, cause: Cause): Promise<void> => {
    for (const subject of cause.input.departments as string[]) // the form of this action has checked it
      await addParty(tx, cause, await this.department(subject, cause), 'named')
  }

  /** Adds one department to those that assess. */
  addDepartment = async (tx: Tx, cause: Cause): Promise<void> => {
    const id = await this.department(String(cause.input.department), cause)
    if (cause.facts.departments.includes(id)) throw new Invalid([alreadyNamed])
    await addParty(tx, cause, id, 'named')
  }

  /** Keeps the assessment of the actor's department in this round. */
  recordReport = async (tx: Tx, { case: found, actor, at, input }: Cause): Promise<void> => {
    atLast(
      tx,
      `insert into assessments (case_id, round, authority_id, person_id, at, opinion, summary, findings)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        found.id,
        found.round,
        actor.authorityId,
        actor.id,
        at,
        input.opinion,
        input.summary ?? null,
        JSON.stringify(input.findings ?? []),
      ],
    )
  }

  /** Opens the next round of assessment: every department named reports again. */
  startRound = async (_tx: Tx, { case: found, changes }: Cause): Promise<void> => {
    changes.round = found.round + 1
  }

  /** Lets the review panel see the case. */
  callPanel = async (tx: Tx, cause: Cause): Promise<void> => {
    await addParty(
      tx,
      cause,
      await this.idOf((await this.authorities.jurisdiction(cause.today)).review, cause),
      'review',
    )
  }

  /** By the names of the chart. */
  get functions() {
    const { file, nameDepartments, addDepartment, recordReport, startRound, callPanel } = this
    return { file, nameDepartments, addDepartment, recordReport, startRound, callPanel }
  }

  private async department(subject: string, cause: Cause): Promise<number> {
    const code = (await this.authorities.jurisdiction(cause.today)).departments[subject]
    if (!code) throw new Invalid([noSuchDepartment])
    return this.idOf(code, cause)
  }

  private async idOf(code: string, { today }: Cause): Promise<number> {
    return (await this.authorities.getByCode(code, today)).id
  }
}

const alreadyNamed = {
  code: 'alreadyNamed',
  path: 'department',
  message: {
    zh: '这个部门已经在参评部门之中，请选另一个。',
    en: 'This department assesses already; choose another one.',
  },
}
const noSuchDepartment = {
  code: 'noSuchDepartment',
  path: 'department',
  message: { zh: '没有这个部门，请从列表中选。', en: 'There is no such department; choose one of the list.' },
}
