/** What is said of an identity provider that does not do what was asked of it. */
export const silent = {
  zh: '身份平台此刻无法使用。请几分钟后再试，或用账号和密码登录。',
  en:
    'The identity provider cannot be used at the moment. Try again in a few minutes, or sign in with your account ' +
    'and password.',
}
export const lost = {
  code: 'providerFailed',
  path: 'account',
  message: {
    zh: '没有从身份平台登录成功。请再试一次，或用账号和密码登录。',
    en: 'The identity provider did not sign you in. Try again, or use your account and password.',
  },
}
export const notAnew = {
  code: 'providerNotAnew',
  path: 'account',
  message: {
    zh: '身份平台没有要求您重新登录。请先在身份平台退出，再试一次。',
    en: 'The identity provider did not ask you to sign in again. Sign out there and try again.',
  },
}
export const taken = {
  code: 'providerTaken',
  path: 'subject',
  message: {
    zh: '身份平台的这个用户已经关联到一个账号。',
    en: 'This user of the identity provider is already linked to an account.',
  },
}
