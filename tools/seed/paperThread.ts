/** A thread that sets papers, so that the cases can be played meanwhile. This file is the thread itself and what the main thread holds of it. */
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { makePaper, type Paper, type PaperCase, type PaperWish } from '../papers.js'

interface Order {
  readonly number: number
  readonly wish: PaperWish
  readonly paperCase: PaperCase
}

/** What comes back: the paper, or why there is none. */
interface Delivery {
  readonly number: number
  readonly paper?: Omit<Paper, 'bytes'> & { readonly bytes: Uint8Array }
  readonly failure?: string
}

interface Waiting {
  readonly resolve: (paper: Paper) => void
  readonly reject: (error: Error) => void
}

export class PaperThread {
  private readonly thread = new Worker(new URL(import.meta.url))
  private readonly waiting = new Map<number, Waiting>()
  private ordered = 0

  constructor() {
    this.thread.on('message', ({ number, paper, failure }: Delivery) => {
      const one = this.waiting.get(number)
      this.waiting.delete(number)
      if (paper) one?.resolve({ ...paper, bytes: Buffer.from(paper.bytes) })
      else one?.reject(new Error(failure))
    })
    this.thread.on('error', (error) => {
      for (const { reject } of this.waiting.values()) reject(error)
    })
  }

  /** The same as makePaper. */
  make(wish: PaperWish, paperCase: PaperCase): Promise<Paper> {
    this.ordered += 1
    const order: Order = { number: this.ordered, wish, paperCase }
    return new Promise((resolve, reject) => {
      this.waiting.set(order.number, { resolve, reject })
      this.thread.postMessage(order)
    })
  }

  async close(): Promise<void> {
    await this.thread.terminate()
  }
}

async function deliver({ number, wish, paperCase }: Order): Promise<Delivery> {
  try {
    return { number, paper: await makePaper(wish, paperCase) }
  } catch (error) {
    return { number, failure: error instanceof Error ? error.message : String(error) }
  }
}

if (!isMainThread) parentPort?.on('message', async (order: Order) => parentPort?.postMessage(await deliver(order)))
