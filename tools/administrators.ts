/**
 * `npm run administrators -- first` asks in the first administrators of an empty installation: one for the system, one for security, and an auditor, each by a link. Nobody is there who could
 * invite them, and later every one of them is invited by one administrator and approved by another; so this is done by the owner of the database, once, and stands in the history of people
 * with the operator's name and reason. Until somebody has come in it may be done again: the links of before then open nothing.
 */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createDataSource, Database, rows, type Tx } from '../src/base/database.js'
import { path } from '../src/base/path.js'
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
  const source = createDataSource({ url: config.databaseUrl ?? '', poolSize: 1, entities: ENTITIES })
  await source.initialize()
  try {
    return await new Database(source).transaction({}, (tx) => inviteIn(tx, config, request, now))
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

const USAGE = new LauncherError(
  '用法：npm run administrators -- first --operator 您的姓名 --why 原因 --system "姓名 <邮箱>" --security "姓名 <邮箱>" --auditor "姓名 <邮箱>" [--mail]',
  'Usage: npm run administrators -- first --operator YOUR-NAME --why REASON --system "NAME <ADDRESS>" --security "NAME <ADDRESS>" --auditor "NAME <ADDRESS>" [--mail]',
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
const askedSchema = z.object({
  ...{ operator: said, why: said, system: said, security: said, auditor: said },
  mail: z.boolean().default(false),
})

/** What was asked for on the command line. Throws LauncherError. */
export function readRequest(args: readonly string[]): FirstRequest {
  const text = { type: 'string' } as const
  const options = {
    ...{ operator: text, why: text, system: text, security: text, auditor: text },
    mail: { type: 'boolean' },
  } as const
  const asked = askedSchema.safeParse(valuesOf(() => parseArgs({ args: [...args], options }).values)).data
  if (!asked) throw USAGE
  const { operator, why, mail: byMail } = asked
  const guests = {
    systemAdmin: readGuest(asked.system),
    securityAdmin: readGuest(asked.security),
    auditor: readGuest(asked.auditor),
  }
  return { operator, why, byMail, guests }
}

function valuesOf(read: () => object): object {
  try {
    return read()
  } catch {
    throw USAGE // an option that there is not
  }
}

async function first(args: readonly string[]): Promise<void> {
  const request = readRequest(args)
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
      en: `Each link is good for ${DAYS} days and one use, and is shown this once: give each to its own person. It stands in the history of people.`,
    })
  } finally {
    await stop()
  }
}

if (isMain(import.meta.url)) {
  const [, , what, ...args] = process.argv
  await runCommand(async () => {
    if (what !== 'first') throw USAGE
    await first(args)
  })
}
