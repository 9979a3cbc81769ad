/**
 * With what letters are signed, for the administrators: certificates, how long the present one
 * still runs, and the time-stamping authority. No key and no letter.
 */
import { Controller, Get } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { type CertificateFacts, Trust } from '../../letters/trust.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { counted, day } from '../kit/page.js'
import type { Notice, Summary } from '../kit/parts.js'
import { code } from '../kit/pieces.js'
import { fact, facts } from '../kit/table.js'

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
      present: present && certificateFacts(present, daysWords(left)),
      earlier: earlier.map((one) => certificateFacts(one)),
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
    const text =
      left < 0
        ? { zh: '签名证书已到期，推荐函不能签发。', en: 'The certificate has expired. No letter can be signed.' }
        : {
            zh: `签名证书还有 ${left} 天到期，请更换。`,
            en: `The certificate expires in ${counted(left, 'day', 'days')}. Replace it.`,
          }
    return [{ kind: left < 0 ? 'bad' : 'near', text }]
  }
}

const daysWords = (left: number): Bilingual =>
  left < 0 ? { zh: '已到期', en: 'expired' } : { zh: `还有 ${left} 天`, en: `${counted(left, 'day', 'days')} left` }

const certificateFacts = ({ name, issuer, serial, sha256, from, to }: CertificateFacts, left?: Bilingual): Summary =>
  facts(
    fact('名称', 'Name', name),
    fact('签发者', 'Issued by', issuer),
    fact('有效期', 'Valid', [day(from), { zh: '至', en: ' to ' }, day(to)]),
    left && fact('剩余', 'Time left', left),
    fact('序列号', 'Serial number', code(serial)),
    fact('指纹 SHA-256', 'Fingerprint, SHA-256', code(sha256)),
  )
