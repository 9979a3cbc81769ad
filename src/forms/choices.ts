/**
 * What may be chosen from. The values are fixed names of the case files and the API (DESIGN §11); which of them counts for what is reference data,
 * never decided here.
 */
import { listNationalities } from '../base/nationalities.js'
import type { Option } from './ui.js'

const option = <const Value extends string>(value: Value, zh: string, en: string, hint?: Option['hint']) => ({
  value,
  label: { zh, en },
  ...(hint && { hint }),
})

/** The sixteen districts of Shanghai (GB/T 2260). */
export const DISTRICTS = [
  option('310101', '黄浦区', 'Huangpu'),
  option('310104', '徐汇区', 'Xuhui'),
  option('310105', '长宁区', 'Changning'),
  option('310106', '静安区', 'Jing’an'),
  option('310107', '普陀区', 'Putuo'),
  option('310109', '虹口区', 'Hongkou'),
  option('310110', '杨浦区', 'Yangpu'),
  option('310112', '闵行区', 'Minhang'),
  option('310113', '宝山区', 'Baoshan'),
  option('310114', '嘉定区', 'Jiading'),
  option('310115', '浦东新区', 'Pudong New Area'),
  option('310116', '金山区', 'Jinshan'),
  option('310117', '松江区', 'Songjiang'),
  option('310118', '青浦区', 'Qingpu'),
  option('310120', '奉贤区', 'Fengxian'),
  option('310151', '崇明区', 'Chongming'),
] as const
export type District = (typeof DISTRICTS)[number]['value']

/** ISO 3166-1 alpha-3 and what passports add to it. */
export const NATIONALITIES: readonly Option[] = listNationalities().map(({ code, name }) => ({
  value: code,
  label: name,
}))

export const SEXES = [
  option('F', '女', 'Female'),
  option('M', '男', 'Male'),
  option('X', '护照上为X', 'X in the passport'),
] as const

export const DEGREES = [
  option('doctor', '博士', 'Doctor'),
  option('master', '硕士', 'Master'),
  option('bachelor', '学士', 'Bachelor'),
  option('none', '没有学位', 'No degree'),
] as const

export const SKILL_GRADES = [
  option('seniorTechnician', '高级技师', 'Senior technician'),
  option('technician', '技师', 'Technician'),
  option('seniorWorker', '高级工', 'Senior worker'),
] as const

export const HSK_GRADES: readonly Option[] = [1, 2, 3, 4, 5, 6].map((grade) => ({
  value: String(grade),
  label: { zh: `HSK ${grade}级`, en: `HSK ${grade}` },
}))

export const PERMIT_KINDS = [
  option('workResidence', '工作类居留许可', 'Residence permit for work'),
  option('privateResidence', '私人事务类居留许可', 'Residence permit for private affairs'),
  option('studyResidence', '学习类居留许可', 'Residence permit for study'),
  option('businessVisa', 'M字签证', 'M visa'),
  option('talentVisa', 'R字签证', 'R visa'),
  option('otherVisa', '其他签证或居留许可', 'Another visa or permit'),
] as const

export const PLATFORMS = [
  { zh: '淘宝直播', en: 'Taobao Live' },
  { zh: '抖音', en: 'Douyin' },
  { zh: '快手', en: 'Kuaishou' },
  { zh: '小红书', en: 'Xiaohongshu' },
  { zh: '哔哩哔哩', en: 'Bilibili' },
  { zh: '微信视频号', en: 'WeChat Channels' },
  { zh: 'TikTok Shop', en: 'TikTok Shop' },
  { zh: 'Shopee Live', en: 'Shopee Live' },
  { zh: 'Lazada Live', en: 'Lazada Live' },
] as const

/** Kinds of documents; which are needed, and how old they may be, is reference data of kind `documents`. */
export const DOCUMENT_KINDS = [
  option('passportPage', '护照信息页', 'Passport information page'),
  option('photo', '照片', 'Photograph'),
  option('resume', '简历', 'Resume'),
  option('contract', '聘用合同或任职证明', 'Employment contract or proof of appointment'),
  option('workExperience', '工作资历证明', 'Proof of work experience'),
  option('degree', '最高学位（学历）证书或职业资格证书', 'Highest degree or vocational certificate'),
  option('policeRecord', '无犯罪记录证明', 'Certificate of no criminal record'),
  option('medical', '体检证明', 'Medical certificate'),
  option('platformEvidence', '平台账号及直播数据证明', 'Evidence from the streaming platforms'),
  option('commitment', '合规直播承诺书', 'Commitment to lawful streaming'),
  option('visaPage', '签证或居留许可页', 'Visa or residence permit page'),
  option('cancellation', '原工作许可注销证明', 'Cancellation of the earlier work permit'),
  option('salaryCommitment', '薪资事项承诺书', 'Commitment on the salary'),
  option('recognition', '外国人才认定材料', 'Evidence for the chosen route'),
  option('translation', '中文翻译件', 'Chinese translation'),
  option('family', '随行家属材料', 'Papers of the family'),
  option('other', '其他材料', 'Other papers'),
] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]['value']

export const SIGNERS = [option('firm', '用人单位', 'The firm'), option('talent', '人选本人', 'The talent')] as const

