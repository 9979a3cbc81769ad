/** The steps of a case file's flow, one after the other: who does it, what comes of it, and whether that is what the file says. */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { apiPath } from '../../src/base/path.js'
import { type Agent, type Answer, Broken, failureOf, sayFailure } from './agent.js'
import { makePaper } from '../papers.js'
import { type CaseFile, type DocumentWish, type FlowStep, paperCaseOf, wishOf } from './caseFile.js'
import type { Company, Seen } from './company.js'
import { differ } from './compare.js'
import { attachDocument } from './draft.js'
import { fillInput } from './fill.js'

/** The states of a refusal (docs/case-files.md); anything else is a failure. */
const REFUSALS = [403, 404, 409, 422]

/** Milliseconds for the worker to make the letter. */
const LETTER_PATIENCE = 60_000

const outcome = z.object({ state: z.string() })

export interface Flow {
  readonly file: CaseFile
  readonly company: Company
  readonly caseId: number
  /** The blocks that a submit must name, all of them and no others. */
  readonly blocks: readonly string[]
}

/** Plays the flow to its end, or to the first step that goes wrong. Answers what differed. */
export async function playFlow(flow: Flow): Promise<string[]> {
  for (const [index, step] of (flow.file.flow ?? []).entries()) {
    const differences = step.refused ? await playRefused(flow, step) : await playStep(flow, step)
    if (differences.length > 0) return differences.map((one) => `flow ${index + 1}, ${step.by} ${step.action}: ${one}`)
  }
  return []
}

/** The case as the firm sees it; the firm always sees its own. */
async function lookAt({ company, caseId }: Flow): Promise<Seen> {
  const found = await company.look(await company.applicant(), caseId)
  if (!found) throw new Broken('the firm does not find its own case')
  return found
}

async function playStep(flow: Flow, step: FlowStep): Promise<string[]> {
  if (step.by === 'clock' || step.by === 'worker') return awaitState(flow, step)
  const who = await flow.company.choose(step, false, flow.caseId)
  if (!who) return [nobody(step)]
  const answer = await send(flow, step, who.agent, who.seen ?? (await lookAt(flow)))
  if (Array.isArray(answer)) return answer
  if (answer.status !== 200 && answer.status !== 201)
    return [`expected ${step.state ?? 'success'}, got ${sayFailure(answer)}`]
  const { state } = outcome.parse(answer.body)
  const now = state === 'recommended' ? await awaitLetter(flow) : (await lookAt(flow)).state
  return state === step.state ? [] : differ('state', step.state, now)
}

async function playRefused(flow: Flow, step: FlowStep): Promise<string[]> {
  const before = await lookAt(flow)
  const who = await flow.company.choose(step, true, flow.caseId)
  if (!who) return [nobody(step)]
  const answer = await send(flow, step, who.agent, who.seen ?? before)
  if (Array.isArray(answer)) return []
  const after = await lookAt(flow)
  const refused = REFUSALS.includes(answer.status) ? [] : [`expected a refusal, got ${answer.status} ${after.state}`]
  return [
    ...refused,
    ...differ('state after the refusal', before.state, after.state),
    ...differ('version after the refusal', before.version, after.version),
    ...differ('state', step.state, after.state),
    ...(refused.length === 0 ? compareReasons(flow, step, before, answer) : []),
  ]
}

/** A draft's submit that is refused names exactly what blocks it. */
function compareReasons({ blocks }: Flow, { action }: FlowStep, { state }: Seen, answer: Answer): string[] {
  if (action !== 'submit' || state !== 'draft' || answer.status !== 409) return []
  const named = [...new Set((failureOf(answer).because ?? []).map(({ code }) => code))]
  return differ('what the refusal names', blocks, named)
}

/** Sends the step's action or entry. A list says why it could not be sent at all. */
async function send(flow: Flow, step: FlowStep, agent: Agent, { version }: Seen): Promise<Answer | string[]> {
  const { file, caseId } = flow
  const input = fillInput(step.action, step.input, file.submittedOn, step.department ?? undefined)
  if (step.action === 'saveAnswers') return agent.send('PUT', apiPath.answers(caseId), input)
  if (step.action === 'attachFile') {
    const wish = { kind: 'contract', ...step.input } as DocumentWish // makePaper copes with whatever else stands there
    const faults = await attachDocument(agent, caseId, file, wish, false)
    return faults.length > 0 ? faults : { status: 200, body: await lookAt(flow) }
  }
  const address = apiPath.action(caseId, step.action)
  if (!step.enclosed) return agent.send('POST', address, { version, input })
  const papers = await Promise.all(step.enclosed.map((wish) => makePaper(wishOf(wish), paperCaseOf(file))))
  return agent.upload(address, { version: String(version), input: JSON.stringify(input) }, ...papers)
}

/** Waits for the letter; gives up at once when the approver may take the case back, because then it cannot be made. */
async function awaitLetter(flow: Flow): Promise<string> {
  const end = performance.now() + LETTER_PATIENCE
  for (;;) {
    const { state } = await lookAt(flow)
    if (state !== 'recommended' || performance.now() > end) return state
    const failed = await flow.company.choose({ by: 'approver', action: 'returnToAssessment' }, false, flow.caseId)
    if (failed?.seen?.availableActions.some(({ action, enabled }) => action === 'returnToAssessment' && enabled))
      return 'recommended (the letter could not be made)'
    await sleep(50)
  }
}

/** What the clock or the worker is expected to do, it does by itself. */
async function awaitState(flow: Flow, { state, by }: FlowStep): Promise<string[]> {
  const end = performance.now() + (by === 'worker' ? LETTER_PATIENCE : 0)
  let now = (await lookAt(flow)).state
  for (; now !== state && performance.now() < end; now = (await lookAt(flow)).state) await sleep(50)
  return differ('state', state, now)
}

const nobody = ({ by, department }: FlowStep): string =>
  `there is nobody of the role ${by}${department ? ` in the department ${department}` : ''}`
