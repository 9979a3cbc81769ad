/** The chart as a whole: no state out of reach, no dead end, no name without words. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { getShortestPaths } from 'xstate/graph'
import type { Bilingual } from '../../src/base/text.js'
import { rulesSchema } from '../../src/criteria/rules.js'
import { ACTION_FORMS } from '../../src/forms/actions.js'
import { type Actor, CLOCK, ROLES, WORKER } from '../../src/people/actor.js'
import { RETENTION_KEYS } from '../../src/reference/retention.js'
import { projectFolder } from '../../src/settings.js'
import { EFFECTS } from '../../src/workflow/effects.js'
import type { Facts } from '../../src/workflow/facts.js'
import { machine, type State } from '../../src/workflow/machine.js'
import { BRANCH, type By, WHEN, WHO } from '../../src/workflow/rules.js'
import { BRANCH_WORDS, WHEN_WORDS, WHO_WORDS } from '../../src/workflow/ruleWords.js'
import {
  ACTIONS,
  checkAction,
  edgesFrom,
  ENTRIES,
  entriesIn,
  isEntry,
  isFinal,
  metaOf,
  PROMISED,
  STATES,
} from '../../src/workflow/step.js'
import { READINGS, WORDS } from '../../src/workflow/words.js'
import { FRESH } from './facts.js'
import { ENDS } from './model.js'

type Node = (typeof machine)['root']
const leavesOf = (node: Node): Node[] => {
  const inner = Object.values(node.states)
  return inner.length > 0 ? inner.flatMap(leavesOf) : [node]
}
const groupsOf = (node: Node): Node[] => Object.values(node.states).flatMap((inner) => [inner, ...groupsOf(inner)])
const targetsOf = (state: State) => [...edgesFrom(state).values()].flat().map(({ target }) => target)
const bys: readonly By[] = STATES.flatMap((state) => [
  ...[...edgesFrom(state).values()].flat().map(({ by }) => by),
  ...entriesIn(state).values(),
])

/** Somebody who may do everything that persons may, in facts where nothing stands in the way. */
const everyone: Actor = {
  kind: 'person',
  id: 1,
  name: '',
  roles: [...ROLES],
  firmId: 1,
  authorityId: 1,
  keyId: null,
}
const open: Facts = {
  ...FRESH,
  firmId: 1,
  firmConfirmed: true,
  leadId: 1,
  permitAuthorityId: 1,
  reviewAuthorityId: 1,
  departments: [1],
  askedFrom: 'submitted',
  letterFailed: true,
}

