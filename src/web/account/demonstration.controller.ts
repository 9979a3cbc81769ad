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

function tableOf({ accounts }: Demonstration, own: Buffer | undefined, now: Date): Table {
  const heads = [
    { zh: '账号', en: 'Account' },
    { zh: '现在的验证码', en: 'Code now' },
    { zh: '下一个', en: 'Next one' },
    { zh: '是谁', en: 'Who' },
  ]
  const [, current, next, whose] = heads
  return {
    caption: { zh: '验证码', en: 'Codes' },
    captionHidden: true,
    cards: true,
    head: heads.map((text) => ({ text })),
    rows: [
      ...(own ? [{ ...yours, key: own }] : []),
      ...accounts.map((one) => ({ ...one, key: demonstrationKey(one.account) })),
    ].map(({ account, who, key }) => {
      return {
        cells: [
          { heads: true, line: [{ text: account, look: 'code' }] },
          { label: current ?? '', line: [{ text: inHalves(totpCode(key, now)), look: 'code' }] },
          {
            label: next ?? '',
            line: [{ text: inHalves(totpCode(key, new Date(now.getTime() + STEP))), look: 'code' }],
          },
          { label: whose ?? '', line: [who] },
        ],
      }
    }),
  }
}
