/**
 * THE STATECHART: where a case may go, who may send it there, what must be true, what it causes,
 * whom it waits for, whether its clock runs, what it is called and how its tag looks. The only
 * copy: buttons, queues, permissions, the API, the diagram and the tests' paths are derived from
 * it (docs/architecture.md#the-statechart). Leaf names are unique; groups carry what all their
 * states allow. Time is data (`meta.clock`), never `after`; nothing runs here, the chart is only
 * asked. Over 250 lines because it is one table, read from top to bottom.
 */
import { setup } from 'xstate'
import type { Bilingual } from '../base/text.js'
import type { RetentionKey } from '../reference/retention.js'
import { EFFECTS, type Effect } from './effects.js'
import type { ActionEvent, Facts } from './facts.js'
import { BRANCH, type Branch, type By, reasonsAgainst, type When, type Who, whoHolds } from './rules.js'

/** Whom a case waits for; the queues are made of this. */
export type Waiting = 'firm' | 'intake' | 'assessor' | 'approver' | 'worker' | 'permitOfficer' | 'reviewPanel'

/**
 * The stages that a firm sees its case go through. A state without one is past them, or counts to
 * that of the state before.
 */
export type Stage = 'filling' | 'intake' | 'assessment' | 'decision' | 'letter'

interface Meaning {
  readonly label: Bilingual
  readonly waitsFor?: Waiting
  /**
   * The time limit (a key of the reference kind `timeLimits`) that starts on entering. `stops`: the
   * days left of the state before are kept and go on when the case returns there. `notAfter`: a
   * state after which it starts no more. `promised`: the limit counts to the day by which a firm is
   * promised a decision, under this name.
   */
  readonly clock?: {
    readonly limit: string
    readonly stops?: true
    readonly notAfter?: string
    readonly promised?: Bilingual
  }
  /**
   * Which reminders (a key of the reference data `procedure.reminders`) go out here, counted back
   * from the permit's last day or from the day the case is due; of a receipt on from the day on which
   * the case came here, to those for whom it waits.
   */
  readonly reminders?: 'correction' | 'permit' | 'receipt'
  readonly stage?: Stage
  /** What may be written into the case without moving it, and by whom. */
  readonly entries?: Readonly<Record<string, By>>
}
type Colour = 'blue' | 'green' | 'yellow' | 'red' | 'seal' | 'grey'
/**
 * The tag's glyph says what the clock does: it runs, is stopped, there is none, all has ended.
 * `kept`: by which rule personal data are kept then.
 */
export type StateMeta = Meaning &
  (
    | { readonly tag: { readonly glyph: 'end'; readonly colour: Colour }; readonly kept: RetentionKey }
    | {
        readonly tag: { readonly glyph: 'run' | 'stop' | 'ring'; readonly colour: Colour }
        readonly kept?: RetentionKey
      }
  )

interface ByWords {
  readonly who: Who | readonly Who[]
  readonly when?: readonly When[]
  readonly branch?: Branch
}
const params = ({ who, ...rest }: ByWords): By => ({ ...rest, who: typeof who === 'string' ? [who] : who })
const by = (words: ByWords) => ({ type: 'by' as const, params: params(words) })

