/** Sign-ins, refusals and what was taken out, as the auditor reads them. */
import { timeInShanghai } from '../../base/clock.js'
import { type Bilingual, COMMA, joined } from '../../base/text.js'
import type { AccessKind } from '../../people/accessLog.js'
import type { AccessEntry } from '../../people/accessSearch.js'
import { type CsvColumn, csvColumn } from '../kit/csv.js'
import { time } from '../kit/page.js'
import type { Piece, Table, Text } from '../kit/parts.js'
import { code } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { accountText } from './people.view.js'

export const ACCESS_WORDS: Readonly<Record<AccessKind, Bilingual>> = {
  signedIn: { zh: '登录', en: 'Signed in' },
  signInFailed: { zh: '登录失败', en: 'Sign-in failed' },
  throttled: { zh: '次数过多，暂停尝试', en: 'Too many attempts, blocked' },
  signedOut: { zh: '退出', en: 'Signed out' },
  sessionsEnded: { zh: '结束登录', en: 'Sessions ended' },
  proofFailed: { zh: '再次验证失败', en: 'Confirmation of identity failed' },
  keyUsed: { zh: '使用接口密钥', en: 'API key used' },
  keyRefused: { zh: '接口密钥无效', en: 'API key refused' },
  refused: { zh: '被拒绝', en: 'Refused' },
  notFound: { zh: '不对其开放', en: 'No access' },
  revealed: { zh: '查看受保护内容', en: 'Protected content viewed' },
  exported: { zh: '导出', en: 'Exported' },
}

/** Why a try failed, and how somebody came in, in words; what is none of these is a route. */
const REASONS: Readonly<Record<string, Bilingual>> = {
  signInWrong: { zh: '账号或密码错误', en: 'wrong account or password' },
  signInOver: { zh: '操作超时', en: 'timed out' },
  codeWrong: { zh: '验证码错误', en: 'wrong code' },
  passkeyWrong: { zh: '通行密钥错误', en: 'wrong passkey' },
  passwordWrong: { zh: '密码错误', en: 'wrong password' },
  enrolmentNeeded: { zh: '尚无验证器', en: 'no authenticator yet' },
  offerOver: { zh: '添加验证器超时', en: 'adding an authenticator timed out' },
  providerFailed: { zh: '身份平台没有确认', en: 'the identity provider did not confirm' },
  password: { zh: '密码', en: 'password' },
  totp: { zh: '验证器', en: 'authenticator' },
  recovery: { zh: '恢复码', en: 'recovery code' },
  passkey: { zh: '通行密钥', en: 'passkey' },
  provider: { zh: '身份平台', en: 'identity provider' },
  providerFactor: { zh: '身份平台的双因素验证', en: 'second factor of the identity provider' },
}

function reasonText(what: string): Text | Piece {
  const words = what.split(' ').map((word) => REASONS[word])
  if (!words.every((word) => word !== undefined)) return code(what)
  return joined(words)
}

const whoText = ({ name, account, keyId }: AccessEntry): Text => {
  if (name === null) return { zh: '未登录', en: 'not signed in' }
  const byKey = keyId !== null && { zh: `密钥 ${keyId}`, en: `key ${keyId}` }
  return joined([accountText(name, account), byKey], COMMA)
}

export const accessTable = (lines: readonly AccessEntry[]): Table =>
  tableOf({ zh: '登录与访问', en: 'Sign-ins and access' }, lines, [
    column('时间', 'Time', ({ at }) => time(at)),
    column('事项', 'Event', ({ kind }) => ACCESS_WORDS[kind], 'heads'),
    column('人员', 'Person', whoText),
    column('网络地址', 'Address', ({ address }) => (address === null ? '–' : code(address))),
    column('说明', 'Details', ({ what }) => (what === null ? '–' : reasonText(what))),
    column('次数', 'Count', ({ times }) => String(times), 'numeric'),
  ])

/** The same as a file. */
export const ACCESS_COLUMNS: readonly CsvColumn<AccessEntry>[] = [
  csvColumn('编号', 'No.', ({ id }) => id),
  csvColumn('时间', 'Time', ({ at }) => timeInShanghai(at)),
  csvColumn('最后一次', 'Last time', ({ untilAt }) => untilAt && timeInShanghai(untilAt)),
  csvColumn('事项', 'Event', ({ kind }) => ACCESS_WORDS[kind]),
  csvColumn('代码', 'Code', ({ kind }) => kind),
  csvColumn('人员', 'Person', ({ name }) => name),
  csvColumn('账号', 'Account', ({ account }) => account),
  csvColumn('密钥', 'Key', ({ keyId }) => keyId),
  csvColumn('网络地址', 'Address', ({ address }) => address),
  csvColumn('说明', 'Detail', ({ what }) => what),
  csvColumn('次数', 'Count', ({ times }) => times),
]
