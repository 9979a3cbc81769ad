/**
 * Every kind of reference data, in the order of the screen. Here every folder's schemas can be
 * reached; reference/ is given this list (registry.ts). Over 250 lines because it is one list.
 */
import type { ZodObject } from 'zod'
import type { Problem } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import { clusterSchema } from '../../cases/reports/clusters.js'
import { checkPoints } from '../../criteria/bandCheck.js'
import { criteriaSchemas } from '../../criteria/rules.js'
import { memberOf } from '../../forms/engine/node.js'
import { paperSchemas } from '../../letters/catalogue.js'
import { checkTemplate } from '../../letters/templateCheck.js'
import { authoritySchema, jurisdictionSchema } from '../../reference/authorities.js'
import { checkCalendar } from '../../reference/calendarCheck.js'
import { type ProcedureKey, procedures, referenceSchemas } from '../../reference/kinds.js'
import { afterSchemas } from '../../reference/obligations.js'
import { checkOpenQuestion, OPEN_QUESTIONS, openQuestionSchema } from '../../reference/openQuestions.js'
import { calendarOf, EVERY_YEAR } from '../../reference/workingDays.js'
import { type Kind, Kinds } from '../../reference/registry.js'
import { checkPaperKind } from './paperKind.js'

interface KindDeclaration extends Omit<Kind, 'name' | 'label' | 'what'> {
  readonly label: readonly [zh: string, en: string]
  readonly what: readonly [zh: string, en: string]
}

const kind = (name: string, { label, what, ...rest }: KindDeclaration): Kind => ({
  name,
  label: { zh: label[0], en: label[1] },
  what: { zh: what[0], en: what[1] },
  ...rest,
})

const textAt = (body: unknown, name: string): string => String(memberOf(body, name) ?? '')

/** Where an authority belongs and what it is never changes: cases and people hang on it. */
function keepsItsPlace(body: unknown, _key: string, before: unknown): Problem[] {
  if (before === undefined) return []
  return ['kind', 'subject', 'district'].flatMap((name) =>
    textAt(body, name) === textAt(before, name)
      ? []
      : [
          {
            code: 'neverChanges',
            path: name,
            message: {
              zh: '机关的类别、职责和所在区不能改：案件和人员都挂在它上面。请另建一个机关。',
              en:
                'What an authority is and where it belongs cannot change, since cases ' +
                'and people hang on it. Add another authority.',
            },
          },
        ],
  )
}

const procedureOf = (key: string): ZodObject | undefined =>
  Object.hasOwn(procedures, key) ? procedures[key as keyof typeof procedures] : undefined // hasOwn has seen it

const PROCEDURES: Readonly<Record<ProcedureKey, Bilingual>> = {
  correction: { zh: '补正', en: 'Corrections' },
  refusal: { zh: '不予推荐的告知', en: 'Announcing a refusal' },
  consultation: { zh: '会商', en: 'Consultations' },
  assessment: { zh: '评估人数', en: 'How many assess' },
  reminders: { zh: '提醒', en: 'Reminders' },
}