const writing = {
  saveAnswers: params({ who: 'firm', when: ['mayFillIn'] }),
  attachFile: params({ who: 'firm', when: ['mayFillIn'] }),
  askToSubmit: params({ who: 'firm', when: ['mayFillIn', 'noBlocks', 'notAskedToSubmit'] }),
}
const talking = {
  message: params({ who: ['firm', 'departmentStaff'], when: ['maySubmit', 'mandateSubmits'] }),
  note: params({ who: 'departmentStaff' }),
}
const delegating = {
  giveTask: params({ who: 'departmentStaff', when: ['noInterest'] }),
  finishTask: params({ who: 'departmentStaff', when: ['taskOpen', 'noInterest'] }),
}
const standingAside = { declareInterest: params({ who: 'departmentStaff' }) }
/** PIPL Art. 15: taken back as easily as given, for as long as the case runs. */
const consenting = {
  recordConsent: params({ who: 'candidate' }),
  withdrawConsent: params({ who: 'candidate' }),
}
/** Until it is decided; what is signed later nobody looks at. */
const signing = { sign: params({ who: 'candidate' }) }
const settling = { settleConsent: params({ who: 'leadOfficer', when: ['consentOpen', 'noInterest'] }) }
const timed = { extend: params({ who: 'clock' }), recompute: params({ who: 'clock' }) }
const watched = { ...timed, escalate: params({ who: 'clock', when: ['timeIsUp', 'notEscalated'] }) }
const paused = {
  pauseLimit: params({ who: 'clock', when: ['routesEnded'] }),
  resumeLimit: params({ who: 'clock', when: ['routesBack'] }),
}
const reminded = { remind: params({ who: 'clock', when: ['reminderDue'] }) }
const heard = { answerIntention: params({ who: 'firm', when: ['maySubmit', 'mandateSubmits', 'intentionOpen'] }) }
const working = {
  ...talking,
  claim: params({ who: 'departmentStaff', when: ['unclaimed', 'noInterest'] }),
  handOver: params({ who: ['claimHolder', 'departmentSupervisor'], when: ['claimed'] }),
  assign: params({ who: 'departmentSupervisor', when: ['noInterest'] }),
  extendLimit: params({ who: 'departmentSupervisor', when: ['limitRuns', 'inTime', 'notExtended', 'noInterest'] }),
  chase: params({ who: 'departmentStaff', when: ['notChased', 'noInterest'] }),
  ...delegating,
  ...standingAside,
  ...watched,
  ...consenting,
  ...signing,
  ...settling,
}
const afterCare = {
  ...talking,
  ...consenting,
  ...standingAside,
  reportChange: params({ who: 'firm', when: ['maySubmit', 'mandateReports'] }),
  reportEnd: params({ who: 'firm', when: ['maySubmit', 'mandateReports'] }),
  meetCondition: params({ who: 'firm', when: ['maySubmit', 'mandateReports', 'conditionsOpen'] }),
  acknowledge: params({ who: 'leadOfficer', when: ['reportOpen', 'noInterest'] }),
  askBack: params({ who: 'leadOfficer', when: ['reportUnasked', 'noInterest'] }),
  confirmCondition: params({ who: 'leadOfficer', when: ['conditionUnconfirmed', 'noInterest'] }),
  proposeRevocation: params({ who: 'leadApprover', when: ['notProposed', 'noInterest'] }),
  answerRevocation: params({ who: 'firm', when: ['maySubmit', 'mandateReports', 'revocationOpen'] }),
}

type Guard = ReturnType<typeof by>
interface Transition {
  readonly target: `#${string}`
  readonly guard: Guard
  readonly actions?: Effect | readonly Effect[]
}
type Transitions = Readonly<Record<string, Transition | readonly Transition[]>>
/** A state, an end, or a group whose transitions all its states have. */
type Node =
  | { readonly id: string; readonly meta: StateMeta; readonly on?: Transitions; readonly type?: never }
  | { readonly id: string; readonly type: 'final'; readonly meta: StateMeta & { readonly kept: RetentionKey } }
  | { readonly initial: string; readonly on: Transitions; readonly states: Readonly<Record<string, Node>> }
  | { readonly initial: string; readonly states: Readonly<Record<string, Node>> }

const noActions: Record<Effect, () => void> = Object.fromEntries(EFFECTS.map((name) => [name, () => {}])) as Record<
  Effect,
  () => void
> // `fromEntries` forgets the keys; the effects themselves are run by act(), by name

