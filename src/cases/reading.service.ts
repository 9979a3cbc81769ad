/**
 * Reading the record: lists, queues, one case. Every statement carries the scope; whoever of an
 * authority opens a case or a paper leaves an event. Over 250 lines because the statements stand
 * beside the service that asks them.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import { Scanning } from '../base/scanning.js'
import type { SealKey } from '../base/seal.js'
import { sql } from '../base/sql.js'
import { OFFICERS_ONLY } from '../forms/actions.js'
import type { Branch } from '../forms/engine/node.js'
import { type Actor, has } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import { findForm } from '../workflow/forms.js'
import type { Reading } from '../workflow/words.js'
import { CaseService } from './case.service.js'
import type { Assessment, Attachment, CaseFile, CaseLine, LedgerLine, Party, TimelineEvent } from './caseFile.js'
import { listOwnDuplicates, type OwnDuplicate } from './duplicates.js'
import { type PaperSeal, paperSeal, type StoredPaper } from './files/papers.js'
import { type FiledAnswers, listFilings } from './filings.js'
import { Listing } from './listing.js'
import type { ListQuestion, Tab } from './lists.js'
import { isMasked, maskAnswers, numberIn } from './masking.js'
import type { CaseAndPast } from './facts.js'
import { type Check, documentFacts, type OpenedCase, Preflight } from './preflight.js'
import { SCOPE, scopeOf, settingsForReading } from './scope.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { PLACES } from './sealing/place.js'
import { openTree } from './sealing/sealedTree.js'
import { asSent, listFiledDocuments, SENT } from './unsent.js'

const KEY = sql`select c.data_key as "dataKey" from cases c where ${SCOPE} and c.id = ${'caseId'}`

const ATTACHMENT_COLUMNS = sql`
  a.id, a.kind, a.name, a.mime, a.bytes, a.sha256, a.pages, a.width, a.height, a.issued_on::text as "issuedOn",
  a.details, a.unfit, a.scan, a.uploaded_at as "uploadedAt", a.replaced_at as "replacedAt"`

const ATTACHMENTS = sql`
  select ${ATTACHMENT_COLUMNS}, t.at as "checkedAt" from attachments a
  left join paper_ticks t on t.attachment_id = a.id and t.person_id = (select me_person())
  where a.case_id = ${'caseId'} order by a.id`

const FILE = sql`
  select ${ATTACHMENT_COLUMNS}, a.storage_key as "storageKey", a.sealed, c.id as "caseId", c.data_key as "dataKey"
  from attachments a join cases c on c.id = a.case_id
  where ${SCOPE} and ${SENT} and c.id = ${'caseId'} and a.id = ${'attachmentId'}`

const EVENTS = `
  select e.seq, e.at, e.action, e.from_state as "fromState", e.to_state as "toState", e.internal,
    e.actor_kind as "actorKind",
    o.name as "actorName", coalesce(e.actor_id = (select me_person()), false) as own,
    e.authority_id as "authorityId", t.content,
    coalesce(m.agent_name, f.name_zh) as "agentName", coalesce(m.agent_name_en, f.name_en) as "agentNameEn",
    w.name as "toName"
  from events e
  left join people o on o.id = e.actor_id
  left join firms f on f.id = o.firm_id and e.actor_kind = 'service'
  left join event_contents t on t.case_id = e.case_id and t.seq = e.seq
    and ($2 or e.action <> 'report' or not is_blind_event(e.case_id, e.seq))
  left join mandates m on m.id = (t.content ->> 'mandate')::int
  left join people w on w.id
    = case when e.action in ('assign', 'handOver', 'giveTask') then (t.content ->> 'to')::int end
  where e.case_id = $1 order by e.seq`

const LEDGER = `
  select s.seq, s.reason, s.from_on::text as "fromOn", s.until_on::text as "untilOn", s.to_on::text as "toOn", s.days,
    s.days_left as "daysLeft",
    s.authority_id as "authorityId", coalesce(o.what, case when s.reason = 'extension' then
      jsonb_build_object('zh', t.content ->> 'reason', 'en', coalesce(t.content ->> 'reasonEn',
        t.content ->> 'reason')) end) as what
  from clock_stops s left join outages o on o.id = s.outage_id
  left join event_contents t on t.case_id = s.case_id and t.seq = s.seq where s.case_id = $1 order by s.seq`

const ASSESSED = 'select assessed_at(c.id) as at from cases c where c.id = $1'

const seesRemarks = (actor: Actor): boolean =>
  actor.kind !== 'person' || has(actor, 'intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'auditor')

/** The event as those see it for whom the officers' remarks are not. */
function withoutRemarks(event: TimelineEvent): TimelineEvent {
  const hidden = OFFICERS_ONLY[event.action]
  if (!hidden || !event.content) return event
  const content = Object.fromEntries(Object.entries(event.content).filter(([name]) => !hidden.includes(name)))
  return { ...event, content }
}

