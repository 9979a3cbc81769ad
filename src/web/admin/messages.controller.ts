/**
 * Mails that have not gone out, for the system administrator: why, when they are tried again, and
 * trying them now. Addresses are masked; no case and no contents are shown.
 */
import { Controller, Get, Post, Query } from '@nestjs/common'
import { path, withQuery } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import { notificationOf } from '../../cases/notifications.js'
import type { MailState } from '../../people/mailEntities.js'
import { firmNews } from '../../people/firmWords.js'
import { ACCOUNT_MAILS } from '../../people/mailKinds.js'
import { MailRoute } from '../../people/mailRoute.js'
import type { Person } from '../../people/session.service.js'
import { type MailLine, Upkeep } from '../../people/upkeep.service.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readNumber } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { time } from '../kit/page.js'
import type { Tag } from '../kit/parts.js'
import { success, tag } from '../kit/pieces.js'
import { againAt, triesText } from './tries.view.js'

@Controller('admin/messages')
@For('systemAdmin')
export class AdminMessagesController {
  constructor(
    private readonly upkeep: Upkeep,
    private readonly route: MailRoute,
  ) {}

  @Get()
  async show(@Me() me: Person, @Query() query: unknown) {
    const { counts, open } = await this.upkeep.mails(me)
    const again = readNumber(query, 'again')
    const sent = counts.find(({ state }) => state === 'sent')
    return page('admin/messages', {
      title: { zh: '邮件', en: 'Mail' },
      notices: again === undefined ? [] : [success(`${again} 封邮件马上再试`, `${again} to be tried again now`)],
      route: this.route.text,
      last: sent && fill({ zh: '最近一封 {at} 发出', en: 'last mail sent on {at}' }, { at: time(sent.latest) }),
      figures: STATES.map((state) => ({
        label: TAGS[state].label,
        count: String(counts.find((count) => count.state === state)?.n ?? 0),
      })),
      rows: open.map(mailRow),
      failed: open.some(({ state, may }) => may && state !== 'waiting'),
    })
  }

  @Post('retry')
  async retryAll(@Me() me: Person) {
    return done(withQuery(path.mails, { again: await this.upkeep.retryMails(me, null) }))
  }

  @Post(':id/retry')
  async retry(@Me() me: Person, @Id() id: number) {
    return done(withQuery(path.mails, { again: await this.upkeep.retryMails(me, id) }))
  }
}

const STATES: readonly MailState[] = ['waiting', 'failed', 'givenUp', 'sent']

const TAGS: Readonly<Record<MailState, Tag>> = {
  waiting: tag('等待发出', 'Waiting', 'blue'),
  failed: tag('失败，将重试', 'Failed, will retry', 'yellow'),
  givenUp: tag('已放弃', 'Given up', 'red'),
  sent: tag('已发出', 'Sent', 'green'),
}

/** Why, in words; the server's three digits stand behind them. */
const FAULTS: Readonly<Record<string, Bilingual>> = {
  noConnection: { zh: '无法连接邮件服务器', en: 'the mail server cannot be reached' },
  timeout: { zh: '邮件服务器没有回应', en: 'the mail server does not answer' },
  tls: { zh: '加密或证书有问题', en: 'encryption or certificate problem' },
  signIn: { zh: '邮件服务器的账号或密码不正确', en: 'the mail server rejected the account or password' },
  busy: { zh: '对方服务器繁忙', en: 'the server is busy' },
  deferred: { zh: '对方服务器暂时不收', en: 'deferred by the server' },
  refused: { zh: '对方服务器拒收', en: 'rejected by the server' },
  noAddress: { zh: '收信人没有确认过的邮箱', en: 'the recipient has no confirmed address' },
  unknown: { zh: '原因不明', en: 'unknown reason' },
}

function kindText(kind: string): Bilingual {
  if (kind === 'digest') return { zh: '每日汇总', en: 'Daily summary' }
  const account = Object.hasOwn(ACCOUNT_MAILS, kind) ? ACCOUNT_MAILS[kind]?.subject : undefined
  const known = notificationOf(kind, 1) ?? notificationOf(kind, null) ?? firmNews(kind)
  return account ?? known?.text ?? { zh: '通知', en: 'Notice' }
}

function mailRow({ id, kind, address, state, tries, orderedAt, nextTryAt, lastError, may }: MailLine) {
  const [fault = '', code] = lastError?.split(' ') ?? []
  const why = lastError ? FAULTS[fault] : undefined
  return {
    id,
    kind: kindText(kind),
    address: address ?? '',
    tag: TAGS[state],
    why: why && code ? { zh: `${why.zh}（${code}）`, en: `${why.en} (${code})` } : why,
    times: triesText(orderedAt, tries, state === 'failed' && againAt(nextTryAt)),
    retry: may && state !== 'waiting',
  }
}
