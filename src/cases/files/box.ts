/**
 * The box in which strange files are read: a process without settings, database or secrets, behind
 * the strongest walls that this machine allows. Best are namespaces of its own, made by util-linux
 * without any right: no network, no files but the program, no other process in sight. Where they are
 * forbidden (by a container, as a rule) the kernel's limits stand alone; `uid` holds with both.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../settings.js'

export interface BoxLimits {
  /** Of memory in use, at which the reader ends itself; the kernel, which counts what is reserved, ends it later. */
  readonly megabytes: number
  /** Of computing, over the reader's whole life. */
  readonly seconds: number
}

type Program = 'reader' | 'pageReader' | 'archiveReader' | 'probe'
type Kind = 'namespaces' | 'limits' | 'bare'

/** What Node and its libraries reserve beside the file, measured at 160. */
const OWN_MEGABYTES = 256
/** Compiled, also where a test runs the rest from its sources: nothing is compiled in the box. */
const PROGRAMS = join(projectFolder, 'dist/src/cases/files')
/** The program and what it is made of. */
const OWN = ['package.json', 'dist', 'node_modules'].map((name) => join(projectFolder, name))
/** Of a reader's script Node refuses whatever readers never do; a decoder that was taken over it does not hold. */
const PERMISSION = [
  process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission',
  ...['--allow-addons', '--allow-worker'],
  ...OWN.map((path) => `--allow-fs-read=${path}`),
]
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** All that is to be seen inside, read-only: libraries, Node, the program. */
const SEEN = [
  ...['/lib', '/lib64', '/usr/lib', '/usr/lib64', '/usr/local/lib', process.execPath].filter((path) =>
    existsSync(path),
  ),
  ...OWN,
]

/** No file is written, no memory dumped, few files are open. */
const LIMITS = `
  megabytes=$1 seconds=$2
  shift 2
  ulimit -d $((megabytes * 1024)) && ulimit -t "$seconds" && ulimit -f 0 && ulimit -c 0 && ulimit -n 128 || exit 1`

/**
 * Within new namespaces: a root with nothing in it but what is named before `--`, and a /proc that
 * shows the reader alone; then no way back to any right. What fails ends it.
 */
const NAMESPACES = `
  set -e
  ${LIMITS}
  root=/sys # exists everywhere, and nothing in it is needed
  mount -t tmpfs -o mode=0755,size=1m tmpfs $root
  mkdir $root/proc $root/old
  for tool in sh setpriv umount; do set -- "$(command -v $tool)" "$@"; done
  while [ "$1" != -- ]; do
    if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root$(dirname "$1")"; : > "$root$1"; fi
    mount --bind "$1" "$root$1"
    mount -o remount,bind,ro "$root$1" || mount -o remount,bind,ro,nosuid,nodev "$root$1"
    shift
  done
  shift
  mount -t proc proc $root/proc
  mount -o remount,bind,ro $root
  cd $root
  pivot_root . old
  cd /
  umount -l /old
  setpriv=$(command -v setpriv)
  unset PATH PWD OLDPWD
  # not the first process, which no signal from inside would end
  "$setpriv" --no-new-privs --inh-caps=-all --ambient-caps=-all --bounding-set=-all "$@"
  exit $?`

const UNSHARE = 'unshare --user --map-root-user --net --pid --fork --kill-child --mount --ipc --uts'.split(' ')

/** The command that starts `node` in a box; the reader ends with the process that started it. */
function commandIn(kind: Kind, { megabytes, seconds }: BoxLimits, node: readonly string[]): readonly string[] {
  const limits = [String(2 * megabytes + OWN_MEGABYTES), String(seconds)]
  if (kind === 'bare') return node
  if (kind === 'limits')
    return ['sh', '-c', `${LIMITS}\nunset PATH PWD OLDPWD\nexec "$@"`, 'reader', ...limits, ...node]
  const inside = ['sh', '-c', NAMESPACES, 'reader', ...limits, ...SEEN, '--', ...node]
  return ['setpriv', '--pdeathsig', 'KILL', ...UNSHARE, ...inside]
}

export class Box {
  /** Those that may still be tried, best first; what has held a reader once is kept to. */
  private kinds: readonly Kind[] = ['namespaces', 'limits', 'bare']

  /** @param uid the user, and group, that readers run as; null: that of this process */
  constructor(readonly uid: number | null = null) {}

  /**
   * A process that has said that it is ready; if it cannot start, that is our failure and never the
   * file's. `permission` false: without Node's own permission model, to try what stands without it.
   */
  async start(program: Program, limits: BoxLimits, permission = true): Promise<ChildProcess> {
    const [kind, ...weaker] = this.kinds
    if (!kind) throw new Error('there is no box')
    try {
      const child = await this.startIn(kind, program, limits, permission)
      if (this.kinds.includes(kind)) this.kinds = [kind]
      return child
    } catch (error) {
      if (weaker.length === 0) throw error
      if (this.kinds[0] === kind && this.kinds.length > 1) this.kinds = weaker
      return this.start(program, limits, permission)
    }
  }

  private async startIn(kind: Kind, program: Program, limits: BoxLimits, permission: boolean): Promise<ChildProcess> {
    const options = ['--max-old-space-size=256', ...(permission ? PERMISSION : [])]
    const file = join(PROGRAMS, `${program}.js`)
    const node = [process.execPath, ...options, file, String(limits.megabytes)]
    const [command = '', ...given] = commandIn(kind, limits, node)
    const child = spawn(command, given, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { PATH },
      cwd: '/',
      ...(this.uid !== null && { uid: this.uid, gid: this.uid }),
    })
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve())
      child.on('error', reject)
      child.once('exit', (code, signal) => reject(new Error(`the reader of files did not start (${code ?? signal})`)))
    })
    return child
  }
}
