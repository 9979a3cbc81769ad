/**
 * What the fields and the choices of reference data are called, in both languages. A name is looked up with the names around it, the longest first: `bands.from`, then
 * `from`. A test fails when a schema has a field or a choice without a word. Over 250 lines because it is one table.
 */
import type { Bilingual } from '../../../base/text.js'
import { CLAIMED_ROUTES, DEPARTMENTS, DOCUMENT_KINDS } from '../../../forms/choices.js'
import { FIELD_LIST } from '../../../letters/fields.js'
import { isEventName, WORDS as ACTION_WORDS } from '../../../workflow/words.js'

type Row = readonly [name: string, zh: string, en: string]
const tableOf = (rows: readonly Row[]): ReadonlyMap<string, Bilingual> =>
  new Map(rows.map(([name, zh, en]) => [name, { zh, en }]))

const FIELDS = tableOf([
  // everywhere
  ['label', '名称', 'Name'],
  ['source', '依据', 'Source'],
  ['order', '排列顺序', 'Place in the list'],
  ['code', '代码', 'Code'],
  ['text', '条文', 'Text'],
  ['name', '名称', 'Name'],
  ['districts', '区（行政区划代码）', 'Districts (GB/T 2260 codes)'],
  ['zones', '园区名称', 'Names of zones'],
  ['departments', '部门', 'Departments'],
  ['number', '编号', 'Number'],
  // calendar
  ['year', '年份', 'Year'],
  ['calendar.announced', '国务院是否已公布', 'Announced by the State Council'],
  ['off', '放假', 'Days off'],
  ['from', '起', 'From'],
  ['to', '止', 'To'],
  ['off.from', '第一天', 'First day'],
  ['off.to', '最后一天', 'Last day'],
  ['working', '调休上班的周末', 'Weekend days that are worked'],
  ['everyYear', '每年固定的放假日', 'Days off of every year'],
  ['everyYear.from', '第一天（月-日）', 'First day (MM-DD)'],
  ['everyYear.to', '最后一天（月-日）', 'Last day (MM-DD)'],
  // timeLimits
  ['amount', '期限', 'How long'],
  ['unit', '单位', 'Unit'],
  ['movesOn', '最后一天不是工作日时顺延', 'Moves on when the last day is no working day'],
  // retention
  ['months', '保存几个月', 'Months kept'],
  // reasons
  ['purpose', '用于', 'A reason for'],
  ['sentence', '文书上写的句子', 'Sentence in the paper'],
  ['needsDetail', '须另写说明', 'Needs an explanation in words'],
  // policyBasis
  ['title', '标题', 'Title'],
  ['issuedBy', '发布机关', 'Issued by'],
  ['issuedOn', '发布日期', 'Issued on'],
  ['policyBasis.number', '文号', 'Number of the document'],
  ['passage', '有关内容（转述）', 'What it says of this, in our words'],
  ['lapsesOn', '有效期至', 'Valid until'],
  // obligations and remedies
  ['obligations.label', '义务', 'Obligation'],
  ['obligations.text', '怎么办', 'Where and how'],
  ['obligations.limit', '期限', 'By when'],
  ['obligations.way', '在系统里可以', 'What the firm can do here'],
  ['window', '到期前的申请期间', 'When it can be applied for'],
  ['opens', '最早提前几天', 'Days before at the earliest'],
  ['closes', '最迟提前几天', 'Days before at the latest'],
  ['remedies.text', '说明', 'Explanation'],
  // procedure
  ['correctionRounds', '补正最多几轮', 'Rounds of correction at most'],
  ['announced', '不予推荐前先告知企业', 'A refusal is announced to the firm first'],
  ['stopsClock', '会商期间停止计时', 'The clock stops during a consultation'],
  ['assessors', '每个部门几人评估', 'Assessors of each department'],
  ['twoWhen', '遇到这些情形时两人评估', 'Two assess when'],
  ['reminders', '提醒', 'Reminders'],
  ['correction', '补正到期前几天提醒', 'Days before a correction is due'],
  ['procedure.permit', '许可到期前几天提醒', 'Days before a permit ends'],
  // points
  ['salary', '薪酬', 'Salary'],
  ['cap', '最高分', 'Points at most'],
  ['bands', '分档', 'Bands'],
  ['bands.from', '从（含）', 'From (counted)'],
  ['bands.to', '到（不含）', 'To (not counted)'],
  ['hsk.from', '从几级（含）', 'From level (counted)'],
  ['hsk.to', '到几级（不含）', 'To level (not counted)'],
  ['points', '分值', 'Points'],
  ['eachFurther', '每多一个单位再加', 'And for each further unit'],
  ['education', '受教育程度或职业技能', 'Education or vocational skill'],
  ['degrees', '学位', 'Degrees'],
  ['skillGrades', '技能等级', 'Skill grades'],
  ['experience', '工作年限', 'Years of work'],
  ['months', '每年工作月数', 'Months of work a year'],
  ['chinese', '汉语水平', 'Chinese'],
  ['choices', '各项', 'Items'],
  ['hsk', '汉语水平考试', 'HSK examination'],
  ['place', '工作地区', 'Place of work'],
  ['place.districts', '按区', 'By district'],
  ['otherwise', '其他地区', 'Any other place'],
  ['age', '年龄', 'Age'],
  ['other', '其他加分', 'Other points'],
  ['bonus', '地方鼓励性加分', 'Local bonus'],
  ['flat', '统一分值', 'The same for all'],
  // salary
  ['sixTimes', '六倍标准（元/年）', 'Six times the average (CNY a year)'],
  ['fourTimes', '四倍标准（元/年）', 'Four times the average (CNY a year)'],
  ['monthlyAverage', '上年度月平均工资（元）', 'Monthly average wage of last year (CNY)'],
  // routes
  ['closedAboveAge', '超过几周岁不适用', 'Closed above this age'],
  ['salaryMultiple', '薪酬途径', 'Route by salary'],
  ['figure', '用哪个标准', 'By which figure'],
  ['routes.points', '积分途径', 'Route by points'],
  ['routes.points.from', '至少多少分', 'Points at least'],
  ['degreeAndExperience', '学历加经历途径', 'Route by degree and experience'],
  ['degreeAndExperience.degrees', '哪些学位（代码）', 'Which degrees (codes)'],
  ['yearsFrom', '至少工作几年', 'Years of work at least'],
  ['ways', '全部途径', 'All routes'],
  ['judged', '由谁认定', 'Judged'],
  ['evidence', '证明', 'Evidence'],
  ['document', '材料', 'Document'],
  ['what', '须写明什么', 'What it must say'],
  ['restsOn', '不得以承诺代替的材料', 'Documents that no commitment replaces'],
  ['ageAtMost', '最高年龄', 'Age at most'],
  // documents
  ['hint', '提示', 'Hint'],
  ['needed', '推荐时必须提交', 'Needed for the recommendation'],
  ['monthsValid', '签发后几个月内有效', 'Months of use after the day of issue'],
  ['monthsLeft', '证件还须有效几个月', 'Months that it must still run'],
  ['image', '图像要求', 'What the image must be'],
  ['formats', '格式', 'Formats'],
  ['maximumBytes', '最多字节数', 'Bytes at most'],
  ['minimumWidth', '最小宽度（像素）', 'Width at least (pixels)'],
  ['minimumHeight', '最小高度（像素）', 'Height at least (pixels)'],
  ['when', '什么情形下许可机关会要', 'When the permit authority asks for it'],
  ['asks', '许可机关的要求', 'What the permit authority asks'],
  ['promise', '可以承诺代替', 'A commitment may replace it'],
  ['onlyClass', '只限哪一类', 'Only for class'],
  ['beforeEntry', '只限尚未入境的人', 'Only before entry'],
  ['translated', '非中文的须附译文', 'Needs a translation when not in Chinese'],
  // permitSystem
  ['permitSystem.formats', '接收的格式', 'Formats taken'],
  ['except', '另有格式要求的材料（代码）', 'Documents with a format of their own (codes)'],
  ['permitSystem.text', '对企业的提示', 'What the firm is told'],
  // openQuestions
  ['question', '须确认什么', 'What has to be confirmed'],
  ['meanwhile', '确认前按什么办', 'What is used until then'],
  ['answer', '确认结果', 'Answer'],
  ['openQuestions.entries', '涉及的条目', 'Entries that it is about'],
  ['entries.kind', '种类（代码）', 'Kind (code)'],
  ['entries.keys', '条目（代码）', 'Entries (codes)'],
  // eligibility
  ['adultFrom', '满几周岁', 'Age from'],
  ['notForeigners', '不属于外国人的国籍（地区）代码', 'Codes of those who are no foreigners'],
  ['sources', '各项依据', 'Sources'],
  ['sources.age', '年龄', 'Age'],
  ['nationality', '国籍', 'Nationality'],
  ['sources.name', '姓名', 'Name'],
  // streamingChecks
  ['followerJump', '粉丝骤增', 'Jump of followers'],
  ['followerDrop', '粉丝骤减', 'Drop of followers'],
  ['ratio', '与上月之比', 'Times the month before'],
  ['followerJump.from', '粉丝数达到多少才看', 'Looked at from so many followers'],
  ['followerDrop.from', '粉丝数达到多少才看', 'Looked at from so many followers'],
  ['viewersPerFollower', '场均观看与粉丝之比', 'Average viewers for each follower'],
  ['viewersPerFollower.from', '粉丝数达到多少才看', 'Looked at from so many followers'],
  ['least', '最低', 'At least'],
  ['most', '最高', 'At most'],
  ['salesPerViewer', '每位观看者每月销售额（元）', 'Sales a month for each viewer (CNY)'],
  ['engagementRate', '互动率（%）', 'Engagement rate (%)'],
  ['returnRate', '退货率（%）', 'Return rate (%)'],
  ['period', '数据期间', 'Period of the data'],
  ['monthsAtLeast', '至少几个月', 'Months at least'],
  ['daysOldAtMost', '截止日距今最多几天', 'Days old at most'],
  ['totals', '合计', 'Totals'],
  ['tolerance', '允许的误差', 'Difference allowed'],
  ['basis', '阈值的来由', 'On what the thresholds rest'],
  // scorecard
  ['intro', '说明', 'Introduction'],
  ['questions', '评分项', 'Questions'],
  ['id', '代码', 'Code'],
  ['guidance', '评分指引', 'Guidance'],
  ['weight', '权重', 'Weight'],
  ['anchors', '各档说明（0至4档）', 'What each level means (0 to 4)'],
  ['indicators', '看哪些指标', 'Judged by'],
  ['floor', '低于几档须写理由', 'Below this level a sentence is needed'],
  ['flags', '遇到这些疑点须写一句', 'Findings that ask for a sentence'],
  ['required', '必答', 'Must be answered'],
  ['divergence', '两人评分分歧', 'When two assessors diverge'],
  ['levels', '单项相差几档', 'Levels on one question'],
  ['total', '总分相差几分', 'Points in total'],
  // forbiddenActs, productCategories
  ['acts', '行为', 'Acts'],
  ['acts.number', '第几项', 'Number'],
  ['confirms', '未发现时确认的话', 'What is confirmed when nothing is found'],
  ['words', '常见写法', 'How it is typed'],
  ['licence', '销售者须有的许可', 'Licence that the seller needs'],
  ['qualification', '主播须有的资质', 'What the host must be qualified as'],
  // authorities, jurisdiction
  ['kind', '类别', 'Kind'],
  ['subject', '职责', 'Subject'],
  ['district', '行政区划代码', 'District (GB/T 2260 code)'],
  ['short', '简称', 'Short name'],
  ['letterCode', '发文机关代字', 'Word before a letter’s number'],
  ['office', '联系处室', 'Office to ask'],
  ['phone', '联系电话', 'Telephone'],
  ['lead', '牵头部门（代码）', 'Lead department (code)'],
  ['jurisdiction.departments', '各职责由哪个部门承担', 'Which department has which subject'],
  ['permit', '许可机关（代码）', 'Permit authority (code)'],
  ['review', '复核机关（代码）', 'Reviewing authority (code)'],
  ['places', '各区、园区另有规定的', 'Districts and zones with rules of their own'],
  // papers
  ['opening', '开头', 'Opening'],
  ['assessment', '评估', 'Assessment'],
  ['findings', '各项', 'Findings'],
  ['heading', '小标题', 'Heading'],
  ['each', '逐条重复', 'Repeated for each'],
  ['closing', '结尾', 'Closing'],
  ['contact', '联系方式', 'Contact'],
  ['attachments', '附件', 'Attachments'],
  ['copiedTo', '抄送', 'Copied to'],
  ['findings.text', '正文', 'Text'],
  ['actions', '由哪些动作引起', 'Actions that cause it'],
  ['series', '编号序列', 'Number series'],
  ['addressee', '送给谁', 'Who reads it'],
  ['sealed', '加盖印章', 'Sealed'],
  ['facts', '要素表', 'Particulars'],
  ['validity', '有效期（期限的代码）', 'How long it is valid (key of a time limit)'],
  ['term', '告知的期限（期限的代码）', 'Time limit that it tells of (key)'],
  ['form', '编号样式', 'Form of the number'],
  ['signatory', '落款', 'Signed by'],
  ['seal', '印章', 'Seal'],
  ['file', '图片文件名', 'Name of the picture'],
  ['diameterMm', '直径（毫米）', 'Diameter (mm)'],
])

