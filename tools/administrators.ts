/**
 * `npm run administrators -- first` asks in the first administrators of an empty installation: one for the system, one for security, and an auditor, each by a link. Nobody is there who could
 * invite them, and later every one of them is invited by one administrator and approved by another; so this is done by the owner of the database, once, and stands in the history of people
 * with the operator's name and reason. Until somebody has come in it may be done again: the links of before then open nothing.
 *
 * `-- reset` is the way back in for an administrator or auditor who has lost every way, where nobody is left who could help: all administrators and auditors are told by mail, the link opens after a day
 * unless one of them objects.
 */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createDataSource, Database, rows, type Tx } from '../src/base/database.js'
import { path } from '../src/base/path.js'
import type { Language } from '../src/base/text.js'
import { type Config, loadConfig } from '../src/config.js'
import { ENTITIES } from '../src/entities.js'
import { ADMINISTRATORS, type Role } from '../src/people/actor.js'
import { EMAIL, orderMail } from '../src/people/mail.js'
import { notePeople } from '../src/people/peopleHistory.js'
import { linkTo, newCode, secretHash } from '../src/people/secrets.js'
import { ROLE_WORDS } from '../src/people/words.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { provideDatabase } from './database.js'

const DAYS = 7

/** Somebody who is asked in. */
export interface Guest {
  readonly account: string
  readonly name: string
}

export interface FirstRequest {
  /** Who runs the command, and why: both stand in the history. */
  readonly operator: string
  readonly why: string
  readonly guests: Readonly<Record<(typeof ADMINISTRATORS)[number], Guest>>
  /** The links go by mail, and nobody sees them here. */
  readonly byMail: boolean
}

export interface FirstLink extends Guest {
  readonly role: Role
  /** Null when it went by mail. */
  readonly link: string | null
}

/**
 * Invites the three; links of an earlier run open nothing from then on. Answers the links.
 * @param config with the owner's address
 * @throws LauncherError when somebody of the staff is there, or two are to be the same person
 */
export async function inviteFirst(config: Config, request: FirstRequest, now: Date): Promise<FirstLink[]> {
  const accounts = Object.values(request.guests).map(({ account }) => account.toLowerCase())
  if (new Set(accounts).size < accounts.length)
    throw new LauncherError(
      '三个人须是三个不同的账号：系统管理员、安全管理员和审计员互不兼任。',
      'The three must be three accounts: nobody is two of system administrator, security administrator and auditor.',
    )
  return asOwner(config, (tx) => inviteIn(tx, config, request, now))
}

async function asOwner<Made>(config: Config, work: (tx: Tx) => Promise<Made>): Promise<Made> {
  const source = createDataSource({ url: config.databaseUrl ?? '', poolSize: 1, entities: ENTITIES })
  await source.initialize()
  try {
    return await new Database(source).transaction({}, work)
  } finally {
    await source.destroy()
  }
}

async function inviteIn(tx: Tx, config: Config, request: FirstRequest, now: Date): Promise<FirstLink[]> {
  // two who run it at once come one after the other
  await rows(tx, 'lock table invitations in share row exclusive mode')
  const there = await rows<{ name: string }>(tx, 'select name from people where firm_id is null limit 1')
  if (there.length > 0)
    throw new LauncherError(
      '已经有人员账号，首批管理员不能再建。新的管理员由在任的两位管理员邀请和批准。',
      'There are people already; first administrators are no longer made. Further ones are invited and approved by the two who are there.',
    )
  await rows(tx, 'update invitations set used_at = $1 where operator is not null and used_at is null', [now])
  const links: FirstLink[] = []
  for (const role of ADMINISTRATORS) links.push(await invite(tx, config, { ...request, role }, now))
  return links
}

interface OneGuest extends FirstRequest {
  readonly role: (typeof ADMINISTRATORS)[number]
}

