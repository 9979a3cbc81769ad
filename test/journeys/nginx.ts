/** Debian's nginx before a web server, by the sample of docs/operations.md as it stands but for its places. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from 'node:tls'
import { issue } from '../letters/authority.js'
import { findPort } from '../reliability/plant.js'
import { blocksOf, inPlaces } from '../tools/operationsText.js'

export const hasNginx = spawnSync('nginx', ['-v']).status === 0

export interface Nginx {
  /** By which tests come to it: what they say goes through TLS to the port of the sample. */
  readonly origin: string
  /** The ports of the sample's https and http. */
  readonly secure: number
  readonly plain: number
  /** What `nginx -t` says. */
  readonly checked: string
  /** What it has written of requests. */
  log(): string
  stop(): Promise<void>
}

/** @param webPort that of the web server; @param folder an empty one of the test */
export async function startNginx(folder: string, webPort: number): Promise<Nginx> {
  const [sample = ''] = blocksOf('TLS and the proxy', 'nginx')
  const [secure, plain] = [await findPort(), await findPort()]
  for (const name of ['tls', 'log', 'temporary']) mkdirSync(join(folder, name), { recursive: true })
  chmodSync(folder, 0o755)
  const root = issue({ name: 'A trial’s authority', authority: true })
  const own = issue({ name: 'haijian.example', by: root })
  writeFileSync(join(folder, 'tls/fullchain.pem'), own.pem + root.pem)
  writeFileSync(join(folder, 'tls/key.pem'), String(own.key.export({ type: 'pkcs8', format: 'pem' })), { mode: 0o600 })
  writeFileSync(
    join(folder, 'haijian.conf'),
    inPlaces(sample, {
      '/etc/ssl/haijian': join(folder, 'tls'),
      '/var/log/nginx': join(folder, 'log'),
      '127.0.0.1:8080': `127.0.0.1:${webPort}`,
      'listen 443 ssl': `listen 127.0.0.1:${secure} ssl`,
      'listen 80': `listen 127.0.0.1:${plain}`,
    }),
  )
  // Debian's nginx.conf, as far as it matters: the sample goes into its http block
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `  ${kind}_temp_path ${join(folder, 'temporary', kind)};`)
    .join('\n')
  const main = join(folder, 'nginx.conf')
  writeFileSync(
    main,
    `${process.getuid?.() === 0 ? 'user www-data;' : ''}
worker_processes 1;
pid ${join(folder, 'nginx.pid')};
daemon off;
events { worker_connections 768; }
http {
${temporary}
  access_log ${join(folder, 'log/access.log')};
  include ${join(folder, 'haijian.conf')};
}
`,
  )
  const command = ['-c', main, '-e', join(folder, 'log/error.log')]
  const { status, stderr } = spawnSync('nginx', ['-t', ...command], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  const nginx = spawn('nginx', command, { stdio: 'ignore' })
  const relay = createServer((client) => {
    // the certificate is of another name than the address, which tests leave to the browser
    const there = connect({
      host: '127.0.0.1',
      port: secure,
      servername: 'haijian.example',
      ca: root.pem,
      checkServerIdentity: () => undefined,
    })
    client.pipe(there).pipe(client)
    for (const one of [client, there])
      one.on('error', () => {
        client.destroy()
        there.destroy()
      })
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const { port } = relay.address() as AddressInfo // of a TCP server
  const origin = `http://127.0.0.1:${port}`
  while (!(await fetch(origin).catch(() => undefined))) {
    if (nginx.exitCode !== null) throw new Error(readFileSync(join(folder, 'log/error.log'), 'utf8'))
    await sleep(50)
  }
  return {
    origin,
    secure,
    plain,
    checked: stderr.replaceAll(dirname(main), ''),
    log: () => readFileSync(join(folder, 'log/haijian.log'), 'utf8'),
    stop: async () => {
      relay.close()
      await ended(nginx)
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = child.exitCode === null ? once(child, 'exit') : undefined
  child.kill('SIGTERM')
  await gone
}
