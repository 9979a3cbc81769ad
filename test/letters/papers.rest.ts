/** Every paper that the workflow causes: ordered with the action, written and numbered by the worker, signed, and saying what was decided, in both languages. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { INestApplicationContext } from '@nestjs/common'
import { Invalid, NotFound } from '../../src/base/errors.js'
import { path } from '../../src/base/path.js'
import { Letters } from '../../src/letters/letter.service.js'
import { type LetterData, parseLetter } from '../../src/letters/letterData.js'
import { FILING_KINDS } from '../../src/letters/applicationForm.js'
import { paperKindSchema } from '../../src/letters/catalogue.js'
import { Papers } from '../../src/letters/paper.service.js'
import { Previewer } from '../../src/letters/previewer.js'
import { TemplatePreview } from '../../src/letters/templatePreview.js'
import { CLOCK } from '../../src/people/actor.js'
import { settingsOf } from '../../src/people/scope.js'
import { Reference } from '../../src/reference/reference.service.js'
import { LetterMaker, LetterRenderer } from '../../src/worker/letterMaker.js'
import { PaperMaker } from '../../src/worker/paperMaker.js'
import { exampleOf } from '../cases/inputs.js'
import { lettersIn } from '../cases/opened.js'
import { assessmentOf } from '../../tools/cases/assessment.js'
import { ROUTES } from '../cases/routes.js'
import { type Case, World } from '../cases/world.js'
import { long } from '../long.js'
import { readEntries } from './entries.js'
import { packetOf, readValues } from './packet.js'
import { bodyPlaces, readLines, readSheet, type Sheet } from './pdfText.js'
import { drawPages, edgesOf, type Picture } from './picture.js'

let world: World
let worker: INestApplicationContext
beforeAll(async () => {
  world = await World.open()
  worker = await world.openWorker()
})
afterAll(() => world.close())
beforeEach(() => world.at('2026-11-24'))

interface PaperRow {
  readonly id: number
  readonly kind: string
  readonly number: string
  readonly check_code: string
  readonly data: LetterData
  readonly template_id: number | null
  readonly caused_by: number | null
  readonly addressed_to: number | null
  readonly issued_at: Date | null
  readonly supersedes: number | null
  readonly ended_as: string | null
  readonly pdf: Buffer | null
}

async function papersOf(one: Case): Promise<PaperRow[]> {
  await worker.get(PaperMaker).makeAll(one.id)
  return lettersIn<PaperRow>(world.app, world.admin, one.id)
}

async function paperOf(one: Case, kind: string): Promise<PaperRow> {
  const found = (await papersOf(one)).filter((paper) => paper.kind === kind).at(-1)
  if (!found) throw new Error(`no ${kind}`)
  return found
}

const textOf = (sheet: Sheet): string =>
  Array.from({ length: sheet.pages }, (_, i) =>
    readLines(sheet, i + 1)
      .map(({ text }) => text)
      .join('\n'),
  ).join('\n')
async function read(paper: PaperRow): Promise<string> {
  if (!paper.pdf) throw new Error('no file')
  return textOf(await readSheet(paper.pdf)).replaceAll('\n', '')
}

const TWO_CONDITIONS = {
  conditions: '每季度向我委报送直播场次、平均观看人数和跨境销售额\n入职后六个月内补交经认证的学位证明',
  conditionsEn:
    'Report sessions, viewers and cross-border sales each quarter\nHand in the authenticated degree in six months',
  conditionsDueOn: '2027-06-30',
}
const THREE_CONDITIONS = {
  ...TWO_CONDITIONS,
  conditions: `${TWO_CONDITIONS.conditions}\n不得从事合同约定岗位以外的直播活动`,
  conditionsEn: `${TWO_CONDITIONS.conditionsEn}\nDo no streaming outside the post that the contract names`,
  treatment: 'greenChannel',
}

/** How much of the type area, 37 to 262 mm from the upper edge, a page fills, in per cent. */
function filled({ pixels, width, height }: Picture): number {
  const above = pixels.slice(0, Math.floor((height * 262) / 297) * width * 4)
  const isInk = (red: number, green: number, blue: number) => Math.max(red, green, blue) < 140
  return ((edgesOf({ pixels: above, width, height }, 50, isInk).bottom - 37) / 225) * 100
}

