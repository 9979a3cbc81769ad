/**
 * A candidate signs by drawing on the own page (decision 0053): what was shown is bound to its digest, and a change of
 * the answers that it rests on voids the signature, with the reason told to both.
 */
import { createHmac } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { row, rows, type Tx } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import type { SealKey } from '../base/seal.js'
import type { Bilingual } from '../base/text.js'
import { actGroupSchema } from '../criteria/compliance.js'
import { APPLICATION } from '../forms/application.js'
import type { SignedPaper } from '../forms/choices.js'
import { enqueue } from '../jobs/queue.js'
import { Reference } from '../reference/reference.service.js'
import type { Cause } from './causes.js'
import { type CaseRow, judgedOnOf } from './facts.js'
import { mailHost } from './hostMail.js'
import { PLACES } from './sealing/place.js'
import { needed, openTree, sealValue } from './sealing/sealedTree.js'
import { standing } from './signatures.js'
import { digestOf, saysTheSame, type ShownPaper, shownPaper } from './signedPapers.js'

const FILED = `
  select c.number, c.answers, coalesce(s.firm ->> 'nameZh', f.zh) as zh,
    coalesce(s.firm ->> 'nameEn', s.firm ->> 'nameZh', f.en) as en
  from cases c left join talent_firm() f on true
  left join lateral (select firm from submissions where case_id = c.id order by seq desc limit 1) s on true
  where c.id = $1`
const SAME = 'select id from talent_signatures where case_id = $1 and mark = $2'
const ADD = `
  insert into talent_signatures (case_id, paper, at, opened_by, digest, mark, strokes, shown)
  values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`
const VOID = `
  update talent_signatures set voided_at = $2, void_why = $3
  where case_id = $1 and voided_at is null and ($4::text[] is null or paper = any ($4)) returning paper`
const ANSWERS = 'select answers from cases where id = $1'

@Injectable()
export class Signing {
  constructor(private readonly reference: Reference) {}

  /** What the candidate would sign now, in a transaction of theirs. Throws NotFound. */
  async show(
    tx: Tx,
    found: Pick<CaseRow, 'id' | 'state' | 'filedOn'>,
    key: SealKey | null,
    { paper, today }: { readonly paper: SignedPaper; readonly today: string },
  ): Promise<ShownPaper> {
    const filed = await row<{ number: string; answers: unknown } & Bilingual>(tx, FILED, [found.id])
    if (!filed) throw new NotFound()
    const acts = await this.reference.all('forbiddenActs', judgedOnOf(found, today), actGroupSchema)
    const answers = openTree(APPLICATION, key, filed.answers, PLACES.answers(found.id))
    const { number, zh, en } = filed
    return shownPaper(paper, { number, firm: { zh, en }, answers, acts: Object.fromEntries(acts) })
  }

  /** Entry `sign`. Throws Invalid when it is signed, was changed since it was shown, or the strokes are of before. */
  entry = async (tx: Tx, cause: Cause): Promise<void> => {
    const { case: found, input, content, at, today } = cause
    const key = needed(cause.key)
    const [paper, strokes] = [input.paper as SignedPaper, String(input.strokes)] // the form has checked both
    if (standing(cause.past.signatures).some((one) => one.paper === paper)) throw new Invalid([alreadySigned])
    const shown = await this.show(tx, found, key, { paper, today })
    if (shown.name === '') throw new Invalid([nobodyNamed])
    if (digestOf(shown) !== input.digest) throw new Invalid([changedSince])
    const mark = createHmac('sha256', key.bytes).update(`strokes ${strokes}`).digest('hex')
    if (await row(tx, SAME, [found.id, mark])) throw new Invalid([drawnBefore])
    const added = await row<{ id: number }>(tx, ADD, [
      ...[found.id, paper, at, input.openedBy, input.digest, mark],
      sealValue(key, strokes, PLACES.signatureStrokes(found.id, mark)),
      sealValue(key, shown, PLACES.signatureShown(found.id, mark)),
    ])
    delete content.strokes
    Object.assign(content, { signature: added?.id, mark })
    if (added) await orderFile(tx, added.id)
  }
}

/** Asks for the file of a signature. */
export const orderFile = (tx: Tx, signatureId: number): Promise<void> =>
  enqueue(tx, 'makeSignature', { signatureId }, `makeSignature ${signatureId}`)

/** Voids what was signed on a page that is emptied. */
export const voidAll = (tx: Tx, caseId: number, at: Date): Promise<unknown> =>
  rows(tx, VOID, [caseId, at, 'reset', null])

/**
 * Voids what was signed and says something else with these answers, before they are kept; the event says which papers,
 * and the candidate is written to.
 */
export async function voidChanged(tx: Tx, cause: Cause, answers: unknown): Promise<void> {
  const { case: found, key, at, content } = cause
  const signed = standing(cause.past.signatures)
  if (signed.length === 0) return
  const stored = await row<{ answers: unknown }>(tx, ANSWERS, [found.id])
  const before = openTree(APPLICATION, key, stored?.answers, PLACES.answers(found.id))
  const changed = signed.flatMap(({ paper }) => (saysTheSame(paper, before, answers) ? [] : [paper]))
  if (changed.length === 0) return
  await rows(tx, VOID, [found.id, at, 'answers', changed])
  content.voided = changed
  await mailHost(tx, cause, 'hostSignatureVoid')
}

const alreadySigned = {
  code: 'alreadySigned',
  path: 'paper',
  message: { zh: '您已签署该文件，无须再签。', en: 'You have already signed this. You do not need to sign again.' },
}
const nobodyNamed = {
  code: 'nobodyNamed',
  path: 'paper',
  message: {
    zh: '申请中尚无您的姓名。企业填写后方可签名。',
    en: 'The application does not contain your name yet. Sign once the firm has entered it.',
  },
}
const changedSince = {
  code: 'changedSinceShown',
  path: 'digest',
  message: {
    zh: '您打开本页后内容有变化，签名没有保存。请重新阅读下面的内容，再签名。',
    en: 'The text has changed since you opened the page. Nothing was signed. Read it again, then sign.',
  },
}
const drawnBefore = {
  code: 'drawnBefore',
  path: 'strokes',
  message: {
    zh: '这个笔迹已经用过。每一份都须重新书写签名。',
    en: 'This signature was used before. Sign each document separately.',
  },
}
