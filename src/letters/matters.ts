/**
 * Reads what a paper needs out of the case and the reference data of its day, and composes it. The
 * same words for a letter that is ordered, for a paper that the worker makes out of an event, and
 * for a preview. Over 250 lines because all that a paper is made of is read in one place.
 */
import { Injectable } from '@nestjs/common'
import { row, rows, type Tx } from '../base/database.js'
import type { SealKey } from '../base/seal.js'
import type { Bilingual } from '../base/text.js'
import type { Assessed } from '../cases/assessed.js'
import { Preflight } from '../cases/preflight.js'
import { proposalOf } from '../cases/recommending.js'
import { CaseKeys } from '../cases/sealing/caseKeys.js'
import { PLACES } from '../cases/sealing/place.js'
import { needed, openTree } from '../cases/sealing/sealedTree.js'
import { APPLICATION, type Application, parseApplication } from '../forms/application.js'
import { Authorities, type Authority } from '../reference/authorities.js'
import { Reference } from '../reference/reference.service.js'
import type { EventName } from '../workflow/words.js'
import {
  type LetterTemplate,
  letterTemplateSchema,
  numberSeriesSchema,
  type PaperKind,
  paperKindSchema,
  type Signatory,
  signatorySchema,
} from './catalogue.js'
import { newCheckCode } from '../base/checkCode.js'
import { composeLetter } from './compose.js'
import { FORM, type FiledPaper, formSections } from './applicationForm.js'
import { type AskedOn, basisOf } from './decided.js'
import { listEarlier, named, REFERS, replacedBy } from './earlier.js'
import { mendWords, type OrderedLetter, parseOrder, type Seal } from './letterData.js'
import type { FiledFirm, Terms } from './matter.js'
import { printName, spellOut } from './names.js'
import { sayHeard } from './heard.js'
import { type Conditions, foundLines, rowsOf, sayConditions, textOf } from './occurrence.js'
import { Typefaces } from './typefaces.js'

/**
 * How papers are made here: where their codes are checked, and whether they are specimens. Seals
 * come only by configuration.
 */
export class LetterSettings {
  constructor(
    readonly checkPage: string,
    readonly specimen: string | null,
    readonly sealOf: (file: string, diameterMm: number) => Seal | null,
  ) {}
}

/** The number of an event that is not there yet: all others come before it. */
export const TO_COME = 2 ** 31 - 1

/** The case as a paper needs it. Without a kind a recommendation is meant. */
export interface Occasion {
  readonly kind?: string
  readonly caseId: number
  readonly today: string
  /** The day the case is judged by. */
  readonly judgedOn: string
  readonly leadId: number | null
  readonly departments: readonly number[]
  readonly conditions?: Conditions
  /** What was found in the assessment; of a paper that an event causes, what that says. */
  readonly assessed?: Assessed
  /** What the recommendation asks for, and the day on which it was decided. */
  readonly asked?: AskedOn
  /** The event that causes it: its action, its number and what it says. */
  readonly event?: {
    readonly action: EventName
    readonly seq: number
    readonly content: Readonly<Record<string, unknown>>
  }
}

/** What the reference data say of a kind of paper on a day. */
export interface Making {
  readonly kind: string
  readonly paper: PaperKind
  readonly template: LetterTemplate
  readonly issuer: Authority
  readonly signatory: Signatory
  /** The number's form, in which the serial is still a place. */
  readonly numberForm: string
}

/** As it was filed last; a letter names the employer as it is called on the letter's day (decision 0042). */
interface Filed {
  readonly number: string
  readonly dataKey: Buffer | null
  readonly seq: number
  readonly answers: unknown
  readonly firm: FiledFirm
}
const FILED = `
  select c.number, c.data_key as "dataKey", s.seq, s.answers,
    s.firm || jsonb_build_object('nameZh', f.name_zh, 'nameEn', f.name_en) as firm
  from submissions s join cases c on c.id = s.case_id join firms f on f.id = c.firm_id
  where s.case_id = $1 and s.seq <= $2 order by s.seq desc limit 1`

const FILED_PAPERS = `
  select a.id, a.kind, a.details, a.name, a.pages, a.issued_on::text as "issuedOn" from submissions s
  join attachments a on a.case_id = s.case_id and s.attachments @> to_jsonb(a.id)
  where s.case_id = $1 and s.seq = $2`

