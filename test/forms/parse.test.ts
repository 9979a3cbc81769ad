/** What is asked and what is said when an answer is wrong. Expected sentences are literals, in both languages. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { ACTION_FORMS } from '../../src/forms/actions.js'
import { APPLICATION, type Application, askedStill, parseApplication, SECTIONS } from '../../src/forms/application.js'
import { DISTRICTS, DOCUMENT_KINDS, NATIONALITIES } from '../../src/forms/choices.js'
import { FIRM_REGISTRATION } from '../../src/forms/firm.js'
import { asRead } from '../../src/forms/engine/asRead.js'
import { findNode, getNode, listLeaves } from '../../src/forms/engine/node.js'
import { parseForm, sayPath } from '../../src/forms/engine/parse.js'
import { listQuestions, PLACES, sayPlace } from '../../src/forms/places.js'
import { findSection, listProgress } from '../../src/forms/sections.js'
import type { Ui } from '../../src/forms/engine/ui.js'
import { SENTENCES } from '../../src/forms/engine/words.js'
import { findForm } from '../../src/workflow/forms.js'

const folder = new URL('../cases/', import.meta.url)
interface CaseFile {
  readonly title: string
  readonly flow: readonly { readonly action: string; readonly input?: object; readonly refused?: boolean }[]
}
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  // the files' shape is fixed (docs/case-files.md)
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as CaseFile)
const caseOne = cases[0] as CaseFile & Record<string, unknown> // there are ten

/** A change of the first case, at a path. */
function changed(path: string, value: unknown): unknown {
  const tree = structuredClone(caseOne) as Record<string, unknown>
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const place = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, tree)
  place[last] = value
  return tree
}
const problemsOf = (path: string, value: unknown) => parseApplication(changed(path, value)).problems
const say = (path: string, value: unknown) =>
  problemsOf(path, value).map(({ path: at, code, message: { zh, en } }) => [at, code, zh, en])
function valueAt(tree: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], tree)
}

describe('case files', () => {
  test('there are ten at least', () => expect(cases.length).toBeGreaterThanOrEqual(10))

  test.each(cases.map((file) => [file.title, file] as const))('%s: the answers parse', (_, file) => {
    expect(parseApplication(file).problems).toEqual([])
  })

  test('the first case, typed', () => {
    const { value } = parseApplication(caseOne)
    const expected: Application = {
      contact: {},
      talent: {
        systemName: 'ROSSI GIULIA MARIA',
        visualName: 'Giulia Maria Rossi',
        chineseName: '罗茜',
        sex: 'F',
        birthDate: '1993-04-18',
        nationality: 'ITA',
        passport: {
          mrz: ['P<ITAROSSI<<GIULIA<MARIA<<<<<<<<<<<<<<<<<<<<', 'YB12345679ITA9304181F3205301<<<<<<<<<<<<<<<8'],
          number: 'YB1234567',
          issuingState: 'ITA',
          expiresOn: '2032-05-30',
        },
        education: { degree: 'master', institution: 'as in the certificate' },
        experienceYears: 6,
        chinese: { hsk: 5 },
        other: {},
        resume: [
          { from: '2008-09', to: '2020-10', what: 'study' },
          { from: '2020-11', to: '2026-10', what: 'work' },
        ],
      },
      engagement: {
        post: 'Live-streaming host, Italian fashion',
        salaryPerYear: 960000,
        salaryPerMonth: 80000,
        paidIn: {},
        monthsPerYear: 12,
        contract: { start: '2027-01-04', end: '2029-01-03' },
        placeOfWork: '310105',
      },
      channels: [
        {
          platform: 'Taobao Live',
          handle: 'giulia_moda',
          followers: 1280000,
          averageViewers: 21500,
          salesLast12MonthsCny: 86000000,
          soldIn: {},
          languages: ['zh', 'it', 'en'],
          markets: ['CN', 'IT'],
          productCategories: ['apparel', 'accessories'],
          export: {},
        },
      ],
      compliance: {},
      circumstances: {},
    }
    expect(value).toEqual(expected)
  })

  test('inputs of the flows hold nothing that a form refuses', () => {
    const wrong = cases.flatMap(({ flow }) =>
      flow.flatMap(({ action, input = {}, refused }) => {
        if (refused) return []
        const form = findForm(action)
        if (!form) throw new Error(action)
        const filledIn = ['required', 'notConfirmed'] // what only stands in the runner's table
        return parseForm(form, input).problems.filter(({ code }) => !filledIn.includes(code))
      }),
    )
    expect(wrong).toEqual([])
  })
})

