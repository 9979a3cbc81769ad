/**
 * What the candidate's own page says in a language besides Chinese and English, which bind: reference data, kind
 * `hostTexts`, one entry a language under its tag (BCP 47). A text that an entry leaves out is shown in English.
 */
import type { z } from 'zod'
import type { Bilingual } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import { type Kind, kind } from '../reference/registry.js'
import { label, line } from '../reference/shapes.js'
import { PUBLIC_WORDS } from '../workflow/publicWords.js'

type Text = Bilingual | string

const says = (zh: string, en: string): Bilingual => ({ zh, en })

/** The states in which an application waits for something; of all others it is said that it has ended. */
const STATES = [
  'draft',
  'submitted',
  'awaitingCorrection',
  'underAssessment',
  'awaitingDecision',
  'recommended',
  'letterIssued',
  'letterReceived',
  'permitGranted',
  'notRecommended',
  'underReview',
] as const
type NamedState = (typeof STATES)[number]

/** Headings, buttons and sentences of the page. */
export const HOST_TEXTS = {
  binds: says('以中文和英文文本为准。', 'The Chinese and English texts prevail.'),
  inBinding: says(
    '填写项、您的资料和文件以中文或英文显示，因为以这两种文本为准。不理解的，请先请人说明，再作决定或签名。',
    'Questions, your data and documents are shown in Chinese or English, because these texts prevail. ' +
      'If there is anything you do not understand, ask someone to explain it before you decide or sign.',
  ),
  title: says('关于您的申请资料', 'Your application'),
  doorLead: says(
    '一家企业为您申请工作许可推荐。本页仅供您本人使用：查看企业申报的您的资料，决定是否同意使用敏感信息，' +
      '请求更正或删除，查看进度和结果。',
    'A firm is applying for a recommendation for your work permit. This page is only for you: see what ' +
      'the firm has entered about you, decide whether your sensitive data may be used, ask for correction ' +
      'or erasure, and follow the application.',
  ),
  doorOwn: says(
    '请用自己的手机和邮箱打开，不要请企业或代理代您填写。',
    'Open it on your own phone, with your own e-mail address. Do not let the firm or an agent fill it in for you.',
  ),
  firstTime: says('首次打开，或忘记PIN码', 'First visit, or forgotten PIN'),
  askHow: says(
    '填写您自己的邮箱和护照号码，验证码会发到这个邮箱。',
    'Enter your own e-mail address and your passport number. A code is sent to that address.',
  ),
  sendCode: says('发送验证码', 'Send me a code'),
  hasPin: says('已设过PIN码', 'You already have a PIN'),
  open: says('打开', 'Open'),
  enterCode: says('输入验证码', 'Enter the code'),
  codeSent: says(
    '如邮箱和护照号码均正确，验证码已发出，15分钟内有效。',
    'If the address and passport number are correct, we have sent a code. It is valid for 15 minutes.',
  ),
  openPage: says('打开本人页面', 'Open my page'),
  setPin: says('设置PIN码', 'Set the PIN'),
  pinLead: says(
    '下次请用企业提供的二维码或链接，输入此PIN码打开本页。请勿告诉任何人，包括企业和代理。',
    'Next time, open this page with the firm’s QR code or link and this PIN. Do not give it to anyone, ' +
      'including the firm or an agent.',
  ),
  progress: says('办理进度', 'Progress'),
  letters: says('文书', 'Letters and notices'),
  documents: says('材料', 'Documents'),
  recorded: says('每次打开或下载都有记录。', 'Every view and download is recorded.'),
  notice: says('告知', 'Notice'),
  consent: says('是否同意', 'Your consent'),
  consentHow: says(
    '以下每一类敏感信息由您本人分别决定。企业提交时的声明不代替您的决定。您可以随时撤回；' +
      '撤回不影响此前的处理，但申请可能无法继续。',
    'Decide for each kind of sensitive data. What the firm declared does not replace your decision. You ' +
      'can withdraw at any time. That does not affect what was done before, but the application may not be ' +
      'able to continue.',
  ),
  passport: says(
    '护照和照片：我同意主管部门为审查这项申请使用，并送许可机关。',
    'Passport and photograph: I consent to their use by the departments to examine this application, and to ' +
      'their being passed to the permit authority.',
  ),
  medical: says(
    '体检证明：我同意主管部门为审查这项申请使用，并送许可机关。',
    'Medical certificate: I consent to its use by the departments to examine this application, and to its ' +
      'being passed to the permit authority.',
  ),
  police: says(
    '无犯罪记录证明：我同意主管部门为审查这项申请使用，并送许可机关。',
    'Police record: I consent to its use by the departments to examine this application, and to its being ' +
      'passed to the permit authority.',
  ),
  agree: says('同意使用', 'I consent'),
  refuse: says('不同意', 'I do not consent'),
  takeBack: says('撤回同意', 'Withdraw my consent'),
  whenRefused: says(
    '不同意或撤回后，企业和经办部门会收到通知；处理完毕前，不会作出推荐。此前依您的同意所做的处理仍然有效。',
    'If you refuse or withdraw, the firm and the department are informed, and no recommendation is made until ' +
      'this is settled. What was done before with your consent stays valid.',
  ),
  signing: says('手写签名', 'Your drawn signature'),
  signingHow: says(
    '您可以在手机上手写签名，签署下列文件。这是手写笔迹签名，不使用电子认证证书。',
    'You can sign these by hand on your phone. It is a drawn signature without a certificate.',
  ),
  signingRead: says('阅读并签名', 'Read and sign'),
  requests: says('您提出的请求', 'Your requests'),
  ask: says('请求更正或删除', 'Ask for correction or erasure'),
  sendRequest: says('提出请求', 'Send the request'),
  readWhole: says('查看完整申请', 'Read the whole application'),
  copy: says('下载副本（JSON）', 'Download a copy (JSON)'),
  changePin: says('更换PIN码', 'Change the PIN'),
  close: says('关闭本页', 'Close this page'),
  erased: says(
    '您的个人信息已经删除，仅保留编号、日期和办理步骤。',
    'Your personal data have been erased. Only numbers, dates and steps are kept.',
  ),
  ended: says('这项申请已经结束。', 'This application has ended.'),
} as const satisfies Record<string, Bilingual>
export type HostText = keyof typeof HOST_TEXTS