describe('the shape', () => {
  test('the decision is promised by three limits, each with the name of its stage and known to the rules of judging', () => {
    expect(PROMISED.map(({ name, limit }) => [limit, name.zh, name.en])).toEqual([
      ['acceptance', '受理', 'Intake'],
      ['assessment', '评估', 'Assessment'],
      ['decision', '决定', 'Decision'],
    ])
    expect(Object.keys(rulesSchema.shape.timeLimits.shape)).toEqual(PROMISED.map(({ limit }) => limit))
  })

  test('names are unique, and the name by which a state is a target is its own', () => {
    const nodes = groupsOf(machine.root)
    expect(new Set(nodes.map(({ key }) => key)).size).toBe(nodes.length)
    expect(leavesOf(machine.root).map(({ id }) => id)).toEqual(leavesOf(machine.root).map(({ key }) => key))
    expect(leavesOf(machine.root).map(({ key }) => key)).toEqual(STATES)
  })

  test('every edge has one target, a state and never a group', () => {
    for (const node of groupsOf(machine.root))
      for (const candidate of [...node.transitions.values()].flat()) {
        expect(candidate.target).toHaveLength(1)
        expect(STATES).toContain(candidate.target?.[0]?.key)
      }
  })

  test('nothing runs by itself: no timers, no invoked actors, no entry or exit actions, no edges without an event', () => {
    for (const node of [machine.root, ...groupsOf(machine.root)])
      expect([node.invoke, node.entry, node.exit, node.after, node.always ?? []]).toEqual([[], [], [], [], []])
  })

  test('the ends are the states from which nothing leads on, and only they', () => {
    expect(STATES.filter(isFinal).sort()).toEqual([...ENDS].sort())
    expect(STATES.filter((state) => edgesFrom(state).size === 0).sort()).toEqual([...ENDS].sort())
    for (const end of ENDS) {
      expect([metaOf(end).waitsFor, metaOf(end).clock]).toEqual([undefined, undefined])
      // of a permit whose letter is revoked there is still something to say
      expect([...entriesIn(end).keys()]).toEqual(end === 'letterRevoked' ? ['message', 'note'] : [])
    }
  })

  test('every state can be reached, by xstate’s own walk over the guarded chart', () => {
    const reached = (facts: Facts) =>
      Object.values(
        getShortestPaths(machine, {
          input: { facts },
          events: ACTIONS.flatMap((type) => [everyone, CLOCK, WORKER].map((actor) => ({ type, actor, input: {} }))),
        }),
      ).map(({ state }) => leafOf(state.value))
    const all = [...reached(open), ...reached({ ...open, timeIsUp: true })]
    expect([...new Set(all)].sort()).toEqual([...STATES].sort())
  })

  test('every state can reach an end', () => {
    const saved = new Set<string>(ENDS)
    for (let size = 0; size < saved.size; ) {
      size = saved.size
      for (const state of STATES) if (targetsOf(state).some((target) => saved.has(target))) saved.add(state)
    }
    expect([...saved].sort()).toEqual([...STATES].sort())
  })

  test('whoever a state waits for can move it on, when nothing stands in the way', () => {
    const waiting = STATES.filter((state) => metaOf(state).waitsFor)
    expect(waiting).toHaveLength(10)
    for (const state of waiting) {
      const role = metaOf(state).waitsFor
      const actor =
        role === 'worker'
          ? WORKER
          : role === 'firm'
            ? { ...everyone, authorityId: null }
            : { ...everyone, firmId: null }
      const able = {
        ...actor,
        roles: role === 'firm' ? (['applicant'] as const) : ROLES.filter((name) => name === role),
      }
      const onward = [...edgesFrom(state).keys()].filter((action) => {
        try {
          checkAction(state, open, action, able)
          return true
        } catch {
          return false
        }
      })
      expect([state, onward]).toEqual([state, expect.arrayContaining([expect.any(String)])])
    }
  })
})

const leafOf = (value: unknown): string =>
  typeof value === 'string' ? value : leafOf(Object.values(value as Record<string, unknown>)[0])

