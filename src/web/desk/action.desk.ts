/**
 * What the desk adds to the form of an action: names of departments and colleagues, the items that
 * were proposed, what the firm said, and what follows that the chart does not know.
 */
import { Injectable } from '@nestjs/common'
import { Database } from '../../base/database.js'
import type { Language } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { listOtherLetters, nameLetter, type OtherLetter } from '../../cases/duplicates.js'
import { type KeptForm, KeptForms } from '../../cases/keptForms.js'
import { Loads } from '../../cases/load.js'
import { type Branch, valueAt } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'
import { Firms } from '../../people/firm.service.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { Reference } from '../../reference/reference.service.js'
import { actionAddress } from '../case/addresses.js'
import { firstInput, TO_COLLEAGUES, withPeople } from '../case/action.view.js'
import { both, dateText } from '../kit/page.js'
import type { Consequence } from '../case/then.view.js'
import type { Added, Asking, OpenedFrom } from '../case/side.js'
import { withDepartments } from './departments.js'
import { announcedInput, heardOf } from './heard.view.js'
import { workers } from './load.view.js'
import { firstItems, itemsOfAssessment, repeatNotice, withItems, withProposed, withProposers } from './notice.js'
import { letterNotice } from './related.view.js'
import type { Act } from '../../workflow/machine.js'

@Injectable()
export class ActionDesk {
  constructor(
    private readonly firms: Firms,
    private readonly authorities: Authorities,
    private readonly reference: Reference,
    private readonly kept: KeptForms,
    private readonly loads: Loads,
    private readonly db: Database,
  ) {}

  /** What a form holds when it is opened: what was typed before, with what has come since; else what is known. */
  async first(person: Person, file: CaseFile, action: Act, { kept, fromReport }: OpenedFrom): Promise<Branch> {
    const found = fromReport ? await this.missing(person, file) : []
    if (kept) return withItems(withSince(action, file, kept), found.filter(isNew(kept.input)))
    if (action === 'requestCorrection') return withItems({ items: firstItems(file) }, found)
    if (action === 'refuse') return announcedInput(file)
    return withItems(firstInput(action, file), found)
  }

  /** The items that come of the assessment that is being written. */
  private async missing(person: Person, file: CaseFile): Promise<Branch[]> {
    const written = await this.kept.find(person, actionAddress(file.case.id, 'report'))
    return written ? itemsOfAssessment(file, written.input) : []
  }

  /** The form with what the desk knows. */
  async add(person: Person, asking: Asking): Promise<Added> {
    const { action, file, tree, around } = asking
    const heard = ['refuse', 'recommend', 'announceRefusal', 'returnToAssessment'].includes(action)
      ? heardOf(file, around)
      : undefined
    const others = action === 'recommend' ? await this.otherLetters(person, asking) : []
    return {
      form: await this.fill(person, asking, others),
      notices:
        action === 'requestCorrection' ? repeatNotice(file, tree) : letterNotice(others, file.case.state, around),
      background: heard ? [heard] : [],
      after: await this.following(asking),
    }
  }

  private otherLetters(person: Person, { file, around }: Asking): Promise<OtherLetter[]> {
    return this.db.transaction(settingsOf(person), (tx) => listOtherLetters(tx, person, [file.case.id], around.today))
  }

  private async fill(person: Person, asking: Asking, others: readonly OtherLetter[]): Promise<FormView> {
    const { action, file, tree, form, around, language } = asking
    if (action === 'recommend') return askingWhy(form, others, language)
    if (TO_COLLEAGUES.includes(action)) return withPeople(form, await this.colleagues(person, action, language))
    if (action === 'requestCorrection') return withProposers(form, tree, file, around, language)
    if (action !== 'accept' && action !== 'consult') return form
    const { district, zone } = await this.firms.get(person, file.case.firmId)
    const jurisdiction = await this.authorities.jurisdiction(around.today, { district, zone })
    return withDepartments(form, file, jurisdiction, around, language)
  }

  /** To choose from; a supervisor who gives a case to somebody sees what they have already. */
  private async colleagues(person: Person, action: Act, language: Language) {
    const people = await this.firms.listColleagues(person)
    if (action !== 'assign') return people
    const { lines, today } = await this.loads.get(person)
    return workers(people).map(({ id, name }) => {
      const own = lines.filter(({ claimedBy }) => claimedBy === id)
      const late = own.filter(({ dueOn }) => dueOn !== null && dueOn < today).length
      const said =
        language === 'zh'
          ? `（在手${own.length}件${late > 0 ? `，超期${late}件` : ''}）`
          : ` (has ${own.length}${late > 0 ? `, ${late} overdue` : ''})`
      return { id, name: `${name}${said}` }
    })
  }

  /** The day of a consultation or of the firm's answer, and whether the clock stops meanwhile. */
  private async following({ action, file, around }: Asking): Promise<Consequence[]> {
    const limit = LIMITS[action]
    const on = around.limits.get(limit ?? '')
    if (!limit || !on) return []
    const until = around.calendar.dueOn(around.today, on)
    const judgedOn = file.case.filedOn ?? around.today
    const stops = action === 'announceRefusal' || (await this.reference.procedure('consultation', judgedOn)).stopsClock
    const who =
      action === 'consult'
        ? { zh: '所请部门的期限', en: 'Their time limit' }
        : { zh: '企业答复的期限', en: 'The firm may answer' }
    const provisional = until.provisional
    return [
      {
        name: who,
        text: both((language) =>
          language === 'zh'
            ? `到${dateText(until.on, 'zh', 'weekday')}${provisional ? '（暂定）' : ''}`
            : `until ${dateText(until.on, 'en', 'weekday')}${provisional ? ' (provisional)' : ''}`,
        ),
      },
      {
        name: { zh: '办理时限', en: 'Our own clock' },
        text: stops
          ? {
              zh: '从今天起停止计算，答复后续计；期满未答复的自动续计',
              en: 'stops today and goes on with the answer, or by itself after that day',
            }
          : { zh: '继续计算，不停', en: 'goes on meanwhile' },
      },
    ]
  }
}

/**
 * The form without the question for a reason where no other letter is in force; else with the
 * letters that it is about.
 */
function askingWhy({ items }: FormView, others: readonly OtherLetter[], language: Language): FormView {
  if (others.length === 0) return { items: items.filter(({ path }) => path !== 'duplicateReason') }
  const zh = language === 'zh'
  const named = others.map((one) => nameLetter(one)[language]).join(zh ? '、' : '; ')
  return {
    items: items.map((item) =>
      item.path === 'duplicateReason' && 'label' in item
        ? {
            ...item,
            label: zh ? '仍予推荐的理由' : 'Reason for recommending all the same',
            hint: zh ? `同一人选另有${named}。${item.hint}` : `For the same person there is ${named}. ${item.hint}`,
          }
        : item,
    ),
  }
}

/** What was kept of a notice, with what colleagues have proposed since. */
function withSince(action: string, file: CaseFile, { input, savedAt }: KeptForm): Branch {
  if (action !== 'requestCorrection') return input
  return withProposed(
    file,
    file.events.filter(({ at }) => at > savedAt),
    input,
  )
}

/** Whether an item asks for something that is not in a notice yet. */
const isNew =
  (tree: Branch) =>
  ({ what }: Branch): boolean => {
    const items = valueAt(tree, 'items')
    return !(Array.isArray(items) ? items : []).some((item) => valueAt(item, 'what') === what)
  }

/** The limits that begin with an action though the case stays in its state. */
const LIMITS: Readonly<Record<string, string>> = { consult: 'consultation', announceRefusal: 'intention' }
