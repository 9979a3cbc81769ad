/**
 * The queue of the worker, for the system administrator: how long, how old, whether a worker lives,
 * and failed jobs, to be tried again or given up with a reason. No contents.
 */
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import type { Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { errorSummary } from '../../forms/engine/check.js'
import * as ask from '../../forms/engine/field.js'
import type { Person } from '../../people/session.service.js'
import { type FailedJob, Upkeep } from '../../people/upkeep.service.js'
import { For } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readNumber } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { both, timeText } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'

export const DISCARD = ask.form({
  reason: ask.text('放弃的理由', 'Why it is given up', { max: 200, width: 20 }),
})

/** Milliseconds after which a worker that has not been seen is thought to be gone. */
const SILENT = 90_000

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
    return this.page(me, again === undefined ? [] : [triedAgain(again)])
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
    return submit(DISCARD, body, {
      work: ({ reason }) => this.upkeep.discardJob(me, id, reason),
      then: done(path.jobs, 'discard'),
      again: ({ problems }) => this.page(me, [], problems, id),
    })
  }

  private async page(me: Person, notices: readonly Notice[], problems: readonly Problem[] = [], wrong?: number) {
    const { state, failed, discarded, workers } = await this.upkeep.jobs(me)
    const now = this.clock.now().getTime()
    const alive = workers.filter(({ seenAt }) => now - seenAt.getTime() < SILENT)
    const lines = errorSummary(problems)?.lines.map((line) => ({ ...line, href: `#reason-${wrong}` }))
    const view = {
      title: { zh: '后台任务', en: 'Jobs' },
      notices,
      problems: lines,
      figures: [
        { label: { zh: '等待', en: 'Waiting' }, count: String(state?.waiting ?? 0) },
        { label: { zh: '进行中', en: 'Running' }, count: String(state?.running ?? 0) },
        { label: { zh: '失败', en: 'Failed' }, count: String(state?.failed ?? 0) },
        { label: { zh: '活着的后台进程', en: 'Workers alive' }, count: String(alive.length) },
      ],
      oldest: state?.oldest ? said(state.oldest, '最早的从 ', ' 等到现在', 'the oldest has waited since ') : '',
      worker: workers[0]
        ? said(workers[0].seenAt, '后台进程最近一次活动：', '', 'A worker was last seen on ')
        : { zh: '没有见过后台进程。', en: 'No worker has been seen.' },
      silent: alive.length === 0,
      rows: failed.map((job) => ({
        ...rowOf(job),
        wrong: String(wrong) === job.id ? problems[0]?.message : undefined,
      })),
      discarded: discarded.map(({ task, discardedAt, reason }) => ({
        task: taskText(task),
        reason,
        at: both((language) => timeText(discardedAt, language)),
      })),
    }
    return page('admin/jobs', view, { status: lines ? 422 : 200, done: DONE })
  }
}

const triedAgain = (count: number): Notice => ({
  kind: 'ok',
  title: { zh: `${count} 个任务马上再试`, en: `${count} to be tried again now` },
})

const DONE: Readonly<Record<string, Notice>> = {
  discard: { kind: 'ok', title: { zh: '任务已放弃，理由已记下', en: 'The job is given up; the reason is kept' } },
}

const said = (at: Date, zh: string, after: string, en: string): Bilingual => ({
  zh: `${zh}${timeText(at, 'zh')}${after}`,
  en: `${en}${timeText(at, 'en')}`,
})

const TASK_WORDS: Readonly<Record<string, Bilingual>> = {
  makeLetter: { zh: '制作推荐函', en: 'Make a letter' },
  makePaper: { zh: '制作文书', en: 'Make a paper' },
  scanFile: { zh: '文件查毒', en: 'Scan a file' },
  proveCase: { zh: '核对历史', en: 'Prove a history' },
  strike: { zh: '每分钟的时钟', en: 'The clock, each minute' },
  seal: { zh: '封存历史', en: 'Seal the history' },
  sweep: { zh: '每夜清理', en: 'Clear up, each night' },
  conditions: { zh: '提醒附带条件', en: 'Remind of conditions' },
  digest: { zh: '每日汇总邮件', en: 'Daily summaries' },
}
const taskText = (task: string) => TASK_WORDS[task] ?? task

function rowOf({ id, task, attempts, askedAt, nextAt }: FailedJob) {
  return {
    id,
    task: taskText(task),
    times: both((language) => {
      const asked = timeText(askedAt, language, 'short')
      const next = nextAt && timeText(nextAt, language, 'short')
      if (language === 'zh') return `${asked} 要求；试过 ${attempts} 次；${next ? `${next} 再试` : '不会自己再试'}`
      return (
        `asked for ${asked}; tried ${attempts} ${attempts === 1 ? 'time' : 'times'}; ` +
        `${next ? `again ${next}` : 'not tried again by itself'}`
      )
    }),
  }
}