describe('the names', () => {
  const used = (part: (by: By) => readonly (string | undefined)[]) => [...new Set(bys.flatMap(part))].sort()

  test('every action, entry and reading has words, and every word a use', () => {
    expect(Object.keys(WORDS).sort()).toEqual(['start', ...ACTIONS, ...ENTRIES, ...READINGS].sort())
  })

  test('every action and entry has a form, and every form a use', () => {
    expect(Object.keys(ACTION_FORMS).sort()).toEqual([...ACTIONS, ...ENTRIES].sort())
  })

  test('no action is an entry too', () => {
    expect(ACTIONS.filter(isEntry)).toEqual([])
  })

  test('every effect is caused by something', () => {
    const caused = STATES.flatMap((state) => [...edgesFrom(state).values()].flat().flatMap(({ effects }) => effects))
    expect([...new Set(caused)].sort()).toEqual([...EFFECTS].sort())
  })

  test('every person, condition and branch of the rules is used, and has words', () => {
    expect(used(({ who }) => who)).toEqual(Object.keys(WHO).sort())
    expect(used(({ when = [] }) => when)).toEqual(Object.keys(WHEN).sort())
    expect(used(({ branch }) => (branch ? [branch] : []))).toEqual(Object.keys(BRANCH).sort())
    expect(Object.keys(WHO_WORDS).sort()).toEqual(Object.keys(WHO).sort())
    expect(Object.keys(WHEN_WORDS).sort()).toEqual(Object.keys(WHEN).sort())
    expect(Object.keys(BRANCH_WORDS).sort()).toEqual(Object.keys(BRANCH).sort())
  })

  test('every time limit that the chart names exists', () => {
    const limits: { key: string }[] = JSON.parse(
      readFileSync(join(projectFolder, 'migrations/reference/timeLimits.json'), 'utf8'),
    )
    const named = STATES.flatMap((state) => metaOf(state).clock?.limit ?? [])
    expect(named).toHaveLength(8)
    expect(named.filter((limit) => !limits.some(({ key }) => key === limit))).toEqual([])
  })

  test('every state in which a case may end says by which rule its personal data are kept', () => {
    const kept = Object.fromEntries(
      RETENTION_KEYS.map((rule) => [rule, STATES.filter((state) => metaOf(state).kept === rule)]),
    )
    expect(kept).toEqual({
      draft: ['draft'],
      notAccepted: ['notAccepted', 'lapsed'],
      withdrawn: ['discarded', 'withdrawn'],
      refused: ['notRecommended', 'permitRefused'],
      granted: ['permitGranted', 'letterExpired', 'letterRevoked'],
    })
    expect(STATES.filter((state) => metaOf(state).tag.glyph === 'end' && !metaOf(state).kept)).toEqual([])
  })

  test('a tag says what the clock does', () => {
    for (const state of STATES) {
      const { tag, clock, waitsFor } = metaOf(state)
      const glyph = clock?.stops
        ? 'stop'
        : clock && !clock.notAfter
          ? 'run'
          : !waitsFor || clock?.notAfter
            ? 'end'
            : 'ring'
      expect([state, tag.glyph]).toEqual([state, glyph])
    }
  })
})

/** Full-width punctuation belongs to Han characters, half-width to Latin letters. */
const HALF_BESIDE_HAN = /\p{Script=Han}[,.;:?!()'"]|[,.;:?!()'"]\p{Script=Han}/u
const FULL_WIDTH = /[\p{Script=Han}，。；：？！（）、《》]/u

describe('the words', () => {
  const { label } = metaOf('draft')
  const refusal = (): Bilingual => {
    try {
      checkAction('draft', open, 'accept', everyone)
    } catch (error) {
      if (error instanceof Error && 'because' in error) return (error.because as Bilingual[])[0] ?? label
    }
    return label
  }
  const texts: [string, Bilingual][] = [
    ...STATES.map((state): [string, Bilingual] => [state, metaOf(state).label]),
    ...Object.entries(WORDS).flatMap(([name, words]): [string, Bilingual][] => [
      [name, words.label],
      [`${name}, done`, words.done],
    ]),
    ...Object.entries(WHO_WORDS),
    ...Object.entries(WHEN_WORDS),
    ...Object.entries(BRANCH_WORDS),
    ...Object.entries(WHEN).flatMap(([name, { because }]) =>
      because(open, everyone).map((text): [string, Bilingual] => [`${name}, because`, text]),
    ),
    ['notInThisState', refusal()],
  ]

  test('in Chinese no half-width punctuation stands beside a Han character, in English nothing is Chinese', () => {
    expect(texts.filter(([, { zh }]) => HALF_BESIDE_HAN.test(zh) || !/\p{Script=Han}/u.test(zh))).toEqual([])
    expect(texts.filter(([, { en }]) => FULL_WIDTH.test(en) || !/[a-z]/i.test(en))).toEqual([])
    expect(refusal()).toEqual({
      code: 'notInThisState',
      zh: '案件现在是“草稿”，不能办理此事项。',
      en: 'The case is now “Draft”; this is not possible.',
    })
  })

  test('no two states and no two actions are called the same', () => {
    for (const language of ['zh', 'en'] as const) {
      const states = STATES.map((state) => metaOf(state).label[language])
      expect(new Set(states).size).toBe(STATES.length)
      const actions = [...ACTIONS, ...ENTRIES].map((name) => WORDS[name]?.label[language])
      expect(new Set(actions).size).toBe(actions.length)
    }
  })
})
