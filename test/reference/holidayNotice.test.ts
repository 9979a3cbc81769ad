/** The State Council's notice on holidays as it is pasted: read where its sentences are the usual ones, refused where they are not. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readHolidayNotice } from '../../src/reference/holidayNotice.js'
import { projectFolder } from '../../src/settings.js'

/** The notice of 2026 as it was published. */
const NOTICE = `国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作，遇有重大突发事件，要按规定及时报告并妥善处置，确保人民群众祥和平安度过节日假期。
国务院办公厅
2025年11月4日`

/** The calendar that came with the program. */
const SHIPPED = (
  JSON.parse(readFileSync(join(projectFolder, 'migrations/reference/calendar.json'), 'utf8')) as {
    key: string
    body: { off: unknown; working: unknown }
  }[]
).find(({ key }) => key === '2026')

describe('the notice of 2026', () => {
  test('makes the calendar that is shipped, without a word left over', () => {
    const { year, off, working, unread, source } = readHolidayNotice(NOTICE)
    expect({ off, working }).toEqual({ off: SHIPPED?.body.off, working: SHIPPED?.body.working })
    expect([year, unread, source?.zh]).toEqual([
      2026,
      [],
      '《国务院办公厅关于2026年部分节假日安排的通知》（国办发明电〔2025〕7号）',
    ])
  })

  test('with plain signs and without line breaks says the same', () => {
    const plain = NOTICE.normalize('NFKC').replaceAll('\n', '')
    expect(readHolidayNotice(plain).off).toEqual(SHIPPED?.body.off)
  })
})

describe('what is not understood is said', () => {
  const spoilt = (from: string, to: string) => readHolidayNotice(NOTICE.replace(from, to))

  test.each([
    ['another weekday', '1月4日（周日）上班', '1月4日（周六）上班', '日期不存在，或者与星期不符', 0, -1],
    ['no such day', '6月19日（周五）至21日', '6月31日（周五）至33日', '日期不存在，或者与星期不符', -1, 0],
    ['another count of days', '共9天', '共8天', '写明8天，起止日期之间为9天', -1, 0],
    ['words between', '4月4日（周六）至6日（周一）放假', '4月4日（周六）前后放假', '未能识别', -1, 0],
  ])('%s', (_, from, to, why, fewerOff, fewerWorking) => {
    const { off, working, unread } = spoilt(from, to)
    expect([off.length, working.length]).toEqual([7 + fewerOff, 6 + fewerWorking])
    expect(unread.map(({ zh }) => zh).join()).toContain(why)
  })

  test('a holiday that is missing, a text that is no notice, and one without a year', () => {
    expect(spoilt('六、中秋节：9月25日（周五）至27日（周日）放假，共3天。', '').unread).toEqual([
      { zh: '通知中未识别到中秋节', en: 'Mid-Autumn Festival was not found in the notice' },
    ])
    expect(readHolidayNotice('2027年放假安排另行通知。')).toMatchObject({ year: 2027, off: [], unread: [{}] })
    expect(readHolidayNotice('元旦：1月1日放假1天。').unread[0]?.zh).toContain('未识别到年份')
    expect(readHolidayNotice('元旦：1月1日放假1天。', 2027).off).toEqual([
      { from: '2027-01-01', to: '2027-01-01', name: { zh: '元旦', en: 'New Year’s Day' } },
    ])
  })

  test('days before New Year and two festivals in one', () => {
    const { off, working } = readHolidayNotice(
      '国务院办公厅关于2023年部分节假日安排的通知\n一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。\n' +
        '六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。',
    )
    expect(off.map(({ from, to, name }) => [from, to, name.zh])).toEqual([
      ['2022-12-31', '2023-01-02', '元旦'],
      ['2023-09-29', '2023-10-06', '中秋节、国庆节'],
    ])
    expect(working).toEqual(['2023-10-07', '2023-10-08'])
  })
})
