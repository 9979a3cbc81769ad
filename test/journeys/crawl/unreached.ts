/** What the crawler does not reach, each with its reason: patterns of the lines that a run says. */

export const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/: leads to another site$/, 'only our own pages are opened'],
  [
    /: right answers are refused: /,
    'each answer is right by itself, and a rule about several of them, or about the case, refuses them together; what the refusal says is looked at, and that it forgets nothing',
  ],
  [
    /: the page is gone$/,
    'what was pressed there before has used it up: a link that is good once, something that was ended or decided',
  ],
  [/: is there no more$/, 'what was pressed there before has done it'],
]

export const isReasoned = (line: string): boolean => REASONS.some(([pattern]) => pattern.test(line))
