/**
 * Whether a candidate agrees to the use of sensitive documents (PIPL Art. 13 to 15, 29): what the
 * rows of `talent_consents` come to for each kind of document (decision 0049).
 */
import { sql } from '../base/sql.js'
import { SENSITIVE, SENSITIVE_KINDS, type Sensitive } from '../forms/choices.js'
import type { Facts } from '../workflow/facts.js'
import { readNotice } from './talentNotice.js'

/** How a row came about: the candidate said so, the firm declared it, an officer settled a refusal, a reset. */
export type ConsentBy = 'talentPage' | 'firmDeclaration' | 'settled' | 'voided'

/** A row as the facts of a case have it. */
export interface SaidConsent {
  /** ISO 8601 */
  readonly at: string
  readonly notice: string
  readonly given: boolean
  readonly how: ConsentBy
  /** Of a refusal: the kinds of document that were here then and still are. */
  readonly kinds: readonly string[] | null
  /** Of a refusal, and of its settlement: the kinds of which a document was uploaded after it. */
  readonly since?: readonly string[] | null
  /** Of a refusal: the kinds of which a document was ever here, also one that was taken away. */
  readonly ever?: readonly string[] | null
}

/** What was said in a case `c`, in order. */
export const SAID_CONSENTS = sql`
    coalesce((
      select json_agg(json_build_object('at', k.at, 'notice', k.notice, 'given', k.given, 'how', k.how,
        'kinds', case when k.how = 'talentPage' then b.kinds end, 'since', b.since, 'ever', b.ever) order by k.id)
      from talent_consents k cross join lateral (
        select array_agg(distinct b.kind) filter (where b.replaced_at is null and b.uploaded_at <= k.at) as kinds,
          array_agg(distinct b.kind) filter (where b.replaced_at is null and b.uploaded_at > k.at) as since,
          array_agg(distinct b.kind) as ever
        from attachments b
        where b.case_id = k.case_id and k.how in ('talentPage', 'settled') and not k.given
      ) b where k.case_id = c.id), '[]')`

/**
 * notAsked: the candidate has said nothing, or it was said before the page was reset; askedAnew: in the place of the
 * documents that were refused, or of none, others are here, which the candidate has to decide about; replaced: none is
 * here any more; noneYet: none ever was.
 */
export type Standing = 'notAsked' | 'given' | 'refused' | 'withdrawn' | 'settled' | 'askedAnew' | 'replaced' | 'noneYet'

export interface Consent {
  readonly about: Sensitive
  readonly standing: Standing
  /** When it came to that, ISO 8601; null while nothing was said. */
  readonly at: string | null
  /** What was said before the page was reset no longer counts. */
  readonly voided: boolean
}

/** A document of a case, as far as it matters here. */
interface Paper {
  readonly kind: string
  readonly uploadedAt: Date
  readonly replacedAt: Date | null
}

/** The same, by the documents that its reader sees: others than the firm learn nothing of what it has not sent. */
export const saidOf = (said: readonly SaidConsent[], seen: readonly Paper[]): SaidConsent[] =>
  said.map((one) => {
    const isBefore = ({ uploadedAt }: Paper) => uploadedAt <= new Date(one.at)
    const here = seen.filter(({ replacedAt }) => replacedAt === null)
    const kindsOf = (papers: readonly Paper[]) => papers.map(({ kind }) => kind)
    if (!one.ever) return one
    const since = kindsOf(here.filter((paper) => !isBefore(paper)))
    return { ...one, kinds: kindsOf(here.filter(isBefore)), since, ever: kindsOf(seen) }
  })

/** What the candidate has said of each kind of document, in the order in which they are asked. */
export const consentsOf = (said: readonly SaidConsent[]): Consent[] =>
  SENSITIVE.map(({ value }) => said.reduce((before, one) => after(before, one), NOTHING_SAID(value)))

const NOTHING_SAID = (about: Sensitive): Consent => ({ about, standing: 'notAsked', at: null, voided: false })

/** A refusal outlasts a reset: whoever empties a page settles nothing by that. */
function after(before: Consent, { at, notice, given, how, kinds, since, ever }: SaidConsent): Consent {
  const { about, standing } = before
  if (how === 'firmDeclaration') return before
  if (how === 'voided') return standing === 'given' ? { ...before, standing: 'notAsked', at, voided: true } : before
  const meant = readNotice(notice).about
  if (meant !== undefined && meant !== about) return before
  const isAmong = (list: SaidConsent['since']) => list?.some((kind) => SENSITIVE_KINDS[about].includes(kind)) ?? false
  // what was settled was another document
  if (how === 'settled')
    return isOpen(before) ? { ...before, standing: isAmong(since) ? 'askedAnew' : how, at } : before
  if (given) return { about, standing: 'given', at, voided: false }
  const refused = standing === 'given' || standing === 'withdrawn' ? 'withdrawn' : 'refused'
  const otherwise = isAmong(since) ? 'askedAnew' : isAmong(ever) ? 'replaced' : 'noneYet'
  return { about, standing: isAmong(kinds) ? refused : otherwise, at, voided: false }
}

/** Whether it stands in the way of a recommendation. */
export const isOpen = ({ standing }: Pick<Consent, 'standing'>): boolean =>
  standing === 'refused' || standing === 'withdrawn' || standing === 'askedAnew'

/** The candidate refused this kind before the documents that are here now were. */
export const isAskedAnew = ({ standing }: Pick<Consent, 'standing'>): boolean => standing === 'askedAnew'

/** The kinds of document whose use is refused. */
export const refusedKinds = (consents: readonly Consent[]): string[] =>
  consents.filter((one) => isOpen(one) && !isAskedAnew(one)).flatMap(({ about }) => SENSITIVE_KINDS[about])

/** What a firm can declare of when it files: all that the candidate has not refused in person. */
export const declarable = (consents: readonly Consent[]): Consent[] =>
  consents.filter(({ standing }) => standing === 'notAsked' || standing === 'given')

/** Whether submitting would wait for it, where the rules ask for that. */
const isAwaited = ({ standing }: Consent): boolean => standing === 'notAsked' || isOpen({ standing })

/** The facts that the chart reads. `waits`: the rules in force let submitting wait. */
export function consentFacts(
  said: readonly SaidConsent[],
  settlers: readonly number[] | null,
  waits: boolean,
): Pick<Facts, 'consentsOpen' | 'consentSettlers' | 'consentsAwaited'> {
  const consents = consentsOf(said)
  const names = (list: readonly Consent[]) => list.map(({ about }) => about)
  return {
    consentsOpen: names(consents.filter(isOpen)),
    consentSettlers: settlers ?? [],
    consentsAwaited: waits ? names(consents.filter(isAwaited)) : [],
  }
}
