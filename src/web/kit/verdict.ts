/**
 * The answer of a check, in words: one word, a seal, one sentence with a date, and what to do. It
 * says no more than the paper does; each kind differs by word, seal, rule and sentence, never by
 * colour alone.
 */
import type { Bilingual } from '../../base/text.js'
import { day } from './page.js'
import type { Line, Text } from './parts.js'
import { numberPiece, strong } from './pieces.js'

/** What is found, and what its sentence needs to know; dates are civil dates YYYY-MM-DD. */
export type Finding =
  | { readonly kind: 'valid' | 'expired'; readonly issuer: Text; readonly validUntil: string | null }
  | { readonly kind: 'superseded'; readonly newNumber: string | null; readonly supersededOn: string }
  | { readonly kind: 'revoked'; readonly revokedOn: string }
  /** It was taken back for the sake of its form; nothing is said against whom it is about. */
  | { readonly kind: 'void'; readonly endedOn: string; readonly newNumber: string | null }
  /** It announced a decision, which was taken since, or will not be. */
  | { readonly kind: 'superseded' | 'void'; readonly settledOn: string }
  | { readonly kind: 'specimen' | 'altered' }
  | { readonly kind: 'unknown'; readonly byFile?: boolean }

export type VerdictKind = Finding['kind']

/** What parts/verdict.hbs shows, and the note that stands beside it. */
export interface Verdict {
  readonly kind: VerdictKind
  readonly word: Bilingual
  readonly tone: 'yes' | 'no' | 'past' | 'bad' | 'none'
  readonly seal: 'whole' | 'void' | 'ghost' | 'specimen' | 'place'
  readonly line: Line
  readonly note: { readonly tone: 'ok' | 'near' | 'bad'; readonly items: Line }
}

const KINDS: Readonly<Record<VerdictKind, Pick<Verdict, 'word' | 'tone' | 'seal'>>> = {
  valid: { word: { zh: '有效', en: 'Valid' }, tone: 'yes', seal: 'whole' },
  superseded: { word: { zh: '已被替代', en: 'Superseded' }, tone: 'past', seal: 'ghost' },
  revoked: { word: { zh: '已撤销', en: 'Revoked' }, tone: 'no', seal: 'void' },
  void: { word: { zh: '已作废', en: 'Void' }, tone: 'past', seal: 'void' },
  expired: { word: { zh: '已过期', en: 'Expired' }, tone: 'past', seal: 'ghost' },
  specimen: { word: { zh: '演示样张', en: 'Specimen' }, tone: 'none', seal: 'specimen' },
  unknown: { word: { zh: '查无此件', en: 'Not found' }, tone: 'bad', seal: 'place' },
  altered: { word: { zh: '文件有改动', en: 'Altered' }, tone: 'bad', seal: 'place' },
}

const NOTES: Readonly<Record<VerdictKind, Verdict['note']>> = {
  valid: {
    tone: 'ok',
    items: [
      { zh: '状态可能变化，请在办理当天重新核验。', en: 'The status can change. Check again on the day you use it.' },
    ],
  },
  superseded: {
    tone: 'near',
    items: [{ zh: '请按新函办理；请持函人出示新函。', en: 'Act on the new letter; ask the bearer for it.' }],
  },
  revoked: {
    tone: 'bad',
    items: [
      {
        zh: '如有人持此件办理业务，请勿受理，并联系签发部门。',
        en: 'If someone presents this letter, do not accept it. Contact the issuing department.',
      },
    ],
  },
  void: {
    tone: 'near',
    items: [
      {
        zh: '不能据此办理；需要时由签发部门另行出具。',
        en: 'Do not act on it. If needed, the issuing department issues a new one.',
      },
    ],
  },
  expired: {
    tone: 'near',
    items: [{ zh: '不能再据此办理。企业可以重新申请推荐。', en: 'Do not act on it. The firm can apply again.' }],
  },
  specimen: {
    tone: 'near',
    items: [
      {
        zh: '“有效”只表示演示系统中登记有这份样张。机关、企业与人名均为虚构，凭样张不能办理任何业务。',
        en:
          '“Valid” says only that the demonstration has this specimen in its register. Authorities, ' +
          'firms and people are fictitious, and a specimen entitles nobody to anything.',
      },
    ],
  },
  unknown: {
    tone: 'bad',
    items: [
      {
        zh: '请对照文书重新输入：0 与 O、1 与 I 容易混淆。若仍查不到，请勿受理，并联系签发部门。',
        en:
          'Compare with the letter and try again: 0 and O, 1 and I are easily confused. If it is still not ' +
          'found, do not accept the letter and contact the department named on it.',
      },
    ],
  },
  altered: {
    tone: 'bad',
    items: [
      {
        zh: '文件与签发的不同：可能被编辑、重新保存或只是扫描件。请用原文件，或改用文书上的核验码。',
        en:
          'The file is not the one that was issued: it may have been edited, saved again or ' +
          'scanned. Use the original file, or the check code printed on it.',
      },
    ],
  },
}

