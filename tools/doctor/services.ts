/** What the settings name outside this machine: mail, chat, identity provider, time-stamps, bucket, scanner. What is sent there stays nowhere: no mail, no object; a time-stamp and a sign-in's code that nobody has are asked for. */
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import * as client from 'openid-client'
import { codeOf, isError } from '../../src/base/cause.js'
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
import { openChatGateway, WeComGateway } from '../../src/worker/chatGateway.js'
import { type Fault, NotSent, SmtpTransport } from '../../src/worker/mailTransport.js'
import { ask, failed, type Finding, hint, notAsked, ok, wrong } from './finding.js'
import { networkFault } from './network.js'

const NOT_SET: Bilingual = { zh: '没有设定。', en: 'is not set.' }

/** All of them, at the same time: each may be silent for a while. */
export async function examineServices(config: Config, now: Date): Promise<Finding[]> {
  const found = await Promise.all([
    ask('SMTP_URL', () => examineMail(config)),
    ask('CHAT_URL', () => examineChat(config)),
    ask('OIDC_ISSUER', () => examineProvider(config)),
    ask('TIMESTAMP_URL', () => examineTimeStamps(config, now)),
    ask('AUDIT_S3_ENDPOINT', () => examineBucket(config)),
    ask('CLAMD', () => examineScanner(config)),
  ])
  return found.flat()
}

/** A server that offers no TLS is told from one whose certificate is not accepted. */
type MailFault = Fault | 'certificate'

const MAIL_FAULTS: Readonly<Record<MailFault, { readonly found: Bilingual; readonly remedy: Bilingual }>> = {
  noConnection: {
    found: { zh: '无法连接。', en: 'no connection.' },
    remedy: {
      zh: '请核对主机和端口，内网的主机须写入 OUTGOING_PRIVATE。',
      en: 'Check the host and port. A private host must be listed in OUTGOING_PRIVATE.',
    },
  },
  timeout: {
    found: { zh: '没有及时应答。', en: 'no response in time.' },
    remedy: {
      zh: '请核对主机、端口和防火墙；smtps:// 用 465 端口，smtp:// 用 587 端口。',
      en: 'Check the host, port and firewall. smtps:// uses port 465, smtp:// port 587.',
    },
  },
  tls: {
    found: { zh: '不提供加密（STARTTLS 或 TLS）。', en: 'it does not support encryption (STARTTLS or TLS).' },
    remedy: {
      zh: '请在邮件服务器上打开；smtps:// 用 465 端口，smtp:// 用 587 端口。',
      en: 'Turn it on on the mail server. smtps:// uses port 465, smtp:// port 587.',
    },
  },
  certificate: {
    found: { zh: '不接受它的证书。', en: 'its certificate is not accepted.' },
    remedy: {
      zh: '请使用证书上的主机名；自建的签发机构，其证书须设在 SMTP_CERTIFICATE。',
      en: 'Use the host name in the certificate. For an internal issuer, set its certificate in SMTP_CERTIFICATE.',
    },
  },
  signIn: {
    found: { zh: '不接受用户或密码。', en: 'the user or password is not accepted.' },
    remedy: {
      zh: '请改正 SMTP_URL 中的用户和密码；其中的特殊字符须按百分号编码（@ 写作 %40）。',
      en: 'Correct the user and password in SMTP_URL. Percent-encode special characters (@ as %40).',
    },
  },
  busy: {
    found: { zh: '暂时繁忙。', en: 'it is busy at the moment.' },
    remedy: { zh: '请稍后再查。', en: 'Check again later.' },
  },
  deferred: {
    found: { zh: '暂时不接受连接。', en: 'it does not accept connections at the moment.' },
    remedy: { zh: '请稍后再查。', en: 'Check again later.' },
  },
  refused: {
    found: { zh: '拒绝连接。', en: 'it refuses the connection.' },
    remedy: { zh: '请查看邮件服务器的日志。', en: 'Check the log of the mail server.' },
  },
  unknown: {
    found: { zh: '未知错误。', en: 'unknown error.' },
    remedy: { zh: '请查看邮件服务器的日志。', en: 'Check the log of the mail server.' },
  },
}

/** nodemailer keeps only the words of what is wrong with a certificate. */
const isOfCertificate = ({ cause }: NotSent): boolean => isError(cause) && /certificate|altname/i.test(cause.message)

function mailFault(error: NotSent): Finding {
  const about = 'SMTP_URL'
  if (error.fault === 'tls' && isOfCertificate(error)) {
    const { found, remedy } = MAIL_FAULTS.certificate
    return wrong(about, found, remedy)
  }
  // a private address, a name that is not found, a port where nothing listens
  if (error.fault === 'noConnection' && error.cause !== undefined)
    return failed(about, error.cause, MAIL_FAULTS.noConnection.remedy)
  const { found, remedy } = MAIL_FAULTS[error.fault]
  return wrong(about, found, remedy)
}

