/**
 * Time limits as entries of a calendar (RFC 5545): each has a name that stays, and the number of the
 * case's last event as its sequence, so that a limit that has moved takes the place of the one before.
 * An entry whose limit is met is cancelled (RFC 5546) in a file of its own, which has one method.
 */
import { addDays } from '../base/dates.js'

export interface CalendarEntry {
  /** The same for every mail about this limit. */
  readonly uid: string
  readonly sequence: number
  /** The last day of the limit, YYYY-MM-DD: the entry lasts all of it. */
  readonly on: string
  readonly summary: string
  readonly url: string
}

const plain = (date: string) => date.replaceAll('-', '')
const stamp = (at: Date) => `${at.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')

/** A line has 75 octets at most; what follows stands on lines that begin with a space. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const letter of line) {
    if (Buffer.byteLength(part + letter) > (parts.length === 0 ? 75 : 74)) {
      parts.push(part)
      part = ''
    }
    part += letter
  }
  return [...parts, part].join('\r\n ')
}

/** The file with these entries; `cancelled`: they are taken out of the reader's calendar. */
export function calendarFile(entries: readonly CalendarEntry[], at: Date, cancelled = false): string {
  const events = entries.flatMap(({ uid, sequence, on, summary, url }) => [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${stamp(at)}`,
    `SEQUENCE:${sequence}`,
    `DTSTART;VALUE=DATE:${plain(on)}`,
    `DTEND;VALUE=DATE:${plain(addDays(on, 1))}`,
    `SUMMARY:${escaped(summary)}`,
    `URL:${url}`,
    'TRANSP:TRANSPARENT',
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(cancelled
      ? []
      : ['BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(summary)}`, 'TRIGGER:-PT15H', 'END:VALARM']),
    'END:VEVENT',
  ])
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Haijian//Time limits//EN',
    `METHOD:${cancelled ? 'CANCEL' : 'PUBLISH'}`,
    ...events,
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}
