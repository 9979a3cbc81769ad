/**
 * For whoever watches over this process: does it live, and should it get requests now. Open to all,
 * and says nothing else.
 */
import { Controller, Get } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { Database, sqlState } from '../../base/database.js'
import { Installation } from '../../base/installation.js'
import { READ_ONLY } from '../../base/pool.js'
import { For } from '../http/access.js'
import { Reply } from '../http/params.js'
import { Draining } from '../http/draining.js'

@Controller('health')
@For('open')
export class HealthController {
  constructor(
    private readonly db: Database,
    private readonly installation: Installation,
    private readonly leaving: Draining,
  ) {}

  /** Answers as long as the process does; whoever hears nothing may start it anew. */
  @Get('live')
  live() {
    return { status: 'live' }
  }

  /**
   * 200 when requests may come, 503 while the process is leaving or the database does not answer or
   * can only be read.
   */
  @Get('ready')
  async ready(@Reply() reply: FastifyReply) {
    if (this.leaving.draining) return this.refuse(reply, 'leaving')
    try {
      await this.db.requireWritable()
      await this.installation.confirm() // another one ends the process
      return { status: 'ready' }
    } catch (error) {
      return this.refuse(reply, sqlState(error) === READ_ONLY ? 'readOnly' : 'database')
    }
  }

  private refuse(reply: FastifyReply, status: string) {
    void reply.status(503).header('retry-after', '5')
    return { status }
  }
}
