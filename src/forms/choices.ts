/**
 * What may be chosen from. The values are fixed names of the case files and the API
 * (docs/case-files.md); which of them counts for what is reference data, never decided here.
 * Over 250 lines because it is lists, one after the other.
 */
import { listNationalities } from '../base/nationalities.js'
import { type Bilingual, DOT, joined } from '../base/text.js'
import type { Role } from '../people/actor.js'
import { ROLE_WORDS } from '../people/words.js'
import { SUBJECTS } from '../reference/subjects.js'
import { labelOf, type Option, option, sayCode } from './engine/ui.js'

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

export const HSK_GRADES: readonly Option[] = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((grade) => ({
  value: String(grade),
  label: { zh: `HSK ${grade}级`, en: `HSK ${grade}` },
}))

export const PERMIT_KINDS = [
  option('workResidence', '工作类居留许可', 'Residence permit for work'),
  option('privateResidence', '私人事务类居留许可', 'Residence permit for private affairs'),
  option('studyResidence', '学习类居留许可', 'Residence permit for study'),
  option('talentVisa', 'R字签证（外国高端人才）', 'R visa (high-end talent)'),
  option('youngTalentVisa', 'K字签证（青年科技人才）', 'K visa (young science and technology talent)'),
  option('businessVisa', 'M字签证（贸易活动）', 'M visa (trade)'),
  option('reunionVisa', 'Q1字签证（家庭团聚）', 'Q1 visa (family reunion)'),
  option('familyVisa', 'S1字签证（私人事务，超过180日）', 'S1 visa (private affairs, over 180 days)'),
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
  option('recognition', '外国人才认定材料', 'Evidence for the claimed route'),
  option('translation', '中文翻译件', 'Chinese translation'),
  option('family', '随行家属材料', 'Family documents'),
  option('promise', '告知承诺书', 'Letter of commitment in place of certificates'),
  option('categoryLicence', '商品类别许可证', 'Licence for the product category'),
  option('qualification', '主播专业资质证明', 'The host’s professional qualification'),
  option('previousPermit', '原工作许可证明', 'The earlier work permit'),
  option('platformExport', '平台导出的数据文件', 'Data file exported by a platform'),
  option('other', '其他材料', 'Other documents'),
] as const
/** The kind of a file that came with a message: none that is asked for, and none that can be chosen. */
export const ENCLOSURE = 'message'
/** The same of one that came with a statement or with a request for review. */
export const EVIDENCE = 'evidence'
/** What came with words of the firm or of an officer: it is no paper of the application and takes no paper's place. */
export const ENCLOSED: readonly string[] = [ENCLOSURE, EVIDENCE]

/** The kind of a table that a platform exported: CSV or XLSX, which nothing else may be. */
export const PLATFORM_EXPORT = 'platformExport'
/** The kind of a paper that is none of the others; its title says what it is. */
export const OTHER_KIND = 'other'
/** The kind of a paper that translates another one. */
export const TRANSLATION = 'translation'
/** The kind of a file of which nobody has said yet what it is; it counts for nothing until then. */
export const UNSORTED = 'unsorted'

export type DocumentKind = (typeof DOCUMENT_KINDS)[number]['value']

/**
 * In which language a document is (ISO 639). A document in any other than the first one needs a
 * translation where the rules of its kind say so.
 */
