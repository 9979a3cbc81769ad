/**
 * Leaving in order: a process that is asked to stop says so first, at /health/ready, so that the
 * balancer sends new requests elsewhere; it answers what still comes and asks each client to close
 * its connection; then it ends streams that have no end of their own, and closes.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Injectable } from '@nestjs/common'
import type { FastifyInstance } from 'fastify'

@Injectable()
export class Draining {
  private begun = false
  private readonly streams = new Set<ServerResponse>()

  get draining(): boolean {
    return this.begun
  }

  /** Looks after a server's connections; before it listens. */
  watch(fastify: FastifyInstance): void {
    const server = fastify.server as Server // no other kind is made here
    server.on('request', ({ headers }: IncomingMessage, response: ServerResponse) => {
      if (this.begun) response.setHeader('connection', 'close')
      if (!headers.accept?.startsWith('text/event-stream')) return // as every EventSource asks
      this.streams.add(response)
      response.once('close', () => this.streams.delete(response))
    })
    fastify.addHook('preClose', (done) => {
      this.begun = true
      this.endStreams()
      done()
    })
  }

  /** Says from now on that this process is leaving, and waits until whoever listens has heard it. */
  async begin(seconds: number): Promise<void> {
    this.begun = true
    await sleep(seconds * 1000)
  }

  /** Browsers connect again by themselves, to another process. */
  private endStreams(): void {
    for (const response of this.streams) response.end()
  }
}
