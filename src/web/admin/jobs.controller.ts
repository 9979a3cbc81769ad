/** The queue of the worker, for the system administrator: how long, how old, whether a worker lives, and failed jobs, to be tried again or given up with a reason. No contents. */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import type { Problem } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import { readForm } from '../../forms/body.js'
import { errorSummary } from '../../forms/check.js'
import * as ask from '../../forms/field.js'
import { parseForm } from '../../forms/parse.js'
import { type FailedJob, Upkeep } from '../../people/upkeep.service.js'
import { For, personOf } from '../http/access.js'
import { readId, readText } from '../http/input.js'
import { both, timeText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { seeOther } from '../http/send.js'

export const DISCARD = ask.form({
  reason: ask.text('放弃的理由', 'Why it is given up', { max: 200, width: 20 }),
})

/** Milliseconds after which a worker that has not been seen is thought to be gone. */
const SILENT = 90_000

@Controller('admin/jobs')
@For('systemAdmin')
export class AdminJobsController {
  constructor(
    private readonly pages: Pages,
    private readonly upkeep: Upkeep,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const again = /^\d{1,6}$/.exec(readText(query, 'again') ?? '')?.[0]
    const notices: Notice[] = [
      ...(again
        ? [{ kind: 'ok' as const, title: { zh: `${again} 个任务马上再试`, en: `${again} to be tried again now` } }]
        : []),
      ...(readText(query, 'done') === 'discard'
        ? [
            {
              kind: 'ok' as const,
              title: { zh: '任务已放弃，理由已记下', en: 'The job is given up; the reason is kept' },
            },
          ]
        : []),
    ]
    return this.send(request, reply, notices)
  }

  @Post('retry')
  async retryAll(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return seeOther(reply, `/admin/jobs?again=${await this.upkeep.retryJobs(personOf(request), null)}`)
  }

  @Post(':id/retry')
  async retry(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    return seeOther(reply, `/admin/jobs?again=${await this.upkeep.retryJobs(personOf(request), readId(id))}`)
  }

  @Post(':id/discard')
  async discard(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const job = readId(id)
    const { value, problems } = parseForm(DISCARD, readForm(body).tree)
    if (!value) return this.send(request, reply, [], problems, job)
    await this.upkeep.discardJob(personOf(request), job, value.reason)
    return seeOther(reply, '/admin/jobs?done=discard')
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    notices: readonly Notice[],
    problems: readonly Problem[] = [],
    wrong?: number,
  ) {
    const { state, failed, discarded, workers } = await this.upkeep.jobs(personOf(request))
    const now = this.clock.now().getTime()
    const alive = workers.filter(({ seenAt }) => now - seenAt.getTime() < SILENT)
    const summary = errorSummary(problems)
    const view = {
      title: { zh: '后台任务', en: 'Jobs' },
      notices,
      ...(summary && {
        problems: summary.lines.map((line) => ({ ...line, href: `#reason-${wrong}` })),
      }),
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
        ...(String(wrong) === job.id && { wrong: problems[0]?.message ?? '' }),
      })),
      discarded: discarded.map(({ task, discardedAt, reason }) => ({
        task: taskText(task),
        reason,
        at: both((language) => timeText(discardedAt, language)),
      })),
    }
    return reply.send(
      this.pages.render(request, reply, 'admin/jobs', view, { status: problems.length > 0 ? 422 : 200 }),
    )
  }
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
      return `asked for ${asked}; tried ${attempts} ${attempts === 1 ? 'time' : 'times'}; ${next ? `again ${next}` : 'not tried again by itself'}`
    }),
  }
}
