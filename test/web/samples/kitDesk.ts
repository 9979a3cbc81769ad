/** The kit's page for officers: the queue, one case with its evidence, opinions and preview, and the letter, by the product's own views. */
import { path } from '../../../src/base/path.js'
import type { Language } from '../../../src/base/text.js'
import type { Assessment } from '../../../src/cases/caseFile.js'
import type { Duplicate } from '../../../src/cases/duplicates.js'
import type { SimilarCase } from '../../../src/cases/similar.js'
import { actGroupSchema } from '../../../src/criteria/compliance.js'
import { scorecardSchema } from '../../../src/criteria/scorecard.js'
import { ACTION_FORMS } from '../../../src/forms/actions.js'
import { ENTRY_FORMS } from '../../../src/forms/entries.js'
import { formView } from '../../../src/forms/engine/view.js'
import { answerSections, documentRows, EXPORTED } from '../../../src/web/case/case.view.js'
import { actionAddress } from '../../../src/web/case/addresses.js'
import { caseHead } from '../../../src/web/case/clock.view.js'
import { messageGroups } from '../../../src/web/account/messages.view.js'
import { conversationOf } from '../../../src/web/case/conversation.js'
import { sourcesOf } from '../../../src/web/desk/evidence.js'
import { evidenceOf } from '../../../src/web/desk/evidence.view.js'
import { ledgerOf } from '../../../src/web/desk/ledger.view.js'
import { marksOn } from '../../../src/web/case/marks.js'
import { opinionsPart } from '../../../src/web/desk/case.parts.js'
import { pointsPart } from '../../../src/web/desk/case.points.js'
import { knownOf } from '../../../src/web/desk/correction.view.js'
import { listCorrectable } from '../../../src/cases/correctable.js'
import { previewOf, viewHref } from '../../../src/web/case/preview.view.js'
import { tickCount } from '../../../src/web/case/tick.view.js'
import { samePersonRows, similarRows } from '../../../src/web/desk/related.view.js'
import { timelineItems } from '../../../src/web/case/history.view.js'
import { pieces } from '../../../src/web/kit/pieces.js'
import { fact, smallFacts } from '../../../src/web/kit/table.js'
import { consequencesOf } from '../../../src/web/case/then.view.js'
import { assessmentOf } from '../../../tools/cases/assessment.js'
import { ASKED, all, around, at, checkOf, FILED, fileIn, idOf, papers, started } from './case.js'
import { deskParts } from './deskParts.js'
import { t } from './words.js'
import { NOTHING_KEPT } from './kept.js'

const opinion = (of: 'commerce' | 'culture', more: Partial<Assessment>): Assessment => ({
  round: 1,
  authorityId: idOf(`sh-${of}`),
  ...(of === 'commerce' ? { personId: 7, personName: '陈思远' } : { personId: 8, personName: '何静' }),
  at: at('2026-12-07'),
  opinion: 'recommend',
  summary: '岗位与合同相符，数据与材料相互印证。',
  findings: [
    { on: 'documents', result: 'met', note: '第八条月薪与年薪相符。', document: 4, page: 3 },
    { on: 'engagement', result: 'met', note: '薪酬高于同岗位水平。', document: 4, page: 1 },
  ],
  ...assessmentOf(of),
  ...more,
})

const judged = fileIn({
  state: 'underAssessment',
  line: { dueOn: '2026-12-17', claimedBy: 7, claimedName: '陈思远' },
  steps: [
    ...started,
    ['2026-11-26', 'wangfang', 'requestCorrection', 'awaitingCorrection', ASKED],
    ['2026-12-01', 'liwen', 'resubmit', 'submitted', { remarks: '合同已重新盖章。' }],
    ['2026-12-02', 'wangfang', 'accept', 'underAssessment', { departments: ['commerce', 'culture'] }],
    ['2026-12-03', 'liwen', 'message', undefined, { text: '补充数据已上传，见第 4 页。', attachmentId: 6 }],
    ['2026-12-04', 'chensiyuan', 'note', undefined, { text: '三月的涨粉与平台活动时间一致。' }],
    ['2026-12-07', 'hejing', 'report', undefined, { opinion: 'against', summary: '内容合规情况还要补充说明。' }],
  ],
  stops: [
    {
      ...{ seq: 4, reason: 'correction', fromOn: '2026-11-26', toOn: '2026-12-01', untilOn: '2026-12-26', days: 3 },
      ...{ daysLeft: 3, authorityId: null, what: null },
    },
    {
      ...{ seq: 7, reason: 'consultation', fromOn: '2026-12-04', toOn: null, untilOn: '2026-12-18', days: null },
      ...{ daysLeft: 8, authorityId: idOf('sh-market'), what: null },
    },
  ],
  parties: [
    { authorityId: idOf('sh-commerce'), part: 'lead', since: at(FILED), dueOn: null, runsUntil: null },
    {
      authorityId: idOf('sh-market'),
      part: 'department',
      since: at(FILED),
      dueOn: '2026-12-18',
      runsUntil: '2026-12-18',
    },
    { authorityId: idOf('sh-culture'), part: 'department', since: at(FILED), dueOn: '2026-12-11', runsUntil: null },
  ],
  assessments: [
    opinion('commerce', {}),
    opinion('culture', {
      opinion: 'against',
      summary: '内容合规情况还要补充说明。',
      findings: [{ on: 'documents', result: 'unclear', note: '印章与首页不一致。', document: 4, page: 3 }],
    }),
  ],
  entries: ['message'],
})

