/**
 * Documents of a batch: an archive or single files, each matched to a row and a kind, received as any other upload is
 * and attached to the row's draft by whoever sends them. A file that is there already is not stored twice, so that
 * the same archive, sent again after an interruption, goes on where it was. Over 250 lines because what may come
 * between a file and its draft is read together.
 */
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common'
import type { Readable } from 'node:stream'
import { causeOf } from '../base/cause.js'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { SpeakerGone } from '../base/databaseErrors.js'
import { Busy, Invalid } from '../base/errors.js'
import { open, seal } from '../base/seal.js'
import type { Bilingual } from '../base/text.js'
import { SAME_FILE } from '../cases/attaching.js'
import { ArchiveBroken, filesOf } from '../cases/files/archive.js'
import { Box } from '../cases/files/box.js'
import { FileReceiver } from '../cases/files/receive.js'
import { CaseService } from '../cases/case.service.js'
import { saidOf } from '../cases/oneOfMany.js'
import { ReadingService } from '../cases/reading.service.js'
import { CaseKeys } from '../cases/sealing/caseKeys.js'
import { PLACES } from '../cases/sealing/place.js'
import { UnconfirmedFirm } from '../cases/unconfirmedFirm.js'
import { type DocumentRule, documentSchema } from '../criteria/documents.js'
import { UNSORTED } from '../forms/choices.js'
import { settingsOf } from '../people/scope.js'
import type { Person } from '../people/session.service.js'
import { Reference } from '../reference/reference.service.js'
import { type BatchLine, Batches } from './batch.service.js'
import { BatchRunner } from './batchRunner.js'
import { KeptArchive } from './batchArchive.js'
import { type ArchivePiece, ArrivingArchives, pieceOf } from './batchPieces.js'
import { type MatchedPaper, PaperMatcher } from './batchMatching.js'

/** A file that came, and why it is not attached. */
export interface RefusedPaper {
  readonly name: string
  readonly why: Bilingual
}

/** What became of a form of files. */
export interface Received {
  readonly kept: number
  readonly refused: readonly RefusedPaper[]
  /** Of an archive that comes in pieces: where the next one begins. */
  readonly offset: number | null
}

type Fields = Readonly<Record<string, string>>

/** How far an archive is, kept with the batch. */
export interface PapersState {
  readonly name: string
  /** Files that were attached, and those that were there already. */
  readonly kept: number
  readonly same: number
  readonly refused: readonly RefusedPaper[]
  /** Refused beyond those that are named. */
  readonly more: number
  readonly at: string
  readonly ended: boolean
}

/** As it is shown. */
export interface ShownPapers extends PapersState {
  /** False when nothing was heard of it for so long that it was interrupted. */
  readonly running: boolean
}

const MOST_FILES = 12_000
const MOST_NAMED = 200
/** The state is kept after so many files. */
const STEP = 10
/** Readers of files may be taken by others for a while. */
const BUSY_PAUSE = 2_000 // ms
const BUSY_TRIES = 60
/** Longer than a step may wait for readers. */
const SILENCE = 5 * 60_000

const KEEP = 'update batches set papers = $2 where id = $1'
const KEPT = 'select papers from batches where id = $1'

/** What a transfer is for. */
interface Transfer {
  readonly person: Person
  readonly id: number
  readonly batch: BatchLine
  readonly matcher: PaperMatcher
  readonly rules: ReadonlyMap<string, DocumentRule>
  /** Kinds of cases that have come with it: further ones stand beside them. */
  readonly taken: Set<string>
}

