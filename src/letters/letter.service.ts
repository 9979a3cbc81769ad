/**
 * Reading the registry: whoever may see the case sees its letters, a permit authority those that
 * are addressed to it; anybody may check one by its code or its file. Opening and downloading are
 * recorded, in the case's history and as receipts. Over 250 lines because the statements stand
 * beside the service that asks them.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import { type Fragment, sql } from '../base/sql.js'
import { CaseService } from '../cases/case.service.js'
import { caseNumber, lastDigits, letterNumber, MOST_FOUND, type SearchFor, typedWord } from '../cases/lists.js'
import { NAMED } from '../cases/listStatements.js'
import { OF_OWN_FIRM, SCOPE } from '../cases/scope.js'
import { CaseKeys } from '../cases/sealing/caseKeys.js'
import { passportIndex } from '../cases/sealing/personFacts.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import { ANNOUNCEMENTS } from '../workflow/hearings.js'
import { paperKindSchema, type PublicFacts } from './catalogue.js'
import { normaliseCheckCode } from '../base/checkCode.js'
import { type LetterData, parseLetter } from './letterData.js'
import { listReceipts, type Receipt, recordReceipt } from './receipts.js'
import { ADDRESSED, SEEN, seenBy } from './scope.js'
import { openFacts, openFile, openLetter } from './sealedLetter.js'

export interface LetterLine {
  readonly id: number
  readonly caseId: number
  readonly caseNumber: string
  readonly caseState: string
  readonly kind: string
  readonly addressedTo: number | null
  readonly number: string
  readonly talentName: string | null
  readonly firmName: string
  readonly orderedAt: Date
  readonly issuedAt: Date | null
  readonly validUntil: string | null
  readonly receivedAt: Date | null
  readonly endedAt: Date | null
  readonly endedAs: 'void' | 'superseded' | 'revoked' | 'expired' | null
  readonly endReason: Readonly<Record<string, unknown>> | null
  readonly failedAt: Date | null
  readonly checkCode: string
  readonly sha256: string | null
}

/** What one looks for among letters. */
export const LISTS = ['all', 'toReceive', 'inForce', 'ended', 'void'] as const
export type LetterList = (typeof LISTS)[number]

export interface LetterQuestion extends SearchFor {
  readonly list?: LetterList | undefined
  /** The last id of the page before. */
  readonly before?: number | undefined
  readonly limit?: number
}

export type Standing =
  | 'valid'
  | 'superseded'
  | 'revoked'
  | 'expired'
  | 'void'
  | 'specimen'
  | 'unknown'
  /** The file carries a code of ours, or our signature, and is not the file that was issued. */
  | 'altered'

export interface CheckResult {
  readonly standing: Standing
  readonly kind?: string
  readonly number?: string
  readonly facts?: PublicFacts
  readonly issuedAt?: Date
  readonly endedAt?: Date | null
  readonly supersededBy?: string | null
  /** Of one that has ended: it announced a decision, which was taken since, or will not be. */
  readonly announced?: boolean
}

const LINE = sql`
  l.id, l.case_id as "caseId", c.number as "caseNumber", c.state as "caseState", l.kind,
    l.addressed_to as "addressedTo", l.number,
  c.talent_name as "talentName", f.name_zh as "firmName", l.ordered_at as "orderedAt", l.issued_at as "issuedAt",
    l.valid_until::text as "validUntil",
  l.received_at as "receivedAt", l.ended_at as "endedAt", l.ended_as as "endedAs", l.end_reason as "endReason",
    l.failed_at as "failedAt",
  l.check_code as "checkCode", l.sha256
  from letters l join cases c on c.id = l.case_id join firms f on f.id = c.firm_id`

/** What is typed as it stands, and names as the lists of cases find them: a firm's own, and an officer's by index. */
const FOUND = sql`(
      c.number = ${'caseNumber'} or c.number like '%' || ${'digits'}::text or c.passport_index = ${'passport'}
      or l.check_code = ${'checkCode'} or l.number ilike ${'likeNumber'}
      or replace(concat_ws('|', c.talent_name, c.system_name, c.answers #>> '{talent,chineseName}'), ' ', '')
        ilike ${'likeClosed'}
      or f.name_zh ilike ${'like'} or f.name_en ilike ${'like'}
      or (${'ownFirm'}::int is not null and ${NAMED})
      or c.id in (select s.case_id from search_cases(${'word'}, ${'mostFound'}::int) s))`

