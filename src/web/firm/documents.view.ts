/**
 * The page of documents: what this application needs and in which state it is, what the permit
 * authority will ask for later by its route and circumstances, papers in other languages beside
 * their translations, and a place for anything else.
 */
import { path, withQuery } from '../../base/path.js'
import type { Bilingual, Language } from '../../base/text.js'
import type { DocumentRule } from '../../criteria/documents.js'
import type { PermitFiles } from '../../criteria/permitFiles.js'
import { judgePromises, type PromisedDocument } from '../../criteria/promises.js'
import { readSubject, type Subject } from '../../criteria/subject.js'
import { parseApplication } from '../../forms/application.js'
import { PROMISED_KINDS } from '../../forms/choices.js'
import { kindLabel } from '../case/case.view.js'
import { both, counted, dateText } from '../kit/page.js'
import { kindId, ONLY, sectionAddress } from '../case/addresses.js'
import { PaperForms, type PapersShown, TRANSLATION } from './documents.forms.js'
import { pairsOf } from './documents.pairs.js'
import { type KindRow, kindRow, type RowContext } from './documents.rows.js'
import type { OwnCase } from '../case/own.js'
import { countOf, nameOf } from './standing.js'

type Rules = ReadonlyMap<string, DocumentRule>

export interface PaperRules {
  readonly rules: Rules
  /** What the permit system takes, where that is known. */
  readonly permitFiles: PermitFiles | undefined
}

export function documentsView(
  own: OwnCase,
  { rules, permitFiles }: PaperRules,
  { only: asked, ...given }: PapersShown,
  language: Language,
) {
  const only = asked !== undefined && rules.has(asked) ? asked : undefined
  const shown = { ...given, only }
  const forms = new PaperForms(shown, language)
  const promises = promisesOf(own, rules)
  const context: RowContext = { own, shown, forms, promises, permitFiles }
  const { needed, later } = rowsOf(context, rules)
  const pairs = only === undefined || only === TRANSLATION ? pairsOf(context, rules) : undefined
  const spare = [...rules.keys()].filter(
    (kind) => kind !== TRANSLATION && ![...needed, ...later].some((row) => row.kind === kind),
  )
  const caseId = own.file.case.id
  const listed = [...needed, ...later, ...(pairs ? [pairs] : [])].some(({ id }) => id === kindId(shown.kind ?? ''))
  const lacking = only ? [] : needed.filter(({ isLacking }) => isLacking)
  return {
    title: { zh: '材料', en: 'Documents' },
    back: { text: { zh: '回到任务', en: 'Back to the tasks' }, href: path.case(caseId) },
    notices:
      shown.done === 'removed' && shown.kind && !listed
        ? [{ kind: 'ok' as const, title: { zh: '已撤下', en: 'Taken away' }, text: kindLabel(shown.kind) }]
        : [],
    who: nameOf(own.file.case),
    count: countOf('documents'),
    action: withQuery(path.documents(caseId), { [ONLY]: only || undefined }),
    promise: withQuery(path.promise(caseId), { [ONLY]: only || undefined }),
    circumstances: sectionAddress(caseId, 'circumstances'),
    review: path.review(caseId),
    whole: only ? path.documents(caseId) : undefined,
    route: routeOf(own),
    letters: lettersOf(promises),
    permitFiles: permitFiles?.text,
    expected: expectedOf(own),
    needed,
    later,
    pairs,
    more: !only && spare.length > 0 ? forms.ofAny(new Set(spare)) : undefined,
    here: only ? CORRECTION : hereOf(needed, lacking.length),
    lacking: lacking.map(({ id, title }) => ({ text: title, href: `#${id}` })),
    wanted: only
      ? []
      : [
          ...later
            .filter(({ papers }) => papers.length === 0)
            .map(({ id, title }) => ({ text: title, href: `#${id}` })),
          ...(pairs?.isLacking ? [{ text: pairs.title, href: `#${pairs.id}` }] : []),
        ],
  }
}

