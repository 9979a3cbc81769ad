/**
 * What mails about a person's account say. What mails about cases say stands with the notifications
 * that they tell of. Over 250 lines because it is one list of texts.
 */
import type { Bilingual } from '../base/text.js'

export interface MailWords {
  readonly subject: Bilingual
  /** Its heading, where that is not the subject. */
  readonly title?: Bilingual
  readonly lines: readonly Bilingual[]
  readonly button: Bilingual
  /** For a candidate, who has no account: where they write is their own page. */
  readonly toHost?: true
}

export const ACCOUNT_MAILS: Readonly<Record<string, MailWords>> = {
  verifyEmail: {
    subject: { zh: '请确认您的电子邮箱', en: 'Confirm your e-mail address' },
    lines: [
      {
        zh: '有人在海荐登记了这个邮箱，用来接收办理进展的通知。如果是您本人，请在两天内确认。',
        en:
          'This address was registered with Haijian to receive notifications about cases. If it was you, ' +
          'confirm it within two days.',
      },
      {
        zh: '如非本人操作，请忽略本邮件，不会再有邮件发送。',
        en: 'If this was not you, ignore this mail. We will not send another.',
      },
    ],
    button: { zh: '确认这个邮箱', en: 'Confirm this address' },
  },
  phoneCode: {
    subject: { zh: '验证码', en: 'Your code' },
    lines: [
      {
        zh: '请在“通知方式”页输入，10分钟内有效。',
        en: 'Enter it on the page “Notification settings” within 10 minutes.',
      },
    ],
    button: { zh: '输入验证码', en: 'Enter the code' },
  },
  replyUnread: {
    subject: { zh: '您的回复未送达', en: 'Your reply was not delivered' },
    lines: [
      {
        zh: '您回复了系统自动发出的通知，或者答复了其中的日历提醒。回复未送达经办部门，期限也没有改变。',
        en:
          'You replied to an automatic notification or to its calendar entry. Your reply did not reach the ' +
          'department, and no time limit has changed.',
      },
      {
        zh: '如有事项，请登录后在案件中发送消息；补正、陈述意见请在案件中办理。',
        en: 'To contact us, sign in and send a message in the case. Corrections and responses are also made there.',
      },
    ],
    button: { zh: '登录办理', en: 'Sign in' },
  },
  invitation: {
    subject: { zh: '邀请您使用海荐', en: 'Invitation to Haijian' },
    lines: [
      {
        zh: '您收到了使用海荐的邀请。请打开下面的链接设置密码；链接只能用一次，过期失效。',
        en: 'You are invited to use Haijian. Open the link below to set a password. It works once and will expire.',
      },
      {
        zh: '如与您无关，请忽略本邮件。',
        en: 'If you do not know this system, ignore this mail.',
      },
    ],
    button: { zh: '接受邀请', en: 'Accept the invitation' },
  },
  codesTried: {
    subject: { zh: '有人多次输错您的验证码', en: 'Wrong codes were entered for your account' },
    lines: [
      {
        zh: '有人用您的密码登录海荐，并已连续 20 次输错验证码。如果不是您本人，请立即修改密码。',
        en:
          'Somebody has used your password at Haijian and entered 20 wrong codes in a row. If it was not you, ' +
          'change your password at once.',
      },
      {
        zh: '连续输错 100 次后，这个验证器会停用。',
        en: 'After 100 wrong codes in a row, the authenticator will be disabled.',
      },
    ],
    button: { zh: '查看账号', en: 'View your account' },
  },
  codesRefused: {
    subject: { zh: '您的验证器已停用', en: 'Your authenticator has been disabled' },
    lines: [
      {
        zh: '有人用您的密码登录海荐，并已连续 100 次输错验证码，所以验证器已停用。',
        en:
          'Somebody has used your password at Haijian and entered 100 wrong codes in a row. Your authenticator is ' +
          'therefore no longer accepted.',
      },
      {
        zh: '请用恢复码或通行密钥登录，修改密码，再重新添加验证器；都没有的，请联系安全管理员重置。',
        en:
          'Sign in with a recovery code or a passkey, change your password and add the authenticator again. Without ' +
          'either, ask the security administrator for a reset.',
      },
    ],
    button: { zh: '查看账号', en: 'View your account' },
  },
  wayBack: {
    subject: { zh: '有人请求恢复一位管理员的登录', en: 'Request to restore an administrator’s sign-in' },
    lines: [
      {
        zh:
          '系统的运维人员为一位管理员或审计员请求了新的登录链接。链接 24 小时后才能打开；打开后，' +
          '密码重设，验证器、恢复码和通行密钥全部移除。',
        en:
          'The operators have requested a new sign-in link for an administrator or auditor. It opens after 24 ' +
          'hours, sets a new password, and removes the authenticator, recovery codes and passkeys.',
      },
      {
        zh: '请核对请求人和原因。您不认可的，请在 24 小时内反对，链接即作废。',
        en: 'Check who asked and why. If you do not agree, object within 24 hours and the link is cancelled.',
      },
    ],
    button: { zh: '查看并决定', en: 'View and decide' },
  },
  registration: {
    subject: { zh: '继续登记企业', en: 'Continue the registration of your firm' },
    lines: [
      {
        zh: '有人用这个邮箱申请在海荐登记企业。如果是您本人，请打开下面的链接继续填写；链接 24 小时内有效。',
        en:
          'Somebody used this e-mail address to register a firm with Haijian. If it was you, open the link ' +
          'below to continue. It expires in 24 hours.',
      },
      {
        zh: '如非本人操作，请忽略本邮件，未作任何登记。',
        en: 'If this was not you, ignore this mail. Nothing was registered.',
      },
    ],
    button: { zh: '继续登记', en: 'Continue' },
  },
  registrationKnown: {
    subject: { zh: '您已有海荐账号', en: 'You already have a Haijian account' },
    lines: [
      {
        zh:
          '有人用这个邮箱申请在海荐登记企业，但该邮箱已有账号。如果是您本人，请直接登录；' +
          '忘记密码的，可在登录页重新设置。',
        en:
          'Somebody used this e-mail address to register a firm with Haijian, but it already has an account. ' +
          'If it was you, sign in. If you have forgotten your password, you can set a new one from the sign-in ' +
          'page.',
      },
      {
        zh: '如非本人操作，请忽略本邮件，未作任何改动。',
        en: 'If this was not you, ignore this mail. Nothing was changed.',
      },
    ],
    button: { zh: '登录', en: 'Sign in' },
  },
  talentLink: {
    subject: { zh: '查看为您申报的资料', en: 'View your application' },
    lines: [
      {
        zh:
          '一家企业为您申请工作许可推荐。请打开下面的链接，用您本人的邮箱和护照号码进入本人页面，' +
          '查看申报的资料，决定是否同意使用敏感信息。',
        en:
          'A firm is applying for a recommendation for your work permit. Open the link below and use your own ' +
          'e-mail address and passport number to open your page. You can see what the firm has entered about ' +
          'you and decide whether your sensitive data may be used.',
      },
      {
        zh: '请在自己的手机上打开，不要请企业代您办理。',
        en: 'Open it on your own phone. Do not let the firm do this for you.',
      },
    ],
    toHost: true,
    button: { zh: '打开本人页面', en: 'Open my page' },
  },
  hostCode: {
    subject: { zh: '打开本人页面的验证码', en: 'Code to open your page' },
    lines: [
      {
        zh: '请在打开的页面上输入本邮件中的8位验证码。验证码15分钟内有效，只能用一次。',
        en: 'Enter the 8-digit code from this mail on the page you have open. It expires in 15 minutes and works once.',
      },
      {
        zh: '请勿将验证码告诉任何人，包括企业和代理。如非本人操作，请忽略本邮件。',
        en:
          'Do not give the code to anyone, including the firm or an agent. If you did not ask for it, ignore ' +
          'this mail.',
      },
    ],
    toHost: true,
    button: { zh: '输入验证码', en: 'Enter the code' },
  },
  hostAccount: {
    subject: { zh: '这个邮箱不能打开人选本人页面', en: 'This address cannot open a candidate’s page' },
    lines: [
      {
        zh: '有人用这个邮箱打开一位人选的本人页面。它是海荐里某个账号的邮箱，不能代人选打开。',
        en:
          'Somebody tried to open a candidate’s own page with this address. It belongs to an account in Haijian and ' +
          'cannot open the page for the candidate.',
      },
      {
        zh: '请让人选本人用自己的邮箱打开。代人选表示同意是违规行为，记录可查。',
        en:
          'Ask the candidate to open it with their own address. Consenting on a candidate’s behalf breaks the ' +
          'rules, and every step is recorded.',
      },
    ],
    button: { zh: '打开本页', en: 'Open the page' },
  },
  hostPinTried: {
    subject: { zh: '有人多次输错您的PIN码', en: 'Wrong PINs were entered for your page' },
    lines: [
      {
        zh: '您本人页面的PIN码已连续输错10次，所以暂不能用PIN码打开。',
        en: 'Ten wrong PINs in a row were entered for your page, so the PIN no longer works.',
      },
      {
        zh: '请通过邮箱获取验证码打开，然后设置新的PIN码。',
        en: 'Open it with a code sent to your e-mail address, then set a new PIN.',
      },
    ],
    toHost: true,
    button: { zh: '打开本人页面', en: 'Open my page' },
  },
  hostReset: {
    subject: { zh: '您的本人页面已由受理部门重置', en: 'The department has reset your page' },
    lines: [
      {
        zh: '受理部门认为本人页面可能不是由人选本人打开，因此重置了它。这个邮箱不再能打开它，此前的PIN码作废。',
        en:
          'The department has reset the page because somebody other than the candidate may have opened it. ' +
          'This address and the earlier PIN no longer open it.',
      },
      {
        zh: '如果您就是人选本人，请重新打开；您认为重置不当的，请联系受理部门。',
        en: 'If you are the candidate, open the page again. If you think this was wrong, contact the department.',
      },
    ],
    toHost: true,
    button: { zh: '打开本人页面', en: 'Open my page' },
  },
  hostSignatureVoid: {
    subject: { zh: '您的手写签名已失效', en: 'Your drawn signature is void' },
    lines: [
      {
        zh: '您签名后，企业修改了您签过的内容，所以您的手写签名失效，没有用于修改后的内容。',
        en:
          'After you signed, the firm changed what you had signed. Your drawn signature is therefore void and ' +
          'was not used for the changed text.',
      },
      {
        zh: '请打开本人页面阅读修改后的内容；同意的，可以重新签名。',
        en: 'Open your page and read the changed text. If you agree, sign again.',
      },
    ],
    toHost: true,
    button: { zh: '打开本人页面', en: 'Open my page' },
  },
  webhookParked: {
    subject: { zh: '事件推送已停止重试', en: 'Events could not be delivered to your system' },
    lines: [
      {
        zh: '有事件三天内没有送达贵单位登记的接收地址，系统不再自动重试。',
        en:
          'Events could not be delivered to your system for three days. They are kept but will not be sent ' +
          'again automatically.',
      },
      {
        zh: '请检查接收系统，然后在推送记录里逐条重新推送，或者从某天起全部重新推送。',
        en: 'Check the receiving system, then send them again, one by one or all from a given day.',
      },
    ],
    button: { zh: '查看推送记录', en: 'View deliveries' },
  },
  storedFiles: {
    subject: { zh: '文件存储需要您处理', en: 'Stored files need your attention' },
    lines: [
      {
        zh: '有材料的内容在存储中缺失，或者有清理待准许。请到“文件存储”页查看。',
        en:
          'The content of some documents is missing from the store, or a cleanup is waiting for approval. See ' +
          '“Stored files”.',
      },
    ],
    button: { zh: '查看文件存储', en: 'View stored files' },
  },
  endings: {
    subject: { zh: '规则或证书即将到期', en: 'Rules or certificates expire soon' },
    lines: [
      {
        zh: '下列各项即将到期，尚无后续版本。请及时起草新版本，由另一位政策编辑批准。',
        en:
          'These expire soon and have no successor yet. Draft a new version in time for another policy editor ' +
          'to approve.',
      },
    ],
    button: { zh: '打开政策与规则', en: 'Open policy and rules' },
  },
  certificateEnds: {
    subject: { zh: '推荐函签名证书即将到期', en: 'The certificate for signing letters expires soon' },
    lines: [
      {
        zh: '请及时向发证机构申请新证书，并按运维文档更换。证书到期后不能出具推荐函。',
        en:
          'Ask the issuer for a new one in time and replace it as the operations manual describes. No letter ' +
          'can be issued after it expires.',
      },
    ],
    button: { zh: '查看证书', en: 'View the certificate' },
  },
  passwordReset: {
    subject: { zh: '重新设置密码', en: 'Set a new password' },
    lines: [
      {
        zh: '有人请求重新设置您在海荐的密码。如果是您本人，请打开下面的链接；链接只能用一次，很快失效。',
        en:
          'Somebody asked to set a new password for your Haijian account. If it was you, open the link below. ' +
          'It works once and expires soon.',
      },
      {
        zh: '如非本人操作，请忽略本邮件，密码未变。',
        en: 'If this was not you, ignore this mail. Your password has not changed.',
      },
    ],
    button: { zh: '设置新密码', en: 'Set a new password' },
  },
}
