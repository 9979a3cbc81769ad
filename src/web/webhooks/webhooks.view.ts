/** What the pages of subscriptions say. */
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined, SEMICOLON } from '../../base/text.js'
import type { DeliveryState } from '../../exchange/entities.js'
import { faultWords } from '../../exchange/faults.js'
import { EVENT_KINDS } from '../../exchange/kinds.js'
import { type Delivery, OVERLAP, type Webhook } from '../../exchange/webhook.service.js'
import { wordsOf } from '../../workflow/words.js'
import { time } from '../kit/page.js'
import type { KeyOnce, Tag } from '../kit/parts.js'
import { below, code, link, quiet, tag } from '../kit/pieces.js'
import { column, fact, facts, tableOf } from '../kit/table.js'

type Names = ReadonlyMap<number, Bilingual>

function stateTag({ state, failingSince }: Webhook): Tag {
  if (state === 'unconfirmed') return tag('等待接收方确认', 'Waiting for the receiver', 'yellow')
  if (state === 'paused') return tag('已暂停', 'Paused', 'grey')
  return failingSince ? tag('推送失败，正在重试', 'Failing, retrying', 'red') : tag('推送中', 'Active', 'green')
}

const counts = ({ waiting, parked }: Webhook): Bilingual =>
  fill({ zh: '{waiting}条等待，{parked}条已停止重试', en: '{waiting} waiting, {parked} stopped' }, { waiting, parked })

const lastSent = ({ lastSentAt }: Webhook): Bilingual =>
  lastSentAt
    ? fill({ zh: '最近送达 {at}', en: 'last delivered {at}' }, { at: time(lastSentAt, 'short') })
    : { zh: '尚未送达', en: 'nothing delivered yet' }

const ownerOf = ({ authorityId }: Webhook, names: Names): Bilingual | undefined =>
  authorityId === null ? undefined : names.get(authorityId)

/** One of pages/webhooks/list. */
export const webhookRow = (one: Webhook, names: Names) => ({
  address: one.address,
  href: path.webhook(one.id),
  owner: ownerOf(one, names),
  tag: stateTag(one),
  line: joined([counts(one), lastSent(one)], SEMICOLON),
})

/** pages/webhooks/one, without what was sent. */
export function webhookFacts(one: Webhook, names: Names, now: Date) {
  const { id, address, kinds, state, earlierUntil, madeAt, madeBy, confirmedAt, replayFrom } = one
  const all = EVENT_KINDS.every((kind) => kinds.includes(kind))
  const owner = ownerOf(one, names)
  return {
    title: { zh: '事件推送', en: 'Webhook' },
    back: link({ zh: '事件推送', en: 'Webhooks' }, path.webhooks),
    address,
    tag: stateTag(one),
    facts: facts(
      owner && fact('机关', 'Authority', owner),
      fact('事件', 'Events', all ? { zh: '全部', en: 'all' } : joined(kinds.map((kind) => wordsOf(kind).done))),
      fact('建立', 'Created', fill({ zh: '{at}，{by}', en: '{at}, {by}' }, { at: time(madeAt, 'short'), by: madeBy })),
      fact('确认', 'Confirmed', confirmedAt ? time(confirmedAt, 'short') : { zh: '尚未确认', en: 'not yet' }),
      fact('情况', 'Status', joined([counts(one), lastSent(one)], SEMICOLON)),
      earlierUntil !== null &&
        earlierUntil > now &&
        fact(
          '原密钥',
          'Previous secret',
          fill({ zh: '{at}前仍同时签名', en: 'also signs until {at}' }, { at: time(earlierUntil) }),
        ),
      replayFrom !== null &&
        fact(
          '重新推送',
          'Sent again',
          fill({ zh: '从{at}起，正在准备', en: 'from {at} on, being prepared' }, { at: time(replayFrom) }),
        ),
    ),
    rotate: path.rotateWebhook(id),
    replay: confirmedAt === null ? undefined : path.replayWebhook(id),
    pause: state === 'active' ? path.pauseWebhook(id) : undefined,
    resume: state === 'paused' ? path.resumeWebhook(id) : undefined,
    remove: path.removeWebhook(id),
  }
}

/** A new secret, which is shown this once. */
export const onceView = (secret: string, rotated: boolean): KeyOnce => ({
  name: { zh: '签名密钥', en: 'Signing secret' },
  key: secret,
  lines: [
    [
      { zh: '接收系统用它验证每条推送（', en: 'Your system verifies each message with it (' },
      code('webhook-signature'),
      { zh: '，Standard Webhooks）。', en: ', Standard Webhooks).' },
    ],
    ...(rotated
      ? [
          [
            {
              zh: `原密钥在${OVERLAP}小时内仍同时签名，请在此期间换用新密钥。`,
              en: `The previous secret also signs for ${OVERLAP} hours. Change to the new one within that time.`,
            },
          ],
        ]
      : []),
  ],
})

const TAGS: Readonly<Record<DeliveryState, Tag>> = {
  waiting: tag('等待推送', 'Waiting', 'blue'),
  failed: tag('失败，会重试', 'Failed, will retry', 'yellow'),
  sent: tag('已送达', 'Delivered', 'green'),
  parked: tag('已停止重试', 'Stopped', 'red'),
}

const CHALLENGE: Bilingual = { zh: '核对接收地址', en: 'Address check' }

function answerLine({ status, took, answer, fault, tries, triedAt, state, nextTryAt }: Delivery) {
  if (triedAt === null) return [{ zh: '尚未推送', en: 'not sent yet' }]
  const answered = status === null ? undefined : `HTTP ${status}, ${took} ms`
  return [
    joined([fault === null ? undefined : faultWords(fault), answered].filter((one) => one !== undefined)),
    below(quiet(fill({ zh: '第{tries}次，{at}', en: 'attempt {tries}, {at}' }, { tries, at: time(triedAt, 'short') }))),
    state === 'failed' &&
      below(quiet(fill({ zh: '{at}再试', en: 'next attempt {at}' }, { at: time(nextTryAt, 'short') }))),
    answer !== null && below(code(answer)),
  ]
}

/** What was sent, and what was answered. */
export const deliveryTable = (webhookId: number, deliveries: readonly Delivery[]) =>
  tableOf({ zh: '推送记录', en: 'Deliveries' }, deliveries, [
    column(
      '事件',
      'Event',
      ({ kind, event }) => [kind === 'challenge' ? CHALLENGE : wordsOf(kind).done, below(code(event))],
      'heads',
    ),
    column('案件', 'Case', ({ caseNumber }) => caseNumber ?? undefined),
    column('发生时间', 'Time', ({ at }) => time(at, 'short')),
    column('状态', 'State', ({ state }) => ({ tag: TAGS[state] })),
    column('接收方的响应', 'Response', answerLine),
    column('操作', 'Action', ({ id, event }) => ({
      button: {
        text: { zh: '重新推送', en: 'Send again' },
        about: event,
        kind: 'secondary',
        small: true,
        form: 'again',
        formaction: path.sendWebhookAgain(webhookId, id),
      },
    })),
  ])
