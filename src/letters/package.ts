/**
 * What a permit authority is given beside the letters of a package, for machines: of each letter
 * who, for what post, and which papers, in the answers that the firm filed, so that nobody types
 * them again. Published as JSON Schema; a field once published keeps its meaning. Pure.
 */
import { z } from 'zod'
import { type Application, parseApplication } from '../forms/application.js'
import { bilingualSchema, dateSchema } from '../reference/shapes.js'
import type { LetterLine } from './letter.service.js'
import type { LetterData } from './letterData.js'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const path = z.string().describe('Path of the file within the package')
const text = z.string()

export const descriptionSchema = z
  .strictObject({
    format: z.literal('haijian-letter-1'),
    letter: z.strictObject({
      kind: text.describe('recommendation, revocation …'),
      number: text,
      issuedAt: z.iso.datetime(),
      validUntil: dateSchema.nullable(),
      standing: z
        .enum(['inForce', 'received', 'superseded', 'revoked', 'expired', 'void'])
        .describe('When the package was made; the check page says it as of now'),
      specimen: z.boolean().describe('True: from a demonstration, without effect'),
      issuer: bilingualSchema,
      addressee: bilingualSchema,
      checkCode: text,
      checkAddress: z.url(),
      file: path,
      sha256,
    }),
    case: z.strictObject({ number: text, filedAt: z.iso.datetime() }),
    employer: z.strictObject({
      nameZh: text,
      nameEn: text.nullable(),
      creditCode: text.describe('Unified social credit code (GB 32100)'),
      district: text.nullable().describe('Code of the district (GB/T 2260)'),
      zone: text.nullable(),
      kind: text.nullable(),
      crossBorderFiling: text.nullable(),
    }),
    person: z.strictObject({
      name: text.describe('As in the visual zone of the passport'),
      systemName: text.describe('As in the machine-readable zone'),
      chineseName: text.nullable(),
      sex: z.enum(['F', 'M', 'X']),
      birthDate: dateSchema,
      nationality: text.describe('Three letters (ICAO Doc 9303)'),
      passport: z.strictObject({ number: text, issuingState: text, expiresOn: dateSchema }),
      degree: text,
      institution: text,
      experienceYears: z.number(),
    }),
    engagement: z.strictObject({
      post: text,
      contractStart: dateSchema,
      contractEnd: dateSchema,
      salaryPerYear: z.number().describe('CNY before tax'),
      salaryPerMonth: z.number().describe('CNY before tax'),
      paidIn: z
        .strictObject({
          currency: text.describe('ISO 4217'),
          perYear: z.number().nullable(),
          perMonth: z.number().nullable(),
          rate: z.number().nullable().describe('Yuan for one unit; null where the firm converted it'),
          rateOn: dateSchema.nullable(),
        })
        .nullable()
        .describe('The currency in which the pay was agreed, where it was not yuan'),
      monthsPerYear: z.number(),
      placeOfWork: text.describe('Code of the district (GB/T 2260)'),
    }),
    reached: z
      .strictObject({
        class: z.enum(['A', 'B', 'none']),
        points: z.number(),
      })
      .nullable()
      .describe('What the person reaches without the recommendation'),
    proposed: z
      .strictObject({
        class: z.enum(['A', 'B']),
        route: text.describe('Code of the route; the letter names the provision'),
        months: z.int().describe('Length of the permit in whole months from the contract’s first day'),
        treatment: text.nullable().describe('Code of the treatment that is asked for'),
        ground: bilingualSchema.describe('The route, and the policy that it rests on'),
      })
      .nullable()
      .describe('What the recommendation asks for; null in letters of before there were routes'),
    cover: path.nullable().describe('The list of contents, for people; null where it could not be set'),
    application: z
      .record(text, z.unknown())
      .describe('Every answer as it was filed; components/schemas/Application of /api/openapi.json'),
    evidence: z.array(
      z.strictObject({
        file: path,
        kind: text.describe(
          'drawnCommitment, drawnApplication: what the candidate has signed by drawing on their page',
        ),
        label: bilingualSchema,
        mime: text,
        bytes: z.int(),
        sha256,
        issuedOn: dateSchema.nullable().describe('Of a drawn signature: the day on which it was drawn'),
        pages: z.int().nullable(),
        language: text
          .nullable()
          .describe('Code of the language that the firm has named; null where it has named none'),
        translationOf: text.nullable().describe('Of a translation: the kind of the document that it translates'),
      }),
    ),
  })
  .meta({ title: 'A letter in a package for the permit authority' })
