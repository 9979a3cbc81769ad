/** What the settings name outside this machine: mail, identity provider, time-stamps, bucket, scanner. Nothing is sent that stays there but the request for a time-stamp. */
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Outgoing } from '../../src/base/outgoing.js'
import { path } from '../../src/base/path.js'
import type { Bilingual } from '../../src/base/text.js'
import { sinksOf } from '../../src/cases/audit/sinks.js'
import { ClamdScanner } from '../../src/cases/files/scanner.js'
import type { Config } from '../../src/config.js'
import { createTimeStamper } from '../../src/letters/timeStamp.js'
import { openTrust } from '../../src/letters/trust.js'
import { discoverProvider } from '../../src/people/provider.service.js'
import { ProviderSettings } from '../../src/people/providerSettings.js'
import { type Fault, NotSent, SmtpTransport } from '../../src/worker/mailTransport.js'
import { ask, failed, type Finding, hint, notAsked, ok, wrong } from './finding.js'

const NOT_SET: Bilingual = { zh: '没有设定。', en: 'is not set.' }

/** All of them, at the same time: each may be silent for a while. */
export async function examineServices(config: Config, now: Date): Promise<Finding[]> {
  const found = await Promise.all([
    ask('SMTP_URL', () => examineMail(config)),
    ask('OIDC_ISSUER', () => examineProvider(config)),
    ask('TIMESTAMP_URL', () => examineTimeStamps(config, now)),
    ask('AUDIT_S3_ENDPOINT', () => examineBucket(config)),
    ask('CLAMD', () => examineScanner(config)),
  ])
  return found.flat()
}

const MAIL_FAULTS: Readonly<Record<Fault, Bilingual>> = {
  noConnection: {
    zh: '连不上。请核对主机和端口，内网的主机须写入 OUTGOING_PRIVATE。',
    en: 'no connection. Check host and port; a host of your own network has to be in OUTGOING_PRIVATE.',
  },
  timeout: { zh: '不应答。请核对主机、端口和防火墙。', en: 'no answer. Check host, port and the firewall.' },
  tls: {
    zh: '加密（STARTTLS 或 TLS）不成立，或不接受它的证书。自己的签发机构须设 SMTP_CERTIFICATE。',
    en: 'no TLS (STARTTLS or TLS), or its certificate is not accepted. An issuer of your own has to be in SMTP_CERTIFICATE.',
  },
  signIn: {
    zh: '不接受用户或密码。请改正 SMTP_URL 中的用户和密码。',
    en: 'user or password is refused. Correct them in SMTP_URL.',
  },
  deferred: { zh: '暂时不接受连接，稍后再试。', en: 'it takes no connections for now. Try again later.' },
  refused: { zh: '拒绝连接。请看邮件服务器的日志。', en: 'it refuses us. Look into the log of the mail server.' },
  unknown: { zh: '不明的错误。请看邮件服务器的日志。', en: 'an unknown error. Look into the log of the mail server.' },
}

async function examineMail(config: Config): Promise<Finding> {
  const about = 'SMTP_URL'
  const { smtpUrl, mailFrom, smtpCertificate } = config
  if (smtpUrl === null || mailFrom === null)
    return config.production
      ? hint(
          about,
          { zh: '没有设定：邮件一直等待，企业不能登记。', en: 'is not set: mails wait, and firms cannot register.' },
          {
            zh: '设定 SMTP_URL 和 MAIL_FROM（docs/messages.md）。',
            en: 'Set SMTP_URL and MAIL_FROM (docs/messages.md).',
          },
        )
      : notAsked(about, {
          zh: '没有设定：邮件进入演示信箱。',
          en: 'is not set: mails go into the demonstration’s mailbox.',
        })
  const ca = smtpCertificate === null ? undefined : await readFile(smtpCertificate, 'utf8')
  const transport = new SmtpTransport({
    url: smtpUrl,
    from: mailFrom,
    ca,
    outgoing: new Outgoing(config),
    patience: 10_000,
  })
  try {
    await transport.verify()
  } catch (error) {
    if (!(error instanceof NotSent)) throw error
    return wrong(about, MAIL_FAULTS[error.fault])
  }
  return ok(about, {
    zh: '连接、加密和登录都成功；没有发信。',
    en: 'connects, with TLS and sign-in where they are asked for; no mail was sent.',
  })
}

