/** What a program hears whose key does not hold. */
import type { Bilingual } from '../../base/text.js'
import type { KeyFault } from '../../people/key.service.js'

export const KEY_FAULTS: Readonly<Record<KeyFault, Bilingual>> = {
  accountEnded: { zh: '密钥所属的账号已停用。', en: 'The account of this key has been closed.' },
  firmSuspended: {
    zh: '企业已被暂停申报，其服务账号停用；恢复后请另建密钥。',
    en: 'The firm and its service accounts are suspended. Create a new key when the suspension ends.',
  },
  notConfirmed: {
    zh: '服务账号尚未经另一名管理员确认。',
    en: 'A second administrator has not confirmed this service account yet.',
  },
  keyEnded: { zh: '密钥已作废。', en: 'This key has been revoked.' },
  tokenExpired: {
    zh: '访问令牌已到期，请另行申请（POST /api/token）。',
    en: 'This access token has expired. Request another one (POST /api/token).',
  },
  keyExpired: { zh: '密钥已到期，请另建密钥。', en: 'This key has expired. Create a new one.' },
}
