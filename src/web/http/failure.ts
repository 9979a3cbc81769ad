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
  /** What came first was the reader’s own doing. */
  readonly own?: boolean
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
    heading: { zh: '您不能做这件事', en: 'You may not do this' },
    what: { zh: '您的角色不能做这件事。', en: 'Your role may not do this.' },
    todo: [
      { zh: '请有这个角色的同事办理。', en: 'Ask a colleague who has the role.' },
      { zh: '如果您有两个账号，请换另一个登录。', en: 'If you have two accounts, sign in with the other one.' },
    ],
  },
  notFound: {
    status: 404,
    heading: { zh: '没有这一页', en: 'There is no such page' },
    what: { zh: '地址有误，或者它不对您开放。', en: 'The address is wrong, or it is not open to you.' },
    todo: [
      { zh: '请核对地址，尤其是案件编号。', en: 'Check the address, above all the number of the case.' },
      { zh: '从首页或列表重新进入。', en: 'Start again from the home page or a list.' },
    ],
  },
  notNow: {
    status: 409,
    heading: { zh: '现在还不能做', en: 'Not now' },
    what: { zh: '这一步现在做不了，什么都没有改动。', en: 'This step is not possible now. Nothing was changed.' },
    todo: [{ zh: '先把上面列出的事办完，再回来做。', en: 'Do first what is listed above, then come back.' }],
  },
  stale: {
    status: 409,
    heading: { zh: '内容已更新，本次操作未执行', en: 'It changed while you were reading' },
    what: {
      zh: '有人先做了下面的事，所以您这一步没有执行。',
      en: 'Somebody did the following first, so your step was not carried out.',
    },
    todo: [{ zh: '看过最新情况，再决定要不要做。', en: 'Look at it as it is now, then decide again.' }],
  },
  tooLarge: {
    status: 413,
    heading: { zh: '文件太大', en: 'The file is too large' },
    what: { zh: '超过了一次能传的大小，文件没有保存。', en: 'It is more than can be sent at once. It was not kept.' },
    todo: [
      {
        zh: '扫描时用彩色 200 dpi，或压缩后重新上传。',
        en: 'Scan in colour at 200 dpi, or compress it, and upload it again.',
      },
      { zh: '一次只传一个文件。', en: 'Upload one file at a time.' },
    ],
  },
  invalid: {
    status: 422,
    heading: { zh: '有些内容不对', en: 'Something in it is wrong' },
    what: { zh: '没有保存。请修改以下内容。', en: 'Not saved. Fix these problems.' },
    todo: [{ zh: '返回上一页修改，您填的还在。', en: 'Go back and correct it. What you typed is still there.' }],
  },
  tooMany: {
    status: 429,
    heading: { zh: '请稍等一会儿', en: 'Please wait a little' },
    what: { zh: '短时间内的请求太多了。', en: 'There were too many requests in a short time.' },
    todo: [{ zh: '请稍后再试。已保存的内容不受影响。', en: 'Try again later. What is saved stays saved.' }],
  },
  broken: {
    status: 500,
    heading: { zh: '系统出了错', en: 'Something broke' },
    what: {
      zh: '是我们的错，不是您的。这一步没有执行；之前保存的都在。',
      en: 'The fault is ours, not yours. This step was not carried out; what was saved before is safe.',
    },
    todo: [
      { zh: '返回上一页再试一次。', en: 'Go back and try once more.' },
      { zh: '还不行的话，请把下面的编号告诉我们。', en: 'If it fails again, tell us the reference below.' },
    ],
  },
  busy: {
    status: 503,
    heading: { zh: '暂时办不了', en: 'Not available for the moment' },
    what: { zh: '系统正在维护，或者此刻太忙。', en: 'The system is being maintained, or too busy just now.' },
    todo: [
      { zh: '几分钟后再试。', en: 'Try again in a few minutes.' },
      { zh: '已保存的内容都在。', en: 'What is saved is safe.' },
    ],
  },
  full: {
    status: 507,
    heading: { zh: '现在存不下了', en: 'There is no room to store this now' },
    what: {
      zh: '系统的存储空间已满，这一步没有执行；之前保存的都在。',
      en: 'The system has run out of space. This step was not carried out; what was saved before is safe.',
    },
    todo: [
      {
        zh: '请过一会儿再试；管理员腾出空间后即可继续。',
        en: 'Try again later; it goes on as soon as space has been made.',
      },
    ],
  },
  contentMissing: {
    status: 503,
    heading: { zh: '材料的内容缺失', en: 'The content of this document is missing' },
    what: {
      zh: '这份材料登记在案，但存储中找不到它的内容。这是系统的故障，与您的操作和权限无关；已告知系统管理员。',
      en:
        'The document is on record, but its content is not in the store. This is a fault of the system, ' +
        'not of yours or of your rights. The system administrators have been informed.',
    },
    todo: [
      { zh: '内容恢复后即可打开，请过些时候再试。', en: 'It opens as soon as its content is back. Try again later.' },
      {
        zh: '急需时，请联系系统管理员，并告知下面的编号。',
        en: 'If it is urgent, give the system administrators the reference below.',
      },
    ],
  },
} as const satisfies Readonly<Record<string, Words>>

export type FailureKind = keyof typeof FAILURES

/** In how many seconds it is worth trying again. */
export const RETRY_AFTER: Partial<Record<FailureKind, string>> = { busy: '5', full: '60', contentMissing: '3600' }

/** Where it was the reader, in another window, who came first. */
const OWN = {
  heading: { zh: '您已在另一个窗口办理过', en: 'You have acted on it in another window' },
  what: {
    zh: '打开这一页之后，您在另一个窗口做了下面的事，所以这一步没有执行。',
    en: 'After you opened this page, you did the following in another window, so this step was not carried out.',
  },
}

/** The view of an error page, and its HTTP status. */
export function failureOf(kind: FailureKind, { because, since, requestId, own, ...rest }: FailureDetails = {}) {
  const { status, heading, what, todo } = own ? { ...FAILURES[kind], ...OWN } : FAILURES[kind]
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
