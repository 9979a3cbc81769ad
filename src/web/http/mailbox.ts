/**
 * The mailbox of a demonstration: what the worker would have sent, one file a mail
 * (worker/mailTransport.ts). Production has none.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const mailSchema = z.object({
  id: z.int(),
  to: z.string(),
  at: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
})
export type MailboxMail = z.infer<typeof mailSchema>

const MOST = 60

export class Mailbox {
  /** @param folder null where there is none */
  constructor(private readonly folder: string | null) {}

  get there(): boolean {
    return this.folder !== null
  }

  /** The newest first. */
  async list(): Promise<MailboxMail[]> {
    const names = this.folder === null ? [] : await readdir(this.folder).catch(() => []) // no mail yet, no folder
    const ids = names.flatMap((name) => (/^\d+\.json$/.test(name) ? [Number.parseInt(name, 10)] : []))
    const found = await Promise.all(
      ids
        .sort((a, b) => b - a)
        .slice(0, MOST)
        .map((id) => this.find(id)),
    )
    return found.flatMap((mail) => mail ?? [])
  }

  async find(id: number): Promise<MailboxMail | undefined> {
    if (this.folder === null) return undefined
    const text = await readFile(join(this.folder, `${id}.json`), 'utf8').catch(() => undefined)
    return text === undefined ? undefined : mailSchema.parse(JSON.parse(text))
  }
}
