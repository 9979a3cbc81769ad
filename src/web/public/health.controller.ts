/** For whoever watches over this process: does it live, and should it get requests now. Open to all, and says nothing else. */
import { Controller, Get, Res } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { Database } from '../../base/database.js'
import { For } from '../http/access.js'
import { Draining } from '../http/draining.js'

@Controller('health')
@For('open')
export class HealthController {
  constructor(
    private readonly db: Database,
    private readonly leaving: Draining,
  ) {}

  /** Answers as long as the process does; whoever hears nothing may start it anew. */
  @Get('live')
  live() {
    return { status: 'live' }
  }

  /** 200 when requests may come, 503 while the process is leaving or the database does not answer. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    if (this.leaving.draining) return this.refuse(reply, 'leaving')
    const found = await this.db.lookUp('select 1', []).catch(() => undefined)
    return found ? { status: 'ready' } : this.refuse(reply, 'database')
  }

  private refuse(reply: FastifyReply, status: string) {
    void reply.status(503).header('retry-after', '5')
    return { status }
  }
}
