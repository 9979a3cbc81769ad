/** Mandates made ready for the firm's page, and what a case says of the one under which it is filed. */
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined } from '../../base/text.js'
import { MANDATE_ACT_CHOICES } from '../../forms/choices.js'
import type { CaseMandate } from '../../cases/facts.js'
import type { Firm } from '../../people/firm.service.js'
import { firmNamed, type Mandate, mandateState } from '../../people/mandate.service.js'
import { counted, day } from '../kit/page.js'
import type { Notice, Tag } from '../kit/parts.js'
import { link, tag } from '../kit/pieces.js'
import { factOf, facts } from '../kit/table.js'

interface Reader {
  readonly firm: Pick<Firm, 'id'>
  readonly today: string
  readonly mayDecide: boolean
}

/** What an agent may do, as both firms read it. */
export const actsText = (acts: Mandate['acts']): Bilingual =>
  joined([
    { zh: '填写', en: 'fill in' },
    ...MANDATE_ACT_CHOICES.filter(({ value }) => acts.includes(value)).map(({ label: { zh, en } }) => ({
      zh,
      en: `${en.charAt(0).toLowerCase()}${en.slice(1)}`,
    })),
  ])

/** Those that the firm has given, and those under which it files for others. */
export function mandateLists(found: readonly Mandate[], reader: Reader) {
  const given = found.filter(({ employerId }) => employerId === reader.firm.id)
  const held = found.filter(({ agentId }) => agentId === reader.firm.id)
  const row = (one: Mandate) => mandateRow(one, reader)
  return [
    {
      id: 'given',
      title: { zh: '贵单位委托的代理', en: 'Agents of your firm' },
      empty: { zh: '贵单位没有委托代理。', en: 'Your firm has given no mandate.' },
      rows: given.map(row),
    },
    {
      id: 'held',
      title: { zh: '贵单位代理的用人单位', en: 'Employers your firm acts for' },
      empty: { zh: '贵单位没有代理其他单位。', en: 'Your firm acts for no other firm.' },
      rows: held.map(row),
    },
  ]
}

const agentOf = (one: Pick<Mandate, 'agentName' | 'agentNameEn'>) => firmNamed(one.agentName, one.agentNameEn)
const employerOf = (one: Pick<Mandate, 'employerName' | 'employerNameEn'>) =>
  firmNamed(one.employerName, one.employerNameEn)

function mandateRow(one: Mandate, { firm, today, mayDecide }: Reader) {
  const { id, employerId, endReason } = one
  const state = mandateState(one, today)
  const isEmployer = employerId === firm.id
  const waits = state === 'waiting'
  return {
    id: `mandate-${id}`,
    name: isEmployer ? agentOf(one) : employerOf(one),
    tag: tagOf(one, today, isEmployer),
    lines: facts(
      ...[factOf({ zh: '委托编号', en: 'Number' }, String(id)), ...askedRows(one)],
      endReason && factOf({ zh: '结束的原因', en: 'Reason for ending' }, endReason),
    ),
    confirm: mayDecide && waits && isEmployer ? path.confirmMandate(id) : undefined,
    end: mayDecide && state !== 'over' ? path.endMandate(id) : undefined,
    endText: waits ? (isEmployer ? DECLINE : TAKE_BACK) : END,
  }
}

/** What it covers, until when, and what was said with it. */
const askedRows = ({ acts, untilOn, mostCases, note }: Mandate) => [
  factOf({ zh: '委托事项', en: 'Permitted actions' }, actsText(acts)),
  factOf({ zh: '委托截止日', en: 'Last day' }, day(untilOn)),
  mostCases !== null &&
    factOf(
      { zh: '新建上限', en: 'Limit' },
      { zh: `${mostCases}件申请`, en: counted(mostCases, 'application', 'applications') },
    ),
  note && factOf({ zh: '说明', en: 'Message' }, note),
]
export const askedFacts = (one: Mandate) => facts(...askedRows(one))

const DECLINE = { zh: '不同意', en: 'Decline' }
const TAKE_BACK = { zh: '收回请求', en: 'Withdraw the request' }
const END = { zh: '结束委托', en: 'End the mandate' }

function tagOf(one: Mandate, today: string, isEmployer: boolean): Tag {
  const state = mandateState(one, today)
  if (state === 'inForce') return tag('有效', 'In force', 'green')
  if (state === 'waiting' && isEmployer) return tag('待贵单位答复', 'Waiting for your answer', 'yellow')
  if (state === 'waiting') return tag('待用人单位确认', 'Waiting for the employer', 'yellow')
  return one.confirmedAt ? tag('已结束', 'Ended', 'grey') : tag('未确认', 'Declined', 'grey')
}

/** On the home of an employer: an agent waits for its answer. */
export const askedNotices = (asked: readonly Mandate[]): Notice[] =>
  asked.map(({ id, untilOn, ...one }) => ({
    kind: 'near',
    title: fill(ASKED, { agent: agentOf(one), day: day(untilOn) }),
    links: [link({ zh: '查看并答复', en: 'Review and answer' }, path.confirmMandate(id))],
  }))

const ASKED: Bilingual = {
  zh: '{agent}请求为贵单位代办申请，至{day}，待贵单位答复',
  en: '{agent} asks to file applications for your firm until {day} and is waiting for your answer',
}

/** For whom an application can be begun: the own firm, and each employer by its mandate. */
export const employerChoices = (firm: Bilingual, mandates: readonly Mandate[]) =>
  mandates.length === 0
    ? undefined
    : [
        { value: '', text: fill({ zh: '本单位：{firm}', en: 'Your own firm: {firm}' }, { firm }) },
        ...mandates.map(({ id, untilOn, ...one }) => ({
          value: String(id),
          text: fill(
            { zh: '{name}（委托 {id} 号，至{day}）', en: '{name} (mandate {id}, until {day})' },
            { name: employerOf(one), id, day: day(untilOn) },
          ),
        })),
      ]

/** On a case that an agent files: who does it for whom. */
export function mandateNotice(
  mandate: Pick<CaseMandate, 'agentName' | 'agentNameEn' | 'untilOn' | 'inForce'> | null,
  { nameZh, nameEn }: Pick<Firm, 'nameZh' | 'nameEn'>,
): Notice[] {
  if (!mandate) return []
  const { untilOn, inForce } = mandate
  return [
    {
      kind: 'info',
      title: fill(inForce ? FILES_FOR : FILED_FOR, {
        agent: agentOf(mandate),
        employer: firmNamed(nameZh, nameEn),
        day: day(untilOn),
      }),
    },
  ]
}

const FILES_FOR: Bilingual = {
  zh: '{agent}受{employer}委托办理本申请，委托至{day}。推荐函和救济途径都以用人单位为准。',
  en:
    '{agent} files this application for {employer} under a mandate until {day}. ' +
    'The letter and remedies name the employer.',
}
const FILED_FOR: Bilingual = {
  zh: '{agent}曾受{employer}委托办理本申请；委托已结束，由用人单位自行办理。',
  en: '{agent} filed this application for {employer} under a mandate that has ended. The employer now acts for itself.',
}