@Injectable()
export class BatchPapers implements BeforeApplicationShutdown {
  private readonly log = new Logger('batches')
  private readonly running = new Set<Promise<void>>()
  private closing = false
  private readonly arriving: ArrivingArchives

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly keys: CaseKeys,
    private readonly box: Box,
    private readonly receiver: FileReceiver,
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
    private readonly reference: Reference,
    private readonly unconfirmed: UnconfirmedFirm,
    private readonly batches: Batches,
    private readonly runner: BatchRunner,
  ) {
    this.arriving = new ArrivingArchives(receiver.folder)
  }

  /** What became of the archive that came last; undefined when none has come. Throws NotFound. */
  async state(person: Person, id: number): Promise<ShownPapers | undefined> {
    const { orderedBy } = await this.batches.get(person, id)
    const found = await this.db.transaction(settingsOf(person), (tx) => row<{ papers: Buffer | null }>(tx, KEPT, [id]))
    if (!found?.papers) return undefined
    const opened = open(this.keys.ofPerson(orderedBy), found.papers, PLACES.batchPapers(id))
    const state = JSON.parse(opened.toString()) as PapersState // what was sealed there
    const isHeard = this.clock.now().getTime() - Date.parse(state.at) < SILENCE
    return { ...state, running: !state.ended && isHeard }
  }

  /**
   * The files of one form, archives and others. Answers how many arrived, and why the others did not. Throws NotFound,
   * and what `read` throws.
   *
   * @param read reads the form, and hands each file on
   */
  async receive(
    person: Person,
    id: number,
    read: (take: (name: string, content: Readable, fields: Fields) => Promise<void>) => Promise<unknown>,
  ): Promise<Received> {
    const transfer = await this.begin(person, id)
    const refused: RefusedPaper[] = []
    let [kept, offset]: [number, number | null] = [0, null]
    await read(async (name, content, fields) => {
      const isArchive = /\.zip$/i.test(name)
      const piece = isArchive ? pieceOf(fields) : undefined
      const why = isArchive ? undefined : await this.take(transfer, name, () => content)
      if (piece) offset = await this.takePiece(transfer, name, piece, content)
      else if (isArchive) this.start(transfer, name, await KeptArchive.receive(content, this.receiver.folder))
      if (why) refused.push({ name, why })
      else if (!piece || offset === piece.size) kept += 1
      content.resume()
    })
    return { kept, refused, offset }
  }

  /** What one form of files needs, made once for all of them. Throws NotFound. */
  private async begin(person: Person, id: number): Promise<Transfer> {
    const [batch, rows] = [await this.batches.get(person, id), await this.batches.rows(person, id)]
    const rules = await this.reference.all('documents', this.clock.today(), documentSchema)
    return { person, id, batch, rules, matcher: new PaperMatcher(rows, rules), taken: new Set() }
  }

  /** One file. Answers why it is not attached; undefined when it is, or was already. */
  private async take(transfer: Transfer, name: string, content: () => Readable): Promise<Bilingual | undefined> {
    return (await this.one(transfer, name, content)).why
  }

  /** A piece of an archive; answers where the next one begins. */
  private async takePiece(transfer: Transfer, name: string, piece: ArchivePiece, content: Readable): Promise<number> {
    const { person, id } = transfer
    const sender = { personId: person.id, batchId: id, key: this.keys.ofPerson(person.id).bytes }
    const { offset, archive } = await this.arriving.take(sender, piece, content)
    if (archive) this.start(transfer, name, archive)
    return offset
  }

  /** Attaches the files of an archive that is here whole, one after the other. */
  private start(transfer: Transfer, name: string, archive: KeptArchive): void {
    const work = this.unpack(transfer, name, archive)
      .catch((error: unknown) => {
        if (!(error instanceof SpeakerGone)) this.log.error({ msg: 'an archive was interrupted', ...causeOf(error) })
      })
      .finally(() => archive.drop())
      .finally(() => this.running.delete(work))
    this.running.add(work)
  }

  /** Settles when no archive is being unpacked. */
  async settled(): Promise<void> {
    await Promise.all(this.running)
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true
    await this.settled()
  }

  private async unpack(transfer: Transfer, name: string, archive: KeptArchive): Promise<void> {
    const counts = { kept: 0, same: 0, files: 0 }
    const refused: RefusedPaper[] = []
    const keep = (ended: boolean) =>
      this.keep(transfer, {
        ...{ name, kept: counts.kept, same: counts.same, refused: refused.slice(0, MOST_NAMED), ended },
        ...{ more: Math.max(0, refused.length - MOST_NAMED), at: this.clock.now().toISOString() },
      })
    await keep(false)
    try {
      const limits = { mostBytes: this.receiver.maxBytes, mostFiles: MOST_FILES }
      for await (const file of filesOf(this.box, archive, limits)) {
        if (this.closing) return
        const { why, same } = file.wrong
          ? { why: WRONG[file.wrong], same: false }
          : await this.one(transfer, file.name, file.open)
        if (why) refused.push({ name: file.name, why })
        else if (same) counts.same += 1
        else counts.kept += 1
        if (++counts.files % STEP === 0) await keep(false)
      }
    } catch (error) {
      if (!(error instanceof ArchiveBroken)) throw error
      refused.unshift({ name, why: BROKEN[error.why] })
    }
    await keep(true)
    for (const one of await this.batches.rows(transfer.person, transfer.id))
      await this.runner.look(transfer.person, transfer.id, one)
  }

  private async keep({ person, id }: Transfer, state: PapersState): Promise<void> {
    const { orderedBy } = await this.batches.get(person, id)
    const sealed = seal(this.keys.ofPerson(orderedBy), JSON.stringify(state), PLACES.batchPapers(id))
    await this.db.transaction(settingsOf(person), (tx) => rows(tx, KEEP, [id, sealed]))
  }

  private async one(
    transfer: Transfer,
    name: string,
    content: () => Readable,
  ): Promise<{ why: Bilingual | undefined; same: boolean }> {
    const found = transfer.matcher.match(name)
    if ('zh' in found) return { why: found, same: false }
    try {
      await this.attach(transfer, found, content)
      return { why: undefined, same: false }
    } catch (error) {
      if (isSame(error)) {
        await this.batches.noteSame(transfer.person, transfer.batch, found.caseId, found.file)
        return { why: undefined, same: true }
      }
      const why = saidOf(error)
      if (!why) throw error
      return { why, same: false }
    }
  }

  private async attach(transfer: Transfer, found: MatchedPaper, content: () => Readable): Promise<void> {
    const { person: sender, rules, taken, batch } = transfer
    const { caseId, file, kind, issuedOn, language, of } = found
    const today = this.clock.today()
    const person = { ...sender, speaker: sender.speaker && { ...sender.speaker, at: this.clock.now() } }
    await this.unconfirmed.requireRoomForFile(person)
    const seal = await this.reading.requireOpen(person, caseId)
    const received = await this.patient(() =>
      this.receiver.receive(
        { filename: file, file: content() },
        kind ?? UNSORTED,
        rules.get(kind ?? '')?.image ?? null,
        {
          seal,
          today,
        },
      ),
    )
    const key = `${caseId} ${kind} ${of ?? ''}`
    const details = { language, of }
    const waiting = kind ? await this.batches.waiting(person, { caseId, kind, of }, received.sha256) : undefined
    const said = { kind, issuedOn, details, beside: taken.has(key) }
    const settled = waiting && (waiting.known ? { remove: waiting.id } : { ...said, sorted: waiting.id })
    const input = settled ?? (kind ? { ...said, file: received } : { unsorted: true, file: received })
    try {
      await this.cases.act(caseId, 'attachFile', { actor: person, input })
      taken.add(key)
    } catch (error) {
      // what came with an earlier archive is not replaced by the next one of its kind either
      if (isSame(error)) taken.add(key)
      await this.receiver.discard([received])
      throw error
    }
    if (!settled) return
    await this.receiver.discard([received])
    await this.batches.noteSame(person, batch, caseId, file)
  }

  /** Waits while readers of files are taken: a file of an archive cannot be asked for again by whoever sent it. */
  private async patient<Made>(work: () => Promise<Made>): Promise<Made> {
    for (let tries = 1; ; tries++) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof Busy) || tries === BUSY_TRIES || this.closing) throw error
        await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE))
      }
    }
  }
}

const isSame = (error: unknown): boolean =>
  error instanceof Invalid && error.problems.some(({ code }) => code === SAME_FILE)

const WRONG = {
  encrypted: { zh: '设有密码，没有读取', en: 'is protected by a password and was not read' },
  bomb: { zh: '解压后过大，没有读取', en: 'is too large when unpacked and was not read' },
  tooLarge: { zh: '超过单个文件的大小上限，没有读取', en: 'is larger than the limit for one file and was not read' },
} as const satisfies Record<string, Bilingual>
const BROKEN = {
  damaged: {
    zh: '压缩包损坏或不是ZIP，其余内容未读取。请重新压缩后上传',
    en: 'the archive is damaged or not a ZIP. The rest was not read. Create it again and upload it',
  },
  tooMany: { zh: '文件太多，请分成几个压缩包', en: 'it contains too many files: split it into several archives' },
} as const satisfies Record<string, Bilingual>
