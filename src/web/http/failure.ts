/**
 * Every way in which a request fails, in words: what happened, and what to do. Never a stack, a
 * code alone or a dead end.
 */
import type { Bilingual } from '../../base/text.js'
import { time } from '../kit/page.js'
import type { Button, Text, Views } from '../kit/parts.js'

/** What is known about this failure. `since` has instants as ISO texts; `kept` is what was typed. */
export interface FailureDetails {
  readonly because?: Text
  readonly reasons?: readonly Text[]
  readonly since?: readonly { readonly what: Text; readonly at: string; readonly by: Text }[]
  readonly changes?: Views['error']['changes']
  readonly kept?: Views['error']['kept']
  readonly actions?: readonly Button[]
  readonly requestId?: string
  /** What came first was the reader’s own doing: the same, or something else. */
  readonly own?: keyof typeof OWN | false
  /** Words that fit this case of the failure better than its own. */
  readonly instead?: Partial<Words>
}

interface Words {
  readonly status: number
  readonly heading: Bilingual
  readonly what: Bilingual
  readonly todo: readonly Bilingual[]
}

/** Each with its HTTP status. */
export const FAILURES = {
  forbidden: {
    status: 403,
    heading: { zh: '您没有此项权限', en: 'You do not have permission' },
    what: { zh: '您的角色不能办理此事项。', en: 'Your role does not allow this.' },
    todo: [
      { zh: '请有这个角色的同事办理。', en: 'Ask a colleague who has the right role.' },
      { zh: '如果您有两个账号，请换另一个登录。', en: 'If you have two accounts, sign in with the other one.' },
    ],
  },
  notFound: {
    status: 404,
    heading: { zh: '页面不存在', en: 'Page not found' },
    what: { zh: '地址有误，或者您无权查看。', en: 'The address is wrong or you do not have access.' },
    todo: [
      { zh: '请核对地址是否完整。', en: 'Check that the address is complete.' },
      { zh: '从首页或列表重新进入。', en: 'Go to the home page or a list.' },
    ],
  },
  notNow: {
    status: 409,
    heading: { zh: '目前不能办理', en: 'Not possible yet' },
    what: { zh: '目前不能办理此事项，未作任何改动。', en: 'This is not possible at the moment. Nothing was changed.' },
    todo: [
      {
        zh: '上面写明须先完成的，请先完成；案件状态已变的，请从列表重新打开案件。',
        en: 'Complete first what is asked for above. If the case has moved on, open it again from the list.',
      },
    ],
  },
  stale: {
    status: 409,
    heading: { zh: '内容已更新，本次操作未执行', en: 'This page has changed' },
    what: {
      zh: '在您提交前已有下列操作，因此您的操作未执行。',
      en: 'Someone else acted first, as listed below. Your action was not carried out.',
    },
    todo: [{ zh: '请查看最新情况，再决定是否办理。', en: 'Check the current state, then decide again.' }],
  },
  tooLarge: {
    status: 413,
    heading: { zh: '文件太大', en: 'The file is too large' },
    what: { zh: '超过单次上传的大小限制，文件未保存。', en: 'It is larger than the upload limit. It was not saved.' },
    todo: [
      {
        zh: '请以彩色 200 dpi 扫描，或压缩后重新上传。',
        en: 'Scan in colour at 200 dpi, or compress it, and upload it again.',
      },
      { zh: '请逐个上传文件。', en: 'Upload one file at a time.' },
    ],
  },
  invalid: {
    status: 422,
    heading: { zh: '部分内容有误', en: 'There is a problem' },
    what: { zh: '没有保存。请修改以下内容。', en: 'Not saved. Fix these problems.' },
    todo: [{ zh: '请返回上一页修改，您填写的内容已保留。', en: 'Go back and correct it. Your answers are kept.' }],
  },
  tooMany: {
    status: 429,
    heading: { zh: '请稍候', en: 'Please wait' },
    what: { zh: '短时间内请求过多。', en: 'You made too many requests in a short time.' },
    todo: [{ zh: '请稍后再试。已保存的内容不受影响。', en: 'Try again later. Nothing you saved is lost.' }],
  },
  broken: {
    status: 500,
    heading: { zh: '系统出现错误', en: 'Something went wrong' },
    what: {
      zh: '系统发生故障，与您的操作无关。本次操作未执行，已保存的内容不受影响。',
      en: 'This is our fault. Your last action was not carried out. Nothing you saved is lost.',
    },
    todo: [
      { zh: '请返回上一页重试。', en: 'Go back and try again.' },
      { zh: '如仍有问题，请将下面的编号告知我们。', en: 'If it happens again, tell us the reference below.' },
    ],
  },
  busy: {
    status: 503,
    heading: { zh: '暂时无法办理', en: 'Not available at the moment' },
    what: { zh: '系统正在维护，或者暂时繁忙。', en: 'The system is under maintenance or too busy.' },
    todo: [
      { zh: '请几分钟后再试。', en: 'Try again in a few minutes.' },
      { zh: '已保存的内容不受影响。', en: 'Nothing you saved is lost.' },
    ],
  },
  full: {
    status: 507,
    heading: { zh: '存储空间不足', en: 'Not enough storage space' },
    what: {
      zh: '系统存储空间已满，本次操作未执行，已保存的内容不受影响。',
      en: 'The system has run out of space. This was not carried out. Nothing you saved is lost.',
    },
    todo: [
      {
        zh: '请稍后再试；管理员清理空间后即可继续。',
        en: 'Try again later, once the administrators have freed some space.',
      },
    ],
  },
  contentMissing: {
    status: 503,
    heading: { zh: '材料的内容缺失', en: 'The content of this document is missing' },
    what: {
      zh: '该材料已登记在案，但存储中没有其内容。这是系统的故障，与您的操作和权限无关；已告知系统管理员。',
      en:
        'The document is on record, but its content is not in the store. This is a fault of the system, ' +
        'not of yours or of your rights. The system administrators have been informed.',
    },
    todo: [
      { zh: '内容恢复后即可打开，请稍后再试。', en: 'You can open it once its content is restored. Try again later.' },
      {
        zh: '急需时，请联系系统管理员，并告知下面的编号。',
        en: 'If it is urgent, give the system administrator the reference below.',
      },
    ],
  },
} as const satisfies Readonly<Record<string, Words>>