const states = {
  draft: {
    id: 'draft',
    meta: {
      label: { zh: '草稿', en: 'Draft' },
      tag: { glyph: 'ring', colour: 'grey' },
      kept: 'draft',
      stage: 'filling',
      waitsFor: 'firm',
      entries: { ...writing, ...consenting, ...signing },
    },
    on: {
      submit: {
        target: '#submitted',
        guard: by({
          who: 'firm',
          when: [
            'maySubmit',
            'mandateSubmits',
            'firmConfirmed',
            'firmNotSuspended',
            'anotherFilled',
            'noBlocks',
            'consentsGiven',
          ],
        }),
        actions: ['file', 'orderForm', 'orderPaper'],
      },
      discard: {
        target: '#discarded',
        guard: by({ who: 'firm', when: ['maySubmit', 'mandateSubmits', 'neverFiled'] }),
      },
    },
  },

  open: {
    initial: 'submitted',
    on: {
      withdraw: {
        target: '#withdrawn',
        guard: by({ who: 'firm', when: ['maySubmit', 'mandateSubmits'] }),
        actions: 'orderPaper',
      },
    },
    states: {
      submitted: {
        id: 'submitted',
        meta: {
          label: { zh: '待受理', en: 'Submitted' },
          tag: { glyph: 'run', colour: 'blue' },
          stage: 'intake',
          waitsFor: 'intake',
          clock: { limit: 'acceptance', promised: { zh: '受理', en: 'Intake' } },
          entries: { ...working, proposeCorrection: params({ who: 'leadApprover', when: ['noInterest'] }) },
        },
        on: {
          accept: {
            target: '#underAssessment',
            guard: by({ who: 'leadIntake', when: ['noInterest'] }),
            actions: ['nameDepartments', 'startRound', 'orderPaper'],
          },
          requestCorrection: {
            target: '#awaitingCorrection',
            guard: by({ who: 'leadIntake', when: ['correctionsLeft', 'noInterest'] }),
            actions: 'orderPaper',
          },
          recall: {
            target: '#draft',
            guard: by({ who: 'firm', when: ['maySubmit', 'mandateSubmits'] }),
            actions: 'voidFiling',
          },
          declineToAccept: {
            target: '#notAccepted',
            guard: by({ who: 'leadIntake', when: ['noInterest'] }),
            actions: 'orderPaper',
          },
        },
      },
      awaitingCorrection: {
        id: 'awaitingCorrection',
        meta: {
          label: { zh: '待补正', en: 'Awaiting correction' },
          tag: { glyph: 'stop', colour: 'yellow' },
          waitsFor: 'firm',
          clock: { limit: 'correction', stops: true },
          reminders: 'correction',
          entries: {
            ...talking,
            ...writing,
            ...timed,
            ...reminded,
            ...heard,
            ...delegating,
            ...consenting,
            ...signing,
          },
        },
        on: {
          resubmit: [
            {
              target: '#submitted',
              guard: by({
                who: 'firm',
                when: ['maySubmit', 'mandateSubmits', 'anotherFilled', 'noBlocks', 'inTime'],
                branch: 'askedAtIntake',
              }),
              actions: ['file', 'orderForm'],
            },
            {
              target: '#underAssessment',
              guard: by({ who: 'firm', when: ['maySubmit', 'mandateSubmits', 'anotherFilled', 'noBlocks', 'inTime'] }),
              actions: ['file', 'orderForm'],
            },
          ],
          lapse: {
            target: '#lapsed',
            guard: by({ who: 'clock', when: ['timeIsUp'] }),
            actions: 'orderPaper',
          },
        },
      },
      underAssessment: {
        id: 'underAssessment',
        meta: {
          label: { zh: '评估中', en: 'Under assessment' },
          tag: { glyph: 'run', colour: 'blue' },
          stage: 'assessment',
          waitsFor: 'assessor',
          clock: { limit: 'assessment', promised: { zh: '评估', en: 'Assessment' } },
          entries: {
            ...working,
            proposeCorrection: params({ who: ['namedAssessor', 'leadApprover'], when: ['noInterest'] }),
            ...heard,
          },
        },
        on: {
          report: [
            {
              target: '#awaitingDecision',
              guard: by({
                who: 'namedAssessor',
                when: ['departmentNotReported', 'hasNotReported', 'noInterest'],
                branch: 'lastReport',
              }),
              actions: 'recordReport',
            },
            {
              target: '#underAssessment',
              guard: by({
                who: 'namedAssessor',
                when: ['departmentNotReported', 'hasNotReported', 'noInterest'],
              }),
              actions: 'recordReport',
            },
          ],
          consult: {
            target: '#underAssessment',
            guard: by({ who: 'leadAssessor', when: ['noInterest'] }),
            actions: 'addDepartment',
          },
          requestCorrection: {
            target: '#awaitingCorrection',
            guard: by({ who: 'leadAssessor', when: ['correctionsLeft', 'noInterest'] }),
            actions: 'orderPaper',
          },
        },
      },
      awaitingDecision: {
        id: 'awaitingDecision',
        meta: {
          label: { zh: '待决定', en: 'Awaiting decision' },
          tag: { glyph: 'run', colour: 'blue' },
          stage: 'decision',
          waitsFor: 'approver',
          clock: { limit: 'decision', promised: { zh: '决定', en: 'Decision' } },
          entries: {
            ...working,
            announceRefusal: params({
              who: 'leadApprover',
              when: ['hasNotAssessed', 'anotherAfterRefusal', 'noInterest', 'notAnnounced'],
            }),
            ...heard,
            ...paused,
          },
        },
        on: {
          recommend: {
            target: '#recommended',
            guard: by({
              who: 'leadApprover',
              when: [
                'hasNotAssessed',
                'anotherAfterRefusal',
                'noInterest',
                'routeInForce',
                'permitFits',
                'consentsSettled',
                'anotherSettled',
              ],
            }),
            actions: ['requireReason', 'propose', 'sayFindings', 'settleNotices', 'orderLetter'],
          },
          refuse: {
            target: '#notRecommended',
            guard: by({
              who: 'leadApprover',
              when: ['hasNotAssessed', 'anotherAfterRefusal', 'noInterest', 'refusalHeard'],
            }),
            actions: ['sayFindings', 'settleNotices', 'orderPaper'],
          },
          returnToAssessment: {
            target: '#underAssessment',
            guard: by({ who: 'leadApprover', when: ['hasNotAssessed', 'noInterest'] }),
            actions: 'startRound',
          },
        },
      },
    },
  },

  recommended: {
    id: 'recommended',
    meta: {
      label: { zh: '已决定推荐', en: 'Recommended' },
      tag: { glyph: 'run', colour: 'green' },
      stage: 'letter',
      waitsFor: 'worker',
      clock: { limit: 'letter' },
      entries: { ...talking, ...standingAside, ...watched, ...delegating, ...consenting },
    },
    on: {
      recordLetter: { target: '#letterIssued', guard: by({ who: 'worker' }), actions: 'issueLetter' },
      returnToAssessment: {
        target: '#underAssessment',
        guard: by({ who: 'leadApprover', when: ['letterFailed', 'hasNotAssessed', 'noInterest'] }),
        actions: ['voidLetter', 'startRound'],
      },
    },
  },

  withLetter: {
    initial: 'atPermitAuthority',
    on: {
      revokeLetter: {
        target: '#letterRevoked',
        guard: by({ who: 'leadApprover', when: ['noInterest', 'revocationHeard', 'anotherRevokes'] }),
        actions: ['revokeLetter', 'settleNotices', 'orderPaper'],
      },
    },
    states: {
      atPermitAuthority: {
        initial: 'letterIssued',
        on: {
          returnLetter: { target: '#awaitingDecision', guard: by({ who: 'permitOfficer' }), actions: 'voidLetter' },
        },
        states: {
          letterIssued: {
            id: 'letterIssued',
            meta: {
              label: { zh: '推荐函已出具', en: 'Letter issued' },
              tag: { glyph: 'run', colour: 'green' },
              waitsFor: 'permitOfficer',
              clock: { limit: 'letterValidity' },
              entries: afterCare,
            },
            on: {
              receiveLetter: {
                target: '#letterReceived',
                guard: by({ who: 'permitOfficer', when: ['inTime'] }),
                actions: 'receiveLetter',
              },
              reissueLetter: {
                target: '#recommended',
                guard: by({ who: 'leadApprover', when: ['noInterest'] }),
                actions: ['supersedeLetter', 'settleNotices', 'orderLetter'],
              },
              expire: {
                target: '#letterExpired',
                guard: by({ who: 'clock', when: ['timeIsUp'] }),
                actions: ['expireLetter', 'settleNotices'],
              },
            },
          },
          letterReceived: {
            id: 'letterReceived',
            meta: {
              label: { zh: '许可机关已收函', en: 'Letter received' },
              tag: { glyph: 'ring', colour: 'green' },
              waitsFor: 'permitOfficer',
              reminders: 'receipt',
              entries: { ...afterCare, ...reminded },
            },
            on: {
              recordGranted: {
                target: '#permitGranted',
                guard: by({ who: 'permitOfficer' }),
                actions: 'recordPermit',
              },
              recordRefused: { target: '#permitRefused', guard: by({ who: 'permitOfficer' }) },
            },
          },
        },
      },
      permitGranted: {
        id: 'permitGranted',
        meta: {
          label: { zh: '已获许可', en: 'Permit granted' },
          tag: { glyph: 'end', colour: 'green' },
          kept: 'granted',
          reminders: 'permit',
          entries: { ...afterCare, ...reminded, completePermit: params({ who: 'permitOfficer' }) },
        },
      },
    },
  },

  refused: {
    initial: 'notRecommended',
    states: {
      notRecommended: {
        id: 'notRecommended',
        meta: {
          label: { zh: '不予推荐', en: 'Not recommended' },
          tag: { glyph: 'end', colour: 'red' },
          kept: 'refused',
          stage: 'decision',
          waitsFor: 'firm',
          clock: { limit: 'reviewRequest', notAfter: 'underReview' },
          entries: { ...talking, ...timed, ...consenting },
        },
        on: {
          requestReview: {
            target: '#underReview',
            guard: by({ who: 'firm', when: ['maySubmit', 'mandateSubmits', 'notReviewedYet', 'inTime'] }),
            actions: ['callPanel', 'keepEvidence'],
          },
          reopenRefusal: {
            target: '#awaitingDecision',
            guard: by({ who: 'leadApprover', when: ['notReviewedYet', 'inTime', 'noInterest'] }),
            actions: 'setAsideRefusal',
          },
        },
      },
      underReview: {
        id: 'underReview',
        meta: {
          label: { zh: '复核中', en: 'Under review' },
          tag: { glyph: 'run', colour: 'blue' },
          stage: 'decision',
          waitsFor: 'reviewPanel',
          clock: { limit: 'review' },
          entries: {
            ...talking,
            note: params({ who: ['departmentStaff', 'reviewPanel'] }),
            claim: params({ who: 'reviewPanel', when: ['unclaimed', 'hasTouchedNothing', 'noInterest'] }),
            handOver: params({ who: 'claimHolder', when: ['claimed'] }),
            declareInterest: params({ who: 'reviewPanel' }),
            ...watched,
            ...consenting,
          },
        },
        on: {
          upholdRefusal: {
            target: '#notRecommended',
            guard: by({ who: 'reviewPanel', when: ['hasTouchedNothing', 'noInterest'] }),
            actions: 'orderPaper',
          },
          overturnRefusal: {
            target: '#awaitingDecision',
            guard: by({ who: 'reviewPanel', when: ['hasTouchedNothing', 'noInterest'] }),
            actions: ['setAsideRefusal', 'orderPaper'],
          },
        },
      },
    },
  },

  discarded: {
    id: 'discarded',
    type: 'final',
    meta: { label: { zh: '已删除草稿', en: 'Discarded' }, tag: { glyph: 'end', colour: 'grey' }, kept: 'withdrawn' },
  },
  notAccepted: {
    id: 'notAccepted',
    type: 'final',
    meta: { label: { zh: '不予受理', en: 'Not accepted' }, tag: { glyph: 'end', colour: 'red' }, kept: 'notAccepted' },
  },
  withdrawn: {
    id: 'withdrawn',
    type: 'final',
    meta: { label: { zh: '已撤回', en: 'Withdrawn' }, tag: { glyph: 'end', colour: 'grey' }, kept: 'withdrawn' },
  },
  lapsed: {
    id: 'lapsed',
    type: 'final',
    meta: { label: { zh: '逾期未补正', en: 'Lapsed' }, tag: { glyph: 'end', colour: 'grey' }, kept: 'notAccepted' },
  },
  permitRefused: {
    id: 'permitRefused',
    type: 'final',
    meta: { label: { zh: '许可未获批', en: 'Permit refused' }, tag: { glyph: 'end', colour: 'red' }, kept: 'refused' },
  },
  letterExpired: {
    id: 'letterExpired',
    type: 'final',
    meta: {
      label: { zh: '推荐函已过期', en: 'Letter expired' },
      tag: { glyph: 'end', colour: 'grey' },
      kept: 'granted',
    },
  },
  letterRevoked: {
    id: 'letterRevoked',
    type: 'final',
    meta: {
      label: { zh: '推荐函已撤销', en: 'Letter revoked' },
      tag: { glyph: 'end', colour: 'seal' },
      kept: 'granted',
      // a permit may have been granted by it, whose end is still to be spoken of
      entries: talking,
    },
  },
} as const satisfies Readonly<Record<string, Node>>

