import { expect, test } from '@jest/globals'
import { languageOf } from '../../src/criteria/paperLanguage.js'

test.each([
  [
    'zh',
    '兹证明罗茜女士在本公司任主播，负责服装类目的直播销售，工作认真负责，成绩突出，特此证明，请贵单位予以接洽为荷。',
  ],
  [
    'zh',
    '聘用合同 Employment contract：甲方 Party A 聘用乙方 Party B 为主播，合同期限两年，年薪人民币九十六万元，双方签字盖章后生效。',
  ],
  ['en', 'Employment agreement between Party A Tideline and Party B Giulia Rossi, date 2026-10-01, salary RMB 80000'],
  [
    'en',
    'This is to certify that Giulia Rossi has completed the degree of Master of Arts and was with this university.',
  ],
  ['pt', 'Certificamos que o titular do presente documento não possui antecedentes e que o registo é da comarca.'],
  ['es', 'Se hace constar que la persona nombrada en el presente documento no tiene antecedentes en los registros.'],
  [
    'fr',
    'Le bulletin du casier judiciaire de la personne nommée est délivré par le ministère et ne comporte pas des condamnations.',
  ],
  [
    'de',
    'Das Zeugnis wird der Antragstellerin von der Behörde erteilt und ist mit dem Siegel der Universität versehen.',
  ],
  [
    'it',
    'Si certifica che la dottoressa Rossi ha conseguito il titolo di laurea della facoltà di lettere per il corso.',
  ],
  [
    'ja',
    '田中由紀は、当社において化粧品の販売および配信の業務に従事したことをここに証明します。以上のとおり相違ありません。',
  ],
  ['ko', '위 사람은 본 대학교에서 소정의 과정을 이수하고 학사 학위를 취득하였음을 증명합니다. 총장 직인을 찍습니다.'],
  ['ru', 'Настоящим подтверждается, что гражданка не имеет судимости на территории Российской Федерации.'],
  ['th', 'ขอรับรองว่าบุคคลดังกล่าวไม่มีประวัติอาชญากรรมตามฐานข้อมูลของสำนักงานตำรวจแห่งชาติ'],
  ['ar', 'نشهد بأن السيدة المذكورة أعلاه لا يوجد بحقها أي سوابق جنائية في سجلات الدولة حتى تاريخه'],
  ['he', 'הרינו לאשר כי הנזכרת לעיל סיימה את לימודיה לתואר ראשון באוניברסיטה העברית בהצטיינות'],
  ['el', 'Βεβαιώνεται ότι η ανωτέρω δεν έχει ποινικό μητρώο σύμφωνα με τα αρχεία της υπηρεσίας μας'],
  ['hi', 'प्रमाणित किया जाता है कि उपरोक्त व्यक्ति के विरुद्ध कोई आपराधिक अभिलेख उपलब्ध नहीं है और आचरण उत्तम है'],
  ['other', 'Giấy chứng nhận tốt nghiệp đại học chuyên ngành kinh tế quốc tế trường Hà Nội năm hai nghìn'],
])('proposes %s', (language, text) => {
  expect(languageOf(text)).toBe(language)
})

test('says nothing of a scan, a stamp or a name, nor of text of which it knows too little', () => {
  const heads = 'EMPLOYMENT CONTRACT ROSSI GIULIA Tideline Commerce Salary RMB 80,000 monthly, 24 months, Changning'
  for (const text of [
    heads,
    '',
    'ROSSI GIULIA MARIA',
    '2026-10-24 1234567890 1234567890 1234567890 1234567890',
    '合格',
  ])
    expect(languageOf(text)).toBeUndefined()
})
