/**
 * A draft that began with the answers of an earlier case: from which, and what must be looked at
 * again because it ages: passport, contract, pay, figures, and every paper.
 */
import { addMonths } from '../../base/dates.js'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { APPLICATION } from '../../forms/application.js'
import { checkRows } from '../../forms/engine/check.js'
import { kindLabel } from '../case/case.view.js'
import { both, dateText } from '../kit/page.js'
import type { Tag, Text } from '../kit/parts.js'
import { kindId, sectionAddress } from '../case/addresses.js'
import { readable } from './keeping.js'
import type { OwnCase } from '../case/own.js'

interface Aging {
  readonly section: 'talent' | 'engagement' | 'channels'
  readonly paths: readonly string[]
  readonly label: Bilingual
  readonly why: Bilingual
}

const AGING: readonly Aging[] = [
  {
    section: 'talent',
    paths: ['talent.passport.number', 'talent.passport.expiresOn'],
    label: { zh: '护照', en: 'Passport' },
    why: { zh: '换过护照的，号码和有效期都变了。', en: 'A new passport has another number and another last day.' },
  },
  {
    section: 'engagement',
    paths: ['engagement.contract.start', 'engagement.contract.end'],
    label: { zh: '合同期限', en: 'Term of the contract' },
    why: { zh: '续签的合同有新的起止日期。', en: 'A contract that was renewed has other dates.' },
  },
  {
    section: 'engagement',
    paths: ['engagement.salaryPerYear', 'engagement.salaryPerMonth'],
    label: { zh: '薪酬', en: 'Pay' },
    why: {
      zh: '薪酬标准每年调整，按现在的合同填。',
      en: 'The figures are set anew every year; give what the contract says now.',
    },
  },
  {
    section: 'channels',
    paths: ['channels'],
    label: { zh: '频道数据', en: 'Figures of the channels' },
    why: {
      zh: '粉丝、观看和近12个月的销售额按现在的数据填。',
      en: 'Followers, viewers and sales of the last 12 months as they are now.',
    },
  },
]

export interface CopiedView {
  readonly from: { readonly text: Text; readonly href: string }
  readonly items: readonly {
    readonly label: Text
    readonly href: string
    readonly now: Text
    readonly why: Text
    readonly tag: Tag
  }[]
  readonly papers: readonly { readonly label: Text; readonly href: string; readonly text: Text; readonly tag: Tag }[]
}

const AS_BEFORE: Tag = { label: { zh: '和原来一样', en: 'As before' }, colour: 'yellow' }
const RENEWED: Tag = { label: { zh: '已更新', en: 'Renewed' }, colour: 'green' }

/** Undefined for a draft that began empty. */
export function copiedView(
  { file, earlier }: OwnCase,
  rules: ReadonlyMap<string, DocumentRule>,
  today: string,
): CopiedView | undefined {
  if (!earlier) return undefined
  const { id } = file.case
  return {
    from: {
      text: { zh: `答案复制自 ${earlier.case.number}`, en: `Answers copied from ${earlier.case.number}` },
      href: path.case(earlier.case.id),
    },
    items: AGING.map(({ section, paths, label, why }) => ({
      label,
      why,
      href: sectionAddress(id, section),
      now: nowText(file, paths),
      tag: paths.every((path) => readable(file.answers, path) === readable(earlier.answers, path))
        ? AS_BEFORE
        : RENEWED,
    })),
    papers: papersOf(file, earlier, rules, today),
  }
}

/** The answers as they stand, in a line. */
function nowText({ answers }: CaseFile, paths: readonly string[]): Bilingual {
  return both((language) => {
    const rows = checkRows(APPLICATION, answers, language, { only: paths }).filter(({ lines }) => lines.length > 0)
    const shown = rows.slice(0, 3).map(({ key, lines }) => `${key} ${lines.join(' ')}`)
    const none = language === 'zh' ? '还没有填' : 'Not answered'
    return shown.join(language === 'zh' ? '，' : ', ') || none
  })
}

/** Papers do not come along: each must be uploaded anew, and those that have aged must be issued anew as well. */
function papersOf(
  file: CaseFile,
  earlier: CaseFile,
  rules: ReadonlyMap<string, DocumentRule>,
  today: string,
): CopiedView['papers'] {
  const here = new Set(file.attachments.filter(({ replacedAt }) => replacedAt === null).map(({ kind }) => kind))
  const before = earlier.attachments.filter(({ replacedAt }) => replacedAt === null)
  const kinds = [...new Set(before.map(({ kind }) => kind))].sort(
    (one, other) => (rules.get(one)?.order ?? 99) - (rules.get(other)?.order ?? 99),
  )
  return kinds.map((kind) => {
    const issued = before
      .filter((paper) => paper.kind === kind)
      .map(({ issuedOn }) => issuedOn ?? '')
      .sort()
      .at(-1)
    const months = rules.get(kind)?.monthsValid ?? null
    const until = issued && months !== null ? addMonths(issued, months) : undefined
    const aged = until !== undefined && until < today
    return {
      label: kindLabel(kind),
      href: `${path.documents(file.case.id)}#${kindId(kind)}`,
      text: until
        ? both((language) =>
            language === 'zh'
              ? `原件${dateText(issued ?? '', 'zh')}签发，可用到${dateText(until, 'zh')}`
              : `the earlier one was issued on ${dateText(issued ?? '', 'en')} and ` +
                `could be used until ${dateText(until, 'en')}`,
          )
        : { zh: '', en: '' },
      tag: here.has(kind)
        ? { label: { zh: '已上传', en: 'Uploaded' }, colour: 'green' as const }
        : aged
          ? { label: { zh: '要重新开具', en: 'Issue anew' }, colour: 'red' as const }
          : { label: { zh: '要重新上传', en: 'Upload anew' }, colour: 'yellow' as const },
    }
  })
}
