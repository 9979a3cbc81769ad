/** What a firm does after filing: a correction that is half done, and a permit with conditions that ends in less than 90 days. */
import { addDays } from '../../src/base/dates.js'
import { keptAs } from '../../src/cases/correction.js'
import { files, type Scene, type Step } from './scene.js'

/** Two of four items are answered. */
export const HALF_ANSWERED: readonly Step[] = [
  files('applicant', 6),
  [
    4,
    'intake',
    'requestCorrection',
    {
      items: [
        {
          on: 'contract',
          page: 3,
          field: '乙方签字处 signature',
          what: '第3页的印章看不清，请重新扫描。',
          whatEn: 'The seal on page 3 is not readable; please scan it again.',
        },
        {
          on: 'engagement.duties',
          what: '请写明直播的商品和对象国家。',
          whatEn: 'Please say which goods are sold, and to which countries.',
        },
        {
          on: 'platformEvidence',
          page: 2,
          what: '截图没有日期，请补交带日期的后台截图。',
          whatEn: 'The screenshot has no date; please send one that shows it.',
        },
        {
          on: 'talent.education.institution',
          what: '请写学校的中文或英文全称。',
          whatEn: 'Please give the full name of the institution.',
        },
      ],
      remarks: '四处一并补正即可。',
      remarksEn: 'Please put all four right together.',
    },
  ],
  [
    2,
    'applicant',
    'saveAnswers',
    {
      answers: {
        engagement: {
          duties: '每周三场日语直播，向日本销售化妆品。 Three streams a week in Japanese: cosmetics for Japan.',
        },
      },
    },
  ],
  [2, 'applicant', 'attachFile', { kind: 'contract' }],
  [
    1,
    'applicant',
    'saveAnswers',
    {
      correction: {
        1: '已重新扫描并加盖公章。 Scanned again, with the seal.',
        2: '已写明商品和国家。 Goods and countries are now stated.',
      },
    },
  ],
]

export const AFTER: readonly Scene[] = [
  {
    name: 'permit that ends soon',
    from: '01',
    talent: 1,
    firm: 'applicant',
    steps: [
      files('applicant', 84),
      [82, 'intake', 'accept'],
      [80, 'assessor', 'claim'],
      [74, 'assessor', 'report'],
      [
        72,
        'approver',
        'recommend',
        {
          conditions: ['入职后一个月内提交全年直播计划。', '销售食品前取得食品经营许可。'].join('\n'),
          conditionsEn: [
            'File a plan of all streams within a month.',
            'Obtain the food licence before food is sold.',
          ].join('\n'),
          conditionsDueOn: '{today+20}',
        },
      ],
      [68, 'permit', 'receiveLetter'],
      [
        60,
        'permit',
        'recordGranted',
        { permitClass: 'B', permitNumber: 'SH20260815', validFrom: '{today-58}', validUntil: '{today+70}' },
      ],
      [
        45,
        'applicant',
        'meetCondition',
        { condition: 1, how: '全年直播计划已报市商务委。 The plan was filed with the commission.' },
      ],
      [24, 'clock', 'remind'],
      [
        18,
        'applicant',
        'reportChange',
        { kind: 'engagement', changedOn: '{today-45}', what: '岗位改为首席主播。 The post is now lead host.' },
      ],
      [3, 'clock', 'remind'],
    ],
  },
]

/** The input of a step with `{today+70}` as that day, and answers to the items of a notice as they are kept. */
export function toldOn(input: Step[3], today: string, caseId: number, notice: number): Step[3] {
  if (!input) return input
  const dated = Object.entries(input).map(([name, value]) => {
    const days = typeof value === 'string' ? /^\{today([+-]\d+)\}$/.exec(value)?.[1] : undefined
    return [name, days === undefined ? value : addDays(today, Number(days))] as const
  })
  const { correction, ...rest } = Object.fromEntries(dated)
  if (typeof correction !== 'object' || correction === null) return rest
  const answers = new Map(Object.entries(correction).map(([number, answer]) => [Number(number), String(answer)]))
  return { ...rest, answers: keptAs(caseId, notice, answers) }
}