async function examineMail(config: Config): Promise<Finding> {
  const about = 'SMTP_URL'
  const { smtpUrl, mailFrom, smtpCertificate } = config
  if (smtpUrl === null || mailFrom === null)
    return config.production
      ? hint(
          about,
          { zh: '没有设定：邮件不能发出，企业不能登记。', en: 'is not set: mail is held, and firms cannot register.' },
          {
            zh: '设定 SMTP_URL 和 MAIL_FROM（docs/messages.md）。',
            en: 'Set SMTP_URL and MAIL_FROM (docs/messages.md).',
          },
        )
      : notAsked(about, {
          zh: '没有设定：邮件进入演示信箱。',
          en: 'is not set: mail goes to the demonstration mailbox.',
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
    return mailFault(error)
  }
  return ok(about, {
    zh: '连接、加密和登录都成功；没有发信。',
    en: 'connection, encryption and sign-in succeeded; no mail was sent.',
  })
}

/** A token of the interface is asked for, and nothing sent. */
async function examineChat(config: Config): Promise<Finding> {
  const about = 'CHAT_URL'
  const gateway = await openChatGateway(config)
  if (!(gateway instanceof WeComGateway)) return notAsked(about, NOT_SET)
  try {
    await gateway.verify()
  } catch (error) {
    if (!(error instanceof NotSent)) throw error
    const { fault, code, cause } = error
    if (cause !== undefined) return failed(about, cause)
    return wrong(
      about,
      { zh: '没有给出访问令牌（{why}）。', en: 'did not issue an access token ({why}).' },
      {
        zh: '请核对 CHAT_CORP 和 CHAT_SECRET，并在企业微信管理后台的“企业可信IP”中加入本机出口地址。',
        en:
          'Check CHAT_CORP and CHAT_SECRET, and add the outgoing address of this machine to the trusted IP ' +
          'addresses in the WeCom console.',
      },
      { why: code === null ? fault : `${fault} ${code}` },
    )
  }
  return ok(about, { zh: '给出访问令牌；没有发消息。', en: 'issued an access token; no message was sent.' })
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
    en:
      'redirect address to register at the provider: {address}; scope: openid; claims used: sub, ' +
      'auth_time, {factor}.',
  }
  try {
    const provider = await discoverProvider(ProviderSettings.of(config), config.oidcIssuer)
    const found = provider.serverMetadata()
    const lacking = [
      ...(found.code_challenge_methods_supported?.includes('S256') === false ? ['PKCE S256'] : []),
      ...(config.oidcClientSecret !== null &&
      found.token_endpoint_auth_methods_supported?.includes('client_secret_basic') === false
        ? ['client_secret_basic']
        : []),
    ].join(', ')
    const there = ok(about, { zh: '说明（discovery）可用。', en: 'its discovery document is usable.' })
    const both = [there, ok(about, register, values), ...(await examineClient(provider, config, values.address))]
    if (lacking === '') return both
    return [
      ...both,
      hint(
        about,
        { zh: '没有说支持 {lacking}。', en: 'does not declare support for {lacking}.' },
        { zh: '请在身份平台启用。', en: 'Turn it on at the provider.' },
        { lacking },
      ),
    ]
  } catch (error) {
    return [providerFault(about, error), notAsked(about, register, values)]
  }
}

const ISSUER: Bilingual = {
  zh: '请核对网址（去掉 /.well-known/…），内网的主机须写入 OUTGOING_PRIVATE；自己的签发机构设 NODE_EXTRA_CA_CERTS。',
  en:
    'Check the address (without /.well-known/…); a private host must be listed in OUTGOING_PRIVATE, and ' +
    'an internal issuer set in NODE_EXTRA_CA_CERTS.',
}