export const PAPER_LANGUAGES = [
  option('zh', '中文', 'Chinese'),
  option('en', '英语', 'English'),
  option('ar', '阿拉伯语', 'Arabic'),
  option('pl', '波兰语', 'Polish'),
  option('fa', '波斯语', 'Persian'),
  option('de', '德语', 'German'),
  option('ru', '俄语', 'Russian'),
  option('fr', '法语', 'French'),
  option('fil', '菲律宾语', 'Filipino'),
  option('ko', '韩语', 'Korean'),
  option('nl', '荷兰语', 'Dutch'),
  option('kk', '哈萨克语', 'Kazakh'),
  option('cs', '捷克语', 'Czech'),
  option('ms', '马来语', 'Malay'),
  option('mn', '蒙古语', 'Mongolian'),
  option('pt', '葡萄牙语', 'Portuguese'),
  option('ja', '日语', 'Japanese'),
  option('sv', '瑞典语', 'Swedish'),
  option('th', '泰语', 'Thai'),
  option('tr', '土耳其语', 'Turkish'),
  option('uk', '乌克兰语', 'Ukrainian'),
  option('es', '西班牙语', 'Spanish'),
  option('he', '希伯来语', 'Hebrew'),
  option('el', '希腊语', 'Greek'),
  option('hu', '匈牙利语', 'Hungarian'),
  option('it', '意大利语', 'Italian'),
  option('hi', '印地语', 'Hindi'),
  option('id', '印度尼西亚语', 'Indonesian'),
  option('vi', '越南语', 'Vietnamese'),
  option('other', '其他外文', 'Another language'),
] as const
export type PaperLanguage = (typeof PAPER_LANGUAGES)[number]['value']

/** Papers that may come in another language than Chinese, beside which a translation stands. */
export const TRANSLATED_KINDS = [
  option('contract', '聘用合同或任职证明', 'Employment contract or proof of appointment'),
  option('workExperience', '工作资历证明', 'Proof of work experience'),
  option('degree', '最高学位（学历）证书或职业资格证书', 'Highest degree or vocational certificate'),
  option('policeRecord', '无犯罪记录证明', 'Certificate of no criminal record'),
  option('medical', '体检证明', 'Medical certificate'),
  option('platformEvidence', '平台账号及直播数据证明', 'Evidence from the streaming platforms'),
  option('recognition', '外国人才认定材料', 'Evidence for the claimed route'),
  option('qualification', '主播专业资质证明', 'The host’s professional qualification'),
  option('family', '随行家属材料', 'Family documents'),
] as const

/** Documents about which a candidate is asked apart (PIPL Art. 29), and the kinds of document that each stands for. */
export const SENSITIVE = [
  option('passport', '护照和照片', 'Passport and photograph'),
  option('medical', '体检证明', 'Medical certificate'),
  option('police', '无犯罪记录证明', 'Police record'),
] as const
export type Sensitive = (typeof SENSITIVE)[number]['value']
export const SENSITIVE_KINDS: Readonly<Record<Sensitive, readonly string[]>> = {
  passport: ['passportPage', 'photo', 'visaPage'],
  medical: ['medical'],
  police: ['policeRecord'],
}

/** Papers that a candidate signs by drawing on the own page. */
export const SIGNED_PAPERS = [
  option('commitment', '合规直播承诺书', 'Commitment to lawful streaming'),
  option('application', '推荐申请', 'Application for a recommendation'),
] as const
export type SignedPaper = (typeof SIGNED_PAPERS)[number]['value']
/** The kinds of document that such a paper stands for, where the rules let it; no signed application is asked for. */
export const STANDS_FOR: Readonly<Record<SignedPaper, readonly DocumentKind[]>> = {
  commitment: ['commitment'],
  application: [],
}

/** Certificates that a letter of commitment may replace for some; for whom is reference data of kind `documents`. */
export const PROMISED_KINDS = [
  option('workExperience', '工作资历证明', 'Proof of work experience'),
  option('degree', '最高学位（学历）证书', 'Highest degree'),
  option('policeRecord', '无犯罪记录证明', 'Certificate of no criminal record'),
  option('medical', '体检证明（承诺入境后体检）', 'Medical certificate (to be provided after entry)'),
] as const

/**
 * Routes that an applicant may claim and an assessor judges (外国人来华工作分类标准（试行）); their text is
 * reference data of kind `routes`.
 */
