/** The draft as the applicant makes it: answers, then the documents as real files. */
import { z } from 'zod'
import { apiPath } from '../../src/base/path.js'
import { makePaper } from '../papers.js'
import { type Agent, Broken, sayFailure } from './agent.js'
import { answersOf, type CaseFile, type DocumentWish, paperCaseOf, wishOf } from './caseFile.js'
import { type CheckAnswer, checkAnswer } from './compare.js'

const started = z.object({ id: z.int() })

/** Formats that a document can be made in. */
const FORMATS = new Set(['pdf', 'jpeg', 'jpg', 'png'])

/** Starts the draft and writes the answers. @throws Broken when that is refused */
export async function startDraft(agent: Agent, file: CaseFile): Promise<number> {
  const answer = await agent.send('POST', apiPath.cases, {})
  if (answer.status !== 201) throw new Broken(`the draft cannot be started: ${sayFailure(answer)}`)
  const { id } = started.parse(answer.body)
  const saved = await agent.send('PUT', apiPath.answers(id), { answers: answersOf(file) })
  if (saved.status !== 200) throw new Broken(`the answers cannot be saved: ${sayFailure(saved)}`)
  return id
}

/** Attaches every document that the file describes. Answers what was refused, in words. */
export async function attachDocuments(agent: Agent, caseId: number, file: CaseFile): Promise<string[]> {
  const faults: string[] = []
  const kinds = new Set<string>()
  for (const document of file.documents ?? []) {
    faults.push(...(await attachDocument(agent, caseId, file, document, kinds.has(document.kind))))
    kinds.add(document.kind)
  }
  return faults
}

/** Attaches one document; `beside` those of its kind, or in their place. */
export async function attachDocument(
  agent: Agent,
  caseId: number,
  file: CaseFile,
  document: DocumentWish,
  beside: boolean,
): Promise<string[]> {
  const { kind, format, issuedOn, language, authenticated, signedBy } = document
  if (format && !FORMATS.has(format.toLowerCase()))
    return [`documents.${kind}: a file of format ${format} cannot be made (pdf, jpeg, png)`]
  const paper = await makePaper(wishOf(document), paperCaseOf(file))
  const told = Object.entries({ language, authenticated, signedBy }).filter(
    ([, value]) => value !== null && value !== undefined,
  )
  const fields = {
    kind,
    ...(issuedOn && { issuedOn }),
    ...(beside && { beside: 'true' }),
    ...(told.length > 0 && { details: JSON.stringify(Object.fromEntries(told)) }),
  }
  const answer = await agent.upload(apiPath.documents(caseId), fields, paper)
  return answer.status === 201 ? [] : [`documents.${kind}: ${sayFailure(answer)}`]
}

/** The firm's self-check of the draft. */
export async function checkDraft(agent: Agent, caseId: number): Promise<CheckAnswer> {
  const answer = await agent.get(apiPath.check(caseId))
  if (answer.status !== 200) throw new Broken(`the check is refused: ${sayFailure(answer)}`)
  return checkAnswer.parse(answer.body)
}

/** What the documents need beyond the usual limits of uploads, in megabytes and megapixels. */
export function needsOf({ documents }: CaseFile) {
  const most = (of: (document: DocumentWish) => number) => Math.max(0, ...(documents ?? []).map(of))
  const megabytes = Math.ceil(most(({ bytes }) => bytes ?? 0) / 1_000_000)
  const megapixels = Math.ceil(most(({ width, height }) => (width ?? 0) * (height ?? 0)) / 1_000_000)
  return { megabytes: Math.min(500, Math.max(20, megabytes)), megapixels: Math.min(1000, Math.max(100, megapixels)) }
}
