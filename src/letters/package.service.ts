/**
 * Packages for the permit authority: letters that are addressed to it, each with its evidence and
 * description, as one ZIP that is written while it is sent.
 */
import { PassThrough, type Readable } from 'node:stream'
import { Injectable } from '@nestjs/common'
import { ZipFile } from 'yazl'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { Forbidden, Invalid, NotFound } from '../base/errors.js'
import { type Actor, has } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Authorities } from '../reference/authorities.js'
import type { LetterLine } from './letter.service.js'
import { type Index, indexSchema } from './package.js'
import { PackageFiller, type PackagedLetter } from './packageFiller.js'
import { Trust } from './trust.js'

/** The most letters of one package. */
export const MOST_LETTERS = 500

const CERTIFICATES = 'certificate.pem'

export interface PackageLine {
  readonly id: number
  readonly askedAt: Date
  readonly personName: string
  readonly byKey: boolean
  /** Of the last download. */
  readonly begunAt: Date | null
  readonly finishedAt: Date | null
  readonly letters: number
  readonly sent: number
  readonly papers: number
}

export interface PackageItem {
  readonly letterId: number
  readonly number: string
  readonly talentName: string | null
  readonly firmName: string
  /** How the letter stands now, whatever it was when it was sent. */
  readonly endedAs: LetterLine['endedAs']
  readonly receivedAt: Date | null
  readonly sentAt: Date | null
  readonly papers: number | null
}

const LINES = `
  select p.id, p.asked_at as "askedAt", o.name as "personName", p.key_id is not null as "byKey",
    p.begun_at as "begunAt", p.finished_at as "finishedAt",
    count(*)::int as letters, count(i.sent_at)::int as sent, coalesce(sum(i.papers), 0)::int as papers
  from packages p join people o on o.id = p.person_id join package_letters i on i.package_id = p.id
  where p.authority_id = $1 and ($2::int is null or p.id = $2)
  group by p.id, o.name order by p.id desc limit 50`

const ITEMS = `
  select i.letter_id as "letterId", l.number, c.talent_name as "talentName", f.name_zh as "firmName",
    l.ended_as as "endedAs", l.received_at as "receivedAt", i.sent_at as "sentAt", i.papers
  from package_letters i join letters l on l.id = i.letter_id join cases c on c.id = l.case_id
  join firms f on f.id = c.firm_id
  where i.package_id = $1 order by i.letter_id`

const ADD_ITEMS = `
  insert into package_letters (package_id, letter_id)
  select $1, l.id from letters l where l.id = any ($2::int[]) and l.issued_at is not null and l.addressed_to = $3
  returning letter_id`

