/** The panel of evidence on a case's page: what the platforms export, what looks doubtful, and what is or is not here; and what a permit officer sees of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { path } from '../../src/base/path.js'
import { paperOf } from '../cases/inputs.js'
import { ROUTES } from '../cases/routes.js'
import type { Case } from '../cases/world.js'
import { type Page, plain, Served } from './served.js'

let site: Served

beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())

const MONTHS = ['2026-07', '2026-08', '2026-09', '2026-10']
const CHANNEL = {
  platform: 'Taobao Live',
  handle: 'giulia_moda',
  followers: 1_280_000,
  averageViewers: 21_500,
  salesLast12MonthsCny: 86_000_000,
  languages: ['zh', 'it'],
  markets: ['CN', 'IT'],
  productCategories: ['food', 'hand-made lanterns'],
  hasExport: true,
  export: {
    from: '2026-07-01',
    to: '2026-10-31',
    realName: 'other',
    seriesPage: 2,
    series: MONTHS.map((month, index) => ({
      month,
      followers: [400_000, 420_000, 1_260_000, 1_280_000][index],
      averageViewers: 21_500,
      sales: 7_000_000 + index,
    })),
    indicators: [
      { kind: 'engagementRate', value: 5.5, document: 'platformEvidence', page: 3 },
      { kind: 'returnRate', value: 8, document: 'contract' },
      { kind: 'orders', value: 120_000 },
    ],
    violations: [{ on: '2026-05-06', what: 'Superlatives in an advertisement', outcome: 'Warned' }],
  },
}
const CIRCUMSTANCES = {
  hasFamily: true,
  familyMembers: [{ relation: 'spouse', name: 'MARIO ROSSI' }],
  hasForeignPapers: true,
  foreignPapers: ['degree', 'workExperience'],
  promises: true,
  promised: ['policeRecord'],
  claimsRoute: true,
  claims: [{ route: 'innovator', grounds: 'A prize of 2024.', document: 'recognition', page: 2 }],
}
const COMPLIANCE = { isSigned: true, groups: ['copyright', 'minors'], talentSignedOn: '2026-11-20' }

async function drafted(): Promise<Case> {
  const one = await site.world.draft('applicant')
  await one.do('applicant', 'saveAnswers', {
    answers: { channels: [CHANNEL], circumstances: CIRCUMSTANCES, compliance: COMPLIANCE },
  })
  await one.do('applicant', 'attachFile', { ...paperOf({ kind: 'translation' }), details: { of: 'degree' } })
  return one
}

async function assessed(): Promise<Case> {
  const one = await drafted()
  await one.walk(ROUTES.underAssessment)
  return one
}

/** The panel alone. */
const panelOf = ({ html }: Page): { html: string; text: string } => {
  const [part = ''] = /<section class="hj-sec" aria-labelledby="evidence">[\s\S]*?<\/section>/.exec(html) ?? []
  const text = part
    .replace(/<svg[\s\S]*?<\/svg>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
  return { html: plain(part), text: plain(text) }
}

const papersOf = async ({ id }: Case): Promise<Record<string, { id: number; sha256: string }>> => {
  const { rows } = await site.world.admin.query<{ kind: string; id: number; sha256: string }>(
    'select kind, id, sha256 from attachments where case_id = $1',
    [id],
  )
  return Object.fromEntries(rows.map(({ kind, ...rest }) => [kind, rest]))
}

describe('the panel of evidence', () => {
  test('gives period, hash, each figure with the page where it stands, and the questions that it feeds', async () => {
    const one = await assessed()
    const { html, text } = panelOf(await (await site.visitor('assessor')).open(path.case(one.id)))
    const { platformEvidence, contract } = await papersOf(one)
    expect(text).toContain('Period 1 July 2026 to 31 October 2026')
    expect(text).toContain(`SHA-256 ${platformEvidence?.sha256}`)
    expect(text).toContain('Followers 1,280,000 declared by the firm used for: Audience and engagement')
    expect(text).toContain('Engagement rate (%) 5.5 page 3 used for: Audience and engagement')
    expect(html).toContain(`href="${`${path.fileView(one.id, Number(platformEvidence?.id))}#page-3`}"`)
    expect(html).toContain(`href="${path.fileView(one.id, Number(contract?.id))}"`)
    expect(text).toContain('Orders 120,000 no page stated used for: Sales')
    expect(text).toContain('Real name Verified, in another name')
    expect(text).toContain('Violations 6 May 2026, Superlatives in an advertisement Warned')
  })

  test('shows the arithmetic of what looks doubtful, and the months as a drawing with its table', async () => {
    const one = await assessed()
    const { html, text } = panelOf(await (await site.visitor('assessor')).open(path.case(one.id)))
    expect(text).toContain('followers jumped in September 2026')
    expect(text).toContain('followers 420,000 → 1,260,000 in September 2026: ×3.0; the rule flags more than ×2.0')
    expect(html.match(/<svg class="hj-chart" /g)).toHaveLength(3)
    expect(html).toContain('<title id="channel-1-averageViewers-title">Average viewers, in thousands</title>')
    expect(html).toContain('<title id="channel-1-followers-title">Followers, in thousands</title>')
    // three quiet months and the one that jumped
    expect([...(html.match(/<rect class="c[15]"/g) ?? [])].slice(0, 4)).toEqual([
      '<rect class="c5"',
      '<rect class="c5"',
      '<rect class="c1"',
      '<rect class="c5"',
    ])
    expect(text).toContain('September 2026 check 1,260,000 21,500 7,000,002')
    expect(text).toContain('July 2026 400,000 21,500 7,000,000')
  })

  test('says which goods need a licence, what is forsworn and signed, what is claimed, promised, to come and not translated', async () => {
    const one = await assessed()
    const { text } = panelOf(await (await site.visitor('assessor')).open(path.case(one.id)))
    expect(text).toMatch(/Goods and licences 2 missing Food a food business licence/)
    expect(text).toContain('missing: Licence for the product category')
    expect(text).toContain('hand-made lanterns not in the list: judge whether it needs a licence')
    expect(text).toContain('Commitment to lawful streaming 2 of 11 groups named')
    expect(text).toContain('Signed by the candidate 20 November 2026 Sealed by the firm no date given')
    expect(text).toMatch(/Routes claimed 1 to be judged Class A: /)
    expect(text).toContain('A prize of 2024. Evidence for the claimed route, page 2 (missing)')
    expect(text).toMatch(/Promised or needed later 1 promised, \d more to come/)
    expect(text).toContain('Certificate of no criminal record replaced by a letter of commitment; to follow')
    expect(text).toContain('Family documents Accompanying family')
    expect(text).toContain('Translations 1 missing')
    expect(text).toContain('translated see: Highest degree or vocational certificate translation.pdf')
    expect(text).toContain('no Chinese translation see: Proof of work experience')
  })

  test('without an export there are only the declared figures, and nothing is made up', async () => {
    const one = await site.world.caseIn('underAssessment')
    const { html, text } = panelOf(await (await site.visitor('assessor')).open(path.case(one.id)))
    expect(text).toContain('no export given')
    expect(html).not.toContain('<svg class="hj-chart"')
    expect(text).not.toContain('Routes claimed')
  })

  test('a permit officer sees the same panel without the questions of the scorecard', async () => {
    const one = await drafted()
    await one.walk(ROUTES.letterReceived)
    const page = await (await site.visitor('permitOfficer')).open(path.case(one.id))
    const { text } = panelOf(page)
    expect(page.status).toBe(200)
    expect(text).toContain('Engagement rate (%) 5.5 page 3')
    expect(text).toContain('followers jumped in September 2026')
    expect(text).toContain('Certificate of no criminal record replaced by a letter')
    expect(text).not.toContain('feeds:')
  })
})