const ROUND = `select count(*)::int as n from events where case_id = $1 and action = 'requestCorrection' and seq <= $2`

@Injectable()
export class Matters {
  constructor(
    private readonly authorities: Authorities,
    private readonly reference: Reference,
    private readonly preflight: Preflight,
    private readonly settings: LetterSettings,
    private readonly typefaces: Typefaces,
    private readonly keys: CaseKeys,
  ) {}

  /** The kinds of paper that an action causes on a day, in their order. */
  async kindsFor(action: EventName, on: string): Promise<string[]> {
    const kinds = await this.reference.all('paperKinds', on, paperKindSchema)
    const { letterTemplates: texts = {} } = await this.reference.on(on)
    return [...kinds]
      .filter(([kind, { actions }]) => actions.some((one) => one === action) && Object.hasOwn(texts, kind))
      .sort(([, one], [, other]) => one.order - other.order)
      .map(([kind]) => kind)
  }

  /** Whether a kind of paper and its text are in force on a day. */
  async has(kind: string, on: string): Promise<boolean> {
    const { paperKinds = {}, letterTemplates: texts = {} } = await this.reference.on(on)
    return Object.hasOwn(paperKinds, kind) && Object.hasOwn(texts, kind)
  }

  /** What holds for a kind of paper of this case's lead department. A template may be given that is not saved yet. */
  async making({ kind = 'recommendation', leadId, today }: Occasion, template?: LetterTemplate): Promise<Making> {
    if (leadId === null) throw new Error('the case has no lead department')
    const [paper, issuer, saved, signatories] = await Promise.all([
      this.reference.at('paperKinds', kind, today, paperKindSchema),
      this.authorities.get(leadId, today),
      template ?? this.reference.at('letterTemplates', kind, today, letterTemplateSchema),
      this.reference.all('signatories', today, signatorySchema),
    ])
    const { form } = await this.reference.at('numberSeries', paper.series, today, numberSeriesSchema)
    const signatory = signatories.get(`${issuer.code}.${kind}`) ??
      signatories.get(issuer.code) ?? {
        signatory: null,
        office: issuer.office,
        phone: issuer.phone,
        seal: { file: issuer.code, diameterMm: 42 },
      }
    const numberForm = form.replace('{authority}', issuer.letterCode).replace('{year}', today.slice(0, 4))
    return { kind, paper, template: saved, issuer, signatory, numberForm }
  }