export const CLAIMED_ROUTES = [
  option('talentPlan', 'A类：入选国内人才引进计划', 'A: selected in a Chinese talent plan'),
  option('recognisedAchievement', 'A类：国际公认的专业成就', 'A: internationally recognised achievement'),
  option('encouragedPost', 'A类：市场导向的鼓励类岗位', 'A: an encouraged post'),
  option('innovator', 'A类：创新创业人才', 'A: innovator or founder'),
  option('youngTalent', 'A类：优秀青年人才', 'A: outstanding young talent'),
  option(
    'publicProfession',
    'B类：教科文卫体等专业人员',
    'B: professional in education, research, culture, health or sport',
  ),
  option('agreement', 'B类：政府间协议或合同', 'B: under an inter-governmental agreement or contract'),
  option('internationalBody', 'B类：国际组织人员', 'B: staff of an international organisation'),
  option('multinational', 'B类：跨国公司派遣人员', 'B: expatriate of a multinational'),
  option('skilledWorker', 'B类：国际通用职业技能或紧缺技能', 'B: recognised vocational skill'),
  option('languageTeacher', 'B类：外语教学人员', 'B: language teacher'),
  option('statePerson', 'B类：国家规定的专门人员', 'B: specially designated persons'),
] as const

export const RELATIONS = [
  option('spouse', '配偶', 'Spouse'),
  option('child', '未满18周岁的子女', 'Child under 18'),
  option('parent', '父母', 'Parent'),
  option('parentInLaw', '配偶的父母', 'Parent-in-law'),
] as const

/** Whether the platform has checked that the account belongs to the person. */
export const REAL_NAMES = [
  option('talent', '已实名，登记在人选名下', 'Verified, in the candidate’s name'),
  option('other', '已实名，登记在他人或单位名下', 'Verified, in another name'),
  option('none', '未实名认证', 'Not verified'),
] as const

/** Figures of a channel that a platform exports. The scorecard says which question each is looked at for. */
export const INDICATORS = [
  option('followers', '粉丝数', 'Followers'),
  option('averageViewers', '平均观看人数', 'Average viewers'),
  option('peakViewers', '最高同时在线人数', 'Peak concurrent viewers'),
  option('engagementRate', '互动率（%）', 'Engagement rate (%)'),
  option('sessions', '直播场次', 'Number of streams'),
  option('hours', '直播时长（小时）', 'Hours streamed'),
  option('sales', '销售额（元）', 'Sales (yuan)'),
  option('salesInCountry', '某国家或地区的销售额（元）', 'Sales in one country or region (yuan)'),
  option('orders', '订单数', 'Orders'),
  option('returnRate', '退货率（%）', 'Return rate (%)'),
  option('complaintRate', '投诉率（%）', 'Complaint rate (%)'),
] as const

/** The groups of forbidden acts (《网络主播行为规范》, 2022); their text is reference data of kind `forbiddenActs`. */
export const ACT_GROUPS = [
  option('stateAndSociety', '政治、民族与宗教（第1至9项）', 'State, ethnic groups and religion (1–9)'),
  option('dignityAndCrime', '歧视与违法犯罪（第10至14项）', 'Discrimination and crime (10–14)'),
  option('copyright', '著作权（第15项）', 'Copyright (15)'),
  option('publicOrder', '公序良俗（第16至19项）', 'Public order and morals (16–19)'),
  option('minors', '未成年人（第20项）', 'Minors (20)'),
  option('scienceAndFood', '科学、环境与食物（第21至23项）', 'Science, environment and food (21–23)'),
  option('fans', '粉丝与互动（第24项）', 'Fans and interaction (24)'),
  option('consumers', '商品、广告与打赏（第25至28项）', 'Goods, advertising and tips (25–28)'),
  option('places', '拍摄场所（第29项）', 'Places of filming (29)'),
  option('wealth', '炫富（第30项）', 'Flaunting wealth (30)'),
  option('otherActs', '其他（第31项）', 'Other conduct (31)'),
] as const

/**
 * Categories of goods by the keys of reference data of kind `productCategories`, which says what each needs. Offered
 * while typing; a key, or its name in either language, is said in the reader's.
 */
