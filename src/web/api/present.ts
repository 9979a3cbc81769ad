/** What the API says of a case, a paper, a letter: only the fields named here, never a row as it is. */

import type { Attachment, CaseFile, CaseLine, TimelineEvent } from '../../cases/caseFile.js'
import type { Check } from '../../cases/preflight.js'
import type { Judgement } from '../../criteria/judge.js'
import { metaOf } from '../../workflow/step.js'
import { WORDS, wordsOf } from '../../workflow/words.js'

export const presentLine = (line: CaseLine) => ({
  id: line.id,
  number: line.number,
  state: line.state,
  stateLabel: metaOf(line.state).label,
  version: line.version,
  filedOn: line.filedOn,
  dueOn: line.dueOn,
  ownDueOn: line.ownDueOn,
  dueProvisional: line.dueProvisional,
  talentName: line.talentName,
  systemName: line.systemName,
  firmName: line.firmName,
  post: line.post,
  changedAt: line.changedAt.toISOString(),
  claimedBy: line.claimedName,
})

export const presentDocument = (paper: Attachment) => ({
  id: paper.id,
  kind: paper.kind,
  name: paper.name,
  mime: paper.mime,
  bytes: paper.bytes,
  sha256: paper.sha256,
  pages: paper.pages,
  width: paper.width,
  height: paper.height,
  issuedOn: paper.issuedOn,
  details: paper.details,
  unfit: paper.unfit,
  scan: paper.scan,
  uploadedAt: paper.uploadedAt.toISOString(),
  replacedAt: paper.replacedAt?.toISOString() ?? null,
})

const presentEvent = (event: TimelineEvent) => ({
  seq: event.seq,
  at: event.at.toISOString(),
  action: event.action,
  words: wordsOf(event.action).done,
  state: event.toState,
  by: event.actorName,
  authorityId: event.authorityId,
  content: event.content,
})

export const presentChoice = (choice: CaseFile['choices'][number]) => ({
  action: choice.action,
  kind: choice.kind,
  label: WORDS[choice.action].label,
  enabled: choice.enabled,
  because: choice.because,
  inputSchema: `#/components/schemas/${choice.action}Input`,
})

export const presentCase = (file: CaseFile) => ({
  ...presentLine(file.case),
  answers: file.answers,
  answersVersion: file.case.answersVersion,
  formVersion: file.formVersion,
  documents: file.attachments.map(presentDocument),
  events: file.events.map(presentEvent),
  assessments: file.assessments.map(({ round, authorityId, personName, at, opinion, summary, findings }) => ({
    round,
    authorityId,
    by: personName,
    at: at.toISOString(),
    opinion,
    summary,
    findings,
  })),
  parties: file.parties.map(({ authorityId, part }) => ({ authorityId, part })),
  availableActions: file.choices.map(presentChoice),
})

const presentJudgement = ({
  points,
  routes,
  category,
  blocks,
  warns,
  expectedDecisionOn,
  provisional,
  age,
  ways,
  declared,
  promised,
  advice,
  streaming,
}: Judgement) => ({
  points,
  routes,
  ways,
  category,
  blocks,
  warns,
  expectedDecisionOn,
  provisional,
  age,
  declared,
  promised,
  advice,
  streaming,
})

export const presentCheck = ({ judgedOn, judgement, form }: Check) => ({
  judgedOn,
  form,
  ...presentJudgement(judgement),
})
