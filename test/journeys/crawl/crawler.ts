/**
 * Presses what a page shows: links, buttons, parts that fold, boxes, lists that grow, forms with wrong and with right answers; and looks whether something came of it. It knows no page of the
 * product: what there is to press comes from the page, what there is to type from the form's declaration (values.ts). Over 250 lines because what is expected of each kind of control is read
 * together.
 */
import { chance } from '../../long.js'
import { type Control, Hand, keyOf, type Outcome, say } from './hand.js'
import { AS_DECLARED, badAnswer, declarationOf, type Field, goodAnswer, type Known } from './values.js'

/** How much of a page is pressed. */
export interface Measure {
  /** Controls of a page, forms among them. */
  readonly most: number
  /** Only controls that are called so: "send “Submit”". */
  readonly only?: RegExp
}

export interface Files {
  readonly pdf: Buffer
  readonly jpeg: Buffer
}

/** What is pressed elsewhere or cannot be pressed, by its words as `unreached` says them. */
export interface Told {
  readonly faults: string[]
  /** What was not reached, with why. */
  readonly unreached: string[]
  pages: number
  /** Controls that were pressed or filled in. */
  pressed: number
  /** Controls that the pages have, those that are alike counted once. */
  found: number
}

/** What stands in a form, by the names of its boxes. */
type Typed = Readonly<Record<string, readonly string[]>>

export interface Visit {
  readonly address: string
  /** Opens the page as it was found, also when what was pressed before has changed it. Answers whether it is there. */
  readonly reopen: (hand: Hand) => Promise<boolean>
}

const ORDER: readonly Control['kind'][] = [
  'fold',
  'box',
  'radio',
  'choice',
  'text',
  'file',
  'button',
  'add',
  'remove',
  'link',
  'send',
]
const FRAME = new Set(['header', 'footer', 'body'])
/** How often right answers that are refused together are changed. */
const TRIES = 4
/** Boxes of a form: they are filled in with it, and alone where they have none. */
const BOXES = new Set<Control['kind']>(['text', 'choice', 'box', 'radio', 'file'])

export class Crawler {
  readonly told: Told = { faults: [], unreached: [], pages: 0, pressed: 0, found: 0 }
  /** Those that are alike with one of these were chosen before. */
  private readonly chosen = new Set<string>()

  constructor(
    private readonly hand: Hand,
    private readonly measure: Measure,
    private readonly known: Known,
    private readonly files: Files,
  ) {}

  /** Opens a page and presses what is there. */
  async look(visit: Visit): Promise<void> {
    const { hand, told } = this
    const isThere = await visit.reopen(hand).catch((error: Error) => {
      told.faults.push(`${visit.address}: ${error.message}`)
    })
    if (!isThere) {
      if (isThere === false) told.unreached.push(`${visit.address}: the page is gone`)
      return
    }
    told.pages += 1
    const place = visit.address
    this.note(place, 'opening', hand.takeFaults())
    const lost = await hand.ask<string[]>('outOfSight')
    told.faults.push(...lost.map((one) => `${place}: ${one} cannot be brought in sight`))
    const chosen = this.choose(place, await hand.list())
    const filled = new Set<string>()
    let isFresh = true
    for (const control of chosen) {
      try {
        if (!isFresh && !(await visit.reopen(hand))) {
          told.unreached.push(`${place}: ${say(control)}: the page is gone`)
          continue
        }
        isFresh = true
        const here = await this.again(control)
        if (!here) {
          told.unreached.push(`${place}: ${say(control)}: is there no more`)
          continue
        }
        told.pressed += 1
        isFresh = false
        isFresh = await this.work(visit, here, filled)
      } catch (error) {
        const [what = ''] = String(error instanceof Error ? error.message : error).split('\n')
        told.faults.push(`${place}: ${say(control)}: ${what}`)
      }
      this.note(place, say(control), hand.takeFaults())
    }
  }

  private note(place: string, after: string, faults: readonly string[]): void {
    this.told.faults.push(...faults.map((fault) => `${place}: ${after}: ${fault}`))
  }

