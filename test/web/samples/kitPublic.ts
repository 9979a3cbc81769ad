/** The kit's page for visitors: checking a paper, the promise and the criteria, the self-check by the real engine, and the steps of signing in. */
import { consentsOf } from '../../../src/cases/consents.js'
import { hostConsents } from '../../../src/web/case/consents.view.js'
import { hostSignatures } from '../../../src/web/case/signatures.view.js'
import type { Problem } from '../../../src/base/errors.js'
import { path } from '../../../src/base/path.js'
import type { Language } from '../../../src/base/text.js'
import { differenceView } from '../../../src/web/case/selfCheck/difference.view.js'
import { answersLine, answersOf, isAsked, withChanges } from '../../../src/forms/selfCheck.js'
import { changeView, hiddenOf, placeOf, sectionsView } from '../../../src/web/case/selfCheck/form.view.js'
import { resultView } from '../../../src/web/case/selfCheck/result.view.js'
import { scorecardView } from '../../../src/web/public/scorecard.view.js'
import { verdictOf } from '../../../src/web/kit/verdict.js'
import { hostWords } from '../../../src/cases/hostTexts.js'
import { FILED, judgedWith } from './case.js'
import { home } from './pages.js'
import { FIGURES, t } from './words.js'

/** Class B, with a passport that ends too soon and a police record that ages. */
const TREE = {
  talent: {
    birthDate: '1990-05-05',
    nationality: 'JPN',
    education: { degree: 'bachelor' },
    experienceYears: '6',
    chinese: { hsk: '4' },
    passport: { expiresOn: '2027-02-10' },
  },
  engagement: { salaryPerYear: '480000', monthsPerYear: '12', placeOfWork: '310105' },
  papers: { policeRecord: '2026-06-20' },
}
const CHANGED = {
  ...{ engagement: { salaryPerYear: '960000', monthsPerYear: '12' } },
  talent: { experienceYears: '6', chinese: { hsk: '4' }, education: { degree: 'bachelor' } },
}

const concerns = ({ path, code }: Problem): boolean => !code.startsWith('missing:') && isAsked(path)

const judged = (tree: unknown) => {
  const { answers, documents } = answersOf(tree)
  return judgedWith(answers, documents, FILED)
}

export const kitPublic = (language: Language) => {
  const other = withChanges(TREE, CHANGED)
  const before = { tree: TREE, judged: judged(TREE) }
  const after = { tree: other, judged: judged(other) }
  const { scorecard, streamingChecks } = before.judged.rules
  const card = scorecard.streaming
  return {
    consents: hostConsents(
      consentsOf([
        { at: '2026-11-24T01:00:00Z', notice: 'passport:2026-11-25', given: true, how: 'talentPage', kinds: null },
        {
          at: '2026-11-24T01:00:00Z',
          notice: 'police:2026-11-25',
          given: false,
          how: 'talentPage',
          kinds: ['policeRecord'],
        },
      ]),
      true,
      hostWords(undefined, undefined),
    ),
    signatures: hostSignatures(
      [
        { id: 1, paper: 'commitment', at: '2026-11-24T01:00:00Z', made: true, voidedAt: null, because: null },
        {
          ...{ id: 2, paper: 'application', at: '2026-11-24T01:00:00Z', made: true },
          ...{ voidedAt: '2026-11-24T02:00:00Z', because: 'answers' },
        },
      ],
      true,
    ),
    code: {
      code: 'W3NB',
      example: home.codeExample,
      problem: t('核验码不完整，应有 17 个字符。', 'The code is not complete; it has 17 characters.'),
    },
    file: { problem: t('请选一个 PDF 文件。', 'Choose a PDF.') },
    verdict: verdictOf({ kind: 'revoked', revokedOn: '2026-12-28' }),
    seals: ['whole', 'void', 'ghost', 'specimen', 'place'],
    promised: home.promise,
    criteria: home.criteria,
    scorecard:
      card &&
      scorecardView(card, streamingChecks.streaming, {
        ...{ assessors: 1, twoWhen: ['evidenceFlagged'], nearPoints: 2, share: 20 },
        source: t('服务标准', 'Service standard'),
      }),
    figures: FIGURES,
    over: t('自测结果', 'Result of the self-check'),
    result: resultView(before.judged, { concerns, hrefOf: ({ path }) => `#${placeOf(path)}` }),
    answers: answersLine(TREE),
    difference: differenceView(before, after, concerns),
    take: { action: path.selfCheck, hidden: hiddenOf(other) },
    whatIf: {
      action: `${path.selfCheck}#difference`,
      hidden: hiddenOf(TREE),
      items: changeView(CHANGED, language, []),
    },
    hostFrame: {
      words: hostWords(undefined, undefined),
      speech: {
        ...{ own: 'en-GB', lang: 'ko', dir: 'ltr', foreign: true },
        languages: [
          { text: 'English', lang: 'en-GB', dir: 'ltr', href: '?language=en', current: false },
          { text: '한국어', lang: 'ko', dir: 'ltr', href: '?in=ko', current: true },
        ],
      },
    },
    sections: sectionsView(TREE, language, [], card?.questions ?? []),
    signIn: { ticket: 'k-ticket', backTo: path.cases, kept: '{}' },
  }
}
