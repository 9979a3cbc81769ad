/**
 * The queue of the worker, for the system administrator: how long, how old, whether a worker lives,
 * and failed jobs, to be tried again or given up with a reason. No contents.
 */
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import type { Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import { readReadings, WORKER_SILENT } from '../../exchange/operation/figures.js'
import { DISCARD_JOB } from '../../forms/administration.js'
import type { Person } from '../../people/session.service.js'
import { isBehind, type NotificationLag } from '../../people/notificationLag.js'
import { type FailedJob, Upkeep } from '../../people/upkeep.service.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readNumber } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { time } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { success } from '../kit/pieces.js'
import { figuresTable } from './figures.view.js'
import { besideRow, wrongBeside } from './reasons.js'
import { againAt, triesText } from './tries.view.js'

@Controller('admin/jobs')
@For('systemAdmin')
export class AdminJobsController {
  constructor(
    private readonly upkeep: Upkeep,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Me() me: Person, @Query() query: unknown) {
    const again = readNumber(query, 'again')
    const told = again === undefined ? [] : [success(`${again} 个任务马上再试`, `${again} to be tried again now`)]
    return this.page(me, told)
  }

  @Post('retry')
  async retryAll(@Me() me: Person) {
    return done(withQuery(path.jobs, { again: await this.upkeep.retryJobs(me, null) }))
  }

  @Post(':id/retry')
  async retry(@Me() me: Person, @Id() id: number) {
    return done(withQuery(path.jobs, { again: await this.upkeep.retryJobs(me, id) }))
  }

  @Post(':id/discard')
  discard(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(DISCARD_JOB, body, {
      work: ({ reason }) => this.upkeep.discardJob(me, id, reason),
      then: done(path.jobs, 'discard'),
      again: ({ problems }) => this.page(me, [], besideRow(problems, id)),
    })
  }

  private async page(me: Person, notices: readonly Notice[], problems: readonly Problem[] = []) {
    const { state, failed, discarded, workers, lag } = await this.upkeep.jobs(me)
    const now = this.clock.now().getTime()
    const alive = workers.filter(({ seenAt }) => now - seenAt.getTime() < WORKER_SILENT)
    const [worker] = workers
    const told = alive.find(({ figures }) => figures !== null)
    const view = {
      title: { zh: '后台任务', en: 'Jobs' },
      notices: [...notices, ...(isBehind(lag, this.clock.now()) ? [behindNotice(lag)] : [])],
      figures: [
        { label: { zh: '等待', en: 'Waiting' }, count: String(state?.waiting ?? 0) },
        { label: { zh: '进行中', en: 'Running' }, count: String(state?.running ?? 0) },
        { label: { zh: '失败', en: 'Failed' }, count: String(state?.failed ?? 0) },
        { label: { zh: '运行中的后台进程', en: 'Active workers' }, count: String(alive.length) },
      ],
      oldest: state?.oldest ? fill(OLDEST, { at: time(state.oldest) }) : '',
      worker: worker ? fill(LAST_SEEN, { at: time(worker.seenAt) }) : NEVER_SEEN,
      silent: alive.length === 0,
      read: told ? fill(READ, { at: time(told.seenAt) }) : '',
      state: told && figuresTable(readReadings(told.figures), taskText),
      rows: failed.map((job) => ({ ...jobRow(job), wrong: wrongBeside(problems, job.id) })),
      discarded: discarded.map(({ task, discardedAt, reason }) => ({
        task: taskText(task),
        reason,
        at: time(discardedAt),
      })),
    }
    return page('admin/jobs', view, { problems, done: DONE })
  }
}

const DONE = { discard: success('任务已放弃，理由已记录', 'Job given up. The reason is recorded') }

const OLDEST = { zh: '最早的任务自 {at} 起等待', en: 'the oldest has waited since {at}' }
const LAST_SEEN = { zh: '后台进程最近一次活动：{at}', en: 'A worker was last seen on {at}' }
const READ = { zh: '后台进程于{at}读取', en: 'As read by a worker on {at}' }
const NEVER_SEEN = { zh: '未发现后台进程。', en: 'No worker has been detected.' }

const TASK_WORDS: Readonly<Record<string, Bilingual>> = {
  makeLetter: { zh: '制作推荐函', en: 'Make a letter' },
  makePaper: { zh: '制作文书', en: 'Make a letter or notice' },
  makeSignature: { zh: '制作签名页', en: 'Make a signed form' },
  makePages: { zh: '绘制材料页面', en: 'Render pages of a document' },
  readPaper: { zh: '识别材料文字', en: 'Read a document' },
  scanFile: { zh: '文件查毒', en: 'Scan a file' },
  proveCase: { zh: '核对历史', en: 'Verify a history' },
  recordTalentAct: { zh: '记录人选的操作', en: 'Record candidate actions' },
  strike: { zh: '每分钟的时钟', en: 'Clock, every minute' },
  seal: { zh: '封存历史', en: 'Seal the history' },
  erase: { zh: '按期删除', en: 'Scheduled erasure' },
  endings: { zh: '提醒将到期的事项', en: 'Expiry reminders' },
  sweep: { zh: '每夜清理', en: 'Nightly cleanup' },
  conditions: { zh: '提醒附带条件', en: 'Condition reminders' },
  digest: { zh: '每日汇总邮件', en: 'Daily summaries' },
}
const taskText = (task: string) => TASK_WORDS[task] ?? task

const jobRow = ({ id, task, attempts, askedAt, nextAt }: FailedJob) => ({
  id,
  task: taskText(task),
  times: triesText(askedAt, attempts, nextAt ? againAt(nextAt) : { zh: '不会自动重试', en: 'no automatic retry' }),
})

const behindNotice = ({ oldest, transaction, prepared }: NotificationLag): Notice => ({
  kind: 'bad',
  title: { zh: '通知已停滞', en: 'Notifications have stopped' },
  items: [
    fill(
      {
        zh: '{at}以来的事件没有通知：数据库中有一个事务（{transaction}）未结束。',
        en: 'No notifications since {at}: a database transaction ({transaction}) has not ended.',
      },
      { at: time(oldest ?? new Date(0)), transaction },
    ),
    ...(prepared === null
      ? []
      : [fill({ zh: '已准备而未结束的：{prepared}。', en: 'Prepared but not ended: {prepared}.' }, { prepared })]),
    {
      zh: '请数据库管理员结束它（见 docs/operations.md）。',
      en: 'Ask the database administrator to end it (see docs/operations.md).',
    },
  ],
})