describe('what is wrong, where, and what to do', () => {
  test.each([
    [
      'talent.systemName',
      '',
      ['required', '请填写“姓名，按护照机读区”。', 'Enter “Name, as in the machine-readable zone”.'],
    ],
    ['talent.sex', null, ['notChosen', '请选择“性别”。', 'Select “Sex”.']],
    [
      'talent.visualName',
      'x'.repeat(151),
      [
        'tooLong',
        '“姓名，按护照印刷”太长，请缩短到150个字符以内。',
        '“Name, as printed in the passport” is too long. Shorten it to 150 characters or fewer.',
      ],
    ],
    [
      'talent.visualName',
      'x'.repeat(1_000_000),
      [
        'tooLong',
        '“姓名，按护照印刷”太长，请缩短到20000个字符以内。',
        '“Name, as printed in the passport” is too long. Shorten it to 20000 characters or fewer.',
      ],
    ],
    [
      'talent.chineseName',
      5,
      ['notText', '“中文名”应为文字，请重新填写。', '“Chinese name” must be text. Enter it again.'],
    ],
    [
      'talent.chineseName',
      '罗\u202e茜',
      [
        'badCharacter',
        '“中文名”的第2个字符（U+202E）不可见，或会打乱文字顺序。请删去后重新输入。',
        'Character 2 of “Chinese name” (U+202E) is invisible or changes the order of the text. Delete it and type the text again.',
      ],
    ],
    [
      'talent.chineseName',
      '罗茜\0',
      [
        'badCharacter',
        '“中文名”的第3个字符（U+0000）不可见，或会打乱文字顺序。请删去后重新输入。',
        'Character 3 of “Chinese name” (U+0000) is invisible or changes the order of the text. Delete it and type the text again.',
      ],
    ],
    [
      'talent.chineseName',
      '𠮷\ud842',
      [
        'brokenText',
        '“中文名”的第2个字符已损坏。请重新输入，不要粘贴。',
        'Character 2 of “Chinese name” is damaged. Type the text again instead of pasting it.',
      ],
    ],
    [
      'talent.passport.issuingState',
      'IT1',
      [
        'form',
        '“签发国代码”应为1至3个字母，请照机读区填写。',
        '“Code of the issuing state” must be 1 to 3 letters, as in the machine-readable zone. Enter them.',
      ],
    ],
    [
      'talent.passport.mrz',
      ['P<ITAROSSI', ''],
      [
        'oneLine',
        '“护照照片页最下面两行”只填了一行，请把两行都填上。',
        'Only one line of “The two lines at the foot of the photograph page” was entered. Enter both lines.',
      ],
    ],
    [
      'talent.birthDate',
      { year: '1993', month: '', day: '18' },
      ['noMonth', '“出生日期”须写明月份。', '“Date of birth” must include a month. Enter it.'],
    ],
    [
      'talent.birthDate',
      '2023-02-29',
      [
        'notDate',
        '“出生日期”不是有效日期。请核对年、月、日，并用数字填写。',
        '“Date of birth” is not a valid date. Check the year, month and day, and enter them in digits.',
      ],
    ],
    [
      'talent.birthDate',
      { year: '93', month: '4', day: '18' },
      [
        'badYear',
        '“出生日期”的年份应为四位数字，在1900到2199之间。',
        'The year of “Date of birth” must have four digits, from 1900 to 2199.',
      ],
    ],
    [
      'talent.nationality',
      'ZZZ',
      [
        'notChoice',
        '“国籍”不在可选范围内，请从列表中选择。',
        '“Nationality” is not one of the choices. Select one from the list.',
      ],
    ],
    [
      'engagement.salaryPerYear',
      '1,2',
      [
        'notNumber',
        '“年薪（税前）”应为数字，请用阿拉伯数字填写。',
        '“Salary per year, before tax” must be a number. Enter it in digits.',
      ],
    ],
    [
      'engagement.salaryPerMonth',
      41666.667,
      [
        'tooFine',
        '“月薪（税前）”最多保留2位小数，请改写。',
        '“Salary per month, before tax” may have at most 2 decimals. Round it and enter it again.',
      ],
    ],
    [
      'engagement.monthsPerYear',
      13,
      [
        'tooBig',
        '“每年在华工作”不能大于12，请核对。',
        '“Months of work in China each year” must be 12 or less. Check it and enter it again.',
      ],
    ],
    [
      'engagement.salaryPerYear',
      -1,
      [
        'tooSmall',
        '“年薪（税前）”不能小于0，请核对。',
        '“Salary per year, before tax” must be 0 or more. Check it and enter it again.',
      ],
    ],
    [
      'channels.0.followers',
      '6.5',
      [
        'notWhole',
        '第1个频道的“粉丝数”应为整数，请去掉小数。',
        '“Followers” in channel 1 must be a whole number. Leave out the decimals.',
      ],
    ],
    [
      'talent.other.patent',
      'maybe',
      [
        'notYesNo',
        '“有专利等知识产权”应为“是”或“否”，请选择。',
        '“Holds a patent or other intellectual property” must be yes or no. Select one.',
      ],
    ],
    [
      'talent.education',
      [],
      [
        'notGroup',
        '“学历与技能”应为一组答案，请分项填写。',
        '“Education and skills” must be a group of answers. Enter them one by one.',
      ],
    ],
    [
      'channels',
      'Douyin',
      ['notList', '“频道”应为列表，请分项填写。', '“Channels” must be a list. Enter it one by one.'],
    ],
    [
      'channels',
      [],
      ['noRows', '“频道”至少要填写1项，请添加。', '“Channels” must have 1 or more entries. Add what is missing.'],
    ],
    [
      'channels',
      Array.from({ length: 21 }, () => ({ platform: 'x' })),
      ['tooMany', '“频道”最多20项，请删除多余项。', '“Channels” may have at most 20 entries. Remove some.'],
    ],
  ])('%s %j', (path, value, [code, zh, en]) => {
    expect(say(path, value)).toEqual([[path, code, zh, en]])
  })

  test.each(['护照', 'Ж1234567', '-YB123', 'YB#123'])('%s is no passport number', (number) => {
    expect(say('talent.passport.number', number)).toEqual([
      [
        'talent.passport.number',
        'form',
        '“护照号码”由字母A–Z和数字组成，请照护照填写。',
        '“Passport number” must be letters A–Z and digits. Enter it as in the passport.',
      ],
    ])
  })

  test('a permit number is letters and digits', () => {
    const days = { validFrom: '2026-12-01', validUntil: '2027-11-30' }
    const codes = (permitNumber: string) =>
      parseForm(ACTION_FORMS.completePermit, { permitNumber, ...days }).problems.map(({ path, code }) => [path, code])
    expect(codes('310000001234567')).toEqual([])
    expect(codes('sh 2026-0815')).toEqual([])
    expect(codes('不知道 ???')).toEqual([['permitNumber', 'form']])
  })

  test('a Chinese name has a Chinese character', () => {
    expect(say('talent.chineseName', 'Rossi')).toEqual([
      [
        'talent.chineseName',
        'form',
        '“中文名”应为汉字。没有中文名的，不填。',
        '“Chinese name” must be in Chinese characters. Leave it empty if there is none.',
      ],
    ])
    expect(say('talent.chineseName', '罗西·G')).toEqual([])
  })

  test('a row is named', () => {
    expect(say('channels.0.followers', '-5')).toEqual([
      [
        'channels.0.followers',
        'tooSmall',
        '第1个频道的“粉丝数”不能小于0，请核对。',
        '“Followers” in channel 1 must be 0 or more. Check it and enter it again.',
      ],
    ])
    expect(say('talent.resume.1.to', '2019-07')).toEqual([
      [
        'talent.resume.1.to',
        'order',
        '第2段履历的“结束年月”不能早于“开始年月”，请核对两个日期。',
        '“To” in resume period 2 must not be before “From”. Check both dates.',
      ],
    ])
    expect(sayPath(APPLICATION, 'talent.resume.1.to')).toEqual({
      zh: '第2段履历的“结束年月”',
      en: '“To” in resume period 2',
    })
  })

  test('the contract does not end before it starts, and may end on its first day', () => {
    expect(say('engagement.contract.end', '2027-01-03')).toEqual([
      [
        'engagement.contract.end',
        'order',
        '“合同结束日”不能早于“合同开始日”，请核对两个日期。',
        '“Contract ends on” must not be before “Contract starts on”. Check both dates.',
      ],
    ])
    expect(say('engagement.contract.end', '2027-01-04')).toEqual([])
  })

  test('an empty application names everything at once', () => {
    expect(parseApplication({}).problems.map(({ path }) => path)).toEqual([
      'talent.systemName',
      'talent.visualName',
      'talent.sex',
      'talent.birthDate',
      'talent.nationality',
      'talent.passport.mrz',
      'talent.passport.number',
      'talent.passport.issuingState',
      'talent.passport.expiresOn',
      'talent.education.degree',
      'talent.education.institution',
      'talent.experienceYears',
      'talent.resume',
      'engagement.post',
      'engagement.salaryPerYear',
      'engagement.salaryPerMonth',
      'engagement.monthsPerYear',
      'engagement.contract.start',
      'engagement.contract.end',
      'engagement.placeOfWork',
      'channels',
    ])
    for (const junk of [null, undefined, [], 'x', 5, true]) expect(parseApplication(junk).value).toBeUndefined()
  })

  test('what is right by itself comes out even when the rest is wrong', () => {
    const { value, partial } = parseApplication({
      talent: { systemName: 'KIM MINJI', birthDate: '1996', passport: 5, resume: [{ from: '2011-09', to: 'x' }] },
      engagement: { salaryPerYear: '60万', contract: { start: '2027-01-11' } },
    })
    expect(value).toBeUndefined()
    expect(partial).toEqual({
      contact: {},
      talent: { systemName: 'KIM MINJI', education: {}, chinese: {}, other: {}, resume: [{ from: '2011-09' }] },
      engagement: { salaryPerYear: 600000, paidIn: {}, contract: { start: '2027-01-11' } },
      channels: [],
      compliance: {},
      circumstances: {},
    })
  })

  test('what stops submitting by its content is no error of the form', () => {
    for (const [path, value] of [
      ['talent.systemName', 'Nguyễn Thị Hoa'],
      ['talent.nationality', 'HKG'],
      ['talent.nationality', 'CHN'],
      ['talent.birthDate', '2015-01-01'],
      ['talent.passport.expiresOn', '2020-01-01'],
      ['talent.passport.mrz', ['short', 'lines']],
      ['talent.resume', [{ from: '2020-01', what: 'work' }]],
    ] as const)
      expect(problemsOf(path, value)).toEqual([])
  })
})

