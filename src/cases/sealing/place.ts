/**
 * Where sealed values of a case stand: table, column and row. What is sealed to one of them cannot
 * be opened at another.
 */
export const PLACES = {
  answers: (caseId: number) => `cases.answers.${caseId}`,
  unsent: (caseId: number) => `unsent_answers.answers.${caseId}`,
  filed: (caseId: number, seq: number) => `submissions.answers.${caseId}.${seq}`,
  event: (caseId: number, seq: number) => `event_contents.content.${caseId}.${seq}`,
  keptForm: (personId: number, form: string) => `kept_forms.input.${personId}.${form}`,
  /** Of the release before; what lies there is moved (tools/sealExisting.ts). */
  assessmentDraft: (caseId: number, personId: number) => `assessment_drafts.input.${caseId}.${personId}`,
  /** By the letter's number, which is taken before the row has an id. */
  letterData: (caseId: number, number: string) => `letters.data.${caseId}.${number}`,
  letterFacts: (caseId: number, number: string) => `letters.public_facts.${caseId}.${number}`,
  letterFile: (letterId: number) => `letter_files.pdf.${letterId}`,
  talentRequest: (caseId: number) => `talent_requests.wording.${caseId}`,
  talentAnswer: (caseId: number) => `talent_requests.answer.${caseId}`,
  talentAddress: (caseId: number) => `talent_pages.address.${caseId}`,
  /** By what was drawn, which the row says. */
  signatureStrokes: (caseId: number, mark: string) => `talent_signatures.strokes.${caseId}.${mark}`,
  signatureShown: (caseId: number, mark: string) => `talent_signatures.shown.${caseId}.${mark}`,
  signatureFile: (id: number) => `talent_signatures.pdf.${id}`,
  /** By what is in the file, which the row says. */
  firmPaper: (sha256: string) => `firm_papers.file.${sha256}`,
  batchPapers: (batchId: number) => `batches.papers.${batchId}`,
  batchRow: (batchId: number, row: number) => `batch_rows.content.${batchId}.${row}`,
  reading: (attachmentId: number) => `previews.reading.${attachmentId}`,
  paper: (caseId: number, sha256: string) => `attachments.file.${caseId}.${sha256}`,
} as const
