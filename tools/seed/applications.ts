/** Applications for the demonstration: the case files of test/cases, moved to another day, and mostly about other invented people (talents.json). */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { addDays, daysBetween, monthAt, monthNumber, monthOf } from '../../src/base/dates.js'
import { checkDigit, zoneOfNationality } from '../../src/base/mrz.js'
import { PLATFORM_EXPORT } from '../../src/forms/choices.js'
import { projectFolder } from '../../src/settings.js'
import { type CaseFile, readCaseFile } from '../cases/caseFile.js'
import { type ExportStory, platformExport } from './platformExport.js'

const casesFolder = join(projectFolder, 'test/cases')

const talents = z
  .array(
    z.object({
      visualName: z.string(),
      surname: z.string(),
      givenNames: z.string(),
      chineseName: z.string().nullable(),
      sex: z.string(),
      birthDate: z.string(),
      nationality: z.string(),
      passportNumber: z.string(),
      post: z.string(),
      channel: z.record(z.string(), z.unknown()),
    }),
  )
  .parse(JSON.parse(readFileSync(join(projectFolder, 'tools/seed/talents.json'), 'utf8')))

/** What is changed in a case file's talent. */
const talentShape = z.looseObject({
  sex: z.string(),
  birthDate: z.string(),
  nationality: z.string(),
  passport: z.looseObject({ number: z.string(), expiresOn: z.string(), mrz: z.tuple([z.string(), z.string()]) }),
  resume: z.array(z.looseObject({ from: z.string(), to: z.string() })),
})
type Talent = z.output<typeof talentShape>
const engagementShape = z.looseObject({
  post: z.string(),
  contract: z.object({ start: z.string(), end: z.string() }),
})

const known = new Map<string, CaseFile>()

/** The case file whose name begins with this number. */
export function getCaseFile(number: string): CaseFile {
  const found = known.get(number)
  if (found) return found
  const name = readdirSync(casesFolder).find((one) => one.startsWith(`${number}-`) && one.endsWith('.json'))
  if (!name) throw new Error(`there is no case file ${number} in ${casesFolder}`)
  const file = readCaseFile(casesFolder, name)
  known.set(number, file)
  return file
}

/**
 * The application of a case file as it would be on another day: papers, resume, contract and passport keep their distance from the day of filing.
 * @param talent the place of another person in talents.json; null for the case file's own
 */
export function makeApplication(number: string, talent: number | null, filedOn: string): CaseFile {
  const file = getCaseFile(number)
  const days = daysBetween(file.submittedOn, filedOn)
  const months = monthNumber(monthOf(filedOn)) - monthNumber(monthOf(file.submittedOn))
  const engagement = engagementShape.parse(file.engagement)
  const { start, end } = engagement.contract
  const [person, post, channels] = personOf(talentShape.parse(file.talent), talent, engagement.post)
  return {
    ...file,
    submittedOn: filedOn,
    talent: movedTalent(person, days, months),
    engagement: { ...engagement, post, contract: { start: addDays(start, days), end: addDays(end, days) } },
    channels: channels?.map((channel) => withExport(channel, talent ?? 0, filedOn)) ?? file.channels,
    documents: [
      ...(file.documents ?? []).map((document) =>
        document.issuedOn ? { ...document, issuedOn: addDays(document.issuedOn, days) } : document,
      ),
      ...(channels && hasExport(talent) ? [{ kind: PLATFORM_EXPORT }] : []),
    ],
  }
}

const channelShape = z.looseObject({
  handle: z.string(),
  followers: z.number(),
  averageViewers: z.number(),
  salesLast12MonthsCny: z.number(),
  markets: z.array(z.string()),
})

const hasExport = (talent: number | null): boolean => talent !== null && talent % 3 === 0

/** Every third of the talents shows the platform's figures; some of these have something for the assessor to look at. */
function withExport(channel: unknown, talent: number, filedOn: string): Record<string, unknown> {
  const declared = channelShape.parse(channel)
  if (!hasExport(talent)) return declared
  const story: ExportStory = talent % 9 === 3 ? 'jump' : talent % 9 === 6 ? 'violation' : 'plain'
  return { ...declared, hasExport: true, export: platformExport(declared, filedOn, story) }
}

/** The channels before anybody has entered what their platforms export. */
export const unexported = (channels: CaseFile['channels']) =>
  channels?.map((channel) => ({ ...channelShape.parse(channel), hasExport: undefined, export: undefined }))

function personOf(own: Talent, talent: number | null, post: string): [Talent, string, CaseFile['channels']?] {
  if (talent === null) return [own, post]
  const other = talents[talent]
  if (!other) throw new Error(`there is no talent ${talent} in talents.json`)
  const { surname, givenNames, passportNumber, channel, ...answers } = other
  const name = `${surname}<<${givenNames}`.replaceAll(' ', '<')
  const state = zoneOfNationality(answers.nationality)
  const passport = {
    ...own.passport,
    number: passportNumber,
    issuingState: state,
    mrz: [`P<${state.padEnd(3, '<')}${name}`.padEnd(44, '<').slice(0, 44), '<'.repeat(44)] as [string, string],
  }
  return [{ ...own, ...answers, systemName: `${surname} ${givenNames}`, passport }, other.post, [channel]]
}

function movedTalent(talent: Talent, days: number, months: number): Talent {
  const passport = { ...talent.passport, expiresOn: addDays(talent.passport.expiresOn, days) }
  const moved = (month: string) => monthAt(monthNumber(month) + months)
  return {
    ...talent,
    passport: { ...passport, mrz: [passport.mrz[0], secondLine(talent, passport.number, passport.expiresOn)] },
    resume: talent.resume.map((row) => ({ ...row, from: moved(row.from), to: moved(row.to) })),
  }
}

/** The second line of the zone (ICAO Doc 9303 Part 4) without a personal number. */
function secondLine({ nationality, birthDate, sex }: Talent, number: string, expiresOn: string): string {
  const short = (date: string) => date.slice(2).replaceAll('-', '')
  const withDigit = (text: string) => `${text}${checkDigit(text)}`
  const [passport, birth, expiry] = [number.padEnd(9, '<'), short(birthDate), short(expiresOn)].map(withDigit)
  const personal = withDigit('<'.repeat(14))
  const composite = checkDigit(`${passport}${birth}${expiry}${personal}`)
  const state = zoneOfNationality(nationality).padEnd(3, '<')
  return `${passport}${state}${birth}${sex === 'X' ? '<' : sex}${expiry}${personal}${composite}`
}
