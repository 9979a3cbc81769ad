/** The kit's page for firms: what they meet from a draft to the years after a permit, by the product's own views of one case. */
import { path } from '../../../src/base/path.js'
import type { Language } from '../../../src/base/text.js'
import type { LedgerLine } from '../../../src/cases/caseFile.js'
import { documentSchema } from '../../../src/criteria/documents.js'
import { reasonSchema } from '../../../src/reference/bodies.js'
import { obligationSchema, permitStepSchema, remedySchema } from '../../../src/reference/obligations.js'
import { documentRows } from '../../../src/web/case/case.view.js'
import { tagOfState } from '../../../src/web/case/clock.view.js'
import { conversationOf } from '../../../src/web/case/conversation.js'
import { viewHref } from '../../../src/web/case/preview.view.js'
import { comparedView } from '../../../src/web/case/compared.view.js'
import { afterCareView } from '../../../src/web/firm/aftercare.view.js'
import { copiedView } from '../../../src/web/firm/copied.view.js'
import { correctionView, sentRounds } from '../../../src/web/firm/correction.view.js'
import { intentionView, refusalView } from '../../../src/web/firm/intention.view.js'
import { filingView, permitNext } from '../../../src/web/firm/next.view.js'
import type { LetterLine } from '../../../src/letters/letter.service.js'
import type { PaperLine } from '../../../src/letters/paper.service.js'
import { promiseAside } from '../../../src/web/firm/promise.view.js'
import { selfCheck } from '../../../src/web/firm/selfCheck.view.js'
import { nameOf, stepsOf } from '../../../src/web/firm/standing.js'
import { tasksOf } from '../../../src/web/firm/tasks.view.js'
import { timelineItems } from '../../../src/web/case/history.view.js'
import { ASKED, all, answers, around, fileIn, ownOf, started } from './case.js'
import { firmParts } from './firmParts.js'
import { t } from './words.js'
import { NOTHING_KEPT } from './kept.js'

const reasons = all('reasons', reasonSchema)
const remedies = all('remedies', remedySchema)
const after = { obligations: all('obligations', obligationSchema), reminders: [90, 60, 30] }

const filed = fileIn({ state: 'submitted', forFirm: true, line: { dueOn: '2026-12-01' }, steps: started })
const withLetter = fileIn({ state: 'letterIssued', forFirm: true, steps: started })

const made = {
  ...{
    number: '演示沪商荐收〔2026〕1号',
    checkCode: 'PE1XAFTWZPY8G29ZY',
    failedAt: null,
    because: null,
    endedAs: null,
  },
  ...{ orderedAt: new Date('2026-11-24T02:00:00Z'), issuedAt: new Date('2026-11-24T02:00:00Z') },
}
const papers: PaperLine[] = [
  { ...made, id: 1, kind: 'filingReceipt', label: t('收件凭证', 'Receipt of the filing') },
  { ...made, id: 2, kind: 'applicationForm', label: t('申请表', 'Application form') },
]
const letter: LetterLine = {
  ...{
    id: 3,
    caseId: 1,
    caseNumber: '2026-000128',
    caseState: 'letterIssued',
    kind: 'recommendation',
    addressedTo: null,
  },
  ...{ number: '演示沪商荐〔2026〕1号', talentName: 'Yuki Tanaka', firmName: '上海云帆跨境电子商务有限公司' },
  ...{ orderedAt: made.orderedAt, issuedAt: made.issuedAt, validUntil: '2027-05-24', receivedAt: null, endedAt: null },
  ...{ endedAs: null, endReason: null, failedAt: null, checkCode: '9DTH1M2H7CPVMN8KV', sha256: null },
}

const correction: LedgerLine = {
  reason: 'correction',
  ...{ seq: 4, fromOn: '2026-11-26', toOn: null, untilOn: '2026-12-26', daysLeft: 3, authorityId: null },
  ...{ days: null, what: null },
}

