/**
 * What the history says of papers, so that their registry (src/letters/registry.ts) is proved by
 * it: when one is issued, and what stays of it when a case is erased.
 */

/**
 * The hash over what is frozen with the number of a letter `l`; the same before and after the data
 * of its person are erased.
 */
export const FROZEN = `
  encode(sha256(convert_to(jsonb_build_array(l.id, l.case_id, l.kind, l.authority_id, l.addressed_to,
    l.series, l.year, l.serial, l.check_code, l.template,
    l.public_facts - 'facts', l.valid_until, l.caused_by, l.supersedes, l.template_id)::text, 'UTF8')), 'hex')`

/** An instant of a letter `l` as events have it. */
export const instant = (column: string): string =>
  `to_char(l.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** What stays of the papers of a case: all that its registry has, but for words in a reason. */
export const STAYS = `
  select l.id, l.number, l.sha256, ${FROZEN} as frozen, ${instant('ordered_at')} as "orderedAt",
    ${instant('issued_at')} as "issuedAt", ${instant('received_at')} as "receivedAt",
    ${instant('ended_at')} as "endedAt", l.ended_as as "endedAs",
    case when l.end_reason is not null then jsonb_build_object('action', l.end_reason -> 'action', 'reasons',
      l.end_reason -> 'reasons') end as "endReason"
  from letters l where l.case_id = $1 order by l.id`
