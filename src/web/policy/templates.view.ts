/** Versions of texts of papers, and the published list of fields, made ready for pages. */
import { path, withQuery } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { paperKindSchema } from '../../letters/catalogue.js'
import { FIELD_LIST, type FieldEntry, ROW_FIELD_LIST } from '../../letters/fields.js'
import { standingOf, type Version, type VersionLine } from '../../reference/versions.js'
import { both, dateText } from '../kit/page.js'
import type { Table } from '../kit/parts.js'
import { STANDINGS } from '../kit/versions.view.js'

type KindVersions = readonly Pick<Version, 'key' | 'body'>[]

/** What a kind of paper is called today. */
function paperName(kind: string, kinds: KindVersions): Bilingual {
  const body = paperKindSchema.safeParse(kinds.find(({ key }) => key === kind)?.body)
  return body.success ? body.data.label : { zh: kind, en: kind }
}

const orderOf = ({ body }: Pick<Version, 'body'>): number => {
  const parsed = paperKindSchema.safeParse(body)
  return parsed.success ? parsed.data.order : Number.POSITIVE_INFINITY
}
const inOrder = (kinds: KindVersions): string[] =>
  [...kinds].sort((a, b) => orderOf(a) - orderOf(b)).map(({ key }) => key)

const ended = (standing: string): boolean => standing === 'replaced' || standing === 'withdrawn'

/** Every version that is in force, to come or drafted, by kinds in their order. */
export function versionsTable(versions: readonly VersionLine[], kinds: KindVersions, today: string): Table {
  const from = { zh: '生效日期', en: 'In force from' }
  const state = { zh: '状态', en: 'State' }
  return {
    caption: { zh: '各种文书的模板', en: 'Texts by kind of paper' },
    captionHidden: true,
    cards: true,
    head: [
      { text: { zh: '文书', en: 'Paper' } },
      { text: from },
      { text: state },
      { text: { zh: '打开', en: 'Open' }, hidden: true },
    ],
    rows: [...new Set([...inOrder(kinds), ...versions.map(({ key }) => key)])].flatMap((kind) => {
      const siblings = versions.filter(({ key }) => key === kind)
      return siblings
        .map((version) => ({ version, standing: standingOf(version, siblings, today) }))
        .filter(({ standing }) => !ended(standing))
        .map(({ version, standing }) => ({
          cells: [
            { heads: true, line: [{ text: paperName(kind, kinds), href: path.template(version.id) }] },
            { label: from, line: [both((language) => dateText(version.effectiveFrom, language))] },
            { label: state, tag: STANDINGS[standing] },
            {
              label: { zh: '改写', en: 'Rewrite' },
              line: [
                {
                  text: { zh: '起草新版本', en: 'Draft a new version' },
                  href: withQuery(path.newEntry('letterTemplates'), { from: version.id }),
                },
              ],
            },
          ],
        }))
    }),
  }
}

const GROUPS: Readonly<Record<FieldEntry['group'], Bilingual>> = {
  case: { zh: '案件和用人单位', en: 'Case and employer' },
  talent: { zh: '人选', en: 'The talent' },
  post: { zh: '岗位', en: 'The post' },
  judgement: { zh: '评估和依据', en: 'Assessment and basis' },
  paper: { zh: '文书本身', en: 'The paper itself' },
  term: { zh: '期限', en: 'Time limits' },
  event: { zh: '决定、补正和先前的文书', en: 'Decision, correction, earlier papers' },
  reasons: {
    zh: '每条理由（只在逐条列出理由的一项里）',
    en: 'Each reason (only in an item that is repeated for reasons)',
  },
  items: {
    zh: '每项补正（只在逐项列出补正的一项里）',
    en: 'Each correction (only in an item that is repeated for corrections)',
  },
}

/** The published fields, a table a group. */
export function fieldTables(): readonly Table[] {
  const all: readonly FieldEntry[] = [...FIELD_LIST, ...ROW_FIELD_LIST.reasons, ...ROW_FIELD_LIST.items]
  const groups = Object.entries(GROUPS) as [FieldEntry['group'], Bilingual][] // `entries` forgets the keys
  return groups.map(([group, caption]) => {
    const [means, sample] = [
      { zh: '含义', en: 'Meaning' },
      { zh: '样例', en: 'Sample' },
    ]
    return {
      caption,
      cards: true,
      head: [{ text: { zh: '写法', en: 'Written' } }, { text: means }, { text: sample }],
      rows: all
        .filter((field) => field.group === group)
        .map((field) => ({
          cells: [
            { heads: true, line: [{ text: `{{${field.name}}}`, look: 'code' as const }] },
            { label: means, line: [field.label] },
            { label: sample, line: [field.sample] },
          ],
        })),
    }
  })
}
