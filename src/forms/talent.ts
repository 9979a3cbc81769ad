/** The part of the application about the person: names, passport, education, experience. */
import * as choose from './choices.js'
import { RESUME_CODES } from './codes.js'
import * as ask from './engine/field.js'

const passport = ask.group('护照', 'Passport', {
  mrz: ask.mrz('护照照片页最下面两行', 'The two lines at the foot of the photograph page', {
    data: 'sensitive',
    example: ['P<ITABIANCHI<<SOFIA<<<<<<<<<<<<<<<<<<<<<<<<<', 'YC76543210ITA9304181F3611306<<<<<<<<<<<<<<<8'],
    hint: {
      zh: '照录或粘贴，共88个字符。下面各项将据此填入，仍可修改。',
      en:
        'Copy or paste them, 88 characters in all. The answers below are ' +
        'filled in from them. You can still change each answer.',
    },
  }),
  number: ask.code('护照号码', 'Passport number', {
    ...{ data: 'sensitive', max: 20, width: 10, zone: 'number', example: 'YC7654321' },
    form: /^[A-Z0-9][A-Z0-9./-]*$/,
    says: {
      form: {
        zh: '{name}由字母A–Z和数字组成，请照护照填写。',
        en: '{name} must be letters A–Z and digits. Enter it as in the passport.',
      },
    },
  }),
  issuingState: ask.code('签发国代码', 'Code of the issuing state', {
    zone: 'issuingState',
    example: 'ITA',
    max: 3,
    width: 4,
    form: /^[A-Z]{1,3}$/,
    hint: {
      zh: '照机读区第一行第3到5位，德国护照为D。',
      en: 'Characters 3 to 5 of the first line; D for a German passport.',
    },
    says: {
      form: {
        zh: '{name}应为1至3个字母，请照机读区填写。',
        en: '{name} must be 1 to 3 letters, as in the machine-readable zone. Enter them.',
      },
    },
  }),
  expiresOn: ask.date('护照有效期至', 'Passport valid until', { zone: 'expiresOn', example: '2036-11-30' }),
})

const education = ask.group('学历与技能', 'Education and skills', {
  degree: ask.choice('最高学位', 'Highest degree', choose.DEGREES),
  institution: ask.text('授予学校', 'Awarding institution', { max: 150, width: 30, example: 'Politecnico di Milano' }),
  skillGrade: ask
    .choice('职业技能等级', 'Vocational grade', choose.SKILL_GRADES, {
      control: 'select',
      hint: { zh: '没有的不选。', en: 'Leave empty if there is none.' },
    })
    .optional(),
})

const chinese = ask
  .group('汉语水平', 'Chinese', {
    hsk: ask.grade('HSK等级', 'HSK level', choose.HSK_GRADES, { min: 1, max: 9 }).optional(),
    formerChineseNational: ask.tick('曾有中国国籍', 'Was once a Chinese national').optional(),
    bachelorTaughtInChinese: ask
      .tick('本科以上学位课程以汉语授课', 'Took a bachelor’s or higher degree taught in Chinese')
      .optional(),
  })
  .prefault({})

const other = ask
  .group(
    '其他情况',
    'Other circumstances',
    {
      topUniversity: ask.tick('毕业于境外高水平大学', 'Graduated from a high-level university abroad').optional(),
      fortune500: ask.tick('曾在世界500强企业任职', 'Has worked for a Fortune 500 company').optional(),
      patent: ask.tick('有专利等知识产权', 'Holds a patent or other intellectual property').optional(),
      fiveYearsInChina: ask.tick('连续在华工作满5年', 'Has worked in China for five consecutive years').optional(),
    },
    { hint: { zh: '请勾选所有符合项，并在材料中附证明。', en: 'Tick all that apply, and attach evidence.' } },
  )
  .prefault({})

