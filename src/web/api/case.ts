/** What the API says of a case and its papers. */
import { z } from 'zod'
import { SCAN_STATES } from '../../base/scanning.js'
import type { Bilingual } from '../../base/text.js'
import type { CaseFile, CaseLine } from '../../cases/caseFile.js'
import { isAskedBack } from '../../cases/matters.js'
import { lastProposed } from '../../cases/proposed.js'
import type { Outcome } from '../../cases/record.js'
import { MANDATE_ACTS } from '../../people/mandateActs.js'
import { labelFor, TASK_ACTS, taskText } from '../../workflow/firmWords.js'
import { metaOf } from '../../workflow/step.js'
import { WORDS, wordsOf } from '../../workflow/words.js'
import { bilingual, component, day, moment, object, problem, reason, state } from './answer.js'

const LINE = z
  .object({
    id: z.int(),
    number: z.string(),
    state,
    stateLabel: bilingual,
    version: z.int(),
    filedOn: day.nullable(),
    dueOn: day.nullable(),
    ownDueOn: day
      .nullable()
      .describe(
        'The last day for your own authority: of the consultation it has to answer, otherwise dueOn; for a ' +
          'firm, the day of its first task',
      ),
    tasks: z
      .array(
        z.object({ act: z.enum(TASK_ACTS), text: bilingual, day: day.nullable(), count: z.int(), ready: z.boolean() }),
      )
      .describe(
        'Tasks of your firm, the earliest day first: the action to take (`renew`: start an application `from`' +
          ' this one), its last day, the number of items, and whether a colleague was asked to submit it (`' +
          'ready`); empty for others',
      ),
    dueProvisional: z
      .boolean()
      .describe('Whether the date is provisional because that year’s calendar is not announced'),
    lane: z
      .object({ code: z.string(), label: bilingual, limits: z.record(z.string(), z.int()) })
      .nullable()
      .describe('The fast lane set on submission, with its working days'),
    talentName: z.string().nullable(),
    systemName: z.string().nullable(),
    firmName: z.string(),
    agentName: z.string().nullable().describe('The agent that submits it for `firmName` under a mandate, if any'),
    agentNameEn: z.string().nullable().describe('Its English name; null if it had none'),
    post: z.string().nullable(),
    claimedBy: z.string().nullable(),
    changedAt: moment,
  })
  .meta({ id: 'CaseLine' })

