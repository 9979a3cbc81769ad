/**
 * What the chart's actions cause in the registry of papers. Each runs in the transaction of act().
 * A recommendation, for which the case waits, is numbered and frozen there; of every other paper
 * only the order is written, and the worker does the rest (paperMaker.ts). Files are made by the
 * worker from the frozen data. Over 250 lines because the statements stand beside the effects that
 * run them.
 */
import { Injectable } from '@nestjs/common'
import { atLast, row, rows, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import { AssessedFindings } from '../cases/assessed.js'
import type { Cause } from '../cases/causes.js'
import { addParty } from '../cases/effects.js'
import { FROZEN } from '../cases/entered.js'
import { parseWritten } from '../cases/inputs.js'
import { type Asked, type Judged, Recommending } from '../cases/recommending.js'
import { ENQUEUE, enqueue, jobValues } from '../jobs/queue.js'
import { ANNOUNCEMENTS, noticeEnds } from '../workflow/hearings.js'
import type { Act } from '../workflow/machine.js'
import { FILING_KINDS, FORM } from './applicationForm.js'
import { newCheckCode } from '../base/checkCode.js'
import { type Decided, decidedBefore } from './decided.js'
import type { LetterData } from './letterData.js'
import { LetterSettings, type Making, Matters, type Occasion, TO_COME } from './matters.js'
import type { Letter } from './entities.js'
import { listConditions } from './occurrence.js'
import { sealLetter } from './sealedLetter.js'
import { requireSettable } from './settable.js'
import { Typefaces } from './typefaces.js'

export { LetterSettings, type Occasion }

const occasionOf = (
  { case: found, today, judgedOn, facts, action, content, seq }: Cause,
  decided: Decided,
): Occasion => ({
  caseId: found.id,
  today,
  judgedOn,
  leadId: facts.leadId,
  departments: facts.departments,
  ...decided,
  event: { action, seq, content },
})

/** An upsert would let all who wait for the number wake with each one that is given; an update lets them queue. */
const NEXT_SERIAL = `
  update letter_series set last = last + 1 where authority_id = $1 and series = $2 and year = $3 returning last`
const FIRST_SERIAL = `
  insert into letter_series (authority_id, series, year, last) values ($1, $2, $3, 1)
  on conflict (authority_id, series, year) do update set last = letter_series.last + 1 returning last`

const ORDER = sql`
  insert into letters (case_id, kind, authority_id, addressed_to, series, year, serial, number, check_code, template,
    data,
    public_facts, ordered_at, valid_until, caused_by, supersedes, template_id)
  values (${'caseId'}, ${'kind'}, ${'issuerId'}, ${'addressedTo'}, ${'series'}, ${'year'}, ${'serial'}, ${'number'},
    ${'code'},
    ${'template'}, ${'data'}, ${'publicFacts'}, ${'at'}, ${'validUntil'}, ${'causedBy'}, ${'supersedes'}, (
    select id from reference where kind = 'letterTemplates' and key = ${'kind'} and approved_at is not null
      and effective_from <= ${'today'}
    order by effective_from desc, id desc limit 1))
  returning id`

interface Issued {
  readonly addressed_to: number
  readonly sha256: string
  readonly number: string
  readonly valid_until: string | null
  readonly frozen: string
}
const ISSUE = `
  update letters l set issued_at = $2, sha256 = f.sha256 from letter_files f
  where l.id = $3 and l.case_id = $1 and f.letter_id = l.id and l.issued_at is null and l.ended_at is null
  returning l.addressed_to, l.sha256, l.number, l.valid_until::text, ${FROZEN} as frozen`

const END = `
  update letters set ended_at = $2, ended_as = $3, end_reason = $4
  where case_id = $1 and kind = $5 and ended_at is null returning id, number`

/** The notices of an announcement ($4); the recommendation has an end of its own. */
const VOID_NOTICES = `
  update letters set ended_at = $2, ended_as = 'void', end_reason = $3
  where case_id = $1 and caused_by = $4 and kind <> 'recommendation' and ended_at is null returning id, number`

/**
 * The notices of whatever was announced ($4, and $5 what becomes of each). One whose decision was taken before it was
 * made is made all the same: it shows that the employer was heard.
 */
const SETTLE_NOTICES = `
  update letters l set ended_at = $2, ended_as = a.how, end_reason = $3
  from events e join unnest($4::text[], $5::text[]) a (announced, how) on a.announced = e.action
  where l.case_id = $1 and e.case_id = $1 and e.seq = l.caused_by and l.kind <> 'recommendation' and l.ended_at is null
    and (a.how = 'void' or l.issued_at is not null)
  returning l.id, l.number, l.ended_as as "as"`

const ADD_ORDER = 'insert into paper_orders (case_id, seq, kind, ordered_at) values ($1, $2, $3, $4)'

/** Asks the worker for a paper's file; once more takes the place of a job that has not begun. */
export const orderFile = (tx: Tx, letterId: number): Promise<void> =>
  enqueue(tx, 'makeLetter', { letterId }, `makeLetter ${letterId}`)

/** Writes the order of a paper and its job; both go out with COMMIT. */
function order(tx: Tx, { caseId, seq, kind, at }: { caseId: number; seq: number; kind: string; at: Date }): void {
  atLast(tx, ADD_ORDER, [caseId, seq, kind, at])
  atLast(tx, ENQUEUE, jobValues('makePaper', { caseId, seq }, `makePaper ${caseId} ${seq}`))
}

/** Takes the next number of the series and freezes what the paper says. Answers the paper's row and number. */
export async function writeLetter(
  tx: Tx,
  matters: Matters,
  occasion: Occasion,
  making: Making,
  at: Date,
): Promise<{ id: number; number: string; data: LetterData }> {
  const { kind, paper, template, issuer, numberForm } = making
  const year = Number(occasion.today.slice(0, 4))
  const ofSeries = [issuer.id, paper.series, year]
  const next = (statement: string) => row<{ last: number }>(tx, statement, ofSeries)
  let [serial, number] = [0, '']
  const takeNumber = async () => {
    serial = ((await next(NEXT_SERIAL)) ?? (await next(FIRST_SERIAL)))?.last ?? 0
    if (serial === 0) throw new Error('no serial number')
    number = numberForm.replace('{serial}', String(serial))
    return number
  }
  const code = newCheckCode()
  const { data, key, supersedes, addressedTo } = await matters.compose(tx, occasion, making, takeNumber, code)
  const [sealed, publicFacts] = sealLetter(key, occasion.caseId, data, listConditions(occasion.conditions ?? {}))
  const letter = await row<{ id: number }>(
    tx,
    ...ORDER({
      caseId: occasion.caseId,
      kind,
      issuerId: issuer.id,
      addressedTo,
      series: paper.series,
      year,
      serial,
      number,
      code,
      template: JSON.stringify(template),
      data: JSON.stringify(sealed),
      publicFacts: JSON.stringify(publicFacts),
      at,
      validUntil: data.validUntil,
      causedBy: occasion.event?.seq,
      supersedes,
      today: occasion.today,
    }),
  )
  if (!letter) throw new Error('the letter was not ordered')
  return { id: letter.id, number, data }
}

@Injectable()
export class LetterEffects {
  constructor(
    private readonly matters: Matters,
    private readonly typefaces: Typefaces,
    private readonly recommending: Recommending,
    private readonly findings: AssessedFindings,
  ) {}

  /**
   * Takes the next number of the series, freezes what the letter will say, and asks the worker for
   * the file. Throws Invalid when an officer's own words could not be printed.
   */
  orderLetter = async (tx: Tx, cause: Cause): Promise<void> => {
    // what the assessors wrote may stand in it as well
    const { assessed, assessedEn } = cause.content
    requireSettable(await this.typefaces.glyphs(), { ...cause.input, assessed, assessedEn })
    const occasion = occasionOf(cause, await this.decided(tx, cause))
    const { id, number } = await writeLetter(tx, this.matters, occasion, await this.matters.making(occasion), cause.at)
    cause.content.letterId = id
    cause.content.number = number
    await orderFile(tx, id)
  }

  /**
   * Orders the papers that this action causes, by the reference data (`paperKinds`); nothing when it
   * causes none. Nothing is waited for: the orders and the job go out with COMMIT. Throws Invalid
   * when an officer's own words could not be printed.
   */
  orderPaper = async (tx: Tx, cause: Cause): Promise<void> => {
    const { case: found, action, today, actor, input, seq, at } = cause
    const kinds = await this.matters.kindsFor(action, today)
    if (kinds.length === 0) return
    if (actor.authorityId !== null) requireSettable(await this.typefaces.glyphs(), input)
    for (const kind of kinds) order(tx, { caseId: found.id, seq, kind, at })
  }

  /** Orders the application form of what is filed now, where the reference data have its kind. */
  orderForm = async (tx: Tx, { case: { id: caseId }, today, seq, at }: Cause): Promise<void> => {
    if (await this.matters.has(FORM, today)) order(tx, { caseId, seq, kind: FORM, at })
  }

  /**
   * What a recalled filing got is void; what was ordered and is not written yet will be void when
   * the worker writes it (paperMaker.ts).
   */
  voidFiling = async (tx: Tx, cause: Cause): Promise<void> => {
    const ended: unknown[] = []
    for (const kind of new Set([...FILING_KINDS, ...(await this.matters.kindsFor('submit', cause.today))])) {
      await this.end(tx, cause, 'void', kind)
      ended.push(...[cause.content.ended].flat())
    }
    cause.content.ended = ended
  }

  /**
   * The notice of what is given up (the event that `content.event` names) is void; one that is ordered
   * and not written yet will be void when the worker writes it (paperMaker.ts).
   */
  voidNotice = async (tx: Tx, { case: found, action, input, content, at }: Cause): Promise<void> => {
    const reason = JSON.stringify({ action, ...input, event: content.event })
    const values = [found.id, at, reason, content.event]
    const ended = await rows<{ id: number; number: string }>(tx, VOID_NOTICES, values)
    if (ended.length > 0) content.ended = ended
  }

  /**
   * What was announced is decided, or there is nothing left to decide: its notices end. A void one that is
   * not written yet will have ended when the worker writes it (paperMaker.ts).
   */
  settleNotices = async (tx: Tx, { case: found, past, action, content, at }: Cause): Promise<void> => {
    // nothing can have been announced: a revocation is of what was recommended before
    if (past.announced === null && past.recommended === null) return
    const ends = ANNOUNCEMENTS.map((announced) => noticeEnds(announced, action))
    const values = [found.id, at, JSON.stringify({ action }), ANNOUNCEMENTS, ends]
    const ended = await rows<{ id: number; number: string; as: string }>(tx, SETTLE_NOTICES, values)
    if (ended.length > 0) content.ended = [...[content.ended ?? []].flat(), ...ended]
  }

  /**
   * What a letter or another paper would say if it were ordered now, by the same words; nothing is taken
   * or written, so its number ends after the year and its check code is nobody's. Throws Invalid for
   * what is wrong in the form so far, and when the paper cannot be composed.
   *
   * @param about with the kind of paper that the action causes; without one a recommendation is meant
   * @param tree the action's form as it is filled in so far
   */
  async preview(
    tx: Tx,
    about: Omit<Occasion, 'conditions' | 'assessed' | 'asked' | 'event'>,
    judged: Judged,
    action: Act,
    tree: unknown,
  ): Promise<LetterData> {
    const { caseId, today, judgedOn, kind = 'recommendation' } = about
    const input = parseWritten(action, tree, today)
    requireSettable(await this.typefaces.glyphs(), input)
    const found = () => this.findings.words(tx, { caseId, judgedOn }, judged.check.judgement, action, input)
    const notice = async (): Promise<Occasion> => {
      const content = { ...input, ...(await found()), ...(await this.matters.lastDayToAnswer(action, about)) }
      return { ...about, event: { action, seq: TO_COME, content } }
    }
    const letter = async (): Promise<Occasion> => {
      if (action !== 'recommend') return { ...about, ...(await decidedBefore(tx, caseId)) }
      const asked = { ...(await this.recommending.choose(today, judged, input)), on: today }
      return { ...about, conditions: input, assessed: await found(), asked }
    }
    const occasion = await (kind === 'recommendation' ? letter() : notice())
    const making = await this.matters.making(occasion)
    const number = making.numberForm.slice(0, making.numberForm.indexOf('{serial}'))
    return (await this.matters.compose(tx, occasion, making, () => number)).data
  }

  /**
   * The file is there: the letter counts from now, and the permit authority sees the case; it is
   * due when the paper says, on whatever day the worker made it.
   */
  issueLetter = async (tx: Tx, cause: Cause): Promise<void> => {
    const issued = await row<Issued>(tx, ISSUE, [cause.case.id, cause.at, cause.input.letterId])
    if (!issued) throw new Error('there is no finished letter to issue')
    await addParty(tx, cause, issued.addressed_to, 'permit')
    if (issued.valid_until) cause.changes.dueOn = issued.valid_until
    cause.content.sha256 = issued.sha256
    cause.content.frozen = issued.frozen
    cause.content.number = issued.number
  }

  receiveLetter = async (tx: Tx, { case: found, at }: Cause): Promise<void> => {
    await rows(
      tx,
      `update letters set received_at = $2 where case_id = $1 and kind = 'recommendation' and ended_at is null`,
      [found.id, at],
    )
  }

  voidLetter = (tx: Tx, cause: Cause): Promise<void> => this.end(tx, cause, 'void')
  supersedeLetter = (tx: Tx, cause: Cause): Promise<void> => this.end(tx, cause, 'superseded')
  revokeLetter = (tx: Tx, cause: Cause): Promise<void> => this.end(tx, cause, 'revoked')
  expireLetter = (tx: Tx, cause: Cause): Promise<void> => this.end(tx, cause, 'expired')
  setAsideRefusal = (tx: Tx, cause: Cause): Promise<void> => this.end(tx, cause, 'revoked', 'refusal')

  /** By the names of the chart. */
  get functions() {
    const { orderLetter, orderPaper, orderForm, voidFiling, settleNotices, issueLetter, receiveLetter } = this
    const { voidLetter, supersedeLetter, revokeLetter, expireLetter, setAsideRefusal } = this
    return {
      ...{ orderLetter, orderPaper, orderForm, voidFiling, settleNotices, issueLetter, receiveLetter },
      ...{ voidLetter, supersedeLetter, revokeLetter, expireLetter, setAsideRefusal },
    }
  }

  /** The letter in force, or another paper, ends; its number stays as it is, and says why. */
  private async end(tx: Tx, cause: Cause, how: NonNullable<Letter['endedAs']>, kind = 'recommendation'): Promise<void> {
    const reason = JSON.stringify({ action: cause.action, ...cause.input })
    const values = [cause.case.id, cause.at, how, reason, kind]
    cause.content.ended = await rows<{ id: number; number: string }>(tx, END, values)
  }

  /** What was found, what is asked for, and on which conditions; a letter that is issued anew has the same. */
  private async decided(tx: Tx, { case: found, action, input, content, today }: Cause): Promise<Decided> {
    // the effects before have put them there
    const asked = content.asked as Asked
    if (action === 'recommend') return { conditions: input, assessed: content, asked: { ...asked, on: today } }
    return decidedBefore(tx, found.id)
  }
}
