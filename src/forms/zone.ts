/**
 * The answers that a passport's machine-readable zone fills in, so that nobody copies them wrong
 * (ICAO Doc 9303 Parts 3 and 4).
 */
import { isDate } from '../base/dates.js'
import { listMrzFaults, nationalityOfZone, readMrz } from '../base/mrz.js'
import { APPLICATION } from './application.js'
import { withValue } from './engine/body.js'
import { type Branch, findNode, getNode, valueAt } from './engine/node.js'
import { zoneLines } from './engine/show.js'

/**
 * YYMMDD as parts of a date: the year is the last that is not after `latest`, which is a year.
 * Undefined when a part is unknown or the day does not exist.
 */
function partsOf(yymmdd: string, latest: number): Branch | undefined {
  if (!/^\d{6}$/.test(yymmdd)) return undefined
  const short = Number(yymmdd.slice(0, 2))
  const year = short + 100 * Math.floor((latest - short) / 100)
  const [month, day] = [yymmdd.slice(2, 4), yymmdd.slice(4, 6)]
  return isDate(`${year}-${month}-${day}`) ? { year: String(year), month, day } : undefined
}

/**
 * A passport runs ten years at most in nearly every state; a date of expiry is looked for up to
 * this many years ahead.
 */
const YEARS_AHEAD = 50

/**
 * Fills the candidate's answers in from the zone that was typed, over what stood there: somebody
 * pressed the button. Places whose check digit is wrong are left alone, and everything is when a
 * line has not its form. `today` is a date YYYY-MM-DD. Returns the tree and the paths that were
 * filled.
 */
export function fillFromZone(tree: Branch, today: string): { tree: Branch; filled: readonly string[] } {
  const node = findNode(getNode(APPLICATION), 'talent.passport.mrz')
  const lines = node && zoneLines(valueAt(tree, 'talent.passport.mrz'), node)
  const faults = lines ? listMrzFaults(...lines) : ['line1']
  if (!lines || faults.includes('line1') || faults.includes('line2')) return { tree, filled: [] }
  const zone = readMrz(...lines)
  const thisYear = Number(today.slice(0, 4))
  const found: readonly (readonly [string, unknown])[] = [
    ['talent.systemName', zone.name],
    ['talent.sex', zone.sex === '<' ? 'X' : zone.sex],
    ['talent.nationality', nationalityOfZone(zone.nationality)],
    ['talent.passport.issuingState', zone.issuingState],
    ['talent.passport.number', faults.includes('number') ? undefined : zone.number],
    ['talent.birthDate', faults.includes('birthDate') ? undefined : partsOf(zone.birthDate, thisYear)],
    [
      'talent.passport.expiresOn',
      faults.includes('expiresOn') ? undefined : partsOf(zone.expiresOn, thisYear + YEARS_AHEAD),
    ],
  ]
  const known = found.filter(([, value]) => value !== undefined && value !== '')
  const full = known.reduce<unknown>((at, [path, value]) => withValue(at, path.split('.'), value), tree)
  return { tree: full as Branch, filled: known.map(([path]) => path) } // the root of a tree is a branch
}
