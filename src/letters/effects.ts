/** What the chart's actions cause in the registry of letters. Each runs in the transaction of act(); the file itself is made by the worker from the frozen data. */
import { Injectable } from '@nestjs/common'
import { row, rows, type Tx } from '../base/database.js'
import type { Cause } from '../cases/causes.js'
import { addParty } from '../cases/effects.js'
import { Preflight } from '../cases/preflight.js'
import { type Application, parseApplication } from '../forms/application.js'
import { enqueue } from '../jobs/queue.js'
import { Authorities, type Authority } from '../reference/authorities.js'
import { policyBasisSchema } from '../reference/kinds.js'
import { Reference } from '../reference/reference.service.js'
import { letterTemplateSchema } from './catalogue.js'
import { newCheckCode } from './checkCode.js'
import { composeLetter, type FiledFirm, publicFacts } from './compose.js'
import { type LetterData, parseLetter, type Seal } from './letterData.js'

/** How letters are made here: where their codes are checked, and whether they are specimens. Seals come only by configuration. */
export class LetterSettings {
  constructor(
    readonly checkPage: string,
    readonly specimen: string | null,
    readonly sealOf: (authorityCode: string) => Seal | null,
  ) {}
}

const KIND = 'recommendation'

/** The case as a letter needs it; a Cause has all of it. */
export interface Occasion {
  readonly caseId: number
  readonly today: string
  /** The day the case is judged by. */
  readonly judgedOn: string
  readonly leadId: number | null
  readonly departments: readonly number[]
  readonly conditions: unknown
}

const occasionOf = ({ case: found, today, judgedOn, facts, input }: Cause): Occasion => ({
  caseId: found.id,
  today,
  judgedOn,
  leadId: facts.leadId,
  departments: facts.departments,
  conditions: input.conditions,
})

const NEXT_SERIAL = `
  insert into letter_series (authority_id, series, year, last) values ($1, $2, $3, 1)
  on conflict (authority_id, series, year) do update set last = letter_series.last + 1 returning last`

const ORDER = `
  insert into letters (case_id, kind, authority_id, addressed_to, series, year, serial, number, check_code, template, data, public_facts, ordered_at, valid_until)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning id`

const END = `
  update letters set ended_at = $2, ended_as = $3, end_reason = $4 where case_id = $1 and ended_at is null returning id, number`

interface Filed {
  readonly answers: unknown
  readonly firm: FiledFirm
}

/** Asks the worker for a letter's file; once more takes the place of a job that has not begun. */
export const orderFile = (tx: Tx, letterId: number): Promise<void> =>
  enqueue(tx, 'makeLetter', { letterId }, `makeLetter ${letterId}`)

@Injectable()
export class LetterEffects {
  constructor(
    private readonly authorities: Authorities,
    private readonly reference: Reference,
    private readonly preflight: Preflight,
    private readonly settings: LetterSettings,
  ) {}

  /** Takes the next number of the series, freezes what the letter will say, and asks the worker for the file. */
  orderLetter = async (tx: Tx, cause: Cause): Promise<void> => {
    const { today, at } = cause
    const occasion = occasionOf(cause)
    const template = await this.reference.at('letterTemplates', KIND, today, letterTemplateSchema)
    const [issuer, addressee] = await this.bodies(occasion)
    const year = Number(today.slice(0, 4))
    const serial = (await row<{ last: number }>(tx, NEXT_SERIAL, [issuer.id, template.series, year]))?.last
    if (!serial) throw new Error('no serial number')
    const number = `${issuer.letterCode}〔${year}〕${serial}号`
    const code = newCheckCode()
    const data = await this.compose(tx, occasion, { template, issuer, addressee, number, code })
    const letter = await row<{ id: number }>(tx, ORDER, [
      ...[cause.case.id, KIND, issuer.id, addressee.id, template.series, year, serial, number, code],
      ...[template, data, publicFacts(data)].map((value) => JSON.stringify(value)),
      ...[at, data.validUntil],
    ])
    if (!letter) throw new Error('the letter was not ordered')
    cause.content.letterId = letter.id
    cause.content.number = number
    await orderFile(tx, letter.id)
  }

  /**
   * What the letter would say if it were ordered now, by the same words; nothing is taken or written, so its number ends after the year and its check code is nobody's.
   * Throws Invalid when the letter cannot be composed.
   */
  async preview(tx: Tx, occasion: Occasion): Promise<LetterData> {
    const template = await this.reference.at('letterTemplates', KIND, occasion.today, letterTemplateSchema)
    const [issuer, addressee] = await this.bodies(occasion)
    const number = `${issuer.letterCode}〔${occasion.today.slice(0, 4)}〕`
    return this.compose(tx, occasion, { template, issuer, addressee, number, code: newCheckCode() })
  }

