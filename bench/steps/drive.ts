/** The clients: each walks its own cases, a report by the assessor and a return by the approver in turn, over connections that stay open. */
import { Agent, request } from 'node:http'
import { apiPath } from '../../src/base/path.js'
import { assessmentOf } from '../../tools/cases/assessment.js'
import type { Prepared } from './prepare.js'

interface Answer {
  readonly status: number
  readonly body: string
}

function post(agent: Agent, port: number, path: string, key: string, body: unknown): Promise<Answer> {
  const text = JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const call = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        path,
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }))
      },
    )
    call.on('error', reject)
    call.end(text)
  })
}

/** What is done in turn in a case under assessment. */
export const STEPS = {
  underAssessment: {
    action: 'report',
    key: 'assessorKey',
    input: {
      opinion: 'recommend',
      summary: 'The papers agree with the answers; the account is real.',
      ...assessmentOf('commerce'),
      stands: 'The contract was looked at once more.',
    },
  },
  awaitingDecision: {
    action: 'returnToAssessment',
    key: 'approverKey',
    input: { why: 'Please look at the contract once more.' },
  },
} as const

/** One step of one case. Throws when it is refused. */
export async function stepOnce(
  agent: Agent,
  prepared: Prepared,
  port: number,
  caseId: number,
  at: { version: number; state: string },
): Promise<{ version: number; state: string }> {
  const next = STEPS[at.state as keyof typeof STEPS] // the walk knows these two states only
  const { status, body } = await post(agent, port, apiPath.action(caseId, next.action), prepared[next.key], {
    version: at.version,
    input: next.input,
  })
  if (status !== 200) throw new Error(`${next.action} of case ${caseId}: ${status} ${body.slice(0, 300)}`)
  return JSON.parse(body) as { version: number; state: string } // our own API's outcome
}

/** Steps a second by `clients` clients over `seconds` seconds; the first second is not counted. */
export async function driveSteps(prepared: Prepared, port: number, clients: number, seconds: number): Promise<number> {
  return walk(prepared.cases, clients, seconds, async (agent, caseId) => {
    const at = prepared.standing.get(caseId) ?? { version: 3, state: 'underAssessment' }
    prepared.standing.set(caseId, await stepOnce(agent, prepared, port, caseId, at))
  })
}

/** The same of the plain floor (plain.ts), with as much to say as a report has. */
export function drivePlain(cases: readonly number[], port: number, clients: number, seconds: number): Promise<number> {
  const { input } = STEPS.underAssessment
  return walk(cases, clients, seconds, async (agent, caseId) => {
    const { status, body } = await post(agent, port, `/${caseId}`, '', { version: 0, input })
    if (status !== 200) throw new Error(`the floor: ${status} ${body.slice(0, 300)}`)
  })
}

async function walk(
  cases: readonly number[],
  clients: number,
  seconds: number,
  step: (agent: Agent, caseId: number) => Promise<void>,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const started = performance.now()
  const [begin, end] = [started + 1000, started + 1000 + seconds * 1000]
  let counted = 0
  const one = async (client: number) => {
    const mine = cases.filter((_, index) => index % clients === client)
    for (let turn = 0; performance.now() < end; turn++) {
      await step(agent, mine[turn % mine.length] ?? 0)
      const now = performance.now()
      if (now >= begin && now < end) counted++
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => one(client)))
  agent.destroy()
  return counted / seconds
}
