/**
 * Makes a paper's data out of the case as it was filed, judged and decided: one set of facts,
 * printed in both languages. Pure.
 */
import { type Bilingual, joined, type Language, SENTENCES } from '../base/text.js'
import { sayProposal } from '../criteria/proposalWords.js'
import { FORM } from './applicationForm.js'
import type { LetterTemplate, PublicFacts } from './catalogue.js'
import { factsOf, machineFacts, NOTE_ON_NAME } from './facts.js'
import type { Fields, RowFields } from './fields.js'
import type { LetterData, OrderedLetter } from './letterData.js'
import type { Matter, Occurrence } from './matter.js'
import { renderParagraph, renderParagraphs } from './paragraphs.js'
import { employerName, fieldsOf } from './values.js'

type Wording = Pick<
  LetterData,
  'title' | 'opening' | 'assessment' | 'findings' | 'closing' | 'contact' | 'attachments' | 'copiedTo'
>

/** Every sentence of a template with its fields filled in. Throws Invalid when it asks for what is no field. */
export function wordPaper(
  template: LetterTemplate,
  fields: Readonly<Record<Language, Fields>>,
  rows: Occurrence['rows'],
): Wording {
  const line = (text: Bilingual, row?: Readonly<Record<Language, RowFields>>): Bilingual => ({
    zh: renderParagraph(text.zh, { ...fields.zh, ...row?.zh }),
    en: renderParagraph(text.en, { ...fields.en, ...row?.en }),
  })
  const all = (texts: { zh: string[]; en: string[] }) => ({
    zh: renderParagraphs(texts.zh, fields.zh),
    en: renderParagraphs(texts.en, fields.en),
  })
  /** A line break of the template stands where the title may be broken. */
  const clauses = (text: string, language: Language) => renderParagraphs(text.split('\n'), fields[language]).join('\n')
  const findings = template.findings.flatMap(({ heading, text, each }) =>
    each
      ? rows[each].map((row) => ({ heading: line(heading, row), text: line(text, row) }))
      : [{ heading: line(heading), text: line(text) }],
  )
  const copied = template.copiedTo && line(template.copiedTo)
  return {
    title: { zh: clauses(template.title.zh, 'zh'), en: clauses(template.title.en, 'en') },
    opening: all(template.opening),
    assessment: all(template.assessment),
    findings: findings.filter(({ heading, text }) => heading.zh && heading.en && text.zh && text.en),
    closing: all(template.closing),
    contact: line(template.contact),
    attachments: template.attachments.map((name) => line(name)),
    copiedTo: copied?.zh && copied.en ? copied : null,
  }
}

const CRITERIA: Bilingual = { zh: '逐项评估', en: 'Criterion by criterion' }

/**
 * Adds what the assessment found: in one to the findings of a letter. The findings of a refusal are its reasons, which
 * what was found is not by itself, for or against: each criterion is a paragraph after them.
 */
function withFound({ findings, closing, ...wording }: Wording, { kind, occurrence: { found } }: Matter): Wording {
  if (found.length === 0) return { ...wording, findings, closing }
  if (kind === 'recommendation')
    return { ...wording, closing, findings: [...findings, { heading: CRITERIA, text: joined(found, SENTENCES) }] }
  const within = (language: Language) => [...found.map((one) => one[language]), ...closing[language]]
  return { ...wording, findings, closing: { zh: within('zh'), en: within('en') } }
}

const PRINTS_PROPOSAL = /\{\{\s*proposal\s*\}\}/

/**
 * The closing, with what is proposed after its first paragraph where the template does not print it: a city's text may
 * be older than the proposal.
 */
function withProposal(closing: Wording['closing'], { template, proposal }: Matter): Wording['closing'] {
  if (!proposal || PRINTS_PROPOSAL.test(JSON.stringify(template))) return closing
  const { zh, en } = sayProposal(proposal)
  return { zh: closing.zh.toSpliced(1, 0, zh), en: closing.en.toSpliced(1, 0, en) }
}

const EXPLAINS = /\{\{\s*explanation\s*\}\}/

/** The closing, with how the employer was heard and what is replied to that after the facts that it may begin with. */
function withHeard({ zh, en }: Wording['closing'], { template, occurrence }: Matter): Wording['closing'] {
  const said = [occurrence.heard ?? [], occurrence.reply ?? []].flat()
  const firsts = [template.closing.zh[0], template.closing.en[0]]
  const at = occurrence.explanation.zh && firsts.every((text = '') => EXPLAINS.test(text)) ? 1 : 0
  return {
    zh: zh.toSpliced(at, 0, ...said.map((one) => one.zh)),
    en: en.toSpliced(at, 0, ...said.map((one) => one.en)),
  }
}

/** The paper's data, to be frozen. Throws Invalid when a template asks for what is no field. */
export function composeLetter(matter: Matter): OrderedLetter {
  const { template, paper, issuer, printed } = matter
  const fields = { zh: fieldsOf(matter, 'zh'), en: fieldsOf(matter, 'en') }
  const worded = wordPaper(template, fields, matter.occurrence.rows)
  const closing = withHeard(withProposal(worded.closing, matter), matter)
  const { opening, ...wording } = withFound({ ...worded, closing }, matter)
  const isForm = matter.kind === FORM
  const noted = printed.replaced && !paper.facts.includes('name')
  return {
    version: 1,
    kind: matter.kind,
    number: matter.number,
    issuedOn: matter.issuedOn,
    issuer: issuer.name,
    addressee: isForm ? issuer.name : paper.addressee === 'permit' ? matter.permit.name : employerName(matter.firm),
    ...wording,
    // the authority's form, in which the firm speaks to it
    contact: isForm ? null : wording.contact,
    opening: noted ? { zh: [...opening.zh, NOTE_ON_NAME.zh], en: [...opening.en, NOTE_ON_NAME.en] } : opening,
    facts: factsOf(matter),
    signatory: isForm ? employerName(matter.firm) : matter.signatory,
    validUntil: matter.terms.validUntil,
    seal: paper.sealed ? matter.seal : null,
    sealed: paper.sealed,
    supersedes: matter.supersedes,
    machine: machineFacts(matter),
    form: matter.form && [...matter.form],
    check: matter.check,
    specimen: matter.specimen,
  }
}

/** A passport number with only its first two and last two characters: what the public page may show. */
export const maskPassport = (number: string): string =>
  number.length <= 4
    ? '*'.repeat(number.length)
    : `${number.slice(0, 2)}${'*'.repeat(number.length - 4)}${number.slice(-2)}`

const CONDITIONS: Bilingual = { zh: '附带条件', en: 'Conditions' }

/** What anybody may read who holds the paper: what it prints, the passport number masked; its conditions, if any. */
export function publicFacts(data: OrderedLetter, conditions: Bilingual | null): PublicFacts {
  return {
    issuer: data.issuer,
    addressee: data.addressee,
    title: data.title,
    issuedOn: data.issuedOn,
    validUntil: data.validUntil,
    specimen: data.specimen !== null,
    facts: [
      ...data.facts.map(({ name, label, value }) => ({
        label,
        value: name === 'passport' ? { zh: maskPassport(value.zh), en: maskPassport(value.en) } : value,
      })),
      ...(conditions ? [{ label: CONDITIONS, value: conditions }] : []),
    ],
  }
}
