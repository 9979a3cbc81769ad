/** What a verification finds, in words: what is wrong, where, and what it means. */
import { type Bilingual, fill } from '../../base/text.js'
import type { CheckpointFault } from './book.js'
import type { Fault, FaultKind } from './chain.js'
import type { RowFault, RowFaultKind } from './marked.js'

const FAULTS: Readonly<Record<FaultKind, Bilingual>> = {
  missing: { zh: '第 {seq} 条不在了', en: 'event {seq} is not there' },
  changed: {
    zh: '第 {seq} 条被改过：与其摘要值不符',
    en: 'event {seq} was changed: it does not fit its own hash',
  },
  link: { zh: '第 {seq} 条接不上前一条', en: 'event {seq} does not follow from the one before' },
  content: { zh: '第 {seq} 条的内容与当时的承诺摘要不符', en: 'what event {seq} says is not what was committed to' },
  gone: {
    zh: '第 {seq} 条的内容不在了，而本案没有依法清除的记录',
    en: 'what event {seq} says is not there, and no event of the case tells of an erasure',
  },
  seal: {
    zh: '第 {seq} 条与第 {checkpoint} 号检查点封存的不同：封存后被改写，摘要值也重新计算过',
    en: 'event {seq} is not what checkpoint {checkpoint} sealed: it was rewritten afterwards, with hashes made to fit',
  },
  extra: {
    zh: '第 {seq} 条没有被任何检查点封存，而它后面的有：是后来插入的',
    en: 'event {seq} is in no checkpoint though later ones are: it was put in afterwards',
  },
  cut: {
    zh: '从第 {seq} 条起不在了，而第 {checkpoint} 号检查点封存过它',
    en: 'everything from event {seq} on is gone, which checkpoint {checkpoint} had sealed',
  },
  end: {
    zh: '第 {seq} 条处，历史的末尾与案件记录不一致',
    en: 'at event {seq} the end of the history is not where the case’s row says',
  },
  state: {
    zh: '第 {seq} 条是最后一条，案件的状态却与它不一致',
    en: 'event {seq} is the last, and the case’s state is not what it says',
  },
}

/** What is wrong with a case, without its number. */
export const faultWords = ({ kind, seq, checkpoint }: Fault): Bilingual =>
  fill(FAULTS[kind], { seq, checkpoint: checkpoint ?? '–' })

const ROW_FAULTS: Readonly<Record<RowFaultKind, Bilingual>> = {
  changed: { zh: '被改过：与它最后一次的摘要不符', en: 'was changed: it does not fit its last mark' },
  missing: { zh: '不在了，而它的摘要还在', en: 'is not there, though its marks are' },
  extra: {
    zh: '没有摘要，或其摘要不在任何检查点：是后来插入的',
    en: 'has no mark that was sealed: it was put in afterwards',
  },
  seal: {
    zh: '的摘要与第 {checkpoint} 号检查点封存的不同：封存后被改写',
    en: 'has a mark that is not what checkpoint {checkpoint} sealed: it was rewritten afterwards',
  },
  cut: { zh: '不在了，而第 {checkpoint} 号检查点封存过它', en: 'is gone, which checkpoint {checkpoint} had sealed' },
  untold: {
    zh: '的角色与人员变动记录中最后同意的不同',
    en: 'has other roles than the history of people says were agreed on last',
  },
}

/** What is wrong with a row of another table. */
export function rowFaultWords({ relation, rowId, kind, checkpoint }: RowFault): Bilingual {
  const { zh, en } = fill(ROW_FAULTS[kind], { checkpoint: checkpoint ?? '–' })
  return { zh: `${relation} 第 ${rowId} 行${zh}`, en: `Row ${rowId} of ${relation} ${en}` }
}

const FLAWS: Readonly<Record<CheckpointFault['kind'], Bilingual>> = {
  missing: { zh: '不在了', en: 'is not there' },
  unreadable: { zh: '读不出来', en: 'cannot be read' },
  key: { zh: '不是用公布过的密钥签的', en: 'is signed by no published key' },
  signature: { zh: '签名不符：内容被改过', en: 'does not fit its signature: it was changed' },
  root: {
    zh: '所列事件与签名的根不符：清单被改过',
    en: 'lists events that do not fit its signed root: the list was changed',
  },
  chain: { zh: '接不上前一号', en: 'does not follow from the one before' },
  differs: { zh: '与别处的副本不同', en: 'is not the same as its copy elsewhere' },
}

/** What is wrong with a checkpoint. */
export function flawWords({ no, kind, place }: CheckpointFault): Bilingual {
  const where = place ? { zh: `（${place}）`, en: ` (${place})` } : { zh: '', en: '' }
  return {
    zh: `第 ${no} 号检查点${FLAWS[kind].zh}${where.zh}`,
    en: `Checkpoint ${no} ${FLAWS[kind].en}${where.en}`,
  }
}
