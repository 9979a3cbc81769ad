/**
 * What is filed about a talent, for the candidate (PIPL Art. 14, 15, 44 to 47): the own page, which
 * firms show and officers reset (talentDoor.ts opens it); consent; requests, which the lead
 * department's supervisor answers with a reason. The transaction of a talent says whose case it is,
 * and sees that case alone. Over 250 lines because all that the page opens is read in one place.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { Forbidden, Invalid, NotFound, NotNow } from '../base/errors.js'
import { path } from '../base/path.js'
import { Scanning } from '../base/scanning.js'
import { sql } from '../base/sql.js'
import { APPLICATION } from '../forms/application.js'
import type { Sensitive } from '../forms/choices.js'
import { textAt } from '../forms/engine/node.js'
import { orderTalentAct, orderTalentLook, orderTalentReading, OWN_PAGE, type TalentAct } from '../jobs/talentAct.js'
import { type Actor, candidate, has, mayFillIn } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { EMAIL, orderMail } from '../people/mail.js'
import { inGroups, newPageCode, secretHash } from '../people/secrets.js'
import { CaseService } from './case.service.js'
import type { Attachment, CaseLine } from './caseFile.js'
import type { CaseRow } from './facts.js'
import type { StoredPaper } from './files/papers.js'
import { type ConsentBy, type Consent, consentsOf, SAID_CONSENTS, type SaidConsent } from './consents.js'
import { Preflight } from './preflight.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { PLACES } from './sealing/place.js'
import { needed, openTree, openValue, sealValue } from './sealing/sealedTree.js'
import { TalentDoor, type Visitor } from './talentDoor.js'
import { NOTICE } from './talentNotice.js'
import type { State } from '../workflow/machine.js'
import { type Signature, SIGNATURES } from './signatures.js'
import { voidAll } from './signing.js'
import { READS_ONLY } from '../workflow/rules.js'

/** Minutes between two mails with the link of one case. */
const BETWEEN = 10
/** Of one case at a time. */
const MOST_OPEN = 10

export interface TalentConsent {
  readonly at: Date
  readonly notice: string
  readonly given: boolean
  readonly how: ConsentBy
}

export interface TalentRequest {
  readonly id: number
  readonly kind: 'correction' | 'erasure'
  readonly wording: string | null
  readonly askedAt: Date
  readonly outcome: 'granted' | 'refused' | null
  readonly answer: string | null
  readonly answeredAt: Date | null
}

/** A request as the department sees it. */
export interface WaitingRequest extends TalentRequest {
  readonly caseId: number
  readonly number: string
  readonly who: string | null
}

/** A document to be opened. */
export type OpenedPaper = StoredPaper & Pick<Attachment, 'id' | 'kind' | 'name' | 'mime' | 'scan'>

export interface OwnPaper {
  readonly id: number
  readonly kind: string
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly uploadedAt: Date
}

/** What is filed about the candidate. */
export interface OwnData {
  readonly id: number
  readonly number: string
  readonly state: State
  readonly filedOn: string | null
  readonly dueOn: string | null
  readonly daysLeft: number | null
  readonly lane: CaseLine['lane']
  readonly erasedAt: Date | null
  /** When the firm last submitted it. */
  readonly sentAt: Date | null
  /** As it was submitted; while nothing has been, as the firm is called now. */
  readonly firmName: string | null
  readonly firmNameEn: string | null
  readonly answers: unknown
  readonly papers: readonly OwnPaper[]
  readonly letters: readonly { id: number; kind: string; number: string; issuedAt: Date; endedAs: string | null }[]
  readonly consents: readonly TalentConsent[]
  /** What they come to. */
  readonly standing: readonly Consent[]
  readonly requests: readonly TalentRequest[]
  readonly signatures: readonly Signature[]
}

type OwnRow = Omit<OwnData, 'papers'> &
  Pick<CaseRow, 'version' | 'answersVersion'> & { readonly dataKey: Buffer | null }

