/** What is said about a case beside the names of its acts: to the firm, to officers, and why something must wait. */
import { describe, expect, test } from '@jest/globals'
import type { Bilingual } from '../../src/base/text.js'
import type { Actor } from '../../src/people/actor.js'
import { confirmationOf } from '../../src/workflow/confirmations.js'
import { consequenceOf } from '../../src/workflow/effectWords.js'
import type { Facts } from '../../src/workflow/facts.js'
import { hearingOf, labelFor, taskText, untilText, wordsIn } from '../../src/workflow/firmWords.js'
import { enclosingOf, findForm, FORMS } from '../../src/workflow/forms.js'
import { barredPlaces, repeatedItems, WHEN, type When } from '../../src/workflow/rules.js'
import { asksFor, isState, metaOf, PROMISED, statesWaitingFor } from '../../src/workflow/step.js'
import { FILLING, isEventName, OWN_WORK, WORDS, wordsOf } from '../../src/workflow/words.js'
import { FRESH } from './facts.js'
import { people } from './people.js'

/** What ends something for good, in the order of the words. */
const GRAVE = ['discard', 'declineToAccept', 'withdraw', 'refuse', 'revokeLetter', 'recordRefused', 'upholdRefusal']
const officer = people.leadIntake
const because = (name: When, facts: Partial<Facts>, actor: Actor = officer) =>
  WHEN[name].because({ ...FRESH, ...facts }, actor)
const english = (texts: readonly Bilingual[]) => texts.map(({ en }) => en)

describe('to the firm', () => {
  test('a task says how many there are, one of it by its own words, and what is ready once a colleague was asked', () => {
    const said = [
      taskText({ act: 'resubmit', count: 3 }),
      taskText({ act: 'resubmit', count: 1 }),
      taskText({ act: 'resubmit', count: 1, askedBy: 7 }),
      taskText({ act: 'resubmit', count: 2, askedBy: null }),
      taskText({ act: 'meetCondition', count: 2, askedBy: 7 }),
      taskText({ act: 'requestReview', count: 1 }),
    ]
    expect(english(said)).toEqual([
      'Correct 3 items',
      'Correct 1 item',
      'Correction filled in: to be checked and submitted',
      'Correct 2 items',
      'Meet 2 conditions',
      'Not recommended: you can ask for a review',
    ])
    expect(said[1]?.zh).toBe('补正1项')
  })

  test('a case is called by what the firm is heard on, else as its state is', () => {
    const state = 'awaitingDecision'
    const answers = [{ act: 'message' as const }, { act: 'answerIntention' as const }]
    expect(labelFor({ state, tasks: answers }).zh).toBe('拟不予推荐，待陈述意见')
    for (const tasks of [null, [], [{ act: 'message' as const }]]) {
      expect(labelFor({ state, tasks, announced: null })).toEqual(metaOf(state).label)
      expect(labelFor({ state, tasks, announced: 'announceRefusal' }).zh).toBe('拟不予推荐')
    }
    expect(hearingOf('answerRevocation')).toEqual({
      label: { zh: '拟撤销推荐函，待陈述意见', en: 'Intended revocation' },
      title: { zh: '陈述意见截止日', en: 'Respond by' },
    })
    expect(hearingOf('resubmit')).toBeUndefined()
  })
})

test('what a revoked letter means speaks of a permit only where one was granted', () => {
  const issued = { action: 'recordLetter' } as const
  const says = 'What becomes of the permit that was granted is for the permit authority'
  expect(wordsIn('letterRevoked', [issued]).lead.en).not.toContain(says)
  expect(wordsIn('letterRevoked', [issued, { action: 'recordGranted' }]).lead.en).toContain(says)
})

describe('to officers', () => {
  test('what was done is confirmed in words of its own, or in those of the history', () => {
    expect(confirmationOf('accept')).toEqual({ zh: '已受理', en: 'Accepted' })
    expect(confirmationOf('withdraw')).toEqual(WORDS.withdraw.done)
  })

  test('an effect is explained when it means something to people', () => {
    expect(consequenceOf('receiveLetter')?.text).toEqual({ zh: '记为已收到', en: 'counts as received' })
    expect([consequenceOf('requireReason'), consequenceOf('constructor')]).toEqual([undefined, undefined])
  })

  test('a name of another release is shown as it is', () => {
    expect(wordsOf('submit').label.en).toBe('Submit')
    expect(wordsOf('teleport')).toEqual({
      label: { zh: 'teleport', en: 'teleport' },
      done: { zh: 'teleport', en: 'teleport' },
    })
    expect([isEventName('erase'), isEventName('toString'), isState('draft'), isState('toString')]).toEqual([
      ...[true, false],
      ...[true, false],
    ])
  })

  test('the button of what ends something for good asks once more, and what issues or revokes a letter asks for proof', () => {
    const named = (flag: 'grave' | 'proof') =>
      Object.entries(WORDS).flatMap(([name, words]) => (words[flag] ? [name] : []))
    expect(named('grave')).toEqual(GRAVE)
    expect(named('proof')).toEqual(['recommend', 'reissueLetter', 'revokeLetter'])
    expect(FILLING).toEqual(['saveAnswers', 'attachFile'])
    expect(OWN_WORK).toEqual(['saveAnswers', 'attachFile', 'askToSubmit'])
  })

  test('files come with some acts alone, and forms belong to acts alone', () => {
    expect(enclosingOf('message')?.most).toBe(1)
    expect(enclosingOf('requestReview')?.most).toBe(10)
    expect(enclosingOf('submit')).toBeUndefined()
    expect(findForm('submit')).toBe(FORMS.submit)
    expect([findForm('readCase'), findForm('constructor')]).toEqual([undefined, undefined])
  })
})