export type Description = z.infer<typeof descriptionSchema>

export const indexSchema = z
  .strictObject({
    format: z.literal('haijian-package-1'),
    package: z.int(),
    madeAt: z.iso.datetime(),
    madeFor: bilingualSchema.describe('The permit authority'),
    letters: z.array(
      z.strictObject({
        number: text,
        file: path,
        description: path,
        sha256,
        evidence: z.int().describe('How many papers'),
      }),
    ),
    certificates: path.describe(
      'Every certificate with which letters were signed (PEM); take it from the check page where it must be trusted',
    ),
    missing: z.array(z.int()).describe('Letters (ids) that were asked for and are no longer open to the authority'),
  })
  .meta({ title: 'What is in a package: the file index.json, the last of it' })
export type Index = z.infer<typeof indexSchema>

/** Both shapes in one document (JSON Schema, draft 2020-12). */
export const packageJsonSchema = (): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Package for the permit authority',
  description: 'index.json is an Index; description.json in the folder of each letter is a Description.',
  $defs: {
    Index: z.toJSONSchema(indexSchema, { io: 'input' }),
    Description: z.toJSONSchema(descriptionSchema, { io: 'input' }),
  },
})

export interface FiledApplication {
  readonly answers: unknown
  readonly firm: Readonly<Record<string, unknown>>
  readonly filedAt: Date
}

const orNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** What a description says of the letter itself; `file` is where it lies in the package. */
export const aboutLetter = (letter: LetterLine, data: LetterData, file: string): Description['letter'] => ({
  kind: letter.kind,
  number: letter.number,
  issuedAt: letter.issuedAt?.toISOString() ?? '',
  validUntil: letter.validUntil,
  standing: standingOf(letter),
  specimen: data.specimen !== null,
  issuer: data.issuer,
  addressee: data.addressee,
  checkCode: letter.checkCode,
  checkAddress: data.check.url,
  file,
  sha256: letter.sha256 ?? '',
})

function standingOf({ endedAs, receivedAt }: LetterLine): Description['letter']['standing'] {
  if (endedAs) return endedAs
  return receivedAt ? 'received' : 'inForce'
}

/**
 * The description of one letter; `letter` and `evidence` are what the package itself knows. Throws
 * when what was filed cannot be read, which filing has made sure of.
 */
export function describeLetter(
  letter: Description['letter'],
  caseNumber: string,
  { answers, firm, filedAt }: FiledApplication,
  about: Pick<Description, 'reached' | 'proposed' | 'evidence' | 'cover'>,
): Description {
  const application = parseApplication(answers).value
  if (!application) throw new Error('the case has no complete submission')
  const { talent, engagement } = application
  return descriptionSchema.parse({
    format: 'haijian-letter-1',
    letter,
    case: { number: caseNumber, filedAt: filedAt.toISOString() },
    employer: {
      nameZh: firm.nameZh,
      nameEn: orNull(firm.nameEn),
      creditCode: firm.creditCode,
      district: orNull(firm.district),
      zone: orNull(firm.zone),
      kind: orNull(firm.kind),
      crossBorderFiling: orNull(firm.crossBorderFiling),
    },
    person: {
      name: talent.visualName,
      systemName: talent.systemName,
      chineseName: talent.chineseName ?? null,
      sex: talent.sex,
      birthDate: talent.birthDate,
      nationality: talent.nationality,
      passport: {
        number: talent.passport.number,
        issuingState: talent.passport.issuingState,
        expiresOn: talent.passport.expiresOn,
      },
      degree: talent.education.degree,
      institution: talent.education.institution,
      experienceYears: talent.experienceYears,
    },
    engagement: {
      post: engagement.post,
      contractStart: engagement.contract.start,
      contractEnd: engagement.contract.end,
      salaryPerYear: engagement.salaryPerYear,
      salaryPerMonth: engagement.salaryPerMonth,
      paidIn: paidIn(engagement),
      monthsPerYear: engagement.monthsPerYear,
      placeOfWork: engagement.placeOfWork,
    },
    ...about,
    application,
  })
}

function paidIn({ paidInOther, paidIn: { currency, perYear, perMonth, rate, rateOn } }: Application['engagement']) {
  if (paidInOther !== true || !currency) return null
  return { currency, perYear: perYear ?? null, perMonth: perMonth ?? null, rate: rate ?? null, rateOn: rateOn ?? null }
}