describe('what was typed is read kindly', () => {
  test.each([
    ['talent.visualName', '  Jose\u0301  ', 'José'],
    ['talent.passport.number', ' yb 1234567 ', 'YB1234567'],
    ['talent.passport.number', 'ＹＢ１２３４５６７', 'YB1234567'],
    ['talent.passport.mrz', ' P<ITAROSSI<<GIULIA \r\nYB12345679ITA', ['P<ITAROSSI<<GIULIA', 'YB12345679ITA']],
    ['talent.passport.mrz', `${'A'.repeat(44)}${'B'.repeat(44)}`, ['A'.repeat(44), 'B'.repeat(44)]],
    ['talent.passport.mrz', 'p<itarossi<< giulia\nｙｂ１２＜', ['P<ITAROSSI<<GIULIA', 'YB12<']],
    ['talent.birthDate', { year: '1993', month: '4', day: '8' }, '1993-04-08'],
    ['talent.birthDate', { year: '１９９３', month: '４', day: '８' }, '1993-04-08'],
    ['talent.birthDate', { year: '1993年4月8日', month: '', day: '' }, '1993-04-08'],
    ['talent.birthDate', { year: '1993年', month: '4 月', day: '8日' }, '1993-04-08'],
    ['talent.birthDate', '1993/4/8', '1993-04-08'],
    ['talent.birthDate', '19930408', '1993-04-08'],
    ['talent.resume.0.from', { year: '2008', month: '9' }, '2008-09'],
    ['talent.resume.0.from', '2008年9月', '2008-09'],
    ['engagement.salaryPerYear', '960,000', 960000],
    ['engagement.salaryPerYear', '¥960,000.50', 960000.5],
    ['engagement.salaryPerYear', '９６００００元', 960000],
    ['engagement.salaryPerYear', '96万', 960000],
    ['engagement.salaryPerYear', '96 万元', 960000],
    ['engagement.monthsPerYear', '12个月', 12],
    ['engagement.monthsPerYear', '11 Months', 11],
    ['talent.experienceYears', '５ 年', 5],
    ['engagement.salaryPerYear', '1.23亿', 123000000],
    ['engagement.salaryPerYear', '-0', 0],
    ['engagement.monthsPerYear', '8.5', 8.5],
    ['talent.chinese.hsk', '5', 5],
    ['talent.chinese.hsk', '9', 9],
    ['talent.permitKind', 'youngTalentVisa', 'youngTalentVisa'],
    ['talent.permitKind', 'reunionVisa', 'reunionVisa'],
    ['talent.permitKind', 'familyVisa', 'familyVisa'],
    ['talent.other.patent', 'true', true],
    ['talent.other.patent', ['false', 'true'], true],
    ['channels.0.languages', 'zh, it，en、zh；\nde', ['zh', 'it', 'en', 'de']],
    ['channels.0.markets', '巴西 葡萄牙', ['巴西', '葡萄牙']],
    ['channels.0.markets', 'South Korea, 阿曼 （OM）', ['South Korea', '阿曼 （OM）']],
  ])('%s %j', (path, typed, expected) => {
    const { value, problems } = parseApplication(changed(path, typed))
    expect(problems).toEqual([])
    expect(valueAt(value, path)).toEqual(expected)
  })

  test('what is filed is as it is read; what nobody can read, or no question asks for, stays as typed', () => {
    const typed = {
      talent: { birthDate: { year: '1993', month: '4', day: '31' }, experienceYears: '６', other: { patent: 'true' } },
      engagement: { salaryPerYear: '48万', contract: { start: { year: '2027', month: '2', day: '28' }, end: '' } },
      channels: [{ languages: 'zh、it' }, {}, { followers: '1万', export: { series: [{ followers: 'many' }] } }],
      earlier: { question: '１' },
    }
    expect(asRead(APPLICATION, typed)).toEqual({
      talent: { birthDate: typed.talent.birthDate, experienceYears: 6, other: { patent: true } },
      engagement: { salaryPerYear: 480_000, contract: { start: '2027-02-28', end: '' } },
      channels: [{ languages: ['zh', 'it'] }, { followers: 10_000, export: { series: [{ followers: 'many' }] } }],
      earlier: { question: '１' },
    })
    for (const nothing of [undefined, null, 'text', [], {}]) expect(asRead(APPLICATION, nothing)).toEqual(nothing)
  })

  test('null, blanks and nothing are the same', () => {
    for (const nothing of [null, '', '   ', undefined]) {
      expect(parseApplication(changed('talent.chineseName', nothing)).value?.talent).not.toHaveProperty('chineseName')
      expect(parseApplication(changed('talent.education.skillGrade', nothing)).problems).toEqual([])
    }
  })

  test.each(['1e5', '0x10', '1.2.3', '12,34', '--5', 'Infinity', '万', '1 2', '٣', '1'.repeat(30)])(
    '%s is no number',
    (typed) => {
      expect(problemsOf('engagement.salaryPerYear', typed).map(({ code }) => code)).toEqual(['notNumber'])
    },
  )

  test('rows without anything in them are passed over, and paths stay those of the page', () => {
    const [one, two] = valueAt(caseOne, 'talent.resume') as object[]
    const { value } = parseApplication(
      changed('talent.resume', [one, { from: { year: '', month: '' }, what: ' ' }, two]),
    )
    expect(value?.talent.resume).toHaveLength(2)
    expect(problemsOf('talent.resume', [one, {}, { ...two, what: '' }]).map(({ path }) => path)).toEqual([
      'talent.resume.2.what',
    ])
  })

  test('a line break belongs in a long text only', () => {
    expect(parseApplication(changed('engagement.duties', 'a\r\nb\tc')).value?.engagement.duties).toBe('a\nb\tc')
    expect(problemsOf('engagement.post', 'a\nb').map(({ code }) => code)).toEqual(['badCharacter'])
  })

  test('keys that reach for a prototype are not answers', () => {
    const tree = JSON.parse('{"__proto__":{"engagement":{"post":"x"}},"constructor":{"prototype":{"post":"x"}}}')
    expect(parseApplication(tree).partial.engagement).toEqual({ contract: {}, paidIn: {} })
    expect(Object.hasOwn(Object.prototype, 'post')).toBe(false)
  })
})

