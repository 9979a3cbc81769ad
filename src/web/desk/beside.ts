/**
 * What a question of the scorecard is judged by: the firm's figures, its answers and its papers,
 * each leading to the page where it stands.
 */
import { type Language, say } from '../../base/text.js'
import type { Attachment, CaseFile } from '../../cases/caseFile.js'
import { listIndicators } from '../../criteria/indicators.js'
import type { Scorecard, ScoreQuestion } from '../../criteria/scorecard.js'
import type { ChannelAnswers } from '../../criteria/subject.js'
import { APPLICATION } from '../../forms/application.js'
import { listAnswers } from '../../forms/engine/check.js'
import { valueAt } from '../../forms/engine/node.js'
import { kindLabel } from '../case/case.view.js'
import { both } from '../kit/page.js'
import type { Line, Text } from '../kit/parts.js'
import { currentPaper } from './evidence.js'
import { viewHref } from '../case/preview.view.js'

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

interface Beside {
  readonly label: Text
  readonly line: Line
}

/** Where a figure stands: the paper of that kind, at its page. */
export function evidenceLink(
  file: CaseFile,
  evidence: { readonly document: string; readonly page: number | null } | null,
) {
  const paper = evidence && currentPaper(file, evidence.document)
  if (!paper || !evidence) return {}
  return { link: linkTo(file, paper, evidence.page) }
}

const linkTo = (file: CaseFile, paper: Attachment, page: number | null) => {
  const name = kindLabel(paper.kind)
  return {
    href: viewHref(file.case.id, paper.id, page),
    text: page ? { zh: `${name.zh}第${page}页`, en: `${name.en}, page ${page}` } : name,
  }
}

/** What a question is judged by: the figures of the channels, the answers, and the papers, each leading to its page. */
export function besideOf(
  { file, language }: { readonly file: CaseFile; readonly language: Language },
  card: Scorecard,
  { id, indicators }: ScoreQuestion,
): Beside[] {
  const channels = valueAt(file.answers, 'channels')
  // it reads whatever a draft holds
  const told = listIndicators(card, Array.isArray(channels) ? (channels as ChannelAnswers[]) : [])
    .filter(({ questions }) => questions.includes(id))
    .map(({ label, value, channelName, evidence }): Beside => {
      const { link } = evidenceLink(file, evidence)
      return {
        label: both((own) => `${channelName[own]} · ${label[own]}`),
        line: [{ text: value, look: 'strong' }, ...(link ? [' ', { text: link.text, href: link.href }] : [])],
      }
    })
  const answered = indicators.flatMap((indicator) => {
    const path = ANSWERS[indicator]
    return path ? listAnswers(APPLICATION, file.answers, [path]) : []
  })
  const answers = answered.flatMap(({ label, answer }): Beside[] =>
    answer ? [{ label, line: [{ text: say(answer, language) }] }] : [],
  )
  const papers = indicators.flatMap((indicator) => {
    const paper = currentPaper(file, indicator)
    if (!paper) return []
    const { text, href } = linkTo(file, paper, null)
    return [{ label: { zh: '材料', en: 'Document' }, line: [{ text, href }] }]
  })
  return [...told, ...answers.slice(0, 8), ...papers]
}