/** What the texts of a page are called by its template. */
export type HostWords = Readonly<Record<HostText | 'state', Text>>

const question = ({ zh, en }: Bilingual) => ask.longText(zh, en, { max: 1000 }).optional()
const textQuestions = <Name extends string>(names: readonly Name[], of: (name: Name) => Bilingual) =>
  // one each
  Object.fromEntries(names.map((name) => [name, question(of(name))])) as Record<Name, ReturnType<typeof question>>

const NAMES = Object.keys(HOST_TEXTS) as HostText[] // the object has no other keys

export const hostTextsSchema = ask.body({
  label,
  native: line('该语言的自称', 'Name of the language in that language'),
  rightToLeft: ask.yesNo('从右向左书写', 'Written from right to left'),
  texts: ask.part('文字', 'Texts', {
    ...textQuestions(NAMES, (name) => HOST_TEXTS[name]),
    ...textQuestions(STATES, (state) => PUBLIC_WORDS[state]),
  }),
})
export type HostTexts = z.output<typeof hostTextsSchema>

/** The texts of a page about a case in that state, in Chinese and English, or in the language of an entry. */
export function hostWords(entry: HostTexts | undefined, state: keyof typeof PUBLIC_WORDS | undefined): HostWords {
  const own: Readonly<Record<string, string | undefined>> = entry?.texts ?? {}
  const text = (name: HostText): Text => (entry ? own[name] || HOST_TEXTS[name].en : HOST_TEXTS[name])
  const named = STATES.find((one) => one === state)
  const words = Object.fromEntries(NAMES.map((name) => [name, text(name)])) as Record<HostText, Text> // one each
  return { ...words, state: stateText(entry && own, state, named, text('ended')) }
}

function stateText(
  own: Readonly<Record<string, string | undefined>> | undefined,
  state: keyof typeof PUBLIC_WORDS | undefined,
  named: NamedState | undefined,
  ended: Text,
): Text {
  if (state === undefined) return ''
  if (own === undefined) return PUBLIC_WORDS[state]
  return named === undefined ? ended : own[named] || PUBLIC_WORDS[named].en
}

const TAG = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/
const NO_TAG = {
  code: 'noLanguageTag',
  path: 'label',
  message: {
    zh: '代码须是语言标签，如 ko、pt-BR；中文和英文不在这里。',
    en: 'The code must be a language tag like ko or pt-BR; Chinese and English are not entered here.',
  },
}

export const HOST_KINDS: readonly Kind[] = [
  kind('hostTexts', {
    label: ['本人页面的其他语言', 'Further languages of the candidate’s page'],
    what: [
      '人选本人页面的标题、按钮、进度和同意的文字，每种语言一条，代码为语言标签。没有译文的显示英文。' +
        '以中文和英文为准。',
      'Headings, buttons, progress and consents of the candidate’s own page, one entry per language, by ' +
        'its language tag. Texts without a translation are shown in English. The Chinese and English texts ' +
        'prevail.',
    ],
    applies: 'doing',
    schema: hostTextsSchema,
    fromToday: true,
    newKeys: true,
    check: (_body, key) => (TAG.test(key) && !/^(zh|en)\b/.test(key) ? [] : [NO_TAG]),
  }),
]
