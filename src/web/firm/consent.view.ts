/** What a firm can do about documents whose use its candidate refuses, in the state that the case is in. */
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { isAskedAnew, isOpen, refusedKinds } from '../../cases/consents.js'
import { current } from '../../cases/documents.js'
import { SENSITIVE_KINDS } from '../../forms/choices.js'
import { actionAddress, itemAddress } from '../case/addresses.js'
import { kindLabel } from '../case/case.view.js'
import { mayWrite } from '../case/own.js'
import type { Link, Notice, SummaryRow } from '../kit/parts.js'
import { below, link, pieces } from '../kit/pieces.js'
import { fact } from '../kit/table.js'

interface Way {
  readonly text: Bilingual
  readonly links: readonly Link[]
}

/** Undefined where nothing is refused, or the firm can change nothing any more. */
function wayOf(file: CaseFile): Way | undefined {
  const { case: one, choices, consents, attachments } = file
  const open = consents.filter(isOpen)
  if (open.length === 0) return undefined
  const own = link({ zh: '请人选重新决定', en: 'Ask the candidate to decide again' }, path.caseTalent(one.id))
  const may = (act: string) => choices.some(({ action, enabled }) => action === act && enabled)
  if (mayWrite(file)) {
    const all = open.flatMap(({ about }) => SENSITIVE_KINDS[about])
    const kinds = all.filter((kind) => current(attachments).some((paper) => paper.kind === kind))
    const links = kinds.map((kind) =>
      link(fill(CHANGE, { document: kindLabel(kind) }), itemAddress(one.id, kind) ?? path.documents(one.id)),
    )
    return { text: refusedKinds(consents).length > 0 ? WRITING : ANEW, links: [...links, own] }
  }
  if (open.every(isAskedAnew) && may('withdraw')) return { text: ANEW, links: [own] }
  if (may('recall')) return { text: FILED, links: [link(RECALL, actionAddress(one.id, 'recall')), own] }
  return may('withdraw')
    ? { text: ASSESSED, links: [...(may('message') ? [link(WRITE, '#talk')] : []), own] }
    : undefined
}

const CHANGE: Bilingual = { zh: '删除或更换：{document}', en: 'Remove or replace: {document}' }
const WRITING: Bilingual = {
  zh: '可以删除或更换这些材料；更换的，由人选重新决定。处理完毕前，不会作出推荐。',
  en:
    'You can remove or replace these documents. The candidate decides again about a new one. No ' +
    'recommendation is made until this is settled.',
}
const ANEW: Bilingual = {
  zh: '人选此前不同意使用此类材料。此后上传的由人选在本人页面决定，提交后会发邮件通知人选。决定以前，不会作出推荐。',
  en:
    'The candidate refused before this document was uploaded and has to decide about it on their own page. ' +
    'We mail them once you submit. No recommendation is made until then.',
}
const FILED: Bilingual = {
  zh: '申请尚未受理：收回修改后可以删除或更换这些材料，再重新提交。',
  en: 'The application has not been accepted yet. Recall it, remove or replace the documents, then submit it again.',
}
const RECALL: Bilingual = { zh: '收回修改', en: 'Recall the application' }
const ASSESSED: Bilingual = {
  zh: '部门请贵单位补正时，可以删除或更换这些材料。可以发消息请部门退回补正。',
  en: 'You can remove or replace the documents when the department asks for a correction. Message it to ask.',
}
const WRITE: Bilingual = { zh: '给部门发消息', en: 'Write to the department' }

/** At the top of a case that the firm fills in. */
export function refusedNotices(file: CaseFile): Notice[] {
  const way = wayOf(file)
  return way ? [{ kind: 'near', title: REFUSED, ...way }] : []
}
const REFUSED: Bilingual = {
  zh: '人选不同意使用某类材料',
  en: 'The candidate does not consent to the use of a document',
}

/** Below what the candidate has said, in a case that the firm follows. */
export function refusedFacts(file: CaseFile): SummaryRow[] {
  const way = wayOf(file)
  return way ? [fact('处理办法', 'What to do', pieces(way.text, ...way.links.map((one) => below(one))))] : []
}
