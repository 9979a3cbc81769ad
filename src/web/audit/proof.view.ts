/**
 * A proof in words: whether the case's history is whole, what was checked, and where it is sealed.
 */

import type { AskedProof } from '../../cases/audit/trail.service.js'
import { faultWords, flawWords } from '../../cases/audit/words.js'
import { both, counted, timeText } from '../kit/page.js'
import type { Notice, Text } from '../kit/parts.js'

/** What to say of the last proof; undefined when none was asked for. */
export function proofNotice(proof: AskedProof | undefined): Notice | undefined {
  if (!proof) return undefined
  const { result, doneAt, askedAt } = proof
  if (!result)
    return {
      kind: 'info',
      title: { zh: '正在核对', en: 'Being proved' },
      text: {
        zh: '后台核对完就显示结果，请刷新本页。',
        en: 'The worker is at it. Load the page again to see the result.',
      },
    }
  const when = both((language) => timeText(doneAt ?? askedAt, language))
  const { fault, flaw, events, checked, erased, unsealed, checkpoints, unreachable } = result
  const items: Text[] = [
    {
      zh:
        `${events} 条事件逐条相接，散列值相符；${checked} ` +
        `条内容与承诺值相符${erased > 0 ? `，${erased} 条已依法清除` : ''}。`,
      en:
        `${counted(events, 'event follows', 'events follow')} one another by their hashes; ` +
        `${counted(checked, 'content fits', 'contents fit')} their ` +
        `commitments${erased > 0 ? `; ${erased} were erased under retention` : ''}.`,
    },
    sealedWords(checkpoints, unsealed),
    ...(unreachable
      ? [
          {
            zh: `外部副本现在连不上：${unreachable}，没有比对。`,
            en: `The copies outside cannot be reached now and were not compared: ${unreachable}.`,
          },
        ]
      : checkpoints.length > 0
        ? [
            {
              zh: '检查点的签名有效，与数据库以外的副本一致。',
              en: 'The checkpoints’ signatures are valid, and the copies outside the database are the same.',
            },
          ]
        : []),
  ]
  if (!fault && !flaw)
    return {
      kind: 'ok',
      title: {
        zh: `历史完整，没有被改动（${when.zh} 核对）`,
        en: `The history is whole and unchanged (proved ${when.en})`,
      },
      items,
    }
  return {
    kind: 'bad',
    title: { zh: `历史有问题（${when.zh} 核对）`, en: `Something is wrong with the history (proved ${when.en})` },
    items: [...(fault ? [faultWords(fault)] : []), ...(flaw ? [flawWords(flaw)] : [])].map(({ zh, en }) => ({
      zh: `${zh}。`,
      en: `${en.charAt(0).toUpperCase()}${en.slice(1)}.`,
    })),
    text: {
      zh: '请保留现状，运行 npm run audit:verify 核对全部历史，并告知安全管理员。',
      en:
        'Leave everything as it is, verify the whole history by npm run audit:verify, and tell the security ' +
        'administrator.',
    },
  }
}

function sealedWords(checkpoints: readonly number[], unsealed: number): Text {
  const [first, last] = [checkpoints[0], checkpoints.at(-1)]
  const waits = {
    zh: unsealed > 0 ? `${unsealed} 条还没有封存，一分钟内会封存。` : '',
    en:
      unsealed > 0 ? ` ${counted(unsealed, 'event is', 'events are')} not sealed yet and will be within a minute.` : '',
  }
  if (first === undefined) return { zh: `还没有封存。${waits.zh}`, en: `Nothing is sealed yet.${waits.en}` }
  if (first === last)
    return { zh: `封存在第 ${first} 号检查点。${waits.zh}`, en: `Sealed in checkpoint ${first}.${waits.en}` }
  return {
    zh: `封存在第 ${first} 至 ${last} 号之间的 ${checkpoints.length} 个检查点。${waits.zh}`,
    en: `Sealed in ${checkpoints.length} checkpoints between ${first} and ${last}.${waits.en}`,
  }
}
