/**
 * What a firm is told before it files again: that it has filed a case about the same person, and
 * how to see what it changed since. Its own cases only; nothing is stopped by it.
 */
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { OwnDuplicate } from '../../cases/duplicates.js'
import { isFinal, metaOf } from '../../workflow/step.js'
import type { Link, Notice } from '../kit/parts.js'

/** A note, never a block: an earlier application may have ended, or this one may be for another engagement. */
export function sameNotices(same: readonly OwnDuplicate[]): Notice[] {
  if (same.length === 0) return []
  return [
    {
      kind: 'near',
      title: { zh: '贵单位已经为这位人选提交过申请', en: 'Your firm has already filed an application for this person' },
      text: same.some(({ state }) => !isFinal(state))
        ? {
            zh:
              '如为同一事项，请在原申请中补正或待其办结，不要重复提交：受理人员会看到两件申请，并向您核实。' +
              '确有其他岗位的，可以照常提交。',
            en:
              'If it is the same matter, correct that application or wait until it is closed. Intake sees both ' +
              'applications and will ask about them. For a different post, you can submit as usual.',
          }
        : {
            zh: '原申请已经办结，可以照常提交。主管部门会看到原来的结果。',
            en: 'That application has ended. You can submit as usual. The department will see its outcome.',
          },
      items: same.map(({ number, state, facts }) => {
        const { zh, en } = metaOf(state).label
        const by = facts.includes('passport')
          ? { zh: '护照相同', en: 'same passport' }
          : { zh: '姓名和出生日期相同', en: 'same name and birth date' }
        return fill(
          { zh: '{number}，{state}：{by}', en: '{number}, {state}: {by}' },
          { number, state: { zh, en: en.toLowerCase() }, by },
        )
      }),
      links: same.map(({ id, number }) => ({
        text: { zh: `查看 ${number}`, en: `View ${number}` },
        href: path.case(id),
      })),
    },
  ]
}

/** The way to what changed since the last filing, when there is something to compare. */
export function changesLink({ case: line, events }: CaseFile): Link | undefined {
  const filings = events.filter(({ action }) => action === 'submit' || action === 'resubmit').length
  const correcting = line.state === 'awaitingCorrection' && filings > 0
  if (!correcting && filings < 2) return undefined
  return {
    text: correcting
      ? { zh: '与上次提交的差异', en: 'Changes since the last submission' }
      : { zh: '两次提交的差异', en: 'Changes between the submissions' },
    href: path.changes(line.id),
  }
}
