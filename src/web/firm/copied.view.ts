/**
 * A draft that began with the answers of an earlier case: from which, and what must be looked at
 * again because it ages: passport, contract, pay, figures, and every paper.
 */
import { addMonths } from '../../base/dates.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { readableAnswer } from '../../cases/drafts.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { APPLICATION } from '../../forms/application.js'
import { checkRows } from '../../forms/engine/check.js'
import { AGING } from '../../forms/sectionWords.js'
import { kindId, sectionAddress } from '../case/addresses.js'
import { kindLabel } from '../case/case.view.js'
import { current } from '../../cases/documents.js'
import type { OwnCase } from '../case/own.js'
import { both, day } from '../kit/page.js'
import { link, tag } from '../kit/pieces.js'

/** Undefined for a draft that began empty. */
export function copiedView({ file, earlier }: OwnCase, rules: ReadonlyMap<string, DocumentRule>, today: string) {
  if (!earlier) return undefined
  const isAsBefore = (question: string) =>
    readableAnswer(file.answers, question) === readableAnswer(earlier.answers, question)
  const { id, number } = earlier.case
  return {
    from: link({ zh: `答案复制自 ${number}`, en: `Answers copied from ${number}` }, path.case(id)),
    items: AGING.map(({ section, paths, label, why }) => ({
      label,
      why,
      href: sectionAddress(file.case.id, section),
      now: nowText(file, paths),
      tag: paths.every(isAsBefore) ? tag('和原来一样', 'As before', 'yellow') : tag('已更新', 'Renewed', 'green'),
    })),
    papers: papersOf(file, earlier, rules, today),
  }
}

/** The answers as they stand, in a line. */
function nowText({ answers }: CaseFile, paths: readonly string[]): Bilingual {
  return both((language) => {
    const rows = checkRows(APPLICATION, answers, language, { only: paths }).filter(({ lines }) => lines.length > 0)
    const shown = rows.slice(0, 3).map(({ key, lines }) => `${key} ${lines.join(' ')}`)
    const none = language === 'zh' ? '还没有填' : 'Not answered'
    return shown.join(language === 'zh' ? '，' : ', ') || none
  })
}

/** Papers do not come along: each must be uploaded anew, and those that have aged must be issued anew as well. */
function papersOf(file: CaseFile, earlier: CaseFile, rules: ReadonlyMap<string, DocumentRule>, today: string) {
  const here = new Set(current(file.attachments).map(({ kind }) => kind))
  const before = current(earlier.attachments)
  const orderOf = (kind: string) => rules.get(kind)?.order ?? 99
  const kinds = [...new Set(before.map(({ kind }) => kind))].sort((one, other) => orderOf(one) - orderOf(other))
  return kinds.map((kind) => {
    const dates = before.flatMap((paper) => (paper.kind === kind && paper.issuedOn ? paper.issuedOn : []))
    const issued = dates.sort().at(-1)
    const months = rules.get(kind)?.monthsValid ?? null
    const until = issued && months !== null ? addMonths(issued, months) : undefined
    const lacking =
      until !== undefined && until < today
        ? tag('要重新开具', 'Issue anew', 'red')
        : tag('要重新上传', 'Upload anew', 'yellow')
    const words = {
      zh: '原件{issued}签发，可用到{until}',
      en: 'the earlier one was issued on {issued} and could be used until {until}',
    }
    return {
      label: kindLabel(kind),
      href: `${path.documents(file.case.id)}#${kindId(kind)}`,
      text: issued && until ? fill(words, { issued: day(issued), until: day(until) }) : { zh: '', en: '' },
      tag: here.has(kind) ? tag('已上传', 'Uploaded', 'green') : lacking,
    }
  })
}
