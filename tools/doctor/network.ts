/** What keeps a service from being asked over the network, in words that say what to do: nothing listens, no such name, no answer, a certificate that is not accepted. */
import { type Bilingual, fill } from '../../src/base/text.js'

interface NetworkFault {
  readonly found: Bilingual
  readonly remedy: Bilingual
}

/** Each with the codes of Node, OpenSSL and the libraries that mean it. */
const FAULTS: readonly (NetworkFault & { readonly codes: RegExp })[] = [
  {
    codes: /^ECONNREFUSED$/,
    found: { zh: '那里没有服务在监听（{code}）。', en: 'nothing is listening there ({code}).' },
    remedy: {
      zh: '请核对主机和端口、服务是否在运行。',
      en: 'Check the host and port, and that the service is running.',
    },
  },
  {
    codes: /^(ENOTFOUND|EAI_\w+)$/,
    found: { zh: '无法解析主机名（{code}）。', en: 'the host name cannot be resolved ({code}).' },
    remedy: {
      zh: '请核对主机名，以及本机的 DNS（/etc/resolv.conf、/etc/hosts）。',
      en: 'Check the host name and the DNS of this machine (/etc/resolv.conf, /etc/hosts).',
    },
  },
  {
    codes: /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|OAUTH_TIMEOUT|timeout)$/,
    found: { zh: '没有及时应答（{code}）。', en: 'no response in time ({code}).' },
    remedy: {
      zh: '请核对主机、端口、路由和防火墙；服务太慢时稍后再查。',
      en: 'Check the host, port, routes and firewall. If the service is slow, check again later.',
    },
  },
  {
    codes: /^(ECONNRESET|EPIPE|EPROTO|HPE_\w+|ERR_SSL_\w+)$/,
    found: {
      zh: '连接被中断，或双方所用的协议不同（{code}）。',
      en: 'the connection was interrupted, or the two sides use different protocols ({code}).',
    },
    remedy: {
      zh: '请核对端口，以及该端口是否使用 TLS（https 或 http）。',
      en: 'Check the port, and whether it uses TLS (https or http).',
    },
  },
  {
    codes:
      /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET_ISSUER_CERT(_LOCALLY)?|VERIFY_LEAF_SIGNATURE))$/,
    found: { zh: '其证书的签发机构不受信任（{code}）。', en: 'the issuer of its certificate is not trusted ({code}).' },
    remedy: {
      zh: '自建的签发机构，请将其证书（PEM）放入 NODE_EXTRA_CA_CERTS 所指的文件，各进程和本命令均须设定。',
      en:
        'For an internal issuer, put its certificate (PEM) into the file named by NODE_EXTRA_CA_CERTS, for ' +
        'each process and this command.',
    },
  },
  {
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    found: { zh: '其证书不含所设的主机名（{code}）。', en: 'its certificate is for another name ({code}).' },
    remedy: {
      zh: '请改用证书上的主机名，或请对方换发证书。',
      en: 'Use the host name in the certificate, or have a new certificate issued.',
    },
  },
  {
    codes: /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    found: { zh: '其证书今天无效（{code}）。', en: 'its certificate is not valid today ({code}).' },
    remedy: {
      zh: '请对方更新证书，并核对本机的时钟。',
      en: 'Have the certificate renewed, and check the clock of this machine.',
    },
  },
]

/** An error, what caused it, and so on: libraries put their own around the network's. */
function* causesOf(error: unknown): Generator<object> {
  for (let one = error, depth = 0; typeof one === 'object' && one !== null && depth < 5; depth++) {
    yield one
    one = Reflect.get(one, 'cause')
  }
}

/** Outgoing's own words for a server that was silent. */
const LATE = /no connection in|was silent|timed? ?out|aborted/i

/** undefined where it is not the network. */
export function networkFault(error: unknown): NetworkFault | undefined {
  for (const one of causesOf(error)) {
    const late = LATE.test(String(Reflect.get(one, 'message')))
    for (const code of [Reflect.get(one, 'code'), late ? 'timeout' : undefined]) {
      if (typeof code !== 'string') continue
      const fault = FAULTS.find(({ codes }) => codes.test(code))
      if (fault) return { found: fill(fault.found, { code }), remedy: fault.remedy }
    }
  }
  return undefined
}
