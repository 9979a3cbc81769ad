/**
 * What comes next for the firm: after its filing the receipt and what happens by which day; with the
 * letter in hand, what to do at the permit authority, where, and what to quote.
 */
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined } from '../../base/text.js'
import { lastProposed } from '../../cases/proposed.js'
import { FORM, RECEIPT } from '../../letters/applicationForm.js'
import { showCheckCode } from '../../base/checkCode.js'
import type { PermitStep } from '../../reference/obligations.js'
import { correctionWords } from '../../workflow/firmWords.js'
import { ofLane, type PageContext, promisedOn, STAGE_LIMITS } from '../case/clock.view.js'
import type { OwnCase } from '../case/own.js'
import { day } from '../kit/page.js'
import type { Button } from '../kit/parts.js'
import { code, numberPiece } from '../kit/pieces.js'
import { fact, smallFacts } from '../kit/table.js'

const download = (zh: string, en: string, id: number, secondary: boolean): Button => ({
  text: { zh, en },
  href: path.letterFile(id),
  kind: secondary ? 'secondary' : undefined,
})

/** What the firm has in hand for its filing, while it waits to be accepted. */
export function filingView({ file: { case: line, events }, papers }: OwnCase, usual: PageContext, rounds: number) {
  if (line.state !== 'submitted') return undefined
  const context = ofLane(line, usual)
  const latest = (kind: string) => papers.findLast((paper) => paper.kind === kind && paper.endedAs === null)
  const [receipt, form] = [latest(RECEIPT), latest(FORM)]
  const made = receipt?.issuedAt ? receipt : undefined
  const making = [receipt, form].flatMap((paper) => (paper && !paper.issuedAt ? paper.label : []))
  const corrected = events.some(({ action }) => action === 'resubmit')
  const { lead, next } = correctionWords(events.filter(({ action }) => action === 'requestCorrection').length, rounds)
  const [zh, en] = corrected ? FIRST_RECEIPT : OWN_RECEIPT
  const buttons = [
    made?.id ? download(zh, en, made.id, corrected) : [],
    form?.issuedAt && form.id ? download('下载申请表', 'Download the application form', form.id, !corrected) : [],
  ].flat()
  return {
    corrected,
    lead,
    buttons: corrected ? buttons.reverse() : buttons,
    making: making.length > 0 ? fill(MAKING, { what: joined(making, AND) }) : undefined,
    status: made?.checkCode
      ? fill(
          {
            zh: '凭办件编号{number}和核验码{code}，无需登录即可查询办理进度：',
            en: 'Anyone with the number {number} and check code {code} can follow the application without an account: ',
          },
          { number: line.number, code: showCheckCode(made.checkCode) },
        )
      : undefined,
    link: path.status,
    steps: stepsAhead(line, context, next),
  }
}

const OWN_RECEIPT = ['下载收件凭证', 'Download the receipt'] as const
/** A correction has none of its own: its application form says what was sent, and when. */
const FIRST_RECEIPT = ['下载首次提交的收件凭证', 'Download the receipt of the first filing'] as const
const MAKING: Bilingual = {
  zh: '{what}正在制作，一般几秒钟。请稍后刷新本页。',
  en: '{what} will be ready within seconds. Reload the page shortly.',
}
const AND: Bilingual = { zh: '和', en: ', ' }

/** What happens by which day, as long as no correction is asked for; `intake`: what comes first. */
function stepsAhead(line: OwnCase['file']['case'], context: PageContext, intake: Bilingual) {
  const { dueOn } = line
  const promised = promisedOn(line, null, context)
  if (dueOn === null || promised === null) return []
  const days = (limit: string | undefined) => context.limits.get(limit ?? '')?.amount ?? 0
  const assessed = context.calendar.addWorkingDays(dueOn, days(STAGE_LIMITS[1])).on
  const until = (on: string): Bilingual => fill({ zh: '{on}前', en: 'by {on}' }, { on: day(on, 'short') })
  return [
    { name: until(dueOn), text: intake },
    { name: until(assessed), text: { zh: '参评部门提交评估意见。', en: 'The departments give their opinions.' } },
    {
      name: until(promised),
      text: {
        zh: '作出决定。拟不予推荐的，先告知理由，听取贵单位意见；决定推荐的，随即出具推荐函并送许可机关。',
        en:
          'The decision is made. If a refusal is intended, we first give you the reasons and hear your ' +
          'response. If we ' +
          'recommend, the letter is made at once and sent to the permit authority.',
      },
    },
    {
      name: { zh: '每一步', en: 'At each step' },
      text: {
        zh: '通过“消息”通知；已确认邮箱的，同时发送邮件。受理之前可以收回修改。',
        en: 'We message you here, and by mail if you confirm an address. You can recall it until it is accepted.',
      },
    },
  ]
}

const APPLY_NOW: Bilingual = { zh: '下一步：向许可机关申请工作许可', en: 'Next: apply for the work permit' }
const APPLY: Bilingual = { zh: '向许可机关申请工作许可', en: 'Applying for the work permit' }

/**
 * What to do with the letter in force; undefined when there is none, or the permit is decided.
 * @param threatened whether something else is to be done first: its revocation is intended
 */
export function permitNext(
  { file, letters }: OwnCase,
  steps: ReadonlyMap<string, PermitStep>,
  { authorities }: PageContext,
  threatened: boolean,
) {
  const { state } = file.case
  if (state !== 'letterIssued' && state !== 'letterReceived') return undefined
  const letter = letters.findLast(({ kind, issuedAt, endedAs }) => kind === 'recommendation' && issuedAt && !endedAs)
  if (!letter) return undefined
  const authority = letter.addressedTo === null ? undefined : authorities.get(letter.addressedTo)
  const proposed = lastProposed(file.events)?.says.proposed
  const { number, checkCode, validUntil } = letter
  return {
    title: threatened ? APPLY : APPLY_NOW,
    quote: smallFacts(
      authority && fact('许可机关', 'Permit authority', authority.name),
      authority && fact('受理处', 'Office', [authority.office, ...(authority.phone ? [` ${authority.phone}`] : [])]),
      fact('推荐函文号', 'Number of the letter', numberPiece(number)),
      fact('核验码', 'Check code', code(showCheckCode(checkCode))),
      proposed && fact('建议', 'Proposed', proposed),
      validUntil && fact('申请截止日', 'Apply by', day(validUntil, 'weekday')),
    ),
    steps: [...steps.values()]
      .sort((one, other) => one.order - other.order)
      .map(({ label, text, where, address, quotes, source }) => ({
        label,
        text,
        where: address ? fill({ zh: '{where}：{address}', en: '{where}: {address}' }, { where, address }) : where,
        quotes,
        source,
      })),
  }
}