async function invite(tx: Tx, config: Config, { role, ...request }: OneGuest, now: Date): Promise<FirstLink> {
  const { operator, why, byMail } = request
  const { account, name } = request.guests[role]
  const code = newCode()
  const until = new Date(now.getTime() + DAYS * 86_400_000)
  const [added] = await rows<{ id: number }>(
    tx,
    `insert into invitations (token_hash, account, name, roles, operator, invited_at, approved_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $6, $7) returning id`,
    [secretHash(code), account, name, [role], operator, now, until],
  )
  const detail = { invitation: added?.id, account, roles: [role], operator, why }
  await notePeople(tx, { id: null }, { at: now, personId: null, act: 'firstInvited', detail })
  const link = linkTo(path.join, code)
  if (!byMail) return { role, account, name, link: `${config.publicUrl}${link}` }
  await orderMail(tx, { kind: 'invitation', to: { address: account }, language: 'zh', path: link, secret: true }, now)
  return { role, account, name, link: null }
}

export interface ResetRequest {
  readonly operator: string
  readonly why: string
  readonly account: string
}

/** Until when it can be objected to, and how long it is open then. */
const WAIT_HOURS = 24
const OPEN_HOURS = 48
const HOUR = 3_600_000 // ms

/**
 * Asks for a way back in. Answers the link, and how many are told of it by mail.
 * @throws LauncherError when the account is none of an administrator or auditor
 */
