/**
 * One open page that wants to hear: a stream of server-sent events. A reader that is too slow is
 * let go, since its browser comes back by itself.
 */
import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'

/** Bytes that may wait for a slow reader. */
const MOST_WAITING = 64 * 1024

export class Stream {
  private readonly raw: ServerResponse

  /** Takes over the reply. */
  constructor(reply: FastifyReply, gone: () => void) {
    const headers = Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined))
    reply.hijack()
    this.raw = reply.raw
    this.raw.on('close', gone)
    this.raw.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    this.raw.write('retry: 5000\n\n')
    this.beat()
  }

  send(event: string, data: unknown): void {
    this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  /** Keeps what lies between from taking the silence for an end, and tells the page that the stream gets through. */
  beat(): void {
    this.send('beat', {})
  }

  /** `event: end` tells the page not to come back. */
  end(event?: string): void {
    if (event) this.send(event, {})
    this.raw.end()
  }

  private write(text: string): void {
    if (this.raw.destroyed || this.raw.writableEnded) return
    if (this.raw.writableLength > MOST_WAITING) this.raw.destroy()
    else this.raw.write(text)
  }
}
