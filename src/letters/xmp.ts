/**
 * What a paper says, for machines: properties of a namespace of our own in the file's XMP metadata,
 * with the extension schema that PDF/A asks for (ISO 19005-2, 6.6.2.3), so that the file stays
 * PDF/A-2b. They go into the typesetter's own packet before the file is signed; nothing else
 * changes, /ID stays, and the same data give the same bytes. An empty namespace of a URN, because
 * no address is promised to answer.
 */
import { type LetterData, MACHINE_FACTS } from './letterData.js'

export const XMP_NAMESPACE = 'urn:haijian:paper:1#'
export const XMP_PREFIX = 'haijian'

/**
 * Every property, with what it means; all are simple texts. Dates are YYYY-MM-DD, the states' codes
 * are those of ICAO Doc 9303.
 */
export const XMP_PROPERTIES: Readonly<Record<string, string>> = {
  kind: 'Kind of paper: recommendation, refusal, revocation, receipt and others',
  number: 'Number of the paper',
  issuedOn: 'Date of the paper',
  validUntil: 'Last day on which it is valid',
  issuer: 'Issuing authority, in Chinese',
  issuerEn: 'Issuing authority, in English',
  addressee: 'Addressee, in Chinese',
  addresseeEn: 'Addressee, in English',
  checkCode: 'Code by which the paper is checked',
  checkAddress: 'Address where it is checked',
  supersedes: 'Number of the paper that this one replaces',
  specimen: 'yes when it is a specimen without effect, no when it is not',
  caseNumber: 'Number of the case',
  employer: 'Employer, in Chinese',
  creditCode: 'Unified social credit code of the employer (GB 32100)',
  talentName: 'Name as in the visual zone of the passport',
  talentSystemName: 'Name as in the machine-readable zone of the passport',
  sex: 'Sex: F, M or X',
  nationality: 'Nationality, three letters',
  birthDate: 'Date of birth',
  passportNumber: 'Number of the passport',
  post: 'Post',
  contractStart: 'First day of the contract',
  contractEnd: 'Last day of the contract',
  salaryPerYearCny: 'Annual salary before tax, in yuan',
  monthsPerYear: 'Months of work in China a year',
  category: 'Class that is reached without the recommendation: A, B or none',
  points: 'Points by the criteria of the day of application',
  proposedClass: 'Class that the recommendation asks for',
  proposedRoute: 'Code of the route by which it is asked for',
  proposedMonths: 'Length of the permit that is asked for, in whole months from the contract’s first day',
  proposedTreatment: 'Code of the treatment that is asked for',
}

/** The properties of one paper; what it does not say is left out. */
export function machineView(data: LetterData): Record<string, string> {
  const { machine = {}, check } = data
  const view: Record<string, string | null | undefined> = {
    kind: data.kind,
    number: data.number,
    issuedOn: data.issuedOn,
    validUntil: data.validUntil,
    issuer: data.issuer.zh,
    issuerEn: data.issuer.en,
    addressee: data.addressee.zh,
    addresseeEn: data.addressee.en,
    checkCode: check.code,
    checkAddress: check.url,
    supersedes: data.supersedes,
    specimen: data.specimen === null ? 'no' : 'yes',
    ...Object.fromEntries(MACHINE_FACTS.map((name) => [name, machine[name]])),
  }
  return Object.fromEntries(Object.entries(view).filter((entry): entry is [string, string] => Boolean(entry[1])))
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character)

function description(view: Readonly<Record<string, string>>): string {
  const properties = Object.entries(view).map(
    ([name, value]) => `<${XMP_PREFIX}:${name}>${escapeXml(value)}</${XMP_PREFIX}:${name}>`,
  )
  return `<rdf:Description rdf:about="" xmlns:${XMP_PREFIX}="${XMP_NAMESPACE}">${properties.join('')}</rdf:Description>`
}

/** The schema names every property that the namespace has, used here or not. */
function extensionSchema(): string {
  const properties = Object.entries(XMP_PROPERTIES).map(
    ([name, meaning]) =>
      `<rdf:li rdf:parseType="Resource"><pdfaProperty:category>external</pdfaProperty:category>` +
      `<pdfaProperty:description>${escapeXml(meaning)}</pdfaProperty:description>` +
      `<pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li>`,
  )
  return (
    `<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Haijian papers</pdfaSchema:schema>` +
    `<pdfaSchema:namespaceURI>${XMP_NAMESPACE}</pdfaSchema:namespaceURI>` +
    `<pdfaSchema:prefix>${XMP_PREFIX}</pdfaSchema:prefix>` +
    `<pdfaSchema:property><rdf:Seq>${properties.join('')}</rdf:Seq></pdfaSchema:property></rdf:li>`
  )
}

/** Where the typesetter's packet takes the schema, and where it takes properties. */
const endOfSchemas = '</rdf:Bag></pdfaExtension:schemas>'
const endOfPacket = '</rdf:RDF>'

/**
 * The file with the paper's facts in its metadata.
 * @param pdf as the typesetter made it: one cross-reference table, the metadata uncompressed
 * @throws Error when the file is otherwise
 */
export function writeFacts(pdf: Buffer, data: LetterData): Buffer {
  const type = pdf.indexOf('/Type /Metadata')
  const begin = type < 0 ? -1 : pdf.lastIndexOf('\n', pdf.lastIndexOf(' 0 obj', type)) + 1
  const object =
    begin < 0 ? null : /^\d+ 0 obj\s*<<[^>]*>>\s*stream\r?\n/.exec(pdf.toString('latin1', begin, type + 200))
  const start = object ? begin + object[0].length : -1
  const end = object ? pdf.indexOf('endstream', start) : -1
  if (!object || end < 0) throw unexpected('metadata')
  const packet = pdf.subarray(start, end).toString('utf8').trimEnd()
  if (packet.split(endOfSchemas).length !== 2 || packet.split(endOfPacket).length !== 2) throw unexpected('metadata')
  const filled = packet
    .replace(endOfSchemas, () => `${extensionSchema()}${endOfSchemas}`)
    .replace(endOfPacket, () => `${description(machineView(data))}${endOfPacket}`)
  const body = Buffer.from(filled, 'utf8')
  const head = object[0].replace(/\/Length \d+/, `/Length ${body.length}`)
  const middle = Buffer.concat([Buffer.from(head, 'latin1'), body, Buffer.from('\n', 'latin1')])
  const grown = Buffer.concat([pdf.subarray(0, begin), middle, pdf.subarray(end)])
  return moveOffsets(grown, begin, middle.length - (end - begin))
}

/** The cross-reference table after everything behind `after` has moved by so many bytes. */
function moveOffsets(pdf: Buffer, after: number, by: number): Buffer {
  const tail = pdf.length - 60
  const told = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(pdf.toString('latin1', Math.max(tail, 0)))
  const table = Number(told?.[1] ?? Number.NaN) + by
  const head = /^xref\s+0 (\d+)\s+/.exec(pdf.toString('latin1', table, table + 40))
  if (!told || !head) throw unexpected('cross-reference')
  const entries = table + head[0].length
  for (let at = entries; at < entries + 20 * Number(head[1]); at += 20) {
    const offset = Number(pdf.toString('latin1', at, at + 10))
    if (pdf[at + 17] === 0x6e && offset > after) pdf.write(String(offset + by).padStart(10, '0'), at, 'latin1')
  }
  return Buffer.concat([
    pdf.subarray(0, tail + told.index),
    Buffer.from(told[0].replace(/\d+/, String(table)), 'latin1'),
  ])
}

const unexpected = (what: string): Error => new Error(`not a PDF that papers are made as: ${what}`)
