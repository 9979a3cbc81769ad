/** What each job of the queue does. */
import type { INestApplicationContext } from '@nestjs/common'
import type { Task } from 'graphile-worker'
import { z } from 'zod'
import { SCAN_JOB } from '../jobs/scan.js'
import { inTurn } from './inTurn.js'
import { MailQueue } from './mailQueue.js'
import { Notifier } from './notifier.js'
import { PaperMaker } from './paperMaker.js'
import type { QueueTask } from './pools.js'
import type { Presence } from './presence.js'
import { PreviewMaker } from './previewMaker.js'
import { Prover } from './prover.js'
import { Scans } from './scans.js'
import { Sealer } from './sealer.js'
import { SignatureMaker } from './signatureMaker.js'
import { Tasks } from './tasks.js'
import { WebhookDispatcher } from './webhookDispatcher.js'

const paperJob = z.object({ caseId: z.int(), seq: z.int() })
const proofJob = z.object({ proofId: z.int() })
const pagesJob = z.object({ attachmentId: z.int() })
const signatureJob = z.object({ signatureId: z.int() })
const letterJob = z.object({ letterId: z.int() })

/** The handlers of all jobs, by the parts of a worker. Throws when a job is none of ours. */
export function workOf(app: INestApplicationContext, presence: Presence): Record<QueueTask, Task> {
  const tasks = app.get(Tasks)
  return {
    makeLetter: (payload) => tasks.makeLetter(letterJob.parse(payload).letterId),
    makePaper: (payload) => {
      const { caseId, seq } = paperJob.parse(payload)
      return app.get(PaperMaker).make(caseId, seq)
    },
    makeSignature: (payload) => app.get(SignatureMaker).make(signatureJob.parse(payload).signatureId),
    scanFile: (payload) => {
      const { table, id } = SCAN_JOB.parse(payload)
      return app.get(Scans).scan(table, id)
    },
    makePages: (payload) => app.get(PreviewMaker).make(pagesJob.parse(payload).attachmentId),
    readPaper: (payload) => app.get(PreviewMaker).read(pagesJob.parse(payload).attachmentId),
    strike: () =>
      inTurn([
        () => presence.unlockGone(),
        () => tasks.runMinute(),
        () => app.get(PreviewMaker).orderAgain(),
        () => app.get(PaperMaker).orderAgain(),
        () => app.get(SignatureMaker).orderAgain(),
        () => app.get(Notifier).notifyNear(),
        () => app.get(Notifier).notifyTasks(),
        () => app.get(Notifier).warnWhenBehind(),
      ]),
    seal: async () => {
      await app.get(Sealer).seal()
    },
    proveCase: (payload) => app.get(Prover).prove(proofJob.parse(payload).proofId),
    recordTalentAct: (payload) => tasks.recordTalentAct(payload),
    sweep: async () => {
      await tasks.sweep()
      await app.get(MailQueue).forget()
      await app.get(WebhookDispatcher).forget()
    },
    erase: async () => {
      await tasks.erase()
    },
    conditions: () => app.get(Notifier).notifyConditions(),
    endings: () => tasks.warnOfEndings(),
    digest: () => app.get(Notifier).orderDigests(),
  }
}
