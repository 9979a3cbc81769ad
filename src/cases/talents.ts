/**
 * The talent's own way to what is filed about them (PIPL Art. 14, 15, 44 to 47): a link for one
 * use, which acts on POST only, so that nothing that merely looks at mails uses it up; a short
 * session; consent; requests, which the lead department's supervisor answers with a reason. The
 * transaction of a talent says whose case it is, and sees that case alone. Over 250 lines because
 * all that a link opens is read in one place.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Settings, type Tx } from '../base/database.js'
import { Forbidden, NotFound, NotNow } from '../base/errors.js'
import { path } from '../base/path.js'
import { APPLICATION } from '../forms/application.js'
import { textAt } from '../forms/engine/node.js'
import { orderTalentAct, type TalentAct } from '../jobs/talentAct.js'
import { type Actor, has, mayFillIn } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { EMAIL, orderMail } from '../people/mail.js'
import { linkTo, newCode, newSecret, secretHash } from '../people/secrets.js'
import { CaseService } from './case.service.js'
import { Preflight } from './preflight.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { PLACES } from './sealing/place.js'
import { needed, openTree, openValue, sealValue } from './sealing/sealedTree.js'
import { NOTICE } from './talentNotice.js'
import type { State } from '../workflow/machine.js'
import { READS_ONLY } from '../workflow/rules.js'

const LINK_DAYS = 7
const SESSION_MINUTES = 30
/** Minutes between two links for one case. */
const BETWEEN = 10
/** Of one case at a time. */
const MOST_OPEN = 10

