/** What the crawler types: right and wrong answers by the declaration of the form that a page shows, found by the names of its boxes; where none is declared, by what the HTML says. */
import { z } from 'zod'
import { addDays } from '../../../src/base/dates.js'
import * as account from '../../../src/forms/account.js'
import * as absence from '../../../src/forms/absence.js'
import { ACTION_FORMS } from '../../../src/forms/actions.js'
import * as administration from '../../../src/forms/administration.js'
import { APPLICATION } from '../../../src/forms/application.js'
import { ENOUGH } from '../../../src/forms/assessment.js'
import { findNode, type FormNode, getNode, isGroup } from '../../../src/forms/engine/node.js'
import * as firm from '../../../src/forms/firm.js'
import { FIRM_TEXT } from '../../../src/forms/firmTexts.js'
import { ADDRESS } from '../../../src/forms/mail.js'
import * as mandate from '../../../src/forms/mandate.js'
import { OUTCOMES_FORM } from '../../../src/forms/outcomes.js'
import * as personal from '../../../src/forms/personal.js'
import { SELF_CHECK } from '../../../src/forms/selfCheck.js'
import { REPLAY, WEBHOOK } from '../../../src/exchange/webhookForms.js'
import { draftForm, SEND_BACK } from '../../../src/reference/draftForm.js'
import { ASK_READING, REFUSE_READING } from '../../../src/web/audit/reading.form.js'
import { REGISTRY } from '../../../src/web/policy/kinds.js'
import { SERVICE_KEY } from '../../../src/web/serviceAccounts/serviceAccounts.forms.js'
import { leafOf } from '../../forms/generate.js'
import { chance, seed } from '../../long.js'
import { fc } from '../../properties.js'

/** A question as it stands on a page. */
export interface Field {
  readonly name: string
  /** The address that its form is sent to, numbers as n. */
  readonly form: string
  readonly kind: 'text' | 'choice' | 'radio' | 'box' | 'file'
  readonly type: string
  readonly label: string
  /** Its controls, as the page's list names them: of a radio each. */
  readonly keys: readonly string[]
  readonly values: readonly string[]
  readonly value: string
  readonly required: boolean
  /** An error stands beside it. */
  readonly refused: boolean
  readonly most: number
  readonly mode: string
  readonly accept: string
}

/** What is typed where only the world knows it, such as a person's own password; undefined where any answer does. */
export type Known = (field: Field) => Promise<string | undefined>

const isForm = (one: unknown): one is z.ZodObject =>
  one instanceof z.ZodObject && z.globalRegistry.get(one)?.['x-ui'] !== undefined
const kindsOf = () =>
  REGISTRY.list.map(({ name, schema }) => [name, typeof schema === 'function' ? undefined : schema] as const)

const ACTIONS = Object.entries(ACTION_FORMS)
const OTHERS: readonly z.ZodObject[] = [
  ...[account, absence, administration, firm, mandate, personal].flatMap((module) =>
    Object.values(module).filter(isForm),
  ),
  ...[APPLICATION, SELF_CHECK, ENOUGH, FIRM_TEXT, ADDRESS, OUTCOMES_FORM, REPLAY, WEBHOOK, SEND_BACK],
  ...[ASK_READING, REFUSE_READING, SERVICE_KEY],
]

/** `items[0][what]` as `items.0.what`. */
const placeOf = (name: string): string => name.replace(/\[([^\]]*)\]/g, '.$1').replace(/\.$/, '')

/** A question by the name of its box; the boxes of a day are of one question. */
function nodeAt(root: FormNode, name: string): FormNode | undefined {
  const place = placeOf(name)
  const found = findNode(root, place) ?? findNode(root, place.replace(/\.(year|month|day)$/, ''))
  return found && !isGroup(found) ? found : undefined
}

/** The declaration that knows most of these names; the one of the address's own action or kind comes first. */
export function declarationOf(address: string, fields: readonly Field[]): FormNode | undefined {
  const names = fields.map(({ name }) => name).filter((name) => !name.startsWith('_'))
  const [, action] = /\/actions\/(\w+)/.exec(address) ?? []
  const own = ACTIONS.filter(([name]) => name === action).map(([, form]) => form)
  const bodies = /^\/policy\//.test(address)
    ? kindsOf().flatMap(([name, schema]) => (schema ? [{ name, form: draftForm(schema, true) }] : []))
    : []
  const drafts = bodies.sort((a, b) => Number(address.includes(b.name)) - Number(address.includes(a.name)))
  const roots = [...own, ...drafts.map(({ form }) => form), ...OTHERS, ...ACTIONS.map(([, form]) => form)].map(getNode)
  let best: FormNode | undefined
  // the name of one box says little
  let most = names.length / 2
  for (const root of roots) {
    const count = names.filter((name) => nodeAt(root, name)).length
    if (count > most) [best, most] = [root, count]
  }
  return best
}