describe('the recommendation', () => {
  test.each([
    ['class B with two conditions', 'streamer', TWO_CONDITIONS, {}],
    ['class B with three conditions and a treatment', 'streamer', THREE_CONDITIONS, {}],
    ['class B without conditions', 'streamer', {}, {}],
    ['class A with two conditions', 'goodsHost', TWO_CONDITIONS, {}],
    [
      'a long name and a long post',
      'streamer',
      TWO_CONDITIONS,
      { visualName: 'Wolfeschlegelsteinhausenbergerdorff Maria Alexandra' },
    ],
  ] as const)('fits two pages a language, the first of each full: %s', async (_, example, input, changes) => {
    const one = await world.draft('applicant', example, changes)
    if ('visualName' in changes)
      await one.do('applicant', 'saveAnswers', {
        answers: { engagement: { post: '西班牙语和葡萄牙语美妆直播主播兼培训负责人' } },
      })
    await one.walk(ROUTES.awaitingDecision)
    await one.do('approver', 'recommend', input)
    await one.makeLetter()
    const { pdf } = await paperOf(one, 'recommendation')
    const pages = await drawPages(pdf ?? Buffer.alloc(0), 50)
    expect(pages).toHaveLength(4)
    for (const first of [pages[0], pages[2]]) expect(first && filled(first)).toBeGreaterThan(90)
  })
})

