/**
 * Papers of earlier applications of the same host: those that may be used again, to be brought by
 * one press, and those that must be new, with the reason.
 */
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { Attachment, CaseFile } from '../../cases/caseFile.js'
import { findLeftAsked } from '../../cases/correction.js'
import { inOrder } from '../../cases/documents.js'
import { whyAnew } from '../../criteria/carriedPapers.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { TRANSLATION } from '../../forms/choices.js'
import { textAt } from '../../forms/engine/node.js'
import type { OwnCase } from '../case/own.js'
import { paperLabel, viewHref } from '../case/preview.view.js'

type Rules = ReadonlyMap<string, DocumentRule>

/** A paper of an earlier application, and why it must be new, when it must. */
export interface Offer {
  readonly key: string
  readonly from: CaseFile
  readonly paper: Attachment
  readonly anew: Bilingual | undefined
}

const passportOf = ({ answers }: CaseFile): string => textAt(answers, 'talent.passport.number').toUpperCase()

/** What earlier cases hold of kinds that are not here yet, the newest case first; each kind of one case only. */
export function offersOf({ file, check }: OwnCase, sources: readonly CaseFile[], rules: Rules): Offer[] {
  const decisionOn = check.judgement.expectedDecisionOn
  const taken = new Set(inOrder(file.attachments).map(keyOfKind))
  return sources.flatMap((from) => {
    const samePassport = passportOf(from) === passportOf(file)
    const whyOf = (paper: Attachment): Bilingual | undefined => {
      const why = whyAnew(paper, { rule: rules.get(paper.kind), decisionOn, samePassport })
      const asked = why ? undefined : findLeftAsked(from, paper.kind)
      return asked ? fill(LEFT_ASKED, { asked }) : why
    }
    const papers = inOrder(from.attachments).filter((paper) => !taken.has(keyOfKind(paper)))
    for (const paper of papers) taken.add(keyOfKind(paper))
    return papers.map((paper): Offer => {
      const original = from.attachments.find(({ kind, replacedAt }) => kind === paper.details.of && replacedAt === null)
      const isStale = paper.kind === TRANSLATION && original !== undefined && whyOf(original) !== undefined
      return { key: `c${from.case.id}-${paper.id}`, from, paper, anew: isStale ? STALE_ORIGINAL : whyOf(paper) }
    })
  })
}

const keyOfKind = ({ kind, details }: Attachment): string =>
  kind === TRANSLATION ? `${kind} ${String(details.of ?? '')}` : kind

const LEFT_ASKED = { zh: '原申请要求补正：{asked}', en: 'the earlier application was asked to correct it: {asked}' }
const STALE_ORIGINAL = { zh: '原件须重新提交', en: 'a new original is needed' }

/** Undefined where there is nothing to bring. */
export function bringView({ file }: OwnCase, offers: readonly Offer[], rules: Rules) {
  const carried = offers.filter(({ anew }) => anew === undefined)
  if (carried.length === 0) return undefined
  return {
    action: path.bringDocuments(file.case.id),
    rows: carried.map(({ key, from, paper }) => ({
      id: `bring-${key}`,
      name: `bring[${key}]`,
      label: fill(
        { zh: '{kind}（{number}）', en: '{kind} ({number})' },
        { kind: paperLabel(paper), number: from.case.number },
      ),
      file: paper.name,
      href: viewHref(from.case.id, paper.id),
      hint: rules.get(paper.kind)?.hint ?? { zh: '', en: '' },
    })),
    anew: offers.flatMap(({ paper, anew }) => (anew ? [{ label: paperLabel(paper), why: anew }] : [])),
  }
}
