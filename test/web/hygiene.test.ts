/** Habits of the sources that keep whole kinds of mistakes away, read from the sources themselves; and that no secret lies in the tree. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'
import { listFiles } from '../../tools/sources.js'

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8')
const src = listFiles(projectFolder, 'src', /\.ts$/)
const scripts = listFiles(projectFolder, 'templates/assets', /\.js$/)
const pages = listFiles(projectFolder, 'templates', /\.hbs$/)

/** `file: what` for every place where the pattern is found. */
const find = (files: readonly string[], pattern: RegExp): string[] =>
  files.flatMap((file) => [...read(file).matchAll(new RegExp(pattern, 'g'))].map(([found]) => `${file}: ${found}`))

const fileOf = (place: string): string => place.split(':')[0] ?? ''
/** What stands behind the bracket that a pattern ends in. */
const nameIn = (place: string): string => place.replace(/^[^(]*\(/, '')

/** Forms of officers in which something is typed and not kept, and why not. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  'admin/files': 'one short reason',
  'admin/jobs': 'one short reason',
  'admin/people': 'a name and an account',
  'desk/letters': 'one word to look for, perhaps the number of a passport',
  'desk/passport': 'the number of a passport: it is not stored where it need not be',
  'desk/queue': 'the name of a view',
}

/** The posted forms of a template in which a text can be typed; true when what is typed is kept. */
const typedForms = (page: string): boolean[] =>
  [...read(`templates/pages/${page}.hbs`).matchAll(/<form\b[^>]* method="post".*?<\/form>/gs)]
    .map(([form]) => form)
    .filter((form) =>
      /<textarea|\{\{> parts\/form\/items |<input (?![^>]*type="(?:hidden|radio|checkbox|file)")/.test(form),
    )
    .map((form) => /^<form\b[^>]* data-keep="/.test(form))

describe('the server', () => {
  test('no command of the system is run with input, and no text is run as code', () => {
    // the box of the readers of files, and the probe that tries from inside to get out of it
    const box = 'src/cases/files/box.ts'
    const probe = 'src/cases/files/probe.ts'
    const loads = find(src, /\nimport (?!type )[^\n]* from 'node:(?:child_process|vm|repl)'/).map(fileOf)
    // sets letters: a program of ours, started with folders and fonts
    const setter = 'src/letters/setter.ts'
    expect(new Set(loads)).toEqual(new Set([box, probe, setter]))
    expect(find([setter], /\b(?:exec\w*|fork|spawn\w*)\([^)\n]*|shell: /)).toEqual([
      `${setter}: fork(new URL(\`./renderProcess\${source}\`, import.meta.url`,
    ])
    expect(find([box, probe], /\b(?:exec\w*|fork|spawn\w*)\([^)\n]*|shell: /)).toEqual([
      `${box}: spawn(command, given, {`,
      `${probe}: spawnSync(process.execPath, ['--version']`,
    ])
    // its scripts are constants; what they are given are numbers and folders of ours, as arguments
    const filled = find([box], /\$\{[^}]*\}/).map((place) => place.replace(/^.*\{|\}$/g, ''))
    expect(new Set(filled)).toEqual(new Set(['LIMITS', 'path', 'program', 'code ?? signal']))
    expect(find(src, /\beval\(|new Function\(|vm\.run|import\((?!')/)).toEqual([])
  })

  test('every path of signing in ends at one place, and no other opens a session', () => {
    expect(find(src, /sessions\.open\(/)).toEqual(['src/people/signIn.service.ts: sessions.open('])
    expect(find(src, /insert into sessions/)).toEqual(['src/people/session.service.ts: insert into sessions'])
    expect(find(src, /signIns\.come\w*\(/)).toEqual([
      'src/web/http/entrance.ts: signIns.come(',
      'src/web/http/entrance.ts: signIns.comeFromProvider(',
    ])
    const written = read('src/people/session.service.ts').match(/type Way = (.*)/)?.[1]
    expect(written).toBe("'password' | 'totp' | 'recovery' | 'passkey' | 'provider' | 'providerFactor'")
  })

  test('what stands in a page is escaped by the templates, nowhere before and nowhere not', () => {
    expect(find(src, /new (?:\w+\.)?SafeString\([^)]*\)*/)).toEqual([
      'src/web/kit/render.ts: new Handlebars.SafeString(template(view, CALLED))', // a page that was just made
    ])
    // what is text and no HTML: paragraphs of letters, and mails beside their HTML; what is escaped by hand is XML
    expect(new Set(find(src, /noEscape/).map(fileOf))).toEqual(
      new Set(['src/letters/paragraphs.ts', 'src/worker/mailText.ts']),
    )
    expect(new Set(find(src, /escapeExpression|&(?:amp|lt|gt|quot|#39);/).map(fileOf))).toEqual(
      new Set(['src/exchange/batchWorkbook.ts', 'src/letters/seal.ts', 'src/letters/xmp.ts']),
    )
  })

  test('no regular expression is made from input', () => {
    const made = find(src, /new RegExp\([^,)\n]{0,40}/).map((place) => place.split(':')[0])
    // what is read on papers is looked for by patterns that stand in the two files, put together there
    const patterns = ['src/criteria/comparedPaper.ts', 'src/criteria/paperText.ts']
    const own = ['src/forms/engine/read.ts', 'src/letters/fileCheck.ts', 'src/reference/holidayNotice.ts']
    // answers of an S3 service, by the names of tags that stand in the code
    const bucket = ['src/cases/files/s3Client.ts', 'src/cases/files/storeBucket.ts']
    expect(new Set(made)).toEqual(new Set([...patterns, ...own, ...bucket]))
    // constants of the same file, all of them
    expect(find(['src/letters/fileCheck.ts'], /new RegExp\(.*/)[0]).toContain('XMP_PREFIX')
  })

  test('hashes and ciphers are Node’s own, and none is a broken one', () => {
    expect(new Set(find(src, /create(?:Cipher|Decipher)iv\([^,]*/).map(nameIn))).toEqual(
      new Set(["'aes-256-gcm'", "'aes-256-ctr'"]),
    )
    // an archive that is read anywhere while it lies on our disk, by a key that no disk has; what is in it is checked again
    expect(new Set(find(src, /aes-256-ctr/).map(fileOf))).toEqual(
      new Set(['src/exchange/batchArchive.ts', 'src/exchange/batchPieces.ts']),
    )
    // what a signature or a time-stamp of others names is one of SHA-256, 384 and 512 (letters/signedData.ts)
    const named = find(src, /create(?:Hash|Hmac)\([^,)]*/)
    expect(new Set(named.map(nameIn))).toEqual(
      new Set(["'sha256'", "'sha1'", "'md5'", 'algorithm', 'signed.digest', 'digestNamed(readAlgorithm(algorithm']),
    )
    // MD5 is what buckets under lock ask for beside SHA-256 (Content-MD5 of S3), and decides nothing
    expect(find(src, /['"]md5['"]/)).toEqual(["src/cases/files/s3Client.ts: 'md5'"])
    // certificates are named by SHA-1 in RFC 5280 and RFC 3161; an authenticator of the demonstration is no secret
    expect(new Set(find(src, /['"]sha-?1['"]/i).map(fileOf))).toEqual(
      new Set(['src/letters/certificate.ts', 'src/letters/signedData.ts', 'src/web/account/demonstration.ts']),
    )
    expect(find(src, /['"](?:rc4|des|bf)\b|RSA_PKCS1_PADDING|publicEncrypt|privateDecrypt/i)).toEqual([])
    expect(find(src, /rejectUnauthorized: false|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/)).toEqual([])
  })

  test('chance that must not be guessed comes from node:crypto', () => {
    // the pauses before a transaction, and a question to a bucket, are tried again
    expect(find(src, /Math\.random/)).toEqual([
      'src/base/database.ts: Math.random',
      'src/cases/files/s3Client.ts: Math.random',
    ])
    expect(read('src/people/secrets.ts')).toContain("randomBytes(32).toString('base64url')")
  })

  test('every new password is looked at before it is hashed', () => {
    // a candidate's PIN is no password: its door looks at it by rules of its own
    const door = 'src/cases/talentDoor.ts'
    expect(read(door)).toMatch(
      /isEasy\(digits\) \|\| isAnswer\(digits, answers\)\) throw [^\n]*\n +const hash = await passwordHash\(/,
    )
    const others = src.filter((file) => file !== door)
    const calls = find(others, /\n +(?:const \w+ = |return )?(?:await )?(?:requireGoodPassword|passwordHash)\(/)
    // in the order in which they stand: one of the first, then one of the second
    expect(calls.length).toBeGreaterThanOrEqual(8)
    for (const [at, call] of calls.entries()) expect(call).toContain(at % 2 ? 'passwordHash(' : 'requireGoodPassword(')
  })

  test('what is said goes to the streams of the process: no log has a file or a host of its own', () => {
    // by one logger, to standard output, in one form
    const loggers = find(src, /console\.\w+\(|appendFile|syslog|ConsoleLogger|\bpino\([^)]|pino\.destination/)
    expect(loggers).toEqual(['src/base/log.ts: pino({'])
    // what opens a file to write is the store of files, and the place of an archive while it is unpacked
    expect(find(src, /createWriteStream\(/).filter((place) => !/^src\/(?:cases\/files|worker)\//.test(place))).toEqual([
      'src/exchange/batchArchive.ts: createWriteStream(',
      'src/exchange/batchPieces.ts: createWriteStream(',
    ])
  })
})

describe('the browser', () => {
  test('scripts for the browser put no data into markup', () => {
    const markup = scripts.flatMap((file) =>
      [
        ...read(file).matchAll(
          /(?:innerHTML|outerHTML) = `[^`]*`|insertAdjacentHTML|document\.write|(?<!windows\?\.)postMessage|\beval\(|new Function/g,
        ),
      ].map(([found]) => ({ file, found })),
    )
    for (const { file, found } of markup) {
      expect({ file, found }).toEqual({ file, found: expect.stringMatching(/^innerHTML = `/) })
      const places = [...found.matchAll(/\$\{(.*?)\}/gs)].map(([, inside]) => inside ?? '')
      // words of the page in the reader's language, and numbers: no text of people
      const data = places.filter((inside) => !/^say\(|\.map\(|\.join\(|^\w*(?:id|Id|key|Key)s?$/.test(inside))
      expect({ file, data }).toEqual({ file, data: [] })
    }
    // windows of the same site tell each other which form has been kept, and nothing of what stands in it
    expect(find(scripts, /windows\?\.postMessage\(.*/)).toEqual([
      "templates/assets/keep.js: windows?.postMessage(form.getAttribute('action'))",
    ])
  })

  test('the browser’s storage keeps a choice of keys and nothing else', () => {
    const kept = [
      ...new Set(
        find(scripts, /(?:local|session)Storage\.\w+\('[\w.-]*'|indexedDB|document\.cookie/).map(
          (place) => place.split(': ')[1],
        ),
      ),
    ]
    expect(kept.filter((one) => !/^localStorage\.(?:get|set|remove)Item\('keys'$/.test(one ?? ''))).toEqual([])
    expect(find(scripts, /(?:local|session)Storage(?!\.\w+\(')/)).toEqual([])
  })

  test('every form of an officer keeps what is typed, or it is written here why not', () => {
    const officers = [
      'action',
      ...pages.flatMap((file) => file.match(/pages\/((?:desk|policy|admin|audit)\/.*)\.hbs$/)?.[1] ?? []),
    ]
    const loses = officers.filter((page) => typedForms(page).includes(false))
    expect(officers.filter((page) => typedForms(page).includes(true)).length).toBeGreaterThan(3)
    expect(loses).toEqual(Object.keys(NOT_KEPT))
  })

  test('no password hints and no secret questions', () => {
    expect(find([...pages, ...src], /secret question|security question|password hint|密保问题|密码提示问题/i)).toEqual(
      [],
    )
  })
})

describe('the tree', () => {
  test('the tree holds no key, token or password but those of demonstrations', () => {
    const files = execFileSync('git', ['ls-files'], { cwd: projectFolder, encoding: 'utf8' })
      .trim()
      .split('\n')
      .filter((file) => !/\.(?:png|bin|woff2?|ttf|lock)$|package-lock\.json/.test(file))
    const patterns: [string, RegExp][] = [
      ['private key', /-----BEGIN (?:\w+ )?PRIVATE KEY-----\s+[\w+/=]{40}/],
      ['cloud key', /\bAKIA[0-9A-Z]{16}\b/],
      ['token of a code host', /\bgh[pousr]_\w{36}\b|\bglpat-[\w-]{20}\b|\bnpm_\w{36}\b/],
      ['token of a chat', /\bxox[abprs]-[\w-]{10,}/],
      ['signed token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
      ['key of ours', /\bhj_(?!live_7QF20MXD4TA8W3NCP8HE5T0YJR2V6)[\w-]{30,}/],
      [
        'password in an address',
        /\b(?:postgres|smtps?|https?|redis):\/\/[\w.-]+:(?!pw@|p@|password@|geheim@|own@|密码@|secret@|x@|\$\{)[^@\s/'"`]{3,}@/,
      ],
    ]
    // the passwords of test/config.test.ts are those that the public secret of demonstrations gives
    const found = files
      .filter((file) => file !== 'test/config.test.ts')
      .flatMap((file) => patterns.flatMap(([what, pattern]) => (pattern.test(read(file)) ? [`${file}: ${what}`] : [])))
    expect(found).toEqual([])
  })
})
