/**
 * What stands in the way of filing, and how the case will be judged: the firm's self-check and the
 * assessor's desk ask the same engine (criteria), with the rules in force on the filing day. Runs
 * in the caller's transaction, so it sees what the caller may see.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { row, rows, type Tx } from '../base/database.js'
import { NotFound, type Problem } from '../base/errors.js'
import type { SealKey } from '../base/seal.js'
import { type Judgement, judge } from '../criteria/judge.js'
import { type RouteInForce, routesInForce } from '../criteria/recommendedRoutes.js'
import { parseRules, type Rules } from '../criteria/rules.js'
import type { DocumentFacts, Subject } from '../criteria/subject.js'
import type { Actor } from '../people/actor.js'
import { APPLICATION, parseApplication } from '../forms/application.js'
import type { SignedPaper } from '../forms/choices.js'
import { isWithin, textAt } from '../forms/engine/node.js'
import { isEmpty } from '../forms/engine/words.js'
import type { InForce } from '../reference/bodies.js'
import { Reference } from '../reference/reference.service.js'
import { INITIAL } from '../workflow/step.js'
import type { Attachment } from './caseFile.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { PLACES } from './sealing/place.js'
import { openTree } from './sealing/sealedTree.js'
import { saysTheSame } from './signedPapers.js'
import { signedKinds } from './signatures.js'

export interface Check {
  readonly judgedOn: string
  readonly judgement: Judgement
  /** Those that it was judged by. */
  readonly documents: readonly DocumentFacts[]
  /** Answers that are missing or not of their form. */
  readonly form: readonly Problem[]
  /** Kinds of document that the candidate's drawn signature stands for. */
  readonly signed: readonly string[]
  /** What the candidate has signed by drawing and sending these answers would void. */
  readonly voids: readonly SignedPaper[]
  /** Everything that stops submitting: the form's problems and the judgement's blocks. */
  readonly problems: readonly Problem[]
}

/** A case's answers, opened, and by what else they are judged. */
interface Drafted {
  readonly answers: unknown
  readonly key: SealKey | null
  readonly formVersion: string
  readonly creditCode: string
  readonly filedOn: string | null
  /** It goes on from an earlier case of the firm that was recommended. */
  readonly recommendedBefore: boolean
  /** What the candidate has signed by drawing. */
  readonly signed: readonly SignedPaper[]
  /** What was signed and is not said by the answers that are not sent yet. */
  readonly voids: readonly SignedPaper[]
}

interface Stored extends Omit<Drafted, 'key' | 'voids'> {
  /** The answers that the unsent ones would replace. */
  readonly filed: unknown
  readonly dataKey: Buffer | null
  readonly unsent: boolean
}

/**
 * The answers of a case within one transaction: read and opened once and judged once, whoever asks.
 * For what changes them it is over.
 */
export class OpenedCase {
  private drafted: Promise<Drafted> | undefined
  private judged: Promise<Check> | undefined

  constructor(
    private readonly read: () => Promise<Drafted>,
    private readonly judge: (drafted: Promise<Drafted>) => Promise<Check>,
  ) {}

  /** The answers as they are stored, with the key of what is sealed in the case. Throws NotFound. */
  answers(): Promise<Drafted> {
    this.drafted ??= this.read()
    return this.drafted
  }

  /**
   * What stands in the way of filing, and how the case will be judged, on its filing day, or today
   * while it is a draft. Throws NotFound.
   */
  check(): Promise<Check> {
    this.judged ??= this.judge(this.answers())
    return this.judged
  }
}

/** Without what is said of a question that is not answered: it is asked for already. */
function blocksOfAnswers(blocks: Judgement['blocks'], form: readonly Problem[]): Judgement['blocks'] {
  const empty = form.filter((one) => isEmpty(one) && one.path !== '')
  return blocks.filter(({ path }) => !empty.some((one) => isWithin(path, one.path)))
}

const DRAFTED = `
  select coalesce(u.answers, c.answers) as answers, u.case_id is not null as unsent,
    case when u.case_id is not null then c.answers end as filed,
    c.data_key as "dataKey", c.form_version as "formVersion", f.credit_code as "creditCode",
    case when c.state <> $3 then c.filed_on::text end as "filedOn",
    exists (select from events e where e.case_id = c.copied_from and e.action = 'recommend') as "recommendedBefore",
    array(select g.paper from talent_signatures g where g.case_id = c.id and g.voided_at is null) as signed
  from cases c join firms f on f.id = c.firm_id
  left join unsent_answers u on u.case_id = c.id and $2::int is not null where c.id = $1`

