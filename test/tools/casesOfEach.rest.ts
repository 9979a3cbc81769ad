/** The case files as a person plays them: the real command, on the built product. One of each kind; the others: cases.long.ts. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { paperCaseOf, readCaseFile, wishOf } from '../../tools/cases/caseFile.js'
import { fillInput } from '../../tools/cases/fill.js'
import { makePaper } from '../../tools/papers.js'
import { EVERY_TIME, OURS, PATIENCE, passAll, play } from './caseFiles.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haijian-case-files-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A case file to be spoilt. */
interface Loose {
  firm: Record<string, unknown>
  talent: Record<string, unknown>
  engagement: unknown
  channels?: unknown
  documents: { kind: string; pages?: null; format?: null }[]
  flow?: unknown[]
  expect?: { points: { total: number }; blocks: string[] } | null
}

/** Writes one of our case files, changed, under another name. */
function write(name: string, from: string, change: (file: Loose) => void): void {
  const source = readdirSync(OURS).find((one) => one.startsWith(from)) ?? ''
  const file: Loose = JSON.parse(readFileSync(join(OURS, source), 'utf8'))
  change(file)
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(file))
}

describe('npm run cases', () => {
  test('passes one of each kind, and keeps their letters', () => passAll(EVERY_TIME), PATIENCE)

  test(
    'says what differs, file by file, and ends with 1',
    async () => {
      write('a-wrong-points', '05', ({ expect: expected }) => {
        if (!expected) throw new Error('case 05 expects something')
        expected.points.total += 1
        expected.blocks = ['photoUnfit']
      })
      write('b-not-refused', '09', (file) => {
        file.flow = [
          { by: 'applicant', action: 'submit', state: 'submitted' },
          { by: 'applicant', action: 'withdraw', refused: true, state: 'submitted' },
        ]
      })
      write('c-wrong-state', '09', (file) => {
        file.flow = [{ by: 'applicant', action: 'submit', state: 'underAssessment' }]
      })
      write('d-form', '09', (file) => {
        file.talent.experienceYears = 'eight'
        file.expect = null
      })
      writeFileSync(join(folder, 'e-broken.json'), '{ "title": ')
      writeFileSync(join(folder, 'f-empty.json'), '{ "talent": {}, "submittedOn": "2026-02-30" }')
      const { status, lines } = await play(folder)
      expect(lines[0]).toBe(
        'FAIL a-wrong-points: points.total: expected 62, got 61; blocks: expected [photoUnfit], got [nameNotPlainLetters, resumeGap:2019-07, photoUnfit]; ' +
          'flow 1, applicant submit: what the refusal names: expected [photoUnfit], got [nameNotPlainLetters, resumeGap:2019-07, photoUnfit]',
      )
      expect(lines[1]).toMatch(
        /^FAIL b-not-refused: flow 2, applicant withdraw: expected a refusal, got 200 withdrawn; /,
      )
      expect(lines[2]).toBe(
        'FAIL c-wrong-state: flow 1, applicant submit: state: expected underAssessment, got submitted',
      )
      expect(lines[3]).toMatch(
        /^FAIL d-form: the form refuses talent\.experienceYears: \w+ \(.*\); flow 1, applicant submit: expected submitted, got 409 /,
      )
      expect(lines[4]).toMatch(/^FAIL e-broken: not JSON: /)
      expect(lines[5]).toMatch(/^FAIL f-empty: not a case file: submittedOn: not a date YYYY-MM-DD; firm: /)
      expect(lines[6]).toBe('0 passed, 6 failed')
      expect(lines).toHaveLength(7)
      expect(status).toBe(1)
    },
    PATIENCE,
  )

  test('refuses a folder without case files, and says how it is used', async () => {
    mkdirSync(join(folder, 'nothing'))
    const { status, errors } = await play(join(folder, 'nothing'))
    expect(status).toBe(1)
    expect(errors).toContain('There are no case files (*.json) to play in')
    expect(errors).toContain('npm run cases -- DIR')
    expect((await play()).status).toBe(1)
  })
})

describe('what a case file leaves open', () => {
  test('is filled in from one table, and nothing that is given is changed', () => {
    expect(fillInput('report', { opinion: 'against' }, '2026-11-24')).toMatchObject({
      opinion: 'against',
      summary: expect.any(String),
    })
    expect(fillInput('refuse', { reasons: ['other'] }, '2026-11-24')).toMatchObject({
      reasons: ['other'],
      explanation: expect.any(String),
    })
    expect(fillInput('requestCorrection', { items: [{ on: 'degree', page: 2 }] }, '2026-11-24')).toEqual({
      items: [{ on: 'degree', page: 2, what: expect.any(String), whatEn: expect.any(String) }],
    })
    expect(fillInput('accept', null, '2026-11-24')).toEqual({})
    expect(fillInput('reportEnd', { endedOn: null }, '2026-11-24')).toMatchObject({ endedOn: '2026-11-24' })
  })

  test('does not hinder its papers', async () => {
    write('bare', '01', (file) => {
      file.firm = { nameZh: file.firm.nameZh, creditCode: file.firm.creditCode }
      file.talent = { chinese: {}, resume: [{ from: '2020-01', to: null }], birthDate: '2000-02-29' }
      file.engagement = null
      delete file.channels
      file.documents = file.documents.map(({ kind }) => ({ kind, pages: null, format: null }))
      delete file.flow
      delete file.expect
    })
    const bare = readCaseFile(folder, 'bare.json')
    for (const document of bare.documents ?? []) {
      const { bytes, mime } = await makePaper(wishOf(document), paperCaseOf(bare))
      expect(mime).toBe(document.kind === 'photo' ? 'image/jpeg' : 'application/pdf')
      expect(bytes.length).toBeGreaterThan(1000)
    }
  })
})