const listOf = (of: Fragment<never>) => sql`
  select ${LINE} where ${SEEN} and ${of} and (${'word'}::text is null or ${FOUND})
    and (${'before'}::int is null or l.id < ${'before'})
  order by l.id desc limit ${'limit'}`

const within = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`

/** Every list there is: written once, so that each is prepared once. */
const STATEMENTS = {
  all: listOf(sql`true`),
  // that other papers have come is recorded nowhere
  toReceive: listOf(
    sql`l.kind = 'recommendation' and l.issued_at is not null and l.received_at is null and l.ended_at is null`,
  ),
  inForce: listOf(sql`l.issued_at is not null and l.ended_at is null`),
  ended: listOf(sql`l.ended_at is not null`),
  void: listOf(sql`l.ended_as = 'void'`),
} satisfies Record<LetterList, unknown>

/** On a case's own page a firm also sees that a letter is being made. */
const OF_CASE = sql`
  select ${LINE} where ${SCOPE} and (${'makes'}::bool or ${OF_OWN_FIRM} or l.issued_at is not null)
    and ${ADDRESSED} and c.id = ${'caseId'}
  order by l.id`

const ONE = sql`select ${LINE} where ${SEEN} and l.id = ${'id'}`

const FILE = `
  select f.pdf, c.data_key as "dataKey" from letter_files f join letters l on l.id = f.letter_id
  join cases c on c.id = l.case_id where l.id = $1`

const DATA = 'select l.data, c.data_key as "dataKey" from letters l join cases c on c.id = l.case_id where l.id = $1'

/** The function looks past row-level security, and says no more than the letter: it needs no transaction. */
const CHECK = 'select *, valid_until::text as valid_until from check_letter($1, $2)'

interface CheckRow {
  readonly number: string
  readonly kind: string
  readonly public_facts: PublicFacts
  readonly issued_at: Date
  readonly valid_until: string | null
  readonly ended_at: Date | null
  readonly ended_as: Standing | null
  readonly superseded_by: string | null
  readonly case_id: number
  readonly data_key: Buffer | null
}

@Injectable()
export class Letters {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cases: CaseService,
    private readonly keys: CaseKeys,
    private readonly reference: Reference,
  ) {}

  /**
   * One page of the letters that the actor may see, the newest first, found by number, check code, name, firm, case
   * number (its last digits are enough) or the exact passport number.
   */
  list(actor: Actor, question: LetterQuestion): Promise<LetterLine[]> {
    const { find, byPassport, list = 'all', before = null, limit = 50 } = question
    const passport = byPassport ? passportIndex(this.keys, find) : null
    const word = typedWord(find) || null
    const values = { ...seenBy(actor), word, before, limit, passport, mostFound: MOST_FOUND }
    const numbers = {
      caseNumber: word && caseNumber(word),
      digits: word && lastDigits(word),
      checkCode: word && normaliseCheckCode(word),
    }
    const likes = {
      ...numbers,
      like: word && within(word),
      // Han names are written with a space and without
      likeClosed: word && within(word.replace(/\s/g, '')),
      likeNumber: word && within(letterNumber(word)),
    }
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows<LetterLine>(tx, ...STATEMENTS[list]({ ...values, ...likes })),
    )
  }

  /** All letters of a case within the actor's scope, the oldest first. */
  listOf(tx: Tx, actor: Actor, caseId: number): Promise<LetterLine[]> {
    return rows<LetterLine>(tx, ...OF_CASE({ ...seenBy(actor), caseId }))
  }

  /**
   * One letter with the data that it was made from, who has taken it, and the others of its kind in the case; opening
   * it from an authority is recorded. Throws NotFound.
   */
  open(
    actor: Actor,
    id: number,
    receiptsBefore?: number,
  ): Promise<{ letter: LetterLine; data: LetterData; receipts: Receipt[]; others: LetterLine[] }> {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const letter = await this.find(tx, actor, id)
      const data = await this.dataOf(tx, letter)
      const receipts = await listReceipts(tx, id, receiptsBefore)
      const others = (await this.listOf(tx, actor, letter.caseId)).filter(
        (one) => one.kind === letter.kind && one.id !== id,
      )
      if (actor.firmId === null) {
        await recordReceipt(tx, actor, letter, 'opened', this.clock.now())
        await this.cases.noteReading(tx, letter.caseId, actor, 'readLetter', { letterId: id })
      }
      return { letter, data, receipts, others }
    })
  }

  /** The signed file; every download is recorded, the firm's own too. Throws NotFound. */
  fetch(actor: Actor, id: number): Promise<{ letter: LetterLine; pdf: Buffer }> {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const letter = await this.find(tx, actor, id)
      const pdf = await this.fileOf(tx, letter)
      await recordReceipt(tx, actor, letter, 'downloaded', this.clock.now())
      await this.cases.recordReading(tx, letter.caseId, actor, 'fetchLetter', { letterId: id, sha256: letter.sha256 })
      return { letter, pdf }
    })
  }

  /** The signed file of a letter that the caller has found. Throws NotFound when it is not issued. */
  async fileOf(tx: Tx, letter: Pick<LetterLine, 'id' | 'caseId' | 'issuedAt'>): Promise<Buffer> {
    const file = await row<{ pdf: Buffer; dataKey: Buffer | null }>(tx, FILE, [letter.id])
    const pdf = file && openFile(this.keys.of(letter.caseId, file.dataKey), letter.id, file.pdf)
    if (!pdf || !letter.issuedAt) throw new NotFound()
    return pdf
  }

  /** The data that a letter is made from, which the caller has found. Throws NotFound when they have been erased. */
  async dataOf(tx: Tx, { id, caseId, number }: LetterLine): Promise<LetterData> {
    const frozen = await row<{ data: unknown; dataKey: Buffer | null }>(tx, DATA, [id])
    const data = frozen && openLetter(this.keys.of(caseId, frozen.dataKey), caseId, number, frozen.data)
    if (data === undefined) throw new NotFound()
    return parseLetter(data)
  }

  /**
   * What anybody learns of a letter by its check code, as typed, or by its file's SHA-256 in hexadecimal. With both
   * the file counts: one that is not registered but carries a code that is, is altered.
   */
  async check({ code, sha256 }: { code?: string | undefined; sha256?: string | undefined }): Promise<CheckResult> {
    const wanted = code === undefined ? null : (normaliseCheckCode(code) ?? null)
    const hash = sha256 && /^[0-9a-f]{64}$/i.test(sha256) ? sha256.toLowerCase() : null
    const byFile = hash ? await this.lookUp(null, hash) : undefined
    if (byFile) return this.tell(byFile)
    const byCode = wanted ? await this.lookUp(wanted, null) : undefined
    if (!byCode) return { standing: 'unknown' }
    return sha256 === undefined ? this.tell(byCode) : { standing: 'altered' }
  }

  private async lookUp(code: string | null, hash: string | null): Promise<CheckRow | undefined> {
    const [found] = await this.db.lookUp<CheckRow>(CHECK, [code, hash])
    return found
  }

  private async tell(found: CheckRow): Promise<CheckResult> {
    const today = this.clock.today()
    return {
      standing: standingOf(found, today),
      number: found.number,
      kind: found.kind,
      facts: openFacts(this.keys.of(found.case_id, found.data_key), found.case_id, found.number, found.public_facts),
      issuedAt: found.issued_at,
      endedAt: found.ended_at,
      supersededBy: found.superseded_by,
      announced: found.ended_as !== null && (await this.announces(found.kind, today)),
    }
  }

  private async announces(kind: string, today: string): Promise<boolean> {
    const kinds = await this.reference.all('paperKinds', today, paperKindSchema)
    return kinds.get(kind)?.actions.some((action) => ANNOUNCEMENTS.includes(action)) ?? false
  }

  /** A letter that the actor may see. Throws NotFound. */
  async find(tx: Tx, actor: Actor, id: number): Promise<LetterLine> {
    const found = await row<LetterLine>(tx, ...ONE({ ...seenBy(actor), id }))
    if (!found) throw new NotFound()
    return found
  }
}

/** An end counts before all else; then the day; a specimen never counts as valid. */
function standingOf(found: CheckRow, today: string): Standing {
  if (found.ended_as) return found.ended_as
  if (found.valid_until && today > found.valid_until) return 'expired'
  return found.public_facts.specimen ? 'specimen' : 'valid'
}