/** The firm works on a correction, and both sides have written. */
const corrected = fileIn({
  state: 'awaitingCorrection',
  forFirm: true,
  line: { dueOn: '2026-12-26', daysLeft: 3 },
  answers: { ...answers, correction: { '398-4': { i1: '第 3 页已重新盖章，整份合同重新扫描。' } } },
  stops: [correction],
  steps: [
    ...started,
    ['2026-11-26', 'wangfang', 'requestCorrection', 'awaitingCorrection', ASKED],
    ['2026-12-01', 'liwen', 'attachFile', undefined, { kind: 'contract' }],
    [
      '2026-12-02',
      'liwen',
      'message',
      undefined,
      { text: '译文可以由我们自己翻译吗？\n样稿附上，请看看格式。', attachmentId: 8 },
    ],
    ['2026-12-03', 'wangfang', 'message', undefined, { text: '可以，加盖公章即可。' }],
  ],
  entries: ['message', 'saveAnswers', 'attachFile'],
})

const sent = fileIn({
  state: 'underAssessment',
  forFirm: true,
  line: { dueOn: '2026-12-17', claimedBy: 7 },
  stops: [{ ...correction, toOn: '2026-12-01', days: 3 }],
  steps: [
    ...started,
    ['2026-11-26', 'wangfang', 'requestCorrection', 'awaitingCorrection', ASKED],
    [
      '2026-12-01',
      'liwen',
      'resubmit',
      'submitted',
      {
        answers: [
          { on: 'contract', answer: '第 3 页已重新盖章。' },
          { on: 'policeRecord', answer: '译文已附，加盖公章。' },
        ],
        remarks: '护照有效期已按信息页改正。',
      },
    ],
    ['2026-12-02', 'wangfang', 'accept', 'underAssessment'],
  ],
})

const REFUSED = {
  reasons: ['criteriaNotMet', 'platformEvidenceDoubtful'],
  explanation: '三月粉丝数增至三倍，平台导出的按月数据没有说明原因。',
}

const intended = fileIn({
  state: 'awaitingDecision',
  forFirm: true,
  line: { dueOn: '2026-12-18' },
  steps: [
    ...started,
    ['2026-11-27', 'wangfang', 'accept', 'underAssessment'],
    ['2026-12-04', 'chensiyuan', 'report', 'awaitingDecision', { opinion: 'against' }],
    ['2026-12-07', 'zhoumin', 'announceRefusal', undefined, { ...REFUSED, until: '2026-12-14' }],
  ],
  entries: ['answerIntention'],
})

const refused = fileIn({
  state: 'notRecommended',
  forFirm: true,
  line: { dueOn: '2027-02-05' },
  steps: [...started, ['2026-12-07', 'zhoumin', 'refuse', 'notRecommended', REFUSED]],
  actions: ['requestReview'],
})

const granted = fileIn({
  state: 'permitGranted',
  forFirm: true,
  line: { permitValidUntil: '2027-01-31' },
  steps: [
    ...started,
    [
      '2026-12-03',
      'zhoumin',
      'recommend',
      'recommended',
      { conditions: '每季度报送直播场次与销售额\n半年内补交学位认证', conditionsDueOn: '2027-06-03' },
    ],
    ['2026-12-03', 'clock', 'recordLetter', 'letterIssued'],
    ['2026-12-04', 'clock', 'recordGranted', 'permitGranted'],
    ['2026-12-05', 'clock', 'remind', undefined, { days: 90 }],
    ['2026-12-07', 'liwen', 'meetCondition', undefined, { condition: 1, how: '第四季度的报表已寄商务委。' }],
    [
      '2026-12-08',
      'liwen',
      'reportChange',
      undefined,
      {
        kind: 'post',
        changedOn: '2026-12-01',
        reportBy: '2026-12-11',
        late: false,
        what: '岗位改为高级主播，薪酬不变。',
      },
    ],
  ],
  entries: ['meetCondition', 'reportChange', 'reportEnd'],
})

const draft = fileIn({
  state: 'draft',
  line: { id: 412, number: '2026-0412', filedOn: null },
  answers: { ...answers, engagement: { ...answers.engagement, salaryPerYear: 720_000, salaryPerMonth: 60_000 } },
  steps: [['2026-12-08', 'liwen', 'start', 'draft', { from: 398 }]],
  entries: ['saveAnswers', 'attachFile'],
})

