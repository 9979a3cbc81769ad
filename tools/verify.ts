/**
 * `npm run verify -- FILE.pdf [--certificate FILE.pem] [--time-stamps FILE.pem]`: checks a letter's signature on any machine, without this service and without a network, against the
 * published certificates (GET /certificate.pem). Whether the letter still stands only the register knows.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { loadConfig } from '../src/config.js'
import { chainsOf } from '../src/letters/chain.js'
import { splitPem } from '../src/letters/pem.js'
import { verifyPdf } from '../src/letters/verify.js'
import { LauncherError, messageOf } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'

const usage = (zh: string, en: string) =>
  new LauncherError(
    `${zh}\n用法：npm run verify -- 文件.pdf [--certificate 证书.pem] [--time-stamps 证书.pem]`,
    `${en}\nUsage: npm run verify -- FILE.pdf [--certificate FILE.pem] [--time-stamps FILE.pem]`,
  )

function readArguments(args: readonly string[]) {
  const options = { certificate: { type: 'string' }, 'time-stamps': { type: 'string' } } as const
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
    const [pdf, ...more] = positionals
    if (!pdf || more.length > 0) throw usage('请给出一个 PDF 文件。', 'Name one PDF file.')
    return { pdf, certificate: values.certificate, timeStamps: values['time-stamps'] }
  } catch (error) {
    if (error instanceof LauncherError) throw error
    throw usage('参数有误。', messageOf(error))
  }
}

/** Without a file that is named, the certificates that this machine itself signs with. */
function ownCertificates(): readonly string[] {
  const { signingCertificate, signingEarlier, dataDir } = loadConfig()
  const files = [signingCertificate ?? join(dataDir, 'signing/specimen.pem'), signingEarlier]
  return files.filter((file) => file !== null).filter(existsSync)
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(resolve(path))
  } catch {
    throw usage(`读不了文件 ${path}。`, `The file ${path} cannot be read.`)
  }
}

/** Says what was found; answers whether the signature is valid. */
export function verifyFile(args: readonly string[]): boolean {
  const asked = readArguments(args)
  const sources = asked.certificate ? [asked.certificate] : ownCertificates()
  const signers = sources.flatMap((file) => chainsOf(splitPem(readFile(file).toString('utf8'))))
  if (signers.length === 0)
    throw usage(
      '没有可以比对的证书：请从核验页下载 certificate.pem，用 --certificate 指明。',
      'There is no certificate to check against: download certificate.pem from the check page and name it with --certificate.',
    )
  const stamps = asked.timeStamps ? splitPem(readFile(asked.timeStamps).toString('utf8')).map(String) : []
  const pdf = readFile(asked.pdf)
  const { valid, faults, signedAt, signer, stampedAt } = verifyPdf(pdf, signers, stamps)
  const when = stampedAt ?? signedAt
  if (valid) tell({ zh: '签名有效，文件没有改动。', en: 'The signature is valid; the file is unchanged.' })
  else for (const { message } of faults) tell(message)
  if (signer) tell({ zh: `签名人：${signer.replaceAll('\n', ', ')}`, en: `Signer: ${signer.replaceAll('\n', ', ')}` })
  if (when) {
    const [zh, en] = stampedAt
      ? ['时间戳', 'Time-stamp']
      : ['签名时间（签名中写明）', 'Time of signing, as the signature says']
    tell({ zh: `${zh}：${when.toISOString()}`, en: `${en}: ${when.toISOString()}` })
  }
  process.stdout.write(`SHA-256: ${createHash('sha256').update(pdf).digest('hex')}\n`)
  tell({
    zh: '推荐函是否仍然有效，以核验页为准。',
    en: 'Only the check page shows whether the letter is still in force.',
  })
  return valid
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    if (!verifyFile(process.argv.slice(2))) process.exitCode = 1
  })
