/** Sign-ins, refusals and what was taken out, as the auditor reads them. */
import type { Bilingual } from '../../base/text.js'
import type { AccessKind } from '../../people/accessLog.js'
import type { AccessFound } from '../../people/accessSearch.js'
import { cardTable } from '../kit/cardTable.js'
import { both, timeText } from '../kit/page.js'
import type { Line, Table, Text } from '../kit/parts.js'
import type { CsvCell } from '../kit/csv.js'

export const ACCESS_WORDS: Readonly<Record<AccessKind, Bilingual>> = {
  signedIn: { zh: '登录', en: 'Signed in' },
  signInFailed: { zh: '登录失败', en: 'Sign-in failed' },
  throttled: { zh: '次数过多，暂停尝试', en: 'Too many tries, held off' },
  signedOut: { zh: '退出', en: 'Signed out' },
  sessionsEnded: { zh: '结束登录', en: 'Sessions ended' },
  proofFailed: { zh: '再次证明失败', en: 'Renewed proof failed' },
  keyUsed: { zh: '使用接口密钥', en: 'API key used' },
  keyRefused: { zh: '接口密钥无效', en: 'API key refused' },
  refused: { zh: '被拒绝', en: 'Refused' },
  notFound: { zh: '不对其开放', en: 'Not open to them' },
  revealed: { zh: '查看受保护内容', en: 'Protected content shown' },
  exported: { zh: '导出', en: 'Exported' },
}

/** Why a try failed, and how somebody came in, in words; what is none of these is a route. */
const REASONS: Readonly<Record<string, Bilingual>> = {
  signInWrong: { zh: '账号或密码不对', en: 'wrong account or password' },
  signInOver: { zh: '这一步等得太久', en: 'the step was open for too long' },
  codeWrong: { zh: '验证码不对', en: 'wrong code' },
  passkeyWrong: { zh: '通行密钥不对', en: 'wrong passkey' },
  passwordWrong: { zh: '密码不对', en: 'wrong password' },
  enrolmentNeeded: { zh: '还没有验证器', en: 'no authenticator yet' },
  offerOver: { zh: '添加验证器等得太久', en: 'the offer of an authenticator was over' },
  providerFailed: { zh: '身份平台没有确认', en: 'the identity provider did not confirm' },
  password: { zh: '密码', en: 'password' },
  totp: { zh: '验证器', en: 'authenticator' },
  recovery: { zh: '恢复码', en: 'recovery code' },
  passkey: { zh: '通行密钥', en: 'passkey' },
  provider: { zh: '身份平台', en: 'identity provider' },
  providerFactor: { zh: '身份平台的第二要素', en: 'second factor of the identity provider' },
}

function whatText(what: string | null): Line {
  if (what === null) return ['–']
  const words = what.split(' ').map((word) => REASONS[word])
  if (words.every((word) => word !== undefined))
    return [both((language) => words.map((word) => word[language]).join(language === 'zh' ? '、' : ', '))]
  return [{ text: what, look: 'code' }]
}

const heads = {
  at: { zh: '时间', en: 'When' },
  kind: { zh: '事项', en: 'What' },
  who: { zh: '何人', en: 'Who' },
  address: { zh: '网络地址', en: 'Address' },
  what: { zh: '说明', en: 'Detail' },
  times: { zh: '次数', en: 'Times' },
}

const whoText = ({ name, account, keyId }: AccessFound): Text => {
  if (name === null) return { zh: '未登录', en: 'nobody signed in' }
  const byKey = keyId === null ? { zh: '', en: '' } : { zh: `，密钥 ${keyId}`, en: `, key ${keyId}` }
  return { zh: `${name}（${account}）${byKey.zh}`, en: `${name} (${account})${byKey.en}` }
}

/** A page of it. */
export const accessTable = (lines: readonly AccessFound[]): Table =>
  cardTable(
    { zh: '登录与访问', en: 'Sign-ins and access' },
    heads,
    lines.map((line) => ({
      at: { line: [both((language) => timeText(line.at, language, 'full'))] },
      kind: { line: [ACCESS_WORDS[line.kind]], heads: true },
      who: { line: [whoText(line)] },
      address: { line: [line.address === null ? '–' : { text: line.address, look: 'code' }] },
      what: { line: whatText(line.what) },
      times: { line: [String(line.times)] },
    })),
    ['times'],
  )

export const ACCESS_HEAD: readonly CsvCell[] = [
  { zh: '编号', en: 'No.' },
  ...[heads.at, { zh: '最后一次', en: 'Last' }, heads.kind, { zh: '代码', en: 'Code' }, heads.who],
  ...[{ zh: '账号', en: 'Account' }, { zh: '密钥', en: 'Key' }, heads.address, heads.what, heads.times],
]

/** The same as a row of a table to take away. */
export const accessCells = (line: AccessFound): CsvCell[] => [
  ...[line.id, line.at.toISOString(), line.untilAt?.toISOString() ?? null, ACCESS_WORDS[line.kind], line.kind],
  ...[line.name, line.account, line.keyId, line.address, line.what, line.times],
]