export const DOCUMENT = z
  .object({
    id: z.int(),
    kind: z.string(),
    name: z.string(),
    mime: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    pages: z.int().nullable(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    issuedOn: day.nullable(),
    details: object(),
    unfit: z.array(reason),
    scan: z
      .enum(SCAN_STATES)
      .nullable()
      .describe('Result of the virus scan; null if there is no scanner. The document can be opened when it is clean'),
    uploadedAt: moment,
    replacedAt: moment.nullable(),
  })
  .meta({ id: 'Document' })

const EVENT = z.object({
  seq: z.int(),
  at: moment,
  action: z.string(),
  words: object<Bilingual>().nullable(),
  state,
  by: z.string().nullable(),
  agentName: z.string().nullable().describe('The firm that acted for the case’s own firm under its mandate'),
  agentNameEn: z.string().nullable(),
  authorityId: z.int().nullable(),
  content: object().nullable(),
})

const ASSESSMENT = z.object({
  round: z.int(),
  authorityId: z.int(),
  by: z.string().nullable(),
  at: moment,
  opinion: z.enum(['recommend', 'against']),
  summary: z.string().nullable(),
  findings: z.array(z.unknown().meta({ type: 'object' })),
})

const CHOICE = z.object({
  action: z.string(),
  kind: z.string(),
  label: bilingual,
  enabled: z.boolean(),
  because: z.array(reason),
  inputSchema: z.string(),
})

export const CASE = z
  .object({
    ...LINE.shape,
    answers: component('Application'),
    answersVersion: z.int(),
    formVersion: z.string(),
    documents: z.array(DOCUMENT),
    events: z.array(EVENT),
    assessments: z.array(ASSESSMENT),
    proposal: z
      .object({
        class: z.enum(['A', 'B']),
        route: z.string(),
        months: z.int(),
        treatment: z.string().nullable(),
        reached: bilingual,
        proposed: bilingual,
        ground: bilingual,
      })
      .nullable()
      .describe(
        'What the last recommendation proposed, and the class the candidate reaches without it, as worded in ' +
          'the letter',
      ),
    matters: z
      .array(
        z.object({
          event: z.int(),
          kind: z.string(),
          condition: z.int().nullable(),
          openFrom: day.nullable(),
        }),
      )
      .describe(
        'Open matters after the letter: the event that started it (for a condition not yet reported as met, ' +
          'the recommendation), the condition it is about, and the first day on which it waits for the lead ' +
          'department; null while it waits for the firm',
      ),
    mandate: z
      .object({
        id: z.int(),
        agentName: z.string(),
        agentNameEn: z.string().nullable(),
        acts: z.array(z.enum(MANDATE_ACTS)),
        untilOn: day,
        inForce: z.boolean(),
      })
      .nullable()
      .describe(
        'The mandate under which an agent submits the case; it covers filling in and `acts`. Null if there ' +
          'is none',
      ),
    parties: z.array(z.object({ authorityId: z.int(), part: z.string() })),
    availableActions: z.array(CHOICE),
  })
  .meta({ id: 'Case' })

export const OUTCOME = z
  .object({ caseId: z.int(), seq: z.int(), state, stateLabel: bilingual, version: z.int(), repeated: z.boolean() })
  .meta({ id: 'Outcome' })

export const CASES = z.object({ cases: z.array(LINE), next: z.string().nullable() })
export const SAVED = z.object({ ...OUTCOME.shape, answersVersion: z.int() })
/** Of a draft. */
const WRONG = {
  problems: z.array(problem).describe('Answers not in the expected format; missing answers are listed by the check'),
}
export const KEPT = SAVED.extend(WRONG)
export const STARTED = z.object({ ...CASE.shape, ...WRONG })

export const ATTACHED = z.object({ ...OUTCOME.shape, document: DOCUMENT.nullable() })

/** With its state in words, by the people's names. */
export const presentLine = (line: CaseLine) => ({
  ...line,
  stateLabel: labelFor(line),
  tasks: (line.tasks ?? []).map(({ askedBy, answered, ...task }) => ({
    ...task,
    ready: Boolean(askedBy),
    text: taskText({ ...task, askedBy, answered }),
  })),
  claimedBy: line.claimedName,
})

export const presentOutcome = (outcome: Outcome) => ({ ...outcome, stateLabel: metaOf(outcome.state).label })

function presentProposal({ events }: CaseFile) {
  const proposed = lastProposed(events)
  return proposed ? { ...proposed.asked, treatment: proposed.asked.treatment ?? null, ...proposed.says } : null
}

export const presentCase = (file: CaseFile) => ({
  ...file,
  ...presentLine(file.case),
  answersVersion: file.case.answersVersion,
  documents: file.attachments,
  events: file.events.map((event) => ({
    ...event,
    words: wordsOf(event.action).done,
    state: event.toState,
    by: event.actorName,
  })),
  assessments: file.assessments.map((assessment) => ({ ...assessment, by: assessment.personName })),
  proposal: presentProposal(file),
  matters: file.matters.map((matter) => ({
    event: matter.seq,
    kind: matter.kind,
    condition: matter.condition || null,
    openFrom: isAskedBack(matter) ? null : matter.openFrom,
  })),
  availableActions: file.choices.map((choice) => ({
    ...choice,
    label: WORDS[choice.action].label,
    inputSchema: `#/components/schemas/${choice.action}Input`,
  })),
})
