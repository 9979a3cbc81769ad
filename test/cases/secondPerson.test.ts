/** A firm wants a second person to look before it submits: whoever made the last change does not; the firm's administrators turn that on and off. Two people of one name are two. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { NotNow } from '../../src/base/errors.js'
import { openRound } from '../../src/cases/correction.js'
import { Drafts } from '../../src/cases/drafts.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { SECTIONS } from '../../src/forms/application.js'
import { Firms } from '../../src/people/firm.service.js'
import { SecondPersons } from '../../src/people/secondPerson.service.js'
import { World } from './world.js'

let world: World
beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())

const want = (who: 'applicant' | 'firmAdmin', wanted: boolean) =>
  world.app.get(SecondPersons).want(world.person(who), wanted)

async function refusal(work: Promise<unknown>): Promise<unknown> {
  const error = await work.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(NotNow)
  return (error as NotNow).because.map(({ code }) => code) // as expected above
}

test('submitting and answering a correction wait for somebody who did not make the last change', async () => {
  const one = await world.draft()
  await want('firmAdmin', true)
  expect(await refusal(one.do('applicant', 'submit'))).toEqual(['anotherFilled'])
  await one.do('firmAdmin', 'saveAnswers', { answers: { engagement: { post: 'Host' } } })
  expect(await refusal(one.do('firmAdmin', 'submit'))).toEqual(['anotherFilled'])
  await one.do('applicant', 'submit')
  await one.do('intake', 'requestCorrection')
  await one.do('applicant', 'saveAnswers', { answers: { engagement: { post: 'Senior host' } } })
  expect(await refusal(one.do('applicant', 'resubmit'))).toEqual(['anotherFilled'])
  await one.do('firmAdmin', 'resubmit')
  expect(await one.state()).toBe('submitted')

  await want('firmAdmin', false)
  const other = await world.draft()
  await other.do('applicant', 'submit')
})

test('what a colleague of the same name wrote meanwhile is a colleague’s; what one wrote oneself elsewhere is told, too', async () => {
  const [mine, theirs] = [world.person('applicant'), { ...world.person('firmAdmin'), name: 'applicant' }]
  const rename = (name: string) => world.admin.query('update people set name = $2 where id = $1', [theirs.id, name])
  await rename(mine.name)
  const drafts = world.app.get(Drafts)
  const fileOf = (id: number) => world.app.get(ReadingService).get(mine, id)

  const draft = await world.draft()
  const seen = (await fileOf(draft.id)).case.answersVersion
  await draft.do(theirs, 'saveAnswers', { answers: { engagement: { post: 'Host' } } })
  const section = SECTIONS.find(({ paths }) => paths.includes('engagement.post'))
  if (!section) throw new Error('no section asks for the post')
  const sent = { section, tree: { engagement: { post: 'Presenter' } }, seen }
  expect((await drafts.keepSection(mine, draft.id, sent)).conflict).toMatchObject({ by: mine.name })
  expect((await drafts.keepSection(theirs, draft.id, sent)).conflict).toMatchObject({ by: null })

  const asked = await world.caseIn('awaitingCorrection')
  const before = (await fileOf(asked.id)).case.answersVersion
  const keep = (who: typeof mine, answer: string, was = '') =>
    drafts.keepCorrection(who, asked.id, { tree: { answer: { i1: answer }, was: { i1: was } }, seen: before })
  await keep(theirs, 'Sealed again.')
  expect((await keep(mine, 'Not needed.')).theirs).toEqual({ i1: { text: 'Sealed again.', by: mine.name } })
  // another window of one's own is told, too; the one that goes on from what is kept is not
  expect((await keep(theirs, 'Signed.')).theirs).toEqual({ i1: { text: 'Sealed again.', by: null } })
  expect((await keep(theirs, 'Sealed and signed.', 'Sealed again.')).theirs).toEqual({})
  // what a window left as it was is not written
  expect(await keep(theirs, '')).toMatchObject({ theirs: {}, old: ['i1'] })
  expect(openRound(await fileOf(asked.id))?.items[0]?.answer).toBe('Sealed and signed.')
  await rename('firmAdmin')
})

test('only administrators of the firm turn it on, of their own firm, where it has two people; its history says who', async () => {
  await expect(want('applicant', true)).rejects.toThrow()
  await want('firmAdmin', true)
  await want('firmAdmin', true)
  const firmId = world.person('firmAdmin').firmId ?? 0
  const firms = world.app.get(Firms)
  const acts = await firms.listActs(world.person('firmAdmin'), firmId)
  const ours = acts.filter(({ act }) => act.startsWith('secondPerson'))
  expect(ours.map(({ act, actorName }) => [act, actorName])).toEqual([
    ['secondPersonOn', world.person('firmAdmin').name],
    ['secondPersonOff', world.person('firmAdmin').name],
    ['secondPersonOn', world.person('firmAdmin').name],
  ])
  expect((await firms.get(world.person('firmAdmin'), firmId)).secondPerson).toBe(true)
  await want('firmAdmin', false)
  await world.admin.query('update people set ended_at = now() where firm_id = $1 and id <> $2', [
    ...[firmId, world.person('firmAdmin').id],
  ])
  expect(await refusal(want('firmAdmin', true))).toEqual(['alone'])
  expect((await firms.get(world.person('rival'), world.person('rival').firmId ?? 0)).secondPerson).toBe(false)
})