export interface TalentConsent {
  readonly at: Date
  readonly notice: string
  readonly given: boolean
  readonly how: 'talentPage' | 'firmDeclaration'
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

/** What is filed about the talent. */
export interface OwnData {
  readonly id: number
  readonly number: string
  readonly state: State
  readonly filedOn: string | null
  readonly erasedAt: Date | null
  /** Null while the application is a draft. */
  readonly firmName: string | null
  readonly answers: unknown
  readonly papers: readonly { kind: string; name: string; bytes: number; sha256: string; uploadedAt: Date }[]
  readonly letters: readonly { kind: string; number: string; issuedAt: Date; endedAs: string | null }[]
  readonly consents: readonly TalentConsent[]
  readonly requests: readonly TalentRequest[]
}

/** A candidate who has come by their link, and the case that it opens. */
export interface Visitor extends Settings {
  readonly caseId: number
}

const CASE = `
  select c.id, c.number, c.state, c.filed_on::text as "filedOn", c.erased_at as "erasedAt", c.answers,
    c.data_key as "dataKey",
    (select s.firm ->> 'nameZh' from submissions s where s.case_id = c.id order by s.seq desc limit 1) as "firmName"
  from cases c where c.id = $1`
const PAPERS = `
  select kind, name, bytes, sha256, uploaded_at as "uploadedAt" from attachments
  where case_id = $1 and replaced_at is null order by id`
const LETTERS = `
  select kind, number, issued_at as "issuedAt", ended_as as "endedAs" from letters
  where case_id = $1 and issued_at is not null order by id`
const CONSENTS = 'select at, notice, given, how from talent_consents where case_id = $1 order by id'
const REQUEST = `
  r.id, r.kind, r.wording, r.asked_at as "askedAt", r.outcome, r.answer, r.answered_at as "answeredAt"`
const REQUESTS = `select ${REQUEST} from talent_requests r where r.case_id = $1 order by r.id`
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
  ) {}

  /**
   * Sends a link, good for some days and one use, to the talent's own address, and to nobody else: whoever has it
   * reads everything and consents. Recorded in the case. Answers the address.
   * @param entered by the firm, where the application has no address; an officer enters none
   * @throws NotFound; Forbidden for others than the firm and intake; NotNow where there is no address, one was
   * sent a moment ago, or the actor reads only
   */
  sendLink(actor: Actor, caseId: number, entered?: string): Promise<string> {
    if (actor.firmId === null && !has(actor, 'intake')) throw new Forbidden()
    if (actor.firmId !== null && !mayFillIn(actor)) throw new NotNow([READS_ONLY])
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const filed = await this.addressIn(tx, actor, caseId)
      const address = filed ?? (actor.firmId === null ? undefined : EMAIL.safeParse(entered?.trim()).data)
      if (address === undefined) throw new NotNow([actor.firmId === null ? noAddress : enterAddress])
      await this.cases.recordReading(tx, caseId, actor, 'linkTalent', filed ? {} : { entered: true })
      const token = newCode()
      const now = this.clock.now()
      const lately = new Date(now.getTime() - BETWEEN * 60_000)
      if (await row(tx, 'select 1 from talent_links where case_id = $1 and made_at > $2', [caseId, lately]))
        throw new NotNow([tooSoon])
      await rows(
        tx,
        'insert into talent_links (case_id, token_hash, made_by, made_at, expires_at) values ($1, $2, $3, $4, $5)',
        [caseId, secretHash(token), actor.id, now, new Date(now.getTime() + LINK_DAYS * 86_400_000)],
      )
      // the talent chooses the language on the page; the mail says it in the one that most of them read
      const mail = {
        kind: 'talentLink',
        to: { address },
        language: 'en',
        path: linkTo(path.talentLink, token),
      } as const
      await orderMail(tx, { ...mail, secret: true, caseId }, now)
      return address
    })
  }

  /** The talent's address in the application, if it has one. */
  private async addressIn(tx: Tx, actor: Actor, caseId: number): Promise<string | undefined> {
    const { answers } = await this.preflight.open(tx, actor, caseId).answers()
    return EMAIL.safeParse(textAt(answers, 'talent.email')).data
  }

  /** Whether a link can still be used; looking changes nothing. */
  async isOpen(token: string): Promise<boolean> {
    const sql = 'select find_talent_link($1, $2) as open'
    return (await this.db.lookUp<{ open: boolean }>(sql, [secretHash(token), this.clock.now()]))[0]?.open ?? false
  }

  /** Uses a link up and answers the secret of the session; undefined when it was used or is too old. */
  async open(token: string): Promise<string | undefined> {
    const session = newSecret()
    const now = this.clock.now()
    const until = new Date(now.getTime() + SESSION_MINUTES * 60_000)
    const opened = await this.db.transaction({}, async (tx) => {
      const used = await row<{ id: number | null }>(tx, 'select open_talent_link($1, $2, $3, $4) as id', [
        ...[secretHash(token), secretHash(session), now, until],
      ])
      if (used?.id) await orderTalentAct(tx, used.id, 'talentOpened', now)
      return used
    })
    return opened?.id ? session : undefined
  }

  /** Who has come by a session; undefined when it is over. */
  async find(session: string): Promise<Visitor | undefined> {
    const [hash, at] = [secretHash(session), this.clock.now()]
    const [found] = await this.db.lookUp<{ id: number | null }>('select find_talent_session($1, $2) as id', [hash, at])
    return found?.id ? { caseId: found.id, speaker: { how: 'talent', hash, personId: null, at } } : undefined
  }

  /** Ends a session. */
  async leave(session: string): Promise<void> {
    await this.db.transaction({}, (tx) => rows(tx, 'select end_talent_session($1)', [secretHash(session)]))
  }

  /** All that is filed about the talent. Throws NotFound. */
  read({ caseId, speaker }: Visitor): Promise<OwnData> {
    return this.db.transaction({ speaker }, async (tx) => {
      const [found, papers, letters, consents, requests] = await Promise.all([
        row<Omit<OwnData, 'papers'> & { dataKey: Buffer | null }>(tx, CASE, [caseId]),
        rows<OwnData['papers'][number]>(tx, PAPERS, [caseId]),
        rows<OwnData['letters'][number]>(tx, LETTERS, [caseId]),
        rows<TalentConsent>(tx, CONSENTS, [caseId]),
        rows<TalentRequest>(tx, REQUESTS, [caseId]),
      ])
      if (!found) throw new NotFound()
      const { dataKey, ...own } = found
      const key = this.keys.of(caseId, dataKey)
      const answers = openTree(APPLICATION, key, found.answers, PLACES.answers(caseId))
      return {
        ...own,
        answers,
        papers,
        letters,
        consents,
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

  private note(tx: Tx, caseId: number, act: TalentAct, kind?: string): Promise<void> {
    return orderTalentAct(tx, caseId, act, this.clock.now(), kind)
  }

  /** The consents of a case within the actor's scope, the last one last. */
  listConsents(tx: Tx, caseId: number): Promise<TalentConsent[]> {
    return rows<TalentConsent>(tx, CONSENTS, [caseId])
  }

  /** Records that the talent consents, or no longer does. */
  async consent({ caseId, speaker }: Visitor, given: boolean): Promise<void> {
    await this.db.transaction({ speaker }, async (tx) => {
      await rows(
        tx,
        `insert into talent_consents (case_id, at, notice, given, how) values ($1, $2, $3, $4, 'talentPage')`,
        [caseId, this.clock.now(), NOTICE, given],
      )
      await this.note(tx, caseId, given ? 'talentConsented' : 'talentWithdrew')
    })
  }

  /** Asks the department for something. Throws NotNow when too much is asked already, or everything has been erased. */
  async ask({ caseId, speaker }: Visitor, kind: TalentRequest['kind'], wording: string): Promise<void> {
    await this.db.transaction({ speaker }, async (tx) => {
      const found = await row<{ dataKey: Buffer | null; open: number }>(
        tx,
        `select data_key as "dataKey", (select count(*)::int from talent_requests
          where case_id = $1 and outcome is null) as open from cases where id = $1`,
        [caseId],
      )
      if (!found) throw new NotFound()
      if (found.open >= MOST_OPEN) throw new NotNow([tooMany])
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
   * Answers a request, with a reason that the talent reads; recorded in the case. A granted erasure is done by the
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

const noAddress = {
  code: 'noTalentAddress',
  zh: '申请里没有人选的电子邮箱，由企业填写后发送。',
  en: 'The application has no e-mail address of the talent. The firm enters it and sends the link.',
}
const enterAddress = {
  code: 'enterTalentAddress',
  zh: '请填写人选本人的电子邮箱，如 name@example.com。',
  en: 'Enter the talent’s own e-mail address, like name@example.com.',
}
const tooSoon = {
  code: 'talentLinkTooSoon',
  zh: '刚刚发出过一个链接，请让人选先查收邮件，十分钟后可以再发。',
  en: 'A link was sent a moment ago. Let the talent look at the mail first; another one can be sent after ten minutes.',
}
const tooMany = {
  code: 'tooManyRequests',
  zh: '已有多项请求等待答复，请等部门答复后再提。',
  en: 'Several requests wait for an answer already. Please wait for it before you ask for more.',
}
