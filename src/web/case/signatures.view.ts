/** What a candidate has signed by drawing, for their own page and for those who work on the case. */
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { type Signature, standing, type VoidBecause } from '../../cases/signatures.js'
import { SIGNED_PAPERS, type SignedPaper } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import { day, time } from '../kit/page.js'
import type { DocumentRow, Piece, SummaryRow } from '../kit/parts.js'
import { pieces, quiet } from '../kit/pieces.js'
import { fact } from '../kit/table.js'

/** The one that counts, else the last one that did. */
const lastOf = (signatures: readonly Signature[], paper: SignedPaper): Signature | undefined =>
  signatures.findLast((one) => one.paper === paper)

const SIGNED: Bilingual = { zh: '{paper}：人选已手写签名（{at}）', en: '{paper}: signed by hand on screen {at}' }
const VOID: Readonly<Record<VoidBecause, Bilingual>> = {
  answers: {
    zh: '{paper}：签名已失效，企业{voided}修改了所签内容',
    en: '{paper}: signature void; the firm changed the signed text {voided}',
  },
  reset: {
    zh: '{paper}：签名已失效，本人页面{voided}重置',
    en: '{paper}: signature void; the page was reset {voided}',
  },
}
const UNSIGNED: Bilingual = { zh: '{paper}：尚未签名', en: '{paper}: not signed' }

function saidOf(one: Signature | undefined, paper: SignedPaper): Bilingual {
  const words = one === undefined ? UNSIGNED : one.because === null ? SIGNED : VOID[one.because]
  const at = one ? time(one.at, 'short') : ''
  const voided = one?.voidedAt ? time(one.voidedAt, 'short') : ''
  return fill(words, { paper: labelOf(SIGNED_PAPERS, paper), at, voided })
}

/** As a fact: which papers are signed, with their files in a case that is given. */
export const signatureFact = (signatures: readonly Signature[], caseId?: number): SummaryRow =>
  fact(
    '人选的手写签名',
    'Drawn signatures',
    signatures.length === 0
      ? [quiet(NOTHING)]
      : pieces(
          ...SIGNED_PAPERS.flatMap(({ value }, at): Piece[] => {
            const one = lastOf(signatures, value)
            const look = one?.because ? ({ icon: 'cross', look: 'near' } as const) : {}
            const href = one?.made && caseId ? path.caseSignature(caseId, one.id) : undefined
            return [{ text: saidOf(one, value), below: at > 0, href, ...look }]
          }),
        ),
  )

const NOTHING: Bilingual = { zh: '人选尚未签名', en: 'the candidate has not signed yet' }

/** The files of what is signed, among the documents of the case. `voids`: what sending would void. */
export const signedRows = (
  { case: { id }, signatures }: Pick<CaseFile, 'case' | 'signatures'>,
  voids: readonly SignedPaper[] = [],
): DocumentRow[] =>
  standing(signatures)
    .filter(({ made }) => made)
    .map((one) => ({
      title: fill(DRAWN, { paper: labelOf(SIGNED_PAPERS, one.paper) }),
      href: path.caseSignature(id, one.id),
      note: day(new Date(one.at)),
      tone: voids.includes(one.paper) ? 'near' : 'none',
      marks: voids.includes(one.paper) ? VOIDED : [],
    }))

const VOIDED = [
  {
    text: {
      zh: '签名后内容有修改：提交后签名失效，会发邮件请人选重新签名。',
      en: 'Changed since it was signed. Submitting voids the signature and we mail the candidate to sign again.',
    },
    tone: 'near',
  },
] as const

const DRAWN: Bilingual = { zh: '{paper}（手写笔迹签名）', en: '{paper} (drawn signature)' }

/** A paper on the candidate's own page. */
export interface HostSignature {
  readonly label: Bilingual
  readonly text: Bilingual
  /** Where it is signed, while it can be. */
  readonly sign: string | undefined
  /** The file, once it is made. */
  readonly file: string | undefined
}

/** What the candidate can sign and has signed. `open`: the case is not decided; what is unsigned then stays so. */
export const hostSignatures = (signatures: readonly Signature[], open: boolean): HostSignature[] =>
  SIGNED_PAPERS.flatMap(({ value, label }) => {
    const one = lastOf(signatures, value)
    if (one === undefined && !open) return []
    const sign = open && one?.because !== null ? path.talentSign(value) : undefined
    const file = one?.made ? path.talentSignature(one.id) : undefined
    return [{ label, text: hostText(one), sign, file }]
  })

const HOST_VOID: Readonly<Record<VoidBecause, Bilingual>> = {
  answers: {
    zh: '企业在{voided}修改了您签过的内容，您的签名失效。请重新阅读，再决定是否签名。',
    en: 'The firm changed the text you signed {voided}, so your signature is void. Read it again before you sign.',
  },
  reset: {
    zh: '页面在{voided}重置，此前的签名失效。请重新签名。',
    en: 'The page was reset {voided}, so your earlier signature is void. Please sign again.',
  },
}

function hostText(one: Signature | undefined): Bilingual {
  if (one === undefined) return { zh: '您尚未签名。', en: 'You have not signed yet.' }
  if (one.because === null)
    return fill({ zh: '您已手写签名（{at}）', en: 'You signed by hand on screen {at}' }, { at: time(one.at, 'short') })
  return fill(HOST_VOID[one.because], { voided: one.voidedAt ? time(one.voidedAt, 'short') : '' })
}
