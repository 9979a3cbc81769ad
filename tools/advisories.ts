/**
 * `npm audit --json | npm run --silent advisories`: holds what the registry knows against our packages to the times to remedy (docs/security.md). Each advisory is noted in
 * security/advisories.csv with the day from which its time runs; one that is not noted yet, or whose time is over, ends with status 1.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { projectFolder } from '../src/settings.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'

/** Days to remedy, from the day on which a fix is published. */
export const DAYS = { critical: 3, high: 14, moderate: 30, low: 92, info: 92 } as const
const DAY = 86_400_000 // ms

const advisory = z.object({
  url: z.string(),
  name: z.string(),
  title: z.string(),
  severity: z.enum(['critical', 'high', 'moderate', 'low', 'info']),
})
/** What npm 7 and later write; `via` names the package through which another one is concerned, or holds the advisory. */
const report = z.object({
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisory])) })),
})

/** What npm writes instead when the registry did not answer. */
const failure = z.object({ message: z.string() })

const noAnswer = (said = '') =>
  new LauncherError(
    `登记处没有给出漏洞通告${said && `（${said}）`}：没有核对任何软件包，是否有已知漏洞并不知道。`,
    `The registry gave no advisories${said && ` (${said})`}: no package was compared, and whether one has a known ` +
      'weakness is not known.',
  )

/** From which day the time of each noted advisory runs, by its address; lines of `url,package,day`, the first is the head. */
export function readNoted(csv: string): ReadonlyMap<string, string> {
  const lines = csv.trim().split('\n').slice(1)
  return new Map(lines.map((line) => line.split(',')).map(([url = '', , day = '']) => [url, z.iso.date().parse(day)]))
}

/**
 * What is to be done today, a line each; nothing when every advisory is noted and within its time.
 * @throws LauncherError when npm had no answer: then nothing is known
 */
export function findDue(audit: unknown, noted: ReadonlyMap<string, string>, today: string): string[] {
  const { data } = report.safeParse(audit)
  if (!data) throw noAnswer(failure.safeParse(audit).data?.message)
  const all = Object.values(data.vulnerabilities).flatMap(({ via }) => via.filter((one) => typeof one !== 'string'))
  const unique = [...new Map(all.map((one) => [one.url, one])).values()]
  return unique.flatMap(({ url, name, title, severity }) => {
    const what = `${severity} ${name}: ${title} ${url}`
    const from = noted.get(url)
    if (from === undefined) return [`未登记 not noted: ${what}`]
    const until = new Date(Date.parse(from) + DAYS[severity] * DAY).toISOString().slice(0, 10)
    return today > until ? [`超期 due by ${until}: ${what}`] : []
  })
}

/** What npm wrote; nothing where it wrote no JSON. */
function readAudit(written: string): unknown {
  try {
    return JSON.parse(written)
  } catch {
    return undefined
  }
}

async function run(): Promise<void> {
  const noted = readNoted(readFileSync(join(projectFolder, 'security/advisories.csv'), 'utf8'))
  const due = findDue(readAudit(await text(process.stdin)), noted, new Date().toISOString().slice(0, 10))
  for (const line of due) process.stdout.write(`${line}\n`)
  if (due.length > 0) process.exitCode = 1
  else tell({ zh: '没有超期的漏洞。', en: 'No advisory is overdue.' })
}

if (isMain(import.meta.url)) await runCommand(run)
