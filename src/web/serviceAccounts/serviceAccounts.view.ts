/** What the pages of service accounts say. */
import { path } from '../../base/path.js'
import { type Bilingual, COMMA, fill, joined, SEMICOLON } from '../../base/text.js'
import type { Actor } from '../../people/actor.js'
import { has } from '../../people/actor.js'
import type { ServiceAccount, ServiceCall, ServiceKey } from '../../people/serviceAccount.service.js'
import { clientId } from '../../people/assertion.js'
import { wordsOf } from '../../workflow/words.js'
import { day, time } from '../kit/page.js'
import type { KeyOnce, Tag } from '../kit/parts.js'
import { code, link, tag } from '../kit/pieces.js'
import { column, fact, facts, tableOf } from '../kit/table.js'

type Names = ReadonlyMap<number, Bilingual>

function stateTag({ endedAt, confirmedAt, responsibleLeft }: ServiceAccount): Tag {
  if (endedAt) return tag('已停用', 'Closed', 'grey')
  if (!confirmedAt) return tag('待确认', 'Waiting for confirmation', 'yellow')
  return responsibleLeft ? tag('负责人已离开', 'Responsible person has left', 'red') : tag('有效', 'In force', 'green')
}

const keysText = ({ keysInForce: n }: ServiceAccount): Bilingual =>
  n === 0
    ? { zh: '没有有效的密钥', en: 'no key in force' }
    : fill({ zh: '{n}个密钥有效', en: 'keys in force: {n}' }, { n })

/** One of pages/service-accounts/list. */
export const accountRow = (one: ServiceAccount, names: Names) => ({
  name: one.name,
  href: path.serviceAccount(one.id),
  owner: one.authorityId === null ? undefined : names.get(one.authorityId),
  tag: stateTag(one),
  line: joined(
    [fill({ zh: '负责人 {name}', en: 'responsible: {name}' }, { name: one.responsible }), keysText(one)],
    SEMICOLON,
  ),
})

/** pages/service-accounts/one, without its keys and calls. */
export function accountFacts(one: ServiceAccount, names: Names, me: Actor) {
  const { id, name, authorityId, acts, madeAt, madeBy, confirmedAt, confirmedBy, endedAt } = one
  const when = (at: Date, by: string) => fill({ zh: '{at}，{by}', en: '{at}, {by}' }, { at: time(at, 'short'), by })
  return {
    title: fill({ zh: '服务账号 {name}', en: 'Service account {name}' }, { name }),
    back: link({ zh: '服务账号', en: 'Service accounts' }, path.serviceAccounts),
    tag: stateTag(one),
    left: one.responsibleLeft && endedAt === null,
    facts: facts(
      fact('编号', 'Id', code(clientId(id))),
      authorityId !== null && fact('机关', 'Authority', names.get(authorityId) ?? '—'),
      fact('用途', 'Purpose', one.purpose),
      fact(
        '允许办理的事项',
        'Permitted actions',
        joined(
          acts.map((act) => wordsOf(act).label),
          COMMA,
        ),
      ),
      fact('负责人', 'Responsible person', one.responsible),
      fact('建立', 'Created', when(madeAt, madeBy)),
      authorityId !== null &&
        fact(
          '确认',
          'Confirmed',
          confirmedAt ? when(confirmedAt, confirmedBy ?? '—') : { zh: '尚未确认', en: 'not yet' },
        ),
      endedAt !== null && fact('停用', 'Closed', time(endedAt, 'short')),
    ),
    confirm:
      !confirmedAt && !endedAt && has(me, 'securityAdmin') && one.madeById !== me.id
        ? path.confirmServiceAccount(id)
        : undefined,
    end: endedAt === null ? path.endServiceAccount(id) : undefined,
  }
}

function keyTag({ endedAt }: ServiceKey, over: boolean): Tag {
  if (endedAt) return tag('已作废', 'Revoked', 'grey')
  return over ? tag('已到期', 'Expired', 'grey') : tag('有效', 'In force', 'green')
}

const FROM = { public: { zh: '公网', en: 'the public network' }, private: { zh: '内网', en: 'a private network' } }

const usedText = ({ usedAt, usedFrom }: ServiceKey): Bilingual =>
  usedAt
    ? fill(
        { zh: '{at}从{from}用过', en: 'last used {at} from {from}' },
        { at: time(usedAt, 'short'), from: FROM[usedFrom ?? 'private'] },
      )
    : { zh: '尚未使用', en: 'not used yet' }

export function keyRow(account: number, key: ServiceKey, now: Date) {
  const { id, name, prefix, expiresAt, endedAt, madeBy, thumbprint } = key
  const over = endedAt !== null || expiresAt <= now
  return {
    name,
    prefix: thumbprint ?? `${prefix}…`,
    tag: keyTag(key, over),
    line: joined(
      [
        thumbprint ? { zh: '公钥', en: 'public key' } : { zh: '密钥', en: 'secret' },
        fill({ zh: '{on}到期', en: 'until {on}' }, { on: day(expiresAt) }),
        usedText(key),
        fill({ zh: '{by}建立', en: 'created by {by}' }, { by: madeBy ?? '—' }),
      ],
      SEMICOLON,
    ),
    end: over ? undefined : path.endServiceKey(account, id),
  }
}

/** A new key, which is shown this once. */
export const onceView = ({ name, value }: { name: string; value: string }): KeyOnce => ({
  name,
  key: value,
  lines: [
    [{ zh: '用法：', en: 'Use: ' }, code('Authorization: Bearer …')],
    [link({ zh: '接口说明', en: 'API description' }, path.api)],
  ],
})

export const callTable = (calls: readonly ServiceCall[]) =>
  tableOf({ zh: '调用记录', en: 'Calls' }, calls, [
    column('时间', 'Time', ({ at }) => time(at)),
    column('接口', 'Route', ({ route }) => code(route), 'heads'),
    column('状态', 'Status', ({ status }) => String(status)),
    column('密钥', 'Key', ({ key }) => key),
    column('请求编号', 'Request', ({ requestId }) => code(requestId)),
  ])