describe('actions', () => {
  const problemsIn = (action: string, input: unknown) => {
    const form = findForm(action)
    if (!form) throw new Error(action)
    return parseForm(form, input).problems.map(({ path, code }) => `${path} ${code}`)
  }
  const valueIn = (action: string, input: unknown) => {
    const form = findForm(action)
    if (!form) throw new Error(action)
    return parseForm(form, input).value
  }

  test('every action and entry of the chart has a form', () => {
    expect(Object.keys(ACTION_FORMS).sort()).toEqual([
      'accept',
      'acknowledge',
      'announceRefusal',
      'answerIntention',
      'answerRevocation',
      'askBack',
      'askToSubmit',
      'assign',
      'attachFile',
      'chase',
      'claim',
      'completePermit',
      'confirmCondition',
      'consult',
      'declareInterest',
      'declineToAccept',
      'discard',
      'escalate',
      'expire',
      'extend',
      'extendLimit',
      'finishTask',
      'giveTask',
      'handOver',
      'lapse',
      'meetCondition',
      'message',
      'note',
      'overturnRefusal',
      'pauseLimit',
      'proposeCorrection',
      'proposeRevocation',
      'recall',
      'receiveLetter',
      'recommend',
      'recompute',
      'recordConsent',
      'recordGranted',
      'recordLetter',
      'recordRefused',
      'refuse',
      'reissueLetter',
      'remind',
      'reopenRefusal',
      'report',
      'reportChange',
      'reportEnd',
      'requestCorrection',
      'requestReview',
      'resubmit',
      'resumeLimit',
      'returnLetter',
      'returnToAssessment',
      'revokeLetter',
      'saveAnswers',
      'settleConsent',
      'sign',
      'submit',
      'upholdRefusal',
      'withdraw',
      'withdrawConsent',
    ])
  })

  test('accept names commerce when nobody says otherwise', () => {
    expect(valueIn('accept', {})).toEqual({ departments: ['commerce'] })
    expect(valueIn('accept', { departments: ['commerce', 'culture'] })).toEqual({
      departments: ['commerce', 'culture'],
    })
    expect(valueIn('accept', { departments: 'market' })).toEqual({ departments: ['market'] })
    expect(problemsIn('accept', { departments: ['navy'] })).toEqual(['departments notChoice'])
  })

  test('reasons and opinions have fixed names', () => {
    const reasons = ['criteriaNotMet', 'complianceRecord', 'platformEvidenceDoubtful', 'falseMaterials', 'other']
    expect(problemsIn('refuse', { reasons, explanation: 'x' })).toEqual([])
    expect(problemsIn('refuse', { reasons: [], explanation: 'x' })).toEqual(['reasons notChosen'])
    const revoking = ['falseMaterials', 'changedFacts', 'requestedByFirm', 'issuedInError', 'other']
    expect(problemsIn('revokeLetter', { reasons: revoking, explanation: 'x' })).toEqual([])
    expect(problemsIn('revokeLetter', { reasons: ['criteriaNotMet'], explanation: 'x' })).toEqual(['reasons notChoice'])
    expect(problemsIn('report', { opinion: 'against', summary: 'x' })).toEqual([])
    expect(problemsIn('report', { opinion: 'for', summary: 'x' })).toEqual(['opinion notChoice'])
  })

  test('submitting is declared', () => {
    expect(problemsIn('submit', {})).toEqual(['declaration notConfirmed'])
    expect(problemsIn('submit', { declaration: false })).toEqual(['declaration notConfirmed'])
    expect(valueIn('submit', { declaration: 'true' })).toEqual({ declaration: true })
  })

  test('a correction asks for something somewhere', () => {
    expect(
      valueIn('requestCorrection', { items: [{ on: 'contract', page: 3, what: 'The seal is unreadable' }] }),
    ).toEqual({
      items: [{ on: 'contract', page: 3, what: 'The seal is unreadable' }],
    })
    expect(problemsIn('requestCorrection', { items: [{ page: 0 }] })).toEqual([
      'items.0.on notChosen',
      'items.0.page tooSmall',
      'items.0.what required',
    ])
    expect(problemsIn('requestCorrection', {})).toEqual(['items noRows'])
  })

  test('a file is attached with its kind, or one is taken away', () => {
    const file = { storageKey: 'k' }
    expect(valueIn('attachFile', { kind: 'photo', file })).toEqual({ kind: 'photo', file, details: {} })
    expect(valueIn('attachFile', { remove: '7' })).toEqual({ remove: 7, details: {} })
    expect(problemsIn('attachFile', {})).toEqual(['kind notChosen', 'file noFile'])
    expect(problemsIn('attachFile', { kind: 'tiger', file: 'x' })).toEqual(['kind notChoice', 'file noFile'])
  })

  test('a firm registers with everything that intake has to confirm', () => {
    expect(parseForm(FIRM_REGISTRATION, {}).problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'nameZh required',
      'nameEn required',
      'creditCode required',
      'district notChosen',
      'kind notChosen',
      'crossBorderFiling notChosen',
      'licence noFile',
      'handler.name required',
      'handler.phone required',
      'handler.email required',
      'authorisation noFile',
      'account.name required',
      'account.password required',
    ])
    const short = parseForm(FIRM_REGISTRATION, { account: { password: '7 chars' } }).problems
    expect(short.find(({ path }) => path === 'account.password')?.message).toEqual({
      zh: '“设置密码”太短，至少要有8个字符。',
      en: '“New password” is too short. It must have at least 8 characters.',
    })
  })

  test('a password is taken as it was typed', () => {
    const { partial } = parseForm(FIRM_REGISTRATION, { account: { password: '  e\u0301 pass phrase  ' } })
    expect(partial.account?.password).toBe('  e\u0301 pass phrase  ')
  })
})

