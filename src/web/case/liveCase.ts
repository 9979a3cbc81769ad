/** What a page about a case says of itself, so that it hears of what others do meanwhile. */
import type { CaseFile } from '../../cases/caseFile.js'

/** `writing`: somebody is filling in a form, which must not be lost. */
export const liveCase = (file: CaseFile, writing: boolean) => ({
  id: file.case.id,
  seq: lastSeq(file),
  writing,
})

/** The last event that a page was made from. */
export const lastSeq = ({ events }: CaseFile): number => events.at(-1)?.seq ?? 0