const CHOICES = tableOf([
  ['unit.workingDays', '工作日', 'working days'],
  ['unit.days', '日（自然日）', 'days'],
  ['unit.months', '个月', 'months'],
  ['way.elsewhere', '不在本系统办', 'done elsewhere'],
  ['way.reportChange', '报告变更', 'report a change'],
  ['way.reportEnd', '报告聘用终止', 'report the end'],
  ['way.renew', '续办', 'renew'],
  ['purpose.refusal', '不予推荐', 'refusal'],
  ['purpose.revocation', '撤销推荐函', 'revocation'],
  ['purpose.nonAcceptance', '不予受理', 'non-acceptance'],
  ['purpose.return', '许可机关退回', 'return by the permit authority'],
  ['purpose.withdrawal', '企业撤回', 'withdrawal by the firm'],
  ['twoWhen.categoryNone', '不符合A、B两类', 'neither class A nor class B is reached'],
  ['twoWhen.evidenceFlagged', '直播数据有疑点', 'the streaming data raise questions'],
  ['figure.sixTimes', '六倍', 'six times'],
  ['figure.fourTimes', '四倍', 'four times'],
  ['judged.computed', '系统计算', 'worked out by the system'],
  ['judged.declared', '企业主张，评估人认定', 'claimed by the firm, judged by an assessor'],
  ['when.inChina', '人选已在境内', 'the talent is in China'],
  ['when.changesEmployer', '换用人单位', 'the employer changes'],
  ['when.hasFamily', '有随行家属', 'family comes along'],
  ['when.bySalary', '按薪酬途径', 'the route is by salary'],
  ['when.claimed', '主张了认定途径', 'a route is claimed'],
  ['when.promised', '有承诺代替的材料', 'a paper is replaced by a commitment'],
  ['when.licensedGoods', '销售须许可的商品', 'goods that need a licence are sold'],
  ['when.qualifiedHost', '主播须有资质', 'the host must be qualified'],
  ['onlyClass.A', 'A类', 'class A'],
  ['onlyClass.B', 'B类', 'class B'],
  ['flags.followerJump', '粉丝骤增', 'jump of followers'],
  ['flags.followerDrop', '粉丝骤减', 'drop of followers'],
  ['flags.viewersImprobable', '观看人数不合常理', 'improbable number of viewers'],
  ['flags.salesImprobable', '销售额不合常理', 'improbable sales'],
  ['flags.engagementImprobable', '互动率不合常理', 'improbable engagement'],
  ['flags.returnsHigh', '退货率偏高', 'many returns'],
  ['flags.periodTooShort', '数据期间太短', 'period too short'],
  ['flags.periodTooOld', '数据太旧', 'data too old'],
  ['flags.periodInFuture', '数据期间在将来', 'period in the future'],
  ['flags.seriesGap', '月度数据有缺口', 'gap in the months'],
  ['flags.totalsDiffer', '合计不符', 'totals differ'],
  ['flags.indicatorUnproved', '指标没有证明', 'indicator without evidence'],
  ['flags.realNameMissing', '未实名', 'real name not verified'],
  ['flags.violationRecorded', '有违规记录', 'violation on record'],
  ['authorities.kind.department', '行业主管部门', 'department'],
  ['authorities.kind.permit', '许可机关', 'permit authority'],
  ['each.reasons', '每条理由', 'reason'],
  ['each.items', '每项补正', 'item of a correction'],
  ['facts.sex', '性别', 'Sex'],
  ['facts.birthDate', '出生日期', 'Date of birth'],
  ['facts.passport', '护照号码', 'Passport number'],
  ['facts.contract', '合同期', 'Contract'],
  ['facts.salary', '年薪', 'Salary'],
  ['addressee.permit', '许可机关', 'the permit authority'],
  ['addressee.firm', '企业', 'the firm'],
])

