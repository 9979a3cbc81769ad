/**
 * What candidates sign by drawing on their own page, and the files that the worker makes of it: for the candidate, and
 * for whoever may see the case. Opening a file is an event of the case.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, type Tx } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import { open } from '../base/seal.js'
import { sql } from '../base/sql.js'
import type { Language } from '../base/text.js'
import { SIGNED_PAPERS, type SignedPaper } from '../forms/choices.js'
import { labelOf } from '../forms/engine/ui.js'
import { strokeProblems } from '../forms/strokes.js'
import { orderTalentLook, orderTalentReading } from '../jobs/talentAct.js'
import { type Actor, candidate, has } from '../people/actor.js'
import { Reference } from '../reference/reference.service.js'
import { entriesIn } from '../workflow/step.js'
import { CaseService } from './case.service.js'
import { type CaseRow, judgedOnOf } from './facts.js'
import { cleanName } from './files/names.js'
import { SCOPE, scopeOf, settingsForReading } from './scope.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { PLACES } from './sealing/place.js'
import { digestOf, type ShownPaper } from './signedPapers.js'
import { Signing } from './signing.js'
import type { Opened, Visitor } from './talentDoor.js'

/** What a candidate is asked to sign. */
export interface PaperToSign {
  readonly shown: ShownPaper
  readonly digest: string
  /** It is signed already, or the case is past that. */
  readonly closed: 'signed' | 'decided' | undefined
  /** Whether a drawn signature stands for the signed document that is uploaded. */
  readonly replaces: boolean
}

/** What comes with a signature. */
export interface Drawn {
  readonly paper: SignedPaper
  /** Of what was shown. */
  readonly digest: string
  readonly strokes: string
  readonly confirmed: boolean
}

/** The file of a signature, and its name. */
export interface SignedFile {
  readonly name: string
  readonly pdf: Buffer
}

type Row = Pick<CaseRow, 'id' | 'number' | 'state' | 'version' | 'answersVersion' | 'filedOn'> & {
  readonly dataKey: Buffer | null
  readonly signed: boolean
}
interface FileRow {
  readonly paper: SignedPaper
  readonly number: string
  readonly pdf: Buffer
  readonly dataKey: Buffer | null
}

const OWN = `
  select id, number, state, version, answers_version as "answersVersion", filed_on::text as "filedOn",
    data_key as "dataKey",
    exists (select from talent_signatures g where g.case_id = c.id and g.paper = $2 and g.voided_at is null) as signed
  from cases c where id = $1`
const FILE = sql`
  select g.paper, c.number, g.pdf, c.data_key as "dataKey" from talent_signatures g join cases c on c.id = g.case_id
  where ${SCOPE} and c.id = ${'caseId'} and g.id = ${'signatureId'} and g.made_at is not null`

@Injectable()
export class SignedPapers {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly cases: CaseService,
    private readonly signing: Signing,
    private readonly keys: CaseKeys,
    private readonly reference: Reference,
  ) {}

  /** What the candidate would sign now: that it was shown is recorded in the case. Throws NotFound. */
  toSign({ caseId, speaker }: Visitor, paper: SignedPaper): Promise<PaperToSign> {
    return this.db.transaction({ speaker }, async (tx) => {
      const found = await row<Row>(tx, OWN, [caseId, paper])
      if (!found) throw new NotFound()
      await orderTalentLook(tx, caseId, this.clock.now(), { ...found, kind: paper })
      const asked = { paper, today: this.clock.today() }
      const shown = await this.signing.show(tx, found, this.keys.of(caseId, found.dataKey), asked)
      const closed = found.signed ? 'signed' : entriesIn(found.state).has('sign') ? undefined : 'decided'
      return { shown, digest: digestOf(shown), closed, replaces: await this.replaces(found) }
    })
  }

  /** Whether the rules by which the case is judged let a drawn signature stand for the uploaded document. */
  async replaces(found: Pick<CaseRow, 'state' | 'filedOn'>): Promise<boolean> {
    const on = judgedOnOf(found, this.clock.today())
    return (await this.reference.procedure('signatures', on)).replaces
  }

  /** Signs it. Throws Invalid at what is wrong; NotNow where nothing can be signed any more. */
  async sign({ caseId, speaker, by }: Opened, { confirmed, ...drawn }: Drawn): Promise<void> {
    const wrong = strokeProblems(drawn.strokes)
    if (wrong.length > 0) throw new Invalid(wrong)
    const input = { ...drawn, openedBy: by, confirmed: confirmed || undefined }
    await this.cases.act(caseId, 'sign', { actor: candidate(speaker), input })
  }

  /** The file for its candidate. Throws NotFound, also while it is being made. */
  fetchOwn({ caseId, speaker }: Visitor, id: number, language: Language): Promise<SignedFile> {
    return this.db.transaction({ speaker }, async (tx) => {
      const { file, paper } = await this.fileIn(tx, candidate(speaker), [caseId, id], language)
      await orderTalentReading(tx, caseId, this.clock.now(), { signatureId: id, kind: paper })
      return file
    })
  }

  /** The file for the firm and for officers, whose opening is recorded. Throws NotFound. */
  fetch(actor: Actor, caseId: number, id: number, language: Language): Promise<SignedFile> {
    return this.db.transaction(settingsForReading(actor, this.clock.now()), async (tx) => {
      const { file, paper } = await this.fileIn(tx, actor, [caseId, id], language)
      const reading = has(actor, 'auditor') ? 'auditFile' : 'readFile'
      if (actor.firmId === null)
        await this.cases.recordReading(tx, caseId, actor, reading, { signatureId: id, kind: paper })
      return file
    })
  }

  private async fileIn(tx: Tx, actor: Actor, [caseId, signatureId]: readonly [number, number], language: Language) {
    const found = await row<FileRow>(tx, ...FILE({ ...scopeOf(actor), caseId, signatureId }))
    const key = found && this.keys.of(caseId, found.dataKey)
    if (!found || !key) throw new NotFound()
    const { paper, number, pdf } = found
    const name = cleanName(`${labelOf(SIGNED_PAPERS, paper)[language]} ${number}`, 'pdf')
    return { paper, file: { name, pdf: open(key, pdf, PLACES.signatureFile(signatureId)) } }
  }
}
