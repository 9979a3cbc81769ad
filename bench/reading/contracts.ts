/** Contracts that say what the application says, and contracts that say something else in one place. */
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { comparePaper, type ComparedItem, type Comparison } from '../../src/criteria/comparedPaper.js'
import { readSubject, type Subject } from '../../src/criteria/subject.js'
import type { Chance } from '../../tools/papers/chance.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { inventPassport } from './passports.js'

const OTHER = {
  nameZh: '上海浦江直播科技有限公司',
  nameEn: 'Shanghai Pujiang Live Co., Ltd.',
  creditCode: '91310115MA1K7T3E67',
}

/** What another contract says otherwise, and the items that must not agree then. */
const CHANGES: readonly (readonly [readonly ComparedItem[], (file: PaperCase, chance: Chance) => PaperCase])[] = [
  [[], (file) => file],
  [['firm', 'creditCode'], (file) => ({ ...file, firm: OTHER })],
  [['firm'], (file) => ({ ...file, firm: { ...file.firm, nameZh: OTHER.nameZh } })],
  [
    ['name'],
    (file, chance) => ({
      ...file,
      talent: { ...inventPassport(chance, file).about.talent, passport: file.talent.passport },
    }),
  ],
  [
    ['number'],
    (file) => ({ ...file, talent: { ...file.talent, passport: { ...file.talent.passport, number: 'ZZ9080706' } } }),
  ],
  [
    ['salaryPerYear'],
    (file) => ({ ...file, engagement: { ...file.engagement, salaryPerYear: file.engagement.salaryPerYear + 1000 } }),
  ],
  [
    ['salaryPerMonth'],
    (file) => ({ ...file, engagement: { ...file.engagement, salaryPerMonth: file.engagement.salaryPerMonth - 500 } }),
  ],
  [
    ['end'],
    (file) => ({
      ...file,
      engagement: { ...file.engagement, contract: { ...file.engagement.contract, end: '2030-02-28' } },
    }),
  ],
]

export interface Counted {
  readonly wanted: number
  readonly found: number
  readonly wrongAgreements: number
  readonly wrongDifferences: number
}

/** A contract with its one change, of those in turn, beside the application that does not have it. */
export async function compareContract(base: PaperCase, turn: number, chance: Chance): Promise<Counted> {
  const { about } = inventPassport(chance, base)
  const [items, change] = CHANGES[turn % CHANGES.length] as (typeof CHANGES)[number] // of the list
  const language = turn % 3 === 0 ? 'en' : 'zh'
  const { bytes } = await makePaper({ kind: 'contract', pages: 2 + (turn % 5), language }, change(about, chance))
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  const pages = Array.from({ length: document.getPageCount() }, (_, at) =>
    document
      .getPage(at)
      .getText()
      .split(/\r\n|[\r\n]/),
  )
  library.destroy()
  const compared = comparePaper('contract', pages, {
    answers: readSubject(about as unknown as Subject), // a case file's answers, of the form's names
    visualName: about.talent.visualName,
    firm: about.firm,
    issuedOn: null,
  })
  const count = (is: (one: Comparison) => boolean) => compared.filter(is).length
  return {
    wanted: compared.length,
    found: count(({ verdict }) => verdict !== 'notFound'),
    wrongAgreements: count(({ item, verdict }) => items.includes(item) && verdict === 'agrees'),
    wrongDifferences: count(({ item, verdict }) => !items.includes(item) && verdict === 'differs'),
  }
}
