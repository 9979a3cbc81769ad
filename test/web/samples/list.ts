/** Every page with something in it: what the tests render, and what is looked at on screenshots. */
import type { Bilingual, Language } from '../../../src/base/text.js'
import { ENTRY_FORMS } from '../../../src/forms/entries.js'
import { formView } from '../../../src/forms/view.js'
import { failureOf } from '../../../src/web/failure.js'
import { ruler } from '../../../src/web/ruler.js'
import { type Audience, makeShell, type Page } from '../../../src/web/shell.js'
import { verdictOf } from '../../../src/web/verdict.js'
import { deskParts } from './deskParts.js'
import { firmParts } from './firmParts.js'
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
import { FIRM, STAGES, t, tag } from './words.js'

const kit = { ...firmParts, ...deskParts }

export interface Sample {
  readonly name: string
  readonly page: string
  readonly audience: Audience
  readonly view: object
  readonly frame: Omit<Page, 'shell'>
}

const back = { text: t('再核验一封', 'Check another letter'), href: '/verify' }
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

/** Every page with something in it. */
export const SAMPLES: readonly Sample[] = [
  publicPage('home', 'home', t('首页', 'Home'), home),
  publicPage('sign-in', 'sign-in', t('登录', 'Sign in'), signIn),
  publicPage('sign-in-wrong', 'sign-in', t('登录', 'Sign in'), {
    ...signIn,
    account: 'liwen',
    problem: t('账号或密码不对。', 'The account or the password is wrong.'),
    accounts: undefined,
  }),
  { name: 'message', page: 'message', audience: 'firm', view: message, frame: { title: t('已提交', 'Submitted') } },
  publicPage('verify', 'verify', t('核验文书', 'Check a paper'), verify),
  publicPage(
    'verify-wrong',
    'verify',
    t('核验文书', 'Check a paper'),
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
    actions: [{ text: t('看最新情况', 'See it as it is now'), href: '/cases/398' }],
  }),
  failed('gone'),
  failed('tooLarge'),
  failed('invalid'),
  failed('tooMany'),
  failed('broken', { requestId: 'req-4f2a9c' }),
  failed('busy'),
  { name: 'kit-firm', page: 'kit', audience: 'firm', view: kit, frame: { title: t('部件', 'Parts') } },
  {
    name: 'kit-desk',
    page: 'kit',
    audience: 'desk',
    view: kit,
    frame: {
      title: t('部件', 'Parts'),
      casehead: {
        name: 'TANAKA YUKI',
        otherName: { text: '田中由紀', lang: 'ja' },
        tag: tag(1),
        number: '2026-0398',
        facts: [
          [t('承办 ', 'With '), { text: t('陈思远（我）', 'Chen Siyuan (me)'), look: 'strong' }],
          [t('商务委', 'Commerce')],
        ],
        clock: {
          now: t('评估第 4 日，余 6 日', 'Assessment: day 4, 6 left'),
          promise: t('承诺 12月22日，补正停 3 日', 'Promised 22 Dec, stopped 3 days'),
          ruler: ruler(STAGES, { stage: 1, left: 6 }, 'head'),
        },
        links: [
          { text: t('上一件', 'Previous'), href: '/cases/1', key: 'K', rel: 'prev' },
          { text: t('下一件', 'Next'), href: '/cases/2', key: 'J', rel: 'next' },
        ],
      },
    },
  },
]

const NAV: Readonly<Record<Audience, Parameters<typeof makeShell>[0]['nav']>> = {
  public: [],
  firm: [
    { text: t('申请', 'Applications'), href: '/cases' },
    { text: t('企业', 'Firm'), href: '/firm' },
  ],
  desk: [
    { text: t('队列', 'Queue'), href: '/queue' },
    { text: t('推荐函', 'Letters'), href: '/letters' },
  ],
}

/** What the renderer is given for a sample. */
export const dataOf = ({ audience, view, frame }: Sample, address: string, language: Language): object => ({
  ...frame,
  ...view,
  ...(view === kit && { noteForm: formView(ENTRY_FORMS.note, {}, { language }) }),
  shell: makeShell({
    audience,
    address,
    language,
    nav: NAV[audience] ?? [],
    csrf: 'token',
    ...(audience === 'firm' && { person: { name: FIRM, role: t('李雯', 'Li Wen') } }),
    ...(audience === 'desk' && {
      person: { name: '陈思远', role: t('评估人', 'assessor') },
      find: { action: '/queue', value: '' },
    }),
  }),
})