async function examineProvider(config: Config): Promise<Finding[]> {
  const about = 'OIDC_ISSUER'
  if (config.oidcIssuer === null) return [notAsked(about, NOT_SET)]
  const values = {
    address: `${config.publicUrl}${path.signInProviderBack}`,
    factor: config.oidcAcr === null ? 'amr' : 'acr',
  }
  const register: Bilingual = {
    zh: '在身份平台登记的回调地址：{address}；范围 openid；读取 sub、auth_time、{factor}。',
    en: 'to be registered there: the redirect address {address}, the scope openid; the claims that are read are sub, auth_time and {factor}.',
  }
  try {
    const found = (await discoverProvider(ProviderSettings.of(config), config.oidcIssuer)).serverMetadata()
    const lacking = [
      ...(found.code_challenge_methods_supported?.includes('S256') === false ? ['PKCE S256'] : []),
      ...(config.oidcClientSecret !== null &&
      found.token_endpoint_auth_methods_supported?.includes('client_secret_basic') === false
        ? ['client_secret_basic']
        : []),
    ].join(', ')
    const there = ok(about, { zh: '说明（discovery）可用。', en: 'its description of itself can be used.' })
    const both = [there, ok(about, register, values)]
    if (lacking === '') return both
    return [
      ...both,
      hint(
        about,
        { zh: '没有说支持 {lacking}。', en: 'does not say that it has {lacking}.' },
        { zh: '请在身份平台打开。', en: 'Turn it on at the provider.' },
        { lacking },
      ),
    ]
  } catch (error) {
    const remedy = {
      zh: '请核对网址（去掉 /.well-known/…），内网的主机须写入 OUTGOING_PRIVATE；自己的签发机构设 NODE_EXTRA_CA_CERTS。',
      en: 'Check the address (without /.well-known/…); a host of your own network has to be in OUTGOING_PRIVATE, its issuer in NODE_EXTRA_CA_CERTS.',
    }
    return [failed(about, error, remedy), notAsked(about, register, values)]
  }
}

async function examineTimeStamps(config: Config, now: Date): Promise<Finding> {
  const about = 'TIMESTAMP_URL'
  const { timeStampUrl } = config
  if (timeStampUrl === null) return notAsked(about, NOT_SET)
  const { timeStampers } = await openTrust(
    { ...config, signingCertificate: config.signingCertificate ?? config.timeStampCertificate },
    now,
  )
  await createTimeStamper(timeStampUrl, timeStampers, new Outgoing(config))(Buffer.from('haijian doctor'))
  return ok(about, { zh: '给出的时间戳有效。', en: 'gives time-stamps that hold.' })
}

async function examineBucket(config: Config): Promise<Finding> {
  const about = 'AUDIT_S3_ENDPOINT'
  const [, bucket] = sinksOf(config)
  if (!bucket) return notAsked(about, NOT_SET)
  try {
    await bucket.list()
  } catch (error) {
    const status = error instanceof Error ? /^S3 (\d{3})$/.exec(error.message)?.[1] : undefined
    const remedy = {
      zh: '请核对网址、桶名、区域和访问密钥（须能读、列、增）。',
      en: 'Check address, bucket, region and access key, which has to read, list and add.',
    }
    return status
      ? wrong(about, { zh: '存储答复 {status}。', en: 'the service answers {status}.' }, remedy, { status })
      : failed(about, error, remedy)
  }
  return ok(about, { zh: '存储桶可以列出。', en: 'the bucket can be listed.' })
}

async function examineScanner(config: Config): Promise<Finding> {
  const about = 'CLAMD'
  if (config.clamd === null)
    return config.production
      ? hint(about, NOT_SET, {
          zh: '上传的文件不查毒；安装 ClamAV 并设定 CLAMD。',
          en: 'Uploaded files are not scanned; install ClamAV and set CLAMD.',
        })
      : notAsked(about, NOT_SET)
  const remedy = {
    zh: '请核对套接字路径，或主机和端口，看 clamd 是否在运行、病毒库是否已下载。',
    en: 'Check the socket or host:port, whether clamd runs, and whether it has its signatures.',
  }
  try {
    const { state } = await new ClamdScanner(config.clamd, new Outgoing(config)).scan(
      Readable.from([Buffer.from('haijian doctor')]),
    )
    if (state === 'clean') return ok(about, { zh: '会查毒。', en: 'scans.' })
    return wrong(about, { zh: '对无害的内容答复 {state}。', en: 'says {state} of harmless content.' }, remedy, {
      state,
    })
  } catch (error) {
    return failed(about, error, remedy)
  }
}
