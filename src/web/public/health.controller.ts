/**
 * For whoever watches over this process: does it live, and should it get requests now. Open to all,
 * and says nothing else.
 */
import { Controller, Get } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { Database } from '../../base/database.js'
import { Installation } from '../../base/installation.js'
import { ASK_AGAIN, findFault } from '../../base/readiness.js'
import { FileStore } from '../../cases/files/store.js'
import { For } from '../http/access.js'
import { Reply } from '../http/params.js'
import { Draining } from '../http/draining.js'

@Controller('health')
@For('open')
export class HealthController {
  constructor(
    private readonly db: Database,
    private readonly installation: Installation,
    private readonly files: FileStore,
    private readonly leaving: Draining,
  ) {}

  /** Answers as long as the process does; whoever hears nothing may start it anew. */
  @Get('live')
  live() {
    return { status: 'live' }
  }

  /**
   * 200 when requests may come, 503 while the process is leaving or the database does not answer or
   * can only be read. Pages come without the bucket of uploaded files, which is only told.
   */
  @Get('ready')
  async ready(@Reply() reply: FastifyReply) {
    if (this.leaving.draining) return this.refuse(reply, 'leaving')
    const fault = await findFault(this.db, this.installation)
    if (fault) return this.refuse(reply, fault)
    return this.files.answered() ? { status: 'ready' } : { status: 'ready', store: 'away' }
  }

  private refuse(reply: FastifyReply, status: string) {
    void reply.status(503).header('retry-after', ASK_AGAIN)
    return { status }
  }
}
