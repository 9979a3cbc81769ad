/** How a person comes into being: with a registration, or by an invitation. */
import { type Database, row, sqlState, type Tx } from '../base/database.js'
import { Invalid } from '../base/errors.js'
import type { Language } from '../base/text.js'
import type { Role } from './actor.js'

interface NewPerson {
  readonly account: string
  readonly name: string
  readonly hashed: string
  readonly roles: readonly Role[]
  readonly firmId: number | null
  readonly authorityId: number | null
  /** The one in which they came; Chinese unless another one is given. */
  readonly language?: Language | undefined
  /** Where their mail goes: an address that was shown to be theirs. */
  readonly email?: string | undefined
  readonly now: Date
}

/** Adds a person. Throws Invalid when the account is taken. */
export async function addPerson(tx: Tx, person: NewPerson): Promise<number> {
  const added = await addedOnce(
    row<{ id: number }>(
      tx,
      `insert into people (account, name, password_hash, firm_id, authority_id, roles, created_at, language, email)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
      [
        person.account,
        person.name,
        person.hashed,
        person.firmId,
        person.authorityId,
        person.roles,
        person.now,
        person.language ?? 'zh',
        person.email ?? null,
      ],
    ),
  )
  if (!added) throw new Error('the person was not added')
  return added.id
}

/** Looks before a password is hashed in vain. Throws Invalid when the account is taken. */
export async function requireFree(db: Database, account: string): Promise<void> {
  const found = await db.lookUp('select id from find_account($1)', [account])
  if (found.length > 0) throw new Invalid([accountTaken])
}

/** The same, said in words when there is such an account already: Invalid. */
export async function addedOnce<T>(adding: Promise<T>): Promise<T> {
  try {
    return await adding
  } catch (error) {
    if (sqlState(error) === '23505') throw new Invalid([accountTaken])
    throw error
  }
}

export const accountTaken = {
  code: 'accountTaken',
  path: 'account',
  message: {
    zh: '该账号已被使用，请更换，或直接登录。',
    en: 'This account is taken. Choose another one, or sign in.',
  },
}
