/**
 * Notifies people of what happened to firms: intake of what waits for it, a firm of what was decided
 * of it, a colleague of another role. Reads the acts after their transactions, with a cursor, as
 * notifier.ts reads the events.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { path } from '../base/path.js'
import type { Language } from '../base/text.js'
import { WORKER } from '../people/actor.js'
import { type FirmAct, firmNews, kindOf, toldOf } from '../people/firmWords.js'
import { orderMail } from '../people/mail.js'
import { channelOf, type MailChoices, wayOf } from '../people/mailChoices.js'
import { REACHED } from '../people/mailFailure.js'
import { settingsOf } from '../people/scope.js'
import { Authorities } from '../reference/authorities.js'
import { type CursorWindow, moveCursor, NEWS, takeTurn, windowOf } from './cursor.js'

const WINDOW = windowOf('firm_acts', 'firmActs')

const ACTS = `
  select h.id, h.firm_id as "firmId", h.at, h.act, h.actor_id as "actorId",
    coalesce(h.detail #>> '{after,district}', f.district) as district,
    h.trail, (h.detail ->> 'person')::int as "personId",
    case when h.detail -> 'after' ? 'zone' then h.detail #>> '{after,zone}' else f.zone end as zone
  from firm_acts h join firms f on f.id = h.firm_id where h.xid >= $1 and h.xid < $2 order by h.id`

const OF_FIRM = 'select id from people where firm_id = $1 and ended_at is null and id is distinct from $2'
const THEM = 'select id from people where id = $1 and ended_at is null and id is distinct from $2'
const OF_INTAKE = `
  select id from people
  where authority_id = $1 and 'intake' = any (roles) and ended_at is null and id is distinct from $2`

const ADD = `
  with added as (
    insert into notifications (person_id, firm_act, kind, mark, at) select id, $1, $2, $5, $3 from unnest($4::int[]) id
    on conflict do nothing returning id, person_id)
  select a.id, a.person_id as "personId", p.firm_id as "firmId", p.language, ${REACHED} as mailed,
    p.mail_choices as choices
  from added a join people p on p.id = a.person_id`

interface ActToTell {
  readonly id: number
  readonly firmId: number
  readonly at: Date
  readonly act: FirmAct
  /** Null where nobody has done it. */
  readonly actorId: number | null
  readonly trail: string | null
  /** The colleague whom it names. */
  readonly personId: number | null
  readonly district: string
  readonly zone: string | null
}

interface Told {
  readonly id: number
  readonly personId: number
  readonly firmId: number | null
  readonly language: Language
  readonly mailed: boolean
  readonly choices: MailChoices
}

@Injectable()
export class FirmNotifier {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly authorities: Authorities,
  ) {}

  /** Notifies of the acts since the last time. Answers whether there were any, so that the caller goes on at once. */
  async notify(): Promise<boolean> {
    return this.db.transaction(settingsOf(WORKER), async (tx) => {
      if (!(await takeTurn(tx, 'firmActs'))) return false
      const window = await row<CursorWindow>(tx, WINDOW)
      if (window?.ahead) await moveCursor(tx, 'firmActs', window.safe)
      if (!window || window.upto === window.from) return false
      const since = new Date(this.clock.now().getTime() - NEWS * 86_400_000)
      const acts = await rows<ActToTell>(tx, ACTS, [window.from, window.upto])
      for (const act of acts.filter(({ at }) => at > since)) await this.tell(tx, act)
      if (acts.length > 0) await moveCursor(tx, 'firmActs', window.upto)
      return acts.length > 0
    })
  }

  private async tell(tx: Tx, act: ActToTell): Promise<void> {
    const receiver = toldOf(act.act)
    if (!receiver) return
    const [sql, whose] = await this.receiversOf(receiver, act)
    const wanted = await rows<{ id: number }>(tx, sql, [whose, act.actorId])
    if (wanted.length === 0) return
    const kind = kindOf(act.act)
    const place = receiver === 'intake' ? path.firmToConfirm(act.firmId) : path.firm
    const values = [act.id, kind, act.at, wanted.map((one) => one.id), String(act.id)]
    for (const { id, personId, firmId, language, mailed, choices } of await rows<Told>(tx, ADD, values)) {
      const group = firmNews(kind)?.group
      const by = group && wayOf(channelOf(group, firmId, choices))
      if (!mailed || !by) continue
      const order = { kind, by, to: { personId }, language, path: place, requestId: act.trail ?? undefined }
      const mailId = await orderMail(tx, order, this.clock.now())
      await rows(tx, 'update notifications set mail_id = $2 where id = $1', [id, mailId])
    }
  }

  private async receiversOf(receiver: 'firm' | 'intake' | 'person', act: ActToTell) {
    if (receiver === 'firm') return [OF_FIRM, act.firmId] as const
    return receiver === 'person' ? ([THEM, act.personId] as const) : ([OF_INTAKE, await this.leadOf(act)] as const)
  }

  /** The department that leads the cases of a firm where it is, or will be by a change that it asks for. */
  private async leadOf(place: Pick<ActToTell, 'district' | 'zone'>): Promise<number> {
    const today = this.clock.today()
    const { lead } = await this.authorities.jurisdiction(today, place)
    return (await this.authorities.getByCode(lead, today)).id
  }
}
