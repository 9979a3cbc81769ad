/**
 * Letters of commitment in place of certificates (告知承诺制, docs/domain.md#letters-of-commitment):
 * for class A the proof of experience, the degree and the certificate of no criminal record,
 * unless the route rests on that paper, and for whom a recommendation asks for class A those that its
 * route names; the medical check for everybody who is not in China yet. Which papers those are is
 * data of kinds `documents` and `recommendedRoutes`.
 */
import { type Bilingual, fill } from '../base/text.js'
import type { DocumentRule } from './documents.js'
import type { Finding } from './findings.js'
import { CLASS_NAMES, type RouteInForce } from './recommendedRoutes.js'
import type { Way } from './routes.js'
import type { ReadAnswers } from './subject.js'

/** A certificate that the firm wants to replace by a letter, and whether it may. */
export interface PromisedDocument {
  readonly document: string
  readonly label: Bilingual
  readonly allowed: boolean
  readonly because: Bilingual
  readonly source: Bilingual
}

const words = {
  notAtAll: {
    zh: '{zh}不能以承诺书代替，请提交原件。',
    en: 'A letter of commitment cannot replace this document: {en}. Upload the document itself.',
  },
  notClassA: {
    zh: '只有符合A类条件的人选才能以承诺书代替{zh}；所主张的途径须由评估人认定，此处不计。请提交该证明。',
    en:
      'A letter of commitment can replace this document only for class A candidates: {en}. Claimed routes ' +
      'have to be judged first and do not count here. Upload the document.',
  },
  groundOfRoute: {
    zh: 'A类的认定以{zh}为依据（{routeZh}），不能以承诺书代替。请提交该证明。',
    en:
      'Class A is reached on the basis of this document ({routeEn}), so a letter of ' +
      'commitment cannot replace it: {en}. Upload the document.',
  },
  entered: {
    zh: '承诺入境后体检只适用于尚未入境的人选；人选已在境内，请提交{zh}。',
    en: 'Only candidates not yet in China can promise the medical check. This candidate is in China. Upload it: {en}.',
  },
  beforeEntry: { zh: '可以承诺入境后办理{zh}。', en: 'Can be promised before entry: {en}.' },
  byRoute: {
    zh: '按“{routeZh}”建议以{classZh}办理，可以承诺书代替{zh}。',
    en: 'Proposed under “{routeEn}” as {classEn}: a letter of commitment can replace {en}.',
  },
  classA: {
    zh: '符合A类条件，可以承诺书代替{zh}。',
    en: 'Class A is reached: a letter of commitment can replace {en}.',
  },
}

function judgeOne(
  kind: string,
  rule: DocumentRule,
  { known, ways, route }: { known: ReadAnswers; ways: readonly Way[]; route: RouteInForce | undefined },
): PromisedDocument {
  const say = (text: Bilingual, allowed: boolean, more: Readonly<Record<string, string>> = {}): PromisedDocument => ({
    document: kind,
    label: rule.label,
    allowed,
    because: fill(text, { zh: rule.label.zh, en: rule.label.en, ...more }),
    source: rule.promise?.source ?? rule.source,
  })
  const { promise } = rule
  if (!promise) return say(words.notAtAll, false)
  if (promise.beforeEntry && known.talent.inChina === true) return say(words.entered, false)
  if (promise.onlyClass === null) return say(words.beforeEntry, true)
  const open = ways.filter((way) => way.class === promise.onlyClass && way.open)
  const [first] = open
  if (open.some(({ restsOn }) => !restsOn.includes(kind))) return say(words.classA, true)
  if (route?.promised.includes(kind) && route.class === promise.onlyClass) {
    const [name, of] = [route.label, CLASS_NAMES[route.class]]
    return say(words.byRoute, true, { routeZh: name.zh, routeEn: name.en, classZh: of.zh, classEn: of.en })
  }
  if (!first) return say(words.notClassA, false)
  return say(words.groundOfRoute, false, { routeZh: first.label.zh, routeEn: first.label.en })
}

/**
 * Each certificate that the firm wants to replace, with the reason why it may or may not. A kind
 * that no rule knows is left out.
 *
 * @param route by which a recommendation would be given; without one the person's own class counts alone
 */
export function judgePromises(
  known: ReadAnswers,
  rules: Readonly<Record<string, DocumentRule>>,
  ways: readonly Way[],
  route?: RouteInForce,
): PromisedDocument[] {
  const kinds = new Set(known.circumstances.promised.flatMap((kind) => kind ?? []))
  return [...kinds].flatMap((kind) => {
    const rule = Object.hasOwn(rules, kind) ? rules[kind] : undefined
    return rule ? [judgeOne(kind, rule, { known, ways, route })] : []
  })
}

/** `promiseNotAllowed:KIND` for a letter where none is allowed. */
export const blockPromises = (promised: readonly PromisedDocument[]): Finding[] =>
  promised
    .filter(({ allowed }) => !allowed)
    .map(({ document, because, source }) => ({
      code: `promiseNotAllowed:${document}`,
      path: 'circumstances.promised',
      message: because,
      source,
    }))
