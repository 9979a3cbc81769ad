/** The kit's page for those who keep the service: reports, rules, people, keys and absences, by the product's own views where these make them. */

import { listMonths, monthOf, sayMonth } from '../../../src/base/dates.js'
import { NotNow } from '../../../src/base/errors.js'
import { path, withQuery } from '../../../src/base/path.js'
import type { Language } from '../../../src/base/text.js'
import type { Figure } from '../../../src/cases/reports/figures.js'
import { eligibilitySchema } from '../../../src/criteria/person.js'
import { pointsSchema } from '../../../src/criteria/points.js'
import { formView } from '../../../src/forms/engine/view.js'
import { letterTemplateSchema } from '../../../src/letters/catalogue.js'
import type { Proposal } from '../../../src/people/staff.service.js'
import { calendarOf } from '../../../src/reference/workingDays.js'
import { draftForm } from '../../../src/reference/draftForm.js'
import { proposalRow, refusedNotice } from '../../../src/web/admin/people.view.js'
import { meanwhile, SENT_BACK } from '../../../src/web/policy/meanwhile.js'
import { yearView } from '../../../src/web/policy/calendar.view.js'
import { factsToInsert } from '../../../src/web/policy/templates.view.js'
import { showBody } from '../../../src/web/policy/show.view.js'
import { MEASURE_WORDS } from '../../../src/cases/reports/names.js'
import { reportView } from '../../../src/web/reports/reports.view.js'
import { at, TODAY } from './case.js'
import { t } from './words.js'

const figure = (key: string, measure: string, n: number, days?: readonly [median: number, p90: number]): Figure => ({
  ...{
    key,
    measure,
    n,
    timed: n,
    median: days?.[0] ?? null,
    p90: days?.[1] ?? null,
    judged: n,
    inTime: n - Math.ceil(n / 40),
  },
})

const MONTHS = [
  ['2026-07', 31, 28],
  ['2026-08', 42, 35],
  ['2026-09', 58, 51],
  ['2026-10', 37, 44],
] as const
const DAYS = [4, 6, 9, 15, 22, 26, 21, 17, 12, 9, 6, 4, 3, 2, 2, 1, 1, 1, 1]

const whole = [
  ...[
    figure('', 'filed', 168),
    figure('', 'decided', 162, [9, 14]),
    figure('', 'recommended', 131),
    figure('', 'refused', 31),
  ],
  ...[
    figure('', 'stage.acceptance', 168, [3, 5]),
    figure('', 'stage.assessment', 162, [6, 9]),
    figure('', 'stage.decision', 162, [1, 2]),
  ],
]

const limit = (amount: number) => ({
  label: t('期限', 'Limit'),
  ...{ amount, unit: 'workingDays' as const, movesOn: false },
  source: t('指南', 'The guide'),
})

const report = reportView(
  {
    period: { from: '2026-07-01', to: '2026-10-31' },
    by: 'month',
    figures: new Map([
      ['none', whole],
      [
        'month',
        MONTHS.flatMap(([month, filed, decided]) => [
          figure(month, 'filed', filed),
          figure(month, 'decided', decided, [9, 14]),
        ]),
      ],
      ['days', DAYS.map((n, day) => figure(String(day + 2), 'decided', n))],
    ]),
    names: {
      groups: (by, _, { from, to }) =>
        by === 'month'
          ? listMonths(monthOf(from), monthOf(to)).map((key) => ({ key, name: sayMonth(key) }))
          : [{ key: '', name: t('合计', 'Total') }],
      measure: (measure) => MEASURE_WORDS[measure] ?? t(measure, measure),
      reasons: () => [],
    },
    workingDays: new Map([
      ['acceptance', 5],
      ['assessment', 10],
      ['decision', 2],
    ]),
    limits: new Map([
      ['acceptance', limit(5)],
      ['assessment', limit(10)],
      ['decision', limit(2)],
    ] as const),
  },
  TODAY,
  true,
)

const schema = calendarOf('2027')
const source = t(
  '国务院办公厅关于2027年部分节假日安排的通知',
  'State Council General Office, notice on the holidays of 2027',
)
const calendar = {
  year: 2027,
  announced: false,
  off: [
    { from: '2027-01-01', to: '2027-01-03', name: t('元旦', 'New Year’s Day') },
    { from: '2027-02-05', to: '2027-02-11', name: t('春节', 'Spring Festival') },
  ],
  working: ['2027-01-30', '2027-02-20'],
  source,
}
const announced = { ...calendar, announced: true, working: ['2027-02-13', '2027-02-20'] }

