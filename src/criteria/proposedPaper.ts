/**
 * What a file most likely is, when it was issued and in which language: read from its name, its first pages' text and
 * its shape. Only a proposal, which a person confirms. The words stand in one table, by kind; the
 * highest score wins, and a tie proposes nothing. Pure.
 */
import type { DocumentKind, PaperLanguage } from '../forms/choices.js'
import { languageOf } from './paperLanguage.js'

/** What is known of a file: `text` of its first pages. When its program made it says nothing of when it was issued. */
export interface PaperTraits {
  readonly name: string
  readonly format: 'pdf' | 'jpeg' | 'png' | 'csv' | 'xlsx'
  readonly text?: string | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
}

export interface ProposedPaper {
  readonly kind?: DocumentKind
  /** Of a translation: which kind it translates. */
  readonly of?: DocumentKind
  /** ISO date. */
  readonly issuedOn?: string
  readonly language?: PaperLanguage
}

/** Words by which a kind is known: in a name each counts three times what it counts in a text. */
const WORDS: readonly (readonly [DocumentKind, ...string[]])[] = [
  ['passportPage', '护照', 'passport', 'passeport', 'pasaporte', 'passaporte', '여권', 'パスポート', 'mrz'],
  ['photo', '证件照', '照片', '白底', '寸照', 'photo', 'headshot', 'portrait', 'foto'],
  ['resume', '简历', '履历', 'resume', 'résumé', 'curriculum', 'cv', 'lebenslauf', '이력서'],
  [
    'contract',
    '聘用合同',
    '劳动合同',
    '任职证明',
    '聘用',
    '合同',
    '聘书',
    'contract',
    'employment agreement',
    'offer letter',
  ],
  [
    'workExperience',
    '工作资历',
    '工作经历证明',
    '工作证明',
    '在职证明',
    '离职证明',
    '资历',
    'work experience',
    'reference letter',
    'employment certificate',
    'certificate of employment',
    'experience letter',
  ],
  [
    'degree',
    '学位',
    '学历',
    '毕业证',
    '文凭',
    'degree',
    'diploma',
    'bachelor',
    'master of',
    'laurea',
    'título',
    'graduation',
  ],
  [
    'policeRecord',
    '无犯罪',
    '无刑事',
    '犯罪记录',
    'police',
    'criminal record',
    'no criminal',
    'background check',
    'antecedentes',
    'casellario',
    'führungszeugnis',
    'clearance',
  ],
  ['medical', '体检', '健康证明', '健康检查', 'medical', 'physical examination', 'health certificate'],
  [
    'platformEvidence',
    '平台',
    '直播数据',
    '后台',
    '账号截图',
    '粉丝',
    'tiktok',
    'youtube',
    'analytics',
    'dashboard',
    'douyin',
    '抖音',
    'channel',
    'followers',
    'shopee',
  ],
  [
    'commitment',
    '合规直播承诺',
    '直播承诺',
    '合规承诺',
    'lawful streaming',
    'streaming commitment',
    'compliance commitment',
  ],
  ['visaPage', '签证', '居留许可', 'visa', 'residence permit'],
  ['cancellation', '注销证明', '工作许可注销', '注销', 'cancellation'],
  ['salaryCommitment', '薪资承诺', '薪资事项', '工资承诺', '薪酬承诺', 'salary commitment', 'salary undertaking'],
  ['recognition', '认定材料', '获奖', '奖状', '荣誉', 'award', 'recognition', 'prize'],
  ['family', '结婚证', '出生证', '家属', 'marriage', 'birth certificate', 'family'],
  ['promise', '告知承诺', '承诺书代替'],
  ['categoryLicence', '食品经营', '许可证', '备案凭证', '医疗器械经营', 'business licence', 'food licence', 'licence'],
  ['qualification', '资质证明', '资格证', '执业证', '主播资质', 'professional qualification'],
  ['previousPermit', '原工作许可', '工作许可证', 'work permit'],
]
const TRANSLATION = ['翻译', '译文', '译本', '中译', '译件', 'translation', 'translated']

const IN_NAME = 3
/** One word of a text is too little to say what a paper is. */
const LEAST = 2

