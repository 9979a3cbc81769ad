/**
 * The pages of papers as pictures, for whoever may see the case. Looking at a paper's pages is
 * opening it, and is recorded so, once in a while of looking.
 */
import { Injectable } from '@nestjs/common'
import { Database, row } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import { Scanning, type ScanState } from '../base/scanning.js'
import { sql } from '../base/sql.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { CaseService } from './case.service.js'
import type { StoredPaper } from './files/papers.js'
import { SCOPE, scopeOf } from './scope.js'
import { SENT } from './unsent.js'

/** Whether a paper can be shown, and how many of its pages. */
export interface PreviewState {
  readonly state: 'waiting' | 'ready' | 'failed'
  /** The content of the paper is missing: a fault that administrators know of. */
  readonly missing: boolean
  /** Whether the firm is: before it, nothing of its documents is drawn. */
  readonly confirmed: boolean
  /** What the scanner says of the paper; null where there is none. */
  readonly scan: ScanState | null
  readonly pages: readonly { readonly page: number; readonly width: number; readonly height: number }[]
}

interface Image extends StoredPaper {
  readonly kind: string
  readonly scan: ScanState | null
}

const ONE = sql`
  select coalesce(v.state, 'waiting') as state, a.scan, exists (select from missing_files m
  where m.storage_key = a.storage_key) as missing,
    coalesce((select f.confirmed_at is not null from firms f where f.id = c.firm_id), true) as confirmed,
    (select coalesce(json_agg(json_build_object('page', i.page, 'width', i.width, 'height', i.height)
    order by i.page), '[]') from page_images i where i.attachment_id = a.id) as pages
  from attachments a join cases c on c.id = a.case_id left join previews v on v.attachment_id = a.id
  where ${SCOPE} and ${SENT} and c.id = ${'caseId'} and a.id = ${'attachmentId'}`

const IMAGE = sql`
  select a.kind, a.scan, i.storage_key as "storageKey", i.sha256, i.sealed, c.id as "caseId", c.data_key as "dataKey"
  from attachments a join cases c on c.id = a.case_id join page_images i on i.attachment_id = a.id
  where ${SCOPE} and ${SENT} and c.id = ${'caseId'} and a.id = ${'attachmentId'} and i.page = ${'page'}`

@Injectable()
export class Previews {
  constructor(
    private readonly db: Database,
    private readonly cases: CaseService,
    private readonly scanning: Scanning,
  ) {}

  /** How a paper's pages stand. Throws NotFound. */
  async get(actor: Actor, caseId: number, attachmentId: number): Promise<PreviewState> {
    const found = await this.db.transaction(settingsOf(actor), (tx) =>
      row<PreviewState>(tx, ...ONE({ ...scopeOf(actor), caseId, attachmentId })),
    )
    if (!found) throw new NotFound()
    return { ...found, scan: this.scanning.stateOf(found.scan) }
  }

  /**
   * One page, to be shown; opening the paper is recorded unless it is the firm's own. Throws
   * NotFound, NotNow (not scanned, or not clean).
   */
  open(actor: Actor, caseId: number, attachmentId: number, page: number): Promise<Image> {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const found = await row<Image>(tx, ...IMAGE({ ...scopeOf(actor), caseId, attachmentId, page }))
      if (!found) throw new NotFound()
      this.scanning.requireClean(found.scan)
      if (actor.firmId === null)
        await this.cases.noteReading(tx, caseId, actor, 'readFile', { attachmentId, kind: found.kind })
      return found
    })
  }
}
