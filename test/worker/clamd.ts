/** A virus scanner on this machine for tests: ClamAV's real daemon with one signature of our own where it is installed, and always a small server that speaks its protocol. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What both of them find, harmless to everybody else; in two pieces, so that this file itself is clean. */
export const MARK = ['HAIJIAN-TEST', 'SIGNATURE'].join('-')
/** What both of them take at most. */
export const STREAM_MAX = 1024 * 1024 // bytes

export interface TestScanner {
  readonly address: string
  close(): Promise<void>
}

export interface SmallScanner extends TestScanner {
  /** How it behaves from now on. */
  mood: 'well' | 'silent' | 'hangsUp' | 'gibberish' | 'error'
  scanned: number
}

/** The protocol's server side: INSTREAM only, one file a connection. */
export async function openSmallScanner(): Promise<SmallScanner> {
  const sockets = new Set<Socket>()
  const serve = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    let seen = Buffer.alloc(0)
    socket.on('data', (piece: Buffer) => {
      seen = Buffer.concat([seen, piece])
      const answer = answerTo(seen)
      if (answer === undefined || scanner.mood === 'silent') return
      scanner.scanned += 1
      socket.removeAllListeners('data').resume()
      if (scanner.mood === 'hangsUp') return void socket.destroy()
      const said = {
        well: answer,
        gibberish: 'HTTP/1.1 200 OK\r\n\r\n\0',
        error: 'stream: Broken or not a regular file ERROR\0',
      }
      socket.end(said[scanner.mood as keyof typeof said])
    })
  }
  const server: Server = createServer(serve)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const scanner: SmallScanner = {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`, // a server on a port has one
    mood: 'well',
    scanned: 0,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
  return scanner
}

/** The answer once the stream has ended or is too long; undefined until then. */
function answerTo(seen: Buffer): string | undefined {
  const command = 'zINSTREAM\0'
  if (seen.length < command.length) return undefined
  if (seen.toString('latin1', 0, command.length) !== command) return 'UNKNOWN COMMAND\0'
  const content: Buffer[] = []
  let bytes = 0
  for (let at = command.length; at + 4 <= seen.length; ) {
    const length = seen.readUInt32BE(at)
    if (length === 0) return Buffer.concat(content).includes(MARK) ? 'stream: Haijian.Test FOUND\0' : 'stream: OK\0'
    bytes += length
    if (bytes > STREAM_MAX) return 'INSTREAM size limit exceeded. ERROR\0'
    if (at + 4 + length > seen.length) return undefined
    content.push(seen.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return undefined
}

/** The real daemon, on a socket of the file system; undefined where it is not installed. */
export async function openClamd(): Promise<TestScanner | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'clamd-'))
  mkdirSync(join(folder, 'db'))
  writeFileSync(join(folder, 'db/test.ndb'), `Haijian.Test:0:*:${Buffer.from(MARK).toString('hex')}\n`)
  const address = join(folder, 'socket')
  const settings = {
    DatabaseDirectory: join(folder, 'db'),
    LocalSocket: address,
    Foreground: 'yes',
    StreamMaxLength: '1M',
    TemporaryDirectory: folder,
  }
  writeFileSync(
    join(folder, 'clamd.conf'),
    Object.entries(settings)
      .map((line) => line.join(' '))
      .join('\n'),
  )
  const child = spawn('clamd', ['-c', join(folder, 'clamd.conf')], { stdio: 'ignore' })
  const gone = new Promise<void>((done) => child.once('exit', () => done()).once('error', () => done()))
  const close = async () => {
    child.kill('SIGKILL')
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
  if (await comesUp(child, address)) return { address, close }
  await close()
  return undefined
}

async function comesUp(child: ChildProcess, address: string): Promise<boolean> {
  for (let attempt = 0; attempt < 300 && child.exitCode === null && child.pid !== undefined; attempt++) {
    const socket = connect(address)
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (open) return true
    await sleep(100)
  }
  return false
}