const resume = ask.rows(
  '履历',
  'Resume',
  ask.group(
    '',
    '',
    {
      from: ask.month('开始年月', 'From', { example: '2010-09' }),
      to: ask
        .month('结束年月', 'To', { hint: { zh: '至今仍在继续的，留空。', en: 'Leave empty if it is still going on.' } })
        .optional(),
      what: ask.text('学习、工作或其他', 'Study, work or other', {
        max: 200,
        width: 30,
        codes: RESUME_CODES,
        example: 'work',
      }),
    },
    { inOrder: [['from', 'to']] },
  ),
  {
    max: 60,
    row: { zh: '第{n}段履历', en: 'resume period {n}' },
    add: { zh: '再加一段', en: 'Add another period' },
    hint: {
      zh: '学习、工作、待业都按月连续写到上个月，中间不留空档。',
      en: 'Study, work and unemployment for every month up to last month, without gaps.',
    },
  },
)

/** All that is asked about the person. */
export const TALENT = ask.group(
  '人选',
  'The candidate',
  {
    systemName: ask.text('姓名，按护照机读区', 'Name, as in the machine-readable zone', {
      zone: 'systemName',
      example: 'BIANCHI SOFIA',
      width: 30,
      hint: {
        zh: '只写字母A–Z和空格，先姓后名。许可系统不接受带附加符号的字母；护照上印的写法另填在下一项。',
        en:
          'Letters A–Z and spaces only, surname first. The permit system refuses ' +
          'accents; the printed name goes into the next answer.',
      },
    }),
    visualName: ask.text('姓名，按护照印刷', 'Name, as printed in the passport', {
      max: 150,
      width: 30,
      example: 'Sofia Bianchi',
    }),
    chineseName: ask
      .text('中文名', 'Chinese name', {
        ...{ max: 40, width: 10, form: /\p{Script=Han}/u },
        says: {
          form: {
            zh: '{name}应为汉字。没有中文名的，不填。',
            en: '{name} must be in Chinese characters. Leave it empty if there is none.',
          },
        },
      })
      .optional(),
    sex: ask.choice('性别', 'Sex', choose.SEXES, { zone: 'sex', example: 'F' }),
    birthDate: ask.date('出生日期', 'Date of birth', { data: 'sensitive', zone: 'birthDate', example: '1993-04-18' }),
    nationality: ask.choice('国籍', 'Nationality', choose.NATIONALITIES, {
      control: 'select',
      sorted: true,
      zone: 'nationality',
      example: 'ITA',
    }),
    passport,
    inChina: ask
      .yesNo('人选现在中国境内', 'The candidate is in China now', {
        decides: true,
        hint: {
          zh: '在境内可以不出境办理，但要有效的居留许可。',
          en: 'With a valid residence permit, the work permit can be obtained without leaving China.',
        },
      })
      .optional(),
    permitKind: ask
      .choice('签证或居留许可的种类', 'Kind of visa or residence permit', choose.PERMIT_KINDS, {
        control: 'select',
        after: { field: 'inChina', is: 'true' },
        hint: {
          zh: '只有工作类居留许可可以凭以在华工作；持其他签证或居留许可的，须先办工作许可。',
          en: 'Only a residence permit for work allows work in China. With any other, a work permit comes first.',
        },
      })
      .optional(),
    permitUntil: ask
      .date('签证或居留许可有效期至', 'Visa or residence permit valid until', {
        after: { field: 'inChina', is: 'true' },
      })
      .optional(),
    email: ask
      .email('人选的电子邮箱', 'The candidate’s e-mail', {
        data: 'sensitive',
        width: 30,
        hint: {
          zh: '用来把查看本人案件的链接发给人选。',
          en: 'We send the link to the candidate’s own page here.',
        },
      })
      .optional(),
    education,
    experienceYears: ask.number('相关工作年限', 'Years of related work', {
      ...{ max: 80, width: 3, example: 6 },
      unit: { zh: '年', en: 'years' },
      hint: { zh: '按满一年计分。', en: 'Full years count.' },
    }),
    chinese,
    other,
    resume,
  },
  { data: 'personal' },
)
