/** When the firm was told of what, and whether the mail arrived: for officers, who see no name and no address. */
import type { Bilingual } from '../../base/text.js'
import type { FirmNotification } from '../../cases/inbox.js'
import { notificationOf } from '../../cases/notifications.js'
import { both, timeText } from '../kit/page.js'
import type { Summary } from '../kit/parts.js'

/** Any firm's: what it reads of a kind does not depend on which it is. */
const A_FIRM = 1

/** The newest first. */
export function toldRows(told: readonly FirmNotification[]): Summary {
  return {
    small: true,
    rows: told.map((one) => ({
      key: both((language) => timeText(one.at, language, 'short')),
      line: [
        notificationOf(one.kind, A_FIRM)?.text ?? { zh: '通知', en: 'Notice' },
        { text: { zh: `（${how(one).zh}）`, en: ` (${how(one).en})` }, look: 'quiet' as const },
      ],
    })),
  }
}

function how({ people, mails, sent, failed, read, settledAt }: FirmNotification): Bilingual {
  const seen = read > 0 ? { zh: `${read} 人已读`, en: `read by ${read}` } : { zh: '还没有人读', en: 'not read yet' }
  const shown = { zh: `系统内通知 ${people} 人`, en: `shown to ${people} in the application` }
  if (mails === 0) return { zh: `${shown.zh}，${seen.zh}`, en: `${shown.en}, ${seen.en}` }
  const mail =
    failed > 0
      ? { zh: `${failed} 封邮件没有送达`, en: `${failed} ${failed === 1 ? 'mail' : 'mails'} not delivered` }
      : sent === mails && settledAt
        ? both((language) =>
            language === 'zh'
              ? `邮件 ${timeText(settledAt, 'zh', 'short')} 送达`
              : `mail delivered ${timeText(settledAt, 'en', 'short')}`,
          )
        : { zh: '邮件等待发出', en: 'mail waits to be sent' }
  return { zh: `${mail.zh}，${seen.zh}`, en: `${mail.en}, ${seen.en}` }
}
