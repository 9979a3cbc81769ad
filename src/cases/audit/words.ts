/** What a verification finds, in words: what is wrong, where, and what it means. */
import { type Bilingual, fill } from '../../base/text.js'
import type { CheckpointFault } from './book.js'
import type { Fault, FaultKind } from './chain.js'
import type { RowFault, RowFaultKind } from './marked.js'

const FAULTS: Readonly<Record<FaultKind, Bilingual>> = {
  missing: { zh: '第 {seq} 条缺失', en: 'event {seq} is missing' },
  changed: {
    zh: '第 {seq} 条已被改动：与其摘要值不符',
    en: 'event {seq} was changed: it does not match its own hash',
  },
  link: { zh: '第 {seq} 条与前一条不衔接', en: 'event {seq} does not follow from the one before' },
  content: {
    zh: '第 {seq} 条的内容与当时的承诺摘要不符',
    en: 'the content of event {seq} does not match its commitment',
  },
  gone: {
    zh: '第 {seq} 条的内容缺失，而本案没有依法清除的记录',
    en: 'the content of event {seq} is missing, and the case has no record of an erasure',
  },
  seal: {
    zh: '第 {seq} 条与第 {checkpoint} 号检查点封存的不同：封存后被改写，摘要值也重新计算过',
    en: 'event {seq} differs from what checkpoint {checkpoint} sealed: it was rewritten afterwards, with new hashes',
  },
  extra: {
    zh: '第 {seq} 条没有被任何检查点封存，而它后面的有：是后来插入的',
    en: 'event {seq} is in no checkpoint although later events are: it was inserted afterwards',
  },
  cut: {
    zh: '从第 {seq} 条起缺失，而第 {checkpoint} 号检查点封存过',
    en: 'events from {seq} on are missing, although checkpoint {checkpoint} sealed them',
  },
  end: {
    zh: '第 {seq} 条处，历史的末尾与案件记录不一致',
    en: 'at event {seq} the end of the history does not match the case record',
  },
  state: {
    zh: '第 {seq} 条是最后一条，案件的状态却与它不一致',
    en: 'event {seq} is the last, but the state of the case does not match it',
  },
}

/** What is wrong with a case, without its number. */
export const faultWords = ({ kind, seq, checkpoint }: Fault): Bilingual =>
  fill(FAULTS[kind], { seq, checkpoint: checkpoint ?? '–' })

const ROW_FAULTS: Readonly<Record<RowFaultKind, Bilingual>> = {
  changed: { zh: '已被改动：与其最后一次的摘要不符', en: 'was changed: it does not match its last digest' },
  missing: { zh: '缺失，但其摘要仍在', en: 'is missing, although its digests are there' },
  extra: {
    zh: '没有摘要，或其摘要不在任何检查点：是后来插入的',
    en: 'has no sealed digest: it was inserted afterwards',
  },
  seal: {
    zh: '的摘要与第 {checkpoint} 号检查点封存的不同：封存后被改写',
    en: 'has a digest that differs from what checkpoint {checkpoint} sealed: it was rewritten afterwards',
  },
  cut: { zh: '缺失，而第 {checkpoint} 号检查点封存过', en: 'is missing, although checkpoint {checkpoint} sealed it' },
  untold: {
    zh: '的角色与人员变动记录中最后同意的不同',
    en: 'has roles other than those last agreed in the history of people',
  },
}

/** What is wrong with a row of another table. */
export function rowFaultWords({ relation, rowId, kind, checkpoint }: RowFault): Bilingual {
  const { zh, en } = fill(ROW_FAULTS[kind], { checkpoint: checkpoint ?? '–' })
  return { zh: `${relation} 第 ${rowId} 行${zh}`, en: `Row ${rowId} of ${relation} ${en}` }
}

const FLAWS: Readonly<Record<CheckpointFault['kind'], Bilingual>> = {
  missing: { zh: '缺失', en: 'is missing' },
  unreadable: { zh: '无法读取', en: 'cannot be read' },
  key: { zh: '并非由已公布的密钥签名', en: 'is not signed by a published key' },
  signature: { zh: '签名不符：内容已被改动', en: 'does not match its signature: it was changed' },
  root: {
    zh: '所列事件与签名的根不符：清单已被改动',
    en: 'lists events that do not match its signed root: the list was changed',
  },
  chain: { zh: '与前一号不衔接', en: 'does not follow from the one before' },
  differs: { zh: '与别处的副本不同', en: 'differs from its copy elsewhere' },
}

/** What is wrong with a checkpoint. */
export function flawWords({ no, kind, place }: CheckpointFault): Bilingual {
  const where = place ? { zh: `（${place}）`, en: ` (${place})` } : { zh: '', en: '' }
  return {
    zh: `第 ${no} 号检查点${FLAWS[kind].zh}${where.zh}`,
    en: `Checkpoint ${no} ${FLAWS[kind].en}${where.en}`,
  }
}