/** What a firm sees, the forms in the reader's language. */
export const kitFirm = (language: Language) => {
  const own = ownOf(corrected)
  const contract = corrected.attachments.find(({ id }) => id === 4)
  if (!contract) throw new Error('no contract')
  const typed = {
    answers: { i3: '译文' },
    problems: {
      i2: t(
        '“护照有效期至”还没有改。请先改正，再写怎样补正的。',
        'The date is still the same. Change it first, then say how.',
      ),
    },
    theirs: { i3: { text: '译文已附。', by: '王敏' } },
  }
  return {
    moments: [
      {
        title: t('推荐函已签发', 'Letter of recommendation issued'),
        number: '演示沪商荐〔2026〕8号',
        lead: t('推荐函已出具，并已送许可机关。', 'The letter is issued and has gone to the permit authority.'),
        text: t('2026年11月6日签发，有效至2027年5月6日。', 'Issued 6 November 2026, valid until 6 May 2027.'),
        buttons: [{ text: t('下载 PDF', 'Download PDF'), href: path.letterFile(8) }],
        next: {
          text: t('下一步：2027年5月6日前向许可机关申请工作许可', 'Next: apply for the work permit by 6 May 2027'),
          href: '#k-table',
        },
        sheet: t('推荐函', 'Letter'),
        sealed: true,
      },
    ],
    compared: comparedView(
      398,
      [
        {
          paper: contract,
          state: 'compared',
          comparisons: [
            { item: 'firm', verdict: 'differs', expected: '甲公司', found: '乙公司', place: { page: 1, line: 2 } },
            { item: 'start', verdict: 'agrees', expected: '2027-01-01', place: { page: 2, line: 9 } },
            { item: 'name', verdict: 'notFound', expected: 'ANNA SOKOLOVA' },
          ],
        },
      ],
      () => '#',
    ),
    zone: {
      lines: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
      ...{ picture: undefined, href: '#', use: '_zone' },
    },
    exports: exportsSample,
    answered: { wrong: [t('两段经历之间有空档。', 'There is a gap.')], firm: undefined, summary: undefined },
    ...firmParts,
    head: {
      name: nameOf(corrected.case),
      number: corrected.case.number,
      tag: tagOfState(corrected.case.state),
      steps: stepsOf(corrected, around),
    },
    correction: correctionView(
      own,
      { context: around, most: 2, language, documents: all('documents', documentSchema), mostBytes: 20_971_520 },
      typed,
    ),
    promise: promiseAside(own, around),
    checked: selfCheck(own),
    taskList: { id: 'tasks', tasks: tasksOf(own) },
    talk: conversationOf(corrected, around, {
      byFirm: true,
      fresh: new Set([7]),
      requestId: 'k-talk',
      kept: NOTHING_KEPT,
    }),
    papers: { documents: documentRows(corrected, own.check, ({ id }) => viewHref(398, id)) },
    rounds: sentRounds(sent),
    history: { items: timelineItems(sent, around) },
    copied: copiedView({ ...ownOf(draft), earlier: { ...sent, answers } }, all('documents', documentSchema)),
    intention: {
      ...intentionView(intended, { reasons, context: around, language, kept: NOTHING_KEPT }),
      requestId: 'k-intention',
    },
    refusal: refusalView(refused, reasons, remedies, around),
    filing: filingView({ ...ownOf(filed), papers }, around, 2),
    next: permitNext({ ...ownOf(withLetter), letters: [letter] }, all('permitSteps', permitStepSchema), around, false),
    after: {
      ...afterCareView(granted, after, around, language, NOTHING_KEPT),
      requestId: 'k-after',
      copy: { id: 398 },
    },
  }
}

const exportsSample = {
  ...{ action: path.section(398, 'channels'), use: '_export' },
  before: t('表格须来自已填频道的平台：抖音。', 'Use a table from a platform entered below: Douyin.'),
  files: [
    {
      ...{ name: 'douyin.csv', href: '#', state: undefined },
      offers: [
        {
          value: '7.0',
          table: {
            caption: t('抖音 @ostrov.live：按月数据', 'Douyin @ostrov.live: figures by month'),
            head: [{ text: t('月份', 'Month') }, { text: t('粉丝数', 'Followers'), numeric: true }],
            rows: [
              {
                cells: [
                  { line: ['2026-10'], heads: true },
                  { line: ['319,000'], numeric: true },
                ],
              },
            ],
          },
          indicators: [t('互动率（%）：4.84（“互动率”列）', 'Engagement rate (%): 4.84 (column “互动率”)')],
          left: [t('单元格C9无法识别，未采用：约三千', 'Cell C9 cannot be read and is left out: 约三千')],
        },
      ],
    },
    { name: '数据.xlsx', href: '#', state: t('正在识别，请稍后刷新本页。', 'Reading the file.'), offers: [] },
  ],
}