/** A row of a list, by the list's name; without a word of its own it is an item. */
const ROWS = tableOf([
  ['bands', '第{n}档', 'Band {n}'],
  ['hsk', '第{n}档', 'Band {n}'],
  ['off', '第{n}段假期', 'Holiday {n}'],
  ['everyYear', '第{n}个假日', 'Holiday {n}'],
  ['ways', '第{n}条途径', 'Route {n}'],
  ['questions', '第{n}个评分项', 'Question {n}'],
  ['acts', '第{n}项行为', 'Act {n}'],
  ['issuedBy', '第{n}个机关', 'Authority {n}'],
  ['places', '第{n}条规定', 'Rule {n}'],
  ['entries', '第{n}类条目', 'Kind {n}'],
])
const ITEM = { zh: '第{n}项', en: 'Item {n}' }

function findIn(table: ReadonlyMap<string, Bilingual>, kind: string, names: readonly string[]): Bilingual | undefined {
  const whole = [kind, ...names]
  for (let from = 0; from < whole.length; from++) {
    const found = table.get(whole.slice(from).join('.'))
    if (found) return found
  }
  return undefined
}

const known = (options: readonly { readonly value: string; readonly label: Bilingual }[], value: string) =>
  options.find((option) => option.value === value)?.label

/** What a field is called. @param names the names around it and its own, from the body inwards */
export function findLabel(kind: string, names: readonly string[]): Bilingual | undefined {
  return findIn(FIELDS, kind, names)
}

