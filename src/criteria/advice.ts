/**
 * Papers beyond the needed ones, by the route, the circumstances and the goods of the case: some are
 * checked before the recommendation, the others the permit authority asks for after it. Advice never
 * stops and never warns. Which paper is asked for when is reference data of kind `documents`.
 */
import type { Bilingual } from '../base/text.js'
import type { CategoryMatch } from './categories.js'
import type { DeclaredRoute } from './claims.js'
import type { Condition, DocumentRule } from './documents.js'
import type { PromisedDocument } from './promises.js'
import type { ReadAnswers, KnownDocument } from './subject.js'

/** A paper to get ready: `document` is its kind. */
export interface Advice {
  readonly code: string
  readonly path: string
  readonly message: Bilingual
  readonly document: string
  readonly source: Bilingual
}

/** Whether intake and assessors ask for it: licences, qualifications, translations. The rest is for the permit. */
export const isCheckedNow = ({ code }: Pick<Advice, 'code'>): boolean =>
  /^(?:translate|licence|qualification):/.test(code)

/** Whether the goods need the paper, and not the permit. */
export const isForGoods = ({ when }: Pick<DocumentRule, 'when'>): boolean =>
  when === 'licensedGoods' || when === 'qualifiedHost'

/** A paper that is not in Chinese, and whether a translation stands beside it. */
export interface TranslationPair {
  readonly original: string
  readonly label: Bilingual
  /** Null while the original itself is not here. */
  readonly translated: boolean | null
}

/** What advice is given by. */
export interface AdviceQuestion {
  readonly known: ReadAnswers
  readonly documents: readonly KnownDocument[]
  readonly rules: Readonly<Record<string, DocumentRule>>
  /** The routes of the class that is reached are by salary or points. */
  readonly bySalary: boolean
  readonly declared: readonly DeclaredRoute[]
  readonly promised: readonly PromisedDocument[]
  readonly categories: readonly CategoryMatch[]
}

const has = (documents: readonly KnownDocument[], kind: string): boolean => documents.some((file) => file.kind === kind)

/** By its code; what was typed before there were codes is a word. */
const isChinese = (language: string | undefined): boolean =>
  language === undefined || /^(zh|chinese|中文)/i.test(language)

/**
 * Papers of other languages, by what the firm says and by the language of each file, with the
 * translation beside each.
 */
export function pairTranslations(
  known: ReadAnswers,
  documents: readonly KnownDocument[],
  rules: Readonly<Record<string, DocumentRule>>,
): TranslationPair[] {
  const said = known.circumstances.foreignPapers.flatMap((kind) => kind ?? [])
  const foreign = documents.flatMap(({ kind, language }) => (kind !== undefined && !isChinese(language) ? kind : []))
  const kinds = [...new Set([...said, ...foreign])].filter((kind) => rules[kind]?.translated)
  const translations = documents.filter(({ kind }) => kind === 'translation')
  const named = new Set(translations.flatMap((file) => file.of ?? []))
  // a translation that does not say of what it is stands for the first paper that has none
  let unnamed = translations.filter((file) => file.of === undefined).length
  return kinds.flatMap((kind): TranslationPair[] => {
    const rule = rules[kind]
    if (!rule) return []
    if (!has(documents, kind)) return [{ original: kind, label: rule.label, translated: null }]
    const translated = named.has(kind) || unnamed-- > 0
    return [{ original: kind, label: rule.label, translated }]
  })
}

function listConditions({ known, bySalary, declared, promised, categories }: AdviceQuestion): Set<Condition> {
  const held: [Condition, boolean][] = [
    ['inChina', known.talent.inChina === true],
    ['changesEmployer', known.circumstances.changesEmployer === true],
    ['hasFamily', known.circumstances.hasFamily === true],
    ['bySalary', bySalary],
    ['claimed', declared.length > 0],
    ['promised', promised.some(({ allowed }) => allowed)],
    ['licensedGoods', categories.some(({ licence }) => licence !== null)],
    ['qualifiedHost', categories.some(({ qualification }) => qualification !== null)],
  ]
  return new Set(held.flatMap(([condition, holds]) => (holds ? condition : [])))
}

function adviseTranslations({ known, documents, rules }: AdviceQuestion): Advice[] {
  const { translation } = rules
  if (!translation) return []
  return pairTranslations(known, documents, rules)
    .filter(({ translated }) => translated !== true)
    .map(({ original, label }) => ({
      code: `translate:${original}`,
      path: 'documents.translation',
      document: 'translation',
      message: {
        zh: `${label.zh}不是中文，请附中文翻译件并加盖单位公章。`,
        en: `Not in Chinese: ${label.en}. Attach a Chinese translation with the firm’s seal.`,
      },
      source: translation.source,
    }))
}

function adviseLicences({ documents, categories, rules }: AdviceQuestion): Advice[] {
  const advise = (
    code: string,
    document: string,
    what: Bilingual | null,
    { label, source }: CategoryMatch,
  ): Advice[] =>
    what === null || !rules[document] || has(documents, document)
      ? []
      : [
          {
            code,
            path: `documents.${document}`,
            document,
            message: {
              zh: `商品类别“${label.zh}”需要：${what.zh}。`,
              en: `The product category “${label.en}” needs: ${what.en}.`,
            },
            source,
          },
        ]
  return categories.flatMap((match) => [
    ...advise(`licence:${match.code}`, 'categoryLicence', match.licence, match),
    ...advise(`qualification:${match.code}`, 'qualification', match.qualification, match),
  ])
}

/** Every paper beyond the needed ones that will be asked for and is not here yet, in the order of the rules. */
export function listAdvice(question: AdviceQuestion): Advice[] {
  const { documents, rules } = question
  const held = listConditions(question)
  const byKind = Object.entries(rules)
    .sort(([, one], [, other]) => one.order - other.order)
    .flatMap(([kind, { when, asks, source, needed }]): Advice[] => {
      if (needed || when === null || asks === null || !held.has(when) || has(documents, kind)) return []
      if (isForGoods({ when })) return []
      return [{ code: `needed:${kind}`, path: `documents.${kind}`, document: kind, message: asks, source }]
    })
  return [...byKind, ...adviseLicences(question), ...adviseTranslations(question)]
}