/** The event with what was sealed in it. */
function openedEvent(event: TimelineEvent, key: SealKey | null, caseId: number): TimelineEvent {
  const form = findForm(event.action)
  if (!form || !event.content) return event
  // a group stays one
  return { ...event, content: openTree(form, key, event.content, PLACES.event(caseId, event.seq)) as Branch }
}

/** A case as its reader sees it, and its answers in this transaction. */
export interface Opened {
  readonly file: CaseFile
  readonly opened: OpenedCase
  /** Whether its reader sees the passport number in part only. */
  readonly masked: boolean
}

/** What the event of a reading says besides that the case was read. */
export interface ReadingNote {
  /** The other case that it was put beside. */
  readonly comparedWith?: number
}

/** The reason that stands in the history, as an officer would have written it. */
const PAGE_OPENED = '打开护照信息页核对 · passport page opened'

/** A case and how it is judged. */
export interface JudgedCase {
  readonly file: CaseFile
  readonly check: Check
}

@Injectable()
export class ReadingService {
  constructor(
    private readonly db: Database,
    private readonly cases: CaseService,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly scanning: Scanning,
    private readonly keys: CaseKeys,
    private readonly preflight: Preflight,
  ) {}

  /** Lists within the actor's scope: see Listing. */
  get lists(): Listing {
    return new Listing(this.db, this.clock, this.reference, this.keys)
  }

  /** One page of a list, the most urgent first. */
  list(actor: Actor, question: ListQuestion): Promise<CaseLine[]> {
    return this.lists.list(actor, question)
  }

  /** How many lines each tab has, counted up to `most`. */
  async count(actor: Actor, tabs: readonly Tab[], most = 1000): Promise<Map<Tab, number>> {
    const questions = tabs.map((tab) => ({ tab }))
    const counted = await this.lists.countEach(actor, questions, most)
    return new Map(tabs.map((tab, index) => [tab, counted[index] ?? 0]))
  }

  /** One case with everything that its page shows. Reading it from an authority is recorded. Throws NotFound. */
  get(actor: Actor, caseId: number): Promise<CaseFile> {
    return this.db.transaction(settingsForReading(actor, this.clock.now()), (tx) => this.getIn(tx, actor, caseId))
  }

  /** The same with the judgement, for a form or a page about it. */
  getJudged(actor: Actor, caseId: number): Promise<JudgedCase> {
    return this.db.transaction(settingsForReading(actor, this.clock.now()), async (tx) => {
      const { file, opened } = await this.openIn(tx, actor, caseId)
      return { file, check: await opened.check() }
    })
  }

  /** The same within a transaction. `said` is what the event says of the reading. */
  async getIn(tx: Tx, actor: Actor, caseId: number, said?: ReadingNote): Promise<CaseFile> {
    return (await this.openIn(tx, actor, caseId, said)).file
  }

  /**
   * The same with the case's answers as they were opened: whatever else the transaction needs of them is asked there.
   * Whatever shows a case comes through here, so that no page or program reads one without a record.
   */
  async openIn(tx: Tx, actor: Actor, caseId: number, said?: ReadingNote): Promise<Opened> {
    const past = await this.note(tx, actor, caseId, said)
    const sent = this.sent(tx, actor, caseId)
    const papers = sent.then(({ attachments }) => attachments)
    const opened = this.preflight.open(tx, actor, caseId, async () => documentFacts(await papers))
    const [
      found,
      masked,
      { answers, formVersion, key },
      { attachments, events },
      assessments,
      parties,
      stops,
      possible,
      over,
    ] = await Promise.all([
      this.lists.lineIn(tx, actor, caseId),
      isMasked(tx, actor, caseId, this.clock.now()),
      opened.answers(),
      sent,
      rows<Assessment>(
        tx,
        `select a.round, a.authority_id as "authorityId", a.person_id as "personId", o.name as "personName", a.at,
           a.opinion, a.summary, a.findings, a.scores, a.compliance
         from assessments a left join people o on o.id = a.person_id
         where a.case_id = $1 and ($3 or a.person_id = $2 or not is_blind(a.case_id, a.round, a.authority_id))
         order by a.round, a.at`,
        [caseId, actor.id, has(actor, 'auditor')],
      ),
      rows<Party>(
        tx,
        `select authority_id as "authorityId", part, since, due_on::text as "dueOn",
             case when due_on is not null then own_due(case_id, authority_id) end::text as "runsUntil"
           from case_parties where case_id = $1 order by since, authority_id`,
        [caseId],
      ),
      rows<LedgerLine>(tx, LEDGER, [caseId]),
      this.cases.possible(tx, caseId, actor, opened, past, papers),
      actor.firmId === null ? undefined : row<{ at: Date | null }>(tx, ASSESSED, [caseId]),
    ])
    if (!found) throw new NotFound()
    const history = events.map((event) => openedEvent(event, key, caseId))
    const file = {
      case: found,
      answers: masked ? maskAnswers(answers) : answers,
      formVersion,
      attachments: attachments.map((paper) => ({ ...paper, scan: this.scanning.stateOf(paper.scan) })),
      events: seesRemarks(actor) ? history : history.map(withoutRemarks),
      assessments,
      parties,
      stops,
      assessedAt: over?.at ?? null,
      ...possible,
    }
    return { file, opened, masked }
  }

