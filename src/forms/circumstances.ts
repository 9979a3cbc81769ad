/**
 * What depends on the person's circumstances, all of it optional: whether an employer is changed,
 * family, certificates that are promised, routes that are claimed.
 * Whether that is in order is judged by criteria.
 */
import * as choose from './choices.js'
import * as ask from './engine/field.js'

const claims = ask
  .rows(
    '主张的认定途径',
    'Claimed routes',
    ask.group('', '', {
      route: ask.choice('途径', 'Route', choose.CLAIMED_ROUTES, { control: 'select' }),
      grounds: ask.longText('理由', 'Grounds', {
        max: 1000,
        hint: { zh: '符合哪一条，何时、由谁认定。', en: 'Which item is met, and when and by whom it was recognised.' },
      }),
      document: ask.choice('证明材料', 'Supporting document', choose.DOCUMENT_KINDS, { control: 'select' }).optional(),
      page: ask.whole('页码', 'Page', { min: 1, max: 9999, width: 4 }).optional(),
    }),
    {
      min: 0,
      max: 5,
      row: { zh: '第{n}项途径', en: 'route {n}' },
      add: { zh: '再加一项途径', en: 'Add another route' },
      after: { field: 'claimsRoute', is: 'true' },
    },
  )
  .optional()

const familyMembers = ask
  .rows(
    '随行家属',
    'Accompanying family members',
    ask.group('', '', {
      relation: ask.choice('与人选的关系', 'Relation to the candidate', choose.RELATIONS, { control: 'select' }),
      name: ask.text('姓名，按护照', 'Name, as in the passport', { max: 150, width: 30 }),
      birthDate: ask.date('出生日期', 'Date of birth').optional(),
    }),
    {
      min: 0,
      max: 10,
      row: { zh: '第{n}位家属', en: 'family member {n}' },
      add: { zh: '再加一位', en: 'Add another one' },
      after: { field: 'hasFamily', is: 'true' },
    },
  )
  .optional()

/**
 * All that is asked about the circumstances: three questions, the others follow from a yes. Which papers
 * are not in Chinese follows from the language of each; what a letter replaces is said at the document.
 */
export const CIRCUMSTANCES = ask
  .group(
    '',
    '',
    {
      changesEmployer: ask
        .yesNo('人选从境内另一家单位转来', 'The candidate comes from another employer in China', {
          decides: true,
          hint: { zh: '须先注销原工作许可。', en: 'Cancel the earlier work permit first.' },
        })
        .optional(),
      cancelledOn: ask
        .date('原工作许可注销日期', 'Earlier work permit cancelled on', {
          after: { field: 'changesEmployer', is: 'true' },
        })
        .optional(),
      hasFamily: ask.yesNo('有家属随行', 'Family members accompany the candidate', { decides: true }).optional(),
      familyMembers,
      hasForeignPapers: ask
        .yesNo('有材料不是中文', 'Some documents are not in Chinese', {
          retired: true,
          hint: {
            zh: '护照除外。每份都要附加盖单位公章的中文翻译件。',
            en: 'Except the passport. Each needs a Chinese translation with the firm’s seal.',
          },
        })
        .optional(),
      foreignPapers: ask
        .choices('非中文材料', 'Documents not in Chinese', choose.TRANSLATED_KINDS, {
          retired: true,
          after: { field: 'hasForeignPapers', is: 'true' },
        })
        .optional(),
      promises: ask
        .yesNo('以承诺书代替部分证明', 'A letter of commitment replaces some certificates', {
          retired: true,
          hint: {
            zh: '符合A类的人选可以代替工作资历、学位和无犯罪记录证明；尚未入境的，都可以承诺入境后体检。',
            en:
              'Class A candidates can use it instead of proof of experience, a degree or a certificate of no ' +
              'criminal record. Candidates not yet in China can promise the medical check.',
          },
        })
        .optional(),
      promised: ask
        .choices('以承诺书代替的证明', 'Certificates replaced by a letter of commitment', choose.PROMISED_KINDS)
        .optional(),
      claimsRoute: ask
        .yesNo('主张由评估人认定的途径', 'A route judged by an assessor is claimed', {
          decides: true,
          hint: {
            zh: '薪酬、积分、学历与经历由系统计算，无需主张。',
            en: 'Pay, points, degree and experience are calculated. You do not need to claim them.',
          },
        })
        .optional(),
      claims,
    },
    { data: 'personal' },
  )
  .prefault({})