const others: readonly Duplicate[] = [
  {
    ...{ id: 377, number: '2026-0377', state: 'underAssessment', firmName: '虹桥环球优选（上海）供应链有限公司' },
    leadId: idOf('sh-commerce'),
    facts: ['passport', 'name'],
    filedFacts: ['passport'],
    inScope: true,
  },
]
const similar: readonly SimilarCase[] = [
  {
    ...{ id: 402, number: '2026-0402', state: 'notRecommended', talentName: 'NGUYEN THI LAN', firmName: '' },
    decided: 'refuse',
    decidedAt: at('2026-10-20'),
    reasons: ['criteriaNotMet'],
    category: 'B',
    points: 66,
    because: [t('同一国籍、同一平台，积分相差 3 分', 'same nationality and platform, 3 points apart')],
  },
  {
    ...{ id: 375, number: '2026-0375', state: 'permitGranted', talentName: 'KIM SEOYEON', firmName: '' },
    decided: 'recommend',
    decidedAt: at('2026-09-11'),
    reasons: [],
    category: 'B',
    points: 81,
    because: [t('同为美妆主播，薪酬相近', 'also a host for cosmetics, with similar pay')],
  },
]

/** A contract of six pages, of which two are drawn by the test's server. */
const drawn = {
  state: 'ready',
  scan: null,
  missing: false,
  confirmed: true,
  pages: [1, 3].map((page) => ({ page, width: 620, height: 877 })),
} as const

export const casehead = {
  ...caseHead(judged, around),
  links: [
    { text: t('上一件', 'Previous'), href: path.case(1), key: 'K', rel: 'prev' as const },
    { text: t('下一件', 'Next'), href: path.case(2), key: 'J', rel: 'next' as const },
  ],
}

