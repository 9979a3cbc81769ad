/**
 * The mailbox of a demonstration: one file a mail, which the worker puts there instead of sending
 * it, and a page shows. Production has none.
 */
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const mailSchema = z.object({
  id: z.int(),
  to: z.string(),
  at: z.string(),
  subject: z.string(),
  text: z.string(),
  /** A text message has none. */
  html: z.string().optional(),
})
export type MailboxMail = z.infer<typeof mailSchema>

const MOST = 60

export class Mailbox {
  /** @param folder null where there is none */
  constructor(private readonly folder: string | null) {}

  /** The one of these settings. */
  static of({ production, smtpUrl, dataDir }: { production: boolean; smtpUrl: string | null; dataDir: string }) {
    return new Mailbox(production || smtpUrl !== null ? null : join(dataDir, 'mailbox'))
  }

  get there(): boolean {
    return this.folder !== null
  }

  async add({ id, to, at, subject, text, html }: MailboxMail): Promise<void> {
    if (this.folder === null) throw new Error('there is no mailbox')
    await mkdir(this.folder, { recursive: true })
    const file = join(this.folder, `${id}.json`)
    await writeFile(`${file}.new`, JSON.stringify({ id, to, at, subject, text, html }))
    await rename(`${file}.new`, file)
  }

  /** The newest first. */
  async list(): Promise<MailboxMail[]> {
    const names = this.folder === null ? [] : await readdir(this.folder).catch(() => []) // no mail yet, no folder
    const ids = names.flatMap((name) => (/^\d+\.json$/.test(name) ? [Number.parseInt(name, 10)] : []))
    const latest = ids.sort((a, b) => b - a).slice(0, MOST)
    const found = await Promise.all(latest.map((id) => this.find(id)))
    return found.flatMap((mail) => mail ?? [])
  }

  async find(id: number): Promise<MailboxMail | undefined> {
    if (this.folder === null) return undefined
    const text = await readFile(join(this.folder, `${id}.json`), 'utf8').catch(() => undefined)
    return text === undefined ? undefined : mailSchema.parse(JSON.parse(text))
  }
}