export async function askWayBack(
  config: Config,
  request: ResetRequest,
  now: Date,
): Promise<{ link: string; told: number }> {
  const code = newCode()
  const opensAt = new Date(now.getTime() + WAIT_HOURS * HOUR)
  const told = await asOwner(config, async (tx) => {
    const { operator, why, account } = request
    const staff = await rows<{ id: number; account: string; language: Language }>(
      tx,
      'select id, account, language from people where roles && $1 and ended_at is null order by id',
      [ADMINISTRATORS],
    )
    const person = staff.find((one) => one.account.toLowerCase() === account.toLowerCase())
    if (!person) throw noSuchAdministrator(account)
    await rows(
      tx,
      `insert into resets (token_hash, person_id, asked_at, expires_at, operator, why, opens_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [secretHash(code), person.id, now, new Date(opensAt.getTime() + OPEN_HOURS * HOUR), operator, why, opensAt],
    )
    await notePeople(tx, { id: null }, { at: now, personId: person.id, act: 'wayBackAsked', detail: { operator, why } })
    for (const { id, language } of staff)
      await orderMail(tx, { kind: 'wayBack', to: { personId: id }, language, path: path.people }, now)
    return staff.length
  })
  return { link: `${config.publicUrl}${linkTo(path.reset, code)}`, told }
}

const noSuchAdministrator = (account: string) =>
  new LauncherError(
    `“${account}”不是在任管理员或审计员的账号。其他人由安全管理员重置。`,
    `“${account}” is no account of an administrator or auditor. Everybody else is reset by the security administrator.`,
  )

const USAGE = new LauncherError(
  [
    '用法：npm run administrators -- first --operator 您的姓名 --why 原因 --system "姓名 <邮箱>" --security "姓名 <邮箱>" --auditor "姓名 <邮箱>" [--mail]',
    '或 npm run administrators -- reset --operator 您的姓名 --why 原因 --account 账号',
  ].join('\n'),
  [
    'Usage: npm run administrators -- first --operator YOUR-NAME --why REASON --system "NAME <ADDRESS>" --security "NAME <ADDRESS>" --auditor "NAME <ADDRESS>" [--mail]',
    'or npm run administrators -- reset --operator YOUR-NAME --why REASON --account ACCOUNT',
  ].join('\n'),
)

/** A person as mails name them. Throws LauncherError. */
function readGuest(given: string): Guest {
  const [, name = '', address = given] = /^(.*?)\s*<([^<>]*)>$/.exec(given.trim()) ?? []
  const account = EMAIL.safeParse(address.trim()).data
  if (account !== undefined) return { account, name: name.trim() || account }
  throw new LauncherError(
    `“${given}”里没有电子邮箱。写法如 "李明 <li.ming@example.gov.cn>"。`,
    `“${given}” has no e-mail address. Write it like "Li Ming <li.ming@example.gov.cn>".`,
  )
}

const said = z.string().trim().min(1).max(200)
const firstSchema = z.object({
  ...{ operator: said, why: said, system: said, security: said, auditor: said },
  mail: z.boolean().default(false),
})
const resetSchema = z.object({ operator: said, why: said, account: said })

/** What was asked for on the command line. Throws LauncherError. */
export function readFirst(args: readonly string[]): FirstRequest {
  const { operator, why, mail: byMail, ...asked } = readArgs(firstSchema, args)
  const guests = {
    systemAdmin: readGuest(asked.system),
    securityAdmin: readGuest(asked.security),
    auditor: readGuest(asked.auditor),
  }
  return { operator, why, byMail, guests }
}

/** The same of a way back in. Throws LauncherError. */
export const readReset = (args: readonly string[]): ResetRequest => readArgs(resetSchema, args)

function readArgs<Asked extends z.ZodObject>(schema: Asked, args: readonly string[]): z.output<Asked> {
  const options = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, { type: name === 'mail' ? 'boolean' : 'string' } as const]),
  )
  const asked = schema.safeParse(valuesOf(() => parseArgs({ args: [...args], options }).values)).data
  if (!asked) throw USAGE
  return asked
}

function valuesOf(read: () => object): object {
  try {
    return read()
  } catch {
    throw USAGE // an option that there is not
  }
}

async function first(args: readonly string[]): Promise<void> {
  const request = readFirst(args)
  const { config, stop } = await provideDatabase(loadConfig(), tell)
  try {
    if (request.byMail && config.production && config.smtpUrl === null)
      throw new LauncherError(
        '没有设定 SMTP_URL，邮件发不出去。请先设定，或不加 --mail，由您当面转交链接。',
        'SMTP_URL is not set, so no mail would go out. Set it, or leave --mail out and hand the links over yourself.',
      )
    const links = await inviteFirst(config, request, new Date())
    for (const { role, name, account, link } of links)
      process.stdout.write(`${ROLE_WORDS[role].zh} ${ROLE_WORDS[role].en}: ${name} <${account}>\n  ${link ?? '✉'}\n`)
    tell({
      zh: `链接 ${DAYS} 天内有效，各用一次，只显示这一遍，请分别交给本人。已写入人员变动记录。`,
      en: `Each link is valid for ${DAYS} days, works once and is shown only now. Give each link to its own recipient. Recorded in the history of people.`,
    })
  } finally {
    await stop()
  }
}

async function reset(args: readonly string[]): Promise<void> {
  const request = readReset(args)
  const { config, stop } = await provideDatabase(loadConfig(), tell)
  try {
    const { link, told } = await askWayBack(config, request, new Date())
    process.stdout.write(`${link}\n`)
    tell({
      zh: `链接只显示这一遍，${WAIT_HOURS} 小时后才能打开，之后 ${OPEN_HOURS} 小时内有效。已告知 ${told} 位管理员和审计员，任何一位反对即作废。已写入人员变动记录。`,
      en: `The link is shown only now. It opens after ${WAIT_HOURS} hours and is then valid for ${OPEN_HOURS} hours. ${told} administrators and auditors have been informed. If one of them objects, it is cancelled. Recorded in the history of people.`,
    })
  } finally {
    await stop()
  }
}

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = { first, reset }

if (isMain(import.meta.url)) {
  const [, , what = '', ...args] = process.argv
  await runCommand(async () => {
    const command = Object.hasOwn(COMMANDS, what) ? COMMANDS[what] : undefined
    if (!command) throw USAGE
    await command(args)
  })
}
