/** What the page of one's own account shows. */
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined } from '../../base/text.js'
import type { Factors } from '../../people/factor.service.js'
import type { Passkey } from '../../people/passkey.service.js'
import type { ProviderLink } from '../../people/provider.service.js'
import type { OpenSession, Person, Way } from '../../people/session.service.js'
import { day, time } from '../kit/page.js'
import { success } from '../kit/pieces.js'

/** What was just done, by the word in the address. */
export const DONE = {
  password: success(
    '密码已更改，其他设备上的登录已结束，接口密钥已作废',
    'Password changed. You are signed out on other devices and your API keys no longer work',
  ),
  sessions: success('登录已结束', 'Ended'),
  authenticator: success('验证器已添加', 'Authenticator added'),
  passkey: success('通行密钥已添加', 'Passkey added'),
  removed: success('已移除', 'Removed'),
  link: success('身份平台的用户已关联', 'Identity provider linked'),
}

const WAYS: Readonly<Record<Way, Bilingual>> = {
  password: { zh: '密码', en: 'password' },
  totp: { zh: '验证器', en: 'authenticator' },
  recovery: { zh: '恢复码', en: 'recovery code' },
  passkey: { zh: '通行密钥', en: 'passkey' },
  provider: { zh: '身份平台', en: 'identity provider' },
  providerFactor: { zh: '含双因素验证', en: 'with its second factor' },
}

interface OwnAccount {
  readonly person: Person
  readonly factors: Factors
  /** Whether one factor must stay. */
  readonly needsFactor: boolean
  readonly passkeys: readonly Passkey[]
  readonly sessions: readonly OpenSession[]
  /** The identity provider's button, null without one; and whom it knows as this person. */
  readonly provider: { readonly name: Bilingual | null; readonly links: readonly ProviderLink[] }
  readonly current: string | undefined
}

/** The first that fits counts: every browser names others, too. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bFirefox\//, 'Firefox'],
  [/Chrome\/|\bChromium\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** Browser and system, as people call them; what is known of neither is shown as it was sent. */
export function deviceName(sent: string): string {
  const names = [BROWSERS, SYSTEMS].flatMap((list) => list.find(([pattern]) => pattern.test(sent))?.[1] ?? [])
  return names.length > 0 ? names.join(' · ') : sent.slice(0, 60)
}

/** The page without its form. */
export function ownView({ person, factors, needsFactor, passkeys, sessions, provider, current }: OwnAccount) {
  const { authenticatorAt, codesLeft } = factors
  const hasFactor = authenticatorAt !== null || passkeys.length > 0
  const canRemove = !needsFactor || (authenticatorAt !== null ? 1 : 0) + passkeys.length > 1
  return {
    title: { zh: '账号', en: 'Account' },
    account: person.account,
    name: person.name,
    canRemove,
    codesLeft: hasFactor ? String(codesLeft) : undefined,
    authenticator: authenticatorAt && day(authenticatorAt),
    passkeys: passkeys.map(({ id, name, addedAt }) => ({
      name,
      added: day(addedAt),
      remove: path.removePasskey(id),
    })),
    provider:
      provider.name || provider.links.length > 0
        ? {
            canLink: provider.name !== null,
            links: provider.links.map(({ id, subject, linkedAt }) => ({
              subject,
              since: day(linkedAt),
              remove: path.removeProvider(id),
            })),
          }
        : undefined,
    others: sessions.length > 1,
    sessions: sessions.map(({ id, createdAt, seenAt, device, address, ways }) => ({
      device: device !== null ? deviceName(device) : { zh: '未知设备', en: 'Unknown device' },
      where: address ?? '–',
      current: id === current,
      times: fill(
        { zh: '{since} 登录（{ways}），最近 {seen}', en: 'signed in {since} ({ways}), last seen {seen}' },
        { since: time(createdAt, 'short'), seen: time(seenAt, 'short'), ways: joined(ways.map((way) => WAYS[way])) },
      ),
      end: path.endSession(id),
    })),
  }
}
