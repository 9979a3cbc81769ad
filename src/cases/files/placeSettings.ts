/** The places that the settings name for uploaded files. */
import { readFileSync } from 'node:fs'
import { Outgoing, type OutgoingSettings } from '../../base/outgoing.js'
import { S3Client, type S3Patience } from './s3Client.js'
import type { NamedPlaces } from './store.js'
import { StoreBucket } from './storeBucket.js'
import { StoreFolder } from './storeFolder.js'

export interface BucketSettings extends OutgoingSettings {
  readonly filesS3Endpoint: string | null
  readonly filesS3Bucket: string | null
  readonly filesS3Prefix: string | null
  readonly filesS3Region: string
  readonly filesS3Key: string | null
  /** The file that holds it. */
  readonly filesS3Secret: string | null
  readonly filesS3PathStyle: boolean
}

export interface PlaceSettings extends BucketSettings {
  readonly dataDir: string
  readonly backupDir: string | null
}

/** All of them. */
export function placesOf(settings: PlaceSettings): NamedPlaces {
  const { dataDir, backupDir } = settings
  const copies = backupDir === null ? undefined : new StoreFolder('BACKUP_DIR', backupDir)
  return { disk: new StoreFolder('DATA_DIR', dataDir), copies, bucket: bucketOf(settings) }
}

/** Undefined where files lie on the disk alone. The settings come together (config.ts). */
export function bucketOf(settings: BucketSettings, patience?: S3Patience): StoreBucket | undefined {
  const { filesS3Endpoint: endpoint, filesS3Bucket: bucket, filesS3Key: key, filesS3Secret } = settings
  if (endpoint === null || bucket === null || key === null || filesS3Secret === null) return undefined
  const secret = readFileSync(filesS3Secret, 'utf8').trim()
  const { filesS3Prefix: prefix, filesS3Region: region, filesS3PathStyle: pathStyle } = settings
  const address = { endpoint, bucket, prefix: prefix ?? '', region, key, secret, pathStyle }
  return new StoreBucket(new S3Client(address, new Outgoing(settings), patience))
}
