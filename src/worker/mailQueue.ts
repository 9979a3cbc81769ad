/**
 * Sends the mails that wait (people/mail.ts). A mail is taken by moving its next try ahead, sent
 * outside any transaction, and settled: of several workers one has it, and one that dies leaves it
 * to be taken again when that time has come, under the same Message-ID. What failed is tried again
 * after growing pauses, until it is given up. Over 250 lines because the words of
 * mails stand beside the queue that sends them.
 */
import { SpanKind } from '@opentelemetry/api'
import { Injectable, Logger } from '@nestjs/common'
import { codeOf } from '../base/cause.js'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { count } from '../base/metrics.js'
import { path } from '../base/path.js'
import { type Bilingual, type Language, say } from '../base/text.js'
import { notificationOf } from '../cases/notifications.js'
import { within } from '../base/tracing.js'
import { follow } from '../base/trail.js'
import { WORKER } from '../people/actor.js'
import type { MailState } from '../people/mailEntities.js'
import { firmNews } from '../people/firmWords.js'
import { REACHED } from '../people/mailFailure.js'
import type { SoonWay, Way } from '../people/mailChoices.js'
import { ACCOUNT_MAILS, type MailWords } from '../people/mailKinds.js'
import { settingsOf } from '../people/scope.js'
import { isTypedCode } from '../people/secrets.js'
import { ChatGateway } from './chatGateway.js'
import { EndingMail } from './endingMail.js'
import { type FirmMail, FirmMails } from './firmMail.js'
import { MailReturns, sentTo } from './mailReturns.js'
import { type MailItem, type MailView, writeMail } from './mailText.js'
import { type Fault, type OutgoingMail, NotSent, MailTransport } from './mailTransport.js'
import { TextGateway } from './textGateway.js'

/** Minutes until the next try, after each one that failed; after the last the mail is given up. */
const PAUSES = [1, 5, 15, 60, 240, 720, 1440] as const
/** The same of text messages; after the last it goes by mail. */
const TEXT_PAUSES = [1, 5, 15] as const
/** Characters of a text message. */
const TEXT = 300
/** Minutes that a mail may take before another worker sends it. */
const TAKES = 10
/** Days after which an address, and what a mail led to, are forgotten. */
const KEPT = 30
const AT_ONCE = 100
const MINUTE = 60_000

/** Failures of the server and not of one mail: the others wait too. */
const AWAY: readonly Fault[] = ['noConnection', 'timeout', 'tls', 'signIn', 'busy']

interface DueMail {
  readonly id: number
  readonly way: Way
  readonly kind: string
  readonly firmId: number | null
  readonly personId: number | null
  readonly caseId: number | null
  readonly to: string | null
  readonly language: Language
  readonly path: string | null
  readonly secret: boolean
  readonly tries: number
  readonly number: string | null
  readonly orderedAt: Date
  readonly requestId: string | null
  readonly mark: string | null
}

const TAKE = `
  update mails m set tries = m.tries + 1, next_try_at = $2
  from mails o left join people p on p.id = o.person_id and p.ended_at is null left join cases c on c.id = o.case_id
  where m.id = o.id and m.id = (
    select id from mails where state in ('waiting', 'failed') and next_try_at <= $1 and channel = $3
    order by next_try_at, id limit 1 for update skip locked)
  returning m.id, m.kind, m.channel as way, p.firm_id as "firmId", case when m.channel = 'mail'
      then coalesce(m.address, case when ${REACHED} then p.email end)
      when m.kind = 'phoneCode' then case m.channel when 'sms' then p.phone_wanted else p.chat_wanted end
      when m.channel = 'sms' and p.phone_failed_at is null then p.phone
      when m.channel = 'chat' and p.chat_failed_at is null then p.chat end as "to",
    m.language, m.path, m.secret,
    m.tries, c.number, m.person_id as "personId", m.case_id as "caseId",
    m.ordered_at as "orderedAt", m.request_id as "requestId", m.mark`

const SETTLE = `
  update mails set state = $2, settled_at = $3, last_error = $4, next_try_at = coalesce($5, next_try_at),
    sent_to = coalesce($6::bytea, sent_to),
    path = case when secret and $2 = 'sent' then null else path end
  where id = $1`

