/** Fetches what goes into a package, one letter at a time: its file, its evidence, its description; and records that the letter was taken. */
import type { Readable } from 'node:stream'
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { NotFound, NotNow } from '../base/errors.js'
import { Scanning, type ScanState } from '../base/scanning.js'
import { CaseService } from '../cases/case.service.js'
import { FileStore } from '../cases/files/store.js'
import { documentSchema } from '../criteria/documents.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import { type LetterLine, Letters } from './letter.service.js'
import { type LetterData, parseLetter } from './letterData.js'
import { type Description, describeLetter, type Filed, type Index, paperPath, partOfPath } from './package.js'
import { recordReceipt } from './receipts.js'

/** A letter with all that goes beside it, ready to be sent. */
export interface Ready {
  readonly folder: string
  readonly pdf: Buffer
  readonly description: Description
  readonly papers: readonly { readonly path: string; readonly open: () => Promise<Readable> }[]
  readonly line: Index['letters'][number]
  readonly at: Date
}

interface Paper {
  readonly id: number
  readonly kind: string
  readonly mime: string
  readonly bytes: number
  readonly sha256: string
  readonly issuedOn: string | null
  readonly pages: number | null
  readonly key: string
}

interface Contents {
  readonly letter: LetterLine
  readonly data: LetterData
  readonly pdf: Buffer
  readonly filed: Filed
  readonly papers: readonly Paper[]
}

const FILED = `
  select answers, firm, filed_at as "filedAt" from submissions where case_id = $1 order by seq desc limit 1`

const PAPERS = `
  select id, kind, mime, bytes, sha256, issued_on::text as "issuedOn", pages, storage_key as key
  from attachments where case_id = $1 and replaced_at is null order by kind, id`

const KEYS = `
  select distinct a.storage_key as key, a.scan from letters l join attachments a on a.case_id = l.case_id and a.replaced_at is null
  where l.id = any ($1)`

@Injectable()
export class PackageFiller {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly letters: Letters,
    private readonly cases: CaseService,
    private readonly files: FileStore,
    private readonly reference: Reference,
    private readonly scanning: Scanning,
  ) {}

  /** Looks that every paper can be read, before the first byte of a package goes out: half a download explains nothing. Throws NotNow. */
  async requirePapers(actor: Actor, letterIds: readonly number[]): Promise<void> {
    const papers = await this.db.transaction(settingsOf(actor), (tx) =>
      rows<{ key: string; scan: ScanState | null }>(tx, KEYS, [letterIds]),
    )
    for (const { scan } of papers) this.scanning.requireClean(scan)
    const there = await Promise.all(papers.map(({ key }) => this.files.has(key)))
    if (there.includes(false)) throw new NotNow([paperGone])
  }

  /** The letter with its folder, the so-manieth of the package; undefined when it is no longer open to the actor. */
  async prepare(actor: Actor, packageId: number, index: number, letterId: number): Promise<Ready | undefined> {
    const contents = await this.read(actor, packageId, letterId)
    if (!contents) return undefined
    const { letter, data, pdf, filed, papers } = contents
    const folder = `${String(index + 1).padStart(3, '0')} ${partOfPath(letter.number)}`
    const rules = await this.reference.all('documents', this.clock.today(), documentSchema)
    const evidence = papers.map(({ kind, mime, bytes, sha256, issuedOn, pages }, place) => ({
      file: paperPath(folder, place, kind, mime),
      label: rules.get(kind)?.label ?? { zh: kind, en: kind },
      ...{ kind, mime, bytes, sha256, issuedOn, pages },
    }))
    const file = `${folder}/letter.pdf`
    const sha256 = letter.sha256 ?? ''
    return {
      folder,
      pdf,
      description: describeLetter(aboutLetter(letter, data, file), letter.caseNumber, filed, evidence),
      papers: papers.map(({ key }, place) => ({
        path: evidence[place]?.file ?? '',
        open: async () => (await this.files.open(key)).stream,
      })),
      line: {
        ...{ number: letter.number, file, sha256, evidence: papers.length },
        description: `${folder}/description.json`,
      },
      at: this.clock.now(),
    }
  }

  /** Everything in one transaction, with the event and the receipt: what is read is what is recorded. */
  private async read(actor: Actor, packageId: number, letterId: number): Promise<Contents | undefined> {
    try {
      return await this.db.transaction(settingsOf(actor), async (tx) => {
        const letter = await this.letters.find(tx, actor, letterId)
        const pdf = await this.letters.fileOf(tx, letter)
        const frozen = await row<{ data: unknown }>(tx, 'select data from letters where id = $1', [letterId])
        const filed = await row<Filed>(tx, FILED, [letter.caseId])
        if (!filed) throw new NotFound()
        const papers = await rows<Paper>(tx, PAPERS, [letter.caseId])
        await recordReceipt(tx, actor, letter, 'packaged', this.clock.now(), packageId)
        await this.cases.recordReading(tx, letter.caseId, actor, 'fetchLetter', {
          ...{ letterId, sha256: letter.sha256, packageId },
          papers: papers.map(({ id }) => id),
        })
        return { letter, data: parseLetter(frozen?.data), pdf, filed, papers }
      })
    } catch (error) {
      if (error instanceof NotFound) return undefined
      throw error
    }
  }
}

const paperGone = {
  code: 'paperGone',
  zh: '所选案件中有材料的文件读不出来，请与系统管理员联系。',
  en: 'The file of a document of these cases cannot be read. Please tell the system administrator.',
}

const aboutLetter = (letter: LetterLine, data: LetterData, file: string): Description['letter'] => ({
  kind: letter.kind,
  number: letter.number,
  issuedAt: letter.issuedAt?.toISOString() ?? '',
  validUntil: letter.validUntil,
  standing: standingOf(letter),
  specimen: data.specimen !== null,
  issuer: data.issuer,
  addressee: data.addressee,
  checkCode: letter.checkCode,
  checkAddress: data.check.url,
  file,
  sha256: letter.sha256 ?? '',
})

function standingOf({ endedAs, receivedAt }: LetterLine): Description['letter']['standing'] {
  if (endedAs) return endedAs
  return receivedAt ? 'received' : 'inForce'
}
