/**
 * The place where all papers are dropped at once, and the list in which somebody confirms what each
 * of them is: its kind and day of issue as proposed, to be corrected.
 */
import { path } from '../../base/path.js'
import { type Bilingual, DOT, fill, joined, type Language } from '../../base/text.js'
import type { Attachment } from '../../cases/caseFile.js'
import { current, unsorted } from '../../cases/documents.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { TRANSLATION } from '../../forms/choices.js'
import { type Branch, textAt } from '../../forms/engine/node.js'
import { idOf, nameAttribute } from '../../forms/engine/parts.js'
import { pageCount } from '../case/case.view.js'
import type { OwnCase } from '../case/own.js'
import { viewHref } from '../case/preview.view.js'
import { DATED, type DropInput, LANGUAGE, PaperForms } from './documents.forms.js'

/** What somebody chooses who does not want a file after all. */
export const DISCARD = 'discard'

/** The kind with which the page showed the date. */
export const SHOWN = 'shown'

/** The place of a file's questions in the list. */
export const sortPlace = (paper: number): string => `sort.p${paper}`

export type Rules = ReadonlyMap<string, DocumentRule>

export function dropView(
  { file: { case: one, attachments } }: OwnCase,
  rules: Rules,
  { most, refused = [], wrong = new Map() }: DropInput,
  language: Language,
) {
  const here = new Set(current(attachments).map(({ kind }) => kind))
  return {
    action: path.dropDocuments(one.id),
    sort: path.sortDocuments(one.id),
    /** The most bytes that a file may have. */
    most,
    limit: fill({ zh: '每份最多 {mb} MB', en: 'at most {mb} MB each' }, { mb: Math.floor(most / 1024 / 1024) }),
    refused,
    waiting: unsorted(attachments).map((paper) => {
      const place = sortPlace(paper.id)
      const given = wrong.get(paper.id) ?? { tree: proposedTree(paper), problems: [] }
      const kinds = optionsOf(rules, here)
      const proposed = textAt(given.tree, 'kind')
      // a translation of what is not there is no kind that could be chosen
      const chosen = kinds.some(({ value }) => value === proposed) ? proposed : ''
      const [kind = ''] = chosen.split('.')
      const problems = given.problems.map((problem) => ({ ...problem, path: `${place}.${problem.path}` }))
      const forms = new PaperForms({ typed: { place, tree: given.tree }, problems }, language)
      const rule = rules.get(kind)
      const isTranslated = rule === undefined ? chosen === '' : rule.translated
      const isDated =
        rule === undefined || rule.monthsValid !== null || given.problems.some(({ path: at }) => at === DATED)
      return {
        id: idOf(place),
        field: nameAttribute(`${place}.kind`),
        was: { field: nameAttribute(`${place}.${SHOWN}`), kind: chosen },
        name: paper.name,
        href: viewHref(one.id, paper.id),
        note: joined(
          [paper.pages ? pageCount(paper.pages) : `${Math.ceil(paper.bytes / 1024)} KB`, guess(chosen)],
          DOT,
        ),
        options: kinds.map((option) => ({ ...option, chosen: option.value === chosen })),
        asked: forms.questions(place, [
          ...(isDated ? [DATED] : []),
          ...(isTranslated ? [LANGUAGE] : []),
          ...(here.has(kind) ? ['beside'] : []),
        ]),
        errors: given.problems.filter(({ path: at }) => at !== DATED && at !== LANGUAGE).map(({ message }) => message),
      }
    }),
  }
}

const guess = (chosen: string): Bilingual =>
  chosen
    ? { zh: '种类由系统按文件名和内容推测', en: 'kind suggested from the name and content' }
    : { zh: '无法判断种类，请选择', en: 'kind not recognised; select one' }

/** What was proposed when the file came, as if somebody had typed it. */
export function proposedTree({ details }: Attachment): Branch {
  const kind = textAt(details, 'proposed.kind')
  const of = textAt(details, 'proposed.of')
  const chosen = kind === TRANSLATION ? of && `${TRANSLATION}.${of}` : kind
  const language = textAt(details, 'proposed.language')
  return { kind: chosen, [DATED]: textAt(details, `proposed.${DATED}`), details: { language } }
}

/** Every kind, a translation by what it translates, and the way to take the file back. */
function optionsOf(rules: Rules, here: ReadonlySet<string>): { value: string; label: Bilingual }[] {
  const kinds = [...rules].sort(([, one], [, other]) => one.order - other.order)
  const kind = kinds.filter(([value]) => value !== TRANSLATION)
  const replaces = { zh: '{label}（替换已有的）', en: '{label} (replaces the current file)' }
  const translates = { zh: '译文：{label}', en: 'Translation: {label}' }
  return [
    ...kind.map(([value, { label }]) => ({ value, label: here.has(value) ? fill(replaces, { label }) : label })),
    ...kind
      .filter(([, { translated }]) => translated)
      .map(([value, { label }]) => ({ value: `${TRANSLATION}.${value}`, label: fill(translates, { label }) })),
    { value: DISCARD, label: { zh: '删除此文件', en: 'Delete this file' } },
  ]
}
