/** The kit's page of forms: every kind of question as the application asks it, filled in and with mistakes; the documents with their uploads; two people in one form. */
import type { Language } from '../../../src/base/text.js'
import { documentSchema } from '../../../src/criteria/documents.js'
import { permitFilesSchema } from '../../../src/criteria/permitFiles.js'
import { APPLICATION, parseApplication } from '../../../src/forms/application.js'
import { FIRM_REGISTRATION } from '../../../src/forms/firm.js'
import { carrying } from '../../../src/forms/engine/known.js'
import { formView } from '../../../src/forms/engine/view.js'
import { noFile } from '../../../src/cases/documentFaults.js'
import { UNSORTED } from '../../../src/forms/choices.js'
import { FORMS } from '../../../src/workflow/forms.js'
import { bringView, offersOf } from '../../../src/web/firm/bring.view.js'
import { documentsView } from '../../../src/web/firm/documents.view.js'
import { all, answers, fileIn, ownOf } from './case.js'
import { t } from './words.js'

const FILLED = [
  'talent.passport.mrz',
  'talent.systemName',
  'talent.sex',
  'talent.birthDate',
  'talent.nationality',
  'talent.passport.number',
  'talent.inChina',
  'talent.permitKind',
  'talent.permitUntil',
  'engagement.whyThisPerson',
  'engagement.salaryPerYear',
  'engagement.monthsPerYear',
  'engagement.contract',
  'talent.other',
  'compliance.isSigned',
  'compliance.groups',
  'compliance.talentSignedOn',
  'talent.resume',
]

/** The same kinds of questions with something wrong in each. */
const WRONG = {
  talent: {
    birthDate: { year: '1990', month: '', day: '5' },
    passport: { number: '' },
    resume: [{ from: { year: '2005', month: '13' }, to: { year: '', month: '' }, what: '' }],
  },
  engagement: {
    whyThisPerson: '日语主播',
    salaryPerYear: '六十六万',
    monthsPerYear: '13',
    contract: { start: '2028-12-31', end: '2027-01-04' },
  },
  compliance: { isSigned: 'true', groups: ['cooking'] },
}
const TOO_SHORT = {
  code: 'tooShort',
  path: 'engagement.whyThisPerson',
  message: t('请写明岗位的特殊需要。', 'Say what the post needs.'),
}
const ASKED_WRONG = [
  'talent.passport.number',
  'talent.sex',
  'talent.birthDate',
  'talent.nationality',
  'engagement.whyThisPerson',
  'engagement.salaryPerYear',
  'engagement.monthsPerYear',
  'engagement.contract',
  'compliance.groups',
  'talent.resume',
]

const conflict = {
  caption: t('两边的答案', 'Both answers'),
  heads: [t('李雯，14:20', 'Li Wen, 14:20'), t('这一页上', 'On this page')],
  rows: [
    {
      key: t('岗位', 'Post'),
      differs: true,
      cells: [
        { head: t('李雯', 'Li Wen'), line: [t('高级主播', 'Senior host')] },
        { head: t('这一页上', 'On this page'), line: [t('日系美妆主播', 'Host for Japanese cosmetics')] },
      ],
    },
  ],
}

const uploads = [
  { text: t('正在上传…', 'Uploading…'), part: 40, stop: t('停止 · 3.2 / 8.1 MB', 'Stop · 3.2 / 8.1 MB') },
  { text: t('已上传，正在检查…', 'Uploaded, being checked…'), stop: t('停止', 'Stop') },
  {
    text: t(
      '连接中断，上传失败。所选文件已保留，请再次点按“上传”。',
      'The connection was lost. Your file is still selected: select “Upload” again.',
    ),
    broken: true,
  },
]

/** Kinds in different states: in order, unfit, ageing, replaced by a letter, may be replaced, comes later. */
const SHOWN: ReadonlySet<string> = new Set([
  'passportPage',
  'photo',
  'policeRecord',
  'degree',
  'medical',
  'recognition',
])

const draft = fileIn({ state: 'draft', line: { filedOn: null }, steps: [['2026-11-20', 'liwen', 'start', 'draft']] })

/** The same with two files that came without their kind. */
const dropped = {
  ...draft,
  attachments: [
    ...draft.attachments,
    ...draft.attachments.slice(0, 2).map((paper, index) => ({
      ...paper,
      id: 900 + index,
      kind: UNSORTED,
      name: index === 0 ? '体检证明 2026-10-24.pdf' : 'scan0002.pdf',
      details: { proposed: index === 0 ? { kind: 'medical', issuedOn: '2026-10-24' } : {} },
      replacedAt: paper.uploadedAt,
    })),
  ],
}

export const kitForms = (language: Language) => {
  const rules = all('documents', documentSchema)
  const permitFiles = all('permitSystem', permitFilesSchema).get('files')
  const typed = { place: 'documents.medical', tree: { issuedOn: { year: '2026', month: '', day: '3' } } }
  const shown = {
    done: 'uploaded',
    kind: 'passportPage',
    typed,
    problems: [{ ...noFile, path: 'documents.medical.file' }],
    most: 20 * 1024 * 1024,
    refused: [
      { code: 'file:heic', path: 'drop.files', message: t('IMG_1.heic：不能用', 'IMG_1.heic: cannot be used') },
    ],
  }
  const earlier = fileIn({ state: 'permitGranted', steps: [] })
  const fresh = ownOf({ ...draft, attachments: [] })
  const bring = bringView(fresh, offersOf(fresh, [earlier], rules), rules)
  const { drop, needed, later, pairs, more } = documentsView(ownOf(dropped), { rules, permitFiles }, shown, language)
  return {
    saved: t('14:32 已自动保存', 'Saved automatically at 14:32'),
    filled: formView(
      APPLICATION,
      { ...answers, talent: { ...answers.talent, inChina: 'true' } },
      { language, only: FILLED },
    ),
    wrong: formView(APPLICATION, WRONG, {
      language,
      only: ASKED_WRONG,
      path: 'wrong',
      problems: [...parseApplication(WRONG).problems, TOO_SHORT],
    }),
    files: formView(
      FIRM_REGISTRATION,
      {},
      {
        language,
        only: ['licence', 'authorisation'],
        problems: [
          {
            code: 'empty',
            path: 'authorisation',
            message: t('请上传授权委托书。', 'Upload the letter of authorisation.'),
          },
        ],
      },
    ),
    carried: carrying(formView(FORMS.acknowledge, { event: '6' }, { language }), 'event'),
    conflict,
    held: [{ label: t('营业执照', 'Business licence'), name: 'licence.pdf' }],
    uploads,
    bring,
    drop,
    needed: needed.filter(({ kind }) => SHOWN.has(kind)),
    later: later.filter(({ kind }) => SHOWN.has(kind)),
    pairs,
    more,
  }
}
