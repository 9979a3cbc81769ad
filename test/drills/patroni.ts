/**
 * Three PostgreSQL under Patroni with an etcd, and HAProxy before them, as a department runs them: on one host, each a process of its own that is started again when it ends.
 * One etcd is enough to try failovers of PostgreSQL; three are needed in earnest. Debian's packages: `apt-get install postgresql patroni python3-etcd etcd-server haproxy`.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { listServerProcesses, signal } from '../../tools/processes.js'

const PROGRAMS = ['patroni', 'etcd', 'haproxy', 'ip']
const POSTGRES = '/usr/lib/postgresql'
const PASSWORD = 'of-the-drill-only'
export const NODES = [1, 2, 3] as const
export type NodeNumber = (typeof NODES)[number]

/** What Debian's packages have not brought yet; empty when a cluster can be started. */
export function listMissing(): string[] {
  const found = (program: string) =>
    ['/usr/bin', '/usr/sbin', '/sbin', '/bin'].some((folder) => existsSync(join(folder, program)))
  return [...PROGRAMS.filter((program) => !found(program)), ...(existsSync(POSTGRES) ? [] : ['postgresql'])]
}

/** The folder of the newest PostgreSQL's programs. */
function programs(): string {
  const newest = readdirSync(POSTGRES)
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => b - a)[0]
  return join(POSTGRES, String(newest), 'bin')
}

interface Member {
  readonly name: string
  readonly role: string
  readonly state: string
}

interface Node {
  keeping: boolean
  patroni: ChildProcess | undefined
}

export class Cluster {
  private readonly folder = mkdtempSync(join(tmpdir(), 'haijian-patroni-'))
  private readonly nodes = new Map<NodeNumber, Node>()
  private readonly others: ChildProcess[] = []

  private constructor(
    private readonly host: string,
    private readonly on: readonly string[],
    private readonly synchronous: boolean,
  ) {}

  /**
   * Starts all of it, and settles when three nodes follow one another.
   * @param host the address of the host that they run on
   * @param on what a command begins with there
   */
  static async open(host: string, on: readonly string[], { synchronous }: { synchronous: boolean }): Promise<Cluster> {
    const cluster = new Cluster(host, on, synchronous)
    chmodSync(cluster.folder, 0o755)
    for (const name of ['etcd', 'log']) mkdirSync(join(cluster.folder, name))
    execFileSync('chown', ['-R', 'postgres', cluster.folder])
    cluster.others.push(cluster.run('etcd', cluster.etcd()))
    await sleep(2_000)
    for (const number of NODES) {
      cluster.write(`node${number}.yml`, cluster.node(number))
      cluster.keep(number)
      if (number === 1) while ((await cluster.leader()) === undefined) await sleep(500)
    }
    cluster.write('haproxy.cfg', cluster.haproxy())
    cluster.others.push(cluster.run('haproxy', ['haproxy', '-db', '-f', join(cluster.folder, 'haproxy.cfg')]))
    await cluster.settle()
    return cluster
  }

  /** The address of whichever server is written, for a person of the database. */
  url(user = 'postgres', password = PASSWORD, database = 'postgres'): string {
    return `postgres://${user}:${password}@${this.host}:5600/${database}`
  }

  /** Settles when every node runs and follows, and commits wait where they should. */
  async settle(): Promise<void> {
    for (;;) {
      const all = await this.members()
      const following = all.every(({ state, role }) => state === (role === 'leader' ? 'running' : 'streaming'))
      const waits = !this.synchronous || all.some(({ role }) => role === 'sync_standby')
      if (all.length === NODES.length && following && waits) return
      await sleep(500)
    }
  }

  async leader(): Promise<NodeNumber | undefined> {
    const one = (await this.members()).find(({ role, state }) => role === 'leader' && state === 'running')
    return NODES.find((number) => one?.name === `node${number}`)
  }

  /** Kills PostgreSQL and Patroni of a node at once; `away`: for how many milliseconds they stay so. */
  kill(number: NodeNumber, away = 0): void {
    const node = this.nodes.get(number)
    if (!node) return
    node.keeping = false
    this.signal(number, 'SIGKILL')
    setTimeout(() => this.keep(number), away).unref()
  }

  /** All of a node stands still for so many milliseconds. */
  pause(number: NodeNumber, milliseconds: number): void {
    this.signal(number, 'SIGSTOP')
    setTimeout(() => this.signal(number, 'SIGCONT'), milliseconds)
  }

  async switchOver(number: NodeNumber): Promise<void> {
    const answer = await fetch(`http://${this.host}:800${number}/switchover`, {
      method: 'POST',
      body: JSON.stringify({ leader: `node${number}` }),
    })
    await answer.body?.cancel()
  }

  /** No standby receives anything any more, and none may take over: what is committed now is on the leader alone. */
  strand(leader: NodeNumber): void {
    for (const number of NODES.filter((one) => one !== leader)) {
      this.nodes.get(number)?.patroni?.kill('SIGSTOP')
      this.ask(number, `alter system set primary_conninfo = 'host=127.0.0.1 port=1'`, 'select pg_reload_conf()')
    }
  }