const pick = <Value>(list: readonly Value[]): Value | undefined => list[Math.floor(chance() * list.length)]
const TODAY = '2026-11-24'
const DAYS = [TODAY, '2026-12-15', '2026-03-02', '2031-05-19']
const PARTS = ['year', 'month', 'day']
/** Which part of a day a box asks for; -1 for none. */
const partOf = (name: string): number => PARTS.indexOf(/\[?(year|month|day)\]?$/.exec(name)?.[1] ?? '')
const isLater = (name: string): boolean => /until|to\b|effectiveFrom|expires|dueOn|end/i.test(name)

/** One of them is right for most questions. */
const TEXTS = [
  'As the papers show.',
  '材料与所填内容一致。',
  'crawler7',
  'ROSSI',
  '2',
  'https://hooks.example.com/haijian',
  '08:30',
]
export const AS_DECLARED = -1
/** What most rules about a number let pass. */
const NUMBERS = ['1', '5', '12', '60']
const SAMPLED = ['number', 'money', 'month', 'mrz', 'phone', 'year']

/** A day, as its three boxes have it: the one of the declaration's example first, then others. */
function dayOf(name: string, node: FormNode | undefined, tries: number): string {
  const { example } = node?.ui ?? {}
  if (tries <= 0 && typeof example === 'number') return addDays(TODAY, example)
  if (tries <= 0 && typeof example === 'string') return example
  return DAYS[(Math.max(0, tries) + Number(isLater(name))) % DAYS.length] ?? TODAY
}

/**
 * A right answer: a text, or the value to be chosen; undefined when the question stays as it is. `tries`: how many were
 * refused, for another question's sake maybe; AS_DECLARED where the declaration's example is chosen as well.
 */
export async function goodAnswer(
  field: Field,
  root: FormNode | undefined,
  known: Known,
  tries = 0,
): Promise<string | undefined> {
  const own = await known(field)
  if (own !== undefined) return own
  if (field.name === '_link') return undefined // the code of a mail
  const { kind, name, values, mode, type } = field
  if (kind === 'box' && values.length === 1) return values[0]
  const node = root && nodeAt(root, name)
  const { control = 'text', example } = node?.ui ?? {}
  if (kind !== 'text') {
    const own = values.filter((value) => tries === AS_DECLARED && [example].flat().includes(value))
    const some = own.length > 0 ? own : values.filter((value) => value !== '')
    // of few each has its turn
    return kind === 'radio' && tries !== 0 ? some[Math.max(0, tries) % some.length] : pick(some)
  }
  const part = partOf(name)
  if (part >= 0) return String(Number(dayOf(name, node, tries).split('-')[part]))
  if (type === 'date') return dayOf(name, node, tries)
  if ((tries <= 0 || control === 'mrz') && example !== undefined) return [example].flat().join('\n')
  if (control === 'number' && tries !== 0) return NUMBERS[Math.max(0, tries) % NUMBERS.length]
  if (node && SAMPLED.includes(control)) {
    const [found] = fc.sample(leafOf(node), { seed: seed + name.length + tries, numRuns: 1 })
    return [found].flat().join('\n')
  }
  if (type === 'email' || control === 'email' || /e?mail|account/i.test(name))
    return `crawler${Math.floor(chance() * 1e6)}@example.com`
  if (/chineseName/.test(name)) return '罗茱莉' // no word that stands in another answer
  if (type === 'tel') return '021-62345678'
  if (type === 'url' || /url|address|link/i.test(name)) return 'https://hooks.example.com/haijian'
  if (mode === 'numeric' || mode === 'decimal' || type === 'number') return '2'
  if (type === 'search') return 'ROSSI'
  const texts = TEXTS.filter((text) => isShortEnough(text, field) && (!node || node.schema.safeParse(text).success))
  return texts[Math.max(0, tries) % texts.length] ?? TEXTS[0]
}

/** A box with a length takes no more. */
const isShortEnough = ({ length }: string, { most }: Field): boolean => most < 0 || length <= most

/** A wrong answer to a question; undefined where every answer is right. */
export function badAnswer(field: Field, root: FormNode | undefined): string | undefined {
  const { kind, name, type, mode, required } = field
  if (kind !== 'text' || type === 'password' || /^_/.test(name)) return undefined
  const part = partOf(name)
  if (part >= 0) return ['2026', '2', '31'][part]
  const node = root && nodeAt(root, name)
  switch (node?.ui.control) {
    case 'number':
    case 'money':
    case 'year':
      return 'about three'
    case 'email':
      return 'no address'
    case 'phone':
      return 'ring me'
    case 'mrz':
      return 'P<ITAROSSI'
    case 'code':
      return '§§§'
  }
  const most = node?.schema instanceof z.ZodString ? (node.schema.maxLength ?? 5000) : 5000
  const long = 'x'.repeat(most + 1)
  if (most <= 4000 && isShortEnough(long, field)) return long
  if (type === 'email') return 'no address'
  if (mode === 'numeric' || mode === 'decimal') return 'about three'
  return required || (node && !node.optional) ? '' : undefined
}
