/** What a page keeps while colleagues write too: a section, and the answers to a correction. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Stale } from '../../src/base/errors.js'
import { CaseService } from '../../src/cases/case.service.js'
import { itemKey, KEPT, noticeKey, openRound } from '../../src/cases/correction.js'
import { Drafts, marksOf } from '../../src/cases/drafts.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import type { Section } from '../../src/forms/application.js'
import type { Branch } from '../../src/forms/engine/node.js'
import { findSection } from '../../src/forms/sections.js'
import type { Person } from '../../src/people/session.service.js'
import { type Case, World } from './world.js'

const sectionOf = (path: string): Section => {
  const section = findSection(path)
  if (!section) throw new Error(`no section of ${path}`)
  return section
}
const ENGAGEMENT = sectionOf('engagement.post')
const CHANNELS = sectionOf('channels')

/** A colleague who writes again before each of so many attempts to keep. */
class Overtaken extends CaseService {
  static colleague: Person | undefined
  static times = 0
  static tries = 0

  override async act(...[id, action, request]: Parameters<CaseService['act']>) {
    const { colleague } = Overtaken
    if (colleague && action === 'saveAnswers') {
      Overtaken.tries++
      if (Overtaken.times-- > 0) {
        const answers = { engagement: { duties: `Sells toys, ${Overtaken.times}` } }
        await super.act(id, action, { actor: colleague, input: { answers } })
      }
    }
    return super.act(id, action, request)
  }
}

let world: World
let drafts: Drafts
let person: Person

beforeAll(async () => {
  world = await World.open({ instead: [{ provide: CaseService, useClass: Overtaken }] })
  drafts = world.app.get(Drafts)
  person = world.person('applicant')
})
afterAll(() => world.close())

const read = ({ id }: Case) => world.app.get(ReadingService).get(person, id)
const answersOf = async (one: Case) => (await read(one)).answers as Branch

/** What a page of the section would send back untouched. */
async function shown(one: Case, section: Section) {
  const { case: found, answers } = await read(one)
  return { section, seen: found.answersVersion, was: marksOf(found.state, answers, section) }
}

describe('a section', () => {
  let one: Case
  beforeAll(async () => {
    one = await world.draft()
  })

  /** Keeps a post while the colleague is faster so many times; how often it was tried. */
  async function keepWhileOvertaken(times: number, post: string): Promise<number> {
    const { engagement } = await answersOf(one)
    const page = await shown(one, ENGAGEMENT)
    Object.assign(Overtaken, { colleague: world.person('firmAdmin'), times, tries: 0 })
    try {
      await drafts.keepSection(person, one.id, { ...page, tree: { engagement: { ...(engagement as Branch), post } } })
    } finally {
      Overtaken.colleague = undefined
    }
    return Overtaken.tries
  }

  test('is tried three times when somebody is faster, and then told to come again', async () => {
    expect(await keepWhileOvertaken(2, 'Host twice overtaken')).toBe(3)
    expect(await answersOf(one)).toMatchObject({
      engagement: { post: 'Host twice overtaken', duties: 'Sells toys, 0' },
    })
    await expect(keepWhileOvertaken(9, 'Never kept')).rejects.toBeInstanceOf(Stale)
    expect(Overtaken.tries).toBe(3)
    expect(await answersOf(one)).toMatchObject({
      engagement: { post: 'Host twice overtaken', duties: 'Sells toys, 6' },
    })
  })

  test('asks about an earlier answer that the page still shows, also where its version is the present one', async () => {
    const page = { section: ENGAGEMENT, seen: (await read(one)).case.answersVersion }
    const { engagement } = await answersOf(one)
    const tree = { engagement: { ...(engagement as Branch), post: 'As it was before' } }
    const asked = await drafts.keepSection(person, one.id, { ...page, tree, old: ['engagement.post'] })
    expect(asked).toMatchObject({ conflict: { paths: ['engagement.post'], by: null }, old: [] })
    expect((await read(one)).case.answersVersion).toBe(page.seen)
    const kept = await drafts.keepSection(person, one.id, { ...page, tree })
    expect(kept.conflict).toBeUndefined()
    expect(await answersOf(one)).toMatchObject(tree)
  })

  test('says of which lists the page still shows earlier rows, once they are merged', async () => {
    const rows = [
      { platform: 'Taobao Live', handle: 'giulia', followers: '1000' },
      { platform: 'TikTok', handle: 'giulia.tv', followers: '2000' },
    ]
    await one.do('applicant', 'saveAnswers', { answers: { channels: rows } })
    const page = await shown(one, CHANNELS)
    await one.do('firmAdmin', 'saveAnswers', { answers: { channels: [{ ...rows[0], followers: '1100' }, rows[1]] } })
    const mine = [{ ...rows[0], handle: 'giulia_moda' }, rows[1]]
    const merged = [{ ...rows[0], handle: 'giulia_moda', followers: '1100' }, rows[1]]
    const kept = await drafts.keepSection(person, one.id, { ...page, tree: { channels: mine } })
    expect(kept).toMatchObject({ tree: { channels: merged }, old: ['channels'] })
    expect(await answersOf(one)).toMatchObject({ channels: merged })
    // what a forged page says of rows that no list has is not believed, however many they are
    const forged = `${page.was} ${`channels.${10 ** 9}.handle:aaaaaaaa`}`
    await expect(
      drafts.keepSection(person, one.id, { ...page, was: forged, tree: { channels: merged } }),
    ).resolves.toMatchObject({ tree: { channels: merged } })
  })
})

