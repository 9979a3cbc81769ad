/** Every page with something in it: what the tests render, and what is looked at on screenshots. */
import { path } from '../../../src/base/path.js'
import type { Bilingual, Language } from '../../../src/base/text.js'
import { failureOf } from '../../../src/web/http/failure.js'
import { type Audience, makeShell, type Page } from '../../../src/web/kit/shell.js'
import { verdictOf } from '../../../src/web/kit/verdict.js'
import { NOTICES } from './firmParts.js'
import { casehead, kitDesk } from './kitDesk.js'
import { kitFirm } from './kitFirm.js'
import { kitForms } from './kitForms.js'
import { kitOffice, REFUSED } from './kitOffice.js'
import { kitPublic } from './kitPublic.js'
import {
  accessibility,
  criteria,
  FINDINGS,
  home,
  howItWorks,
  message,
  privacy,
  resultOf,
  signIn,
  verify,
} from './pages.js'
import { t } from './words.js'

export interface Sample {
  readonly name: string
  readonly page: string
  readonly audience: Audience
  /** A function where the page has forms, whose words are of one language. */
  readonly view: object | ((language: Language) => object)
  readonly frame: Omit<Page, 'shell'>
}

const back = { text: t('再核验一封', 'Check another letter'), href: path.verify }
const publicPage = (name: string, page: string, title: Bilingual, view: object, frame: object = {}): Sample => ({
  name,
  page,
  audience: 'public',
  view,
  frame: { title, ...frame },
})
const failed = (kind: Parameters<typeof failureOf>[0], details: Parameters<typeof failureOf>[1] = {}): Sample => {
  const view = failureOf(kind, details)
  return { name: `error-${kind}`, page: 'error', audience: 'firm', view, frame: { title: view.heading } }
}

/** The kit: every part as it stands in use, on the pages of those who meet it. */
const kit = (name: string, audience: Audience, text: Bilingual, view: Sample['view'], frame: object = {}): Sample => ({
  name: `kit-${name}`,
  page: `kit/${name}`,
  audience,
  view,
  frame: { title: text, ...frame },
})
export const KITS: readonly Sample[] = [
  kit('public', 'public', t('访客看到的部件', 'Parts that visitors meet'), kitPublic),
  kit('firm', 'firm', t('企业看到的部件', 'Parts that firms meet'), kitFirm, {
    back: { text: t('全部申请', 'All applications'), href: path.cases },
    notices: NOTICES,
    problems: [
      { text: t('护照有效期至：还没有改', 'Passport valid until: not changed yet'), href: '#item-2' },
      { text: t('译文：同事已答复', 'Translation: a colleague has answered'), href: '#item-3' },
    ],
  }),
  kit('forms', 'firm', t('表单', 'Forms'), kitForms),
  kit('desk', 'desk', t('经办人看到的部件', 'Parts that officers meet'), kitDesk, { casehead }),
  kit('office', 'desk', t('管理用的部件', 'Parts for keeping the service'), kitOffice, { notices: [REFUSED] }),
]
const kits = (name: string) => ({
  label: t('部件', 'Parts'),
  tabs: KITS.map((one) => ({
    text: one.frame.title,
    href: `/${one.name}`,
    ...(one.name === name && { current: true }),
  })),
})

/** Every page with something in it. */
export const SAMPLES: readonly Sample[] = [
  publicPage('home', 'home', t('首页', 'Home'), home),
  publicPage('sign-in', 'sign-in', t('登录', 'Sign in'), signIn),
  publicPage('sign-in-wrong', 'sign-in', t('登录', 'Sign in'), {
    ...signIn,
    account: 'liwen',
    problem: t('账号或密码不正确。', 'The account or the password is wrong.'),
    accounts: undefined,
  }),
  { name: 'message', page: 'message', audience: 'firm', view: message, frame: { title: t('已提交', 'Submitted') } },
  publicPage('verify', 'verify', t('核验文书', 'Check a letter'), verify),
  publicPage(
    'verify-wrong',
    'verify',
    t('核验文书', 'Check a letter'),
    {
      ...verify,
      code: 'W3NB',
      codeProblem: t('核验码不完整，应有 17 个字符。', 'The code is not complete; it has 17 characters.'),
    },
    {
      problems: [
        { text: t('核验码不完整，应有 17 个字符。', 'The code is not complete; it has 17 characters.'), href: '#code' },
      ],
    },
  ),
  ...FINDINGS.map((found) =>
    publicPage(`verify-${found.kind}`, 'verify-result', verdictOf(found).word, resultOf(found), { back }),
  ),
  publicPage('how-it-works', 'how-it-works', t('办理流程', 'How it works'), howItWorks),
  publicPage('criteria', 'criteria', t('公布的条件', 'The published criteria'), criteria),
  publicPage('privacy', 'privacy', t('个人信息保护', 'Privacy'), privacy),
  publicPage('accessibility', 'accessibility', t('无障碍', 'Accessibility'), accessibility),
  failed('forbidden'),
  failed('notFound', { actions: [{ text: t('回首页', 'Home page'), href: '/' }] }),
  failed('notNow', {
    reasons: [
      t('有 3 项评估没有结论', '3 parts have no conclusion'),
      t('补正期还没过', 'The time for the correction is not over'),
    ],
  }),
  failed('stale', {
    since: [{ what: t('请企业补正', 'Correction asked'), at: '2026-11-26T02:40:00Z', by: t('王芳', 'Wang Fang') }],
    kept: [{ label: t('理由', 'Reason'), value: '印章不清' }],
    actions: [{ text: t('查看最新情况', 'View the case as it is now'), href: path.case(398) }],
  }),
  failed('tooLarge'),
  failed('invalid'),
  failed('tooMany'),
  failed('broken', { requestId: 'req-4f2a9c' }),
  failed('busy'),
  ...KITS,
]

const NAV: Readonly<Record<Audience, Parameters<typeof makeShell>[0]['nav']>> = {
  public: [],
  firm: [
    { text: t('申请', 'Applications'), href: path.cases },
    { text: t('企业', 'Firm'), href: path.firm },
  ],
  desk: [
    { text: t('队列', 'Queue'), href: path.queue },
    { text: t('推荐函', 'Letters'), href: path.letters },
  ],
}

/** What the renderer is given for a sample. */
export const dataOf = ({ name, audience, view, frame }: Sample, address: string, language: Language): object => ({
  ...frame,
  ...(typeof view === 'function' ? view(language) : view),
  kits: kits(name),
  shell: makeShell({
    audience,
    address,
    language,
    nav: NAV[audience] ?? [],
    csrf: 'token',
    ...(audience === 'firm' && { person: { id: 2, name: '李雯', role: t('申请人', 'applicant') } }),
    ...(audience === 'desk' && {
      person: { id: 4, name: '陈思远', role: t('评估人', 'assessor') },
      find: { action: path.queue, value: '' },
    }),
  }),
})