  /** Whoever is left may take over. */
  release(lost: NodeNumber): void {
    for (const number of NODES.filter((one) => one !== lost)) {
      this.ask(number, 'alter system reset primary_conninfo', 'select pg_reload_conf()')
      this.nodes.get(number)?.patroni?.kill('SIGCONT')
    }
  }

  close(): void {
    for (const [number, node] of this.nodes) {
      node.keeping = false
      this.signal(number, 'SIGCONT')
      this.signal(number, 'SIGKILL')
    }
    for (const child of this.others) child.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  private data = (number: NodeNumber): string => join(this.folder, `data${number}`)

  private signal(number: NodeNumber, name: NodeJS.Signals): void {
    this.nodes.get(number)?.patroni?.kill(name)
    for (const { pid } of listServerProcesses(this.data(number))) signal(pid, name)
  }

  /** Runs Patroni of a node, again whenever it ends. */
  private keep(number: NodeNumber): void {
    const node = this.nodes.get(number) ?? { keeping: true, patroni: undefined }
    this.nodes.set(number, node)
    node.keeping = true
    const patroni = this.run(`patroni${number}`, ['patroni', join(this.folder, `node${number}.yml`)])
    node.patroni = patroni
    patroni.once('exit', () => {
      if (node.keeping && node.patroni === patroni) setTimeout(() => node.keeping && this.keep(number), 1_000)
    })
  }

  /** Runs a command on the host as `postgres`; what it says goes into a file. */
  private run(name: string, command: readonly string[]): ChildProcess {
    const as = ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups']
    const [program = '', ...args] = [...this.on, ...as, ...command]
    const log = join(this.folder, 'log', `${name}.log`)
    return spawn('sh', ['-c', 'exec "$@" >> "$0" 2>&1', log, program, ...args], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, HOME: this.folder },
      stdio: 'ignore',
    })
  }

  private ask(number: NodeNumber, ...statements: string[]): void {
    const psql = ['psql', '-q', '-h', this.folder, '-p', `551${number}`, '-U', 'postgres']
    const [program = '', ...args] = [...this.on, ...psql, ...statements.flatMap((one) => ['-c', one])]
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  }

  private write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text)
  }

  private async members(): Promise<readonly Member[]> {
    for (const number of NODES)
      try {
        const answer = await fetch(`http://${this.host}:800${number}/cluster`, { signal: AbortSignal.timeout(3_000) })
        if (answer.ok) return ((await answer.json()) as { members: Member[] }).members // Patroni's REST API
      } catch {} // the next one is asked
    return []
  }

  private etcd(): string[] {
    const [client, peer] = ['http://127.0.0.1:23790', 'http://127.0.0.1:23800']
    return [
      ...['etcd', '--name', 'e1', '--data-dir', join(this.folder, 'etcd')],
      ...['--listen-client-urls', client, '--advertise-client-urls', client],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `e1=${peer}`],
    ]
  }

  private node(number: NodeNumber): string {
    const parameters = {
      ...{ max_connections: 150, hot_standby: 'on', wal_log_hints: 'on', shared_buffers: '64MB' },
      unix_socket_directories: this.folder,
    }
    const user = (username: string) => ({ username, password: PASSWORD })
    return JSON.stringify({
      scope: 'haijian',
      name: `node${number}`,
      restapi: { listen: `0.0.0.0:800${number}`, connect_address: `127.0.0.1:800${number}` },
      etcd3: { host: '127.0.0.1:23790' },
      bootstrap: {
        dcs: {
          ...{ ttl: 20, loop_wait: 5, retry_timeout: 5, maximum_lag_on_failover: 1_073_741_824 },
          // strict: else commits wait for nobody after a failover, until another standby follows
          synchronous_mode: this.synchronous,
          synchronous_mode_strict: this.synchronous,
          postgresql: { use_pg_rewind: true, use_slots: true, parameters },
        },
        initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
      },
      postgresql: {
        listen: `127.0.0.1:551${number}`,
        connect_address: `127.0.0.1:551${number}`,
        data_dir: this.data(number),
        bin_dir: programs(),
        pgpass: join(this.folder, `pgpass${number}`),
        pg_hba: [
          'local all all trust',
          'host all all 127.0.0.0/8 scram-sha-256',
          'host replication all 127.0.0.0/8 scram-sha-256',
        ],
        authentication: {
          superuser: user('postgres'),
          replication: user('replicator'),
          rewind: user('postgres'),
        },
        parameters: { unix_socket_directories: this.folder },
      },
    })
  }

  private haproxy(): string {
    return `
global
  maxconn 600
defaults
  mode tcp
  timeout connect 2s
  timeout client 30m
  timeout server 30m
  timeout check 2s
listen written
  bind ${this.host}:5600
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${NODES.map((number) => `  server node${number} 127.0.0.1:551${number} check port 800${number}`).join('\n')}
`
  }
}
