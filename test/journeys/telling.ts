/**
 * Which story is told in which manner of reading: by people.rest.ts one of each kind in each language, the same every day; by people.long.ts
 * all others in both languages, and in the long run in every manner.
 */
import { afterAll, beforeAll, test } from '@jest/globals'
import type { Name } from '../cases/population.js'
import { long } from '../long.js'
import { Browsing } from './browsing.js'
import { MANNERS, type Manner, Reader, sayManner } from './reader.js'
import { STORIES } from './stories.js'

interface Kind {
  /** Whose stories these are. */
  readonly people: readonly (Name | 'visitor')[]
  /** What is told every time, in each language. */
  readonly zh: string
  readonly en: string
}

export const KINDS: readonly Kind[] = [
  {
    people: ['visitor'],
    zh: 'a visitor reads what to do about a refusal',
    en: 'a visitor checks whether it would be enough, and what is still lacking',
  },
  {
    people: ['applicant', 'firmAdmin'],
    zh: 'a firm’s administrator invites a colleague, who joins',
    en: 'applicant: underAssessment, message, underAssessment',
  },
  {
    people: ['intake', 'assessor'],
    zh: 'intake: submitted, requestCorrection, awaitingCorrection',
    en: 'assessor: underAssessment, consult, underAssessment',
  },
  {
    people: ['approver', 'panel'],
    zh: 'approver: awaitingDecision, refuse, notRecommended',
    en: 'panel: underReview, overturnRefusal, awaitingDecision',
  },
  {
    people: ['supervisor'],
    zh: 'a supervisor sees the load and gives a case to somebody there',
    en: 'a supervisor sees the load and gives a case to somebody there',
  },
  {
    people: ['permitOfficer'],
    zh: 'permitOfficer: letterReceived, recordGranted, permitGranted',
    en: 'a permit officer finds a letter by its number, chooses it for a package, and takes the PDF',
  },
  {
    people: ['policyEditor'],
    zh: 'a policy editor drafts a time limit, and another one reads and approves it',
    en: 'a policy editor drafts a time limit, and another one reads and approves it',
  },
  {
    people: ['auditor'],
    zh: 'an auditor finds a case, has its history proved, and takes it away',
    en: 'an auditor reads the reports, each chart with its table',
  },
  {
    people: ['systemAdmin', 'securityAdmin'],
    zh: 'two administrators let somebody in, who sets a password',
    en: 'a system administrator announces something, which everybody reads and may put away',
  },
]

type Telling = readonly [story: string, manner: Manner]

const LANGUAGES = ['zh', 'en'] as const

/** The manners of a language, one after the other. */
function mannerAt(language: Manner['language'], at: number): Manner {
  const all = MANNERS.filter((manner) => manner.language === language)
  return all[at % all.length] as Manner // there are some in each language
}

export const EVERY_TIME: readonly Telling[] = KINDS.flatMap((kind, at) =>
  LANGUAGES.map((language) => [kind[language], mannerAt(language, at)] as const),
)

const isToldEveryTime = (story: string, manner: Manner): boolean =>
  EVERY_TIME.some(([name, told]) => name === story && (long ? told === manner : told.language === manner.language))

export const OTHERS: readonly Telling[] = Object.keys(STORIES).flatMap((story, at) =>
  (long ? MANNERS : LANGUAGES.map((language) => mannerAt(language, at)))
    .filter((manner) => !isToldEveryTime(story, manner))
    .map((manner) => [story, manner] as const),
)

/** A test of each. */
export function tellStories(tellings: readonly Telling[]): void {
  let browsing: Browsing

  beforeAll(async () => {
    browsing = await Browsing.open()
  })
  afterAll(() => browsing?.close())

  test.each(tellings.map(([name, manner]) => [name, sayManner(manner), manner] as const))(
    '%s (%s)',
    async (name, _, manner) => {
      const story = STORIES[name]
      if (!story) throw new Error('there is no such story')
      const reader = await Reader.of(browsing, story.who, manner)
      try {
        await story.tell(reader)
      } finally {
        await reader.close()
      }
    },
  )
}
