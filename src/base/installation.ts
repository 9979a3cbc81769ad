/**
 * Which installation this is: an identity that its database was given when it was made, and that
 * every store of files bears too (storeIdentity.ts). A process that finds another one than it began
 * with ends before it does harm: a database may be made anew, or exchanged, under a running
 * process.
 */
import type { Database } from './database.js'
import { sqlState } from './databaseErrors.js'
import type { FilesIn } from './filesIn.js'
import type { Bilingual } from './text.js'

/** A database or a store is another installation's, or nobody knows whose; `because` says which, and what to do. */
export class WrongInstallation extends Error {
  constructor(readonly because: Bilingual) {
    super(`${because.zh}\n${because.en}`)
    this.name = 'WrongInstallation'
  }
}

const IDENTITY = 'select id, files_in as "filesIn", bucket from installation'
/** undefined_table: a database without our tables */
const NO_TABLE = '42P01'

/** Enough of an identity for people to tell two apart. */
export const shortOf = (id: string): string => id.slice(0, 8)

const unprepared: Bilingual = {
  zh: '数据库还没有本版本的表。请先运行 npm run migrate。',
  en: 'The database does not have the tables of this release. Run npm run migrate first.',
}

interface Fact {
  readonly id: string
  readonly filesIn: FilesIn
  /** The name of the bucket in which its files lie, or may lie. */
  readonly bucket: string | null
}

async function factIn(db: Database): Promise<Fact | undefined> {
  try {
    return (await db.lookUp<Fact>(IDENTITY, []))[0]
  } catch (error) {
    if (sqlState(error) === NO_TABLE) return undefined
    throw error
  }
}

const otherBucket = ({ bucket }: Fact, own: string | null): Bilingual => ({
  zh:
    `上传的文件在存储桶 ${shortOf(bucket ?? '')} 中，本进程的设置` +
    `${own === null ? '没有存储桶' : `却是存储桶 ${shortOf(own)}`}。` +
    '请给每个网页服务和后台进程设定同样的 FILES_S3_ENDPOINT、FILES_S3_BUCKET 和 FILES_S3_PREFIX，再重新启动。',
  en:
    `Uploaded files are in the bucket ${shortOf(bucket ?? '')}, and the settings of this process name ` +
    `${own === null ? 'none' : `the bucket ${shortOf(own)}`}. Give every web server and worker the same ` +
    'FILES_S3_ENDPOINT, FILES_S3_BUCKET and FILES_S3_PREFIX, then start again.',
})

export class Installation {
  private announce: (found: WrongInstallation) => void = () => undefined
  /** Settles when the database turns out to be another installation's; whoever runs the process ends it then. */
  readonly lost = new Promise<WrongInstallation>((resolve) => {
    this.announce = resolve
  })

  /** The name of the bucket of this process's settings, once that is known. */
  private ownBucket: string | null = null

  private constructor(
    private readonly db: Database,
    readonly id: string,
    private last: FilesIn,
  ) {}

  /** The installation of this database. Throws WrongInstallation when it has none. */
  static async open(db: Database): Promise<Installation> {
    const found = await factIn(db)
    if (found === undefined) throw new WrongInstallation(unprepared)
    return new Installation(db, found.id, found.filesIn)
  }

  /** Where its files lie, as the database said last. */
  get filesIn(): FilesIn {
    return this.last
  }

  /** Tells which bucket this process has. */
  hasBucket(store: string | null): void {
    this.ownBucket = store
  }

  /**
   * Answers where files lie now. Throws WrongInstallation when the database is not the one that it
   * was, or files lie in a bucket that this process does not have.
   */
  async confirm(): Promise<FilesIn> {
    const found = await factIn(this.db)
    if (found?.id === this.id) {
      if (found.filesIn !== 'disk' && found.bucket !== this.ownBucket) this.lose(otherBucket(found, this.ownBucket))
      this.last = found.filesIn
      return found.filesIn
    }
    const [ours, theirs] = [shortOf(this.id), found && shortOf(found.id)]
    this.lose({
      zh:
        `数据库已不是启动时的那一个：原为安装 ${ours}，` +
        `现为${theirs ? `安装 ${theirs}` : '没有本系统表的库'}。请核对数据库地址，` +
        '再重新启动。',
      en:
        `The database is no longer the one this process started with: it was installation ${ours} and is now ` +
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