describe('the answers to a correction', () => {
  let one: Case
  let seq: number
  const keep = async (tree: Branch, seen?: number) => drafts.keepCorrection(person, one.id, { tree, seen })

  beforeAll(async () => {
    one = await world.caseIn('submitted')
    await one.do('intake', 'requestCorrection', {
      items: [
        { on: 'engagement.post', what: 'Say what she sells.' },
        { on: 'contract', page: 2, what: 'The seal cannot be read.' },
      ],
    })
    seq = openRound(await read(one))?.notice.seq ?? 0
  })

  test('are not asked for where no notice is open: nothing is kept, and nothing is wrong', async () => {
    const other = await world.caseIn('submitted')
    const { file, ...rest } = await drafts.keepCorrection(person, other.id, {
      tree: { answer: { i1: 'Here it is.' } },
      seen: undefined,
    })
    expect(file.case.id).toBe(other.id)
    expect(rest).toEqual({ answers: {}, problems: {}, theirs: {}, old: [] })
  })

  test('that cannot be kept are given back with the reason; the others are kept', async () => {
    const { file, answers, problems, old } = await keep({ answer: { i1: 'half \ud83c', i2: 'A sealed copy.' } })
    expect(file.case.id).toBe(one.id)
    expect(answers).toEqual({ i1: 'half \ud83c' })
    expect(Object.keys(problems)).toEqual(['i1'])
    expect(old).toEqual([])
    expect(openRound(file)?.items.map(({ answer }) => answer)).toEqual(['', 'A sealed copy.'])
  })

  test('that a colleague has written meanwhile stand beside one’s own, by the last to write', async () => {
    const answer = { [itemKey(1)]: 'Kitchen goods.' }
    const answers = { [KEPT]: { [noticeKey(one.id, { seq })]: answer } }
    await one.do('firmAdmin', 'saveAnswers', { answers })
    const kept = await keep({ answer: { i1: 'Pots.' }, was: { i1: '' } })
    expect(kept.answers).toEqual({ i1: 'Pots.' })
    expect(kept.theirs).toEqual({ i1: { text: 'Kitchen goods.', by: expect.stringContaining('firmAdmin') } })
  })

  test('that a page has not changed are left as they stand by now, and it says that it shows old ones', async () => {
    const kept = await keep({
      answer: { i1: 'Spoons.', i2: 'A sealed copy.' },
      was: { i1: 'Spoons.', i2: 'A sealed copy.' },
    })
    expect(kept).toMatchObject({ old: ['i1'], answers: {}, theirs: {} })
    expect(openRound(kept.file)?.items.map(({ answer }) => answer)).toEqual(['Kitchen goods.', 'A sealed copy.'])
  })

  test('that were shown otherwise, though nobody has written them, are given back as nobody’s', async () => {
    const other = await world.caseIn('submitted')
    await other.do('intake', 'requestCorrection', { items: [{ on: 'engagement.post', what: 'Say what she sells.' }] })
    const tree = { answer: { i1: 'Pots.' }, was: { i1: 'Never written.' } }
    const kept = await drafts.keepCorrection(person, other.id, { tree, seen: undefined })
    expect(kept).toMatchObject({ answers: { i1: 'Pots.' }, theirs: { i1: { text: '', by: null } } })
  })
})