/** A text or chat message that cannot be delivered goes by mail, at once. */
const TURN = `
  update mails set channel = 'mail', state = 'waiting', tries = 0, next_try_at = $2, last_error = $3 where id = $1`

/** That a number or user id was refused. */
const NOTE_FAILURE: Readonly<Record<SoonWay, string>> = {
  sms: 'select note_phone_failure($1, $2)',
  chat: 'select note_chat_failure($1, $2)',
}

const FORGET = `update mails set address = null, path = null, sent_to = null
  where settled_at < $1 and (address is not null or path is not null or sent_to is not null)`

/** How mails lead back: the site's address, and whether it is a demonstration. */
export class MailQueueSettings {
  constructor(
    readonly publicUrl: string,
    readonly demonstration: boolean,
  ) {}
}

@Injectable()
export class MailQueue {
  private readonly log = new Logger('mail')

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly transport: MailTransport,
    private readonly texts: TextGateway,
    private readonly chat: ChatGateway,
    private readonly settings: MailQueueSettings,
    private readonly endings: EndingMail,
    private readonly firmMails: FirmMails,
    private readonly returns: MailReturns,
  ) {}

  /**
   * Sends what is due by one way, one after another; each way has a poller of its own, so that none waits for another.
   * Answers false when the server is away, so that the rest waits a while.
   */
  async sendDue(way: Way = 'mail'): Promise<boolean> {
    if (way === 'mail' && !this.transport.ready) return false
    for (let sent = 0; sent < AT_ONCE; sent++) {
      const mail = await this.take(way)
      if (!mail) return true
      const fault = await follow({ requestId: mail.requestId ?? undefined }, () =>
        within(mail.way, SpanKind.PRODUCER, () => this.deliver(mail)),
      )
      if (fault && AWAY.includes(fault)) return false
    }
    return true
  }

  /** Every night: addresses and links of mails long settled are forgotten; that a mail was sent stays. */
  async forget(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT * 24 * 60 * MINUTE)
    await this.change(FORGET, [before])
  }

  private take(way: Way): Promise<DueMail | undefined> {
    const now = this.clock.now()
    return this.db.transaction(settingsOf(WORKER), (tx) =>
      row<DueMail>(tx, TAKE, [now, new Date(now.getTime() + TAKES * MINUTE), way]),
    )
  }

  private async deliver(mail: DueMail): Promise<Fault | undefined> {
    if (mail.way !== 'mail') return this.deliverText(mail, mail.way, mail.way === 'sms' ? this.texts : this.chat)
    const written = await this.write(mail)
    if (!written) {
      this.tell(mail, { fault: 'noAddress', again: false })
      await this.settle(mail, 'givenUp', 'noAddress')
      return undefined
    }
    try {
      await this.transport.send(written)
      await this.settle(mail, 'sent', null, null, written.to)
      this.log.log({ msg: 'mail sent', mail: mail.id, kind: mail.kind, attempt: mail.tries })
      return undefined
    } catch (error) {
      const { fault, code, cause, failure } = error instanceof NotSent ? error : new NotSent('unknown', null, error)
      const pause = PAUSES[mail.tries - 1]
      const why = code === null ? fault : `${fault} ${code}`
      const over = fault === 'refused' || pause === undefined
      this.tell(mail, { fault, smtp: code ?? undefined, again: !over, code: codeOf(cause) })
      if (failure) await this.returns.note(written.to, failure)
      if (over) await this.settle(mail, 'givenUp', why)
      else await this.settle(mail, 'failed', why, new Date(this.clock.now().getTime() + pause * MINUTE))
      return fault
    }
  }

  /** By text or chat; what cannot be delivered so goes by mail, but for a code, which its person asks for again. */
  private async deliverText(mail: DueMail, way: SoonWay, gateway: TextGateway): Promise<Fault | undefined> {
    const turn = (why: string) =>
      mail.kind === 'phoneCode'
        ? this.settle(mail, 'givenUp', why)
        : this.change(TURN, [mail.id, this.clock.now(), why])
    const { to } = mail
    const written = to !== null && gateway.ready ? await this.write(mail) : undefined
    if (to === null || !written) {
      await turn('noAddress')
      return undefined
    }
    try {
      await gateway.send({ id: mail.id, to, at: mail.orderedAt, text: written.line })
      await this.settle(mail, 'sent', null)
      this.log.log({ msg: 'text message sent', way, mail: mail.id, kind: mail.kind, attempt: mail.tries })
      return undefined
    } catch (error) {
      const { fault, code, cause } = error instanceof NotSent ? error : new NotSent('unknown', null, error)
      const pause = TEXT_PAUSES[mail.tries - 1]
      const why = code === null ? fault : `${fault} ${code}`
      this.tell(mail, { way, fault, status: code ?? undefined, code: codeOf(cause) })
      if (fault === 'refused') await this.change(NOTE_FAILURE[way], [to, this.clock.now()])
      if (fault === 'refused' || pause === undefined) await turn(why)
      else await this.settle(mail, 'failed', why, new Date(this.clock.now().getTime() + pause * MINUTE))
      return fault
    }
  }

  private tell({ id: mail, kind, tries: attempt }: DueMail, why: Readonly<Record<string, unknown>>): void {
    this.log.warn({ msg: 'mail not sent', mail, kind, attempt, ...why })
  }

  /** The mail, and its words in a line; undefined when nobody is there to get it, or what it led to is forgotten. */
  private async write(mail: DueMail): Promise<(OutgoingMail & { readonly line: string }) | undefined> {
    const { id, kind, firmId, to, language, path: place, number, orderedAt, mark, requestId } = mail
    if (to === null || place === null) return undefined
    const { publicUrl, demonstration } = this.settings
    const account = Object.hasOwn(ACCOUNT_MAILS, kind) ? ACCOUNT_MAILS[kind] : undefined
    const own = account ? undefined : await this.ownCase(mail)
    const words: MailWords = account ?? firmWords(kind) ?? caseWords(kind, firmId, number, own)
    const digest = kind === 'digest' ? await this.digestItems(id) : undefined
    const items =
      digest?.map((one) => this.itemOf(one, language)) ?? (await this.endings.items(kind, language, publicUrl))
    const choices = account ? undefined : `${publicUrl}${path.messageChoices}`
    const view = {
      subject: `${say({ zh: '海荐：', en: 'Haijian: ' }, language)}${say(words.subject, language)}`,
      title: say(words.title ?? words.subject, language),
      number: number ?? undefined,
      lines: words.lines.map((line) => say(line, language)),
      items,
      button: { text: say(words.button, language), href: publicUrl + place },
      code: codeIn(place),
      host: words.toHost && publicUrl + place.replace(/^(\/host\/[^/#]+).*$/, '$1'),
      choices,
      demonstration,
    }
    const host = new URL(publicUrl).hostname
    return {
      ...writeMail(view, language),
      line: textLine(
        view,
        (own?.lines ?? []).map((line) => say(line, language)),
        language,
      ),
      id,
      to,
      at: orderedAt,
      messageId: `<haijian.${id}.${mark ?? orderedAt.getTime().toString(36)}@${host}>`,
      requestId: requestId ?? undefined,
      ...(choices && { unsubscribe: choices }),
      calendar: digest ? await this.digestCalendar(mail, digest) : (own?.calendar ?? []),
    }
  }

  /** What the mail says of a case of the reader's own firm. */
  private async ownCase({
    id,
    kind,
    caseId,
    personId,
    firmId,
    number,
    language,
  }: DueMail): Promise<FirmMail | undefined> {
    if (caseId === null || personId === null || firmId === null || number === null) return undefined
    return this.firmMails.of({
      ...{ id, kind, caseId, personId, firmId, number, language },
      publicUrl: this.settings.publicUrl,
    })
  }

  /** The cases of a digest, the latest news of each. */
  private digestItems(mailId: number): Promise<DigestItem[]> {
    return this.db.transaction(settingsOf(WORKER), (tx) => rows<DigestItem>(tx, ITEMS, [mailId]))
  }

  private itemOf({ kind, caseId, number, firmId, aboutFirm }: DigestItem, language: Language): MailItem {
    return {
      number: number ?? '',
      text: say((notificationOf(kind, firmId) ?? firmNews(kind))?.text ?? UNKNOWN, language),
      href: `${this.settings.publicUrl}${placeOf({ caseId, firmId, aboutFirm })}`,
    }
  }

  /** The limits of a firm's cases that the digest names. */
  private async digestCalendar({ id, personId, firmId, language }: DueMail, items: readonly DigestItem[]) {
    if (personId === null || firmId === null) return []
    const { publicUrl } = this.settings
    const caseIds = [...new Set(items.flatMap(({ caseId }) => caseId ?? []))]
    return this.firmMails.ofDigest({ id, personId, firmId, language, publicUrl }, caseIds)
  }

  private settle(
    { id, way }: DueMail,
    state: MailState,
    why: string | null,
    next: Date | null = null,
    to?: string,
  ): Promise<unknown> {
    count('mails', { way, outcome: state })
    const settledAt = state === 'failed' ? null : this.clock.now()
    return this.change(SETTLE, [id, state, settledAt, why, next, to === undefined ? null : sentTo(to)])
  }

  private change(sql: string, values: readonly unknown[]): Promise<unknown> {
    return this.db.transaction(settingsOf(WORKER), (tx) => rows(tx, sql, values))
  }
}

interface DigestItem {
  readonly kind: string
  readonly caseId: number | null
  readonly number: string | null
  /** The reader's firm. */
  readonly firmId: number | null
  /** The firm that it is about, when it is about no case. */
  readonly aboutFirm: number | null
}

const ITEMS = `
  select n.kind, n.case_id as "caseId", c.number, p.firm_id as "firmId", h.firm_id as "aboutFirm"
  from notifications n join people p on p.id = n.person_id left join cases c on c.id = n.case_id
  left join firm_acts h on h.id = n.firm_act
  where n.mail_id = $1 order by n.id limit 100`

function placeOf({ caseId, firmId, aboutFirm }: Pick<DigestItem, 'caseId' | 'firmId' | 'aboutFirm'>): string {
  if (caseId !== null) return path.case(caseId)
  return firmId === null && aboutFirm !== null ? path.firmToConfirm(aboutFirm) : path.firm
}

/** What a text message says: what, which case, whom by initials, until when, and where; a code instead of a link. */
function textLine(
  { title, number, code, button }: Pick<MailView, 'title' | 'number' | 'code' | 'button'>,
  lines: readonly string[],
  language: Language,
): string {
  const sign = say({ zh: '【海荐】', en: 'Haijian: ' }, language)
  if (code) return `${sign}${title}${say({ zh: '：', en: ': ' }, language)}${code}`
  const about = number ? say({ zh: `${title}（${number}）`, en: `${title} (${number})` }, language) : title
  const said = [about, ...lines].map((one) => one.replace(/[。.]$/, ''))
  const end = say({ zh: '。', en: '. ' }, language)
  return `${sign}${said.join(end).slice(0, TEXT)}${end}${button.href}`
}

const UNKNOWN: Bilingual = { zh: '有新进展', en: 'New activity' }

/** The code of a link, to be typed where there is no script; one that is too long for it is pasted with its link. */
function codeIn(place: string): string | undefined {
  const [, code = ''] = place.split('#')
  return isTypedCode(code) ? code : undefined
}

/** A mail about a firm says what happened, and no more. */
function firmWords(kind: string): MailWords | undefined {
  const news = firmNews(kind)
  return (
    news && {
      subject: news.text,
      lines: [{ zh: '详情请登录后查看。', en: 'Sign in to read more.' }],
      button: { zh: '打开企业页', en: 'Open “Firm”' },
    }
  )
}

/** A mail about cases says what happened; to the firm, what it has to do and until when; of whom, initials alone. */
function caseWords(kind: string, firmId: number | null, number: string | null, own: FirmMail | undefined): MailWords {
  if (kind === 'digest') return DIGEST
  const text = own?.subject ?? notificationOf(kind, firmId)?.text ?? UNKNOWN
  return {
    subject: number ? { zh: `${text.zh}（${number}）`, en: `${text.en} (${number})` } : text,
    title: text,
    lines: [
      ...(own?.lines ?? []),
      {
        zh: '为保护个人信息，邮件不含具体内容，请登录后在案件中查看。',
        en: 'Sign in to read more in the case. To protect personal data, this mail contains no details.',
      },
    ],
    button: { zh: '打开案件', en: 'Open the case' },
  }
}

const DIGEST: MailWords = {
  subject: { zh: '今日汇总', en: 'Your daily summary' },
  lines: [{ zh: '上次汇总以来的进展：', en: 'Since the last summary:' }],
  button: { zh: '全部消息', en: 'All messages' },
}
