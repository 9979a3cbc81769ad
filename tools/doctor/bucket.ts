/** The bucket of uploaded files: whether it can be written, read, listed and cleared, whose it is, and what the database says of where files lie. */
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { isMoving } from '../../src/base/filesIn.js'
import { identityOf, refuseForeign } from '../../src/base/storeIdentity.js'
import type { Bilingual } from '../../src/base/text.js'
import { bucketOf } from '../../src/cases/files/placeSettings.js'
import { S3Refused, StoreAway } from '../../src/cases/files/s3Client.js'
import type { StoreBucket } from '../../src/cases/files/storeBucket.js'
import type { Config } from '../../src/config.js'
import { identityIn } from '../installation.js'
import { whereFilesLie } from '../store/places.js'
import { failed, type Finding, hint, notAsked, ok, wrong } from './finding.js'

const ABOUT = 'FILES_S3'
/** Asked by a person who waits: one further try, soon. */
const PATIENCE = { silence: 10_000, pauses: [500] }

const CHECK: Bilingual = {
  zh: '请核对网址、桶名、区域和访问密钥（须能读、列、写、删）；内网的主机须写入 OUTGOING_PRIVATE。',
  en:
    'Check the address, bucket, region and access key, which needs permission to read, list, write and ' +
    'delete. A private host must be listed in OUTGOING_PRIVATE.',
}
const FAULTS: Readonly<Record<number, { readonly found: Bilingual; readonly remedy: Bilingual }>> = {
  403: {
    found: {
      zh: '存储不接受访问密钥，或它没有权限（{why}）。',
      en: 'the service does not accept the access key, or the key lacks permission ({why}).',
    },
    remedy: {
      zh: '请核对 FILES_S3_KEY、FILES_S3_SECRET 和区域；密钥须能在桶中读、列、写、删。核对本机的时钟。',
      en:
        'Check FILES_S3_KEY, FILES_S3_SECRET and the region; the key needs permission to read, list, write ' +
        'and delete in the bucket. Check the clock of this machine.',
    },
  },
  404: {
    found: { zh: '没有这个存储桶（{why}）。', en: 'there is no such bucket ({why}).' },
    remedy: {
      zh: '请先建立存储桶（宜开启版本），或改正 FILES_S3_BUCKET。',
      en: 'Create the bucket first, preferably with versioning, or correct FILES_S3_BUCKET.',
    },
  },
}

/** `client`: of the database, where it could be asked. */
export async function examineBucket(config: Config, client: pg.Client | undefined): Promise<Finding[]> {
  const lies = client && (await whereFilesLie(client))
  const bucket = bucketOf(config, PATIENCE)
  if (!bucket) {
    if (!lies || lies.filesIn === 'disk')
      return [notAsked(ABOUT, { zh: '没有设定：文件在 DATA_DIR 中。', en: 'is not set: files are in DATA_DIR.' })]
    return [
      wrong(
        ABOUT,
        {
          zh: '没有设定，而数据库说文件在存储桶中。',
          en: 'is not set, but according to the database files are in a bucket.',
        },
        { zh: '请设定 FILES_S3 各项，与其他进程相同。', en: 'Set the FILES_S3 settings as for the other processes.' },
      ),
    ]
  }
  try {
    await tryBucket(bucket)
  } catch (error) {
    return [bucketFault(error)]
  }
  const found = [
    ok(
      ABOUT,
      { zh: '{place} 可以写、读、列、删。', en: '{place} can be written, read, listed and deleted from.' },
      { place: bucket.root },
    ),
    (await bucket.keepsVersions())
      ? ok(ABOUT, {
          zh: '桶保留版本：误删的文件可以找回。',
          en: 'the bucket keeps versions, so files deleted by mistake can be recovered.',
        })
      : hint(
          ABOUT,
          { zh: '桶不保留版本。', en: 'the bucket keeps no versions.' },
          {
            zh: '请开启版本，或另做复制（docs/operations.md）。',
            en: 'Turn on versioning, or copy the bucket in another way (see docs/operations.md).',
          },
        ),
  ]
  if (!client || !lies)
    return [
      ...found,
      notAsked(ABOUT, {
        zh: '须连接数据库方可查明所属安装。',
        en: 'its installation cannot be determined without the database.',
      }),
    ]
  await refuseForeign(bucket.identity, await identityIn(client))
  return [...found, ...(await comparePlaces(bucket, lies))]
}

async function comparePlaces(
  bucket: StoreBucket,
  { filesIn, bucket: ours }: Awaited<ReturnType<typeof whereFilesLie>>,
): Promise<Finding[]> {
  const identity = await identityOf(bucket.identity)
  if (filesIn === 'disk')
    return [
      hint(
        ABOUT,
        { zh: '数据库说文件仍在 DATA_DIR 中。', en: 'according to the database, files are still in DATA_DIR.' },
        {
          zh: '全部进程都有这些设置之后，运行 npm run store -- move bucket。',
          en: 'Once every process has these settings, run npm run store -- move bucket.',
        },
      ),
    ]
  if (identity?.store !== ours)
    return [
      wrong(
        ABOUT,
        {
          zh: '这不是数据库所说的存放文件的存储桶。',
          en: 'this is not the bucket named in the database.',
        },
        {
          zh: '请核对网址、桶名和前缀，与其他进程相同。',
          en: 'Compare the address, bucket and prefix with those of the other processes.',
        },
      ),
    ]
  if (isMoving(filesIn))
    return [
      hint(
        ABOUT,
        { zh: '文件正在移动，还没有完成。', en: 'files are being moved; the move is not complete.' },
        { zh: '请运行 npm run store -- move 完成移动。', en: 'Run npm run store -- move to complete it.' },
      ),
    ]
  return [ok(ABOUT, { zh: '属于本安装，文件就在其中。', en: 'belongs to this installation and holds its files.' })]
}

/** Does with an object of its own what the store does with its, and takes it away. */
async function tryBucket(bucket: StoreBucket): Promise<void> {
  const name = `doctor/${randomBytes(6).toString('hex')}`
  await bucket.write(name, 'doctor')
  try {
    if ((await bucket.client.read('GET', name)) !== 'doctor') throw new Error('it does not answer what was written')
    await bucket.daysAside()
  } finally {
    await bucket.delete(name)
  }
}

function bucketFault(error: unknown): Finding {
  const cause = error instanceof StoreAway ? error.cause : error
  if (!(cause instanceof S3Refused)) return failed(ABOUT, cause, CHECK)
  const why = `${cause.status} ${cause.code}`.trim()
  const known = FAULTS[cause.status]
  if (known) return wrong(ABOUT, known.found, known.remedy, { why })
  return wrong(ABOUT, { zh: '存储答复 {why}。', en: 'the service responded with {why}.' }, CHECK, { why })
}
