/**
 * What service accounts may do: a firm's fills in and sends, a permit authority's records what its own system has
 * decided. Nothing that a person has to judge or sign is here. An account is let do some of these; act() asks.
 */
import { Forbidden } from '../base/errors.js'
import type { Actor } from '../people/actor.js'
import type { Facts } from './facts.js'
import type { Act } from './machine.js'

export type ServiceAct = Act | 'start'

export const SERVICE_ACTS = {
  firm: ['start', 'saveAnswers', 'attachFile', 'resubmit', 'reportChange', 'submit'],
  permit: ['receiveLetter', 'returnLetter', 'recordGranted', 'recordRefused'],
} as const satisfies Readonly<Record<string, readonly ServiceAct[]>>

/** What may be sent only by another person than who filled it in, where the firm has asked for that. */
const SENT: readonly ServiceAct[] = ['submit', 'resubmit']

/** Whether an actor may do it as far as they are a service account; a person always. */
export function mayByService({ service, firmId }: Actor, act: ServiceAct, facts?: Pick<Facts, 'filledLast'>): boolean {
  if (!service) return true
  const all: readonly string[] = firmId === null ? SERVICE_ACTS.permit : SERVICE_ACTS.firm
  if (facts && facts.filledLast !== null && SENT.includes(act)) return false
  return all.includes(act) && service.acts.includes(act)
}

/** Throws Forbidden when a service account may not do it. */
export function requireServiceAct(actor: Actor, act: ServiceAct, facts?: Pick<Facts, 'filledLast'>): void {
  if (!mayByService(actor, act, facts)) throw new Forbidden(notByService)
}

const notByService = {
  zh: '这个服务账号不能办理此事项：须由人员登录后办理，或者由管理员在账号中允许。',
  en: 'This service account cannot do this. A person has to do it, or an administrator has to allow it.',
}
