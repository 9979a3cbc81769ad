/**
 * The version of the notice of personal information that the talent's page shows
 * (templates/pages/talent.hbs); a new one when its words change.
 */
export const NOTICE = '2026-11-25'
