/** The demonstration’s cases that have been decided or have ended. */
import { AFTER } from './aftercare.js'
import { files, type Scene, type Step } from './scene.js'

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
  [
    decided + 2,
    'assessor',
    'report',
    {
      opinion: 'against',
      summary:
        '材料齐全，但所附证明不足以支持公布的条件，详见分项意见。 The documents are complete but do not show ' +
        'that the published criteria are met.',
    },
  ],
  [decided, 'approver', 'refuse', { reasons: [reason] }],
]

export const DECIDED: readonly Scene[] = [
  ...AFTER,
  {
    name: 'letter expired',
    from: '01',
    talent: 10,
    firm: 'applicant',
    steps: [...recommended('applicant', 166, 153), [17, 'clock', 'expire']],
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
      [38, 'permit', 'recordGranted', { permitClass: 'A', detailsLater: true }],
      [
        9,
        'applicant',
        'reportChange',
        { kind: 'channels', changedOn: '{today-24}', what: '新开通小红书频道。 A channel on Xiaohongshu was opened.' },
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
        24,
        'tideline',
        'reportEnd',
        {
          endedOn: '{today-30}',
          why:
            '双方协商解除合同，不再需要推荐函。 The contract was ended by agreement. The letter is no longer ' +
            'needed.',
          revoke: true,
        },
      ],
      [
        21,
        'approver',
        'revokeLetter',
        {
          reasons: ['requestedByFirm'],
          explanation: '企业与人选已终止合同，申请撤销。',
          explanationEn: 'The contract has ended, and the firm asks for the revocation.',
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
    name: 'letter returned',
    from: '03',
    talent: 8,
    firm: 'hongqiao',
    steps: [...recommended('hongqiao', 30, 19), [13, 'permit', 'returnLetter'], [11, 'approver', 'recommend']],
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
    steps: [
      ...recommended('songjian', 25, 14),
      [10, 'permit', 'receiveLetter'],
      [
        3,
        'approver',
        'proposeRevocation',
        {
          reasons: ['changedFacts'],
          explanation: '公开信息显示，人选近期在另一家企业的直播间担任主播，与推荐的岗位不符。',
          explanationEn:
            'Public sources show that the candidate has lately hosted streams of another firm, ' +
            'which is not the post of the recommendation.',
        },
      ],
    ],
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
    name: 'letter issued',
    from: '02',
    talent: null,
    firm: 'tideline',
    steps: recommended('tideline', 12, 2),
  },
]
