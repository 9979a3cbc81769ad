/** What a department's assessor answers where nobody says: every question of the scorecard of our own reference data, and every group of forbidden acts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { actGroupSchema, listGroups } from '../../src/criteria/compliance.js'
import { listQuestions, scorecardSchema } from '../../src/criteria/scorecard.js'
import { projectFolder } from '../../src/settings.js'

const entries = z.array(z.object({ key: z.string(), body: z.unknown() }))

const read = (kind: string) =>
  entries.parse(JSON.parse(readFileSync(join(projectFolder, 'migrations/reference', `${kind}.json`), 'utf8')))

let known: ReturnType<typeof load> | undefined

function load() {
  const card = scorecardSchema.parse(read('scorecard')[0]?.body)
  const groups = Object.fromEntries(read('forbiddenActs').map(({ key, body }) => [key, actGroupSchema.parse(body)]))
  return { card, groups }
}

const NOTE = '平台导出的数据与所填内容相互印证。 The platform’s figures confirm the answers.'

/** The scores and the compliance findings of a department (by its subject) that nothing is missing from; a district's commerce commission is asked what the city's is. */
export function assessmentOf(of: string) {
  known ??= load()
  const subject = of === 'district' ? 'commerce' : of
  const { card, groups } = known
  return {
    scores: listQuestions(card, subject).map(({ id }) => ({ question: id, level: 3, note: NOTE })),
    compliance: listGroups(groups, subject).map(({ code }) => ({ group: code, result: 'clear' as const })),
  }
}
