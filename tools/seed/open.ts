/** The demonstration’s cases on which somebody is at work. */
import { HALF_ANSWERED } from './aftercare.js'
import { ASSESSED, INTENDED, PROPOSED } from './assessed.js'
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
      [0, 'approver', 'announceRefusal', INTENDED],
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
        {
          text:
            '平台后台数据已请企业录屏，明日核对。 The firm has been asked to record the platform’s figures; to ' +
            'be checked tomorrow.',
        },
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
              what: '请补充前一雇主的在职证明原件扫描件。',
              whatEn: 'Please add a scan of the former employer’s statement.',
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
      [3, 'assessor', 'report', ASSESSED],
      [1, 'culture', 'proposeCorrection', PROPOSED],
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
        {
          department: 'cyberspace',
          question: '该账号曾更名，请核实主体。 The account was renamed. Please verify its owner.',
        },
      ],
    ],
  },
  {
    name: 'correction at intake',
    from: '06',
    talent: null,
    firm: 'applicant',
    steps: HALF_ANSWERED,
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
    steps: [
      files('applicant', 3),
      [
        2,
        'intake',
        'requestCorrection',
        {
          items: [
            {
              on: 'engagement.duties',
              what: '请写明直播的商品和对象国家。',
              whatEn: 'Please say which goods are sold, and to which countries.',
            },
            {
              on: 'contract',
              page: 3,
              what: '第3页的印章看不清，请重新扫描。',
              whatEn: 'The seal on page 3 is not readable; please scan it again.',
            },
            {
              on: 'degree',
              what: '如已取得硕士学位，请补交证书。',
              whatEn: 'If the master’s degree has been obtained by now, please add its certificate.',
            },
          ],
        },
      ],
      [
        1,
        'applicant',
        'saveAnswers',
        {
          answers: {
            engagement: {
              post: 'English-language host, small kitchen appliances',
              duties:
                '每周四场英语直播，向美国、加拿大和英国销售小家电。 Four streams a week in English: small appliances for the USA, Canada and the UK.',
            },
          },
        },
      ],
      [1, 'applicant', 'attachFile', { kind: 'contract' }],
      [
        1,
        'applicant',
        'resubmit',
        {
          answers: [
            {
              on: 'engagement.duties',
              answer:
                '已写明商品和国家，岗位名称一并改准。 Goods and countries are now stated, and the name of the post ' +
                'is corrected.',
            },
            { on: 'contract', answer: '已重新扫描并加盖公章。 Scanned again, with the seal.' },
            { on: 'degree', answer: '尚未取得硕士学位。 The master’s degree has not been awarded yet.' },
          ],
        },
      ],
      [0, 'intake', 'accept'],
    ],
  },
  // the same person as in “assessment nearly due”, of another firm
  { name: 'submitted yesterday', from: '06', talent: 4, firm: 'pujiang', steps: [files('pujiang', 1)] },
  { name: 'submitted', from: '02', talent: 0, firm: 'applicant', steps: [files('applicant', 0)] },
  { name: 'draft that is blocked', from: '05', talent: null, firm: 'pujiang', steps: [] },
  {
    name: 'draft with gaps',
    from: '01',
    talent: 6,
    firm: 'applicant',
    draft: { papers: ['passportPage', 'photo', 'resume', 'platformExport'], without: ['engagement', 'export'] },
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
