/**
 * Cases from draft to withdrawal by act(), some at once, at a steady pace: each is filed, accepted, and assessed and
 * returned by turns. Every one is about another person, so that none is another application of somebody known.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { INestApplicationContext } from '@nestjs/common'
import { checkDigit } from '../../src/base/mrz.js'
import { Database } from '../../src/base/database.js'
import { CaseService } from '../../src/cases/case.service.js'
import { STEPS } from '../steps/drive.js'
import { example, makeCase, type People } from '../steps/prepare.js'

/** Cases that live at once. */
const LIVES = 8
/** Start, answers, filing and acceptance of a case, which are done at one go. */
const FIRST_STEPS = 4
/** Assessed and returned so many times, and withdrawn. */
const ROUNDS = 8

export class Lives {
  /** Milliseconds of each step since the last look: reports and returns alone, which are alike in every life. */
  took: number[] = []
  done = 0
  /** Steps for which no connection was to be had in time, where the machine is busy: their case is left as it is. */
  failed = 0
  private ended = false
  private made = 0
  private nextAt = performance.now()

  /** @param pace steps a second */
  constructor(
    private readonly app: INestApplicationContext,
    private readonly people: People,
    private readonly pace: number,
  ) {}

  /** Goes on until `end`. */
  async run(): Promise<void> {
    const live = async () => {
      while (!this.ended) await this.live().catch(() => this.failed++)
    }
    await Promise.all(Array.from({ length: LIVES }, live))
  }

  end(): void {
    this.ended = true
  }

  private async live(): Promise<void> {
    const service = this.app.get(CaseService)
    const { firm, assessor, approver } = this.people
    await this.turn(FIRST_STEPS)
    const caseId = await makeCase(service, this.app.get(Database), this.people, aboutSomebody(this.made++))
    const rounds = [
      [STEPS.underAssessment, assessor],
      [STEPS.awaitingDecision, approver],
    ] as const
    for (let round = 0; round < ROUNDS && !this.ended; round++)
      for (const [{ action, input }, actor] of rounds) {
        await this.turn(1)
        const begin = performance.now()
        await service.act(caseId, action, { actor, input })
        this.took.push(performance.now() - begin)
      }
    await this.turn(1)
    await service.act(caseId, 'withdraw', { actor: firm, input: {} })
  }

  /** Waits until so many steps are due; what came late is not made up for. */
  private async turn(steps: number): Promise<void> {
    const now = performance.now()
    const at = Math.max(this.nextAt, now)
    this.nextAt = at + (steps * 1000) / this.pace
    await sleep(at - now)
    this.done += steps
  }
}

const BORN_FROM = Date.UTC(1985, 0, 1)
const checked = (text: string) => text + checkDigit(text)

/** The example's candidate with a passport and a birthday of their own. */
function aboutSomebody(index: number) {
  const birthDate = new Date(BORN_FROM + (index % 3650) * 86_400_000).toISOString().slice(0, 10)
  const number = `YC${String(index).padStart(7, '0')}`
  const { passport } = example.talent
  const short = (day: string) => checked(day.replaceAll('-', '').slice(2))
  const parts = [checked(number), short(birthDate), short(passport.expiresOn)] as const
  const personal = '<'.repeat(15)
  const line2 = `${parts[0]}ITA${parts[1]}F${parts[2]}${personal}${checkDigit(parts.join('') + personal)}`
  const talent = {
    ...example.talent,
    birthDate,
    passport: { ...passport, number, mrz: [passport.mrz[0] ?? '', line2] },
  }
  return { ...example, talent }
}