export type FailureKind = keyof typeof FAILURES

/** In how many seconds it is worth trying again. */
export const RETRY_AFTER: Partial<Record<FailureKind, string>> = { busy: '5', full: '60', contentMissing: '3600' }

/** Where it was the reader, in another window, who came first. */
const OWN_WHAT: Bilingual = {
  zh: '打开本页之后，您在另一个窗口进行了下列操作，因此本次操作未执行。',
  en: 'After opening this page you did the following in another window, so this action was not carried out.',
}
const OWN = {
  same: {
    heading: { zh: '您已在另一个窗口办理过', en: 'You already did this in another window' },
    what: OWN_WHAT,
  },
  other: {
    heading: {
      zh: '未执行：您已在另一个窗口对本案作了其他处理',
      en: 'Not done: you did something else with this case in another window',
    },
    what: OWN_WHAT,
  },
}

/** Of a form whose page was made for another person, or in another session. */
export const PAGE_OLD = {
  heading: { zh: '页面已失效', en: 'This page is out of date' },
  todo: [
    {
      zh: '页面上方显示的不是您的账号的，请先退出，再用您的账号登录；系统已暂存的内容仍在您的账号中。',
      en:
        'If the account at the top of this page is not yours, sign out and sign in with your own account first. What ' +
        'was saved for you is still there.',
    },
    {
      zh: '然后重新打开表单，补齐内容后再提交。',
      en: 'Then open the form again, complete it and submit it.',
    },
  ],
} satisfies Partial<Words>

/** The view of an error page, and its HTTP status. */
export function failureOf(
  kind: FailureKind,
  { because, since, requestId, own, instead, ...rest }: FailureDetails = {},
) {
  const words = own ? OWN[own] : instead
  const { status, heading, what, todo } = { ...FAILURES[kind], ...words }
  return {
    status,
    title: heading,
    heading,
    what: because ?? what,
    todo,
    since: rest.changes
      ? undefined
      : since?.map(({ what: title, at, by }) => ({ title, by, at: time(at), datetime: at })),
    requestId: requestId || undefined,
    ...rest,
  }
}