const UNKNOWN_FILE: Bilingual = {
  zh: '登记簿中没有该文件。可能不是本系统的文书，可能经重新保存或扫描，也可能是伪造的文书。',
  en:
    'This file is not in the register. It may not be one of our letters, it may ' +
    'have been saved again or scanned, or it may be forged.',
}
const USE_THE_CODE: Bilingual = {
  zh: '请用原文件，或改用文书上的核验码。若仍查不到，请勿受理，并联系签发部门。',
  en:
    'Use the original file, or the check code printed on it. If it is still not found, do ' +
    'not accept the letter and contact the department named on it.',
}

/** Of a notice: how its sentence begins and ends around the day, and what to go by. */
const ANNOUNCED = {
  superseded: [
    { zh: '这份文书所告知的拟作决定，已于', en: 'The decision that this notice announced was taken on ' },
    { zh: '作出。', en: '.' },
    { zh: '请以决定书为准。', en: 'Go by the decision itself.' },
  ],
  void: [
    {
      zh: '这份文书所告知的拟作决定不再作出，已于',
      en: 'The decision that this notice announced will not be taken. It became void on ',
    },
    { zh: '作废。', en: '.' },
    { zh: '推荐函是否有效，请凭推荐函上的核验码核验。', en: 'To learn whether a letter is valid, check its own code.' },
  ],
} as const

function sentenceOf(found: Finding): Line {
  if ('settledOn' in found) {
    const [before, after] = ANNOUNCED[found.kind]
    return [before, strong(day(found.settledOn)), after]
  }
  switch (found.kind) {
    case 'valid':
      return [
        { zh: '这份文书由', en: 'This letter was issued by ' },
        found.issuer,
        ...(found.validUntil
          ? [{ zh: '签发，至', en: ' and is valid until ' }, strong(day(found.validUntil)), { zh: '有效。', en: '.' }]
          : [{ zh: '签发，现行有效。', en: ' and is valid.' }]),
      ]
    case 'superseded':
      return [
        { zh: '这份文书已于', en: 'On ' },
        strong(day(found.supersededOn)),
        { zh: '由新函', en: ' this letter was replaced by ' },
        found.newNumber ? numberPiece(found.newNumber) : { zh: '（正在制作）', en: 'a new one, which is being made,' },
        { zh: '替代，不再使用。', en: ' and is no longer in use.' },
      ]
    case 'revoked':
      return [
        { zh: '这份文书已于', en: 'This letter was revoked on ' },
        strong(day(found.revokedOn)),
        { zh: '撤销，不得再用于办理工作许可。', en: ' and may no longer be used for a work permit.' },
      ]
    case 'void':
      return [
        { zh: '这份文书已于', en: 'This letter was made void on ' },
        strong(day(found.endedOn)),
        { zh: '作废，不再使用。', en: ' and is no longer in use.' },
        ...(found.newNumber
          ? [{ zh: '新函为', en: ' The new letter is ' }, numberPiece(found.newNumber), { zh: '。', en: '.' }]
          : []),
      ]
    case 'expired':
      return [
        { zh: '这份文书确由', en: 'This letter was issued by ' },
        found.issuer,
        { zh: '签发，但有效期已于', en: ', but its validity ended on ' },
        strong(day(found.validUntil ?? '')),
        { zh: '届满。', en: '.' },
      ]
    case 'specimen':
      return [
        {
          zh: '这是有效的样张：由演示系统签发，与登记一致，未撤销，未过期。样张不是公文，没有效力。',
          en:
            'This is a valid specimen: a demonstration issued it, and it is registered, not revoked and not expired. ' +
            'A specimen is not an official letter and has no legal effect.',
        },
      ]
    case 'unknown':
      if (found.byFile) return [UNKNOWN_FILE]
      return [
        {
          zh: '登记簿中没有该文书。可能是输入有误，也可能是伪造的文书。',
          en: 'There is no such letter in the register. The code may have been mistyped, or the letter may be forged.',
        },
      ]
    case 'altered':
      return [
        {
          zh: '该文件与签发的文件不一致，其内容不可信。',
          en: 'This file is not the one that was issued. Do not trust its contents.',
        },
      ]
  }
}

function noteOf(found: Finding): Verdict['note'] {
  if (found.kind === 'unknown' && found.byFile) return { tone: 'bad', items: [USE_THE_CODE] }
  if ('settledOn' in found) return { tone: 'near', items: [ANNOUNCED[found.kind][2]] }
  return found.kind === 'void' && found.newNumber ? NOTES.superseded : NOTES[found.kind]
}

/** The words of a verdict. */
export const verdictOf = (found: Finding): Verdict => ({
  kind: found.kind,
  ...KINDS[found.kind],
  line: sentenceOf(found),
  note: noteOf(found),
})
