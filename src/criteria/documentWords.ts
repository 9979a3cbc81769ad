/** What the rules in force say of a kind of document, line by line: validity, formats, translation, source. */
import { addMonths, sayDate } from '../base/dates.js'
import { type Bilingual, fill, type Left } from '../base/text.js'
import { PLATFORM_EXPORT } from '../forms/choices.js'
import type { DocumentRule } from './documents.js'
import { sayFigure } from './figures.js'
import { isLimited, type PermitFiles } from './permitFiles.js'

/**
 * The lines of a rule.
 *
 * @param permitFiles what the permit system takes, where that is known
 * @param files those of the kind that are here
 * @param decisionOn the expected day of decision, until which the newest of `files` should be usable
 */
export function sayRule(
  kind: string,
  rule: DocumentRule,
  permitFiles: PermitFiles | undefined,
  files: readonly { readonly issuedOn: string | null }[],
  decisionOn: string,
): Bilingual[] {
  const { monthsValid, monthsLeft, image, translated, source } = rule
  const newest = files
    .flatMap(({ issuedOn }) => issuedOn ?? [])
    .sort()
    .at(-1)
  const lines: readonly (Bilingual | Left)[] = [
    monthsValid !== null && {
      zh: `有效期：自签发之日起${monthsValid}个月`,
      en: `Valid for ${monthsValid} months from the day of issue`,
    },
    monthsValid !== null && newest && usable(addMonths(newest, monthsValid), decisionOn),
    monthsLeft !== null && {
      zh: `自申请日起有效期不少于${monthsLeft}个月`,
      en: `Valid for at least ${monthsLeft} months after the filing day`,
    },
    kind === PLATFORM_EXPORT
      ? TABLES
      : image
        ? imageFormat(image)
        : formats(permitFiles && isLimited(permitFiles, kind) ? permitFiles : undefined),
    translated && { zh: '不是中文的，附中文翻译件', en: 'With a Chinese translation when not in Chinese' },
    fill({ zh: '依据：{source}', en: 'Source: {source}' }, { source }),
  ]
  return lines.flatMap((line) => line || [])
}

const TABLES: Bilingual = {
  zh: '格式：CSV或XLSX，平台导出的原文件',
  en: 'Format: CSV or XLSX, as the platform exports it',
}

const usable = (end: string, decisionOn: string): Bilingual =>
  fill(
    {
      zh: '这一份可用至{end}，预计决定日{decision}',
      en: 'This one can be used until {end}; decision expected on {decision}',
    },
    { end: sayDate(end), decision: sayDate(decisionOn) },
  )

function imageFormat(image: NonNullable<DocumentRule['image']>): Bilingual {
  const names = image.formats.map((one) => one.replace(/^image\//, '').replace(/^jpg$/, 'jpeg'))
  return fill(
    {
      zh: '格式：{formats}，不超过{bytes}字节，不小于{size}像素',
      en: 'Format: {formats}, at most {bytes} bytes, at least {size} pixels',
    },
    {
      formats: [...new Set(names)].join(' / ').toUpperCase(),
      bytes: sayFigure(image.maximumBytes),
      size: `${image.minimumWidth} × ${image.minimumHeight}`,
    },
  )
}

/** Which formats are taken here, and which of them the permit system takes. */
function formats(limited: PermitFiles | undefined): Bilingual {
  if (!limited) return { zh: '格式：PDF、JPEG或PNG', en: 'Format: PDF, JPEG or PNG' }
  const only = limited.formats.join(' / ').toUpperCase()
  return {
    zh: `格式：PDF、JPEG或PNG；许可系统只收${only}`,
    en: `Format: PDF, JPEG or PNG; the permit system takes ${only} only`,
  }
}
