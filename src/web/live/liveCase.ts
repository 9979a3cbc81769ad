/** What a page about a case says of itself, so that it hears of what others do meanwhile. */
import type { CaseFile } from '../../cases/caseFile.js'

/** `writing`: somebody is filling in a form, which must not be lost. */
export const liveCase = ({ case: line, events }: CaseFile, writing: boolean) => ({
  id: line.id,
  seq: events.at(-1)?.seq ?? 0,
  writing,
})
