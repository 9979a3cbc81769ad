/** Checks that ask the application for a sample, drawn by the seed: what it opens is what the database's rows say, what it counts is what it lists, and whoever reads is written down. */
import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { rows } from '../../src/base/database.js'
import { PaperFiles } from '../../src/cases/files/papers.js'
import { TABS } from '../../src/cases/lists.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { Recomputing } from '../../src/cases/recomputing.js'
import { CaseKeys } from '../../src/cases/sealing/caseKeys.js'
import { openFile } from '../../src/letters/sealedLetter.js'
import { CLOCK } from '../../src/people/actor.js'
import { settingsOf } from '../../src/people/scope.js'
import type { Look } from './look.js'

const hashOf = (bytes: Buffer | undefined) =>
  createHash('sha256')
    .update(bytes ?? '')
    .digest('hex')
const AT_ONCE = 2
const ALL = 10_000

interface Letter {
  readonly id: number
  readonly caseId: number
  readonly number: string
  readonly sha256: string
  readonly pdf: Buffer
  readonly dataKey: Buffer
}

function opened({ id, caseId, pdf, dataKey }: Letter, keys: CaseKeys): Buffer | undefined {
  try {
    return openFile(keys.of(caseId, dataKey), id, pdf)
  } catch {
    return undefined // sealed by another key, or for another letter
  }
}

/** Documents and letters open by the keys in use, and are what was stored. */
export async function contents({ admin, town, luck, calm }: Look): Promise<string[]> {
  if (!calm) return []
  const { app } = town.anyWeb
  const faults: string[] = []
  const { rows: papers } = await admin.query<{
    id: number
    caseId: number
    sha256: string
    storageKey: string
    sealed: boolean
    dataKey: Buffer
  }>(
    `select a.id, a.case_id as "caseId", a.sha256, a.storage_key as "storageKey", a.sealed, c.data_key as "dataKey"
     from attachments a join cases c on c.id = a.case_id where c.erased_at is null order by a.id`,
  )
  for (const paper of luck.shuffled(papers).slice(0, AT_ONCE)) {
    const content = await app
      .get(PaperFiles)
      .open(paper)
      .then(buffer)
      .catch(() => undefined)
    if (hashOf(content) !== paper.sha256) faults.push(`document ${paper.id} of case ${paper.caseId} does not open`)
  }
  const { rows: letters } = await admin.query<Letter>(
    `select l.id, l.case_id as "caseId", l.number, l.sha256, f.pdf, c.data_key as "dataKey"
     from letters l join letter_files f on f.letter_id = l.id join cases c on c.id = l.case_id
     where c.erased_at is null order by l.id desc limit 50`,
  )
  for (const letter of luck.shuffled(letters).slice(0, AT_ONCE))
    if (hashOf(opened(letter, app.get(CaseKeys))) !== letter.sha256) faults.push(`${letter.number} does not open`)
  return faults
}

/** Somebody opens a case, and the history says so. */
export async function readings({ admin, town, luck }: Look): Promise<string[]> {
  const person = luck.pick(town.people.filter(({ authorityId }) => authorityId !== null))
  const seen = await town.anyWeb.database.transaction(settingsOf(person), (tx) =>
    rows<{ id: number }>(tx, 'select id from cases order by 1'),
  )
  if (seen.length === 0) return []
  const { id } = luck.pick(seen)
  await town.anyWeb.app.get(ReadingService).get(person, id)
  const { rows: found } = await admin.query(
    `select from events where case_id = $1 and actor_id = $2 and action ~ '^read' and at >= $3::timestamptz - interval '15 minutes'`,
    [id, person.id, town.world.clock.now()],
  )
  return found.length > 0 ? [] : [`${person.name} has read case ${id}, and no event says so`]
}

/** What a list counts is what it shows. */
export async function counts({ town, luck }: Look): Promise<string[]> {
  const person = luck.pick(town.people)
  const { lists } = town.anyWeb.app.get(ReadingService)
  const questions = TABS.map((tab) => ({ tab }))
  const counted = await lists.countEach(person, questions, ALL)
  const faults: string[] = []
  for (const [at, question] of questions.entries()) {
    const { length } = await lists.list(person, { ...question, limit: ALL })
    if (length !== counted[at])
      faults.push(`${person.name} is told of ${counted[at]} in ${question.tab}, and shown ${length}`)
  }
  return faults
}

/** After the clock's minutes no day of any case is another one by the calendar in force. */
export async function recount({ town, today, calm }: Look): Promise<string[]> {
  const { worker } = town
  if (!worker || !calm) return []
  const found = await worker.database.transaction(settingsOf(CLOCK), (tx) =>
    worker.app.get(Recomputing).find(tx, today, 0, ALL),
  )
  return found.changed.map((id) => `the days of case ${id} are not those of the calendar in force`)
}
