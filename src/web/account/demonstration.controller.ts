/**
 * The authenticator of the demonstration: what the telephones of its people show now, and that of
 * whoever comes newly and has none, by `?key=`. There is no such route where there is no
 * demonstration.
 */
import { Controller, Get } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { inGroups } from '../../people/secrets.js'
import { readTotpKey, STEP_SECONDS, totpCode } from '../../people/totp.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { Asked } from '../http/params.js'
import type { Table } from '../kit/parts.js'
import { code, link } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { Demonstration, type DemonstrationHost, demonstrationKey } from './demonstration.js'

const STEP = STEP_SECONDS * 1000

@Controller('demonstration')
export class DemonstrationController {
  constructor(
    private readonly clock: Clock,
    private readonly demonstration: Demonstration,
  ) {}

  @Get('codes')
  @For('open')
  codes(@Asked('key') key = '') {
    const now = this.clock.now()
    const left = Math.ceil((STEP - (now.getTime() % STEP)) / 1000)
    const view = {
      title: { zh: '演示验证器', en: 'Demonstration authenticator' },
      table: codesTable(this.demonstration, readTotpKey(key), now),
      hosts: hostsTable(this.demonstration.hosts),
    }
    return page('demonstration-codes', view, { audience: 'public', headers: { refresh: String(left) } })
  }
}

/** What opens the pages of candidates. */
const hostsTable = (hosts: readonly DemonstrationHost[]): Table =>
  tableOf({ zh: '人选本人页面', en: 'Candidates’ pages' }, hosts, [
    column('页面', 'Page', ({ page, who }) => link(who, path.host(inGroups(page))), 'heads'),
    column('护照号码', 'Passport number', ({ passport }) => code(passport)),
    column('邮箱', 'E-mail', ({ email }) => code(email)),
    column('PIN码', 'PIN', ({ pin }) => code(pin)),
  ])

const inHalves = (key: Buffer, at: Date) => {
  const digits = totpCode(key, at)
  return code(`${digits.slice(0, 3)} ${digits.slice(3)}`)
}

const yours = { account: '–', who: { zh: '您刚添加的密钥', en: 'the key you are adding' } }

function codesTable({ accounts }: Demonstration, own: Buffer | undefined, now: Date): Table {
  const listed = [
    ...(own ? [{ ...yours, key: own }] : []),
    ...accounts.map((one) => ({ ...one, key: demonstrationKey(one.account) })),
  ]
  return tableOf({ zh: '验证码', en: 'Codes' }, listed, [
    column('账号', 'Account', ({ account }) => code(account), 'heads'),
    column('当前验证码', 'Current code', ({ key }) => inHalves(key, now)),
    column('下一个', 'Next code', ({ key }) => inHalves(key, new Date(now.getTime() + STEP))),
    column('身份', 'Account', ({ who }) => who),
  ])
}
