/** What the rules in force say of a kind of document, line by line: validity, formats, translation, source. */
import { addMonths } from '../../base/dates.js'
import type { Bilingual } from '../../base/text.js'
import type { Attachment } from '../../cases/caseFile.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { isLimited, type PermitFiles } from '../../criteria/permitFiles.js'
import { dateText, numberText } from '../kit/page.js'

/** @param decisionOn the expected day of decision, until which the newest of `files` should be usable */
export function sayRules(
  kind: string,
  rule: DocumentRule,
  permitFiles: PermitFiles | undefined,
  files: readonly Attachment[],
  decisionOn: string,
): Bilingual[] {
  return [
    ...validity(rule, files, decisionOn),
    rule.image
      ? imageFormat(rule.image)
      : formats(permitFiles && isLimited(permitFiles, kind) ? permitFiles : undefined),
    ...(rule.translated
      ? [{ zh: '不是中文的，附中文翻译件', en: 'With a Chinese translation when not in Chinese' }]
      : []),
    { zh: `依据：${rule.source.zh}`, en: `Source: ${rule.source.en}` },
  ]
}

function validity({ monthsValid, monthsLeft }: DocumentRule, files: readonly Attachment[], decisionOn: string) {
  const said: Bilingual[] = []
  if (monthsValid !== null) {
    said.push({
      zh: `有效期：自签发之日起${monthsValid}个月`,
      en: `Valid for ${monthsValid} months from the day of issue`,
    })
    const newest = files
      .flatMap(({ issuedOn }) => issuedOn ?? [])
      .sort()
      .at(-1)
    if (newest) {
      const end = addMonths(newest, monthsValid)
      said.push({
        zh: `这一份可用至${dateText(end, 'zh')}，预计决定日${dateText(decisionOn, 'zh')}`,
        en: `This one can be used until ${dateText(end, 'en')}; decision expected on ${dateText(decisionOn, 'en')}`,
      })
    }
  }
  if (monthsLeft !== null)
    said.push({
      zh: `自申请日起有效期不少于${monthsLeft}个月`,
      en: `Valid for at least ${monthsLeft} months after the filing day`,
    })
  return said
}

function imageFormat(image: NonNullable<DocumentRule['image']>): Bilingual {
  const [bytes, size] = [numberText(image.maximumBytes), `${image.minimumWidth} × ${image.minimumHeight}`]
  const names = image.formats.map((one) => one.replace(/^image\//, '').replace(/^jpg$/, 'jpeg'))
  const only = [...new Set(names)].join(' / ').toUpperCase()
  return {
    zh: `格式：${only}，不超过${bytes}字节，不小于${size}像素`,
    en: `Format: ${only}, at most ${bytes} bytes, at least ${size} pixels`,
  }
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
