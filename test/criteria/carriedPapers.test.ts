/** Which papers of an earlier application may be used again, by the rules that are shipped, and why the others must be new. */
import { describe, expect, test } from '@jest/globals'
import { type EarlierPaper, whyAnew } from '../../src/criteria/carriedPapers.js'
import { rulesOn } from './example.js'

const { documents } = rulesOn('2026-11-24').rules
const why = (paper: EarlierPaper, decisionOn = '2026-12-23', samePassport = true) =>
  whyAnew(paper, { rule: documents[paper.kind], decisionOn, samePassport })

describe('a paper of an earlier application', () => {
  test('may be used again up to its last day, and is too old the day after', () => {
    const police = { kind: 'policeRecord', issuedOn: '2026-06-23' }
    expect(documents.policeRecord?.monthsValid).toBe(6)
    expect(why(police, '2026-12-23')).toBeUndefined()
    expect(why(police, '2026-12-24')).toEqual({
      zh: '2026年6月23日签发，可用到2026年12月23日，早于预计决定日2026年12月24日',
      en: 'issued on 23 June 2026, it can be used until 23 December 2026, before the expected decision on 24 December 2026',
    })
  })

  test('without a day of issue is not known to be valid, unless its kind never grows old', () => {
    expect(why({ kind: 'policeRecord', issuedOn: null })?.en).toBe('no date of issue, so validity cannot be judged')
    expect(why({ kind: 'degree', issuedOn: null })).toBeUndefined()
  })

  test('about one engagement is new with each, as is the passport when it is another one', () => {
    expect(why({ kind: 'contract', issuedOn: '2026-11-01' })?.en).toBe(
      'term and pay must be those of the current contract',
    )
    const passport = { kind: 'passportPage', issuedOn: null }
    expect([why(passport), why(passport, '2026-12-23', false)?.en]).toEqual([undefined, 'the passport number differs'])
    expect(why({ kind: 'degree', issuedOn: null }, '2026-12-23', false)).toBeUndefined()
  })

  test('of a kind that is not asked for any more is not taken over', () => {
    expect(why({ kind: 'faxCopy', issuedOn: '2026-11-01' })?.en).toBe('this kind is no longer needed')
  })
})
