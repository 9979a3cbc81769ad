/**
 * Of which departments two persons assess a case, settled when a round starts: by the rule in force
 * on the filing day, and where the rule says a share, by a draw that nobody can foresee or repeat.
 * The draw comes of the case's own key, which no officer has; the same case, round and rule always
 * give the same. What was settled, and why, stands in the event.
 */
import { createHmac } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { z } from 'zod'
import { canonical } from '../base/canonical.js'
import type { SealKey } from '../base/seal.js'
import { type Bilingual, fill, joined } from '../base/text.js'
import type { Judgement } from '../criteria/judge.js'
import { DEPARTMENTS } from '../forms/choices.js'
import { labelOf } from '../forms/engine/ui.js'
import type { Procedure } from '../reference/bodies.js'
import { Reference } from '../reference/reference.service.js'
import type { Cause } from './causes.js'

export type SecondOpinionRule = Procedure<'assessment'>

/** A department by its id and its subject. */
export interface Assessor {
  readonly id: number
  readonly subject: string
}

const REASONS = {
  all: { zh: '按规则每案两人评估', en: 'two assessors for every case' },
  categoryNone: { zh: '不符合A、B两类', en: 'neither class is reached' },
  evidenceFlagged: { zh: '直播数据有疑点', en: 'the streaming data raise questions' },
  nearThreshold: { zh: '积分接近门槛', en: 'the points are near a threshold' },
  drawn: { zh: '按比例抽中', en: 'drawn at random' },
  earlier: { zh: '上一轮即由两人评估', en: 'as in the last round' },
} satisfies Record<string, Bilingual>
type SecondOpinionReason = keyof typeof REASONS

/** As the event keeps it: `because` null where nothing asked for it and the draw did not meet the share. */
const settledSchema = z.object({
  because: z.enum(Object.keys(REASONS) as SecondOpinionReason[]).nullable(), // the keys of the table above
  departments: z.array(z.string()),
  share: z.number().optional(),
  drawn: z.number().optional(),
})
type Settled = z.infer<typeof settledSchema>

/** From 0 to below 100, with two decimals. A case without a key has nothing to draw by: 0, which every share meets. */
export function draw(key: SealKey | null, round: number, rule: SecondOpinionRule): number {
  if (key === null) return 0
  const own = createHmac('sha256', key.bytes).update('second opinion').digest()
  const digest = createHmac('sha256', own).update(canonical({ round, rule })).digest()
  return Math.floor((digest.readUIntBE(0, 6) / 2 ** 48) * 10_000) / 100
}

/** What of the case itself asks for two, by the rule; undefined when nothing does. */
export function reasonOf(
  { twoWhen, nearPoints }: SecondOpinionRule,
  { category, streaming, points, ways }: Judgement,
): SecondOpinionReason | undefined {
  const holds = { categoryNone: category === 'none', evidenceFlagged: streaming.length > 0 }
  const named = twoWhen.find((name) => holds[name])
  if (named) return named
  const near = ways.some(
    ({ pointsFrom }) =>
      nearPoints !== undefined && pointsFrom !== null && Math.abs(points.total - pointsFrom) <= nearPoints,
  )
  return near ? 'nearThreshold' : undefined
}

@Injectable()
export class SecondOpinions {
  constructor(private readonly reference: Reference) {}

  /**
   * Settles it for departments that assess from now on. Who gave two opinions in the round before
   * does so again, so that nobody returns a case to be rid of one.
   */
  async settle(cause: Cause, round: number, departments: readonly Assessor[]): Promise<void> {
    const { case: found, changes, content, facts } = cause
    const rule = await this.reference.procedure('assessment', cause.judgedOn)
    const { because, ...drawn } = await this.ask(cause, round, rule)
    const before = found.assessedTwice ?? (found.assessorsNeeded > 1 ? facts.departments : [])
    const within = departments.filter(({ subject }) => !rule.departments?.length || isAmong(rule.departments, subject))
    const chosen = because ? within : []
    const twice = [...new Set([...before, ...chosen.map(({ id }) => id)])]
    changes.assessedTwice = twice
    changes.assessorsNeeded = twice.length > 0 ? 2 : 1
    const named = departments.filter(({ id }) => twice.includes(id)).map(({ subject }) => subject)
    const kept = chosen.length === 0 && named.length > 0
    if (because || kept || drawn.share !== undefined)
      content.secondOpinion = {
        because: chosen.length > 0 ? because : kept ? 'earlier' : null,
        departments: named,
        ...drawn,
      } satisfies Settled
  }

  private async ask(
    { opened, key }: Cause,
    round: number,
    rule: SecondOpinionRule,
  ): Promise<Pick<Settled, 'because' | 'share' | 'drawn'>> {
    if (rule.assessors > 1) return { because: 'all' }
    const looks = rule.twoWhen.length > 0 || rule.nearPoints !== undefined
    const because = looks ? reasonOf(rule, (await opened.check()).judgement) : undefined
    const { share = 0 } = rule
    if (because || share === 0) return { because: because ?? null }
    const drawn = draw(key, round, rule)
    return { because: drawn < share ? 'drawn' : null, share, drawn }
  }
}

const isAmong = (list: readonly string[], subject: string): boolean => list.includes(subject)

/** What an event says of it, in words; undefined where it says nothing. */
export function saySecondOpinion(content: Readonly<Record<string, unknown>> | null): Bilingual | undefined {
  const settled = settledSchema.safeParse(content?.secondOpinion).data
  if (!settled) return undefined
  const { because, departments, share, drawn } = settled
  const figures = share !== undefined && fill(FIGURES, { share, drawn: drawn ?? 0 })
  if (because === null) return joined([NOT_DRAWN, figures], JOIN)
  const who = joined(departments.map((subject) => labelOf(DEPARTMENTS, subject)))
  return joined([fill(TWO, { who }), REASONS[because], figures], JOIN)
}

const JOIN: Bilingual = { zh: '，', en: ', ' }
const TWO: Bilingual = { zh: '由两人各自评估：{who}', en: 'Two people assess separately: {who}' }
const NOT_DRAWN: Bilingual = { zh: '由一人评估', en: 'One person assesses' }
const FIGURES: Bilingual = { zh: '比例{share}%，抽得{drawn}', en: 'share {share}%, drawn {drawn}' }
