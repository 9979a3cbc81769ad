/** Every table of the migrations has its entity here; test/migrations.test.ts compares the two. */
import {
  ContentReading,
  Proof,
  ResumedSealing,
  RowMark,
  Seal,
  StoredCheckpoint,
  StoredExportKey,
} from './cases/audit/entities.js'
import {
  AssessmentDraft,
  CaseWords,
  KeptForm,
  UnsentAnswers,
  PageImage,
  Preview,
  CaseMatter,
  CaseTask,
  PaperTick,
  QueuePlace,
  SavedView,
} from './cases/deskEntities.js'
import { FilingDuplicate, PersonKey } from './cases/duplicateEntities.js'
import { Assessment, Case, CaseParty, Claim, Submission } from './cases/entities.js'
import { Attachment, CaseEvent, EventContent } from './cases/historyEntities.js'
import { SystemKey } from './cases/keyEntities.js'
import { EventCursor, Notification, WorkerProcess } from './cases/messageEntities.js'
import { Clearing, ClearingApproval, InstallationRow, MissingFile, Store } from './cases/storeEntities.js'
import { TalentConsent, TalentLink, TalentPage, TalentRequest, TalentSignature } from './cases/talentEntities.js'
import { Absence, ClockStop, Outage, Recomputation } from './cases/timeEntities.js'
import { WebhookDelivery, WebhookRow } from './exchange/entities.js'
import { Letter, LetterFile, LetterSeries, SkippedNumbers } from './letters/entities.js'
import { PaperOrder } from './letters/paperEntities.js'
import { LetterPackage, LetterReceipt, PackageLetter } from './letters/receiptEntities.js'
import { AccessEntry } from './people/accessEntities.js'
import { Announcement, DiscardedJob } from './people/adminEntities.js'
import { Authority, Firm, Person } from './people/entities.js'
import { Authenticator, Passkey, ProviderLink, RecoveryCode, Reset, Spent } from './people/factorEntities.js'
import { MandateRow } from './people/mandateEntities.js'
import { FirmActRow, FirmChangeRow, FirmPaper, FirmSuspensionRow, FirmTextRow } from './people/firmEntities.js'
import { BatchRecord, BatchRowRecord } from './exchange/batchEntities.js'
import { Mail } from './people/mailEntities.js'
import { PeopleEvent, PeopleProposal } from './people/peopleEntities.js'
import { KeyCallRow, ServiceAccountRow, ServiceCallRow, ServiceTokenRow } from './people/serviceEntities.js'
import { ApiKey, Attempt, Invitation, Session, SpeakerKey } from './people/signInEntities.js'
import { EndingWarning, ReferenceEntry } from './reference/entities.js'

export const ENTITIES = [
  Authority,
  Firm,
  Person,
  FirmPaper,
  FirmActRow,
  FirmChangeRow,
  FirmTextRow,
  FirmSuspensionRow,
  BatchRecord,
  BatchRowRecord,
  MandateRow,
  Session,
  SpeakerKey,
  Attempt,
  Invitation,
  ApiKey,
  ServiceAccountRow,
  ServiceCallRow,
  KeyCallRow,
  ServiceTokenRow,
  Authenticator,
  RecoveryCode,
  Passkey,
  ProviderLink,
  Spent,
  Reset,
  PeopleProposal,
  PeopleEvent,
  AccessEntry,
  Mail,
  Announcement,
  DiscardedJob,
  EndingWarning,
  ReferenceEntry,
  Case,
  CaseParty,
  CaseEvent,
  EventContent,
  Submission,
  Assessment,
  Claim,
  Attachment,
  Outage,
  Recomputation,
  ClockStop,
  Absence,
  AssessmentDraft,
  KeptForm,
  UnsentAnswers,
  Notification,
  EventCursor,
  WorkerProcess,
  CaseMatter,
  CaseTask,
  PaperTick,
  QueuePlace,
  CaseWords,
  SavedView,
  Preview,
  PageImage,
  PersonKey,
  FilingDuplicate,
  LetterSeries,
  SkippedNumbers,
  Letter,
  LetterFile,
  PaperOrder,
  LetterPackage,
  PackageLetter,
  LetterReceipt,
  StoredCheckpoint,
  ResumedSealing,
  Seal,
  RowMark,
  StoredExportKey,
  Proof,
  ContentReading,
  SystemKey,
  InstallationRow,
  Store,
  Clearing,
  ClearingApproval,
  MissingFile,
  TalentLink,
  TalentPage,
  TalentConsent,
  TalentRequest,
  TalentSignature,
  WebhookRow,
  WebhookDelivery,
]
