/** What a mandate may cover besides filling in: what goes to the authorities, and what is owed after a letter. */
export const MANDATE_ACTS = ['submit', 'report'] as const
export type MandateAct = (typeof MANDATE_ACTS)[number]