@Injectable()
export class Packages {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly authorities: Authorities,
    private readonly filler: PackageFiller,
    private readonly trust: Trust,
  ) {}

  /**
   * Puts letters together. Throws Invalid when there are none or too many, NotFound when one is not
   * addressed to the actor's authority, Forbidden for others than permit officers.
   */
  async make(actor: Actor, letterIds: readonly number[]): Promise<{ id: number; letters: number }> {
    const authorityId = permitAuthorityOf(actor)
    const ids = [...new Set(letterIds)]
    if (ids.length === 0 || ids.length > MOST_LETTERS) throw new Invalid([ids.length === 0 ? nothingChosen : tooMany])
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const made = await row<{ id: number }>(
        tx,
        'insert into packages (person_id, authority_id, key_id, asked_at) values ($1, $2, $3, $4) returning id',
        [actor.id, authorityId, actor.keyId, this.clock.now()],
      )
      if (!made) throw new Error('the package was not made')
      const added = await rows(tx, ADD_ITEMS, [made.id, ids, authorityId])
      if (added.length !== ids.length) throw new NotFound()
      return { id: made.id, letters: ids.length }
    })
  }

  /** The authority's last packages, the newest first. */
  list(actor: Actor): Promise<PackageLine[]> {
    const authorityId = permitAuthorityOf(actor)
    return this.db.transaction(settingsOf(actor), (tx) => rows<PackageLine>(tx, LINES, [authorityId, null]))
  }

  /** One package, with how far its last download came. Throws NotFound. */
  get(actor: Actor, id: number): Promise<{ line: PackageLine; items: PackageItem[] }> {
    const authorityId = permitAuthorityOf(actor)
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const line = await row<PackageLine>(tx, LINES, [authorityId, id])
      if (!line) throw new NotFound()
      return { line, items: await rows<PackageItem>(tx, ITEMS, [id]) }
    })
  }

  /**
   * The ZIP, which is written while it is read: two letters at most are in memory, since the next is
   * read, and recorded, while one is sent. When anything fails the stream ends with an error, so that nobody
   * takes half a package for a whole one. Throws NotFound, and NotNow when a paper's file is not
   * there.
   */
  async open(actor: Actor, id: number): Promise<{ name: string; stream: Readable }> {
    const { items } = await this.get(actor, id)
    await this.filler.requirePapers(
      actor,
      items.map(({ letterId }) => letterId),
    )
    const begun = this.clock.now()
    await this.db.transaction(settingsOf(actor), async (tx) => {
      await rows(tx, 'update packages set begun_at = $2, finished_at = null where id = $1', [id, begun])
      await rows(tx, 'update package_letters set sent_at = null, papers = null where package_id = $1', [id])
    })
    const stream = new PassThrough()
    const zip = new ZipFile()
    zip.on('error', (error) => stream.destroy(error))
    zip.outputStream.on('error', (error) => stream.destroy(error))
    zip.outputStream.pipe(stream)
    this.fill(actor, id, items, zip, stream).catch((error: Error) => stream.destroy(error))
    return { name: `haijian-${id}.zip`, stream }
  }

  private async fill(actor: Actor, id: number, items: readonly PackageItem[], zip: ZipFile, stream: PassThrough) {
    const letters: Index['letters'] = []
    const missing: number[] = []
    const prepare = (index: number) => {
      const item = items[index]
      const letter = item && this.filler.prepare(actor, id, index, item.letterId)
      letter?.catch(() => undefined) // told when its turn comes
      return letter
    }
    let next = prepare(0)
    for (const [index, { letterId }] of items.entries()) {
      const ready = await next
      next = prepare(index + 1)
      if (!ready) {
        missing.push(letterId)
        continue
      }
      await this.send(zip, stream, ready)
      await this.db.transaction(settingsOf(actor), (tx) =>
        rows(tx, 'update package_letters set sent_at = $3, papers = $4 where package_id = $1 and letter_id = $2', [
          ...[id, letterId, this.clock.now(), ready.papers.length],
        ]),
      )
      letters.push(ready.line)
    }
    const madeAt = this.clock.now()
    const authority = await this.authorities.get(permitAuthorityOf(actor), this.clock.today())
    const index = indexSchema.parse({
      ...{ format: 'haijian-package-1', package: id, madeAt: madeAt.toISOString(), madeFor: authority.name },
      ...{ letters, certificates: CERTIFICATES, missing },
    })
    zip.addBuffer(Buffer.from(this.trust.published), CERTIFICATES, { mtime: madeAt })
    zip.addBuffer(json(index), 'index.json', { mtime: madeAt })
    zip.end()
    await unlessGone(stream, new Promise((resolve) => stream.once('end', resolve)))
    await this.db.transaction(settingsOf(actor), (tx) =>
      rows(tx, 'update packages set finished_at = $2 where id = $1', [id, this.clock.now()]),
    )
  }

  /**
   * Adds a letter's files and waits until the last of them is being read: before that the letter
   * after the next is not fetched.
   */
  private async send(zip: ZipFile, stream: PassThrough, ready: PackagedLetter): Promise<void> {
    const { folder, pdf, papers, at: mtime } = ready
    zip.addBuffer(pdf, `${folder}/letter.pdf`, { mtime, compress: false })
    for (const { path, open } of papers)
      zip.addReadStreamLazy(path, { mtime, compress: false }, (give) => {
        open().then(
          (content) => give(null, content),
          (error: unknown) => stream.destroy(error instanceof Error ? error : new Error('a paper is missing')),
        )
      })
    const cover = await ready.cover
    if (cover) zip.addBuffer(cover.pdf, cover.path, { mtime, compress: false })
    const sent = new Promise<void>((resolve) => {
      zip.addReadStreamLazy(`${folder}/description.json`, { mtime }, (give) => {
        const content = new PassThrough()
        content.end(json(ready.describe(cover)))
        content.once('end', resolve)
        give(null, content)
      })
    })
    await unlessGone(stream, sent)
  }
}

function permitAuthorityOf(actor: Actor): number {
  if (!has(actor, 'permitOfficer') || actor.authorityId === null) throw new Forbidden()
  return actor.authorityId
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)

/** Waits for something that never comes once the reader has gone away; then it throws. */
async function unlessGone(stream: PassThrough, work: Promise<void>): Promise<void> {
  let leave = () => {}
  const gone = new Promise<void>((_, reject) => {
    leave = () => reject(new Error('the reader went away'))
    stream.once('close', leave)
  })
  try {
    if (stream.destroyed) throw new Error('the reader went away')
    await Promise.race([work, gone])
  } finally {
    stream.off('close', leave)
  }
}

const nothingChosen = {
  code: 'packageEmpty',
  path: 'letters',
  message: { zh: '请先选择推荐函。', en: 'Select letters first.' },
}
const tooMany = {
  code: 'packageTooMany',
  path: 'letters',
  message: { zh: `一次最多 ${MOST_LETTERS} 封。`, en: `At most ${MOST_LETTERS} letters at a time.` },
}