describe('the papers of each step', () => {
  test('accepting: a receipt with the number of the case, the departments and the time limits, sealed', async () => {
    const one = await world.caseIn('underAssessment')
    const paper = await paperOf(one, 'receipt')
    expect(paper.number).toMatch(/^演示沪商荐受〔2026〕\d+号$/)
    expect(paper.issued_at).not.toBeNull()
    expect(paper.addressed_to).toBeNull()
    expect(paper.data.sealed).toBe(true)
    const text = await read(paper)
    for (const words of [
      '予以受理',
      '评估期限为自受理之日起10个工作日',
      '2026年11月24日',
      'It is accepted as of 24 November 2026',
      'English version for reference. The Chinese text prevails.',
      '演示专用SPECIMEN',
    ])
      expect(text.replace(/ · /g, '')).toContain(words)
    expect(await one.state()).toBe('underAssessment')
  })

  test('proposing to revoke: an announcement with the reasons and the last day for an answer; the decision has its own', async () => {
    const one = await world.caseIn('letterReceived')
    await one.do('approver', 'proposeRevocation', {
      reasons: ['changedFacts'],
      explanation: '人选已改任他职。',
      explanationEn: 'The candidate holds another post.',
    })
    const paper = await paperOf(one, 'revocationIntention')
    expect(paper.number).toMatch(/^演示沪商荐撤告〔2026〕\d+号$/)
    expect(paper.addressed_to).toBeNull()
    const text = await read(paper)
    for (const words of [
      '现拟撤销该推荐函',
      '人选已改任他职。',
      '请于2026年12月1日前通过本系统提出',
      'The candidate holds another post.',
      'by 1 December 2026. If you do not, the right is deemed waived',
    ])
      expect(text).toContain(words)
    await one.do('applicant', 'answerRevocation')
    await one.do('approver', 'revokeLetter', { reasons: ['changedFacts'], explanation: '人选已改任他职。' })
    expect(await read(await paperOf(one, 'revocation'))).toContain('人选已改任他职。')
  })

  test('asking for corrections: one notice with every item by document, page and place, and the time limit', async () => {
    const one = await world.caseIn('submitted')
    await one.do('intake', 'requestCorrection', {
      items: [
        { on: 'contract', page: 3, field: '第七条', what: '印章无法辨认，请重新提交。' },
        {
          on: 'talent.passport.number',
          what: '与护照信息页不一致。',
          whatEn: 'It is not the one on the passport’s page.',
        },
      ],
      remarks: '请一次补齐。',
    })
    const paper = await paperOf(one, 'correction')
    expect(paper.data.sealed).toBe(false)
    const text = await read(paper)
    for (const words of [
      '第1次补正，最多2次',
      '第3页，第七条。印章无法辨认，请重新提交。',
      '二、',
      '与护照信息页不一致。',
      '请于收到本通知之日起30日内，最迟2026年12月24日',
      'page 3, “第七条”. [Given in Chinese only; the Chinese text prevails.] 印章无法辨认，请重新提交。',
      'Passport number. It is not the one on the passport’s page.',
      'Please also note: [Given in Chinese only; the Chinese text prevails.] 请一次补齐。',
      'no later than 24 December 2026',
      '另请注意：请一次补齐。',
    ])
      expect(text).toContain(words)
  })

  test.each([
    ['notAccepted', 'nonAcceptance', ['决定不予受理', '不属于推荐范围', 'As the papers show.', '行政复议', '六个月内']],
    ['withdrawn', 'withdrawal', ['2026年11月24日通过本系统撤回', 'you withdrew the application']],
    [
      'notRecommended',
      'refusal',
      [
        '决定不予推荐',
        '不符合推荐标准',
        'As the papers show.',
        '60日内（最迟2027年1月25日）',
        '行政复议',
        '行政诉讼',
        'The criteria are not met',
      ],
    ],
  ] as const)('%s: %s says why and what can be done', async (state, kind, words) => {
    const one = await world.caseIn(state)
    const text = await read(await paperOf(one, kind))
    for (const word of words) expect(text).toContain(word)
  })

  test('lapsing: a notice that names the notice of deficiencies', async () => {
    const one = await world.caseIn('awaitingCorrection')
    const asked = await paperOf(one, 'correction')
    world.at('2026-12-30')
    await world.cases.act(one.id, 'lapse', { actor: CLOCK }).catch(() => one.strike('lapse'))
    const text = await read(await paperOf(one, 'lapse'))
    expect(text).toContain(`我单位于2026年11月24日以${asked.number}一次性告知`)
    expect(text).toContain('本案自2026年12月30日起终止办理')
  })

  test('the outcome of a review names the refusal; each way has its own words', async () => {
    const upheld = await world.caseIn('notRecommended')
    const { number } = await paperOf(upheld, 'refusal')
    await upheld.do('applicant', 'requestReview')
    const [explanation, explanationEn] = ['原决定认定事实清楚。', 'The facts were found rightly.']
    await upheld.do('panel', 'upholdRefusal', { explanation, explanationEn })
    const text = await read(await paperOf(upheld, 'reviewUpheld'))
    expect(text).toContain(`（${number}，2026年11月24日）`)
    expect(text).toContain(`(${number} of 24 November 2026)`)
    expect(text).toContain('决定维持原决定')
    expect(text).toContain(`事实和依据：${explanation}`)
    expect(text).toContain(`Facts and grounds: ${explanationEn}`)
    expect(text).not.toContain('Given in Chinese only')
    const overturned = await world.caseIn('underReview')
    await overturned.do('panel', 'overturnRefusal')
    expect(await read(await paperOf(overturned, 'reviewOverturned'))).toContain('决定撤销原决定')
  })

  test('revoking: to the permit authority, copied to the firm, naming the letter', async () => {
    const one = await world.caseIn('letterIssued')
    const letter = await paperOf(one, 'recommendation')
    await one.do('approver', 'revokeLetter')
    const paper = await paperOf(one, 'revocation')
    expect(paper.addressed_to).not.toBeNull()
    const text = await read(paper)
    expect(text).toContain(`我单位于2026年11月24日以${letter.number}推荐`)
    expect(text).toContain('签发有误')
    expect(text).toMatch(/抄送：.+公司。/)
    expect((await paperOf(one, 'recommendation')).ended_as).toBe('revoked')
    expect(paper.ended_as).toBeNull()
  })

  test('a letter issued anew says which one it replaces, and keeps the conditions', async () => {
    const one = await world.caseIn('awaitingDecision')
    const conditions = '签证签发前完成主播实名认证。\n每季度报告账号数据'
    await expect(one.do('approver', 'recommend', { conditions, conditionsEn: 'One line.' })).rejects.toMatchObject({
      problems: [{ code: 'notLineByLine', path: 'conditionsEn' }],
    })
    await one.do('approver', 'recommend', {
      conditions,
      conditionsEn:
        'the host’s identity is verified before the visa is issued\n\nthe account’s figures are reported every quarter.',
      conditionsDueOn: '2027-03-31',
    })
    await one.makeLetter()
    const first = await paperOf(one, 'recommendation')
    const said = await read(first)
    expect(said).toContain(
      '推荐附带以下条件：（1）签证签发前完成主播实名认证；（2）每季度报告账号数据。以上条件应于2027年3月31日前落实。',
    )
    expect(said).toContain(
      'these conditions: (1) the host’s identity is verified before the visa is issued; (2) the account’s',
    )
    await one.do('approver', 'reissueLetter')
    await one.makeLetter()
    const second = await paperOf(one, 'recommendation')
    expect(second.supersedes).toBe(first.id)
    const text = await read(second)
    expect(text).toContain(`本函取代${first.number}`)
    expect(text).toContain('They have to be met by 31 March 2027. This letter replaces')
    expect((await papersOf(one)).find(({ id }) => id === first.id)?.ended_as).toBe('superseded')
    // and tells machines what was filed and judged, as the case file has it
    const { rows } = await world.admin.query<{ number: string }>('select number from cases where id = $1', [one.id])
    const packet = await packetOf(second.pdf ?? Buffer.alloc(0))
    expect(packet).toContain('xmlns:haijian="urn:haijian:paper:1#"')
    expect(readValues(packet)).toEqual({
      kind: 'recommendation',
      number: second.number,
      issuedOn: '2026-11-24',
      validUntil: '2027-05-24',
      issuer: '演示上海市商务委员会',
      issuerEn: 'Demonstration Shanghai Municipal Commission of Commerce',
      addressee: '演示上海市人力资源和社会保障局（上海市外国专家局）',
      addresseeEn:
        'Demonstration Shanghai Municipal Human Resources and Social Security Bureau (Shanghai Administration of Foreign Experts Affairs)',
      checkCode: second.check_code,
      checkAddress: `${world.db.config.publicUrl}${path.verifyCode(second.check_code)}`,
      supersedes: first.number,
      specimen: 'yes',
      caseNumber: rows[0]?.number,
      employer: '上海云帆跨境电子商务有限公司',
      creditCode: '91310105MA1FW0007P',
      talentName: 'Giulia Maria Rossi',
      talentSystemName: 'ROSSI GIULIA MARIA',
      sex: 'F',
      nationality: 'ITA',
      birthDate: '1993-04-18',
      passportNumber: 'YB1234567',
      post: 'Live-streaming host, Italian fashion',
      contractStart: '2027-01-04',
      contractEnd: '2029-01-03',
      salaryPerYearCny: '960000',
      monthsPerYear: '12',
      category: 'A',
      points: '79',
      proposedClass: 'A',
      proposedMonths: '24',
      proposedRoute: 'livestreamPlan',
    })
  })
})

