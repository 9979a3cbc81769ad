/** The passport's zone as the system has read it on the document, beside its picture, for a person to confirm. */
import { path } from '../../base/path.js'
import type { Section } from '../../forms/application.js'
import { isWithin, valueAt } from '../../forms/engine/node.js'
import type { OwnCase } from '../case/own.js'

/** Takes the lines into the answers. */
export const USE_ZONE = '_zone'

const PLACE = 'talent.passport.mrz'

/** The lines that were read on the passport page, and their picture; undefined when nothing was. */
export const zoneRead = ({ compared }: OwnCase) => compared.find(({ zone }) => zone !== undefined)

/** What the section that asks for the zone shows; undefined elsewhere, and when the same is answered already. */
export function zoneView(own: OwnCase, section: Section) {
  const read = zoneRead(own)
  if (!read?.zone || !section.paths.some((one) => isWithin(PLACE, one))) return undefined
  const { lines, crop } = read.zone
  if (JSON.stringify(valueAt(own.file.answers, PLACE)) === JSON.stringify(lines)) return undefined
  return {
    lines,
    picture: crop && `data:image/webp;base64,${crop}`,
    href: path.fileView(own.file.case.id, read.paper.id),
    use: USE_ZONE,
  }
}