export const PRODUCT_CATEGORIES = [
  option('apparel', '服装', 'Apparel'),
  option('accessories', '配饰', 'Accessories'),
  option('cosmetics', '化妆品', 'Cosmetics'),
  option('food', '食品', 'Food'),
  option('tea', '茶叶', 'Tea'),
  option('healthFood', '保健食品', 'Health food'),
  option('infantFormula', '婴幼儿配方食品', 'Infant formula'),
  option('alcohol', '酒类', 'Alcohol'),
  option('homeAppliances', '家用电器', 'Home appliances'),
  option('electronics', '电子产品', 'Electronics'),
  option('toys', '玩具', 'Toys'),
  option('tools', '工具', 'Tools'),
  option('home', '家居用品', 'Household goods'),
  option('sportsGoods', '体育用品', 'Sports goods'),
  option('books', '图书音像', 'Books and recordings'),
  option('medicalDevices', '医疗器械', 'Medical devices'),
  option('medicine', '药品', 'Medicine'),
  option('financialProducts', '金融产品', 'Financial products'),
  option('education', '教育培训', 'Education and training'),
  option('legalServices', '法律服务', 'Legal services'),
  option('jewellery', '珠宝玉石', 'Jewellery'),
  option('collectibles', '收藏品', 'Collectibles'),
  option('petFood', '宠物食品', 'Pet food'),
] as const

/** Zones by the name that firms and programs give; others are shown as typed. */
export const ZONES = [
  option('Hongqiao International CBD', '虹桥国际中央商务区', 'Hongqiao International CBD'),
  option('Waigaoqiao', '外高桥', 'Waigaoqiao'),
  option('Lin-gang', '临港新片区', 'Lin-gang Special Area'),
  option('G60', 'G60科创走廊', 'G60 Science and Innovation Corridor'),
] as const

/** Where a firm is: its district, and its zone by name. */
export const firmPlace = (district: string, zone: string | null | undefined): Bilingual =>
  joined([labelOf(DISTRICTS, district), zone && sayCode(ZONES, zone)], DOT)

export const SIGNERS = [option('firm', '用人单位', 'The firm'), option('talent', '人选本人', 'The candidate')] as const

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

/** The departments that may assess, by subject or by the firm's place; which authority that is, is reference data. */
export const DEPARTMENTS = [
  ...SUBJECTS,
  option('district', '企业所在区的商务主管部门', 'Commerce department of the firm’s district'),
  option('zone', '企业所在园区的管理机构', 'Administration of the firm’s zone'),
] as const
export type Department = (typeof DEPARTMENTS)[number]['value']
/** Who assesses when nobody else is named. */
export const DEFAULT_DEPARTMENTS: Department[] = ['commerce']

export const OPINIONS = [
  option('recommend', '建议推荐', 'Recommend'),
  option('against', '不建议推荐', 'Do not recommend'),
] as const

/** What may speak against a recommendation when it is decided. */
export const AGAINST = [
  option('opinionAgainst', '有参评部门不建议推荐', 'A department does not recommend it'),
  option(
    'refusalAnnounced',
    '已告知企业拟不予推荐，陈述意见期限未满',
    'The firm can still respond to an intended refusal',
  ),
  option('opinionMissing', '有参评部门尚未提交意见', 'A department has not given its opinion'),
  option('correctionProposed', '有提议的补正尚未要求企业补正', 'The firm has not been asked for a proposed correction'),
] as const

export const FINDING_RESULTS = [
  option('met', '符合', 'Met'),
  option('notMet', '不符合', 'Not met'),
  option('unclear', '不能确定', 'Unclear'),
] as const

export const COMPLIANCE_RESULTS = [
  option('clear', '未发现', 'Nothing found'),
  option('concern', '有疑点', 'A concern'),
  option('breach', '有违反', 'A breach'),
] as const

/** Classes of the work permit (外国人来华工作分类标准（试行）). */
export const PERMIT_CLASSES = [
  option('A', 'A类', 'class A'),
  option('B', 'B类', 'class B'),
  option('C', 'C类', 'class C'),
] as const

export const REFUSAL_REASONS = [
  option('criteriaNotMet', '不符合推荐标准', 'The criteria are not met'),
  option('complianceRecord', '存在影响推荐的合规记录', 'Compliance record'),
  option('platformEvidenceDoubtful', '平台数据证明存疑', 'The platform evidence is doubtful'),
  option('falseMaterials', '提交虚假材料', 'False documents'),
  option('other', '其他原因', 'Another reason'),
] as const

export const REVOCATION_REASONS = [
  option('falseMaterials', '提交虚假材料', 'False documents'),
  option('changedFacts', '情况发生变化', 'The facts have changed'),
  option('requestedByFirm', '用人单位申请撤销', 'Asked for by the firm'),
  option('issuedInError', '签发有误', 'Issued in error'),
  option('other', '其他原因', 'Another reason'),
] as const