describe('sections', () => {
  const root = getNode(APPLICATION)

  test('each question stands in exactly one section', () => {
    const shown = SECTIONS.flatMap(({ paths }) =>
      paths.flatMap((path) => {
        const node = findNode(root, path)
        return node ? listLeaves(node, path) : [`no ${path}`]
      }),
    )
    expect(shown.toSorted()).toEqual(listLeaves(root).toSorted())
  })

  test('a copy leaves out what is asked no more, and what was said not to be replaced', () => {
    const compliance = {
      isSigned: 'true',
      groups: ['minors'],
      talentSignedOn: '2026-11-20',
      firmSignedOn: '2026-11-20',
    }
    const circumstances = {
      hasFamily: 'false',
      hasForeignPapers: 'true',
      foreignPapers: ['degree'],
      promised: ['degree'],
    }
    expect(askedStill({ compliance, circumstances: { ...circumstances, promises: 'true' } })).toEqual({
      compliance: {},
      circumstances: { hasFamily: 'false', promised: ['degree'] },
    })
    expect(askedStill({ circumstances: { ...circumstances, promises: 'false' } })).toEqual({
      circumstances: { hasFamily: 'false' },
    })
    expect(askedStill({})).toEqual({})
  })

  test('a problem is put right in its section', () => {
    expect(findSection('talent.passport.number')?.key).toBe('talent')
    expect(findSection('talent.resume.3.from')?.key).toBe('experience')
    expect(findSection('engagement.contract.end')?.key).toBe('engagement')
    expect(findSection('documents.photo')?.key).toBe('documents')
    expect(findSection('firm.creditCode')?.key).toBe('firm')
    expect(findSection('channels.0.export.series')?.key).toBe('channels')
    expect(findSection('compliance')?.key).toBe('channels')
    expect(findSection('circumstances.claims')?.key).toBe('circumstances')
    expect(findSection('circumstances.promised')?.key).toBe('documents')
    expect(findSection('talent.resumes')).toBeUndefined()
  })

  test('progress', () => {
    const states = (answers: unknown, attached: number, more = 0) => {
      const { problems } = parseApplication(answers)
      const blocks = more ? [{ code: 'photoUnfit', path: 'documents.photo', message: { zh: '', en: '' } }] : []
      const missing = [{ code: 'missing:degree', path: 'documents.degree', message: { zh: '', en: '' } }]
      return Object.fromEntries(
        listProgress(answers, [...problems, ...missing, ...blocks], attached).map(({ key, state }) => [key, state]),
      )
    }
    expect(states({}, 0)).toEqual({
      firm: 'done',
      talent: 'notStarted',
      engagement: 'notStarted',
      channels: 'notStarted',
      experience: 'notStarted',
      circumstances: 'optional',
      documents: 'notStarted',
    })
    expect(states(caseOne, 3)).toEqual({
      firm: 'done',
      talent: 'done',
      engagement: 'done',
      channels: 'done',
      experience: 'done',
      circumstances: 'optional',
      documents: 'inProgress',
    })
    expect(states({ ...caseOne, circumstances: { hasFamily: false } }, 3)).toMatchObject({ circumstances: 'done' })
    const claimed = { ...caseOne, circumstances: { claimsRoute: true, claims: [{ route: 'innovator' }] } }
    expect(states(claimed, 3)).toMatchObject({ circumstances: 'inProgress' })
    const unsaid = { ...caseOne, circumstances: { claimsRoute: false, claims: [{ route: 'innovator' }] } }
    expect(states(unsaid, 3)).toMatchObject({ circumstances: 'done' })
    expect(states(changed('talent.birthDate', 'x'), 3, 1)).toMatchObject({ talent: 'toFix', documents: 'toFix' })
    expect(states({ engagement: { post: 'Host' } }, 0)).toMatchObject({ engagement: 'inProgress' })
  })

  test('places of corrections', () => {
    expect(sayPlace('contract')).toEqual({
      zh: '材料：聘用合同或任职证明',
      en: 'Documents: Employment contract or proof of appointment',
    })
    expect(sayPlace('talent.passport.number')).toEqual({ zh: '人选：护照号码', en: 'The candidate: Passport number' })
    expect(sayPlace('channels.1.handle')).toEqual({ zh: '第2个频道的“账号”', en: '“Account” in channel 2' })
    expect(sayPlace('channels.1.export.series.2.month')).toEqual({
      zh: '第2个频道第3个月的“月份”',
      en: '“Month” in month 3 of channel 2',
    })
    expect(sayPlace('something else')).toEqual({ zh: 'something else', en: 'something else' })
    expect(listQuestions('contract')).toEqual([])
    expect(listQuestions('section:channels')).toEqual(['channels', 'compliance'])
    expect(listQuestions('talent.passport.number')).toEqual(['talent.passport.number'])
    expect(listQuestions('firm')).toEqual(['contact'])
    expect(new Set(PLACES.map(({ value }) => value)).size).toBe(PLACES.length)
  })
})

