/**
 * With what letters are signed, for the administrators: certificates, how long the present one
 * still runs, and the time-stamping authority. No key and no letter.
 */
import { Controller, Get } from '@nestjs/common'
import { Clock, dateInShanghai } from '../../base/clock.js'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { type CertificateFacts, Trust } from '../../letters/trust.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { both, counted, dateText } from '../kit/page.js'
import type { Notice, Summary } from '../kit/parts.js'

@Controller('signing')
@For('systemAdmin', 'securityAdmin', 'auditor')
export class SigningController {
  constructor(
    private readonly trust: Trust,
    private readonly clock: Clock,
  ) {}

  @Get()
  show() {
    const left = this.trust.daysLeft(this.clock.now())
    const [present, ...earlier] = this.trust.facts
    return page('signing', {
      title: { zh: '签名证书', en: 'Signing certificates' },
      notices: this.warning(left),
      present: present && summaryOf(present, daysWords(left)),
      earlier: earlier.map((one) => summaryOf(one)),
      timeStamp: this.trust.timeStampUrl,
      download: {
        text: { zh: '下载公布的证书', en: 'Download the published certificates' },
        href: path.certificate,
        kind: 'secondary' as const,
      },
    })
  }

  private warning(left: number): Notice[] {
    if (left >= this.trust.warnDays) return []
    if (left < 0)
      return [
        {
          kind: 'bad',
          text: { zh: '签名证书已到期，推荐函不能签发。', en: 'The certificate has run out: no letter can be signed.' },
        },
      ]
    return [
      {
        kind: 'near',
        text: {
          zh: `签名证书还有 ${left} 天到期，请更换。`,
          en: `The certificate expires in ${counted(left, 'day', 'days')}. Replace it.`,
        },
      },
    ]
  }
}

const daysWords = (left: number): Bilingual => ({
  zh: left < 0 ? '已到期' : `还有 ${left} 天`,
  en: left < 0 ? 'expired' : `${counted(left, 'day', 'days')} left`,
})

function summaryOf({ name, issuer, serial, sha256, from, to }: CertificateFacts, left?: Bilingual): Summary {
  const day = (at: Date) => both((language) => dateText(dateInShanghai(at), language))
  return {
    rows: [
      { key: { zh: '名称', en: 'Name' }, line: [name] },
      { key: { zh: '签发者', en: 'Issued by' }, line: [issuer] },
      { key: { zh: '有效期', en: 'Valid' }, line: [day(from), { zh: '至', en: ' to ' }, day(to)] },
      ...(left ? [{ key: { zh: '剩余', en: 'Time left' }, line: [left] }] : []),
      { key: { zh: '序列号', en: 'Serial number' }, line: [{ text: serial, look: 'code' as const }] },
      { key: { zh: '指纹 SHA-256', en: 'Fingerprint, SHA-256' }, line: [{ text: sha256, look: 'code' as const }] },
    ],
  }
}
