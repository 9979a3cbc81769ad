/** Seven cases of November and December 2026 that the tests of reports count: reached by acting, on days of a calendar. */
import { settingsOf } from '../../src/people/scope.js'
import type { Name } from './population.js'
import type { Case, World } from './world.js'

type Step = readonly [on: string, which: string, who: Name | 'clock' | 'worker', action: string, input?: object]

const AGAINST = { opinion: 'against', summary: 'The figures do not show it.' }

/**
 * November 2026: Tuesday the 24th, weekends 28–29. Working days are counted without the first one.
 * quick: 2 of intake, 3 of assessment, 1 of decision. corrected: 1 + 1 of intake, 5 for the firm, 1, 1. slow: 6, 14, 0, both over their limit.
 */
const STORY: readonly Step[] = [
  ['2026-11-24', 'quick', 'applicant', 'submit'],
  ['2026-11-24', 'corrected', 'applicant', 'submit'],
  ['2026-11-24', 'slow', 'rival', 'submit'],
  ['2026-11-24', 'left', 'applicant', 'submit'],
  ['2026-11-24', 'forgotten', 'applicant', 'submit'],
  ['2026-11-24', 'waiting', 'applicant', 'submit'],
  ['2026-11-25', 'corrected', 'intake', 'requestCorrection'],
  ['2026-11-25', 'forgotten', 'intake', 'requestCorrection'],
  ['2026-11-26', 'quick', 'intake', 'accept'],
  ['2026-11-27', 'left', 'applicant', 'withdraw'],
  ['2026-11-30', 'refusedAtOnce', 'rival', 'submit'],
  ['2026-12-01', 'quick', 'assessor', 'report'],
  ['2026-12-02', 'quick', 'approver', 'recommend'],
  ['2026-12-02', 'quick', 'worker', 'recordLetter'],
  ['2026-12-02', 'corrected', 'applicant', 'resubmit'],
  ['2026-12-02', 'slow', 'intake', 'accept', { departments: ['commerce', 'culture'] }],
  ['2026-12-02', 'refusedAtOnce', 'intake', 'declineToAccept'],
  ['2026-12-03', 'corrected', 'intake', 'accept'],
  ['2026-12-04', 'corrected', 'assessor', 'report', AGAINST],
  ['2026-12-07', 'corrected', 'approver', 'refuse', { reasons: ['criteriaNotMet', 'platformEvidenceDoubtful'] }],
  ['2026-12-08', 'corrected', 'applicant', 'requestReview'],
  ['2026-12-15', 'corrected', 'panel', 'overturnRefusal'],
  ['2026-12-16', 'corrected', 'otherApprover', 'recommend'],
  ['2026-12-22', 'slow', 'assessor', 'report'],
  ['2026-12-22', 'slow', 'cultureAssessor', 'report'],
  ['2026-12-22', 'slow', 'approver', 'recommend'],
  ['2026-12-28', 'forgotten', 'clock', 'lapse'],
]

/** Plays the story from the morning of its first day on; the clock stands at its last step afterwards. */
export async function playStory(world: World): Promise<Readonly<Record<string, Case>>> {
  const cases: Record<string, Case> = {}
  for (const name of ['quick', 'corrected', 'left', 'forgotten', 'waiting'])
    cases[name] = await world.draft('applicant')
  for (const name of ['slow', 'refusedAtOnce']) cases[name] = await world.draft('rival', 'streamer')
  for (const [on, which, who, action, input] of STORY) {
    world.at(on)
    const one = cases[which]
    if (!one) throw new Error(which)
    if (who === 'clock') await one.strike(action)
    else if (who === 'worker') await one.makeLetter()
    else
      await one.do(who, action, input).catch((error: unknown) => {
        throw new Error(`${on} ${which} ${action}`, { cause: error })
      })
  }
  return cases
}

/** A policy editor's draft of the salary figures, in force from 2027; its id. */
export async function draftSalary(world: World, sixTimes: number): Promise<number> {
  const editor = world.person('policyEditor')
  const body = {
    label: { zh: '草案', en: 'Draft' },
    sixTimes,
    fourTimes: 596_832,
    monthlyAverage: null,
    source: { zh: '测试', en: 'Test' },
  }
  const [row] = await world.database.transaction(settingsOf(editor), (tx) =>
    tx.query(
      `insert into reference (kind, key, effective_from, body, drafted_by) values ('salary', 'shanghai', '2027-01-01', $1, $2) returning id`,
      [JSON.stringify(body), editor.id],
    ),
  )
  return row.id
}
