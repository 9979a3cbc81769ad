/**
 * What the bodies that take part are called, and which of them has which part in a firm's case: reference data with dates. Outside production every name says that
 * it is a demonstration, so that no paper made there passes for an official one (DESIGN §6).
 */
import { Injectable, type OnModuleInit } from '@nestjs/common'
import { z } from 'zod'
import { Database, rows } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import { Reference } from './reference.service.js'
import { bilingualSchema } from './shapes.js'

/** Kind `authorities`; the key is the authority's code. */
export const authoritySchema = z.strictObject({
  kind: z.enum(['department', 'permit']),
  subject: z.string(),
  district: z.string().regex(/^\d{6}$/),
  name: bilingualSchema,
  short: bilingualSchema,
  /** 发文机关代字, the word before the year in a letter's number. */
  letterCode: z.string().min(1),
  office: bilingualSchema,
  phone: z.string().nullable(),
})

/** Kind `jurisdiction`: codes of authorities. */
export const jurisdictionSchema = z.strictObject({
  lead: z.string(),
  departments: z.record(z.string(), z.string()),
  permit: z.string(),
  review: z.string(),
  source: bilingualSchema,
})
export type Jurisdiction = z.infer<typeof jurisdictionSchema>

export interface Authority extends z.infer<typeof authoritySchema> {
  readonly id: number
  readonly code: string
}

/** Whether names are to be marked as those of a demonstration. */
export class Specimen {
  constructor(readonly on: boolean) {}
}

@Injectable()
export class Authorities implements OnModuleInit {
  private ids: ReadonlyMap<string, number> | undefined

  constructor(
    private readonly db: Database,
    private readonly reference: Reference,
    private readonly specimen: Specimen,
  ) {}

  /** Their ids never change; read before the first step, so that no step waits for a second connection. */
  async onModuleInit(): Promise<void> {
    await this.codes()
  }

  /** Every authority as it is called on a day, by id. */
  async list(on: string): Promise<Map<number, Authority>> {
    const [ids, bodies] = await Promise.all([this.codes(), this.reference.all('authorities', on, authoritySchema)])
    const found = new Map<number, Authority>()
    for (const [code, id] of ids) {
      const body = bodies.get(code)
      if (body) found.set(id, { ...body, ...this.marked(body), id, code })
    }
    return found
  }

  /** Throws NotFound when there is no such authority. */
  async get(id: number, on: string): Promise<Authority> {
    const found = (await this.list(on)).get(id)
    if (!found) throw new NotFound()
    return found
  }

  /** Throws NotFound when there is no such authority. */
  async getByCode(code: string, on: string): Promise<Authority> {
    const id = (await this.codes()).get(code)
    if (id === undefined) throw new NotFound()
    return this.get(id, on)
  }

  /** Which authority has which part, on a day. */
  jurisdiction(on: string): Promise<Jurisdiction> {
    return this.reference.at('jurisdiction', 'shanghai', on, jurisdictionSchema)
  }

  private marked({ name, short, letterCode }: z.infer<typeof authoritySchema>): {
    name: Bilingual
    short: Bilingual
    letterCode: string
  } {
    if (!this.specimen.on) return { name, short, letterCode }
    return {
      name: { zh: `演示${name.zh}`, en: `Demonstration ${name.en}` },
      short,
      letterCode: `演示${letterCode}`,
    }
  }

  private async codes(): Promise<ReadonlyMap<string, number>> {
    if (this.ids) return this.ids
    const found = await this.db.transaction({}, (tx) =>
      rows<{ id: number; code: string }>(tx, 'select id, code from authorities'),
    )
    const ids = new Map(found.map(({ id, code }) => [code, id]))
    if (ids.size > 0) this.ids = ids
    return ids
  }
}
