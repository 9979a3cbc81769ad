/**
 * What an event says, as a paper tells it: reasons with their sentences, items of a correction with
 * their places, conditions, officers' own words. These they write in Chinese and, when they like,
 * once more in English; where they did not, the English half says so and gives the Chinese words,
 * since they are what was decided.
 */
import { sayDate } from '../base/dates.js'
import { asClause, type Bilingual, CHINESE_ONLY, capitalised, fill, hasHan, type Language } from '../base/text.js'
import type { Assessed } from '../cases/assessed.js'
import { sayPlace } from '../forms/places.js'
import { type ReasonPurpose, reasonSchema } from '../reference/bodies.js'
import type { Reference } from '../reference/reference.service.js'
import type { EventName } from '../workflow/words.js'
import type { RowFields } from './fields.js'
import type { Occurrence } from './matter.js'

type Content = Readonly<Record<string, unknown>>
const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
const list = (value: unknown): readonly Content[] =>
  Array.isArray(value) ? value.filter((one): one is Content => typeof one === 'object' && one !== null) : []

/** What each action's reasons are reasons for. */
const PURPOSES: Readonly<Partial<Record<EventName, ReasonPurpose>>> = {
  refuse: 'refusal',
  announceRefusal: 'refusal',
  revokeLetter: 'revocation',
  proposeRevocation: 'revocation',
  declineToAccept: 'nonAcceptance',
  withdraw: 'withdrawal',
}

/** The actions whose papers print the reasons for a purpose. */
export const actionsFor = (purpose: string): EventName[] =>
  Object.entries(PURPOSES).flatMap(([action, name]) => (name === purpose ? [action as EventName] : [])) // its keys

/** An officer's words for both halves of a paper. */
function told(said: unknown, inEnglish: unknown): Bilingual {
  const [zh, en] = [text(said), text(inEnglish).trim()]
  return { zh, en: en || (hasHan(zh) ? `[${CHINESE_ONLY}.] ${zh}` : zh) }
}

export const textOf = (content: Content): Pick<Occurrence, 'explanation' | 'remarks' | 'reply'> => ({
  explanation: told(content.explanation, content.explanationEn),
  remarks: told(content.remarks, content.remarksEn),
  reply: replyOf(content),
})

const REPLY: Bilingual = { zh: '对用人单位意见的答复：{reply}。', en: 'On what the employer stated: {reply}.' }

function replyOf({ replyToFirm, replyToFirmEn }: Content): Bilingual | null {
  const reply = asClause(told(replyToFirm, replyToFirmEn))
  return reply.zh ? fill(REPLY, { reply }) : null
}

/** Conditions of a recommendation, as the approver wrote them: one a line. */
export interface Conditions {
  readonly conditions?: unknown
  /** Line by line the same in English. */
  readonly conditionsEn?: unknown
  /** By when they have to be met. */
  readonly conditionsDueOn?: unknown
}

const linesOf = (written: unknown): string[] =>
  text(written)
    .split('\n')
    .map((line) => line.trim().replace(/[。；.;]+$/, ''))
    .filter(Boolean)

/** The conditions of a letter, numbered, and by when they have to be met; null when there is none. */
export function listConditions({ conditions, conditionsEn, conditionsDueOn: dueOn }: Conditions): Bilingual | null {
  const lines = linesOf(conditions)
  if (lines.length === 0) return null
  const translated = linesOf(conditionsEn)
  const by = typeof dueOn === 'string' && dueOn ? sayDate(dueOn) : undefined
  const numbered = (texts: readonly string[], open: string, close: string, between: string) =>
    texts.map((line, i) => (texts.length > 1 ? `${open}${i + 1}${close}${line}` : line)).join(between)
  const only = translated.length === 0 && lines.some((line) => hasHan(line)) ? `[${CHINESE_ONLY}] ` : ''
  const inEnglish = numbered(translated.length > 0 ? translated : lines, '(', ') ', '; ')
  return {
    zh: `${numbered(lines, '（', '）', '；')}。${by ? `以上条件应于${by.zh}前落实。` : ''}`,
    en: `${only}${inEnglish}.${by ? ` They have to be met by ${by.en}.` : ''}`,
  }
}

/** The sentences of a letter that say its conditions. */
export function sayConditions(conditions: Conditions): Bilingual {
  const listed = listConditions(conditions)
  if (!listed) return { zh: '', en: '' }
  return fill({ zh: '推荐附带以下条件：{listed}', en: 'The recommendation has these conditions: {listed}' }, { listed })
}

/** What the assessment found, each line a sentence. */
export function foundLines({ assessed, assessedEn }: Assessed): Bilingual[] {
  const [lines, translated] = [linesOf(assessed), linesOf(assessedEn)]
  const fits = translated.length === lines.length
  return lines.map((line, at) => ({
    zh: `${line}。`,
    en: `${capitalised(told(line, fits ? translated[at] : '').en)}.`,
  }))
}

/** The rows that a template may repeat a finding for. */
export async function rowsOf(
  action: EventName | undefined,
  content: Content,
  on: string,
  reference: Reference,
): Promise<Occurrence['rows']> {
  return {
    reasons: await reasonsOf(action && PURPOSES[action], content, on, reference),
    items: list(content.items).map((item) => {
      const place = sayPlace(text(item.on))
      const what = told(item.what, item.whatEn)
      // where on a page is said in the words that stand there
      const field = text(item.field)
      const quoted = { zh: field, en: hasHan(field) ? `“${field}”` : field }
      const row = (language: Language): RowFields => ({
        itemPlace: place[language],
        itemPage: text(item.page),
        itemField: quoted[language],
        itemWhat: what[language],
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