/** As it is compared: one case, and signs between words as one space. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.,;:()[\]（）【】·]+/gu, ' ')

const LATIN = /^[\p{Script=Latin} ]+$/u

/** A word in Latin letters must stand by itself (`cv` is not in `cvs`); a Chinese one may stand anywhere. */
const holds = (text: string, word: string): boolean =>
  LATIN.test(word)
    ? ` ${text} `.includes(` ${word} `) || (word.length > 3 && ` ${text} `.includes(` ${word}s `))
    : text.includes(word)

/** A longer word says more than a shorter one that stands in it. */
const weightOf = (text: string, words: readonly string[]): number =>
  Math.max(0, ...words.filter((word) => holds(text, word)).map((word) => (LATIN.test(word) ? 2 : word.length)))

function scoresOf(name: string, text: string): { kind: DocumentKind; score: number }[] {
  return WORDS.map(([kind, ...words]) => ({
    kind,
    score: IN_NAME * weightOf(name, words) + words.filter((word) => holds(text, word)).length,
  }))
    .filter(({ score }) => score >= LEAST)
    .sort((one, other) => other.score - one.score)
}

/** A picture of a person for a permit is upright and small; a scan of a page is neither. */
const isPortrait = ({ format, width = 0, height = 1 }: PaperTraits): boolean =>
  format === 'jpeg' && width / height > 0.7 && width / height < 0.85 && height <= 1200

const MACHINE_READABLE = /P<[A-Z]{3}[A-Z<]{20,}/

function kindOf(traits: PaperTraits, name: string, text: string): Pick<ProposedPaper, 'kind' | 'of'> {
  const [first, second] = scoresOf(name, text)
  const best = first && first.score !== second?.score ? first.kind : undefined
  if ([name, text.slice(0, 400)].some((where) => TRANSLATION.some((word) => holds(where, word))))
    return best ? { kind: 'translation', of: best } : { kind: 'translation' }
  if (best) return { kind: best }
  if (first) return {}
  if (MACHINE_READABLE.test(traits.text ?? '')) return { kind: 'passportPage' }
  return isPortrait(traits) ? { kind: 'photo' } : {}
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const YEAR_FIRST = /(?<!\d)((?:19|20)\d{2})\s*[年\-/._ ]\s*(\d{1,2})\s*[月\-/._ ]\s*(\d{1,2})(?!\d)/
const RUN = /(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/
const DAY_NAMED =
  /(?<!\d)(\d{1,2})(?:st|nd|rd|th)?\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+((?:19|20)\d{2})/i
const NAMED_DAY =
  /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{2})/i
const ISSUED =
  /(?:签发日期|发证日期|出具日期|开具日期|签署日期|颁发日期|签发|date of issue|issue date|issued on|issued|dated)/gi

/** The first date in a text whose order of day and month cannot be mistaken. ISO. */
export function findDate(text: string): string | undefined {
  const found = [
    [YEAR_FIRST, [1, 2, 3]],
    [RUN, [1, 2, 3]],
    [DAY_NAMED, [3, 2, 1]],
    [NAMED_DAY, [3, 1, 2]],
  ] as const
  const dates = found.flatMap(([form, [year, month, day]]) => {
    const match = form.exec(text)
    const date = match && isoOf(match[year], match[month], match[day])
    return match && date ? [{ at: match.index, date }] : []
  })
  return dates.sort((one, other) => one.at - other.at)[0]?.date
}

function isoOf(year = '', month = '', day = ''): string | undefined {
  const named = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1
  const iso = `${year}-${String(named || month).padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${iso}T00:00:00Z`)
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? undefined : iso
}

/** How far behind the words a date may stand. */
const NEAR = 60

/** The date behind the words that announce a day of issue. */
function issuedIn(text: string): string | undefined {
  for (const { index, 0: words } of text.matchAll(ISSUED)) {
    const date = findDate(text.slice(index + words.length, index + words.length + NEAR))
    if (date) return date
  }
  return undefined
}

/**
 * What a file is proposed to be.
 *
 * @param today ISO date; nothing was issued later
 */
export function proposePaper(traits: PaperTraits, today: string): ProposedPaper {
  const { name, text = '' } = traits
  const dates = [issuedIn(text), findDate(name)]
  const issuedOn = dates.find((date) => date !== undefined && date <= today)
  const found = kindOf(traits, plain(name.replace(/\.[a-z]{3,4}$/i, '')), plain(text))
  const language = languageOf(text)
  const dated = issuedOn === undefined ? found : { ...found, issuedOn }
  return language === undefined ? dated : { ...dated, language }
}
