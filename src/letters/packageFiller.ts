/**
 * Fetches what goes into a package, one letter at a time: its file, its evidence, its description;
 * and records that the letter was taken.
 */
import { Readable } from 'node:stream'
import { Injectable } from '@nestjs/common'
import { z } from 'zod'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { NotFound, NotNow } from '../base/errors.js'
import { open } from '../base/seal.js'
import { Scanning, type ScanState } from '../base/scanning.js'
import { CaseService } from '../cases/case.service.js'
import { PaperFiles, type StoredPaper } from '../cases/files/papers.js'
import { CaseKeys } from '../cases/sealing/caseKeys.js'
import { PLACES } from '../cases/sealing/place.js'
import { openTree } from '../cases/sealing/sealedTree.js'
import { APPLICATION } from '../forms/application.js'
import type { SignedPaper } from '../forms/choices.js'
import type { Proposed } from '../cases/proposed.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { coverSheet } from './coverSheet.js'
import { type LetterLine, Letters } from './letter.service.js'
import type { LetterData } from './letterData.js'
import { aboutLetter, type Description, describeLetter, type FiledApplication, type Index } from './package.js'
import { DRAWN, drawnPath, drawnTitle, inFormOrder, paperPath, paperTitle, partOfPath } from './packageNames.js'
import { Previewer } from './previewer.js'
import { LetterProposals } from './proposals.js'
import { recordReceipt } from './receipts.js'
import { CannotBeSet, DoesNotFit } from './render.js'
import { TookTooLong } from './setter.js'

/** A letter with all that goes beside it, ready to be sent. */
export interface PackagedLetter {
  readonly folder: string
  readonly pdf: Buffer
  /** The list of contents, which is set while the documents go out; undefined where it cannot be. */
  readonly cover: Promise<Cover | undefined>
  readonly describe: (cover: Cover | undefined) => Description
  readonly papers: readonly { readonly path: string; readonly open: () => Promise<Readable> }[]
  readonly line: Index['letters'][number]
  readonly at: Date
}

export interface Cover {
  readonly path: string
  readonly pdf: Buffer
}

interface Paper extends StoredPaper {
  readonly id: number
  readonly kind: string
  readonly mime: string
  readonly bytes: number
  readonly language: string | null
  /** Of a translation, the kind of what it translates. */
  readonly of: string | null
  readonly issuedOn: string | null
  readonly pages: number | null
}

/** What the candidate has signed by drawing, as its file says it (decision 0053). */
interface Signed {
  readonly id: number
  readonly paper: SignedPaper
  readonly signedOn: string
  readonly sha256: string
  readonly pdf: Buffer
}

interface Contents {
  readonly letter: LetterLine
  readonly data: LetterData
  readonly pdf: Buffer
  readonly filed: FiledApplication
  readonly papers: readonly Paper[]
  readonly signed: readonly Signed[]
}

const FILED = `
  select s.seq, s.answers, s.firm, s.filed_at as "filedAt", c.data_key as "dataKey" from submissions s
  join cases c on c.id = s.case_id
  where c.id = $1 order by s.seq desc limit 1`

const PAPERS = `
  select id, kind, mime, bytes, sha256, issued_on::text as "issuedOn", pages, storage_key as "storageKey",
    sealed, case_id as "caseId", details ->> 'language' as language, details ->> 'of' as of
  from attachments where case_id = $1 and replaced_at is null order by kind, id`

/** Those that stand; one whose file is still being made comes with the next package. */
const SIGNED = `
  select id, paper, (at at time zone 'Asia/Shanghai')::date::text as "signedOn", sha256, pdf from talent_signatures
  where case_id = $1 and made_at is not null and voided_at is null order by paper desc`

const KEYS = `
  select distinct a.storage_key as key, a.scan from letters l
  join attachments a on a.case_id = l.case_id and a.replaced_at is null
  where l.id = any ($1)`