export const KINDS: readonly Kind[] = [
  kind('points', {
    label: ['积分表', 'Points table'],
    what: ['积分要素、分档和分值。', 'Elements, bands and points.'],
    applies: 'filing',
    schema: criteriaSchemas.points,
    check: checkPoints,
  }),
  kind('salary', {
    label: ['薪酬标准', 'Salary figures'],
    what: ['各年度社会平均工资的四倍、六倍。', 'Four and six times the average wage of each year.'],
    applies: 'filing',
    schema: criteriaSchemas.salary,
  }),
  kind('routes', {
    label: ['认定途径', 'Routes'],
    what: ['A类、B类各有哪些途径，各要什么。', 'The routes into classes A and B and what each asks.'],
    applies: 'filing',
    schema: criteriaSchemas.routes,
  }),
  kind('eligibility', {
    label: ['基本条件', 'Eligibility'],
    what: ['年龄、国籍、姓名写法。', 'Age, nationality, how names are written.'],
    applies: 'filing',
    schema: criteriaSchemas.eligibility,
    names: { national: { zh: '全国', en: 'National' } },
  }),
  kind('documents', {
    label: ['材料规则', 'Document rules'],
    what: [
      '要哪些材料，有效几个月，照片什么样。',
      'Which documents are needed, how long each may be used, what a photograph must be.',
    ],
    applies: 'filing',
    schema: criteriaSchemas.documents,
    newKeys: true,
  }),
  kind('permitSystem', {
    label: ['许可系统', 'Permit system'],
    what: [
      '外国人来华工作管理服务系统接收哪些文件格式，企业上传时据此提示。',
      'Which file formats the work permit system takes; firms are told so where they upload.',
    ],
    applies: 'filing',
    schema: criteriaSchemas.permitSystem,
  }),
  kind('scorecard', {
    label: ['直播评分表', 'Streaming scorecard'],
    what: [
      '评分项、权重、各档说明和须写理由的情形。',
      'Questions, weights, what each level means, and when a sentence is needed.',
    ],
    applies: 'filing',
    schema: criteriaSchemas.scorecard,
  }),
  kind('streamingChecks', {
    label: ['直播数据核查', 'Checks of streaming data'],
    what: ['哪些数据算异常。', 'Which figures count as doubtful.'],
    applies: 'filing',
    schema: criteriaSchemas.streamingChecks,
  }),
  kind('forbiddenActs', {
    label: ['主播禁止行为', 'Forbidden acts'],
    what: ['《网络主播行为规范》的31项，按组。', 'The 31 acts of the code of conduct for hosts, by group.'],
    applies: 'filing',
    schema: criteriaSchemas.forbiddenActs,
    newKeys: true,
  }),
  kind('productCategories', {
    label: ['商品类别', 'Product categories'],
    what: ['哪些商品须有许可，哪些主播须有资质。', 'Which goods need a licence and which hosts a qualification.'],
    applies: 'filing',
    schema: criteriaSchemas.productCategories,
    newKeys: true,
  }),
  kind('timeLimits', {
    label: ['期限', 'Time limits'],
    what: ['每个环节几天，到期是否顺延。', 'How long each stage may take and whether the last day moves on.'],
    applies: 'filing',
    schema: referenceSchemas.timeLimits,
  }),
  kind('retention', {
    label: ['保存期限', 'Retention'],
    what: [
      '案件办结后个人信息保存几个月，到期自动删除。',
      'How many months personal data are kept after a case has ended; then they are erased.',
    ],
    applies: 'doing',
    schema: referenceSchemas.retention,
  }),
  kind('calendar', {
    label: ['工作日历', 'Calendar'],
    what: ['每年的放假和调休上班，一年一条。', 'Days off and weekends worked, one entry a year.'],
    applies: 'doing',
    schema: calendarOf,
    newKeys: true,
    fromToday: true,
    names: { [EVERY_YEAR]: { zh: '每年固定的放假日', en: 'Days off of every year' } },
    check: checkCalendar,
    keyOf: (body) => (memberOf(body, EVERY_YEAR) === undefined ? textAt(body, 'year') : EVERY_YEAR),
  }),
  kind('procedure', {
    label: ['办理规则', 'Procedure'],
    what: [
      '补正轮数、拟不予推荐的告知、会商、评估人数、提醒。',
      'Rounds of correction, announced refusals, consultations, assessors, reminders.',
    ],
    applies: 'filing',
    schema: procedureOf,
    names: PROCEDURES,
  }),
  kind('reasons', {
    label: ['理由', 'Reasons'],
    what: [
      '不予推荐、撤销、不予受理等的理由及文书句子。',
      'Reasons for refusal, revocation and so on, with the sentence of the paper.',
    ],
    applies: 'doing',
    schema: referenceSchemas.reasons,
    newKeys: true,
    keyOf: (body) => `${textAt(body, 'purpose')}.${textAt(body, 'code')}`,
  }),
  kind('obligations', {
    label: ['企业的义务', 'Obligations of the firm'],
    what: [
      '取得推荐函或者许可之后，用人单位依法要做的事。',
      'What the law asks of the firm once a letter or a permit is there.',
    ],
    applies: 'doing',
    schema: afterSchemas.obligations,
    newKeys: true,
  }),
  kind('remedies', {
    label: ['救济途径', 'Remedies'],
    what: ['不服不予推荐的，除申请复核外还可以怎样。', 'How a refusal can be contested besides a review.'],
    applies: 'doing',
    schema: afterSchemas.remedies,
    newKeys: true,
  }),
  kind('policyBasis', {
    label: ['政策依据', 'Policy basis'],
    what: ['推荐函引用的文件。', 'The documents that letters name as their basis.'],
    applies: 'doing',
    schema: referenceSchemas.policyBasis,
    newKeys: true,
  }),
  kind('letterTemplates', {
    label: ['文书模板', 'Texts of papers'],
    what: ['推荐函和各种通知的正文。', 'The text of letters and notices.'],
    applies: 'doing',
    schema: paperSchemas.letterTemplates,
    check: checkTemplate,
    newKeys: true,
  }),
  kind('paperKinds', {
    label: ['文书种类', 'Kinds of papers'],
    what: ['每种文书由什么引起、送给谁、是否盖章。', 'What causes each paper, who reads it, whether it is sealed.'],
    applies: 'doing',
    schema: paperSchemas.paperKinds,
    check: checkPaperKind,
    newKeys: true,
  }),
  kind('numberSeries', {
    label: ['文号', 'Number series'],
    what: ['文号的样式。', 'How papers are numbered.'],
    applies: 'doing',
    schema: paperSchemas.numberSeries,
    newKeys: true,
  }),
  kind('signatories', {
    label: ['落款与印章', 'Signatories and seals'],
    what: ['机关的落款、联系处室和印章图片。', 'Signature, office and seal of each authority.'],
    applies: 'doing',
    schema: paperSchemas.signatories,
    newKeys: true,
  }),
  kind('authorities', {
    label: ['机关', 'Authorities'],
    what: ['机关名称、代字、联系处室和电话。', 'Names, the word before a letter’s number, office and telephone.'],
    applies: 'doing',
    schema: authoritySchema,
    newKeys: true,
    check: keepsItsPlace,
  }),
  kind('jurisdiction', {
    label: ['管辖', 'Jurisdiction'],
    what: [
      '哪个部门牵头、参评、复核，向哪个机关推荐。',
      'Which department leads, assesses and reviews, and whom letters are addressed to.',
    ],
    applies: 'doing',
    schema: jurisdictionSchema,
    names: { shanghai: { zh: '上海市', en: 'Shanghai' } },
  }),
  kind('districts', {
    label: ['行政区', 'Districts'],
    what: ['企业登记可选的区。', 'The districts that a firm can be registered in.'],
    applies: 'doing',
    schema: referenceSchemas.districts,
    newKeys: true,
    keyOf: (body) => textAt(body, 'code'),
  }),
  kind('clusters', {
    label: ['直播集聚区', 'Clusters'],
    what: ['统计报表按集聚区分组的口径。', 'How reports group firms by cluster.'],
    applies: 'doing',
    schema: clusterSchema,
    newKeys: true,
  }),
  kind(OPEN_QUESTIONS, {
    label: ['待确认事项', 'To be confirmed'],
    what: [
      '现有来源不能确定、须由本市确认的事实，以及确认前按什么办。',
      'Facts that no source settles and the city has to confirm, with what is used until then.',
    ],
    applies: 'doing',
    schema: openQuestionSchema,
    newKeys: true,
    check: checkOpenQuestion,
  }),
]

/** What the application is given. */
export const REGISTRY = new Kinds(KINDS)
