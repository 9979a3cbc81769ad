/**
 * The kinds of reference data about how a case is worked on and who does it, each list in the order
 * of the screen.
 */
import type { ZodObject } from 'zod'
import type { Problem } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import { memberOf } from '../forms/engine/node.js'
import { authoritySchema, jurisdictionSchema } from './authorities.js'
import {
  districtSchema,
  type InForce,
  policyBasisSchema,
  type ProcedureKey,
  procedures,
  reasonSchema,
} from './bodies.js'
import { checkCalendar } from './calendarCheck.js'
import { obligationSchema, permitStepSchema, remedySchema } from './obligations.js'
import { checkOpenQuestion, OPEN_QUESTIONS, openQuestionSchema } from './openQuestions.js'
import { AUTHORITY_CHOICES, JURISDICTION_CHOICES, JURISDICTION_REFERS } from './jurisdictionChoices.js'
import { type Kind, kind } from './registry.js'
import { retentionSchema } from './retention.js'
import { calendarOf, EVERY_YEAR, sayLimit, timeLimitSchema } from './workingDays.js'

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
              zh: '机关的类别、职责和所在区不能修改，因为案件和人员与之关联。请另建一个机关。',
              en:
                'The kind, subject and district of an authority cannot change, because cases and people depend on ' +
                'them. Add another authority.',
            },
          },
        ],
  )
}

/** Whether the routes that rested on a basis have been given another one, which holds on a day. */
const restsElsewhere = (key: string, { recommendedRoutes = {}, policyBasis = {} }: InForce, on: string): boolean =>
  Object.values(recommendedRoutes).some((route) => {
    const other = textAt(route, 'basis')
    const basis = policyBasisSchema.safeParse(policyBasis[other])
    return other !== key && basis.success && (basis.data.lapsesOn === null || basis.data.lapsesOn >= on)
  })

const procedureOf = (key: string): ZodObject | undefined =>
  Object.hasOwn(procedures, key) ? procedures[key as keyof typeof procedures] : undefined // hasOwn has seen it

const PROCEDURES: Readonly<Record<ProcedureKey, Bilingual>> = {
  correction: { zh: '补正', en: 'Corrections' },
  refusal: { zh: '不予推荐的告知', en: 'Announcing a refusal' },
  revocation: { zh: '撤销推荐函的告知', en: 'Announcing a revocation' },
  consents: { zh: '人选的同意', en: 'Consents of candidates' },
  signatures: { zh: '人选的手写签名', en: 'Drawn signatures of candidates' },
  consultation: { zh: '征求意见', en: 'Consultations' },
  assessment: { zh: '评估人数', en: 'Number of assessors' },
  departments: { zh: '参评部门的建议', en: 'Suggested departments' },
  extension: { zh: '延长期限', en: 'Extensions' },
  endings: { zh: '到期提醒', en: 'Expiry warnings' },
  reminders: { zh: '提醒', en: 'Reminders' },
}