/** The candidate's page, as others see it. */
export interface PageState {
  readonly code: string
  readonly madeAt: Date
  readonly mailedAt: Date | null
  readonly takenAt: Date | null
  readonly resetAt: Date | null
  readonly hasPassport: boolean
  readonly address?: string | undefined
}
type PageRow = Omit<PageState, 'address'> & { readonly address: string | null }

const CASE = `
  select c.id, c.number, c.state, c.version,
    c.answers_version as "answersVersion",
    c.filed_on::text as "filedOn", c.due_on::text as "dueOn", c.days_left as "daysLeft",
    c.erased_at as "erasedAt", c.answers,
    (select t.content -> 'lane' from events s join event_contents t on t.case_id = s.case_id and t.seq = s.seq
      where s.case_id = c.id and s.action = 'submit' order by s.seq desc limit 1) as lane,
    c.data_key as "dataKey",
    coalesce(f.firm ->> 'nameZh', t.zh) as "firmName",
    nullif(case when f.firm is null then t.en else f.firm ->> 'nameEn' end, '') as "firmNameEn", f.filed_at as "sentAt"
  from cases c left join talent_firm() t on true left join lateral (
    select s.firm, s.filed_at from submissions s where s.case_id = c.id order by s.seq desc limit 1) f on true
  where c.id = $1`
const PAPERS = `
  select id, kind, name, bytes, sha256, uploaded_at as "uploadedAt" from attachments
  where case_id = $1 and replaced_at is null order by id`
const PAPER = `
  select a.id, a.kind, a.name, a.mime, a.sha256, a.scan, a.storage_key as "storageKey", a.sealed, c.id as "caseId",
    c.data_key as "dataKey"
  from attachments a join cases c on c.id = a.case_id
  where a.case_id = $1 and a.id = $2 and a.replaced_at is null`
const LETTERS = `
  select id, kind, number, issued_at as "issuedAt", ended_as as "endedAs" from letters
  where case_id = $1 and issued_at is not null order by id`
const PAGE = `
  select p.code, p.made_at as "madeAt", p.mailed_at as "mailedAt", p.taken_at as "takenAt", p.reset_at as "resetAt",
    p.address, c.data_key as "dataKey", c.passport_index is not null as "hasPassport"
  from talent_pages p join cases c on c.id = p.case_id where p.case_id = $1`
const MAKE_PAGE = `
  insert into talent_pages (case_id, code, made_by, made_at) values ($1, $2, $3, $4) on conflict (case_id) do nothing`
const RESET = 'select reset_talent_page($1, $2) as address'
const CONSENTS = 'select at, notice, given, how from talent_consents where case_id = $1 order by id'
/** What was said before may have been said by somebody else. */
const VOID = `insert into talent_consents (case_id, at, notice, given, how) values ($1, $2, $3, false, 'voided')`
const STANDING = sql`
  select ${SAID_CONSENTS} as said, ${SIGNATURES} as signatures from cases c where c.id = ${'caseId'}`
/** Whether an address is known as the firm's: of its accounts, or of whoever handles its applications. */
const OF_FIRM = `
  select exists (
    select from cases c join firms f on f.id = c.firm_id, lateral (
      select unnest(array[p.account, p.email, p.email_wanted]) as one from people p where p.firm_id = f.id
      union all select value from jsonb_each_text(f.handler)) a
    where c.id = $1 and regexp_replace(lower(a.one), '\\+[^@]*@', '@') = regexp_replace($2, '\\+[^@]*@', '@')) as found`
const REQUEST = `
  r.id, r.kind, r.wording, r.asked_at as "askedAt", r.outcome, r.answer, r.answered_at as "answeredAt"`
