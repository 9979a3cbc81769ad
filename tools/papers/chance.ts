/** Numbers that look like chance and are the same for the same word, so that the same case gives the same papers, byte for byte. */
import { createHash } from 'node:crypto'

export class Chance {
  private turn = 0

  constructor(private readonly word: string) {}

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    this.turn += 1
    return createHash('sha256').update(`${this.word}:${this.turn}`).digest().readUInt32BE(0) % limit
  }

  pick<T>(things: readonly [T, ...T[]]): T {
    return things[this.below(things.length)] ?? things[0]
  }

  /** `length` signs of a serial number. */
  serial(length: number): string {
    return Array.from({ length }, () => 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'[this.below(32)]).join('')
  }
}