export const FIRM_KINDS = [
  option('brand', '品牌或商家', 'Brand or seller'),
  option('platform', '直播平台', 'Streaming platform'),
  option('mcn', '直播机构（MCN）', 'Agency (MCN)'),
  option('other', '其他', 'Other'),
] as const

/** How a firm stands with customs for cross-border e-commerce (海关总署公告2018年第194号, 第219号). */
export const CROSS_BORDER_FILINGS = [
  option(
    'customs-registered',
    '已在海关办理跨境电商企业注册登记',
    'Registered with customs as a cross-border e-commerce firm',
  ),
  option('customs-declarant', '已办理报关单位备案', 'Filed with customs as a declarant'),
  option('none', '尚未办理', 'Neither yet'),
] as const

/** The departments that may assess, by subject; which authority that is, is reference data. */
export const DEPARTMENTS = [
  option('commerce', '商务部门', 'Commerce'),
  option('culture', '文旅部门', 'Culture and tourism'),
  option('cyberspace', '网信部门', 'Cyberspace'),
  option('market', '市场监管部门', 'Market regulation'),
] as const
export type Department = (typeof DEPARTMENTS)[number]['value']

export const OPINIONS = [
  option('recommend', '建议推荐', 'For a recommendation'),
  option('against', '不建议推荐', 'Against it'),
] as const

export const FINDING_RESULTS = [
  option('met', '符合', 'Met'),
  option('notMet', '不符合', 'Not met'),
  option('unclear', '不能确定', 'Unclear'),
] as const

export const REFUSAL_REASONS = [
  option('criteriaNotMet', '不符合推荐标准', 'The criteria are not met'),
  option('complianceRecord', '存在影响推荐的合规记录', 'Record of compliance'),
  option('platformEvidenceDoubtful', '平台数据证明存疑', 'The platform evidence is doubtful'),
  option('falseMaterials', '提交虚假材料', 'False materials'),
  option('other', '其他原因', 'Another reason'),
] as const

export const REVOCATION_REASONS = [
  option('falseMaterials', '提交虚假材料', 'False materials'),
  option('changedFacts', '情况发生变化', 'The facts have changed'),
  option('requestedByFirm', '用人单位申请撤销', 'Asked for by the firm'),
  option('issuedInError', '签发有误', 'Issued in error'),
  option('other', '其他原因', 'Another reason'),
] as const

export const NON_ACCEPTANCE_REASONS = [
  option('outOfScope', '不属于推荐范围', 'Outside the scope'),
  option('notCompetent', '不属于本部门职责', 'Not this department’s task'),
  option('firmNotQualified', '用人单位不符合条件', 'The firm does not qualify'),
  option('falseMaterials', '提交虚假材料', 'False materials'),
  option('other', '其他原因', 'Another reason'),
] as const

export const RETURN_REASONS = [
  option('factsDiffer', '推荐函内容与事实不符', 'The letter differs from the facts'),
  option('letterDefective', '推荐函有缺漏', 'The letter is defective'),
  option('wrongAuthority', '受函机关有误', 'Addressed to the wrong authority'),
  option('other', '其他原因', 'Another reason'),
] as const

export const WITHDRAWAL_REASONS = [
  option('engagementEnded', '不再聘用', 'The engagement has ended'),
  option('talentDeclined', '本人放弃', 'The talent has declined'),
  option('anotherRoute', '改由其他途径申请', 'Another route is taken'),
  option('filedInError', '提交有误', 'Filed in error'),
  option('other', '其他原因', 'Another reason'),
] as const

export const CHANGE_KINDS = [
  option('talent', '人选的情况', 'The talent'),
  option('engagement', '岗位、薪酬或合同', 'Post, pay or contract'),
  option('channels', '平台或频道', 'Platforms or channels'),
  option('firm', '用人单位', 'The firm'),
  option('other', '其他', 'Something else'),
] as const

export const FIRM_ROLE_CHOICES = [
  option('applicant', '申请人', 'Applicant', { zh: '填写和提交申请', en: 'Fills in and submits applications' }),
  option('firmAdmin', '企业管理员', 'Administrator', {
    zh: '另可邀请和停用同事',
    en: 'Also invites colleagues and ends their access',
  }),
] as const

export const STAFF_ROLE_CHOICES = [
  option('intake', '收件', 'Intake'),
  option('assessor', '评估', 'Assessor'),
  option('approver', '审批', 'Approver'),
  option('supervisor', '主管', 'Supervisor'),
  option('reviewPanel', '复核', 'Review panel'),
  option('permitOfficer', '许可经办', 'Permit officer'),
  option('policyEditor', '政策维护', 'Policy editor'),
  option('systemAdmin', '系统管理员', 'System administrator'),
  option('securityAdmin', '安全管理员', 'Security administrator'),
  option('auditor', '审计管理员', 'Auditor'),
] as const

export const KEY_SCOPES = [
  option('read', '读取', 'Read', { zh: '查看贵方有权查看的案件', en: 'Look at the cases that you may see' }),
  option('write', '填写和办理', 'Write', {
    zh: '以您的名义填写、提交和办理',
    en: 'Fill in, file and act in your name',
  }),
] as const
