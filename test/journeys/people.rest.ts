/** What people come for: of each kind of story one in each language. The others: people.long.ts. */
import { describe, expect, test } from '@jest/globals'
import { MANNERS } from './reader.js'
import { STORIES } from './stories.js'
import { EVERY_TIME, KINDS, tellStories } from './telling.js'

test('every story is of a kind, each kind is told in both languages, and every manner of reading occurs', () => {
  const known = KINDS.flatMap(({ people }) => people)
  expect(Object.keys(STORIES).filter((name) => !known.includes(STORIES[name]?.who ?? 'visitor'))).toEqual([])
  const astray = KINDS.flatMap(({ people, zh, en }) =>
    [zh, en].filter((name) => !STORIES[name] || !people.includes(STORIES[name].who ?? 'visitor')),
  )
  expect(astray).toEqual([])
  expect(new Set(EVERY_TIME.map(([, manner]) => manner))).toEqual(new Set(MANNERS))
})

describe('told every time', () => tellStories(EVERY_TIME))