/** How a case is worked on, what ends with it, and what it rests on. */
export const PROCEDURE_KINDS: readonly Kind[] = [
  kind('timeLimits', {
    label: ['期限', 'Time limits'],
    what: ['各环节的天数，到期是否顺延。', 'Days of each stage, and whether the last day moves to a working day.'],
    applies: 'filing',
    schema: timeLimitSchema,
    brief: (body) => {
      const limit = timeLimitSchema.safeParse(body).data
      return limit && sayLimit(limit)
    },
    keys: [
      ...['acceptance', 'correction', 'assessment', 'consultation', 'decision', 'letter', 'letterValidity'],
      ...['intention', 'reviewRequest', 'review', 'revocation', 'changeReport'],
    ],
  }),
  kind('retention', {
    label: ['保存期限', 'Retention'],
    what: [
      '案件办结后个人信息的保存月数，到期自动删除。',
      'Months for which personal data are kept after a case has ended. They are then erased.',
    ],
    applies: 'doing',
    schema: retentionSchema,
  }),
  kind('calendar', {
    label: ['工作日历', 'Calendar'],
    what: ['每年的放假和调休上班，一年一条。', 'Days off and weekends worked, one entry per year.'],
    applies: 'doing',
    schema: calendarOf,
    newKeys: true,
    fromToday: true,
    names: { [EVERY_YEAR]: { zh: '每年固定的放假日', en: 'Fixed public holidays' } },
    check: checkCalendar,
    ends: {
      on: ({ key, body }) => (memberOf(body, 'announced') === true ? `${key}-12-31` : undefined),
      succeeded: ({ key }, { calendar = {} }) => memberOf(calendar[String(Number(key) + 1)], 'announced') === true,
      then: {
        zh: '下一年的放假安排录入前，落在该年度的期限为暂定。',
        en: 'Until the next year’s holidays are entered, days in that year are provisional.',
      },
    },
    keyOf: (body) => (memberOf(body, EVERY_YEAR) === undefined ? textAt(body, 'year') : EVERY_YEAR),
  }),
  kind('procedure', {
    label: ['办理规则', 'Procedure'],
    what: [
      '补正轮数、拟不予推荐和拟撤销的告知、人选的同意和签名、征求意见、评估人数、参评部门的建议、延长期限、提醒、' +
        '到期提醒。',
      'Rounds of correction, announced refusals and revocations, consents, drawn signatures, consultations, ' +
        'assessors, suggested departments, extensions, reminders, expiry warnings.',
    ],
    applies: 'filing',
    schema: procedureOf,
    refers: { 'rules.*.categories': 'productCategories' },
    names: PROCEDURES,
  }),
  kind('reasons', {
    label: ['理由', 'Reasons'],
    what: [
      '不予推荐、撤销、不予受理等的理由及文书句子。',
      'Reasons for refusal, revocation and so on, with the sentence used in the letter.',
    ],
    applies: 'doing',
    schema: reasonSchema,
    newKeys: true,
    keyOf: (body) => `${textAt(body, 'purpose')}.${textAt(body, 'code')}`,
  }),
  kind('obligations', {
    label: ['企业的义务', 'Obligations of the firm'],
    what: ['取得推荐函或者许可后，用人单位依法应当办理的事项。', 'Legal duties of the firm after a letter or permit.'],
    applies: 'doing',
    schema: obligationSchema,
    newKeys: true,
  }),
  kind('permitSteps', {
    label: ['取得推荐函后的步骤', 'Steps after the letter'],
    what: [
      '企业取得推荐函后，在许可机关办理的步骤、地点和须引用的内容。',
      'Steps at the permit authority after the letter, with place and details to quote.',
    ],
    applies: 'doing',
    schema: permitStepSchema,
    newKeys: true,
  }),
  kind('remedies', {
    label: ['救济途径', 'Remedies'],
    what: ['不服不予推荐决定的，除申请复核外的其他途径。', 'Ways to contest a refusal other than a review.'],
    applies: 'doing',
    schema: remedySchema,
    newKeys: true,
  }),
  kind('policyBasis', {
    label: ['政策依据', 'Policy basis'],
    what: ['推荐函引用的文件。', 'Documents cited in letters as their basis.'],
    applies: 'doing',
    schema: policyBasisSchema,
    newKeys: true,
    ends: {
      on: ({ body }) => policyBasisSchema.parse(body).lapsesOn ?? undefined,
      succeeded: ({ key }, after, afterOn) => restsElsewhere(key, after, afterOn),
      then: {
        zh: '以它为依据的推荐路径同日期满，之后不能再按这一路径推荐。',
        en: 'Routes based on it end on the same day and cannot be used afterwards.',
      },
    },
  }),
]

/** Who works on it. */
export const AUTHORITY_KINDS: readonly Kind[] = [
  kind('authorities', {
    label: ['机关', 'Authorities'],
    what: ['机关名称、发文代字、联系处室和电话。', 'Names, letter codes, offices and telephone numbers.'],
    applies: 'doing',
    schema: authoritySchema,
    newKeys: true,
    refers: { district: 'districts' },
    choices: AUTHORITY_CHOICES,
    check: keepsItsPlace,
  }),
  kind('jurisdiction', {
    label: ['管辖', 'Jurisdiction'],
    what: [
      '牵头、参评、复核的部门，以及推荐函的主送机关。',
      'Departments that lead, assess and review, and the authority that letters are addressed to.',
    ],
    applies: 'doing',
    schema: jurisdictionSchema,
    refers: JURISDICTION_REFERS,
    choices: JURISDICTION_CHOICES,
    names: { shanghai: { zh: '上海市', en: 'Shanghai' } },
  }),
  kind('districts', {
    label: ['行政区', 'Districts'],
    what: ['企业登记可选的区。', 'Districts in which a firm can register.'],
    applies: 'doing',
    schema: districtSchema,
    newKeys: true,
    keyOf: (body) => textAt(body, 'code'),
  }),
]

/** What no source settles. */
export const OPEN_KINDS: readonly Kind[] = [
  kind(OPEN_QUESTIONS, {
    label: ['待确认事项', 'To be confirmed'],
    what: [
      '现有来源不能确定、须由本市确认的事实，以及确认前的处理办法。',
      'Facts that no source settles and the city has to confirm, with the interim rule for each.',
    ],
    applies: 'doing',
    schema: openQuestionSchema,
    refers: { 'entries.*.kind': '*' },
    newKeys: true,
    check: checkOpenQuestion,
  }),
]