/** What is wrong with what the provider says of itself; the codes are those of openid-client. */
function providerFault(about: string, error: unknown): Finding {
  const code = codeOf(error)
  if (!networkFault(error) && code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED')
    return wrong(
      about,
      { zh: '其声明的签发者（issuer）不同。', en: 'it identifies itself as a different issuer.' },
      {
        zh: '请将 OIDC_ISSUER 改为其说明（…/.well-known/openid-configuration）中的 issuer，须完全一致。',
        en: 'Set OIDC_ISSUER to exactly the issuer in its discovery document (…/.well-known/openid-configuration).',
      },
    )
  if (!networkFault(error) && /^OAUTH_(RESPONSE_IS_NOT_|PARSE_ERROR|INVALID_RESPONSE)/.test(code ?? ''))
    return wrong(
      about,
      { zh: '在这个网址没有可用的说明（discovery）。', en: 'there is no usable discovery document at this address.' },
      ISSUER,
    )
  return failed(about, error, ISSUER)
}

/** Whether the provider knows this system: it is asked for tokens by a code that it has not given, and refuses the code, or the client. */
async function examineClient(provider: client.Configuration, config: Config, back: string): Promise<Finding[]> {
  if (config.oidcClientSecret === null) return []
  const about = 'OIDC_CLIENT_SECRET'
  try {
    await client.genericGrantRequest(provider, 'authorization_code', {
      code: 'haijian-doctor',
      redirect_uri: back,
      code_verifier: client.randomPKCECodeVerifier(),
    })
  } catch (error) {
    const { error: word, status } = error as { error?: unknown; status?: unknown } // of openid-client's errors
    if (status === 401 || word === 'invalid_client' || word === 'unauthorized_client')
      return [
        wrong(
          about,
          {
            zh: '身份平台不接受 OIDC_CLIENT_ID 或 OIDC_CLIENT_SECRET。',
            en: 'the provider does not accept OIDC_CLIENT_ID or OIDC_CLIENT_SECRET.',
          },
          {
            zh: '请与身份平台登记的核对：机密客户端、授权码流程、client_secret_basic。',
            en:
              'Compare them with the registration at the provider: confidential client, authorisation code flow, ' +
              'client_secret_basic.',
          },
        ),
      ]
    if (networkFault(error)) return [failed(about, error)]
  }
  return [ok(about, { zh: '身份平台接受。', en: 'is accepted by the provider.' })]
}

async function examineTimeStamps(config: Config, now: Date): Promise<Finding> {
  const about = 'TIMESTAMP_URL'
  const { timeStampUrl } = config
  if (timeStampUrl === null) return notAsked(about, NOT_SET)
  const { timeStampers } = await openTrust(
    { ...config, signingCertificate: config.signingCertificate ?? config.timeStampCertificate },
    now,
  )
  try {
    await createTimeStamper(timeStampUrl, timeStampers, new Outgoing(config))(Buffer.from('haijian doctor'))
  } catch (error) {
    return failed(about, error, {
      zh: '请核对网址（RFC 3161 的时间戳服务），TIMESTAMP_CERTIFICATE 须是该机构或其签发者的证书。',
      en:
        'Check the address of the time-stamping service (RFC 3161). TIMESTAMP_CERTIFICATE must be the ' +
        'certificate of the authority or its issuer.',
    })
  }
  return ok(about, { zh: '给出的时间戳有效。', en: 'issues valid time-stamps.' })
}

async function examineBucket(config: Config): Promise<Finding> {
  const about = 'AUDIT_S3_ENDPOINT'
  const [, bucket] = sinksOf(config)
  if (!bucket) return notAsked(about, NOT_SET)
  try {
    await bucket.list()
  } catch (error) {
    const status = error instanceof Error ? /^S3 (\d{3})$/.exec(error.message)?.[1] : undefined
    return bucketFault(about, status, error)
  }
  return ok(about, { zh: '存储桶可以列出。', en: 'the bucket can be listed.' })
}

const BUCKET: Bilingual = {
  zh: '请核对网址、桶名、区域和访问密钥（须能读、列、增）。',
  en: 'Check the address, bucket, region and access key, which needs permission to read, list and add.',
}
const BUCKET_FAULTS: Readonly<Record<string, { readonly found: Bilingual; readonly remedy: Bilingual }>> = {
  403: {
    found: {
      zh: '存储不接受访问密钥，或它没有权限（403）。',
      en: 'the service does not accept the access key, or the key lacks permission (403).',
    },
    remedy: {
      zh: '请核对 AUDIT_S3_KEY、AUDIT_S3_SECRET 和区域；密钥须能对该桶读、列、增。核对本机的时钟。',
      en:
        'Check AUDIT_S3_KEY, AUDIT_S3_SECRET and the region; the key needs permission to read, list and add ' +
        'in this bucket. Check the clock of this machine.',
    },
  },
  404: {
    found: { zh: '没有这个存储桶（404）。', en: 'there is no such bucket (404).' },
    remedy: {
      zh: '请先建立存储桶（开启版本和保留），或改正 AUDIT_S3_BUCKET。',
      en: 'Create the bucket first (with versioning and retention), or correct AUDIT_S3_BUCKET.',
    },
  },
}

function bucketFault(about: string, status: string | undefined, error: unknown): Finding {
  if (status === undefined) return failed(about, error, BUCKET)
  const known = BUCKET_FAULTS[status]
  if (known) return wrong(about, known.found, known.remedy)
  return wrong(about, { zh: '存储答复 {status}。', en: 'the service responded with {status}.' }, BUCKET, { status })
}

async function examineScanner(config: Config): Promise<Finding> {
  const about = 'CLAMD'
  if (config.clamd === null)
    return config.production
      ? hint(about, NOT_SET, {
          zh: '上传的文件不查毒；安装 ClamAV 并设定 CLAMD。',
          en: 'Uploaded files are not scanned. Install ClamAV and set CLAMD.',
        })
      : notAsked(about, NOT_SET)
  const remedy = {
    zh: '请核对套接字路径（或主机和端口）、clamd 是否在运行、病毒库是否已下载。',
    en:
      'Check the socket path or host and port, that clamd is running, and that its virus signatures have ' +
      'been downloaded.',
  }
  try {
    const { state } = await new ClamdScanner(config.clamd, new Outgoing(config)).scan(
      Readable.from([Buffer.from('haijian doctor')]),
    )
    if (state === 'clean') return ok(about, { zh: '查毒正常。', en: 'scanning works.' })
    return wrong(about, { zh: '对无害的内容答复 {state}。', en: 'reports {state} for harmless content.' }, remedy, {
      state,
    })
  } catch (error) {
    return failed(about, error, remedy)
  }
}