describe('as much as an officer may write', () => {
  test('a notice tells a hundred deficiencies, each by its number', async () => {
    const one = await world.caseIn('submitted')
    const whats = Array.from({ length: 100 }, (_, i) => `第${i + 1}处不符，请更正。`)
    const items = whats.map((what, i) => {
      const filled = long ? 2000 : 0
      const whatEn = `Place ${i + 1} differs. `.padEnd(filled, 'Mend it. ')
      return { on: 'contract', page: 1, what: what.padEnd(filled, '请按原件更正。'), whatEn }
    })
    await one.do('intake', 'requestCorrection', { items })
    const text = await read(await paperOf(one, 'correction'))
    for (const words of ['九十九、', '一百、', '100. ', ...whats]) expect(text).toContain(words)
  })

  test('a refusal names each criterion with what two assessors found, and nobody who found it', async () => {
    const one = await world.caseIn('submitted')
    await world.admin.query('update people set name = $2 where account = $1', ['assessor', '评估人甲'])
    await world.admin.query(
      `insert into reference (kind, key, effective_from, body, approved_at) values ('procedure', 'assessment', '2026-11-20', $1, now())`,
      [JSON.stringify({ assessors: 1, twoWhen: [], share: 100, source: { zh: '测试', en: 'a test' } })],
    )
    await world.app.get(Reference).refresh()
    await one.do('intake', 'accept')
    const { scores, compliance } = assessmentOf('commerce')
    await one.do('assessor', 'report', {
      opinion: 'against',
      scores: scores.map((score) =>
        score.question === 'audience' ? { ...score, level: 1, note: '观众来自一次抽奖。' } : score,
      ),
      compliance,
      findings: [{ on: 'documents', result: 'notMet', note: 'The seal on page 3 is another firm’s.' }],
    })
    await one.do('colleague', 'report', { findings: [{ on: 'documents', result: 'met' }] })
    await one.do('approver', 'refuse')
    await world.admin.query(`delete from reference where kind = 'procedure' and effective_from = '2026-11-20'`)
    await world.app.get(Reference).refresh()
    const text = await read(await paperOf(one, 'refusal'))
    for (const words of [
      '受众规模与互动：1档、3档（评估意见不一），低于2档。受众少或主要来自短期活动。观众来自一次抽奖。',
      '材料真实、齐全、在有效期内：不符合、符合（评估意见不一）。',
      '其余各项：销售实绩、跨境效果',
      'Audience and engagement: level 1, level 3 (the assessors differ), below 2. A small audience',
      'Documents genuine, complete and in date: Not met, Met (the assessors differ). The seal on page 3 is',
    ])
      expect(text.replaceAll(' ', '')).toContain(words.replaceAll(' ', ''))
    for (const name of ['评估人甲', 'colleague']) expect(text).not.toContain(name)
    // what was found is no reason of its own
    expect(text).not.toMatch(/[二三四五六]、|^\d\. Audience/m)
  })

  test.each([
    [
      'was heard',
      { statement: '数据有误，附银行流水。' },
      ['2026年11月24日将拟作决定的理由告知用人单位', '2026年11月25日陈述了意见，已予审核'],
      ['stated its case on 25 November 2026, which was considered'],
    ],
    [
      'makes no statement',
      { statement: undefined, noStatement: true },
      ['2026年11月25日表示不陈述意见'],
      ['said on 25 November 2026 that it makes no statement'],
    ],
    ['was silent', null, ['没有在期限内陈述意见'], ['made no statement in time']],
  ])('a refusal that was announced says that the employer %s', async (_, answer, zh, en) => {
    const one = await world.caseIn('awaitingDecision')
    await one.do('approver', 'announceRefusal')
    world.at(answer ? '2026-11-25' : '2026-12-10')
    if (answer) await one.do('applicant', 'answerIntention', answer)
    const reply = { replyToFirm: '所附流水与平台账单不一致，不予采纳。', replyToFirmEn: 'the statements do not agree' }
    await one.do('approver', 'refuse', answer ? reply : {})
    const text = await read(await paperOf(one, 'refusal'))
    const replied = [
      '对用人单位意见的答复：所附流水与平台账单不一致，不予采纳。',
      'On what the employer stated: the statements do not agree.',
    ]
    for (const words of [...zh, ...en]) expect(text).toContain(words)
    for (const words of replied) expect(text.includes(words)).toBe(answer !== null)
    // what was found and the facts go with the reasons; then how the employer was heard, and what it can do
    const order = ['各项', '事实和依据', '将拟作决定的理由告知', '如对本决定有异议'].map((words) => text.indexOf(words))
    expect(order).toEqual(order.toSorted((one, other) => one - other))
    expect(order).not.toContain(-1)
  })

  test('a refusal speaks of the hearing before it, and of none when it was not announced', async () => {
    const [one, other] = [await world.caseIn('awaitingDecision'), await world.caseIn('awaitingDecision')]
    await one.do('approver', 'refuse')
    expect(await read(await paperOf(one, 'refusal'))).not.toContain('告知用人单位')
    await other.do('approver', 'announceRefusal')
    await other.do('applicant', 'answerIntention')
    await other.do('approver', 'refuse')
    await other.do('approver', 'reopenRefusal')
    // the second one is not announced: what was said before the first belongs to that
    await other.do('otherApprover', 'refuse')
    expect((await papersOf(other)).filter(({ kind }) => kind === 'refusal')).toHaveLength(2)
    expect(await read(await paperOf(other, 'refusal'))).not.toContain('告知用人单位')
  })

  test.each(['reopened', 'overturned'] as const)('a refusal that was %s is revoked', async (how) => {
    const one = await world.caseIn('notRecommended')
    expect((await paperOf(one, 'refusal')).ended_as).toBeNull()
    if (how === 'reopened') await one.do('approver', 'reopenRefusal')
    else {
      await one.do('applicant', 'requestReview')
      await one.do('panel', 'overturnRefusal')
    }
    const { ended_as, check_code } = await paperOf(one, 'refusal')
    expect(ended_as).toBe('revoked')
    expect((await world.app.get(Letters).check({ code: check_code })).standing).toBe('revoked')
    // the one that is decided anew counts
    await one.do('otherApprover', 'refuse')
    expect((await papersOf(one)).filter(({ kind }) => kind === 'refusal').map((paper) => paper.ended_as)).toEqual([
      ...['revoked', null],
    ])
  })

  test('the check page says the conditions as the letter does', async () => {
    const one = await world.caseIn('awaitingDecision')
    await one.do('approver', 'recommend', TWO_CONDITIONS)
    await one.makeLetter()
    const { check_code } = await paperOf(one, 'recommendation')
    const { facts } = await world.app.get(Letters).check({ code: check_code })
    const said = facts?.facts.find(({ label }) => label.en === 'Conditions')?.value
    expect(said?.zh).toContain('（1）每季度向我委报送直播场次、平均观看人数和跨境销售额；（2）入职后六个月内补交')
    expect(said?.zh).toContain('应于2027年6月30日前落实')
    expect(said?.en).toContain(
      '(2) Hand in the authenticated degree in six months. They have to be met by 30 June 2027.',
    )
  })

  test('what the approver writes of a criterion is printed as it is written, in both halves', async () => {
    const one = await world.caseIn('awaitingDecision')
    await one.do('approver', 'refuse', {
      assessed: '销售实绩：只有一个月的账单\n无法核实的其他情况',
      assessedEn: 'Sales: statements of one month only\nWhat else could not be verified',
    })
    const text = await read(await paperOf(one, 'refusal'))
    for (const words of [
      '销售实绩：只有一个月的账单。',
      '无法核实的其他情况。',
      'Sales: statements of one month only.',
      'What else could not be verified.',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('其余各项')
  })

  test('a recommendation gives levels and findings, and one that is issued anew the same', async () => {
    const one = await world.caseIn('letterIssued')
    const words = '逐项评估。按0至4档评分，受众规模与互动、销售实绩'
    expect(await read(await paperOf(one, 'recommendation'))).toContain(words)
    await one.do('approver', 'reissueLetter')
    await one.makeLetter()
    expect(await papersOf(one)).toHaveLength(5) // of the filing two, of the acceptance one, and two letters
    expect(await read(await paperOf(one, 'recommendation'))).toContain(words)
  })

  test('a decision gives its grounds in four thousand characters, which the English half has too', async () => {
    const explanation = '平台数据与合同所载不符，须以平台出具的原始数据为准。'.repeat(200).slice(0, 4000)
    const one = await world.caseIn('awaitingDecision')
    await one.do('approver', 'refuse', { explanation })
    const text = await read(await paperOf(one, 'refusal'))
    const withoutFeet = text.replaceAll(/演示沪商荐决〔2026〕\d+号　演示专用 · SPECIMEN(— \d+ —)?/g, '')
    expect(withoutFeet.split(explanation).length).toBe(3)
  })
})

describe('the registry of papers', () => {
  test('has each paper once, and in each series the numbers from one on, though two workers make papers of several kinds at once', async () => {
    const other = await world.openWorker()
    const states = ['underAssessment', 'notAccepted', 'awaitingCorrection', 'underAssessment', 'notAccepted'] as const
    const cases: Case[] = []
    for (const state of [...states, 'withdrawn', 'withdrawn'] as const) cases.push(await world.caseIn(state))
    const ids = cases.map(({ id }) => id)
    const { rows: orders } = await world.admin.query<{ case_id: number; seq: number }>(
      'select case_id, seq from paper_orders where case_id = any ($1)',
      [ids],
    )
    const makers = [worker, other, worker].map((each) => each.get(PaperMaker))
    await Promise.all(orders.flatMap(({ case_id, seq }) => makers.map((maker) => maker.make(case_id, seq))))
    const made = await world.admin.query<{ kind: string; n: number }>(
      'select kind, count(*)::int as n from letters where case_id = any ($1) group by kind order by kind',
      [ids],
    )
    expect(made.rows).toEqual([
      { kind: 'applicationForm', n: 7 },
      { kind: 'correction', n: 1 },
      { kind: 'filingReceipt', n: 7 },
      { kind: 'nonAcceptance', n: 2 },
      { kind: 'receipt', n: 2 },
      { kind: 'withdrawal', n: 2 },
    ])
    await worker.get(PaperMaker).make(ids[0] ?? 0, 999)
    expect(await worker.get(PaperMaker).orderAgain(0)).toBeGreaterThanOrEqual(0)
    const { rows } = await world.admin.query<{ serials: number[]; numbers: number; kept: boolean }>(
      `select array_agg(serial order by serial) as serials, count(distinct number)::int as numbers,
         bool_and(template_id is not null and caused_by is not null) as kept
       from letters group by authority_id, series, year`,
    )
    for (const { serials, numbers, kept } of rows)
      expect({ serials, numbers, kept }).toEqual({
        serials: serials.map((_, index) => index + 1),
        numbers: serials.length,
        kept: true, // its template's version and its event
      })
    expect(rows.length).toBeGreaterThanOrEqual(4)
  })

  test('the firm sees its papers and downloads them; the permit authority sees none that go to the firm', async () => {
    const one = await world.caseIn('letterIssued')
    await papersOf(one)
    const see = async (who: 'applicant' | 'approver' | 'permitOfficer' | 'rival') => {
      const actor = world.person(who as 'applicant')
      return world.database.transaction(settingsOf(actor), (tx) =>
        world.app.get(Papers).list(tx, actor, one.id, '2026-11-24'),
      )
    }
    for (const who of ['applicant', 'approver'] as const)
      expect((await see(who)).map(({ kind }) => kind).sort()).toEqual([
        ...['applicationForm', 'filingReceipt', 'receipt', 'recommendation'],
      ])
    expect((await see('permitOfficer')).map(({ kind }) => kind)).toEqual(['recommendation'])
    const receipt = await paperOf(one, 'receipt')
    const { pdf } = await world.app.get(Letters).fetch(world.person('applicant'), receipt.id)
    expect(pdf.equals(receipt.pdf ?? Buffer.alloc(0))).toBe(true)
    await expect(world.app.get(Letters).fetch(world.person('permitOfficer'), receipt.id)).rejects.toThrow()
  })

  test('the unsigned rendering of the kept data is the beginning of the stored file, byte for byte, and its preview line by line, for a paper of every kind', async () => {
    const { rows } = await world.admin.query<{ case: number; id: number }>(
      `select distinct on (kind) case_id as "case", id from letters where issued_at is not null order by kind, id desc`,
    )
    const kinds: string[] = []
    const previewer = world.app.get(Previewer)
    const known = await world.app.get(Reference).all('paperKinds', '2026-11-24', paperKindSchema)
    for (const { case: caseId, id } of rows) {
      const papers = await lettersIn<PaperRow>(world.app, world.admin, caseId)
      const { kind = '', data, pdf } = papers.find((one) => one.id === id) ?? {}
      const again = await worker.get(LetterRenderer).renderer.render(parseLetter(data))
      expect({ kind, same: pdf?.subarray(0, again.length).equals(again) }).toEqual({ kind, same: true })
      expect(pdf?.toString('latin1', again.length)).toContain('/ETSI.CAdES.detached')
      // its preview has the same pages, and every line where it stands
      const [issued, shown] = [await readSheet(again), await readSheet(await previewer.print(parseLetter(data)))]
      expect({ kind, pages: shown.pages }).toEqual({ kind, pages: issued.pages })
      expect(bodyPlaces(shown)).toEqual(bodyPlaces(issued))
      kinds.push(kind)
    }
    expect(kinds).toEqual([...known.keys()].sort())
  })
})

describe('a paper that could not be printed', () => {
  test('is asked for again when a worker starts, and is made once its faces are there; a made paper is left alone', async () => {
    const one = await world.caseIn('underAssessment')
    const { id } = await paperOf(one, 'receipt')
    const mark = `update letters set failed_at = now(), failure = '{"because":{"zh":"缺字","en":"lacking"}}'`
    await world.admin.query(`${mark} where id = $1`, [id])
    expect(await worker.get(PaperMaker).tryFailed()).toBe(0) // it is issued
    await world.admin.query('delete from letter_files where letter_id = $1', [id])
    await world.admin.query('update letters set issued_at = null, sha256 = null where id = $1', [id])
    expect(await worker.get(PaperMaker).tryFailed()).toBe(1)
    await worker.get(LetterMaker).make(id)
    const { rows } = await world.admin.query(
      'select failed_at, issued_at is not null as made from letters where id = $1',
      [id],
    )
    expect(rows).toEqual([{ failed_at: null, made: true }])
  })
})

describe('words that cannot be printed', () => {
  test('an officer is told at once, with the place and the character, and nothing is done', async () => {
    const one = await world.caseIn('awaitingDecision')
    const error = await one
      .do('approver', 'refuse', { explanation: '不符合😀标准' })
      .catch((problem: unknown) => problem)
    expect(error).toBeInstanceOf(Invalid)
    expect((error as Invalid).problems).toEqual([
      expect.objectContaining({
        code: 'cannotBePrinted',
        path: 'explanation',
        message: { zh: expect.stringContaining('“😀”（U+1F600）'), en: expect.stringContaining('U+1F600') },
      }),
    ])
    const conditions = await one
      .do('approver', 'recommend', { conditions: '每半年报告😀', conditionsDueOn: '2027-06-30' })
      .catch((problem: unknown) => problem)
    expect((conditions as Invalid).problems).toMatchObject([{ code: 'cannotBePrinted', path: 'conditions' }])
    expect(await one.state()).toBe('awaitingDecision')
    const { rows } = await world.admin.query(`select id from letters where case_id = $1 and kind = 'recommendation'`, [
      one.id,
    ])
    expect(rows).toEqual([]) // no number was taken
  })

  test('a name in a script that no face has: the letter is made with the zone’s letters and a line that says so', async () => {
    const one = await world.draft('applicant', 'goodsHost', { visualName: 'Giulia 𐎀𐎁 Rossi' })
    await one.walk([
      ['applicant', 'submit'],
      ['intake', 'accept'],
      ['assessor', 'report'],
      ['approver', 'recommend'],
    ])
    await one.makeLetter()
    expect(await one.state()).toBe('letterIssued')
    const text = await read(await paperOf(one, 'recommendation'))
    expect(text).toContain('关于推荐ROSSI GIULIA MARIA为外籍直播高端人才的函')
    expect(text).toContain('护照所载姓名的文字无法排印，此处以护照机读区的字母代替。')
    expect(text).toContain('Note on the name')
    expect(text).not.toContain('𐎀')
    expect(await read(await paperOf(one, 'receipt'))).toContain('姓名说明')
  })

  test('what a firm has written is spelled out on a notice', async () => {
    const one = await world.draft()
    const { answers } = exampleOf('goodsHost')
    const engagement = { ...answers.engagement, post: '美妆主播💄' }
    await one.do('applicant', 'saveAnswers', { answers: { ...answers, engagement } })
    await one.walk([
      ['applicant', 'submit'],
      ['intake', 'accept'],
    ])
    const text = await read(await paperOf(one, 'receipt'))
    expect(text).toContain('美妆主播[U+1F484]')
  })
})

describe('a template is looked at', () => {
  const editor = () => ({ ...world.person('approver'), roles: ['approver', 'policyEditor'] as const })
  const versionOf = async (kind: string) => {
    const { rows } = await world.admin.query<{ id: number }>(
      `select id from reference where kind = 'letterTemplates' and key = $1`,
      [kind],
    )
    return world.app.get(TemplatePreview).get(editor(), rows[0]?.id ?? 0)
  }
  const pages = async (data: LetterData) => {
    const sheet = await readSheet(await world.app.get(Previewer).print(data))
    expect(sheet.runs.filter(({ upright, text }) => !upright && text.includes('预览')).length).toBe(sheet.pages)
    return textOf(sheet).replaceAll('\n', '')
  }

  test.each(readEntries('paperKinds').map(({ key }) => key))(
    '%s on the samples, with PREVIEW across every page and no seal',
    async (kind) => {
      const preview = world.app.get(TemplatePreview)
      const text = await pages(await preview.sample(await versionOf(kind)))
      // of a filing strangers may see the receipt: it says nothing of the person
      expect(text).toContain(FILING_KINDS.includes(kind) ? '2026-000128' : 'TANAKA')
      expect(text).not.toMatch(/演示专用|\{\{/)
    },
  )

  test('on a real case in scope; what nobody may see is not there', async () => {
    const one = await world.caseIn('notRecommended')
    const { rows } = await world.admin.query<{ number: string; letters: number }>(
      'select number, (select count(*)::int from letters) as letters from cases where id = $1',
      [one.id],
    )
    const [found] = rows
    const preview = world.app.get(TemplatePreview)
    const data = await preview.ofCase(editor(), await versionOf('refusal'), found?.number ?? '')
    const text = await pages(data)
    expect(text).toContain('As the papers show.')
    expect(text).toContain('不符合推荐标准')
    const after = await world.admin.query<{ letters: number; read: number }>(
      `select (select count(*)::int from letters) as letters,
         (select count(*)::int from events where case_id = $1 and action = 'readCase' and actor_id = $2) as read`,
      [one.id, world.person('approver').id],
    )
    expect(after.rows[0]).toEqual({ letters: found?.letters, read: 1 })
    const plain = world.person('policyEditor')
    await expect(preview.ofCase(plain, await versionOf('refusal'), found?.number ?? '')).rejects.toThrow(NotFound)
    await expect(preview.ofCase(editor(), await versionOf('refusal'), '2026-999999')).rejects.toThrow(NotFound)
    await expect(preview.get(editor(), 1)).rejects.toThrow(NotFound)
  })
})

test('every kind of paper has its reference data', async () => {
  const { rows } = await world.admin.query<{ kind: string; keys: string[] }>(
    `select kind, array_agg(key) as keys from reference where kind in ('paperKinds', 'letterTemplates') group by kind order by kind`,
  )
  for (const { keys } of rows) expect(keys.sort()).toEqual(rows[0]?.keys.sort())
  expect(rows).toHaveLength(2)
})
