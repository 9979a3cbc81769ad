/**
 * What the bodies that take part are called, and which of them has which part in a firm's case:
 * reference data with dates. Outside production every name says that it is a demonstration, so
 * that no paper made there passes for an official one (docs/architecture.md#letters).
 */
import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { z } from 'zod'
import { Database, rows } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import { option } from '../forms/engine/ui.js'
import { Reference } from './reference.service.js'
import { districts, label, line, source, zones } from './shapes.js'

const AUTHORITY_KINDS = [
  option('department', '行业主管部门', 'department'),
  option('permit', '许可机关', 'permit authority'),
] as const

/** Kind `authorities`; the key is the authority's code. */
export const authoritySchema = ask.body(
  {
    kind: ask.choice('类别', 'Kind', AUTHORITY_KINDS),
    subject: line('职责', 'Subject'),
    district: line('所在区', 'District', { form: /^\d{6}$/ }),
    name: label,
    short: ask.bilingual('简称', 'Short name'),
    /** 发文机关代字, the word before the year in a letter's number. */
    letterCode: line('发文机关代字', 'Letter code (before the number)', { min: 1 }),
    office: ask.bilingual('联系处室', 'Contact office'),
    phone: line('联系电话', 'Telephone').nullable(),
  },
  { about: 'name' },
)

/**
 * Kind `jurisdiction`: codes of authorities; `{district}` stands for the code of the firm's
 * district. `places` say otherwise for firms of a district or a zone: the first that fits
 * counts. A firm's zone is text that it wrote; it fits when it has one of `zones` in it, capitals
 * or not. Jurisdiction is by the employer's registered place (docs/domain.md#who-is-who).
 */
const parts = {
  lead: line('牵头部门', 'Lead department'),
  departments: ask.record('各职责的承担部门', 'Department for each subject', line('部门', 'Department')),
  permit: line('许可机关', 'Permit authority'),
  review: line('复核机关', 'Reviewing authority'),
}
const place = ask.part('', '', {
  districts,
  zones,
  lead: parts.lead.nullable(),
  departments: parts.departments,
  permit: parts.permit.nullable(),
  review: parts.review.nullable(),
})
export const jurisdictionSchema = ask.body({
  ...parts,
  places: ask
    .many('各区、园区的单独规定', 'Rules for single districts and zones', place, {
      row: { zh: '第{n}条规定', en: 'rule {n}' },
    })
    .default([]),
  source,
})
type JurisdictionBody = z.infer<typeof jurisdictionSchema>
/** Who has which part in a firm's case, by the authorities' codes. */
export type Jurisdiction = Pick<JurisdictionBody, keyof typeof parts>

/** Where a firm is: its district (GB/T 2260) and its zone, if it lies in one. */
export interface Place {
  readonly district: string
  readonly zone?: string | null | undefined
}

/** The municipality as a whole (GB/T 2260), where no firm's own place is meant. */
export const CITY: Place = { district: '310000' }

/** Who has which part for a firm of this place. */
export function jurisdictionOf({ places, ...general }: JurisdictionBody, { district, zone }: Place): Jurisdiction {
  const written = zone?.toLowerCase() ?? ''
  const own = places.find(
    ({ districts, zones }) =>
      districts.includes(district) || zones.some((name) => written.includes(name.toLowerCase())),
  )
  const code = (name: string) => name.replaceAll('{district}', district)
  const departments = { ...general.departments, ...own?.departments }
  return {
    lead: code(own?.lead ?? general.lead),
    permit: code(own?.permit ?? general.permit),
    review: code(own?.review ?? general.review),
    departments: Object.fromEntries(Object.entries(departments).map(([subject, name]) => [subject, code(name)])),
  }
}

export interface Authority extends z.infer<typeof authoritySchema> {
  readonly id: number
  readonly code: string
}

/** Whether names are to be marked as those of a demonstration. */
export class Specimen {
  constructor(readonly on: boolean) {}
}

const KEPT_FOR = 5_000 // ms: a code that is nowhere is not looked for again and again

@Injectable()
export class Authorities implements OnModuleInit {
  private ids: ReadonlyMap<string, number> | undefined
  private readAt = 0
  /** What was listed last, and of what: it is asked for several times a page. */
  private listed: { inForce: object; ids: object; found: ReadonlyMap<number, Authority> } | undefined

  constructor(
    private readonly db: Database,
    private readonly reference: Reference,
    private readonly specimen: Specimen,
  ) {}

  /** Their ids never change; read before the first step, so that no step waits for a second connection. */
  async onModuleInit(): Promise<void> {
    await this.codes()
  }

  /** Reads the codes anew: after an authority has been approved. */
  async refresh(): Promise<void> {
    this.ids = undefined
    await this.codes()
  }

  /** What they are called on a day, by id; of one kind or all. */
  async names(on: string, wanted?: Authority['kind']): Promise<Map<number, Bilingual>> {
    const found = [...(await this.list(on)).values()].filter(({ kind }) => wanted === undefined || kind === wanted)
    return new Map(found.map(({ id, name }) => [id, name]))
  }

  /** Every authority as it is called on a day, by id. */
  async list(on: string): Promise<ReadonlyMap<number, Authority>> {
    const inForce = await this.reference.on(on)
    const bodies = await this.reference.all('authorities', on, authoritySchema)
    const ids = await this.codes([...bodies.keys()])
    if (this.listed?.inForce === inForce && this.listed.ids === ids) return this.listed.found
    const found = new Map<number, Authority>()
    for (const [code, id] of ids) {
      const body = bodies.get(code)
      if (body) found.set(id, { ...body, ...this.marked(body), id, code })
    }
    this.listed = { inForce, ids, found }
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
    const id = (await this.codes([code])).get(code)
    if (id === undefined) throw new NotFound()
    return this.get(id, on)
  }

  /** Whether an authority leads the cases of any firm, on a day. */
  async isLead(id: number, on: string): Promise<boolean> {
    const body = await this.reference.at('jurisdiction', 'shanghai', on, jurisdictionSchema)
    const { code, district } = await this.get(id, on)
    return [body.lead, ...body.places.map(({ lead }) => lead)].some(
      (name) => name?.replaceAll('{district}', district) === code,
    )
  }

  /** Which authority has which part in the cases of a firm of this place, on a day. */
  async jurisdiction(on: string, place: Place): Promise<Jurisdiction> {
    return jurisdictionOf(await this.reference.at('jurisdiction', 'shanghai', on, jurisdictionSchema), place)
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

  /** The ids by code; read anew when a wanted one is not known, since a policy editor may have added it. */
  private async codes(wanted: readonly string[] = []): Promise<ReadonlyMap<string, number>> {
    const known = this.ids
    if (known && (wanted.every((code) => known.has(code)) || performance.now() - this.readAt < KEPT_FOR)) return known
    const found = await this.db.transaction({}, (tx) =>
      rows<{ id: number; code: string }>(tx, 'select id, code from authorities'),
    )
    const ids = new Map(found.map(({ id, code }) => [code, id]))
    if (ids.size > 0) this.ids = ids
    this.readAt = performance.now()
    return ids
  }
}