  /** One of those that are alike on the pages of a route, by chance, in the order in which the page stays longest. */
  private choose(address: string, all: readonly Control[]): Control[] {
    const route = address.replace(/[?#].*/, '').replace(/\d+/g, 'n')
    const groups = new Map<string, Control[]>()
    for (const control of all) {
      if (this.measure.only && !this.measure.only.test(say(control))) continue
      // what is around a page is the same on all of them
      const place = FRAME.has(control.region) ? say(control) : `${route} ${control.likeness}`
      if (!this.chosen.has(place)) groups.set(place, [...(groups.get(place) ?? []), control])
    }
    for (const place of groups.keys()) this.chosen.add(place)
    const some = [...groups.values()].flatMap((alike) => drawn(alike, 1))
    this.told.found += some.length
    const chosen = drawn(some, this.measure.most)
    return chosen.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  }

  /** The same control on the page as it is now. */
  private async again({ key, likeness }: Control): Promise<Control | undefined> {
    const all = await this.hand.list()
    return all.find((one) => one.key === key) ?? all.find((one) => one.likeness === likeness)
  }

  /** Presses one control. Answers whether the page is still good for the next one. */
  private async work(visit: Visit, control: Control, filled: Set<string>): Promise<boolean> {
    const { kind } = control
    if (control.waits) return this.hear(visit, control)
    if (kind === 'link') return this.follow(visit, control)
    if (BOXES.has(kind)) return this.fillAlone(visit, control)
    if (kind === 'add' || kind === 'remove') return this.grow(visit, control)
    if (kind === 'send') return this.send(visit, control, filled)
    const known = new Set((await this.hand.list()).map(({ likeness }) => likeness))
    const outcome = await this.hand.press(control)
    if (!outcome.changed) this.fault(visit, control, 'nothing came of it')
    await this.seen(visit, control, outcome)
    if (outcome.statuses.length > 0) return false
    if (kind === 'button' && outcome.changed) return this.within(visit, control, known)
    return kind === 'fold'
  }

  /** Presses what a button has brought: the controls of a dialog, say. */
  private async within(visit: Visit, opener: Control, known: ReadonlySet<string>): Promise<boolean> {
    const { hand, told } = this
    const isNew = ({ likeness, kind, isPressed }: Control) => !known.has(likeness) && !BOXES.has(kind) && !isPressed
    const brought = (await hand.list()).filter(isNew)
    const some = [...new Map(brought.map((one) => [one.likeness, one])).values()]
    told.found += some.length
    for (const [at, control] of drawn(some, this.measure.most).entries()) {
      if (at > 0) {
        const again = (await visit.reopen(hand)) && (await this.again(opener))
        if (!again) break
        await hand.press(again)
      }
      const here = await this.again(control)
      if (!here) {
        told.unreached.push(`${visit.address}: ${say(opener)}: ${say(control)}: is there no more`)
        continue
      }
      told.pressed += 1
      const outcome = await hand.press(here)
      if (!outcome.changed) this.fault(visit, control, 'nothing came of it')
      await this.seen(visit, control, outcome)
    }
    return false
  }

  private fault({ address }: Visit, control: Pick<Control, 'kind' | 'name'>, what: string): void {
    this.told.faults.push(`${address}: ${say(control)}: ${what}`)
  }

  /** Whether what changed on the page can be seen. */
  private async seen(visit: Visit, control: Control, { statuses, downloaded }: Outcome): Promise<void> {
    if (downloaded) return
    const bad = statuses.find((status) => status >= 400 && status !== 409 && status !== 422)
    if (bad) return this.fault(visit, control, `leads to ${bad}`)
    if (statuses.length === 0 && !(await this.hand.ask<boolean>('isChangeInSight')))
      this.fault(visit, control, 'what it changed is out of sight')
    const target = await this.hand.ask<string>('isTargetInSight')
    if (target) this.fault(visit, control, `the place that it leads to ${target}`)
  }

  /** An action that waits says why, and does nothing. */
  private async hear(visit: Visit, control: Control): Promise<boolean> {
    if (!(await this.hand.ask<string>('reasonOf', control.key)))
      this.fault(visit, control, 'waits and does not say why')
    return true
  }

  private async follow(visit: Visit, control: Control): Promise<boolean> {
    const { hand, told } = this
    const to = new URL(control.href)
    if (to.origin !== new URL(hand.page.url()).origin) {
      if (!/^(https:|mailto:|tel:)$/.test(to.protocol)) this.fault(visit, control, `leads to ${control.href}`)
      else told.unreached.push(`${visit.address}: ${say(control)}: leads to another site`)
      return true
    }
    const isHere = to.pathname + to.search === hand.path
    const outcome = await hand.press(control)
    // a link of the head to the page that one is on brings it again
    if (!outcome.changed && outcome.statuses.length === 0 && !isHere) this.fault(visit, control, 'nothing came of it')
    // a file, or a window of its own
    const status = outcome.downloaded ? (await hand.page.request.get(control.href)).status() : 200
    if (status >= 400) this.fault(visit, control, `leads to ${status}`)
    await this.seen(visit, control, outcome)
    return false
  }

  /** A box without a form, or before its form is sent: it takes an answer and keeps it. */
  private async fillAlone(visit: Visit, control: Control): Promise<boolean> {
    const { hand } = this
    const fields = control.form < 0 ? [] : await hand.fields(control.form)
    const field = fields.find(({ keys }) => keys.includes(control.key))
    if (!field) return this.tryBox(visit, control)
    if (field.kind === 'file') {
      await this.attach(field)
      return false
    }
    const before = hand.page.url()
    const root = declarationOf(visit.address, fields)
    const value = await goodAnswer(field, root, this.known)
    if (value === undefined || field.type === 'password') return true
    if (!(await hand.answer(field, value))) this.fault(visit, control, 'is covered and cannot be opened')
    else if (hand.page.url() === before && !(await this.holds(field, value)))
      this.fault(visit, control, `does not keep “${value}”`)
    return true
  }

  /** A box that no form sends: it narrows a list, say, or is one's own to tick. */
  private async tryBox(visit: Visit, control: Control): Promise<boolean> {
    const { hand } = this
    const box = hand.at(control.key)
    if (!(await hand.ask<boolean>('uncover', control.key)))
      this.fault(visit, control, 'is covered and cannot be opened')
    else if (control.kind === 'text') {
      if ((await box.getAttribute('readonly')) !== null) return true
      await box.fill('a')
      if ((await box.inputValue()) !== 'a') this.fault(visit, control, 'does not keep “a”')
    } else if (control.kind === 'box' || control.kind === 'radio') {
      const outcome = await hand.press(control)
      if (!outcome.changed) this.fault(visit, control, 'nothing came of it')
      return outcome.statuses.length === 0
    }
    return true
  }

  private async holds(field: Field, value: string): Promise<boolean> {
    const { hand } = this
    const held = await hand.ask<string | boolean | null>('held', keyOf(field, value))
    // null: its page has drawn it anew
    return typeof held === 'string' ? plain(held) === plain(value) : held !== false
  }

  private attach(field: Field): Promise<void> {
    const { hand, files } = this
    // a file that was sent before is refused
    const table = Buffer.from(`month,sales\n2026-10,${Math.floor(chance() * 1e6)}\n`)
    if (/csv/.test(field.accept)) return hand.attach(field, { name: 'sales.csv', mimeType: 'text/csv', buffer: table })
    const isPicture = /photo|jpe?g|image/i.test(field.name + field.accept)
    const file = isPicture
      ? { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: files.jpeg }
      : { name: 'contract.pdf', mimeType: 'application/pdf', buffer: files.pdf }
    return hand.attach(field, { ...file, buffer: Buffer.concat([file.buffer, Buffer.from(`\n%${chance()}\n`)]) })
  }

  /** A list gets a row, or gives one back, and what was typed stays. */
  private async grow(visit: Visit, control: Control): Promise<boolean> {
    const { hand } = this
    await hand.ask('uncover', control.key)
    const list = await hand.ask<{ id: string; count: number } | null>('rowsOf', control.key)
    const typed = await this.fillIn(visit, control.form, (field) => field.kind === 'text' && field.value === '', 6)
    const before = await hand.ask<Typed>('typed', control.form)
    const outcome = await hand.press(control)
    if (!list) {
      if (!outcome.changed) this.fault(visit, control, 'nothing came of it')
      return false
    }
    const wanted = list.count + (control.kind === 'add' ? 1 : -1)
    await hand.ask('comesToRows', list.id, wanted, 5000)
    const after = await hand.ask<number>('rowsAt', list.id)
    // the last row of a list is emptied
    if (after !== wanted && !(control.kind === 'remove' && list.count === 1))
      this.fault(visit, control, `the list has ${after} rows, and had ${list.count}`)
    if (control.kind === 'add' && typed > 0) await this.kept(visit, control, before)
    await this.seen(visit, control, outcome)
    return false
  }

  /** Answers questions of a form that this holds of; how many were answered. */
  private async fillIn(visit: Visit, form: number, which: (field: Field) => boolean, most: number): Promise<number> {
    const fields = await this.hand.fields(form)
    const root = declarationOf(visit.address, fields)
    let count = 0
    for (const field of fields.filter(which).slice(0, most)) {
      const value = await goodAnswer(field, root, this.known)
      if (value !== undefined && field.kind !== 'file' && (await this.hand.answer(field, value))) count += 1
    }
    return count
  }

  /** Whether what was typed stands in the form that is there now. */
  private async kept(visit: Visit, control: Control, before: Typed, which = 'the form'): Promise<void> {
    const { hand } = this
    const address = new URL(hand.page.url()).pathname
    const form = await hand.ask<number>('formAt', address, Object.keys(before))
    const after = form < 0 ? {} : await hand.ask<Typed>('typed', form)
    const lost = Object.entries(before).filter(([name, values]) => {
      const [typed, kept] = [values, after[name] ?? []].map((texts) => plain(texts.join('\n')))
      // what no account or code is as long as may come back shorter
      return typed && typed !== kept && !(kept && kept.length >= 200 && typed.startsWith(kept))
    })
    for (const [name, values] of lost.slice(0, 3))
      this.fault(visit, control, `${which} forgets “${values.join(', ').slice(0, 60)}” in ${name}`)
  }

  /** Of what was typed what is empty now: a page that was led to may have filled in the rest by itself, from a saved text, say. */
  private async emptied(before: Typed): Promise<Typed> {
    const form = await this.hand.ask<number>('formAt', new URL(this.hand.page.url()).pathname, Object.keys(before))
    const after = form < 0 ? {} : await this.hand.ask<Typed>('typed', form)
    return Object.fromEntries(Object.entries(before).filter(([name]) => !plain((after[name] ?? []).join(''))))
  }

  /** A form that saves itself is typed in, left and opened again. */
  private async stays(visit: Visit, control: Control): Promise<void> {
    const { hand } = this
    if (!(await hand.ask<boolean>('savesItself', control.form))) return
    if ((await this.fillIn(visit, control.form, ({ kind, type }) => kind === 'text' && type !== 'password', 8)) === 0)
      return
    const before = await hand.ask<Typed>('typed', control.form)
    if (!(await hand.ask<boolean>('comesToBeSaved', control.form, 15_000)))
      this.fault(visit, control, 'the form does not say that it is saved')
    if (await visit.reopen(hand)) await this.kept(visit, control, before, 'the form, left and opened again,')
    await hand.list()
  }

  /** Sends a form: first, once, with wrong answers; then with right ones. */
  private async send(visit: Visit, control: Control, filled: Set<string>): Promise<boolean> {
    const { hand } = this
    const fields = await hand.fields(control.form)
    const root = declarationOf(visit.address, fields)
    const address = await hand.ask<string>('addressOfForm', control.form)
    if (fields.length === 0) {
      const outcome = await hand.press(control)
      await this.came(visit, control, outcome, {})
      return false
    }
    const wrong = fields.flatMap((field) => {
      const value = badAnswer(field, root)
      return value === undefined ? [] : [{ field, value }]
    })
    const isFirst = !filled.has(address)
    if (isFirst) await this.stays(visit, control)
    if (wrong.length > 0 && isFirst) {
      filled.add(address)
      for (const { field, value } of wrong.slice(0, 30)) await hand.answer(field, value)
      const before = await hand.ask<Typed>('typed', control.form)
      await this.came(visit, control, await hand.press(control), before)
      this.note(visit.address, `${say(control)} with wrong answers`, hand.takeFaults())
      if (!(await visit.reopen(hand))) {
        this.told.unreached.push(`${visit.address}: ${say(control)} with right answers: the page is gone`)
        return false
      }
    }
    const here = await this.again(control)
    if (!here) {
      this.told.unreached.push(`${visit.address}: ${say(control)} with right answers: is there no more`)
      return false
    }
    return this.sendRight(visit, here, new Set(wrong.map(({ field }) => field.name)))
  }

  /** `wrong`: what may still hold a wrong answer that was kept. `tries`: how often it was refused, for what the answers say together. */
  private async sendRight(visit: Visit, control: Control, wrong: ReadonlySet<string>, tries = 0): Promise<boolean> {
    const { hand } = this
    const fields = await hand.fields(control.form)
    const root = declarationOf(visit.address, fields)
    // at last all are answered as the declaration's examples have it, which agree with each other
    const isLast = tries === TRIES
    const mistaken = tries > 0 && !isLast ? fields.filter(({ refused }) => refused) : []
    for (const field of mistaken.length > 0 ? mistaken : fields.slice(0, 80)) {
      // half of what is there already is left as it is
      const isAnswered = field.kind === 'text' ? field.value !== '' : field.kind === 'box'
      // to answer it would make the choice anew that was refused
      if (tries > 0 && (await hand.ask<boolean>('isBehindChoice', field.keys[0]))) continue
      if (field.kind === 'file') await this.attach(field)
      else if (
        !isAnswered ||
        field.refused ||
        wrong.has(field.name) ||
        (isLast ? field.kind !== 'box' : chance() < 0.5)
      ) {
        const value = await goodAnswer(field, root, this.known, isLast ? AS_DECLARED : tries)
        if (value !== undefined) await hand.answer(field, value)
      }
    }
    await this.preview(visit, control)
    const before = await hand.ask<Typed>('typed', control.form)
    const refused = await this.came(visit, control, await hand.press(control), before)
    const errors = refused.length > 0 ? refused : await this.prove(visit, control)
    if (errors.length === 0) return false
    const here = tries < TRIES && (await this.again(control))
    if (here) return this.sendRight(visit, here, wrong, tries + 1)
    this.told.unreached.push(`${visit.address}: ${say(control)}: right answers are refused: ${errors.join(' · ')}`)
    return false
  }

  /** Who is asked to show once more who they are does so: it is done only then. Answers the errors. */
  private async prove(visit: Visit, control: Control): Promise<readonly string[]> {
    const { hand } = this
    for (const button of (await hand.list()).filter(({ kind }) => kind === 'send')) {
      const [field, more] = await hand.fields(button.form)
      if (!field || more || !/^_(code|password)$/.test(field.name)) continue
      await hand.answer(field, (await this.known(field)) ?? '')
      return this.came(visit, control, await hand.press(button), {})
    }
    return []
  }

  /** A paper beside its form shows what is in the form: what the server makes of the same answers has the same fingerprint. */
  private async preview(visit: Visit, control: Control): Promise<void> {
    const { hand } = this
    const here = await hand.ask<string | null>('preview', control.form)
    if (here) this.fault(visit, control, here)
  }

  /** What came of a form that was sent: another page, or errors with all that was typed. Answers the errors. */
  private async came(visit: Visit, control: Control, outcome: Outcome, before: Typed): Promise<readonly string[]> {
    const { hand } = this
    if (outcome.downloaded) return []
    await this.seen(visit, control, outcome)
    const { said, faults } = await hand.ask<{ said: string[]; faults: string[] }>('errors')
    for (const fault of new Set(faults)) this.fault(visit, control, fault)
    if (outcome.changed && (await hand.ask<boolean>('isDoneInPlace'))) return []
    if (said.length > 0) await this.kept(visit, control, isLedOn(outcome) ? await this.emptied(before) : before)
    else if (!outcome.changed) this.fault(visit, control, 'nothing came of it')
    return said
  }
}

const isLedOn = ({ statuses }: Outcome) => statuses.some((status) => status >= 300 && status < 400)

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** Some of a list, by chance. */
function drawn<Item>(list: readonly Item[], most: number): Item[] {
  const left = [...list]
  while (left.length > most) left.splice(Math.floor(chance() * left.length), 1)
  return left
}
