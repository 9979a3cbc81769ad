/** What the demonstration's officers write: an assessment with scores, findings and the pages that show them, what another department finds missing, an intended refusal. */

const score = (question: string, level: number, note: string, document = 'platformEvidence', page = 1) => ({
  question,
  level,
  note,
  document,
  page,
})

/** By the commerce department; a paper is named by its kind (tools/seed/stage.ts). */
export const ASSESSED = {
  opinion: 'recommend',
  summary:
    '受众真实，跨境销售有增长，合同与薪酬一致；汉语水平一般，由企业安排双语场控。 A real audience, growing sales abroad, contract and pay agree; the Chinese is modest, and the firm provides a bilingual assistant.',
  scores: [
    score('audience', 3, '观看与互动连续12个月平稳。 Viewers and engagement were steady for twelve months.'),
    score('sales', 3, '平台账单与所填销售额一致。 The platform’s statements agree with the sales.'),
    score('crossBorder', 2, '境外订单集中在两个国家。 Orders from abroad come mostly from two countries.'),
    score('languages', 2, '英语流利，汉语初级。 Fluent English, elementary Chinese.', 'resume'),
    score('professional', 3, '同类岗位四年。 Four years in posts of this kind.', 'workExperience'),
    score('compliance', 4, '近三年无处罚记录。 No sanction in the last three years.'),
    score('licences', 3, '不涉及须另行许可的商品。 No goods that need another licence.'),
    score('contentPlan', 3, '每周四场，分工清楚。 Four streams a week; duties are clear.', 'contract'),
  ],
  findings: [
    {
      on: 'documents',
      result: 'met',
      note: '原件扫描件齐全，都在有效期内。 All scans are present and in date.',
      document: 'passportPage',
      page: 1,
    },
    {
      on: 'experience',
      result: 'met',
      note: '雇主证明与简历一致。 The employer’s statement agrees with the resume.',
      document: 'workExperience',
      page: 1,
    },
    {
      on: 'engagement',
      result: 'met',
      note: '岗位和薪酬写在第一页。 Post and pay are stated on the first page.',
      document: 'contract',
      page: 1,
    },
    {
      on: 'streaming',
      result: 'unclear',
      note: '5月粉丝增长较快，平台说明待补。 Followers grew fast in May; the platform’s explanation is to come.',
      document: 'platformEvidence',
      page: 1,
    },
  ],
}

/** By the culture department, while it assesses. */
export const PROPOSED = {
  items: [
    {
      on: 'platformEvidence',
      page: 1,
      field: '5月粉丝数',
      what: '请附平台对5月粉丝增长的说明。',
      whatEn: 'Please add the platform’s explanation of the growth in May.',
    },
    {
      on: 'engagement.duties',
      what: '请写明是否有演唱、舞蹈等演出内容。',
      whatEn: 'Please say whether the streams include singing or dancing.',
    },
  ],
}

/** By the approver, to the firm. */
export const INTENDED = {
  reasons: ['criteriaNotMet'],
  explanation: '近一年两次虚假宣传投诉尚未查清，现有材料不能说明账号合规。贵单位可以提交平台的处理结果。',
  explanationEn:
    'Two complaints of false advertising have not been resolved, and the documents do not show that the ' +
    'account complies with the rules. The firm may send the platform’s findings.',
}
