/**
 * How sealing goes, for the three administrators; and, for everybody, the public keys by which
 * checkpoints and exports are checked.
 */
import { Controller, Get, Header } from '@nestjs/common'
import { path } from '../../base/path.js'
import { AuditKeys } from '../../cases/audit/keys.js'
import { type SealedCheckpoint, type SealingState, SealingStates } from '../../cases/audit/sealing.service.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { Me } from '../http/params.js'
import { cardTable } from '../kit/cardTable.js'
import { both, numberText, timeText } from '../kit/page.js'
import type { Notice, Summary, Table, Tag, Text } from '../kit/parts.js'

@Controller()
export class SealingController {
  constructor(
    private readonly sealing: SealingStates,
    private readonly keys: AuditKeys,
  ) {}

  @Get('audit/sealing')
  @For('auditor', 'systemAdmin', 'securityAdmin')
  async show(@Me() me: Person) {
    const state = await this.sealing.state(me)
    const view = {
      title: { zh: '封存', en: 'Sealing' },
      notices: noticesOf(state),
      summary: summaryOf(state),
      places: state.places.length > 0 && placesOf(state),
      table: state.checkpoints.length > 0 && tableOf(state.checkpoints),
      keys: {
        text: { zh: '下载公钥', en: 'Download the public keys' },
        href: path.auditKeys,
        kind: 'secondary' as const,
      },
    }
    return page('audit/sealing', view, { audience: 'desk' })
  }

  @Get('audit-keys.pem')
  @For('open')
  @Header('content-type', 'application/x-pem-file')
  publish() {
    return this.keys.published
  }
}

const at = (date: Date): Text => both((language) => timeText(date, language))

function noticesOf({ behind, gaps, checkpoints }: SealingState): Notice[] {
  if (!behind) return []
  const failure = checkpoints.find(({ failure }) => failure)?.failure
  return [
    {
      kind: 'bad',
      title: { zh: '封存落后了', en: 'Sealing is behind' },
      items: [
        ...(failure
          ? [
              {
                zh: `检查点写不到数据库以外：${failure}。每分钟会再试。`,
                en: `A checkpoint cannot be written outside the database: ${failure}. It is tried again every minute.`,
              },
            ]
          : []),
        ...(gaps.length > 0
          ? [
              {
                zh: `缺少检查点：${gaps.join('、')}。请运行 npm run audit:verify。`,
                en: `Checkpoints are missing: ${gaps.join(', ')}. Run npm run audit:verify.`,
              },
            ]
          : []),
        {
          zh: '请查看后台进程是否在运行，AUDIT_DIR 和 S3 是否可写。',
          en: 'See whether the worker runs, and whether AUDIT_DIR and S3 can be written to.',
        },
      ],
    },
  ]
}

function summaryOf({ checkpoints, unsealed, oldest, gaps }: SealingState): Summary {
  const last = checkpoints.find(({ storedAt }) => storedAt)
  return {
    rows: [
      {
        key: { zh: '最近的检查点', en: 'The last checkpoint' },
        line: last
          ? [{ zh: `第 ${last.no} 号，`, en: `number ${last.no}, ` }, at(last.at)]
          : [{ zh: '还没有', en: 'none yet' }],
      },
      ...(last
        ? [{ key: { zh: '它的散列值', en: 'Its hash' }, line: [{ text: last.hash, look: 'code' as const }] }]
        : []),
      {
        key: { zh: '等待封存', en: 'Waiting to be sealed' },
        line: [
          { zh: `${numberText(unsealed)} 条`, en: `${numberText(unsealed)} ${unsealed === 1 ? 'entry' : 'entries'}` },
          ...(oldest ? [{ zh: '，最早的发生在 ', en: ', the oldest of ' }, at(oldest)] : []),
        ],
      },
      {
        key: { zh: '缺号', en: 'Gaps' },
        line: [gaps.length === 0 ? { zh: '没有', en: 'none' } : gaps.join('、')],
      },
    ],
  }
}

function tagOf({ storedAt, failedAt }: SealedCheckpoint): Tag {
  if (storedAt) return { label: { zh: '已写出', en: 'Written' }, colour: 'green' }
  return failedAt
    ? { label: { zh: '写不出，再试', en: 'Failed, tried again' }, colour: 'red' }
    : { label: { zh: '待写出', en: 'To be written' }, colour: 'yellow' }
}

const PLACE_HEADS = {
  place: { zh: '位置', en: 'Place' },
  last: { zh: '写到', en: 'Written up to' },
  seen: { zh: '后台最近写入', en: 'A worker last wrote' },
  state: { zh: '状态', en: 'State' },
}

function placeTag({ behind, failure }: SealingState['places'][number]): Tag {
  if (failure) return { label: { zh: `写不进：${failure}`, en: `Cannot be written: ${failure}` }, colour: 'red' }
  return behind
    ? { label: { zh: '落后', en: 'Behind' }, colour: 'yellow' }
    : { label: { zh: '正常', en: 'In order' }, colour: 'green' }
}

/** Each place by itself: a worker may have places that others have not. */
const placesOf = ({ places }: SealingState): Table =>
  cardTable(
    { zh: '检查点写到哪里', en: 'Where checkpoints are written' },
    PLACE_HEADS,
    places.map((one) => ({
      place: { line: [{ text: one.place, look: 'code' }], heads: true },
      last: { line: [{ zh: `第 ${one.lastNo} 号`, en: `number ${one.lastNo}` }] },
      seen: { line: [at(one.seenAt)] },
      state: { tag: placeTag(one) },
    })),
  )

const CHECKPOINT_HEADS = {
  no: { zh: '号', en: 'No.' },
  at: { zh: '时间', en: 'When' },
  events: { zh: '事件', en: 'Events' },
  cases: { zh: '案件', en: 'Cases' },
  outside: { zh: '数据库以外', en: 'Outside the database' },
  hash: { zh: '散列值', en: 'Hash' },
}

const tableOf = (checkpoints: readonly SealedCheckpoint[]): Table =>
  cardTable(
    { zh: '最近的检查点', en: 'The last checkpoints' },
    CHECKPOINT_HEADS,
    checkpoints.map((one) => ({
      no: { line: [String(one.no)], heads: true },
      at: { line: [at(one.at)] },
      events: { line: [numberText(one.events)] },
      cases: { line: [numberText(one.cases)] },
      outside: { tag: tagOf(one) },
      hash: { line: [{ text: one.hash.slice(0, 16), look: 'code' }] },
    })),
    ['events', 'cases'],
  )
