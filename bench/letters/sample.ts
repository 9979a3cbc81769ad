/** A letter as a demonstration makes it: the person, the firm and the figures are invented. */
import type { LetterData } from '../../src/letters/letterData.js'

const fact = (zh: string, en: string, valueZh: string, valueEn = valueZh) => ({
  label: { zh, en },
  value: { zh: valueZh, en: valueEn },
})

export const sampleLetter: LetterData = {
  version: 1,
  kind: 'recommendation',
  number: '演示沪商荐〔2026〕1号',
  issuedOn: '2026-11-24',
  issuer: { zh: '演示上海市商务委员会', en: 'Demonstration Shanghai Municipal Commission of Commerce' },
  addressee: {
    zh: '演示上海市人力资源和社会保障局',
    en: 'Demonstration Shanghai Municipal Human Resources and Social Security Bureau',
  },
  title: {
    zh: '关于推荐TANAKA YUKI\n为外籍直播高端人才的函',
    en: 'Recommendation of TANAKA YUKI\nas a high-end foreign live-streaming talent',
  },
  opening: {
    zh: [
      '根据《上海市推动直播经济高质量发展三年行动计划（2024—2026年）》，我委会同有关部门对上海云帆跨境电子商务有限公司拟聘用的外籍直播人才TANAKA YUKI进行了评估。有关情况如下：',
    ],
    en: [
      'Under the Shanghai three-year action plan for the live-streaming economy (2024–2026), this Commission, with the departments concerned, has assessed TANAKA YUKI, whom Shanghai Yunfan Cross-border E-commerce Co., Ltd. intends to employ. The particulars are as follows.',
    ],
  },
  facts: [
    fact('用人单位', 'Employer', '上海云帆跨境电子商务有限公司', 'Shanghai Yunfan Cross-border E-commerce Co., Ltd.'),
    fact('统一社会信用代码', 'Unified credit code', '91310105MA1FW0007P'),
    fact('所在区', 'District', '长宁区', 'Changning'),
    fact('姓名', 'Name', 'TANAKA YUKI（田中 由紀）', 'TANAKA YUKI (田中 由紀)'),
    fact('性别', 'Sex', '女', 'Female'),
    fact('国籍', 'Nationality', '日本', 'Japan'),
    fact('出生日期', 'Date of birth', '1990年5月5日', '5 May 1990'),
    fact('护照号码', 'Passport no.', 'TK8901234'),
    fact('岗位', 'Post', '日语美妆主播', 'Japanese cosmetics host'),
    fact('合同期限', 'Contract', '2027年1月4日至2028年12月31日', '4 January 2027 to 31 December 2028'),
    fact('年薪', 'Salary a year', '人民币660,000元', 'CNY 660,000'),
  ],
  assessment: { zh: ['经评估，形成以下意见：'], en: ['The findings are:'] },
  findings: [
    {
      heading: { zh: '岗位需要', en: 'Need for the post' },
      text: {
        zh: '该企业已办理海关跨境电商备案，拟设日语直播岗位，国内暂缺适当人选。',
        en: 'The employer is registered with Customs for cross-border e-commerce; the post has a special need and no suitable domestic candidate is at hand.',
      },
    },
    {
      heading: { zh: '专业影响力', en: 'Professional standing' },
      text: {
        zh: '小红书账号yuki_tokyo有关注者93万人，场均观看1.78万人次，见平台数据第2页。',
        en: 'The Xiaohongshu account yuki_tokyo has 930,000 followers and 17,800 viewers a session on average (platform evidence, page 2).',
      },
    },
  ],
  closing: {
    zh: [
      '我委推荐TANAKA YUKI为外籍直播高端人才，建议按照外国高端人才（A类）有关规定为其办理来华工作许可。本函有效期至2027年5月24日。',
      '请予支持为盼。',
    ],
    en: [
      'This Commission recommends TANAKA YUKI as a high-end foreign live-streaming talent and proposes that the work permit be handled under the rules for high-end foreign talents (category A). This letter is valid until 24 May 2027.',
      'Your support would be appreciated.',
    ],
  },
  contact: {
    zh: '联系人：陈思远；联系电话：021-00000000',
    en: 'Contact: Chen Siyuan, telephone 021-0000 0000',
  },
  attachments: [
    { zh: '护照信息页复印件', en: 'Copy of the passport’s information page' },
    { zh: '聘用合同复印件', en: 'Copy of the employment contract' },
  ],
  copiedTo: null,
  signatory: { zh: '演示上海市商务委员会', en: 'Demonstration Shanghai Municipal Commission of Commerce' },
  validUntil: '2027-05-24',
  seal: null,
  check: {
    code: '7K3M9QXT2BVH8RW44',
    url: 'https://haijian.example/check/7K3M9QXT2BVH8RW44',
    page: 'haijian.example/check',
  },
  specimen: '演示专用 · SPECIMEN',
}

/** A refusal: no table, one reason, no attachments. */
export const sampleRefusal: LetterData = {
  ...sampleLetter,
  kind: 'refusal',
  number: '演示沪商荐〔2026〕2号',
  issuedOn: '2026-12-08',
  addressee: { zh: '上海潮声直播科技有限公司', en: 'Shanghai Tideline Live Technology Co., Ltd.' },
  title: {
    zh: '关于不予推荐OKAFOR CHIDI\n为外籍直播人才的决定',
    en: 'Decision not to recommend OKAFOR CHIDI\nas a foreign live-streaming talent',
  },
  opening: {
    zh: ['你公司2026年11月16日提交的申请已经受理并评估。经审查，决定不予推荐。理由如下：'],
    en: [
      'Your application of 16 November 2026 was accepted and assessed. It has been decided not to recommend. The reasons are as follows.',
    ],
  },
  facts: [],
  assessment: { zh: [], en: [] },
  findings: [
    {
      heading: { zh: '账号合规记录', en: 'Record of compliance' },
      text: {
        zh: '2026年3月、8月，抖音账号chidi_fit因夸大保健食品功效被处罚两次。',
        en: 'In March and August 2026 the Douyin account chidi_fit was penalised twice for exaggerating the effects of health food.',
      },
    },
  ],
  closing: {
    zh: ['你公司如有异议，可自收到本决定之日起六十日内申请复核；也可依法申请行政复议或者提起行政诉讼。'],
    en: [
      'If you disagree, you may ask for a review within sixty days of receiving this decision, or proceed under the law.',
    ],
  },
  contact: null,
  attachments: [],
  validUntil: null,
}
