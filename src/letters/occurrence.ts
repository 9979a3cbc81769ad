/** What an event says, as a paper tells it: reasons with their sentences, items of a correction with their places, conditions, officers' own words. */
import { sayDate } from '../base/dates.js'
import { type Bilingual, fill, type Language } from '../base/text.js'
import { sayPlace } from '../forms/places.js'
import { type ReasonPurpose, reasonSchema } from '../reference/kinds.js'
import type { Reference } from '../reference/reference.service.js'
import type { RowFields } from './fields.js'
import type { Occurrence } from './matter.js'

type Content = Readonly<Record<string, unknown>>
const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
const list = (value: unknown): readonly Content[] =>
  Array.isArray(value) ? value.filter((one): one is Content => typeof one === 'object' && one !== null) : []

/** What each action's reasons are reasons for. */
const PURPOSES: Readonly<Record<string, ReasonPurpose>> = {
  refuse: 'refusal',
  announceRefusal: 'refusal',
  revokeLetter: 'revocation',
  declineToAccept: 'nonAcceptance',
  withdraw: 'withdrawal',
}

export const textOf = (content: Content): Pick<Occurrence, 'explanation' | 'remarks'> => ({
  explanation: text(content.explanation),
  remarks: text(content.remarks),
})

/** Conditions of a recommendation, one a line as the approver wrote them, and by when they have to be met. */
export function conditionsOf(conditions: unknown, dueOn: unknown): Bilingual {
  const lines = text(conditions)
    .split('\n')
    .map((line) => line.trim().replace(/[。；.;]+$/, ''))
    .filter(Boolean)
  if (lines.length === 0) return { zh: '', en: '' }
  const by = typeof dueOn === 'string' && dueOn ? sayDate(dueOn) : undefined
  const numbered = (open: string, close: string, between: string) =>
    lines.map((line, i) => (lines.length > 1 ? `${open}${i + 1}${close}${line}` : line)).join(between)
  return {
    zh: `推荐附带以下条件：${numbered('（', '）', '；')}。${by ? `以上条件应于${by.zh}前落实。` : ''}`,
    en: `The recommendation has these conditions: ${numbered('(', ') ', '; ')}.${by ? ` They have to be met by ${by.en}.` : ''}`,
  }
}

/** The rows that a template may repeat a finding for. */
export async function rowsOf(
  action: string,
  content: Content,
  on: string,
  reference: Reference,
): Promise<Occurrence['rows']> {
  return {
    reasons: await reasonsOf(PURPOSES[action], content, on, reference),
    items: list(content.items).map((item) => {
      const place = sayPlace(text(item.on))
      const row = (language: Language): RowFields => ({
        itemPlace: place[language],
        itemPage: text(item.page),
        itemField: text(item.field),
        itemWhat: text(item.what),
      })
      return { zh: row('zh'), en: row('en') }
    }),
  }
}

async function reasonsOf(
  purpose: ReasonPurpose | undefined,
  content: Content,
  on: string,
  reference: Reference,
): Promise<Occurrence['rows']['reasons']> {
  if (!purpose || !Array.isArray(content.reasons)) return []
  const known = await reference.all('reasons', on, reasonSchema)
  return content.reasons.flatMap((code) => {
    const reason = known.get(`${purpose}.${text(code)}`)
    if (!reason) return []
    // What the person wrote is printed once, after the reasons: a reason that is nothing but their words refers to it.
    const said = reason.needsDetail ? SEE_BELOW : fill(reason.sentence, { detail: text(content.explanation) })
    const row = (language: Language): RowFields => ({ reasonLabel: reason.label[language], reasonText: said[language] })
    return [{ zh: row('zh'), en: row('en') }]
  })
}

const SEE_BELOW: Bilingual = { zh: '详见下述事实和依据。', en: 'See the facts and grounds below.' }
