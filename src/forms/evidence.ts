/**
 * What a platform exports about a channel, and what was once asked about the commitment to lawful
 * streaming. All of it is optional; criteria says what looks doubtful in it.
 */
import * as choose from './choices.js'
import * as ask from './engine/field.js'

const page = () => ask.whole('页码', 'Page', { min: 1, max: 9999, width: 4 }).optional()

const series = ask
  .rows(
    '按月数据',
    'Figures by month',
    ask.group('', '', {
      month: ask.month('月份', 'Month'),
      followers: ask.whole('月末粉丝数', 'Followers').optional(),
      averageViewers: ask.whole('平均观看', 'Viewers').optional(),
      sales: ask.money('销售额', 'Sales').optional(),
    }),
    {
      min: 0,
      max: 36,
      row: { zh: '第{n}个月', en: 'month {n}' },
      add: { zh: '再加一个月', en: 'Add another month' },
    },
  )
  .optional()

const indicators = ask
  .rows(
    '指标',
    'Indicators',
    ask.group('', '', {
      kind: ask.choice('指标', 'Indicator', choose.INDICATORS, { control: 'select' }),
      value: ask.figure('数值', 'Figure'),
      country: ask.text('国家或地区', 'Country or region', { max: 60, width: 20 }).optional(),
      document: ask.choice('所在材料', 'Supporting document', choose.DOCUMENT_KINDS, { control: 'select' }).optional(),
      page: page(),
    }),
    {
      min: 0,
      max: 40,
      row: { zh: '第{n}项指标', en: 'indicator {n}' },
      add: { zh: '再加一项指标', en: 'Add another indicator' },
    },
  )
  .optional()

const violations = ask
  .rows(
    '账号违规记录',
    'Violations recorded against the account',
    ask.group('', '', {
      on: ask.date('日期', 'Date'),
      what: ask.text('违规事由', 'Violation', { max: 300, width: 30 }),
      outcome: ask.text('平台的处理', 'Measures of the platform', { max: 300, width: 30 }),
    }),
    {
      min: 0,
      max: 30,
      row: { zh: '第{n}条记录', en: 'violation {n}' },
      add: { zh: '再加一条', en: 'Add another one' },
      hint: { zh: '没有记录的不填。', en: 'Leave it empty if there are none.' },
    },
  )
  .optional()

/** The figures that a platform exports about one channel; shown when `hasExport` is yes. */
export const PLATFORM_EXPORT = ask
  .group(
    '平台导出的数据',
    'Data exported by the platform',
    {
      from: ask.date('数据期间自', 'Period from').optional(),
      to: ask.date('数据期间至', 'Period to').optional(),
      realName: ask
        .choice('账号实名状态', 'Real name of the account', choose.REAL_NAMES, { control: 'select' })
        .optional(),
      seriesPage: ask
        .whole('按月数据在“平台账号及直播数据证明”中的页码', 'Page of the platform evidence with the monthly figures', {
          min: 1,
          max: 9999,
          width: 4,
        })
        .optional(),
      series,
      indicators,
      violations,
    },
    { inOrder: [['from', 'to']], after: { field: 'hasExport', is: 'true' } },
  )
  .prefault({})

/**
 * What earlier versions asked about the commitment to lawful streaming. The document itself says it, and
 * whoever submits declares once that it names all acts and is signed (forms/actions.ts).
 */
export const COMPLIANCE = ask
  .group(
    '合规直播承诺',
    'Commitment to lawful streaming',
    {
      isSigned: ask
        .yesNo('合规直播承诺书已签署', 'The commitment to lawful streaming is signed', {
          retired: true,
          hint: {
            zh: '签字盖章的承诺书在“材料”部分上传；这里可以写明承诺的内容。',
            en: 'Upload the signed and sealed letter under “Documents”. Here you can state what it covers.',
          },
        })
        .optional(),
      groups: ask
        .choices('承诺不从事的行为', 'Prohibited conduct that the commitment names', choose.ACT_GROUPS, {
          retired: true,
          hint: {
            zh: '《网络主播行为规范》的31项行为，按类列出。勾选承诺书写明的各类。',
            en: 'The 31 acts of the Code of Conduct for Online Hosts, by group. Tick those that the commitment names.',
          },
          after: { field: 'isSigned', is: 'true' },
        })
        .optional(),
      talentSignedOn: ask
        .date('人选签字日期', 'Signed by the candidate on', { retired: true, after: { field: 'isSigned', is: 'true' } })
        .optional(),
      firmSignedOn: ask
        .date('单位盖章日期', 'Sealed by the firm on', { retired: true, after: { field: 'isSigned', is: 'true' } })
        .optional(),
    },
    { data: 'personal' },
  )
  .prefault({})
