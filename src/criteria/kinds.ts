/** The kinds of reference data by which an application is judged, in the order of the screen. */
import { addDays, addMonths } from '../base/dates.js'
import { policyBasisSchema } from '../reference/bodies.js'
import { DEGREES } from '../forms/choices.js'
import { type Kind, kind } from '../reference/registry.js'
import { checkPoints } from './bandCheck.js'
import { categorySchema } from './categories.js'
import { actGroupSchema } from './compliance.js'
import { documentSchema } from './documents.js'
import { checkLane, fastLaneSchema } from './fastLanes.js'
import { permitFilesSchema } from './permitFiles.js'
import { eligibilitySchema } from './person.js'
import { platformExportSchema } from './platformExports.js'
import { pointsSchema } from './points.js'
import { checkRoute, recommendedRouteSchema, routesInForce } from './recommendedRoutes.js'
import { checkSalary, routeSchema, salarySchema } from './routes.js'
import { scorecardSchema } from './scorecard.js'
import { streamingChecksSchema } from './streamingChecks.js'

export const CRITERIA_KINDS: readonly Kind[] = [
  kind('points', {
    label: ['积分表', 'Points table'],
    what: ['积分要素、分档和分值。', 'Elements, bands and points.'],
    applies: 'filing',
    schema: pointsSchema,
    check: checkPoints,
  }),
  kind('salary', {
    label: ['薪酬标准', 'Salary figures'],
    what: ['各年度社会平均工资的四倍、六倍。', 'Four and six times the average wage of each year.'],
    applies: 'filing',
    schema: salarySchema,
    check: checkSalary,
    // no figure says until when it holds; a new one comes each year
    ends: {
      on: ({ effectiveFrom }) => addDays(addMonths(effectiveFrom, 12), -1),
      then: {
        zh: '标准每年公布一次，满一年仍未更新的，请核对是否已公布新的标准。',
        en: 'New figures are announced each year. Check whether they have been published.',
      },
    },
  }),
  kind('routes', {
    label: ['认定途径', 'Routes'],
    what: ['A类、B类的途径和要求。', 'The routes into classes A and B and their requirements.'],
    applies: 'filing',
    schema: routeSchema,
    choices: { 'degreeAndExperience.degrees': DEGREES },
  }),
  kind('recommendedRoutes', {
    label: ['推荐路径', 'Recommended routes'],
    what: [
      '推荐时可以向许可机关建议的内容：类别、依据、期限、便利。',
      'Proposals to the permit authority: class, basis, length, treatment.',
    ],
    applies: 'doing',
    schema: recommendedRouteSchema,
    newKeys: true,
    refers: { basis: 'policyBasis' },
    check: checkRoute,
    ends: {
      on: ({ body }, { policyBasis = {} }) =>
        policyBasisSchema.safeParse(policyBasis[recommendedRouteSchema.parse(body).basis]).data?.lapsesOn ?? undefined,
      succeeded: (_entry, after, afterOn) => routesInForce(after, afterOn).length > 0,
      then: {
        zh: '没有后续路径的，之后不能推荐，待决定的案件中止计时。',
        en: 'Without a successor, no recommendation is possible and cases waiting for a decision are paused.',
      },
    },
  }),
  kind('fastLanes', {
    label: ['快速通道', 'Fast lanes'],
    what: [
      '适用快速通道的申请及各环节天数。提交时确定，以后不变。',
      'Applications that are processed faster, with the days of each stage. Fixed on submission.',
    ],
    applies: 'filing',
    schema: fastLaneSchema,
    newKeys: true,
    check: checkLane,
  }),
  kind('eligibility', {
    label: ['基本条件', 'Eligibility'],
    what: ['年龄、国籍、姓名写法。', 'Age, nationality and spelling of names.'],
    applies: 'filing',
    schema: eligibilitySchema,
    names: { national: { zh: '全国', en: 'National' } },
  }),
  kind('documents', {
    label: ['材料规则', 'Document rules'],
    what: ['所需材料、有效月数和照片要求。', 'Required documents, their validity, and photo requirements.'],
    applies: 'filing',
    schema: documentSchema,
    newKeys: true,
  }),
  kind('permitSystem', {
    label: ['许可系统', 'Permit system'],
    what: [
      '外国人来华工作管理服务系统接收的文件格式，企业上传时据此提示。',
      'File formats the work permit system accepts; shown to firms where they upload.',
    ],
    applies: 'filing',
    schema: permitFilesSchema,
    refers: { except: 'documents' },
  }),
  kind('scorecard', {
    label: ['直播评分表', 'Streaming scorecard'],
    what: [
      '评分项、权重、各档说明和须写理由的情形。',
      'Questions, weights, meaning of each level, and cases that need a reason.',
    ],
    applies: 'filing',
    schema: scorecardSchema,
  }),
  kind('streamingChecks', {
    label: ['直播数据核查', 'Checks of streaming data'],
    what: ['异常数据的判断标准。', 'Criteria for figures that need checking.'],
    applies: 'filing',
    schema: streamingChecksSchema,
  }),
  kind('platformExports', {
    label: ['平台导出文件', 'Exports of platforms'],
    what: [
      '各平台导出表格中，月份、粉丝、观看、销售额和其他指标所在的列。',
      'Columns of each platform’s export: month, followers, viewers, sales and other indicators.',
    ],
    applies: 'doing',
    schema: platformExportSchema,
    newKeys: true,
  }),
  kind('forbiddenActs', {
    label: ['主播禁止行为', 'Prohibited acts'],
    what: ['《网络主播行为规范》列明的31项行为，按组列出。', 'The 31 acts of the code of conduct for hosts, by group.'],
    applies: 'filing',
    schema: actGroupSchema,
    newKeys: true,
  }),
  kind('productCategories', {
    label: ['商品类别', 'Product categories'],
    what: ['须有许可的商品，以及须有资质的主播。', 'Goods that need a licence, and hosts who need a qualification.'],
    applies: 'filing',
    schema: categorySchema,
    newKeys: true,
  }),
]
