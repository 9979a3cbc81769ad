/**
 * What a question of the scorecard is judged by: the firm's figures, its answers and its documents,
 * each leading to the page where it stands.
 */
import { DOT, joined } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { listIndicators } from '../../criteria/indicators.js'
import type { Scorecard, ScoreQuestion } from '../../criteria/scorecard.js'
import type { ChannelAnswers } from '../../criteria/subject.js'
import { APPLICATION } from '../../forms/application.js'
import { listAnswers } from '../../forms/engine/check.js'
import { rowsAt } from '../../forms/engine/node.js'
import type { Line, Text } from '../kit/parts.js'
import { pieces, strong } from '../kit/pieces.js'
import { currentPaper, type FigureSource, pageLink } from './evidence.js'

/** Questions of the form that a question of the scorecard draws on. */
const ANSWERS: Readonly<Record<string, string>> = {
  experienceYears: 'talent.experienceYears',
  education: 'talent.education',
  chinese: 'talent.chinese',
  resume: 'talent.resume',
  post: 'engagement.post',
  duties: 'engagement.duties',
  whyThisPerson: 'engagement.whyThisPerson',
}
const MOST_ANSWERS = 8

interface Basis {
  readonly label: Text
  readonly line: Line
}

/** The page where a figure stands; undefined while its document is not here. */
export function figureLink(file: CaseFile, source: FigureSource | null) {
  const paper = source && currentPaper(file, source.document)
  return paper ? pageLink(file, paper, source.page) : undefined
}

/** The figures of the channels, the answers and the documents that a question is judged by. */
export function basisOf(file: CaseFile, card: Scorecard, { id, indicators }: ScoreQuestion): Basis[] {
  // it reads whatever a draft holds
  const figures = listIndicators(card, rowsAt(file.answers, 'channels') as readonly ChannelAnswers[])
    .filter(({ questions }) => questions.includes(id))
    .map(({ label, value, channelName, evidence }): Basis => {
      const page = figureLink(file, evidence)
      return { label: joined([channelName, label], DOT), line: pieces(strong(value), page && ' ', page) }
    })
  const paths = indicators.flatMap((indicator) => ANSWERS[indicator] ?? [])
  const answers = listAnswers(APPLICATION, file.answers, paths).flatMap(({ label, answer }) =>
    answer ? [{ label, line: [{ text: answer }] }] : [],
  )
  const papers = indicators.flatMap((indicator) => {
    const paper = currentPaper(file, indicator)
    return paper ? [{ label: { zh: '材料', en: 'Document' }, line: [pageLink(file, paper, null)] }] : []
  })
  return [...figures, ...answers.slice(0, MOST_ANSWERS), ...papers]
}
