/** The table of all metrics in docs/operations.md, from where each is declared. */
import { COUNTERS, HISTOGRAMS, type Measure } from '../src/base/metrics.js'
import { OWN_GAUGES } from '../src/base/telemetry.js'
import { type Figure, FIGURES } from '../src/exchange/operation/figures.js'

/** The names under which Prometheus has a measure. */
export const exportedNames: readonly { readonly name: string; readonly of: Measure }[] = [
  ...Object.values(COUNTERS).map((of) => ({ name: `${of.name}_total`, of })),
  ...Object.values(HISTOGRAMS).flatMap((of) =>
    ['_bucket', '_sum', '_count'].map((end) => ({ name: `${of.name}${end}`, of })),
  ),
  ...[...OWN_GAUGES, ...Object.values(FIGURES)].map((of) => ({ name: of.name, of })),
]

const rowOf = (where: string, kind: string, { name, labels, meaning }: Measure) =>
  `| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${where} | ${meaning.en} |`

const limitOf = ({ limit }: Figure): string => {
  if (!limit) return ''
  const [word, value] = 'above' in limit ? ['above', limit.above] : ['below', limit.below]
  return `; look when ${word} ${value.toLocaleString('en')}`
}

const ON_BOTH = ['certificateDays', 'lastBackup', 'diskFree']

export const metricsTable = (): string =>
  [
    '| metric | kind | labels | from | what |',
    '| --- | --- | --- | --- | --- |',
    ...Object.entries(COUNTERS).map(([name, one]) =>
      rowOf(COUNTER_FROM[name] ?? 'worker', 'counter', { ...one, name: `${one.name}_total` }),
    ),
    ...Object.entries(HISTOGRAMS).map(([name, one]) => rowOf(HISTOGRAM_FROM[name] ?? 'worker', 'histogram', one)),
    ...OWN_GAUGES.map((one) => rowOf('both', 'gauge', one)),
    ...Object.entries<Figure>(FIGURES).map(([name, one]) =>
      rowOf(ON_BOTH.includes(name) ? 'both' : 'worker', 'gauge', {
        ...one,
        meaning: { zh: '', en: one.meaning.en + limitOf(one) },
      }),
    ),
  ].join('\n')

const COUNTER_FROM: Readonly<Record<string, string>> = { requests: 'web', storeRequests: 'both' }
const HISTOGRAM_FROM: Readonly<Record<string, string>> = {
  requestSeconds: 'web',
  statementSeconds: 'both',
  storeSeconds: 'both',
}