const REQUESTS = `select ${REQUEST} from talent_requests r where r.case_id = $1 order by r.id`
/** Two presses at once are looked at one after the other. */
const ONE_BY_ONE = `select pg_advisory_xact_lock(hashtext('talent requests'), $1)`
const WAITING = `
  select ${REQUEST}, c.id as "caseId", c.number, coalesce(c.system_name, c.talent_name) as who, c.data_key as "dataKey"
  from talent_requests r join cases c on c.id = r.case_id
  where r.outcome is null and exists (select 1 from case_parties p
  where p.case_id = c.id and p.part = 'lead' and p.authority_id = $1)
  order by r.asked_at, r.id limit 200`

@Injectable()
export class Talents {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cases: CaseService,
    private readonly keys: CaseKeys,
    private readonly preflight: Preflight,
    private readonly door: TalentDoor,
    private readonly scanning: Scanning,
  ) {}

  /**
   * Makes the candidate's own page, whose address holds no secret, unless there is one. Recorded in the case.
   * @throws NotFound; Forbidden for others than the firm; NotNow where the actor reads only
   */
  makePage(actor: Actor, caseId: number): Promise<void> {
    if (actor.firmId === null) throw new Forbidden()
    if (!mayFillIn(actor)) throw new NotNow([READS_ONLY])
    return this.db.transaction(settingsOf(actor), async (tx) => {
      await this.cases.recordReading(tx, caseId, actor, 'linkTalent')
      await this.pageIn(tx, actor, caseId)
    })
  }

  /**
   * Sends the page's address to the candidate's in the application. Recorded in the case. Answers where it went.
   * @param entered by the firm, where the application has no address; an officer enters none
   * @throws NotFound; Forbidden for others than the firm and intake; Invalid where what was entered is no address, or
   * the firm's; NotNow where there is none, one was sent a moment ago, or the actor reads only
   */
  sendLink(actor: Actor, caseId: number, entered?: string): Promise<string> {
    if (actor.firmId === null && !has(actor, 'intake')) throw new Forbidden()
    if (actor.firmId !== null && !mayFillIn(actor)) throw new NotNow([READS_ONLY])
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const filed = await this.addressIn(tx, actor, caseId)
      if (filed === undefined && actor.firmId === null) throw new NotNow([noAddress])
      const address = filed ?? readAddress(entered)
      if (address === undefined) throw new Invalid([enterAddress])
      if (await this.isOfFirm(tx, caseId, address))
        throw filed === undefined ? new Invalid([ofFirm]) : new NotNow([ofFirmFiled])
      await this.cases.recordReading(tx, caseId, actor, 'linkTalent', {
        mailed: true,
        ...(!filed && { entered: true }),
      })
      const now = this.clock.now()
      const { code, mailedAt } = await this.pageIn(tx, actor, caseId)
      if (mailedAt !== null && mailedAt.getTime() > now.getTime() - BETWEEN * 60_000) throw new NotNow([tooSoon])
      await rows(tx, 'update talent_pages set mailed_at = $2 where case_id = $1', [caseId, now])
      // the candidate's page follows the browser; the mail says it in the language that most of them read
      const mail = { kind: 'talentLink', to: { address }, language: 'en', path: path.host(inGroups(code)) } as const
      await orderMail(tx, { ...mail, caseId }, now)
      return address
    })
  }

  /** An address of the firm would only bring the link back to it. */
  private async isOfFirm(tx: Tx, caseId: number, address: string): Promise<boolean> {
    return (await row<{ found: boolean }>(tx, OF_FIRM, [caseId, address.toLowerCase()]))?.found ?? false
  }

  /** The page as firm and officers see it; its address in part, for officers only. Undefined when there is none. */
  async lookAtPage(tx: Tx, actor: Actor, caseId: number): Promise<PageState | undefined> {
    const found = await row<PageRow & { dataKey: Buffer | null }>(tx, PAGE, [caseId])
    if (!found) return undefined
    const { dataKey, address, ...page } = found
    return { ...page, address: actor.firmId === null ? this.door.shortAddress(caseId, dataKey, address) : undefined }
  }

  /**
   * Empties a page that somebody else than the candidate has taken, and tells the address that had it. Recorded in the
   * case with the reason; consents that were given on it count no more. Throws NotFound where it is not taken,
   * Forbidden for others than intake.
   */
  async reset(actor: Actor, caseId: number, reason: string): Promise<void> {
    if (!has(actor, 'intake')) throw new Forbidden()
    const now = this.clock.now()
    await this.db.transaction(settingsOf(actor), async (tx) => {
      const page = await row<PageRow & { dataKey: Buffer | null }>(tx, PAGE, [caseId])
      await this.cases.recordReading(tx, caseId, actor, 'resetTalentPage', { reason })
      await rows(tx, VOID, [caseId, now, NOTICE])
      await voidAll(tx, caseId, now)
      const was = await row<{ address: string | null }>(tx, RESET, [caseId, now])
      const address = this.door.opened(caseId, page?.dataKey ?? null, was?.address ?? null)
      if (!page || address === undefined) throw new NotFound()
      const mail = { kind: 'hostReset', to: { address }, language: 'en', path: path.host(inGroups(page.code)) } as const
      await orderMail(tx, { ...mail, caseId }, now)
    })
  }

  /** The code of the page that a link of the release before leads to; undefined when it was never one. */
  async pageOfLink(token: string): Promise<string | undefined> {
    const found = await this.db.transaction({}, (tx) =>
      row<{ code: string | null }>(tx, 'select talent_page_of_link($1, $2, $3) as code', [
        ...[secretHash(token), newPageCode(), this.clock.now()],
      ]),
    )
    return found?.code ?? undefined
  }

  private async pageIn(tx: Tx, actor: Actor, caseId: number): Promise<PageRow> {
    await rows(tx, MAKE_PAGE, [caseId, newPageCode(), actor.id, this.clock.now()])
    const page = await row<PageRow>(tx, PAGE, [caseId])
    if (!page) throw new NotFound()
    return page
  }

  /** The candidate's address in the application, if it has one that is one. */
  private async addressIn(tx: Tx, actor: Actor, caseId: number): Promise<string | undefined> {
    const { answers } = await this.preflight.open(tx, actor, caseId).answers()
    return readAddress(textAt(answers, 'talent.email'))
  }

  /** All that is filed about the candidate, who looks at it on the page: recorded in the case. Throws NotFound. */
  look(visitor: Visitor): Promise<OwnData> {
    return this.read(visitor, true)
  }

  /** The same for other pages. Throws NotFound. */
  read({ caseId, speaker }: Visitor, looks = false): Promise<OwnData> {
    return this.db.transaction({ speaker }, async (tx) => {
      const [found, papers, letters, consents, said, requests] = await Promise.all([
        row<OwnRow>(tx, CASE, [caseId]),
        rows<OwnData['papers'][number]>(tx, PAPERS, [caseId]),
        rows<OwnData['letters'][number]>(tx, LETTERS, [caseId]),
        this.listConsents(tx, caseId),
        this.standing(tx, caseId),
        rows<TalentRequest>(tx, REQUESTS, [caseId]),
      ])
      if (!found) throw new NotFound()
      const { dataKey, version, answersVersion, ...own } = found
      const seen = { kind: OWN_PAGE, state: own.state, version, answersVersion }
      if (looks) await orderTalentLook(tx, caseId, this.clock.now(), seen)
      const key = this.keys.of(caseId, dataKey)
      const answers = openTree(APPLICATION, key, found.answers, PLACES.answers(caseId))
      return {
        ...own,
        answers,
        papers,
        letters,
        consents,
        ...said,
        requests: requests.map((one) => this.opened(one, caseId, dataKey)),
      }
    })
  }

  /** The same, to be taken along: recorded in the case. Throws NotFound. */
  async copy(visitor: Visitor): Promise<OwnData> {
    const { caseId, speaker } = visitor
    await this.db.transaction({ speaker }, (tx) => this.note(tx, caseId, 'talentCopied'))
    return this.read(visitor)
  }

  /** A document that counts now, to be opened: recorded in the case. Throws NotFound, NotNow (no clean scan). */
  openPaper({ caseId, speaker }: Visitor, id: number): Promise<OpenedPaper> {
    return this.db.transaction({ speaker }, async (tx) => {
      const found = await row<OpenedPaper>(tx, PAPER, [caseId, id])
      if (!found) throw new NotFound()
      this.scanning.requireClean(found.scan)
      await orderTalentReading(tx, caseId, this.clock.now(), { attachmentId: id, kind: found.kind })
      return found
    })
  }

  private note(tx: Tx, caseId: number, act: TalentAct, kind?: string): Promise<void> {
    return orderTalentAct(tx, caseId, act, this.clock.now(), kind)
  }

  /** What the candidate has said of each kind of document, and has signed, in a case within the scope. */
  private async standing(tx: Tx, caseId: number): Promise<Pick<OwnData, 'standing' | 'signatures'>> {
    const found = await row<{ said: SaidConsent[]; signatures: Signature[] }>(tx, ...STANDING({ caseId }))
    return { standing: consentsOf(found?.said ?? []), signatures: found?.signatures ?? [] }
  }

  /** The consents of a case within the actor's scope, the last one last. */
  listConsents(tx: Tx, caseId: number): Promise<TalentConsent[]> {
    return rows<TalentConsent>(tx, CONSENTS, [caseId])
  }

  /** The candidate consents to the use of these documents, or no longer does. Throws NotNow once the case has ended. */
  async consent({ caseId, speaker }: Visitor, about: Sensitive, given: boolean): Promise<void> {
    const act = given ? 'recordConsent' : 'withdrawConsent'
    await this.cases.act(caseId, act, { actor: candidate(speaker), input: { about } })
  }

  /**
   * What the candidate asks to have corrected, for the firm; of a draft, which no department has, also what is asked
   * to be erased. Throws NotFound outside the actor's scope.
   */
  async listCorrections(tx: Tx, caseId: number): Promise<TalentRequest[]> {
    const found = await row<{ dataKey: Buffer | null; draft: boolean }>(
      tx,
      'select data_key as "dataKey", filed_on is null as draft from cases where id = $1',
      [caseId],
    )
    if (!found) throw new NotFound()
    const asked = await rows<TalentRequest>(tx, REQUESTS, [caseId])
    return asked
      .filter(({ kind }) => kind === 'correction' || found.draft)
      .map((one) => this.opened(one, caseId, found.dataKey))
  }

  /**
   * Asks the department for something; pressed twice it is asked once. Throws NotNow when too much is asked already, or
   * everything has been erased.
   */
  async ask({ caseId, speaker }: Visitor, kind: TalentRequest['kind'], wording: string): Promise<void> {
    await this.db.transaction({ speaker }, async (tx) => {
      await rows(tx, ONE_BY_ONE, [caseId])
      const [found, asked] = await Promise.all([
        row<{ dataKey: Buffer | null }>(tx, 'select data_key as "dataKey" from cases where id = $1', [caseId]),
        rows<TalentRequest>(tx, REQUESTS, [caseId]),
      ])
      if (!found) throw new NotFound()
      const open = asked.filter(({ outcome }) => outcome === null)
      const isSame = (one: TalentRequest) =>
        one.kind === kind && this.opened(one, caseId, found.dataKey).wording === wording
      if (open.some(isSame)) return
      if (open.length >= MOST_OPEN) throw new NotNow([tooMany])
      const key = needed(this.keys.of(caseId, found.dataKey))
      await rows(tx, 'insert into talent_requests (case_id, kind, wording, asked_at) values ($1, $2, $3, $4)', [
        ...[caseId, kind, sealValue(key, wording, PLACES.talentRequest(caseId)), this.clock.now()],
      ])
      await this.note(tx, caseId, 'talentAsked', kind)
    })
  }

  /** What waits for an answer of the supervisor's department, the oldest first. */
  listWaiting(actor: Actor): Promise<WaitingRequest[]> {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const waiting = await rows<WaitingRequest & { dataKey: Buffer | null }>(tx, WAITING, [actor.authorityId])
      return waiting.map(({ dataKey, ...one }) => this.opened(one, one.caseId, dataKey))
    })
  }

  /**
   * Answers a request, with a reason that the candidate reads; recorded in the case. A granted erasure is done by the
   * worker. Throws NotFound.
   */
  async answer(actor: Actor, id: number, outcome: 'granted' | 'refused', answer: string): Promise<void> {
    await this.db.transaction(settingsOf(actor), async (tx) => {
      const found = await row<{ caseId: number; kind: string; dataKey: Buffer | null }>(
        tx,
        `select r.case_id as "caseId", r.kind, c.data_key as "dataKey" from talent_requests r
          join cases c on c.id = r.case_id where r.id = $1 and r.outcome is null`,
        [id],
      )
      if (!found) throw new NotFound()
      const key = needed(this.keys.of(found.caseId, found.dataKey))
      const changed = await row(
        tx,
        'update talent_requests set outcome = $2, answer = $3, answered_by = $4, ' +
          'answered_at = $5 where id = $1 and outcome is null returning id',
        [id, outcome, sealValue(key, answer, PLACES.talentAnswer(found.caseId)), actor.id, this.clock.now()],
      )
      if (!changed) throw new NotFound()
      await this.cases.recordReading(tx, found.caseId, actor, 'answerTalent', { kind: found.kind, outcome })
    })
  }

  private opened<Request extends TalentRequest>(request: Request, caseId: number, dataKey: Buffer | null): Request {
    const key = this.keys.of(caseId, dataKey)
    const text = (value: unknown) => (typeof value === 'string' ? value : null)
    return {
      ...request,
      wording: text(openValue(key, request.wording, PLACES.talentRequest(caseId))),
      answer: text(openValue(key, request.answer, PLACES.talentAnswer(caseId))),
    }
  }
}

