/**
 * A draft that began with the answers of an earlier case: from which, and what must be looked at
 * again because it ages: passport, contract, pay, figures, and papers that must be new.
 */
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
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
import { both } from '../kit/page.js'
import { link, tag } from '../kit/pieces.js'
import { offersOf } from './bring.view.js'

/** Undefined for a draft that began empty. */
export function copiedView(own: OwnCase, rules: ReadonlyMap<string, DocumentRule>) {
  const { file, earlier } = own
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
    papers: papersOf(own, earlier, rules),
  }
}

/** The answers as they stand, in a line. */
function nowText({ answers }: CaseFile, paths: readonly string[]): Bilingual {
  return both((language) => {
    const rows = checkRows(APPLICATION, answers, language, { only: paths }).filter(({ lines }) => lines.length > 0)
    const shown = rows.slice(0, 3).map(({ key, lines }) => `${key} ${lines.join(' ')}`)
    const none = language === 'zh' ? '尚未填写' : 'Not answered'
    return shown.join(language === 'zh' ? '，' : ', ') || none
  })
}

/** Papers that are still valid are brought by one press on their page; the others say why they must be new. */
function papersOf(own: OwnCase, earlier: CaseFile, rules: ReadonlyMap<string, DocumentRule>) {
  const { file } = own
  const offers = offersOf(own, [earlier], rules)
  const here = new Set(current(file.attachments).map(({ kind }) => kind))
  const before = current(earlier.attachments)
  const orderOf = (kind: string) => rules.get(kind)?.order ?? 99
  const kinds = [...new Set(before.map(({ kind }) => kind))].sort((one, other) => orderOf(one) - orderOf(other))
  return kinds.map((kind) => {
    const [offer] = offers.filter(({ paper }) => paper.kind === kind)
    const why = offer?.anew
    const lacking = why ? tag('须重新提交', 'New needed', 'yellow') : tag('可以沿用', 'Can be used again', 'blue')
    return {
      label: kindLabel(kind),
      href: `${path.documents(file.case.id)}#${why || here.has(kind) ? kindId(kind) : 'bring'}`,
      text: why && !here.has(kind) ? why : { zh: '', en: '' },
      tag: here.has(kind) ? tag('已上传', 'Uploaded', 'green') : lacking,
    }
  })
}