describe('why something must wait', () => {
  test('the day until which the firm may answer, where there is one', () => {
    const until = '2026-12-04'
    const said = [
      ...because('refusalHeard', { intention: 'open', intentionUntil: until }),
      ...because('refusalHeard', { intention: 'open' }),
      ...because('refusalHeard', { intention: 'none' }),
      ...because('revocationHeard', { revocation: 'open', revocationUntil: until }),
      ...because('revocationHeard', { revocation: 'open' }),
      ...because('revocationHeard', { revocation: 'none' }),
    ]
    expect(english(said)).toEqual([
      'The firm can respond until 4 December 2026. You cannot refuse before it has responded or that day has passed.',
      'The firm can respond until its time limit ends. You cannot refuse before it has responded or that day has passed.',
      'First inform the firm of the intention to refuse and the reasons, and hear its response.',
      'The firm can respond until 4 December 2026. You cannot revoke the letter before it has responded or that day has passed.',
      'The firm can respond until its time limit ends. You cannot revoke the letter before it has responded or that day has passed.',
      'First inform the firm of the intention to revoke the letter and the reasons, and hear its response.',
    ])
  })

  test('whether the policy has ended, or there was none', () => {
    expect(because('routeInForce', { routes: 0 })[0]?.en).toMatch(
      /^No recommended route is in force, so you cannot recommend\./,
    )
    expect(because('routeInForce', { routes: 0, routesEndedOn: '2027-12-31' })[0]?.en).toMatch(
      /^The policy for recommendations expired on 31 December 2027\./,
    )
  })

  test('who has claimed the case, how many corrections there were, and which consent is missing', () => {
    expect(english(because('unclaimed', { claimedBy: officer.id }))).toEqual(['You have claimed this case.'])
    expect(english(because('unclaimed', { claimedBy: 999 }))).toEqual([
      'Somebody in your department has claimed this case.',
    ])
    expect(english(because('correctionsLeft', { corrections: 2 }))).toEqual([
      'Corrections have been asked 2 times, the most that is allowed.',
    ])
    expect(because('consentsGiven', { consentsAwaited: ['medical', 'police'] })).toMatchObject([
      { path: 'consents.medical', en: expect.stringContaining('of: Medical certificate. Give') },
      { path: 'consents.police', en: expect.stringContaining('of: Police record. Give') },
    ])
    expect(because('consentsSettled', { consentsOpen: ['passport'] })).toMatchObject([
      { path: 'consents.passport', en: expect.stringContaining('does not consent to the use of: Passport') },
    ])
  })

  test('what stops submitting, with its own code and place', () => {
    const message = { zh: '未满18周岁。', en: 'Under 18.' }
    expect(because('noBlocks', { blocks: [{ code: 'under18', path: 'talent.birthDate', message }] })).toEqual([
      { ...message, code: 'under18', path: 'talent.birthDate' },
    ])
  })

  test('a notice asks for nothing twice, unless an approver has allowed it', () => {
    const facts = { ...FRESH, askedBefore: ['a', 'b'], repeatsAllowed: ['b'] }
    expect(barredPlaces(facts)).toEqual(['a'])
    const found = repeatedItems(
      ['b', 'c', 'a'].map((on) => ({ on, what: 'new' })),
      facts,
    )
    expect(found.map(({ code, path }) => [code, path])).toEqual([['askedBefore', 'items.2.on']])
  })
})

test('a single month is enough for a permit, and a single consent that is awaited or open is not nothing', () => {
  const holds = (name: When, facts: Partial<Facts>) => WHEN[name].holds({ ...FRESH, ...facts }, officer)
  expect([0, 1].map((permitMonths) => holds('permitFits', { permitMonths }))).toEqual([false, true])
  expect([[], ['police'] as const].map((consentsAwaited) => holds('consentsGiven', { consentsAwaited }))).toEqual([
    ...[true, false],
  ])
  expect([[], ['police'] as const].map((consentsOpen) => holds('consentsSettled', { consentsOpen }))).toEqual([
    ...[true, false],
  ])
})

describe('what the chart is asked', () => {
  test('whether an act or any act of a state has a condition', () => {
    expect(asksFor('awaitingDecision', 'routeInForce')).toBe(true)
    expect(asksFor('awaitingDecision', 'routeInForce', 'recommend')).toBe(true)
    expect(asksFor('awaitingDecision', 'routeInForce', 'refuse')).toBe(false)
    expect(asksFor('awaitingDecision', 'unclaimed', 'claim')).toBe(true)
    expect(asksFor('awaitingDecision', 'unclaimed', 'teleport')).toBe(false)
    expect(asksFor('draft', 'routeInForce')).toBe(false)
    expect(asksFor('submitted', 'unclaimed')).toBe(true)
  })

  test('which states wait for somebody, and which limits are promised', () => {
    expect(statesWaitingFor('intake')).toEqual(['submitted'])
    expect(statesWaitingFor('approver')).toEqual(['awaitingDecision'])
    expect(PROMISED.map(({ limit }) => limit)).toEqual(['acceptance', 'assessment', 'decision'])
  })
})

test('of a renewal whose day has passed a firm reads that it is to be submitted now', () => {
  const task = { act: 'renew', day: '2026-11-20' } as const
  expect(untilText(task, '2026-11-20', '20 November').en).toBe('Submit the renewal by 20 November')
  expect(untilText(task, '2026-11-21', '20 November').en).toBe(
    'The renewal should have been submitted by 20 November. Submit it now',
  )
})