export const kitDesk = (language: Language) => {
  const check = checkOf(judged)
  const card = all('scorecard', scorecardSchema).get('streaming')
  const groups = Object.fromEntries(all('forbiddenActs', actGroupSchema))
  const judgedBy = { card, groups, judgement: check.judgement }
  const contract = papers.find(({ id }) => id === 4)
  if (!contract) throw new Error('no contract')
  const kept = { findings: [{ on: 'engagement', result: 'met', note: '奖金另有附件。', document: 4, page: 1 }] }
  const known = listCorrectable(judged, check)
  const marks = marksOn(judged, contract.id, around, judgedBy, { scores: true, kept })
  return {
    ...deskParts,
    sections: answerSections(judged.answers, language, {
      earlier: new Map([['engagement.salaryPerYear', t('600,000 元', 'CNY 600,000')]]),
      without: EXPORTED,
      sources: sourcesOf(judged, 4),
    }).filter(({ key }) => key === 'engagement'),
    documents: {
      documents: documentRows(judged, check, (paper) => viewHref(398, paper.id), [], true),
      ticks: tickCount(judged),
    },
    changed: {
      text: t('与上次提交相比，改动2项', 'Two answers changed since the last submission'),
      href: path.changes(398),
    },
    heard: {
      id: 'heard',
      title: t('企业意见', 'What the firm says'),
      said: true,
      summary: smallFacts(fact('说明', 'Statement', pieces(t('数据已补齐。', 'The figures are complete.')))),
    },
    accept: {
      ...{
        action: actionAddress(398, 'accept'),
        look: actionAddress(398, 'accept'),
        version: 9,
        seq: 31,
        requestId: 'k-accept',
      },
      form: formView(ACTION_FORMS.accept, {}, { language, path: 'accept' }),
      button: { text: t('受理', 'Accept'), sure: t('受理：2026-000398 中村由纪', 'Accept: 2026-000398 Yuki Nakamura') },
      against: {
        kind: 'bad',
        title: t('人选有异议，受理前请核对', 'The candidate objects. Check this before you accept'),
        items: [t('体检证明：人选不同意', 'Medical certificate: the candidate does not consent')],
      },
      then: t('评估于2026年12月30日前完成', 'Assessment due by 30 December 2026'),
    },
    flags: {
      warnings: [{ text: t('护照将在合同期内到期', 'The passport ends within the contract'), ask: '#' }],
      doubts: [{ message: t('粉丝数增长2.9倍', 'Followers ×2.9'), ask: '#', line: pieces(t('第4页', 'Page 4')) }],
    },
    assessment: {
      note: t('3项中已完成1项', '1 of 3 done'),
      id: 'k-tasks',
      tasks: [{ title: t('评分', 'Scores'), href: '#', done: t('已完成', 'Done') }],
    },
    can: {
      ...{ address: path.case(398), version: 9, requestId: 'k-can' },
      actions: deskParts.actions,
      records: [{ text: t('写记录', 'Write a note'), href: '#', kind: 'secondary' }],
      none: false,
    },
    unsent: [{ href: '#', text: t('评估意见', 'Your opinion'), saved: t('今天10:20暂存', 'saved today at 10:20') }],
    points: pointsPart(check),
    letter: {
      name: t('推荐函', 'Letter'),
      packs: 8,
      number: '演示沪商荐〔2026〕1号',
      tag: { label: t('有效', 'Valid') },
      summary: smallFacts(fact('有效期至', 'Valid until', pieces(t('2027年5月6日', '6 May 2027')))),
      ...{ sheet: deskParts.letters[0], other: deskParts.letters[1] },
      links: [{ text: t('签名的 PDF', 'Signed PDF'), href: path.letterFile(8) }],
    },
    matters: [
      {
        title: t('报告变更', 'A change reported'),
        text: t('月薪自2027年3月起调整', 'The monthly salary changes from March 2027'),
        tag: { label: t('待处理', 'Waits') },
        enclosed: undefined,
        buttons: [{ text: t('知悉', 'Acknowledge'), href: '#', kind: 'secondary' }],
      },
    ],
    talk: conversationOf(judged, around, {
      byFirm: false,
      fresh: new Set([7]),
      requestId: 'k-talk',
      kept: NOTHING_KEPT,
    }),
    asked: {
      tasks: [{ seq: 9, what: '向平台核对账号', about: t('承办：陆知行', 'Assigned to: 陆知行') }],
      chases: [t('已催办市文旅局1次', 'Culture chased once')],
    },
    ownTasks: [{ href: '#', what: '向平台核对账号', about: t('今天完成', 'due today') }],
    mentions: [{ insert: '陆知行', name: '陆知行', account: 'assessor', place: t('市商务委', 'Commerce') }],
    inbox: messageGroups(
      [{ newest: 2, total: 3, unread: 2, many: false, lines: [1, 2].map((id) => ({ ...MESSAGE, id })) }],
      { firmId: null, roles: ['intake'] },
    ),
    ledger: ledgerOf(judged, around),
    evidence: evidenceOf(judged, check, { card, groups, scores: true }),
    opinions: opinionsPart(judged, around, judgedBy),
    related: [
      {
        id: 'k-same',
        title: t('可能为同一人选的案件', 'Possible cases of the same person'),
        rows: samePersonRows(others, 398, around),
      },
      {
        id: 'k-similar',
        title: t('类似的已办结案件', 'Similar decided cases'),
        note: t('供参考', 'for comparison'),
        rows: similarRows(similar, 398, around),
      },
    ],
    timeline: { dated: true, items: timelineItems(judged, around) },
    preview: previewOf(judged, contract, drawn, {
      marks,
      ticks: true,
      differs: [{ text: t('第1页第2行：用人单位与申请不一致', 'Page 1, line 2: The employer differs'), ask: '#' }],
    }),
    known: knownOf({ file: judged, tree: {}, context: around }, known, known.slice(0, 1)),
    afterwards: consequencesOf('report', judged, around, true),
    noteForm: formView(ENTRY_FORMS.note, {}, { language }),
  }
}

const MESSAGE = {
  caseId: 398,
  firmId: null,
  firmName: null,
  kind: 'note',
  at: new Date('2026-11-24T02:00:00Z'),
  read: false,
  number: '2026-000398',
  talentName: 'Anna Sokolova',
}
