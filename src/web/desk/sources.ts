/** On which paper an answer rests, as a chip beside it that leads to the paper's pages. */

import type { Bilingual } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { SummaryRow } from '../kit/parts.js'
import { currentPaper } from './evidence.js'
import { viewHref } from '../case/preview.view.js'

/** Papers by the questions that they answer, with a name that is short enough for a chip. */
const SOURCES: readonly (readonly [paths: RegExp, kind: string, name: Bilingual])[] = [
  [
    /^talent\.(passport|systemName|visualName|sex|birthDate|nationality)/,
    'passportPage',
    { zh: '护照', en: 'passport' },
  ],
  [/^talent\.(inChina|permit)/, 'visaPage', { zh: '签证', en: 'visa' }],
  [/^engagement\.(post|duties|salary|months|contract|placeOfWork)/, 'contract', { zh: '合同', en: 'contract' }],
  [/^talent\.education/, 'degree', { zh: '学历', en: 'degree' }],
  [/^talent\.experienceYears/, 'workExperience', { zh: '资历', en: 'experience' }],
  [/^talent\.resume/, 'resume', { zh: '简历', en: 'resume' }],
  [/^channels/, 'platformEvidence', { zh: '平台', en: 'platform' }],
  [/^compliance/, 'commitment', { zh: '承诺书', en: 'commitment' }],
  [/^circumstances/, 'recognition', { zh: '认定', en: 'recognition' }],
]

/** The chips of an answer, by its path; `shown` is the paper whose pages stand beside. */
export const sourcesOf =
  (file: CaseFile, shown?: number) =>
  (path: string): NonNullable<SummaryRow['sources']> =>
    SOURCES.flatMap(([paths, kind, text]) => {
      const paper = paths.test(path) ? currentPaper(file, kind) : undefined
      return paper ? [{ text, href: viewHref(file.case.id, paper.id), current: paper.id === shown }] : []
    })
