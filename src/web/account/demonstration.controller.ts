/**
 * The authenticator of the demonstration: what the telephones of its people show now, and that of
 * whoever comes newly and has none, by `?key=`. There is no such route where there is no
 * demonstration.
 */
import { Controller, Get } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { readTotpKey, STEP_SECONDS, totpCode } from '../../people/totp.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { Asked } from '../http/params.js'
import { cardTable } from '../kit/cardTable.js'
import type { Table } from '../kit/parts.js'
import { Demonstration, demonstrationKey } from './demonstration.js'

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
      table: tableOf(this.demonstration, readTotpKey(key), now),
    }
    return page('demonstration-codes', view, { audience: 'public', headers: { refresh: String(left) } })
  }
}

const inHalves = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`

const yours = { account: '–', who: { zh: '您刚添加的密钥', en: 'the key that you are adding' } }

const HEADS = {
  account: { zh: '账号', en: 'Account' },
  current: { zh: '现在的验证码', en: 'Code now' },
  next: { zh: '下一个', en: 'Next one' },
  who: { zh: '是谁', en: 'Who' },
}

function tableOf({ accounts }: Demonstration, own: Buffer | undefined, now: Date): Table {
  const listed = [
    ...(own ? [{ ...yours, key: own }] : []),
    ...accounts.map((one) => ({ ...one, key: demonstrationKey(one.account) })),
  ]
  return cardTable(
    { zh: '验证码', en: 'Codes' },
    HEADS,
    listed.map(({ account, who, key }) => ({
      account: { heads: true, line: [{ text: account, look: 'code' }] },
      current: { line: [{ text: inHalves(totpCode(key, now)), look: 'code' }] },
      next: { line: [{ text: inHalves(totpCode(key, new Date(now.getTime() + STEP))), look: 'code' }] },
      who: { line: [who] },
    })),
  )
}