describe('words', () => {
  const texts: string[] = []
  const gather = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('zh' in value && typeof value.zh === 'string') texts.push(value.zh)
    else Object.values(value).forEach(gather)
  }
  const uis = (node: ReturnType<typeof getNode>): Ui[] => {
    const { schema } = node
    const inner =
      'shape' in schema ? Object.values(schema.shape as object) : 'element' in schema ? [schema.element] : []
    return [node.ui, ...inner.flatMap((child) => uisOf(child))]
  }
  const uisOf = (schema: unknown): Ui[] => {
    try {
      return uis(getNode(schema as Parameters<typeof getNode>[0]))
    } catch {
      return [] // an element of a list, which is no question
    }
  }
  gather(SENTENCES)
  for (const form of [APPLICATION, FIRM_REGISTRATION, ...Object.values(ACTION_FORMS)]) gather(uisOf(form))

  test('Chinese has full-width punctuation and no spaces beside Latin', () => {
    expect(texts.length).toBeGreaterThan(400)
    const han = '\\p{Script=Han}'
    const wrong = new RegExp(`${han}[,.;:!?()]|[,;:!?()]${han}|${han} +[A-Za-z0-9{]|[A-Za-z0-9}] +${han}`, 'u')
    expect(texts.filter((text) => wrong.test(text))).toEqual([])
  })

  test('choices', () => {
    expect(DISTRICTS).toHaveLength(16)
    expect(NATIONALITIES.length).toBeGreaterThan(240)
    const documents = JSON.parse(
      readFileSync(new URL('../../migrations/reference/documents.json', import.meta.url), 'utf8'),
    ) as { key: string }[]
    expect(DOCUMENT_KINDS.map(({ value }) => value)).toEqual(documents.map(({ key }) => key))
  })
})
