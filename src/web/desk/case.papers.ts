/** The documents of an officer's case page, and what is to be watched in them. */
import type { CaseFile } from '../../cases/caseFile.js'
import { figureKey, findingKey } from '../../cases/correctable.js'
import type { Check } from '../../cases/preflight.js'
import { documentRows } from '../case/case.view.js'
import { comparedView } from '../case/compared.view.js'
import { viewHref } from '../case/preview.view.js'
import { signedRows } from '../case/signatures.view.js'
import { tickCount } from '../case/tick.view.js'
import { askHref } from './correction.view.js'
import { licencesOf } from './case.intake.js'
import { partOf } from './case.layout.js'
import { figurePiece } from './evidence.js'
import type { OfficerCase } from './officerCases.js'

/** The documents, and what they say beside the application. */
export function documentsOf({ file, check, compared }: OfficerCase) {
  const documents = documentRows(file, check, ({ id }) => viewHref(file.case.id, id), compared, true)
  const beside = comparedView(file.case.id, compared, askHref(file))
  return {
    papers: partOf('parts/case/papers', { documents: [...documents, ...signedRows(file)], ticks: tickCount(file) }),
    compared: beside && partOf('parts/compared', beside),
  }
}

/** What is to be watched, and which figures look doubtful, each with the page where it stands. */
export function flagsPart(file: CaseFile, { judgement: { blocks, warns, streaming, categories } }: Check) {
  const ask = askHref(file)
  const warnings = [...blocks, ...warns].map((one) => ({ text: one.message, ask: ask(findingKey(one)) }))
  const doubts = streaming.map((finding) => ({
    message: finding.message,
    ask: ask(figureKey(finding)),
    line: finding.evidence ? [figurePiece(file, finding.evidence)] : [],
  }))
  const lacking = licencesOf(file, { categories })
  if (warnings.length + doubts.length + lacking.length === 0) return undefined
  return partOf('parts/case/flags', { warnings: [...warnings, ...lacking.map((text) => ({ text }))], doubts })
}
