/**
 * A proof in words: whether the case's history is whole, what was checked, and where it is sealed.
 */
import { fill } from '../../base/text.js'
import type { ProofResult } from '../../cases/audit/proof.js'
import type { CaseProof } from '../../cases/audit/trail.service.js'
import { faultWords, flawWords } from '../../cases/audit/words.js'
import { counted, time } from '../kit/page.js'
import type { Notice, Text } from '../kit/parts.js'

/** What to say of the last proof; undefined when none was asked for. */
export function proofNotice(proof: CaseProof | undefined): Notice | undefined {
  if (!proof) return undefined
  const { result, doneAt, askedAt } = proof
  if (!result) return WAITING
  const { fault, flaw } = result
  const at = time(doneAt ?? askedAt)
  if (!fault && !flaw)
    return {
      kind: 'ok',
      title: fill(
        { zh: '历史完整，没有被改动（{at} 核对）', en: 'The history is complete and unchanged (verified {at})' },
        { at },
      ),
      items: checkedItems(result),
    }
  return {
    kind: 'bad',
    title: fill({ zh: '历史有异常（{at} 核对）', en: 'There is a problem with the history (verified {at})' }, { at }),
    items: [...(fault ? [faultWords(fault)] : []), ...(flaw ? [flawWords(flaw)] : [])].map(({ zh, en }) => ({
      zh: `${zh}。`,
      en: `${en.charAt(0).toUpperCase()}${en.slice(1)}.`,
    })),
    text: {
      zh: '请保留现状，运行 npm run audit:verify 核对全部历史，并告知安全管理员。',
      en: 'Change nothing, verify the whole history by npm run audit:verify, and inform the security administrator.',
    },
  }
}

const WAITING: Notice = {
  kind: 'info',
  title: { zh: '正在核对', en: 'Being verified' },
  text: {
    zh: '后台核对完成后显示结果，请刷新本页。',
    en: 'Verification is running. Reload the page to see the result.',
  },
}

function checkedItems({ events, checked, erased, unsealed, checkpoints, unreachable }: ProofResult): Text[] {
  const items: Text[] = [
    {
      zh:
        `${events} 条事件逐条相接，摘要值相符；${checked} ` +
        `条内容与承诺摘要相符${erased > 0 ? `，${erased} 条已依法清除` : ''}。`,
      en:
        `${counted(events, 'event follows', 'events follow')} one another by their hashes; ` +
        `${counted(checked, 'content fits', 'contents fit')} their ` +
        `commitments${erased > 0 ? `; ${erased} were erased under retention` : ''}.`,
    },
    sealedText(checkpoints, unsealed),
  ]
  if (unreachable)
    items.push({
      zh: `外部副本目前无法连接：${unreachable}，没有比对。`,
      en: `The external copies cannot be reached at the moment and were not compared:  ${unreachable}.`,
    })
  else if (checkpoints.length > 0)
    items.push({
      zh: '检查点的签名有效，与数据库以外的副本一致。',
      en: 'The checkpoints’ signatures are valid and match the copies outside the database.',
    })
  return items
}

function sealedText(checkpoints: readonly number[], unsealed: number): Text {
  const [first = 0, last = 0] = [checkpoints[0], checkpoints.at(-1)]
  const waits = {
    zh: unsealed > 0 ? `${unsealed} 条尚未封存，将在一分钟内封存。` : '',
    en:
      unsealed > 0 ? ` ${counted(unsealed, 'event is', 'events are')} not sealed yet and will be within a minute.` : '',
  }
  const count = checkpoints.length
  if (count === 0) return fill({ zh: '尚未封存。{waits}', en: 'Nothing is sealed yet.{waits}' }, { waits })
  if (count === 1)
    return fill(
      { zh: '封存在第 {first} 号检查点。{waits}', en: 'Sealed in checkpoint {first}.{waits}' },
      { first, waits },
    )
  return fill(
    {
      zh: '封存在第 {first} 至 {last} 号之间的 {count} 个检查点。{waits}',
      en: 'Sealed in {count} checkpoints between {first} and {last}.{waits}',
    },
    { first, last, count, waits },
  )
}
