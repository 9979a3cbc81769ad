/**
 * Looks at an uploaded file before anything is kept: in a box (box.ts), with limits of time and
 * memory, so that a hostile file can neither stop nor stall the server. Who has not signed in has
 * readers apart, and each such file a process of its own.
 */
import { Box } from './box.js'
import { type FileType, type FitRules, fileTypes, listUnfit, type Unfit } from './fitness.js'
import { PEOPLES, type Places, STRANGERS, type UploadLimits, usualLimits } from './limits.js'
import type { Reading } from './reader.js'
import { Readers, type Source } from './readers.js'
import { proposePaper, type ProposedPaper } from '../../criteria/proposedPaper.js'
import { PLATFORM_EXPORT, UNSORTED } from '../../forms/choices.js'
import { invalidFile, type Refusal } from './refusals.js'
import type { BatchSheet } from './workbook.js'

/** Who sends a file: somebody who has signed in, or a stranger. */
export type Sender = 'person' | 'stranger'

/**
 * What the file is sent as: the kind of document, the name it came under, and what that kind asks
 * of its file (null: nothing).
 */
export interface DeclaredFile {
  readonly kind: string
  readonly declaredName: string
  readonly rules: FitRules | null
  readonly sender?: Sender | undefined
  /** ISO date of the day on which it comes; a proposal goes no further. */
  readonly today?: string | undefined
}

/**
 * What a kept file is: sizes in bytes and pixels, `sha256` in hexadecimal, and every reason why it
 * is unfit for its kind.
 */
export interface Inspection extends Omit<Reading, 'words' | 'sheets'> {
  readonly mime: (typeof fileTypes)[FileType]['mime']
  readonly extension: (typeof fileTypes)[FileType]['extension']
  readonly unfit: readonly Unfit[]
  /** What it may be, when it came without saying. */
  readonly proposed?: ProposedPaper
}

/** Starting a process takes longer than reading a file, so those of people are used again. */
const FILES_A_PROCESS = 50

export class Inspector {
  private readonly readers: Readonly<Record<Sender, Readers>>

  constructor(
    private readonly limits: UploadLimits = usualLimits,
    places: Places = PEOPLES,
    box = new Box(),
  ) {
    this.readers = {
      person: new Readers(box, limits, places, FILES_A_PROCESS),
      stranger: new Readers(box, limits, STRANGERS, 1),
    }
  }

  /**
   * What a file is. Throws `Invalid` with one problem at `documents.KIND` when it is dangerous or
   * unreadable (codes: refusals.ts); what is merely unfit is in `unfit`. Throws `Busy` when too many
   * files wait.
   */
  async inspect(content: Source, declared: DeclaredFile): Promise<Inspection> {
    const { kind, declaredName, rules, sender = 'person', today = '' } = declared
    const isOpen = kind === UNSORTED
    const job = { declaredName, limits: this.limits, words: isOpen, table: kind === PLATFORM_EXPORT }
    const answer = await this.readers[sender].read(content, job)
    if ('failure' in answer) throw new Error(`could not read an uploaded file: ${answer.failure}`)
    if ('refusal' in answer) throw invalidFile(kind, answer.refusal)
    // what it says of itself goes no further than the proposal
    const { words, ...reading } = answer.reading
    const { mime, extension } = fileTypes[reading.format]
    const proposed = isOpen ? proposePaper({ ...reading, ...words, name: declaredName }, today) : undefined
    return { ...reading, mime, extension, unfit: listUnfit(reading, rules), proposed }
  }

  /** The sheets of a batch's workbook, or why it is refused. Throws `Busy`. */
  async readBatch(content: Source, declaredName: string): Promise<readonly BatchSheet[] | Refusal> {
    const answer = await this.readers.person.read(content, { declaredName, limits: this.limits, batch: true })
    if ('failure' in answer) throw new Error(`could not read a workbook: ${answer.failure}`)
    return 'refusal' in answer ? answer.refusal : (answer.reading.sheets ?? [])
  }

  /** Ends the processes; files still being read fail. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.readers).map((readers) => readers.close()))
  }
}