export const NON_ACCEPTANCE_REASONS = [
  option('outOfScope', '不属于推荐范围', 'Outside the scope of recommendations'),
  option('notCompetent', '不属于本部门职责', 'Outside the department’s competence'),
  option('firmNotQualified', '用人单位不符合条件', 'The firm does not qualify'),
  option('falseMaterials', '提交虚假材料', 'False documents'),
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
  option('talentDeclined', '本人放弃', 'The candidate has declined'),
  option('anotherRoute', '改由其他途径申请', 'Another route is taken'),
  option('filedInError', '提交有误', 'Filed in error'),
  option('other', '其他原因', 'Another reason'),
] as const

export const CHANGE_KINDS = [
  option('talent', '人选的情况', 'The candidate'),
  option('engagement', '岗位、薪酬或合同', 'Post, pay or contract'),
  option('channels', '平台或频道', 'Platforms or channels'),
  option('firm', '用人单位', 'The firm'),
  option('other', '其他', 'Something else'),
] as const

export const FIRM_ROLE_CHOICES = [
  option('applicant', '申请人', 'Applicant', {
    zh: '填写和提交申请，回复部门',
    en: 'Fills in and submits applications, and answers the department',
  }),
  option('preparer', '填报人', 'Preparer', {
    zh: '填写草稿和补正、上传材料，不能提交',
    en: 'Fills in drafts and corrections and uploads documents, but cannot submit',
  }),
  option('viewer', '查阅人', 'Viewer', { zh: '只能查看', en: 'Can view only' }),
  option('firmAdmin', '企业管理员', 'Administrator', {
    zh: '同申请人，另可邀请和停用同事、设定权限',
    en: 'Like an applicant; also invites colleagues, sets their roles and closes their accounts',
  }),
] as const

/** Who somebody's firm is in a mandate. */
export const MANDATE_SIDES = [
  option('employer', '用人单位', 'The employer', {
    zh: '委托对方代为办理，即时生效',
    en: 'Gives a mandate to the other firm, in force at once',
  }),
  option('agent', '代理', 'The agent', {
    zh: '代对方办理，对方确认后生效',
    en: 'Files for the other firm, in force once that firm confirms',
  }),
] as const

/** What a mandate covers besides filling in (people/mandate.service.ts). */
export const MANDATE_ACT_CHOICES = [
  option('submit', '提交和回复', 'Submit and answer', {
    zh: '提交、补正、撤回，回复部门，陈述意见，申请复核',
    en: 'Submits, corrects and withdraws, answers the department, responds to intended decisions, asks for a review',
  }),
  option('report', '取得推荐函后的报告', 'Reports after the letter', {
    zh: '报告变更和终止，落实条件，对拟撤销陈述意见',
    en: 'Reports changes and ends, meets conditions, responds to an intended revocation',
  }),
] as const

/** As roles are called everywhere (people/words.ts), with a capital. */
const roleOption = <const Value extends Role>(value: Value) => {
  const { zh, en } = ROLE_WORDS[value]
  return option(value, zh, `${en.charAt(0).toUpperCase()}${en.slice(1)}`)
}

export const STAFF_ROLE_CHOICES = [
  roleOption('intake'),
  roleOption('assessor'),
  roleOption('approver'),
  roleOption('supervisor'),
  roleOption('reviewPanel'),
  roleOption('permitOfficer'),
  roleOption('policyEditor'),
  roleOption('systemAdmin'),
  roleOption('securityAdmin'),
  roleOption('auditor'),
] as const

export const KEY_SCOPES = [
  option('read', '读取', 'Read', { zh: '查看您有权查看的案件', en: 'View the cases you have access to' }),
  option('write', '填写和办理', 'Write', {
    zh: '以您的名义填写、提交和办理',
    en: 'Fill in, submit and act in your name',
  }),
  option('export', '下载', 'Download', {
    zh: '许可机关：下载推荐函及全部材料（资料包）',
    en: 'For permit authorities: download letters with all their documents (packages)',
  }),
] as const