@Injectable()
export class PackageFiller {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly letters: Letters,
    private readonly cases: CaseService,
    private readonly files: PaperFiles,
    private readonly previewer: Previewer,
    private readonly scanning: Scanning,
    private readonly keys: CaseKeys,
    private readonly proposals: LetterProposals,
  ) {}

  /**
   * Looks that every paper can be read, before the first byte of a package goes out: half a
   * download explains nothing. Throws NotNow.
   */
  async requirePapers(actor: Actor, letterIds: readonly number[]): Promise<void> {
    const papers = await this.db.transaction(settingsOf(actor), (tx) =>
      rows<{ key: string; scan: ScanState | null }>(tx, KEYS, [letterIds]),
    )
    for (const { scan } of papers) this.scanning.requireClean(scan)
    const there = await Promise.all(papers.map(({ key }) => this.files.has(key)))
    if (there.includes(false)) throw new NotNow([paperGone])
  }

  /** The letter with its folder, the so-manieth of the package; undefined when it is no longer open to the actor. */
  async prepare(actor: Actor, packageId: number, index: number, letterId: number): Promise<PackagedLetter | undefined> {
    const contents = await this.read(actor, packageId, letterId)
    if (!contents) return undefined
    const proposal = (await this.proposals.list(actor, [letterId])).get(letterId)
    const { letter, data, pdf, filed, papers, signed } = contents
    const folder = `${String(index + 1).padStart(3, '0')} ${partOfPath(letter.number)}`
    const uploaded = papers.map(({ kind, of, language, mime, bytes, sha256, issuedOn, pages }, place) => ({
      file: paperPath(folder, place, { kind, of }, mime),
      label: paperTitle({ kind, of }),
      ...{ kind, mime, bytes, sha256, issuedOn, pages, language, translationOf: of },
    }))
    const drawn = signed.map(({ paper, signedOn, sha256, pdf: { length } }, place) => ({
      ...{ file: drawnPath(folder, papers.length + place, paper), kind: DRAWN[paper], label: drawnTitle(paper) },
      ...{ mime: 'application/pdf', bytes: length, sha256, issuedOn: signedOn, pages: null },
      ...{ language: null, translationOf: null },
    }))
    const evidence = [...uploaded, ...drawn]
    const file = `${folder}/letter.pdf`
    const sha256 = letter.sha256 ?? ''
    const cover = this.coverOf(data, letter, folder, evidence)
    cover.catch(() => undefined) // whoever sends the letter is told; by then the other end may be gone
    return {
      folder,
      pdf,
      cover,
      describe: (made) =>
        describeLetter(aboutLetter(letter, data, file), letter.caseNumber, filed, {
          ...askedFor(data, proposal?.proposed),
          evidence,
          cover: made?.path ?? null,
        }),
      papers: [
        ...papers.map((paper, place) => ({ path: uploaded[place]?.file ?? '', open: () => this.files.open(paper) })),
        ...signed.map((one, place) => ({
          path: drawn[place]?.file ?? '',
          open: async () => Readable.from([one.pdf], { objectMode: false }),
        })),
      ],
      line: {
        ...{ number: letter.number, file, sha256, evidence: evidence.length },
        description: `${folder}/description.json`,
      },
      at: this.clock.now(),
    }
  }

  /** The list of contents; undefined where it cannot be set, which keeps nobody from the documents themselves. */
  private async coverOf(
    data: LetterData,
    letter: LetterLine,
    folder: string,
    evidence: Description['evidence'],
  ): Promise<Cover | undefined> {
    try {
      const pdf = await this.previewer.printAsIs(coverSheet(data, letter, evidence, this.clock.today()))
      return { path: `${folder}/00 资料目录.pdf`, pdf }
    } catch (error) {
      if (error instanceof CannotBeSet || error instanceof DoesNotFit || error instanceof TookTooLong) return undefined
      throw error
    }
  }

  /** Everything in one transaction, with the event and the receipt: what is read is what is recorded. */
  private async read(actor: Actor, packageId: number, letterId: number): Promise<Contents | undefined> {
    try {
      return await this.db.transaction(settingsOf(actor), async (tx) => {
        const letter = await this.letters.find(tx, actor, letterId)
        const pdf = await this.letters.fileOf(tx, letter)
        const data = await this.letters.dataOf(tx, letter)
        const sealed = await row<FiledApplication & { seq: number; dataKey: Buffer | null }>(tx, FILED, [letter.caseId])
        if (!sealed) throw new NotFound()
        const { seq, dataKey, ...filed } = sealed
        const key = this.keys.of(letter.caseId, dataKey)
        const answers = openTree(APPLICATION, key, filed.answers, PLACES.filed(letter.caseId, seq))
        const found = await rows<Omit<Paper, 'dataKey'>>(tx, PAPERS, [letter.caseId])
        const papers = inFormOrder(found).map((paper) => ({ ...paper, dataKey }))
        const sealedPdfs = key ? await rows<Signed>(tx, SIGNED, [letter.caseId]) : []
        const signed = sealedPdfs.map((one) => ({
          ...one,
          pdf: key ? open(key, one.pdf, PLACES.signatureFile(one.id)) : one.pdf,
        }))
        await recordReceipt(tx, actor, letter, 'packaged', this.clock.now(), packageId)
        await this.cases.recordReading(tx, letter.caseId, actor, 'fetchLetter', {
          ...{ letterId, sha256: letter.sha256, packageId },
          papers: papers.map(({ id }) => id),
          signatures: signed.map(({ id }) => id),
        })
        return { letter, data, pdf, filed: { ...filed, answers }, papers, signed }
      })
    } catch (error) {
      if (error instanceof NotFound) return undefined
      throw error
    }
  }
}

const paperGone = {
  code: 'paperGone',
  zh: '所选案件中有材料的内容缺失。这是系统的故障，已告知系统管理员；内容恢复后即可下载。',
  en:
    'The content of a document of these cases is missing. This is a fault of the system. The system ' +
    'administrators have been informed; the download works as soon as the content is back.',
}

/**
 * What the person reaches, as the letter says it; and what its recommendation asked for, whatever a
 * city's table prints.
 */
function askedFor({ machine = {} }: LetterData, recommended: Proposed | undefined) {
  const reached = z.enum(['A', 'B', 'none']).safeParse(machine.category).data
  return {
    reached: reached && machine.points ? { class: reached, points: Number(machine.points) } : null,
    proposed: recommended ? { treatment: null, ...recommended.asked, ground: recommended.says.ground } : null,
  }
}
