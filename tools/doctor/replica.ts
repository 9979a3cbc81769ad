/** The copy that reports read: whether each of its servers lets the role in, and whether it is fit to be read. Nothing is written. */
import { addressesOf, credentialsOf, placeOf, withCredentials } from '../../src/base/addresses.js'
import { causeOf } from '../../src/base/cause.js'
import { type CopyState, faultOf, STATE_OF_COPY } from '../../src/base/replica.js'
import type { Bilingual } from '../../src/base/text.js'
import type { Config } from '../../src/config.js'
import { SETTINGS } from '../../src/settings.js'
import { connect } from '../roles.js'
import type { Opened } from './database.js'
import { type Finding, hint, notAsked, ok } from './finding.js'

const ABOUT = SETTINGS.replicaDatabaseUrl.name

/** A copy that cannot be read keeps nobody from working, so nothing of it is more than a hint. */
export async function examineReplica(config: Config, opened: readonly Opened[]): Promise<Finding[]> {
  if (config.replicaDatabaseUrl === null) return []
  const app = config.appDatabaseUrl
  const own = opened.find(({ setting }) => setting === SETTINGS.appDatabaseUrl.name)
  if (app === null || !own) return [notAsked(ABOUT, NEEDS_APP)]
  const installation = await own.client
    .query<{ id: string }>('select id from installation')
    .then(({ rows }) => rows[0]?.id)
    .catch(() => undefined)
  if (installation === undefined) return [notAsked(ABOUT, NEEDS_APP)]
  const url = withCredentials(config.replicaDatabaseUrl, credentialsOf(app))
  return Promise.all(addressesOf(url).map((one) => examineServer(one, installation)))
}

async function examineServer(url: string, installation: string): Promise<Finding> {
  const place = placeOf(url)
  try {
    const client = await connect(url)
    const [state] = (await client.query<CopyState>(STATE_OF_COPY)).rows
    await client.end()
    if (!state) throw new Error('no state')
    const fault = faultOf(state, installation)
    const seconds = Math.max(0, Math.round((state.now.getTime() - state.asOf.getTime()) / 1000))
    if (fault) return hint(ABOUT, FAULTS[fault].found, FAULTS[fault].todo, { place, seconds })
    return ok(
      ABOUT,
      {
        zh: '副本 {place} 可读，落后 {seconds} 秒。',
        en: 'the replica {place} can be read; it is {seconds} s behind.',
      },
      { place, seconds },
    )
  } catch (error) {
    const why = causeOf(error).code ?? 'timeout'
    return hint(ABOUT, AWAY, CHECK, { place, why })
  }
}

const NEEDS_APP: Bilingual = {
  zh: '须先能以 APP_DATABASE_URL 连接数据库。',
  en: 'needs a working APP_DATABASE_URL first.',
}
const AWAY: Bilingual = {
  zh: '副本 {place} 没有应答：{why}。',
  en: 'the replica {place} does not respond: {why}.',
}
const CHECK: Bilingual = {
  zh: '副本无法连接时，改读数据库本身。请核对其主机和端口，以及副本是否在运行。',
  en:
    'While the replica is unreachable, the database itself is read. Check the host and port, and that ' +
    'the replica is running.',
}
const FAULTS: Readonly<Record<NonNullable<ReturnType<typeof faultOf>>, { found: Bilingual; todo: Bilingual }>> = {
  foreign: {
    found: {
      zh: '{place} 属于另一个安装，未予使用。',
      en: '{place} belongs to another installation and is not used.',
    },
    todo: { zh: '请核对地址。', en: 'Check the address.' },
  },
  leads: {
    found: {
      zh: '{place} 不是副本（没有跟随其他服务器），未予使用。',
      en: '{place} is not a replica (it follows no other server) and is not used.',
    },
    todo: {
      zh: '切换后会出现此情况：请改为现在的副本，或使用只转发到副本的负载均衡。',
      en: 'This happens after a failover. Use the current replica, or a load balancer that only leads to replicas.',
    },
  },
  behind: {
    found: {
      zh: '{place} 落后 {seconds} 秒，暂未使用。',
      en: '{place} is {seconds} s behind and is not used for now.',
    },
    todo: {
      zh: '请查看副本的日志和与主服务器之间的网络（pg_stat_replication）。',
      en: 'Check its log and the network to the primary (pg_stat_replication).',
    },
  },
}