const DOCUMENTS = `
  select kind, issued_on::text as "issuedOn", split_part(mime, '/', 2) as format, bytes, width, height,
    details ->> 'language' as language, details ->> 'of' as of
  from attachments where case_id = $1 and replaced_at is null and (scan is null or scan in ('waiting', 'clean'))
  order by id`

/** The same of a case that has been read. */
export const documentFacts = (attachments: readonly Attachment[]): DocumentFacts[] =>
  attachments
    .filter(({ replacedAt, scan }) => replacedAt === null && [null, 'waiting', 'clean'].includes(scan))
    .map(({ kind, issuedOn, mime, bytes, width, height, details }) => ({
      ...{ kind, issuedOn, bytes, width, height },
      format: mime.split('/')[1] ?? '',
      language: textAt(details, 'language') || undefined,
      of: textAt(details, 'of') || undefined,
    }))

@Injectable()
export class Preflight {
  private readonly rules = new WeakMap<object, Rules>()
  private readonly routes = new WeakMap<object, readonly RouteInForce[]>()

  constructor(
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly keys: CaseKeys,
  ) {}

  /**
   * A case whose answers are read when they are asked for: by its firm as they are being written, by
   * others as they were filed.
   *
   * @param documents those that it is judged by, where not all that are there
   */
  open(
    tx: Tx,
    { firmId }: Actor,
    caseId: number,
    documents = () => rows<DocumentFacts>(tx, DOCUMENTS, [caseId]),
  ): OpenedCase {
    return new OpenedCase(
      () => this.read(tx, firmId, caseId),
      async (read) => {
        const [drafted, given] = await Promise.all([read, documents()])
        return this.judgeAnswers(drafted.answers, drafted, given)
      },
    )
  }

  private async read(tx: Tx, firmId: number | null, caseId: number): Promise<Drafted> {
    const found = await row<Stored>(tx, DRAFTED, [caseId, firmId, INITIAL])
    if (!found) throw new NotFound()
    const { dataKey, unsent, filed, signed, ...drafted } = found
    const key = this.keys.of(caseId, dataKey)
    const place = unsent ? PLACES.unsent(caseId) : PLACES.answers(caseId)
    const answers = openTree(APPLICATION, key, drafted.answers, place)
    if (!unsent || signed.length === 0) return { ...drafted, key, answers, signed, voids: [] }
    const before = openTree(APPLICATION, key, filed, PLACES.answers(caseId))
    const [kept, voids] = [true, false].map((same) =>
      signed.filter((one) => saysTheSame(one, before, answers) === same),
    )
    return { ...drafted, key, answers, signed: kept ?? [], voids: voids ?? [] }
  }

  /** The same for answers that belong to no case. */
  async judgeAnswers(
    answers: unknown,
    {
      creditCode,
      filedOn,
      recommendedBefore,
      signed: papers = [],
      voids = [],
    }: Pick<Drafted, 'creditCode' | 'filedOn'> & Partial<Drafted>,
    documents: readonly DocumentFacts[],
  ): Promise<Check> {
    const judgedOn = filedOn ?? this.clock.today()
    const { partial, problems } = parseApplication(answers)
    const timeline = await this.reference.timeline()
    const replaces = papers.length > 0 && (await this.reference.procedure('signatures', judgedOn)).replaces
    const signed = replaces ? signedKinds(papers) : []
    const judgement = judge({
      filedOn: judgedOn,
      answers: partial as Subject, // every leaf of the form's type fits the one that is judged, or is unknown to it
      firm: { creditCode },
      recommendedBefore,
      documents,
      signed,
      rules: await this.rulesOn(judgedOn),
      calendar: await this.reference.calendar(judgedOn),
      routesOn: (day) => this.routesIn(timeline(day), day),
    })
    return {
      judgedOn,
      judgement,
      documents,
      signed,
      voids,
      form: problems,
      problems: [...problems, ...blocksOfAnswers(judgement.blocks, problems)],
    }
  }

  /** The routes of a recommendation that are in force on a day. */
  async routesOn(date: string): Promise<readonly RouteInForce[]> {
    return this.routesIn(await this.reference.on(date), date)
  }

  /** Parsed once: of each day what is in force is an object of its own. */
  private routesIn(inForce: InForce, date: string): readonly RouteInForce[] {
    const known = this.routes.get(inForce)
    if (known) return known
    const routes = routesInForce(inForce, date)
    this.routes.set(inForce, routes)
    return routes
  }

  /** The rules of a day, parsed once: what is in force then is one object until something new is approved. */
  async rulesOn(date: string): Promise<Rules> {
    const inForce = await this.reference.on(date)
    const known = this.rules.get(inForce)
    if (known) return known
    const rules = parseRules(inForce)
    this.rules.set(inForce, rules)
    return rules
  }
}
