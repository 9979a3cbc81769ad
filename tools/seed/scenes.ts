/** The cases of the demonstration: who did what, how many working days ago. What an action's form asks beyond this comes from tools/cases/fill.ts. */

/** `daysAgo` counts working days before today; `who` is an account of the demonstration, or the clock. */
export type Step = readonly [daysAgo: number, who: string, action: string, input?: Readonly<Record<string, unknown>>]

export interface Scene {
  /** Names the scene for ever: a seeding that was cut off goes on with those that have not begun. */
  readonly name: string
  /** The number of the case file that it is made from. */
  readonly from: string
  /** The place of the person in talents.json; null: the case file's own. */
  readonly talent: number | null
  /** Who files it. */
  readonly firm: string
  /** How much of a draft there is, when it is not whole. */
  readonly draft?: { readonly papers: readonly string[]; readonly without: readonly string[] }
  readonly steps: readonly Step[]
}

/** The client's own name for starting the scene's case: a scene begins only once. */
export const requestIdOf = ({ name }: Scene): string => `demonstration:${name.replace(/\W+/g, '-')}`

const files = (firm: string, daysAgo: number): Step => [daysAgo, firm, 'submit']

/** From filing to the decision to recommend. */
const recommended = (firm: string, filed: number, decided: number): Step[] => [
  files(firm, filed),
  [filed - 2, 'intake', 'accept'],
  [filed - 4, 'assessor', 'claim'],
  [decided + 2, 'assessor', 'report'],
  [decided, 'approver', 'recommend'],
]

/** From filing to the refusal. */
const refused = (firm: string, filed: number, decided: number, reason: string): Step[] => [
  files(firm, filed),
  [filed - 2, 'intake', 'accept'],
  [decided + 2, 'assessor', 'report', { opinion: 'against' }],
  [decided, 'approver', 'refuse', { reasons: [reason] }],
]

export const SCENES: readonly Scene[] = [
  {
    name: 'letter expired',
    from: '01',
    talent: 10,
    firm: 'applicant',
    steps: [...recommended('applicant', 158, 145), [17, 'clock', 'expire']],
  },
  {
    name: 'refusal upheld',
    from: '02',
    talent: 16,
    firm: 'tideline',
    steps: [
      ...refused('tideline', 90, 78, 'platformEvidenceDoubtful'),
      [66, 'tideline', 'requestReview'],
      [45, 'panel', 'upholdRefusal'],
    ],
  },
  {
    name: 'permit refused',
    from: '04',
    talent: 12,
    firm: 'hongqiao',
    steps: [...recommended('hongqiao', 72, 60), [55, 'permit', 'receiveLetter'], [48, 'permit', 'recordRefused']],
  },
  {
    name: 'permit granted',
    from: '01',
    talent: null,
    firm: 'applicant',
    steps: [
      ...recommended('applicant', 62, 50),
      [46, 'permit', 'receiveLetter'],
      [38, 'permit', 'recordGranted'],
      [
        9,
        'applicant',
        'reportChange',
        { kind: 'channels', what: '新开通小红书频道。 A channel on Xiaohongshu was opened.' },
      ],
    ],
  },
  {
    name: 'lapsed',
    from: '06',
    talent: 13,
    firm: 'pujiang',
    steps: [files('pujiang', 51), [48, 'intake', 'requestCorrection'], [22, 'clock', 'lapse']],
  },
  {
    name: 'letter revoked',
    from: '08',
    talent: null,
    firm: 'tideline',
    steps: [
      ...recommended('tideline', 47, 35),
      [
        21,
        'approver',
        'revokeLetter',
        {
          reasons: ['requestedByFirm'],
          explanation: '企业与人选已终止合同，申请撤销。 The contract has ended, and the firm asks for the revocation.',
        },
      ],
    ],
  },
  {
    name: 'under review',
    from: '07',
    talent: 5,
    firm: 'songjian',
    steps: [...refused('songjian', 36, 26, 'complianceRecord'), [12, 'songjian', 'requestReview']],
  },
  {
    name: 'not accepted',
    from: '04',
    talent: 15,
    firm: 'hongqiao',
    steps: [files('hongqiao', 33), [30, 'intake', 'declineToAccept']],
  },
  {
    name: 'letter issued anew',
    from: '06',
    talent: 7,
    firm: 'applicant',
    steps: [...recommended('applicant', 31, 18), [15, 'approver', 'reissueLetter']],
  },
  {
    name: 'not recommended',
    from: '09',
    talent: 17,
    firm: 'pujiang',
    steps: refused('pujiang', 28, 16, 'criteriaNotMet'),
  },
  {
    name: 'letter received',
    from: '03',
    talent: null,
    firm: 'songjian',
    steps: [...recommended('songjian', 25, 14), [10, 'permit', 'receiveLetter']],
  },
  {
    name: 'withdrawn',
    from: '09',
    talent: null,
    firm: 'pujiang',
    steps: [files('pujiang', 20), [18, 'intake', 'accept'], [14, 'pujiang', 'withdraw']],
  },
  {
    name: 'discarded',
    from: '02',
    talent: 6,
    firm: 'tideline',
    draft: { papers: ['photo'], without: ['channels'] },
    steps: [[15, 'tideline', 'discard']],
  },
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
    name: 'letter issued',
    from: '02',
    talent: null,
    firm: 'tideline',
    steps: recommended('tideline', 12, 2),
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
