/** Who did what an event tells, in a word for readers who may not know the name. */
import type { Bilingual } from '../base/text.js'
import { isTalentAct } from '../jobs/talentAct.js'
import type { ActorKind } from '../people/actor.js'
import type { EventName } from '../workflow/words.js'

export const CANDIDATE: Bilingual = { zh: '人选本人', en: 'the candidate' }
export const SYSTEM: Bilingual = { zh: '系统', en: 'the system' }
const FIRM: Bilingual = { zh: '企业', en: 'the firm' }
const DEPARTMENT: Bilingual = { zh: '主管部门', en: 'the department' }

/** An event's doer as its row says it; `name` is null where the reader may not see it, and of what has none. */
export interface Doer {
  readonly action: EventName
  readonly actorKind: ActorKind
  readonly authorityId: number | null
  readonly name: string | null
}

/** The name, else what the doer is. What a candidate asks for is written down by the worker, and is the candidate's. */
export function doerText({ action, actorKind, authorityId, name }: Doer): Bilingual {
  if (actorKind === 'talent' || isTalentAct(action)) return CANDIDATE
  if (actorKind === 'clock' || actorKind === 'worker') return SYSTEM
  if (name !== null) return { zh: name, en: name }
  return authorityId === null ? FIRM : DEPARTMENT
}