const proposal: Proposal = {
  ...{ id: 1, personId: 7, personName: '陈思远', why: '接任科长' },
  act: 'roles',
  roles: ['assessor', 'supervisor'],
  ...{ proposedById: 3, proposedBy: '孙悦', proposedAt: at('2026-12-07') },
  proposerRoles: ['systemAdmin'],
}

export const REFUSED = refusedNotice(
  new NotNow([
    { code: 'otherRoles', zh: '另一位管理员已先改了角色。', en: 'Another administrator has changed the roles first.' },
  ]),
  ['assessor'],
  ['assessor', 'supervisor'],
)

/** What stands beside the forms that are sent again with a proof. */
const proof = { fields: [{ name: 'reasons[]', value: 'falseMaterials' }], to: path.letter(87) }

export const kitOffice = (language: Language) => ({
  chooser: report.chooser,
  figures: report.figures,
  reports: report.sections.filter(({ id }) => id === 'volumes' || id === 'days'),
  body: {
    items: [
      ...formView(
        draftForm(schema),
        { body: calendar },
        {
          language,
          only: ['body'],
          dense: true,
          problems: [
            {
              code: 'order',
              path: 'body.off.1.to',
              message: t('最后一天不能早于第一天。', 'The last day may not be before the first.'),
            },
          ],
        },
      ).items,
      ...formView(
        eligibilitySchema,
        { sources: { age: source, nationality: source, name: source } },
        { language, only: ['sources'], dense: true },
      ).items,
      ...formView(
        pointsSchema,
        { months: { bands: [{ from: 9, to: null, points: 10, label: t('9个月以上', '9 months or more') }] } },
        { language, only: ['salary', 'education', 'months', 'age'], dense: true, open: 'months' },
      ).items,
      ...formView(letterTemplateSchema, { findings: [{}] }, { language, only: ['findings'], dense: true }).items,
    ],
  },
  changes: meanwhile(
    schema,
    [
      { effectiveFrom: '2026-12-15', note: '公布以前', body: calendar },
      { effectiveFrom: '2026-12-15', note: '按通知改', body: announced },
    ],
    SENT_BACK,
  ),
  shown: showBody(schema, announced),
  facts: factsToInsert('letterTemplates') ?? [],
  paper: {
    title: t('预览：补正告知书', 'Preview: Correction notice'),
    shown: '',
    problems: [
      { message: t('第2行第4列：没有“salery”这个要素。', 'Line 2, column 4: There is no fact “salery” here.') },
    ],
  },
  year: yearView(announced),
  proposals: [
    proposalRow(proposal, true),
    proposalRow({ ...proposal, id: 2, act: 'end', personName: '赵一鸣', why: '调离' }, false),
  ],
  absences: [
    {
      ...{ name: '赵一鸣', deputy: t('陈思远代理', 'Chen Siyuan stands in'), end: path.endAbsence(1) },
      tag: { label: t('今天请假', 'Away today'), colour: 'yellow' },
      days: t('2026年12月7日至2026年12月11日', '7 December 2026 to 11 December 2026'),
      endLabel: t('今日起返岗', 'Back from today'),
    },
    {
      ...{ name: '周敏', deputy: t('吴珊代理', 'Wu Shan stands in') },
      tag: { label: t('将不在', 'Upcoming'), colour: 'grey' },
      days: t('2027年1月4日至2027年1月8日', '4 January 2027 to 8 January 2027'),
    },
  ],
  keyOnce: {
    name: t('新密钥：夜间导出', 'New key: nightly export'),
    key: 'hj_live_7QF20MXD4TA8W3NCP8HE5T0YJR2V6',
    lines: [[t('用法：', 'Use: '), { text: 'Authorization: Bearer …', look: 'code' }], [t('读案件', 'Read cases')]],
  },
  exports: { lines: path.auditPeopleExport, table: withQuery(path.auditPeopleExport, { format: 'csv' }) },
  linkOnce: { name: '张敏', href: 'https://haijian.example/join/8W3NCP5T0YJR2V6Q4H' },
  proof,
})