  /**
   * The paper's data, frozen from now on, and the letter that it takes the place of. Throws Invalid
   * when it cannot be composed.
   *
   * @param takeNumber asked once all else is read: whoever takes a number holds its series until the transaction ends
   */
  async compose(
    tx: Tx,
    occasion: Occasion,
    { kind, paper, template, issuer, signatory }: Making,
    takeNumber: () => string | Promise<string>,
    code = newCheckCode(),
  ): Promise<{ data: OrderedLetter; key: SealKey; supersedes: number | null; addressedTo: number | null }> {
    const { caseId, today, judgedOn, departments, event } = occasion
    const filed = await row<Filed>(tx, FILED, [caseId, event?.seq ?? TO_COME])
    const key = this.keys.of(caseId, filed?.dataKey ?? null)
    const answers = filed && openTree(APPLICATION, key, filed.answers, PLACES.filed(caseId, filed.seq))
    const application = filed && parseApplication(answers).value
    if (!filed || !application) throw new Error('the case has no complete submission')
    const { firm } = filed
    const { judgement } = await this.preflight.judgeAnswers(
      answers,
      { creditCode: firm.creditCode, filedOn: judgedOn },
      [],
    )
    const earlier = await listEarlier(tx, caseId)
    const known = await this.authorities.list(today)
    const place = { district: firm.district, zone: firm.zone ?? null }
    const { permit, review } = await this.authorities.jurisdiction(today, place)
    const [addressee, reviewer] = [
      await this.authorities.getByCode(permit, today),
      await this.authorities.getByCode(review, today),
    ]
    const glyphs = await this.typefaces.glyphs()
    const replaced = kind === 'recommendation' ? earlier.find(replacedBy) : undefined
    const content = event?.content ?? {}
    const { asked } = occasion
    const proposal = asked ? proposalOf(await this.preflight.routesOn(asked.on), asked) : null
    const matter = {
      kind,
      paper,
      template,
      issuedOn: today,
      caseNumber: filed.number,
      filedOn: judgedOn,
      application: application as Application, // what parseApplication has made of the same schema
      printed: printName(application as Application, glyphs), // the same
      firm,
      judgement,
      departments: departments.flatMap((id) => known.get(id)?.name ?? []),
      occurrence: {
        ...textOf(content),
        conditions: sayConditions(occasion.conditions ?? {}),
        found: foundLines(occasion.assessed ?? content),
        heard: event ? await sayHeard(tx, caseId, event) : null,
        rows: await rowsOf(event?.action, content, today, this.reference),
        round: kind === 'correction' ? await this.round(tx, occasion) : 0,
        letter: named(earlier.find((one) => one.kind === 'recommendation' && one.issued)),
        earlier: named(earlier.find((one) => one.kind === REFERS[kind])),
      },
      terms: await this.terms(occasion, paper, content.until),
      supersedes: replaced?.number ?? null,
      proposal,
      policy: proposal?.route.basis ?? (await basisOf(this.reference, today, judgedOn)),
      issuer,
      signatory: this.marked(signatory.signatory) ?? issuer.name,
      contact: signatory,
      reviewer,
      permit: addressee,
      form:
        kind === FORM
          ? formSections(answers, firm, await rows<FiledPaper>(tx, FILED_PAPERS, [caseId, filed.seq]))
          : undefined,
      check: {
        code,
        url: `${this.settings.checkPage}/${code}`,
        page: this.settings.checkPage.replace(/^https?:\/\//, ''),
      },
      seal: signatory.seal && this.settings.sealOf(signatory.seal.file, signatory.seal.diameterMm),
      specimen: this.settings.specimen,
    }
    const data = composeLetter({ ...matter, number: await takeNumber() })
    // A letter with a character that no face has is refused, and its case can be returned; a notice
    // spells it out, since nothing waits for it.
    const printable = kind === 'recommendation' ? data : mendWords(data, (text) => spellOut(text, glyphs))
    return {
      data: parseOrder(printable),
      key: needed(key),
      supersedes: replaced?.id ?? null,
      addressedTo: paper.addressee === 'permit' ? addressee.id : null,
    }
  }

  /** Until when the firm may answer what is announced, as the announcement's event would say it; nothing of others. */
  async lastDayToAnswer(
    action: EventName,
    { today, judgedOn }: Pick<Occasion, 'today' | 'judgedOn'>,
  ): Promise<{ readonly until?: string }> {
    if (action !== 'announceRefusal' && action !== 'proposeRevocation') return {}
    const limit =
      action === 'announceRefusal'
        ? await this.reference.timeLimit('intention', judgedOn)
        : await this.reference.timeLimit('revocation', today)
    return { until: (await this.reference.calendar(today)).dueOn(today, limit).on }
  }

  private async terms({ today, judgedOn }: Occasion, paper: PaperKind, until: unknown): Promise<Terms> {
    const limit = (key: string) => this.reference.timeLimit(key, judgedOn)
    const calendar = await this.reference.calendar(today)
    const days = async (key: string) => (await limit(key)).amount
    const last = async (key: string) => calendar.dueOn(today, await limit(key)).on
    return {
      validUntil: paper.validity && (await last(paper.validity)),
      term: paper.term
        ? { amount: await days(paper.term), until: typeof until === 'string' ? until : await last(paper.term) }
        : null,
      acceptance: await days('acceptance'),
      assessment: await days('assessment'),
      decision: await days('decision'),
      rounds: (await this.reference.procedure('correction', judgedOn)).correctionRounds,
    }
  }

  /** The notices of the case up to this one, which is not among its events while it is only looked at. */
  private async round(tx: Tx, { caseId, event }: Occasion): Promise<number> {
    const count = (await row<{ n: number }>(tx, ROUND, [caseId, event?.seq ?? 0]))?.n ?? 0
    return event?.seq === TO_COME ? count + 1 : count
  }

  /** Outside production no name passes for an official one. */
  private marked(name: Bilingual | null): Bilingual | null {
    if (!name || this.settings.specimen === null) return name
    return { zh: `演示${name.zh}`, en: `Demonstration ${name.en}` }
  }
}