/** What a choice is called. @param names the names of its field, and its value last */
export function findChoice(kind: string, names: readonly string[]): Bilingual | undefined {
  const found = findIn(CHOICES, kind, names)
  if (found) return found
  const [field = '', value = ''] = names.slice(-2)
  if (field === 'departments') return known(DEPARTMENTS, value)
  if (field === 'facts') return FIELD_LIST.find(({ name }) => name === value)?.label
  return undefined
}

/** A code that stands in a text field, in words where it is one of ours: a document, a department, an action. */
export function findCodeWord(field: string, value: string): Bilingual | undefined {
  switch (field) {
    case 'document':
    case 'restsOn':
      return known(DOCUMENT_KINDS, value)
    case 'actions':
      return isEventName(value) ? ACTION_WORDS[value].label : undefined
    case 'code':
      return known(CLAIMED_ROUTES, value)
    default:
      return undefined
  }
}

const words = (name: string): Bilingual => ({ zh: name, en: name })

/** What a field is called; its own name when there is no word, which a test does not let happen. */
export const labelOf = (kind: string, names: readonly string[]): Bilingual =>
  findLabel(kind, names) ?? words(names.at(-1) ?? '')

/** What a choice is called. */
export const choiceOf = (kind: string, names: readonly string[]): Bilingual =>
  findChoice(kind, names) ?? words(names.at(-1) ?? '')

/** What a row of a list is called, `{n}` being its number. */
export const rowOf = (kind: string, names: readonly string[]): Bilingual => findIn(ROWS, kind, names) ?? ITEM

export const YES: Bilingual = { zh: '是', en: 'Yes' }
export const NO: Bilingual = { zh: '否', en: 'No' }
export const NONE: Bilingual = { zh: '无', en: 'None' }
export const CODE: Bilingual = { zh: '代码', en: 'Code' }
