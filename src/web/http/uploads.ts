/**
 * Reads a multipart form: its fields, its token, and its file straight into the store. Over 250
 * lines because this is the only place that reads multipart, so no upload passes without a token.
 */

import type { MultipartFile } from '@fastify/multipart'
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { asProblem, Busy, Invalid, isRefusal, type Problem } from '../../base/errors.js'
import { firmPaperSeal, type PaperSeal } from '../../cases/files/papers.js'
import { type FilePart, FileReceiver, type ReceivedFile } from '../../cases/files/receive.js'
import { FILE_BUSY, invalidFile } from '../../cases/files/refusals.js'
import { CaseKeys } from '../../cases/sealing/caseKeys.js'
import { UnconfirmedFirm } from '../../cases/unconfirmedFirm.js'
import { documentSchema } from '../../criteria/documents.js'
import { Reference } from '../../reference/reference.service.js'
import { Access, TokenWrong } from './access.js'
import { STRANGERS_FILE } from './door.js'
import { AGAIN, lateUpload, type Parts } from './goOn.js'

export interface UploadedForm {
  /** The text fields that came before the last file; the form puts them first. */
  readonly fields: Readonly<Record<string, string>>
  /** The files by the name of their field, the second one of a field as `file 2`; one left empty is not there. */
  readonly files: Readonly<Record<string, ReceivedFile>>
  /** Why a file was refused, by the name of its field. */
  readonly refused: Readonly<Record<string, readonly Problem[]>>
  /** What the sender calls each file, refused or not, by the name of its field. */
  readonly names: Readonly<Record<string, string>>
}

/** A form of many files: each was handed on as it came. */
export interface ManyFiles {
  readonly fields: Readonly<Record<string, string>>
  /** Why a file was not kept, by the name that it came under. */
  readonly refused: readonly { readonly name: string; readonly problems: readonly Problem[] }[]
  /** Whether the rest of the form could not be read any more. */
  readonly cut: boolean
}

type Fields = UploadedForm['fields']

/** What kind of paper a file is, from the fields that came before it. */
type KindOf = (field: string, fields: Fields) => string

interface UploadOptions {
  /** How the files are sealed, when they are a case's; else as what firms show when they register. */
  readonly seal?: PaperSeal | undefined
  /** Looks at the fields before the first file is taken; when it throws, none is. */
  readonly judge?: ((fields: Fields) => Promise<void>) | undefined
  /** How many files may come; two when it is not said. Those beyond them are refused. */
  readonly mostFiles?: number | undefined
}

/** Files that are still passed over, one by one, in a form that has too many. */
const PASSED_OVER = 50
/** More in one form take too long; a browser with script sends each in a form of its own. */
const MOST_FILES = 40

/** After these nothing more of the form can be read. */
const ENDING: ReadonlySet<string> = new Set(['file:tooLarge', 'file:cutOff'])

@Injectable()
export class Uploads {
  constructor(
    private readonly access: Access,
    private readonly receiver: FileReceiver,
    private readonly reference: Reference,
    private readonly clock: Clock,
    private readonly keys: CaseKeys,
    private readonly unconfirmed: UnconfirmedFirm,
  ) {}

  /** The most bytes that a file may have. */
  get most(): number {
    return this.receiver.maxBytes
  }

  /** Reads the form. Throws Forbidden (token), Invalid (a file that is dangerous, unreadable or too large). */
  async read(request: FastifyRequest, kindOf: KindOf, options?: UploadOptions): Promise<UploadedForm> {
    const form = await this.gather(request, kindOf, options)
    const problems = Object.values(form.refused).flat()
    if (problems.length > 0) throw await this.refuse(form, new Invalid(problems))
    return form
  }

  /**
   * Does what the form asks for. When that is refused, its files are gone at once; after any other
   * error a row may name them, and the worker looks (worker/clearing.ts).
   */
  async use<Made>(form: UploadedForm, work: () => Promise<Made>): Promise<Made> {
    try {
      return await work()
    } catch (error) {
      throw isRefusal(error) ? await this.refuse(form, error) : error
    }
  }

  /** Removes the files of a form that is refused. Answers the reason. */
  async refuse<Reason>({ files }: UploadedForm, reason: Reason): Promise<Reason> {
    await this.receiver.discard(Object.values(files))
    return reason
  }