  /** Documents and events: the firm's as they are, for others as they were last sent. */
  private async sent(tx: Tx, actor: Actor, caseId: number) {
    const { firmId, kind } = actor
    const [attachments, events, filings] = await Promise.all([
      rows<Attachment>(tx, ...ATTACHMENTS({ caseId })),
      rows<TimelineEvent>(tx, EVENTS, [caseId, has(actor, 'auditor')]),
      firmId === null && kind === 'person' ? listFiledDocuments(tx, caseId) : [],
    ])
    return asSent({ attachments, events }, filings)
  }

  /**
   * Leaves the event of somebody of an authority who reads a case, once in a while of reading; of
   * an auditor each time. The firm reads its own. Throws NotFound.
   */
  async note(tx: Tx, actor: Actor, caseId: number, said: ReadingNote = {}): Promise<CaseAndPast | undefined> {
    if (actor.firmId !== null || actor.kind !== 'person') return undefined
    if (has(actor, 'auditor')) return this.cases.recordReading(tx, caseId, actor, 'auditCase')
    return this.cases.noteReading(tx, caseId, actor, 'readCase', { ...said })
  }

  /** Every filing of a case within the actor's scope, the first one first; `masked` as it was opened. */
  async filings(
    tx: Tx,
    actor: Actor,
    caseId: number,
    masked = isMasked(tx, actor, caseId, this.clock.now()),
  ): Promise<FiledAnswers[]> {
    const [filed, inPart] = await Promise.all([listFilings(tx, this.keys, actor, caseId), masked])
    if (!inPart) return filed
    const numbers = [...new Set(filed.map(({ answers }) => numberIn(answers)))]
    // another number with the same end must still be seen to be another one
    const noteOf = (answers: unknown) => (numbers.length > 1 ? ` (${numbers.indexOf(numberIn(answers)) + 1})` : '')
    return filed.map((one) => ({ ...one, answers: maskAnswers(one.answers, noteOf(one.answers)) }))
  }

  /**
   * The whole passport number and the lines of its zone; asking for them is an event with a reason, and officers see
   * the number on all pages for a while. Throws NotFound.
   */
  async reveal(actor: Actor, caseId: number, reason: string): Promise<void> {
    await this.db.transaction(settingsOf(actor), (tx) => this.record(tx, actor, caseId, 'revealNumber', { reason }))
  }

  /**
   * The same for whoever opens the page of the passport to compare the number: an event, unless one shows it still.
   * Throws NotFound.
   */
  async revealBesidePage(actor: Actor, caseId: number, attachmentId: number): Promise<void> {
    const now = this.clock.now()
    await this.db.transaction(settingsForReading(actor, now), async (tx) => {
      const found = await row<Attachment>(tx, ...FILE({ ...scopeOf(actor), caseId, attachmentId }))
      if (found?.kind !== 'passportPage' || !(await isMasked(tx, actor, caseId, now))) return
      await this.record(tx, actor, caseId, 'revealNumber', { reason: PAGE_OPENED })
    })
  }

  /** The firm's own cases that it has filed about the person of this draft. */
  ownDuplicates(tx: Tx, actor: Actor, { case: { id }, answers }: CaseFile): Promise<OwnDuplicate[]> {
    return listOwnDuplicates(tx, this.keys, actor, { id, answers })
  }

  /**
   * A paper of a case within the actor's scope, to be opened; opening it is recorded unless it is the firm's own.
   * Throws NotFound, NotNow (not scanned, or not clean).
   */
  openFile(actor: Actor, caseId: number, attachmentId: number): Promise<Attachment & StoredPaper> {
    return this.db.transaction(settingsForReading(actor, this.clock.now()), async (tx) => {
      const found = await row<Attachment & StoredPaper>(tx, ...FILE({ ...scopeOf(actor), caseId, attachmentId }))
      if (!found) throw new NotFound()
      this.scanning.requireClean(found.scan)
      if (actor.firmId === null) {
        const reading = has(actor, 'auditor') ? 'auditFile' : 'readFile'
        await this.record(tx, actor, caseId, reading, { attachmentId, kind: found.kind })
      }
      return found
    })
  }

  /**
   * Asked before an upload is received: how the case's papers are sealed. Throws NotFound when the case does not
   * exist for this actor.
   */
  async requireOpen(actor: Actor, caseId: number): Promise<PaperSeal> {
    const found = await this.db.transaction(settingsOf(actor), (tx) =>
      row<{ dataKey: Buffer | null }>(tx, ...KEY({ ...scopeOf(actor), caseId })),
    )
    if (!found) throw new NotFound()
    return paperSeal(caseId, this.keys.of(caseId, found.dataKey))
  }

  private async record(
    tx: Tx,
    actor: Actor,
    caseId: number,
    reading: Reading,
    content: Record<string, unknown>,
  ): Promise<void> {
    await this.cases.recordReading(tx, caseId, actor, reading, content)
  }
}
