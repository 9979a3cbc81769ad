/**
 * The names of what an action causes. Their functions stand where their tables are
 * (cases/effects.ts, letters/effects.ts); the application refuses to start when a name has no
 * function or a function no name.
 */
export const EFFECTS = [
  'file',
  'nameDepartments',
  'addDepartment',
  'recordReport',
  'startRound',
  'requireReason',
  'propose',
  'sayFindings',
  'orderLetter',
  'orderPaper',
  'orderForm',
  'voidFiling',
  'settleNotices',
  'issueLetter',
  'receiveLetter',
  'voidLetter',
  'supersedeLetter',
  'revokeLetter',
  'expireLetter',
  'setAsideRefusal',
  'callPanel',
  'keepEvidence',
  'recordPermit',
] as const
export type Effect = (typeof EFFECTS)[number]
