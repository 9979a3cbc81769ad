/**
 * Places of checkpoints: each says whose it is, and the database keeps up to which checkpoint it
 * has them all, so that several workers, each with places of its own, fill every one.
 */
import type { Installation } from '../../base/installation.js'
import { claimStore, type StoreIdentity } from '../../base/storeIdentity.js'
import type { Bilingual } from '../../base/text.js'
import type { Ask } from '../files/claim.js'
import type { Sink } from './sinks.js'

const LATEST = 'select no, document from checkpoints where no = any ($1) order by no desc limit 1'

/** Sees to it that a place is this installation's. Throws WrongInstallation, and whatever goes wrong with the place. */
export const claimPlace = (ask: Ask, sink: Sink, { id }: Installation): Promise<StoreIdentity> =>
  claimStore(sink.identity, id, () => findDoubt(ask, sink))

/**
 * One that does not say whose it is may be ours when it is empty, or has the last checkpoint that
 * both have as the database has it.
 */
async function findDoubt(ask: Ask, sink: Sink): Promise<Bilingual | undefined> {
  const there = await sink.list()
  if (there.length === 0) return undefined
  const [ours] = await ask<{ no: number; document: string }>(LATEST, [there])
  if (ours && (await sink.get(ours.no)) === ours.document) return undefined
  const { name, remedy } = sink.identity
  return {
    zh:
      `${name} 中的检查点与数据库的不同：它可能属于另一个安装。` +
      `请核对这项设置和数据库地址，或更换空的存放位置。${remedy.zh}`,
    en:
      `The checkpoints in ${name} are not those of the database; it may belong to another installation. ` +
      `Check this setting and the address of the database, or use an empty location. ${remedy.en}`,
  }
}
