/** One case from beginning to end on its own running product. */
import { messageOf } from '../binaries.js'
import type { CaseFile } from './caseFile.js'
import { makeCast } from './cast.js'
import { Company } from './company.js'
import { codesOf, compareCheck } from './compare.js'
import type { DatabaseCopy, Databases } from './databases.js'
import { attachDocuments, checkDraft, needsOf, startDraft } from './draft.js'
import { playFlow } from './flow.js'
import { checkLetters, compareProposed } from './letters.js'
import { openSite, type Site } from './site.js'

/** The hour at which every case file's clock stands (docs/case-files.md). */
const MORNING = 'T09:00:00+08:00'

/**
 * Plays a case file. Answers everything that differed; nothing when all is as the file says.
 * @param copy the case's own database, which is thrown away in the end
 * @param folder where letters are kept, if anywhere
 */
export async function playCase(
  file: CaseFile,
  databases: Databases,
  copy: Promise<DatabaseCopy>,
  folder: string | undefined,
): Promise<string[]> {
  const at = file.submittedOn + MORNING
  const site = await openSite(databases, copy, at, needsOf(file))
  try {
    const cast = await makeCast(site.database.ownerUrl, file, new Date(at))
    return await play(file, new Company(site.address, cast, () => new Date(at)), folder)
  } catch (error) {
    return [explain(error, site)]
  } finally {
    await site.stop()
  }
}

async function play(file: CaseFile, company: Company, folder: string | undefined): Promise<string[]> {
  const applicant = await company.applicant()
  const caseId = await startDraft(applicant, file)
  const differences = await attachDocuments(applicant, caseId, file)
  const check = await checkDraft(applicant, caseId)
  differences.push(...compareCheck(file.expect, check))
  const blocks = file.expect?.blocks ?? codesOf(check.blocks)
  differences.push(...(await playFlow({ file, company, caseId, blocks })))
  const keep = folder === undefined ? undefined : { folder, name: file.name }
  differences.push(...(await checkLetters(applicant, caseId, keep)))
  const officer = () => company.agent('permitOfficer.1')
  return [...differences, ...(await compareProposed(file.expect?.proposed, officer, caseId))]
}

/** What broke, with the last words of the processes when they have any. */
function explain(error: unknown, site: Site): string {
  return [messageOf(error), site.death() ?? site.words()].filter(Boolean).join(' – ').replace(/\s+/g, ' ')
}
