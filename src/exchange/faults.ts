/** Why a webhook did not arrive, in words for its administrator. */
import type { Bilingual } from '../base/text.js'

export const FAULTS = {
  noConnection: { zh: '无法连接', en: 'No connection' },
  timeout: { zh: '10秒内没有响应', en: 'No response within 10 seconds' },
  tls: { zh: '证书不受信任或加密连接失败', en: 'The certificate is not trusted, or TLS failed' },
  outOfBounds: {
    zh: '地址指向内部网络或未加密，系统不予连接',
    en: 'The address is in a private network or not encrypted, so no connection is made',
  },
  redirect: { zh: '响应要求重定向，系统不跟随', en: 'The response redirects elsewhere, which is not followed' },
  status: { zh: '响应不是2xx', en: 'The response was not 2xx' },
  challenge: { zh: '响应中没有 challenge', en: 'The response did not contain the challenge' },
  secret: {
    zh: '密钥无法读取，请更换密钥',
    en: 'The secret cannot be read. Change it',
  },
} as const satisfies Record<string, Bilingual>
export type Fault = keyof typeof FAULTS

export const faultWords = (name: string): Bilingual =>
  Object.hasOwn(FAULTS, name) ? FAULTS[name as Fault] : { zh: name, en: name } // as was just asked
