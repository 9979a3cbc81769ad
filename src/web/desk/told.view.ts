/** When the firm was told of what, and whether the mail arrived: for officers, who see no name and no address. */
import { type Bilingual, COMMA, fill, joined } from '../../base/text.js'
import type { FirmNotification } from '../../cases/inbox.js'
import { notificationOf } from '../../cases/notifications.js'
import { counted, time } from '../kit/page.js'
import type { Summary } from '../kit/parts.js'
import { quiet } from '../kit/pieces.js'
import { smallFacts } from '../kit/table.js'

/** Any firm's: what it reads of a kind does not depend on which it is. */
const A_FIRM = 1

/** The newest first. */
export const notificationFacts = (notifications: readonly FirmNotification[]): Summary =>
  smallFacts(
    ...notifications.map((one) => ({
      key: time(one.at, 'short'),
      line: [
        notificationOf(one.kind, A_FIRM)?.text ?? { zh: '通知', en: 'Notice' },
        quiet(fill({ zh: '（{how}）', en: ' ({how})' }, { how: deliveryText(one) })),
      ],
    })),
  )

const deliveryText = (notification: FirmNotification): Bilingual => {
  const { people, mails, read } = notification
  return joined(
    [
      mails === 0
        ? { zh: `系统内通知 ${people} 人`, en: `shown to ${people} in the application` }
        : mailText(notification),
      read > 0 ? { zh: `${read} 人已读`, en: `read by ${read}` } : { zh: '尚无人阅读', en: 'not read yet' },
    ],
    COMMA,
  )
}

function mailText({ mails, sent, failed, settledAt }: FirmNotification): Bilingual {
  if (failed > 0) return { zh: `${failed} 封邮件没有送达`, en: `${counted(failed, 'mail', 'mails')} not delivered` }
  if (sent === mails && settledAt)
    return fill({ zh: '邮件 {at} 送达', en: 'mail delivered {at}' }, { at: time(settledAt, 'short') })
  return { zh: '邮件等待发出', en: 'mail waits to be sent' }
}
