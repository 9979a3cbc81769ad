/**
 * Routes that the firm claims and a person has to judge. They are shown as declared and never
 * counted: neither in the class nor in the open routes.
 */
import { type Bilingual, fill } from '../base/text.js'
import type { Evidence, Route } from './routes.js'
import type { ReadAnswers, KnownDocument } from './subject.js'

/** Where a paper says something: the kind of document, and the page when it was said. */
export interface EvidencePointer {
  readonly document: string
  readonly page: number | null
}

/** A route that is claimed: what it asks, what the firm says, and what a judge of it must know. */
export interface DeclaredRoute {
  readonly class: 'A' | 'B'
  readonly code: string
  readonly number: string | null
  readonly label: Bilingual
  readonly text: Bilingual
  readonly grounds: string | null
  readonly evidence: EvidencePointer | null
  /** Whether the paper that is pointed to is here. */
  readonly evidenceHere: boolean
  /** What an assessor looks for. */
  readonly needs: readonly Evidence[]
  /** Declared, to be judged; and what stands against it already. */
  readonly because: Bilingual
  readonly doubtful: boolean
  readonly path: string
  readonly source: Bilingual
}

const words = {
  plain: {
    zh: '企业主张，待评估人认定；不计入类别。',
    en: 'Declared, to be judged by an assessor; it does not count for the class.',
  },
  tooOld: {
    zh: '企业主张，待评估人认定；但申请日已{age}周岁，该途径要求不超过{limit}周岁。',
    en:
      'Declared, to be judged by an assessor; but at {age} on the filing day ' +
      'the candidate is over the {limit} years of this route.',
  },
}

/**
 * The routes that are claimed, in the order of the form; a code that is no declared route of either
 * class is left out.
 */
export function listDeclared(
  known: ReadAnswers,
  age: number | undefined,
  documents: readonly KnownDocument[],
  routes: Readonly<Record<'A' | 'B', Route>>,
): DeclaredRoute[] {
  const offered = (['A', 'B'] as const).flatMap((name) =>
    routes[name].ways.filter(({ judged }) => judged === 'declared').map((way) => ({ ...way, class: name })),
  )
  return known.circumstances.claims.flatMap((claim, index): DeclaredRoute[] => {
    const way = offered.find(({ code }) => code === claim.route)
    if (!way) return []
    const limit = way.ageAtMost ?? routes[way.class].closedAboveAge
    const doubtful = limit !== null && age !== undefined && age > limit
    const evidence = claim.document === undefined ? null : { document: claim.document, page: claim.page ?? null }
    return [
      {
        class: way.class,
        code: way.code,
        number: way.number,
        label: way.label,
        text: way.text,
        grounds: claim.grounds ?? null,
        evidence,
        evidenceHere: evidence !== null && documents.some(({ kind }) => kind === evidence.document),
        needs: way.evidence,
        because: doubtful ? fill(words.tooOld, { age: age ?? 0, limit: limit ?? 0 }) : words.plain,
        doubtful,
        path: `circumstances.claims.${index}`,
        source: way.source,
      },
    ]
  })
}
