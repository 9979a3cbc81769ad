/** What is filed about a talent, for their own page and as the copy that they take with them. */
import { path } from '../../base/path.js'
import type { Bilingual, Language } from '../../base/text.js'
import { isOpen } from '../../cases/consents.js'
import type { HostWords } from '../../cases/hostTexts.js'
import { maskAnswers } from '../../cases/masking.js'
import type { OwnData, TalentRequest } from '../../cases/talents.js'
import { entriesIn, metaOf } from '../../workflow/step.js'
import { day, time } from '../kit/page.js'
import type { SummaryRow } from '../kit/parts.js'
import { below, link, quiet, strong } from '../kit/pieces.js'
import { factOf, facts } from '../kit/table.js'
import { answerSections, kindLabel } from './case.view.js'
import { hostConsents, outcomeText } from './consents.view.js'
import type { PageContext } from './clock.view.js'
import { hostSignatures, signatureFact } from './signatures.view.js'
import { publicDays } from './publicDays.view.js'

/** The kinds of paper with their names. */
type PaperKinds = ReadonlyMap<string, { readonly label: Bilingual }>

/** The page's data: answers section by section, papers, letters, consent, requests. */
export function ownView(own: OwnData, language: Language, context: PageContext, kinds: PaperKinds, words: HostWords) {
  const entries = own.erasedAt === null ? entriesIn(own.state) : new Set()
  const [consentsOpen, signaturesOpen] = [entries.has('recordConsent'), entries.has('sign')]
  return {
    number: own.number,
    state: metaOf(own.state).label,
    days: facts(...publicDays(own, context)),
    firm: firmOf(own),
    erased: own.erasedAt !== null,
    // the whole number stands in the copy
    sections: answerSections(maskAnswers(own.answers), language),
    papers: own.papers.map(({ id, kind, name, uploadedAt }) =>
      factOf(kindLabel(kind), [link(name, path.talentPaper(id)), below(quiet(time(uploadedAt, 'short')))]),
    ),
    letters: own.letters.map(({ id, kind, number, issuedAt, endedAs }) =>
      factOf(kinds.get(kind)?.label ?? kind, [
        link(number, path.talentLetter(id)),
        below(quiet(day(issuedAt))),
        endedAs && { zh: '（已失效）', en: ' (no longer valid)' },
      ]),
    ),
    copyHref: path.talentCopy,
    consents: hostConsents(
      own.standing,
      own.consents.some(({ how }) => how === 'firmDeclaration'),
      words,
    ),
    // PIPL Art. 15: for as long as the case runs; afterwards erasure is asked for
    consentsOpen,
    held: consentsOpen && own.standing.some(isOpen),
    signatures: hostSignatures(own.signatures, signaturesOpen),
    signaturesOpen,
    requests: own.requests.map((one) => requestFact(one, own.sentAt)),
  }
}

function firmOf({ firmName, firmNameEn, sentAt }: Pick<OwnData, 'firmName' | 'firmNameEn' | 'sentAt'>) {
  if (!firmName) return undefined
  const name: Bilingual = { zh: firmName, en: firmNameEn ?? firmName }
  return sentAt === null ? { zh: `${name.zh}（尚未提交）`, en: `${name.en} (not submitted yet)` } : name
}

/** What each kind of request is called. */
export const REQUEST_KINDS: Readonly<Record<TalentRequest['kind'], Bilingual>> = {
  correction: { zh: '更正', en: 'Correction' },
  erasure: { zh: '删除个人信息', en: 'Erasure' },
}

const requestFact = (one: TalentRequest, sentAt: Date | null): SummaryRow =>
  factOf(REQUEST_KINDS[one.kind], [
    one.wording,
    below(quiet(time(one.askedAt, 'short'))),
    below(strong(outcomeText(one, sentAt))),
    one.answer && below(one.answer),
  ])

/** All that was filed, to be read or printed: numbers whole. */
export const ownCopyView = ({ number, answers, signatures, ...own }: OwnData, language: Language) => ({
  title: { zh: '您的申请', en: 'Your application' },
  number,
  firm: firmOf(own),
  back: { href: path.talent, text: { zh: '返回本人页面', en: 'Back to your page' } },
  sections: answerSections(answers, language),
  signed: facts(signatureFact(signatures)),
})

/** The copy, as a program reads it: everything, as it was filed. */
export const copyOf = ({ id: _, standing: __, sentAt: ___, ...own }: OwnData) => ({
  format: 'haijian-own-data-1',
  ...own,
})
