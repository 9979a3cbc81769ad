/** What the page 后台任务 (Jobs) and the metrics show of a running installation, held against the same limits. */
import { amountText, type Figure, FIGURES, isBeyond, type Reading } from '../../src/exchange/operation/figures.js'
import { readDatabase, readMark } from '../../src/exchange/operation/readFigures.js'
import type { Config } from '../../src/config.js'
import { SETTINGS } from '../../src/settings.js'
import type { Opened } from './database.js'
import { type Finding, hint, notAsked, ok } from './finding.js'

const ABOUT = 'figures'

/** Nothing here is wrong with a start; certificates and disks are looked at elsewhere. */
export async function examineFigures(config: Config, opened: readonly Opened[], now: Date): Promise<Finding[]> {
  const client = opened.find(({ setting }) => setting === SETTINGS.workerDatabaseUrl.name)?.client
  if (!client)
    return [
      notAsked(ABOUT, {
        zh: '须以 WORKER_DATABASE_URL 查询，但没有可用的连接。',
        en: 'need WORKER_DATABASE_URL, but there is no usable connection.',
      }),
    ]
  const ask = async <Row>(sql: string, values: readonly unknown[]) =>
    (await client.query(sql, [...values])).rows as Row[]
  const readings = [...(await readDatabase(ask, now)), ...(await readMark(config.dataDir, now))]
  const beyond = readings.filter(isBeyond)
  const within = ok(
    ABOUT,
    { zh: '{n} 项在界限内。', en: '{n} within their limits.' },
    { n: readings.length - beyond.length },
  )
  return [within, ...beyond.map(findingOf)]
}

function findingOf({ figure, labels, value }: Reading): Finding {
  const { name, meaning }: Figure = FIGURES[figure]
  const [label] = Object.values(labels)
  return hint(
    label === undefined ? name : `${name} ${label}`,
    { zh: '{meaning}：{amount}。', en: '{meaning}: {amount}.' },
    { zh: '见 docs/operations.md 的 Alerts。', en: 'See “Alerts” in docs/operations.md.' },
    { meaning, amount: amountText(figure, value) },
  )
}