/** Every kind that a letter might replace, judged as if the firm had asked for it. */
function promisesOf({ file, check }: OwnCase, rules: Rules): ReadonlyMap<string, PromisedDocument> {
  const { partial } = parseApplication(file.answers)
  // every leaf of the form's type fits the one that is judged, or is unknown to it
  const known = readSubject(partial as Subject)
  const promised = PROMISED_KINDS.map(({ value }) => value)
  const asked = { ...known, circumstances: { ...known.circumstances, promised } }
  const found = judgePromises(asked, Object.fromEntries(rules), check.judgement.ways)
  return new Map(found.map((one) => [one.document, one]))
}

/** What the recommendation needs, and what is here beyond it or will be asked for. */
function rowsOf(context: RowContext, rules: Rules): { needed: KindRow[]; later: KindRow[] } {
  const { only } = context.shown
  const { attachments } = context.own.file
  const { advice } = context.own.check.judgement
  const isHere = (kind: string): boolean =>
    attachments.some((paper) => paper.replacedAt === null && paper.kind === kind)
  const isAdvised = (kind: string): boolean => advice.some(({ document }) => document === kind)
  const kinds = [...rules]
    .filter(([kind]) => kind !== TRANSLATION && (!only || kind === only))
    .sort(([, one], [, other]) => one.order - other.order)
  const rows = (wanted: (kind: string, rule: DocumentRule) => boolean) =>
    kinds.flatMap(([kind, rule]) => (wanted(kind, rule) ? [kindRow(context, kind, rule)] : []))
  return {
    needed: rows((_, rule) => rule.needed),
    later: rows((kind, rule) => !rule.needed && (kind === only || isHere(kind) || isAdvised(kind))),
  }
}

const CORRECTION: Bilingual = { zh: '补正要求的材料', en: 'What the correction asks for' }

function hereOf(needed: readonly KindRow[], lacking: number): Bilingual {
  const replaced = needed.filter(({ commitment, papers }) => commitment?.taken && commitment.allowed && !papers.length)
  const count = needed.length
  const letters = replaced.length
  if (lacking > 0)
    return {
      zh: `要 ${count} 种，${letters ? `${letters} 种以承诺书代替，` : ''}还差 ${lacking} 种`,
      en:
        `${counted(count, 'kind', 'kinds')} needed, ` +
        `${letters ? `${letters} replaced by a letter, ` : ''}${lacking} still ` +
        'to come',
    }
  if (letters > 0)
    return {
      zh: `要的 ${count} 种齐了，其中 ${letters} 种以承诺书代替`,
      en: `All ${count} kinds are settled, ${letters} of them by a letter`,
    }
  return { zh: `要的 ${count} 种都在`, en: `All ${count} kinds are here` }
}

/** The class that is reached by the answers so far, and by which routes. */
function routeOf({ check: { judgement } }: OwnCase): Bilingual {
  const { category, ways } = judgement
  const open = ways.filter((way) => way.open && way.class === category)
  if (category === 'none')
    return {
      zh: '按目前的回答，还没有达到A类或B类。',
      en: 'By the answers so far neither class A nor class B is reached.',
    }
  return {
    zh: `按目前的回答，人选达到${category}类（${open.map(({ label }) => label.zh).join('、')}）。`,
    en: `By the answers so far the talent reaches class ${category} (${open.map(({ label }) => label.en).join(', ')}).`,
  }
}

/** Which certificates a letter of commitment may replace in this case. */
function lettersOf(promises: ReadonlyMap<string, PromisedDocument>): Bilingual {
  const allowed = [...promises.values()].filter(({ allowed }) => allowed).map(({ label }) => label)
  if (allowed.length === 0)
    return {
      zh: '这样的申请不能以承诺书代替证明。',
      en: 'No letter of commitment may replace a certificate in this application.',
    }
  return {
    zh: `可以用承诺书代替：${allowed.map(({ zh }) => zh).join('、')}。`,
    en: `A letter of commitment may replace: ${allowed.map(({ en }) => en).join('; ')}.`,
  }
}

const expectedOf = ({ check: { judgement } }: OwnCase): Bilingual =>
  both((language) => {
    const day = dateText(judgement.expectedDecisionOn, language)
    const provisional = judgement.provisional
    return language === 'zh'
      ? `预计决定日：${day}${provisional ? '（暂定）' : ''}。有有效期的证明，要到这一天还能用。`
      : `Decision expected on ${day}${provisional ? ' (provisional)' : ''}. Certificates should still be valid then.`
  })