  /**
   * Reads the form to its end, as far as it can be read, refused files or not: what was typed is
   * handed out with the reasons, of a file that nobody could read in time too. Throws Forbidden
   * (token), Invalid (no upload form at all; a firm that waits has stored enough), and what `judge`
   * throws.
   */
  async gather(request: FastifyRequest, kindOf: KindOf, options: UploadOptions = {}): Promise<UploadedForm> {
    const { seal, judge, mostFiles } = options
    if (request.person) await this.unconfirmed.requireRoomForFile(request.person)
    const most = request.person ? undefined : STRANGERS_FILE
    let judged = judge === undefined
    const fields: Record<string, string> = Object.create(null)
    const files: Record<string, ReceivedFile> = Object.create(null)
    const refused: Record<string, readonly Problem[]> = Object.create(null)
    const names: Record<string, string> = Object.create(null)
    const sender = request.person ? 'person' : 'stranger'
    const limits: { fileSize?: number; files?: number } = {}
    if (most !== undefined) limits.fileSize = most + 1
    if (mostFiles !== undefined) limits.files = mostFiles + PASSED_OVER
    for await (const part of this.filesOf(request, fields, limits)) {
      if (!judged) await judge?.(fields).catch((error: unknown) => throwAway(request, error))
      judged = true
      if (part.filename === '') {
        part.file.resume()
        continue
      }
      const kind = kindOf(part.fieldname, fields)
      const name = freeName(names, part.fieldname)
      names[name] = part.filename
      if (mostFiles !== undefined && Object.keys(names).length > mostFiles) {
        refused[name] = [tooManyFiles(mostFiles)]
        part.file.resume()
        continue
      }
      try {
        files[name] = await this.receiver.receive(part, kind, await this.fitRules(kind), {
          seal: seal ?? firmPaperSeal(this.keys),
          sender,
          most,
        })
      } catch (problem) {
        const error = problem instanceof Busy ? invalidFile(kind, { code: FILE_BUSY }) : problem
        if (!(error instanceof Invalid)) {
          await this.receiver.discard(Object.values(files))
          throwAway(request, error)
        }
        refused[name] = error.problems
        if (error.problems.some(({ code }) => ENDING.has(code))) {
          letRunOut(request)
          break
        }
      }
    }
    if (!judged) await judge?.(fields)
    if (fields[AGAIN]) refused.file = [chooseAgain]
    return { fields, files, refused, names }
  }

  /**
   * Reads a form of many files of one kind, and hands each on as soon as it is received: whatever
   * happens afterwards, it stays. Throws Forbidden (token), Invalid (no upload form at all; a firm
   * that waits has stored enough).
   */
  async gatherEach(
    request: FastifyRequest,
    kind: string,
    seal: PaperSeal,
    keep: (file: ReceivedFile, fields: Fields) => Promise<unknown>,
  ): Promise<ManyFiles> {
    const fields: Record<string, string> = Object.create(null)
    const refused: ManyFiles['refused'][number][] = []
    for await (const part of this.filesOf(request, fields, { files: MOST_FILES })) {
      if (part.filename === '') {
        part.file.resume()
        continue
      }
      try {
        if (request.person) await this.unconfirmed.requireRoomForFile(request.person)
        const file = await this.receiver.receive(part, kind, null, { seal, today: this.clock.today() })
        await keep(file, fields).catch(async (error: unknown) => {
          throw isRefusal(error) ? await this.receiver.discard([file]).then(() => error) : error
        })
      } catch (problem) {
        const error = problem instanceof Busy ? invalidFile(kind, { code: FILE_BUSY }) : problem
        if (!(error instanceof Invalid)) throwAway(request, error)
        refused.push({ name: part.filename, problems: error.problems })
        if (error.problems.some(({ code }) => ENDING.has(code))) {
          letRunOut(request)
          return { fields, refused, cut: true }
        }
        part.file.resume()
      }
    }
    return { fields, refused, cut: false }
  }

  /**
   * Reads a form and hands each file on as it comes, of `most` bytes at most; what `take` throws ends it. Answers the
   * fields. Throws Forbidden (token), Invalid (no upload form).
   */
  async eachFile(
    request: FastifyRequest,
    { most, files }: { readonly most: number; readonly files: number },
    take: (part: FilePart, fields: Fields) => Promise<void>,
  ): Promise<Fields> {
    const fields: Record<string, string> = Object.create(null)
    for await (const part of this.filesOf(request, fields, { fileSize: most + 1, files })) {
      if (part.filename === '') part.file.resume()
      else await take(part, fields).catch((error: unknown) => throwAway(request, error))
    }
    return fields
  }

