/**
 * Which installation this is: an identity that its database was given when it was made, and that
 * every store of files bears too (storeIdentity.ts). A process that finds another one than it began
 * with ends before it does harm: a database may be made anew, or exchanged, under a running
 * process.
 */
import { Database } from './database.js'
import { sqlState } from './databaseErrors.js'
import type { Bilingual } from './text.js'

/** A database or a store is another installation's, or nobody knows whose; `because` says which, and what to do. */
export class WrongInstallation extends Error {
  constructor(readonly because: Bilingual) {
    super(`${because.zh}\n${because.en}`)
    this.name = 'WrongInstallation'
  }
}

const IDENTITY = 'select id from installation'
/** undefined_table: a database without our tables */
const NO_TABLE = '42P01'

/** Enough of an identity for people to tell two apart. */
export const shortOf = (id: string): string => id.slice(0, 8)

const unprepared: Bilingual = {
  zh: '数据库还没有本版本的表。请先运行 npm run migrate。',
  en: 'The database does not have the tables of this release. Run npm run migrate first.',
}

async function identityIn(db: Database): Promise<string | undefined> {
  try {
    return (await db.lookUp<{ id: string }>(IDENTITY, []))[0]?.id
  } catch (error) {
    if (sqlState(error) === NO_TABLE) return undefined
    throw error
  }
}

export class Installation {
  private announce: (found: WrongInstallation) => void = () => undefined
  /** Settles when the database turns out to be another installation's; whoever runs the process ends it then. */
  readonly lost = new Promise<WrongInstallation>((resolve) => {
    this.announce = resolve
  })

  private constructor(
    private readonly db: Database,
    readonly id: string,
  ) {}

  /** The installation of this database. Throws WrongInstallation when it has none. */
  static async open(db: Database): Promise<Installation> {
    const id = await identityIn(db)
    if (id === undefined) throw new WrongInstallation(unprepared)
    return new Installation(db, id)
  }

  /** Throws WrongInstallation when the database is not the one that it was. */
  async confirm(): Promise<void> {
    const found = await identityIn(this.db)
    if (found === this.id) return
    const [ours, theirs] = [shortOf(this.id), found === undefined ? undefined : shortOf(found)]
    this.lose({
      zh:
        `数据库已不是启动时的那一个：原为安装 ${ours}，` +
        `现为${theirs ? `安装 ${theirs}` : '没有本系统表的库'}。请核对数据库地址，` +
        '再重新启动。',
      en:
        `The database is not the one of the start: it was that of installation ${ours} and is now ` +
        `${theirs ? `that of ${theirs}` : 'one without our tables'}. Check its address, then start again.`,
    })
  }

  /** Says that this process does not work for this installation any more, which ends it. */
  lose(because: Bilingual): never {
    const wrong = new WrongInstallation(because)
    this.announce(wrong)
    throw wrong
  }
}