export const machine = setup({
  types: {
    context: {} as { readonly facts: Facts },
    events: {} as ActionEvent,
    meta: {} as StateMeta,
  },
  guards: {
    by: ({ context, event }, { who, when, branch }: By) =>
      whoHolds({ who }, event.actor, context.facts) &&
      reasonsAgainst({ who, ...(when && { when }) }, event.actor, context.facts).length === 0 &&
      (!branch || BRANCH[branch](context.facts, event)),
  },
  actions: noActions,
}).createMachine({
  id: 'case',
  context: ({ input }) => input as { facts: Facts },
  initial: 'draft',
  states,
})

type KeysOf<Value> = Value extends unknown ? keyof Value & string : never
type LeafOf<Nodes> = {
  [Name in keyof Nodes]: Nodes[Name] extends { readonly states: infer Inner } ? LeafOf<Inner> : Name & string
}[keyof Nodes]
type ActionOf<Nodes> = {
  [Name in keyof Nodes]:
    | (Nodes[Name] extends { readonly on: infer On } ? KeysOf<On> : never)
    | (Nodes[Name] extends { readonly states: infer Inner } ? ActionOf<Inner> : never)
}[keyof Nodes]
type EntryOf<Nodes> = {
  [Name in keyof Nodes]: Nodes[Name] extends { readonly states: infer Inner }
    ? EntryOf<Inner>
    : Nodes[Name] extends { readonly meta: { readonly entries: infer Entries } }
      ? KeysOf<Entries>
      : never
}[keyof Nodes]

/** The states in which a case may be. */
export type State = LeafOf<typeof states>
/** What moves a case. */
export type Action = ActionOf<typeof states>
/** What is written into a case without moving it. */
export type Entry = EntryOf<typeof states>
/** What a person, the clock or the worker may ask of act(). */
export type Act = Action | Entry
