/** What the crawler types: right and wrong answers by the declaration of the form that a page shows, found by the names of its boxes; where none is declared, by what the HTML says. */
import { z } from 'zod'
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
  readonly kind: 'text' | 'choice' | 'radio' | 'box' | 'file'
  readonly type: string
  readonly label: string
  /** Its controls, as the page's list names them: of a radio each. */
  readonly keys: readonly string[]
  readonly values: readonly string[]
  readonly value: string
  readonly required: boolean
  readonly most: number
  readonly mode: string
  readonly accept: string
}

/** What is typed where only the world knows it: a person's own code and password. */
export interface Secrets {
  readonly password: string
  readonly code: () => Promise<string>
}

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
export function declarationOf(address: string, names: readonly string[]): FormNode | undefined {
  const [, action] = /\/actions\/(\w+)/.exec(address) ?? []
  const own = ACTIONS.filter(([name]) => name === action).map(([, form]) => form)
  const bodies = /^\/policy\//.test(address)
    ? kindsOf().flatMap(([name, schema]) => (schema ? [{ name, form: draftForm(schema, true) }] : []))
    : []
  const drafts = bodies.sort((a, b) => Number(address.includes(b.name)) - Number(address.includes(a.name)))
  const roots = [...own, ...drafts.map(({ form }) => form), ...OTHERS, ...ACTIONS.map(([, form]) => form)].map(getNode)
  let best: FormNode | undefined
  let most = 0
  for (const root of roots) {
    const count = names.filter((name) => nodeAt(root, name)).length
    if (count > most) [best, most] = [root, count]
  }
  return best
}

const pick = <Value>(list: readonly Value[]): Value | undefined => list[Math.floor(chance() * list.length)]
const TODAY = { year: '2026', month: '11', day: '24' }
const LATER = { year: '2027', month: '3', day: '8' }
type DatePart = keyof typeof TODAY
const partOf = (name: string): DatePart | undefined => /\[?(year|month|day)\]?$/.exec(name)?.[1] as DatePart | undefined // one of the three
const isLater = (name: string): boolean => /until|to\b|effectiveFrom|expires|dueOn|end/i.test(name)

/** A text that was never a box's own, so that it is known again. */
const WORDS = ['As the papers show.', 'The figures were looked at again.', '材料与所填内容一致。'] as const

async function secretOf({ name, type }: Field, { password, code }: Secrets): Promise<string | undefined> {
  if (/^_?code$|otp/.test(name)) return code()
  return type === 'password' ? password : undefined
}

/** A right answer: a text, or the value to be chosen; undefined when the question stays as it is. */
export async function goodAnswer(
  field: Field,
  root: FormNode | undefined,
  secrets: Secrets,
): Promise<string | undefined> {
  const secret = await secretOf(field, secrets)
  if (secret !== undefined) return secret
  const { kind, name, values, mode, type } = field
  if (kind === 'box' && values.length === 1) return values[0]
  if (kind !== 'text') return pick(values.filter((value) => value !== ''))
  const part = partOf(name)
  if (part) return (isLater(name) ? LATER : TODAY)[part]
  const node = root && nodeAt(root, name)
  if (node && !['text', 'textarea', 'lines', 'list', 'tree', 'pair'].includes(node.ui.control)) {
    const [found] = fc.sample(leafOf(node), { seed: seed + name.length, numRuns: 1 })
    return Array.isArray(found) ? found.join('\n') : String(found)
  }
  if (type === 'email' || /e?mail|account/i.test(name)) return `crawler${Math.floor(chance() * 1e6)}@example.com`
  if (type === 'tel') return '021-62345678'
  if (type === 'url' || /url|address/i.test(name)) return 'https://hooks.example.com/haijian'
  if (mode === 'numeric' || mode === 'decimal' || type === 'number') return '2'
  if (type === 'search') return 'ROSSI'
  const most = node?.schema instanceof z.ZodString ? (node.schema.maxLength ?? 200) : 200
  return (pick(WORDS) ?? '').slice(0, most)
}

/** A wrong answer to a question; undefined where every answer is right. */
export function badAnswer({ kind, name, type, mode, required }: Field, root: FormNode | undefined): string | undefined {
  if (kind !== 'text' || type === 'password' || /^_/.test(name)) return undefined
  const part = partOf(name)
  if (part) return { year: '2026', month: '2', day: '31' }[part]
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
  if (node?.schema instanceof z.ZodString && node.schema.maxLength && node.schema.maxLength <= 4000)
    return 'x'.repeat(node.schema.maxLength + 1)
  if (type === 'email') return 'no address'
  if (mode === 'numeric' || mode === 'decimal') return 'about three'
  return required || (node && !node.optional) ? '' : undefined
}
