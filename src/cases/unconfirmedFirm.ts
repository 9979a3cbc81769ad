/**
 * The limits of a firm that waits to be confirmed (people/unconfirmed.ts), where it starts drafts
 * and sends documents.
 */
import { Injectable } from '@nestjs/common'
import { Database, row, type Tx } from '../base/database.js'
import { Invalid, NotNow, type Problem } from '../base/errors.js'
import { fill } from '../base/text.js'
import type { Actor } from '../people/actor.js'
import { Attempts, TOO_MANY } from '../people/attempts.js'
import { settingsOf } from '../people/scope.js'
import { takeTurn, UNCONFIRMED } from '../people/unconfirmed.js'

const DRAFTS = `
  select (select count(*)::int from cases c where c.firm_id = f.id) as drafts
  from firms f where f.id = $1 and f.confirmed_at is null`
/** What was replaced lies there, too. */
const STORED = `
  select count(a.id)::int as documents, coalesce(sum(a.bytes), 0)::float8 as bytes
  from firms f left join cases c on c.firm_id = f.id left join attachments a on a.case_id = c.id
  where f.id = $1 and f.confirmed_at is null group by f.id`

const HOUR = 60 // minutes
const MEGABYTE = 1024 * 1024 // bytes

/** Before a draft is started, in its transaction. Throws NotNow when the firm waits and has enough of them. */
export async function requireRoomForDraft(tx: Tx, firmId: number): Promise<void> {
  const draftsOfWaiting = () => row<{ drafts: number }>(tx, DRAFTS, [firmId])
  // a firm that is confirmed starts as many at a time as it likes
  if (!(await draftsOfWaiting())) return
  await takeTurn(tx, firmId)
  const waits = await draftsOfWaiting()
  if (waits && waits.drafts >= UNCONFIRMED.drafts) throw new NotNow([{ code: 'unconfirmedDrafts', ...tooManyDrafts }])
}

@Injectable()
export class UnconfirmedFirm {
  constructor(
    private readonly db: Database,
    private readonly attempts: Attempts,
  ) {}

  /**
   * Before a file is received. Throws Invalid when the firm waits and has stored enough, or has
   * sent enough within the hour.
   */
  async requireRoomForFile(actor: Actor): Promise<void> {
    const { firmId } = actor
    if (firmId === null) return
    const waits = await this.db.transaction(settingsOf(actor), (tx) =>
      row<{ documents: number; bytes: number }>(tx, STORED, [firmId]),
    )
    if (!waits) return
    if (waits.documents >= UNCONFIRMED.documents || waits.bytes >= UNCONFIRMED.megabytes * MEGABYTE)
      throw new Invalid([tooMuchStored])
    await this.attempts
      .count([{ key: `files of firm ${firmId}`, most: UNCONFIRMED.uploadsAnHour }], HOUR)
      .catch((error: unknown) => {
        throw error instanceof Invalid ? new Invalid([tooManyFiles]) : error
      })
  }
}

const tooManyDrafts = fill(
  {
    zh: '企业登记确认前最多 {n} 份申请草稿。请先填写已有的草稿，主管部门确认后即可新建。',
    en:
      'Until the firm is confirmed, it can have {n} drafts. Continue with an existing one. You can start ' +
      'new ones once the lead department has confirmed the firm.',
  },
  { n: UNCONFIRMED.drafts },
)
const tooMuchStored: Problem = {
  code: 'unconfirmedStored',
  path: 'file',
  message: fill(
    {
      zh: '企业登记确认前最多上传 {n} 份材料，共 {megabytes} MB（含已替换的）。主管部门确认后即可继续上传。',
      en:
        'Until the firm is confirmed, it can upload {n} documents, {megabytes} MB in total, including ' +
        'replaced ones. You can upload more once the lead department has confirmed the firm.',
    },
    { n: UNCONFIRMED.documents, megabytes: UNCONFIRMED.megabytes },
  ),
}
/** Answered with 429, by its code. */
const tooManyFiles: Problem = {
  code: TOO_MANY,
  path: 'file',
  message: fill(
    {
      zh: '企业登记确认前一小时最多上传 {n} 个文件，请一小时后再继续。已上传的材料不受影响。',
      en:
        'Until the firm is confirmed, it can upload {n} files an hour. Try again in an hour. Uploaded files ' +
        'are kept.',
    },
    { n: UNCONFIRMED.uploadsAnHour },
  ),
}
