/**
 * How sealing goes, for the three administrators; and, for everybody, the public keys by which
 * checkpoints and exports are checked.
 */
import { Controller, Get, Header } from '@nestjs/common'
import { path } from '../../base/path.js'
import { COMMA, fill, joined } from '../../base/text.js'
import { ExportKeys } from '../../cases/audit/exportKeys.js'
import { AuditKeys } from '../../cases/audit/keys.js'
import { type SealedCheckpoint, type SealingState, SealingStates } from '../../cases/audit/sealing.service.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { Me } from '../http/params.js'
import { numberText, time } from '../kit/page.js'
import type { Notice, Summary, Table, Tag } from '../kit/parts.js'
import { code, link, tag } from '../kit/pieces.js'
import { column, fact, facts, tableOf } from '../kit/table.js'

@Controller()
export class SealingController {
  constructor(
    private readonly sealing: SealingStates,
    private readonly keys: AuditKeys,
    private readonly exportKeys: ExportKeys,
  ) {}

  @Get('audit/sealing')
  @For('auditor', 'systemAdmin', 'securityAdmin')
  async show(@Me() me: Person) {
    const state = await this.sealing.state(me)
    const view = {
      title: { zh: '封存', en: 'Sealing' },
      notices: state.behind ? [behindNotice(state)] : [],
      summary: sealingFacts(state),
      places: state.places.length > 0 && placesTable(state),
      resumed: state.resumed.length > 0 && resumedTable(state),
      table: state.checkpoints.length > 0 && checkpointsTable(state),
      keys: {
        ...link({ zh: '下载公钥', en: 'Download the public keys' }, path.auditKeys),
        kind: 'secondary' as const,
      },
    }
    return page('audit/sealing', view, { audience: 'desk' })
  }

  @Get('audit-keys.pem')
  @For('open')
  @Header('content-type', 'application/x-pem-file')
  async publish() {
    return this.keys.published + (await this.exportKeys.published())
  }
}

function behindNotice({ gaps, checkpoints }: SealingState): Notice {
  const failure = checkpoints.find((one) => one.failure)?.failure
  const items = [
    failure && {
      zh: `检查点无法写到数据库以外：${failure}。每分钟会再试。`,
      en: `A checkpoint cannot be written outside the database: ${failure}. It is tried again every minute.`,
    },
    gaps.length > 0 && {
      zh: `缺少检查点：${gaps.join('、')}。请运行 npm run audit:verify。`,
      en: `Checkpoints are missing: ${gaps.join(', ')}. Run npm run audit:verify.`,
    },
    {
      zh: '请查看后台进程是否在运行，AUDIT_DIR 和 S3 是否可写。',
      en: 'Check that the worker is running and that AUDIT_DIR and S3 are writable.',
    },
  ]
  return {
    kind: 'bad',
    title: { zh: '封存滞后', en: 'Sealing is delayed' },
    items: items.flatMap((item) => item || []),
  }
}

/** A checkpoint by its number. */
const numberOf = (no: number) => ({ zh: `第 ${no} 号`, en: `number ${no}` })

function sealingFacts({ checkpoints, unsealed, oldest, gaps }: SealingState): Summary {
  const last = checkpoints.find(({ storedAt }) => storedAt)
  const count = numberText(unsealed)
  return facts(
    fact(
      '最近的检查点',
      'Latest checkpoint',
      last ? joined([numberOf(last.no), time(last.at)], COMMA) : { zh: '尚无', en: 'none yet' },
    ),
    last && fact('检查点摘要值', 'Hash of the checkpoint', code(last.hash)),
    fact('等待封存', 'Waiting to be sealed', [
      { zh: `${count} 条`, en: `${count} ${unsealed === 1 ? 'entry' : 'entries'}` },
      oldest && fill({ zh: '，最早的发生在 {at}', en: ', the oldest of {at}' }, { at: time(oldest) }),
    ]),
    fact('缺号', 'Gaps', gaps.length === 0 ? { zh: '无', en: 'none' } : gaps.join('、')),
  )
}

function placeTag({ behind, failure }: SealingState['places'][number]): Tag {
  if (failure) return tag(`无法写入：${failure}`, `Cannot be written: ${failure}`, 'red')
  return behind ? tag('落后', 'Delayed', 'yellow') : tag('正常', 'Normal', 'green')
}

/** Each place by itself: a worker may have places that others have not. */
const placesTable = ({ places }: SealingState): Table =>
  tableOf({ zh: '检查点的存放位置', en: 'Checkpoint locations' }, places, [
    column('位置', 'Location', ({ place }) => code(place), 'heads'),
    column('最后写入', 'Written up to', ({ lastNo }) => numberOf(lastNo)),
    column('后台最近写入', 'Last written by a worker', ({ seenAt }) => time(seenAt)),
    column('状态', 'State', (place) => ({ tag: placeTag(place) })),
  ])

/** Who set checkpoints aside after a restore, and why. */
const resumedTable = ({ resumed }: SealingState): Table =>
  tableOf({ zh: '恢复到较早时刻之后', en: 'After a restore to an earlier moment' }, resumed, [
    column('时间', 'Time', ({ at }) => time(at), 'heads'),
    column('移开的检查点', 'Checkpoints set aside', ({ firstNo, lastNo }) => ({
      zh: `第 ${firstNo} 至 ${lastNo} 号`,
      en: `numbers ${firstNo} to ${lastNo}`,
    })),
    column('经办人', 'Operator', ({ operator }) => operator),
    column('原因', 'Reason', ({ why }) => why),
  ])

function checkpointTag({ storedAt, failedAt }: SealedCheckpoint): Tag {
  if (storedAt) return tag('已写出', 'Written', 'green')
  return failedAt ? tag('写出失败，将重试', 'Failed, retrying', 'red') : tag('待写出', 'Not written yet', 'yellow')
}

const checkpointsTable = ({ checkpoints }: SealingState): Table =>
  tableOf({ zh: '最近的检查点', en: 'Latest checkpoints' }, checkpoints, [
    column('编号', 'No.', ({ no }) => String(no), 'heads'),
    column('时间', 'Time', ({ at }) => time(at)),
    column('事件', 'Events', ({ events }) => events, 'numeric'),
    column('案件', 'Cases', ({ cases }) => cases, 'numeric'),
    column('数据库以外', 'Outside the database', (checkpoint) => ({ tag: checkpointTag(checkpoint) })),
    column('摘要值', 'Hash', ({ hash }) => code(hash.slice(0, 16))),
  ])