/** As the application reads one: full-width letters of a Chinese keyboard count as plain ones. */
const readAddress = (typed = '') => EMAIL.safeParse(typed.normalize('NFKC').trim()).data

const noAddress = {
  code: 'noTalentAddress',
  zh: '申请里没有人选的电子邮箱，由企业填写后发送。',
  en: 'The application has no e-mail address for the candidate. The firm enters one and sends the link.',
}
const enterAddress = {
  code: 'enterTalentAddress',
  path: 'email',
  message: {
    zh: '请填写人选本人的电子邮箱，如 name@example.com。',
    en: 'Enter the candidate’s own e-mail address, for example name@example.com.',
  },
}
const ofFirm = {
  code: 'talentAddressOfFirm',
  path: 'email',
  message: {
    zh: '这是贵单位的邮箱，不能打开人选的本人页面。请填写人选本人的邮箱。',
    en: 'This is your firm’s address and cannot open a candidate’s page. Enter the candidate’s own address.',
  },
}
const ofFirmFiled = {
  code: 'talentAddressOfFirm',
  zh: '申请中填写的人选邮箱是企业的邮箱，不能用于打开本人页面，未发送。请改为人选本人的邮箱，或者请人选扫描二维码。',
  en:
    'The candidate’s address in the application belongs to the firm and cannot open the page, so nothing ' +
    'was sent. Change it to the candidate’s own, or ask the candidate to scan the QR code.',
}
const tooSoon = {
  code: 'talentLinkTooSoon',
  zh: '刚刚发出过一个链接，请让人选先查收邮件，十分钟后可以再发。',
  en: 'A link was just sent. Ask the candidate to check their mail. You can send another in ten minutes.',
}
const tooMany = {
  code: 'tooManyRequests',
  zh: '已有多项请求等待答复，请等部门答复后再提。',
  en: 'You already have several requests waiting for an answer. Wait for the answer before sending more.',
}
