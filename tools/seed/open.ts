/** The demonstration’s cases on which somebody is at work. */
import { files, type Scene } from './scene.js'

export const OPEN: readonly Scene[] = [
  {
    name: 'opinions differ',
    from: '03',
    talent: 11,
    firm: 'songjian',
    steps: [
      files('songjian', 14),
      [12, 'intake', 'accept', { departments: ['commerce', 'market'] }],
      [6, 'assessor', 'report'],
      [
        1,
        'market',
        'report',
        {
          opinion: 'against',
          summary:
            '近一年有两次虚假宣传投诉，尚在核查。 Two complaints of false advertising within a year are being looked into.',
        },
      ],
    ],
  },
  {
    name: 'assessment nearly due',
    from: '02',
    talent: 4,
    firm: 'tideline',
    steps: [
      files('tideline', 13),
      [9, 'intake', 'accept'],
      [7, 'assessor', 'claim'],
      [
        4,
        'assessor',
        'note',
        { text: '平台后台数据已请企业录屏，明日核对。 The firm will show the platform’s figures tomorrow.' },
      ],
    ],
  },
  {
    name: 'correction at assessment',
    from: '03',
    talent: 9,
    firm: 'hongqiao',
    steps: [
      files('hongqiao', 12),
      [10, 'intake', 'accept'],
      [
        5,
        'assessor',
        'requestCorrection',
        {
          items: [
            {
              on: 'workExperience',
              what: '请补充前一雇主的在职证明原件扫描件。 Please add a scan of the former employer’s statement.',
            },
          ],
        },
      ],
      [3, 'hongqiao', 'message', { text: '前雇主的证明预计下周寄到。 The statement should arrive next week.' }],
    ],
  },
  {
    name: 'awaiting decision',
    from: '01',
    talent: 8,
    firm: 'applicant',
    steps: [files('applicant', 11), [9, 'intake', 'accept'], [6, 'assessor', 'claim'], [1, 'assessor', 'report']],
  },
  {
    name: 'two departments assess',
    from: '07',
    talent: null,
    firm: 'tideline',
    steps: [
      files('tideline', 9),
      [7, 'intake', 'accept', { departments: ['commerce', 'culture'] }],
      [3, 'assessor', 'report'],
    ],
  },
  {
    name: 'a department consulted',
    from: '04',
    talent: 14,
    firm: 'hongqiao',
    steps: [
      files('hongqiao', 8),
      [6, 'intake', 'accept'],
      [
        4,
        'assessor',
        'consult',
        { department: 'cyberspace', question: '该账号曾更名，请核实主体。 The account changed its name; whose is it?' },
      ],
    ],
  },
  {
    name: 'correction at intake',
    from: '06',
    talent: null,
    firm: 'applicant',
    steps: [files('applicant', 6), [4, 'intake', 'requestCorrection']],
  },
  { name: 'submitted, due', from: '09', talent: 2, firm: 'songjian', steps: [files('songjian', 5)] },
  {
    name: 'submitted, nearly due',
    from: '04',
    talent: null,
    firm: 'hongqiao',
    steps: [files('hongqiao', 4), [3, 'intake', 'claim']],
  },
  {
    name: 'assessment begun',
    from: '01',
    talent: 3,
    firm: 'applicant',
    steps: [files('applicant', 3), [1, 'intake', 'accept']],
  },
  { name: 'submitted yesterday', from: '06', talent: 1, firm: 'pujiang', steps: [files('pujiang', 1)] },
  { name: 'submitted', from: '02', talent: 0, firm: 'applicant', steps: [files('applicant', 0)] },
  { name: 'draft that is blocked', from: '05', talent: null, firm: 'pujiang', steps: [] },
  {
    name: 'draft with gaps',
    from: '01',
    talent: 6,
    firm: 'applicant',
    draft: { papers: ['passportPage', 'photo', 'resume'], without: ['channels', 'engagement'] },
    steps: [],
  },
  {
    name: 'draft of a firm that is not confirmed',
    from: '09',
    talent: 5,
    firm: 'newfirm',
    draft: { papers: ['passportPage', 'photo', 'contract'], without: ['channels'] },
    steps: [],
  },
]
