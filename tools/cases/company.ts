/** The people of a case as they sit at their screens: each signs in when first needed. */
import { z } from 'zod'
import { apiPath } from '../../src/base/path.js'
import { Agent, Broken } from './agent.js'
import { findMembers, type Member, PASSWORD } from './cast.js'

const seen = z.object({
  state: z.string(),
  version: z.int(),
  availableActions: z.array(z.object({ action: z.string(), enabled: z.boolean() })),
})

/** What a person sees of the case; undefined when it does not exist for them. */
export type Seen = z.output<typeof seen>

export class Company {
  private readonly agents = new Map<string, Promise<Agent>>()

  constructor(
    private readonly address: string,
    private readonly cast: readonly Member[],
    private readonly now: () => Date,
  ) {}

  /** Whoever files and looks after the application. */
  applicant(): Promise<Agent> {
    return this.agent(findMembers(this.cast, 'applicant', null)[0]?.account ?? '')
  }

  agent(account: string): Promise<Agent> {
    const known = this.agents.get(account)
    if (known) return known
    const agent = new Agent(this.address, account, this.now)
    const coming = agent.signIn(PASSWORD).then(() => agent)
    this.agents.set(account, coming)
    return coming
  }

  async look(agent: Agent, caseId: number): Promise<Seen | undefined> {
    const answer = await agent.get(apiPath.case(caseId))
    if (answer.status === 200) return seen.parse(answer.body)
    if (answer.status === 403 || answer.status === 404) return undefined
    throw new Broken(`GET /api/cases/${caseId} by ${agent.account}: ${answer.status}`)
  }

  /**
   * The person who does a step: of those whom it may mean, the first to whom the action is open now; for a step that is to be refused, the first to whom it is not.
   * Undefined when there is nobody of that role and department.
   */
  async choose(
    step: { readonly by: string; readonly action: string; readonly department?: string | null | undefined },
    refused: boolean,
    caseId: number,
  ): Promise<{ agent: Agent; seen: Seen | undefined } | undefined> {
    let first: { agent: Agent; seen: Seen | undefined } | undefined
    for (const { account } of findMembers(this.cast, step.by, step.department)) {
      const agent = await this.agent(account)
      const found = { agent, seen: await this.look(agent, caseId) }
      const open =
        found.seen?.availableActions.some(({ action, enabled }) => action === step.action && enabled) ?? false
      if (open !== refused) return found
      first ??= found
    }
    return first
  }
}