  /** The file is there: the letter counts from now, and the permit authority sees the case; it is due when the paper says, on whatever day the worker made it. */
  issueLetter = async (tx: Tx, cause: Cause): Promise<void> => {
    const issued = await row<{ addressed_to: number; sha256: string; number: string; valid_until: string | null }>(
      tx,
      `update letters l set issued_at = $2, sha256 = encode(sha256(f.pdf), 'hex') from letter_files f
       where l.id = $3 and l.case_id = $1 and f.letter_id = l.id and l.issued_at is null and l.ended_at is null
       returning l.addressed_to, l.sha256, l.number, l.valid_until::text`,
      [cause.case.id, cause.at, cause.input.letterId],
    )
    if (!issued) throw new Error('there is no finished letter to issue')
    await addParty(tx, cause, issued.addressed_to, 'permit')
    if (issued.valid_until) cause.changes.dueOn = issued.valid_until
    cause.content.sha256 = issued.sha256
    cause.content.number = issued.number
  }

  receiveLetter = async (tx: Tx, { case: found, at }: Cause): Promise<void> => {
    await rows(tx, 'update letters set received_at = $2 where case_id = $1 and ended_at is null', [found.id, at])
  }

  voidLetter = (tx: Tx, cause: Cause): Promise<void> => this.end(tx, cause, 'void')
  supersedeLetter = (tx: Tx, cause: Cause): Promise<void> => this.end(tx, cause, 'superseded')
  revokeLetter = (tx: Tx, cause: Cause): Promise<void> => this.end(tx, cause, 'revoked')
  expireLetter = (tx: Tx, cause: Cause): Promise<void> => this.end(tx, cause, 'expired')

  /** By the names of the chart. */
  get functions() {
    const { orderLetter, issueLetter, receiveLetter, voidLetter, supersedeLetter, revokeLetter, expireLetter } = this
    return { orderLetter, issueLetter, receiveLetter, voidLetter, supersedeLetter, revokeLetter, expireLetter }
  }

  /** The letter in force ends; its number stays as it is, and says why. */
  private async end(tx: Tx, cause: Cause, how: 'void' | 'superseded' | 'revoked' | 'expired'): Promise<void> {
    const reason = JSON.stringify({ action: cause.action, ...cause.input })
    const ended = await rows<{ id: number; number: string }>(tx, END, [cause.case.id, cause.at, how, reason])
    cause.content.ended = ended
  }

  private async bodies({ today, leadId }: Occasion): Promise<[issuer: Authority, addressee: Authority]> {
    const { permit } = await this.authorities.jurisdiction(today)
    if (leadId === null) throw new Error('the case has no lead department')
    return [await this.authorities.get(leadId, today), await this.authorities.getByCode(permit, today)]
  }

  private async compose(
    tx: Tx,
    { caseId, today, judgedOn, departments, conditions }: Occasion,
    given: {
      template: Parameters<typeof composeLetter>[0]['template']
      issuer: Authority
      addressee: Authority
      number: string
      code: string
    },
  ): Promise<LetterData> {
    const filed = await row<Filed>(
      tx,
      'select answers, firm from submissions where case_id = $1 order by seq desc limit 1',
      [caseId],
    )
    const application = filed && parseApplication(filed.answers).value
    if (!filed || !application) throw new Error('the case has no complete submission')
    const { judgement } = await this.preflight.judgeAnswers(
      filed.answers,
      { creditCode: filed.firm.creditCode, filedOn: judgedOn },
      [],
    )
    const policies = await this.reference.all('policyBasis', today, policyBasisSchema)
    const policy = [...policies.values()].sort((a, b) => a.order - b.order).find(({ issuedOn }) => issuedOn !== null)
    if (!policy?.issuedOn) throw new Error('no policy basis in force')
    const calendar = await this.reference.calendar(today)
    const known = await this.authorities.list(today)
    const { template, issuer, addressee, number, code } = given
    return parseLetter(
      composeLetter({
        kind: KIND,
        template,
        number,
        issuedOn: today,
        validUntil: calendar.dueOn(today, await this.reference.timeLimit('letterValidity', judgedOn)).on,
        filedOn: judgedOn,
        application: application as Application, // what parseApplication has made of the same schema
        firm: filed.firm,
        judgement,
        departments: departments.flatMap((id) => known.get(id)?.name ?? []),
        conditions: typeof conditions === 'string' ? conditions : undefined,
        policy: { ...policy, issuedOn: policy.issuedOn },
        issuer,
        addressee,
        check: {
          code,
          url: `${this.settings.checkPage}/${code}`,
          page: this.settings.checkPage.replace(/^https?:\/\//, ''),
        },
        seal: this.settings.sealOf(issuer.code),
        specimen: this.settings.specimen,
      }),
    )
  }
}
