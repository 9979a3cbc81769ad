/** Whether a firm wants what it files to be seen by a second person first: its administrators turn that on and off. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, type Tx } from '../base/database.js'
import { Forbidden, NotNow } from '../base/errors.js'
import { type Actor, requireRole } from './actor.js'
import { noteFirmAct, takeFirm } from './firmActs.js'
import { settingsOf } from './scope.js'

const PEOPLE = `
  select count(*)::int as people from people where firm_id = $1 and ended_at is null and roles <> '{viewer}'`

@Injectable()
export class SecondPersons {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * From now on, for drafts that are there, too; what is so already stays.
   * @throws Forbidden to others than the firm's administrators; NotNow where one person alone fills in or submits
   */
  async want(actor: Actor, wanted: boolean): Promise<void> {
    const { firmId } = actor
    if (firmId === null) throw new Forbidden()
    requireRole(actor, 'firmAdmin')
    await this.db.transaction(settingsOf(actor), async (tx: Tx) => {
      await takeFirm(tx, firmId)
      const found = await row<{ people: number }>(tx, PEOPLE, [firmId])
      if (wanted && (found?.people ?? 0) < 2) throw new NotNow([alone])
      const changed = await row<{ done: boolean }>(tx, 'select set_second_person($1) as done', [wanted])
      if (!changed?.done) return
      const act = wanted ? 'secondPersonOn' : 'secondPersonOff'
      await noteFirmAct(tx, actor, { firmId, at: this.clock.now(), act })
    })
  }
}

const alone = {
  code: 'alone',
  zh: '贵单位只有一个可以填写或提交的账号，没有其他人可以核对。请先邀请一位同事。',
  en: 'Your firm has only one account that can fill in or submit. Invite a colleague first.',
}
