/** Firms made ready for officers' pages: the register and its filters, changes, people. */
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined } from '../../base/text.js'
import { DISTRICTS, ZONES } from '../../forms/choices.js'
import { listAnswers } from '../../forms/engine/check.js'
import { labelOf, type Option, sayCode } from '../../forms/engine/ui.js'
import { FIRM_CHANGE } from '../../forms/firm.js'
import { type Colleague, type Firm, FIRM_STATES, type FirmState, stateOf } from '../../people/firm.service.js'
import type { FirmChange } from '../../people/firmChange.service.js'
import type { FirmLine, FirmQuestion } from '../../people/firmIntake.service.js'
import type { FirmSuspension } from '../../people/firmSuspension.service.js'
import { rolesText } from '../../people/words.js'
import { readNumber, readText } from '../http/input.js'
import { day, time } from '../kit/page.js'
import type { Summary, Tag } from '../kit/parts.js'
import { below, caution, code, link, quiet, tag } from '../kit/pieces.js'
import { column, factOf, facts, tableOf } from '../kit/table.js'

const TAGS: Readonly<Record<FirmState, Tag & { readonly label: Bilingual }>> = {
  waiting: tag('待确认', 'To be confirmed', 'blue', 'ring'),
  sentBack: tag('已退回修改', 'Sent back', 'yellow', 'stop'),
  confirmed: tag('已确认', 'Confirmed', 'green', 'end'),
  suspended: tag('已暂停', 'Suspended', 'red', 'stop'),
  declined: tag('不予登记', 'Declined', 'red', 'end'),
}

export const firmTag = (firm: Firm): Tag => TAGS[stateOf(firm)]

/** What is asked of the register; what is none of ours finds everything. */
export function readQuestion(query: unknown): FirmQuestion {
  const [state, district] = [readText(query, 'state'), readText(query, 'district')]
  return {
    find: readText(query, 'find', 100),
    state: FIRM_STATES.find((known) => known === state),
    district: DISTRICTS.find(({ value }) => value === district)?.value,
    before: readNumber(query, 'before'),
  }
}

/** The filters above the register, as they are chosen. */
export function filtersOf({ find = '', state, district }: FirmQuestion) {
  const optionsOf = (options: readonly Option[], chosen: string | undefined) =>
    options.map(({ value, label }) => ({ value, label, chosen: value === chosen }))
  const states = FIRM_STATES.map((value) => ({ value, label: TAGS[value].label }))
  return { find, states: optionsOf(states, state), districts: optionsOf(DISTRICTS, district) }
}

export const registerTable = (firms: readonly FirmLine[]) =>
  tableOf({ zh: '全部企业', en: 'All firms' }, firms, [
    column('企业', 'Firm', ({ id, nameZh }) => link(nameZh, path.firmToConfirm(id)), 'heads'),
    column('统一社会信用代码', 'Credit code', ({ creditCode }) => code(creditCode)),
    column('区', 'District', ({ district, zone }) => [
      labelOf(DISTRICTS, district),
      zone && below(sayCode(ZONES, zone), 'quiet'),
    ]),
    column('状态', 'State', (firm) => ({ tag: firmTag(firm) })),
    column('登记日期', 'Registered', ({ registeredAt }) => day(registeredAt)),
    column('人员', 'People', ({ people }) => people, 'numeric'),
    column('提示', 'Note', ({ rivals, changeWaits }) => [
      rivals > 0 && caution({ zh: '代码重复', en: 'code claimed twice' }),
      changeWaits && quiet({ zh: '变更待审', en: 'change waiting' }),
    ]),
  ])

export const firmsTable = (firms: readonly Firm[]) =>
  tableOf({ zh: '待确认的企业', en: 'Firms to be confirmed' }, firms, [
    column('企业', 'Firm', ({ id, nameZh }) => link(nameZh, path.firmToConfirm(id)), 'heads'),
    column('统一社会信用代码', 'Credit code', ({ creditCode }) => code(creditCode)),
    column('区', 'District', ({ district }) => labelOf(DISTRICTS, district)),
    column('提交时间', 'Sent', ({ sentInAt, registeredAt }) => time(sentInAt ?? registeredAt, 'short')),
    column('提示', 'Note', ({ rivals, sentInAt }) => [
      rivals > 0 && caution({ zh: '代码重复', en: 'code claimed twice' }),
      sentInAt && quiet({ zh: '修改后再次提交', en: 'corrected and sent again' }),
    ]),
  ])

export const changesTable = (changes: readonly FirmChange[]) =>
  tableOf({ zh: '变更待审', en: 'Changes' }, changes, [
    column('企业', 'Firm', ({ firmId, firmName }) => link(firmName, path.firmToConfirm(firmId)), 'heads'),
    column('变更', 'Changes', ({ facts }) => joined(wanted(facts).map(({ label }) => label))),
    column('申请人', 'Requested by', ({ askedBy }) => askedBy),
    column('提交时间', 'Sent', ({ askedAt }) => time(askedAt, 'short')),
  ])

const wanted = (tree: object) => listAnswers(FIRM_CHANGE, tree, Object.keys(tree))

/** A change: what stands there and what shall, why, and what intake asked to mend. */
export function changeView(firm: Firm, { facts: after, why, state, reason, askedAt, askedBy }: FirmChange) {
  const before = new Map(listAnswers(FIRM_CHANGE, firm, Object.keys(after)).map(({ path, answer }) => [path, answer]))
  const changed: Summary = facts(
    ...wanted(after)
      .filter(({ path, answer }) => JSON.stringify(before.get(path)) !== JSON.stringify(answer))
      .map(({ path, label, answer }) => factOf(label, answer || EMPTY, { was: before.get(path) || EMPTY })),
  )
  return {
    asked: fill({ zh: '{name}，{time}', en: '{name}, {time}' }, { name: askedBy, time: time(askedAt) }),
    changed,
    why: why ?? undefined,
    sentBack: state === 'sentBack' && reason,
  }
}

/** What was announced, until when the firm may answer, what it said, and what was decided. */
export function suspensionView(open: FirmSuspension) {
  const { reason, intendedByName, intendedAt, answerUntil, answer, answeredAt, decision, decidedAt } = open
  return {
    title: decidedAt
      ? { zh: '已暂停提交新申请', en: 'Suspended from submitting' }
      : { zh: '拟暂停提交新申请', en: 'Intended suspension' },
    lines: facts(
      factOf({ zh: '理由', en: 'Reasons' }, reason),
      factOf({ zh: '告知', en: 'Announced' }, [intendedByName, below(time(intendedAt), 'quiet')]),
      factOf({ zh: '陈述意见截止', en: 'Last day to respond' }, day(answerUntil)),
      factOf({ zh: '企业的意见', en: 'The firm’s response' }, [answer, answeredAt && below(time(answeredAt), 'quiet')]),
      decidedAt && factOf({ zh: '决定', en: 'Decision' }, [decision, below(time(decidedAt), 'quiet')]),
    ),
  }
}

const EMPTY: Bilingual = { zh: '（空）', en: '(empty)' }

/** Who they are and what they may, each on a line. */
export const peopleLine = (people: readonly Colleague[]) => [
  fill({ zh: '{n} 人', en: '{n}' }, { n: people.length }),
  ...people.map(({ name, roles }) =>
    below(fill({ zh: '{name}（{roles}）', en: '{name} ({roles})' }, { name, roles: rolesText(roles) }), 'quiet'),
  ),
]