  /** The files of a form, of which none comes before its token is known to be good; its fields come into `fields`. */
  private async *filesOf(
    request: FastifyRequest,
    fields: Record<string, string>,
    limits: { readonly fileSize?: number; readonly files?: number },
  ) {
    if (!request.isMultipart()) throw new Invalid([notMultipart])
    const token = request.headers['x-csrf-token']
    if (token !== undefined && request.sessionToken) this.access.checkToken(request, token)
    let trusted = token !== undefined || request.sessionToken === undefined
    const parts = request.parts({ limits: { ...limits, fields: request.person ? 300 : 20 } })
    const trust = async (part?: MultipartFile) => {
      if (!trusted) await this.checkOrKeep(request, fields, parts, part)
      trusted = true
    }
    for await (const part of parts) {
      if (part.type === 'field') fields[part.fieldname] = String(part.value)
      else {
        await trust(part)
        yield part
      }
    }
    await trust()
  }

  /** Checks the token. Of an own page from before a new sign-in what was typed is kept, and the files run out. */
  private async checkOrKeep(request: FastifyRequest, fields: Fields, parts: Parts, file?: MultipartFile) {
    try {
      this.access.checkToken(request, fields._csrf)
    } catch (error) {
      if (error instanceof TokenWrong && error.own) error.late = await lateUpload(request, parts, { fields, file })
      throw error
    }
  }

  /**
   * One file whole, that is read and not kept, with its name and the fields; none came when its name is empty. Throws
   * Forbidden (token), Invalid (no upload form; more than `most` bytes).
   */
  async readNamed(request: FastifyRequest, most: number) {
    const found = { content: Buffer.alloc(0), name: '' }
    const fields = await this.eachFile(request, { most, files: 1 }, async ({ file, filename }) => {
      const pieces: Buffer[] = []
      for await (const piece of file) pieces.push(piece as Buffer) // a file's stream gives buffers
      Object.assign(found, { content: Buffer.concat(pieces), name: filename })
      if (found.content.length > most) throw new Invalid([tooLarge])
    })
    return { ...found, fields }
  }

  /** The same without its name. */
  async readWhole(request: FastifyRequest, most: number): Promise<Buffer> {
    return (await this.readNamed(request, most)).content
  }

  /** What the rules in force ask of a file of this kind; null when they ask nothing. */
  private async fitRules(kind: string) {
    const rules = await this.reference.all('documents', this.clock.today(), documentSchema)
    return rules.get(kind)?.image ?? null
  }
}

/**
 * Takes what is still being sent and throws it away, so that the browser reads our answer instead
 * of a broken connection. Ends with the request's time limit.
 */
function letRunOut({ raw }: FastifyRequest): void {
  raw.unpipe()
  raw.resume()
}

function throwAway(request: FastifyRequest, error: unknown): never {
  letRunOut(request)
  throw error
}

/** Why files of a form were refused, each by its own name when there are several. */
export function refusalsOf({ refused, names }: UploadedForm): Problem[] {
  const several = Object.keys(names).length > 1
  return Object.entries(refused).flatMap(([field, problems]) =>
    problems.map(({ code, message: { zh, en } }) => ({
      code,
      path: 'file',
      message: several ? { zh: `${names[field]}：${zh}`, en: `${names[field]}: ${en}` } : { zh, en },
    })),
  )
}

/** A field may send several files: each has a name of its own. */
function freeName(taken: Readonly<Record<string, unknown>>, field: string): string {
  for (let number = 2, name = field; ; number += 1) {
    if (!(name in taken)) return name
    name = `${field} ${number}`
  }
}

export const tooManyFiles = (most: number): Problem =>
  asProblem(
    'tooManyFiles',
    'file',
    `一次最多附${most}份文件，这一份没有收下。`,
    `At most ${most} files may be sent at once; this one was not saved.`,
  )
const chooseAgain = asProblem(
  'chooseAgain',
  'file',
  '登录过期时所选的文件未收到，请重新选择。',
  'Your session had ended, so your files were not received. Select them again.',
)
const tooLarge = asProblem(
  'tooLarge',
  'file',
  '文件太大。请只保留须登记的行。',
  'The file is too large. Leave only the lines to be recorded.',
)
const notMultipart = asProblem(
  'notMultipart',
  'file',
  '请用上传表单发送文件（multipart/form-data）。',
  'Send the file as an upload form (multipart/form-data).',
)
