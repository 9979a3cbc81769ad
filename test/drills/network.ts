/**
 * Hosts on one machine: network namespaces, each with a cable of its own to this one, which stands between them all. What is cut off is swallowed on its way, as by a broken
 * switch: nobody is told, and nothing comes back. Needs root and Debian's iproute2.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const ip = (...args: string[]): string =>
  execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** A number that tells these hosts from those of another run on the same machine. */
const RUN = process.pid % 200

export class Network<Name extends string> {
  private readonly rules = new Set<string>()

  private constructor(private readonly names: readonly Name[]) {}

  /** Makes the hosts; whatever is left of them goes with close(). */
  static open<Name extends string>(names: readonly Name[]): Network<Name> {
    writeFileSync('/proc/sys/net/ipv4/ip_forward', '1')
    const network = new Network(names)
    for (const name of names) network.make(name)
    return network
  }

  /** The address of a host, as every other one and this machine see it. */
  address(name: Name): string {
    return `${this.wire(name)}.2`
  }

  /** An address by which every host reaches this machine. */
  get here(): string {
    const [first] = this.names
    return first ? this.gateway(first) : ''
  }

  /** What a command begins with that is to run on a host. */
  on(name: Name): readonly string[] {
    return ['ip', 'netns', 'exec', this.space(name)]
  }

  /** Two hosts do not reach each other any more, in either direction. */
  cut(one: Name, other: Name): void {
    this.swallow(this.address(one), this.address(other))
    this.swallow(this.address(other), this.address(one))
  }

  /** What this machine answers does not reach a host any more, where it was asked by the address `here`. */
  cutFromHere(name: Name): void {
    this.swallow(this.here, this.address(name))
  }

  /** Everybody reaches everybody again. */
  mend(): void {
    for (const rule of this.rules) ip('rule', 'del', ...rule.split(' '))
    this.rules.clear()
  }

  close(): void {
    this.mend()
    for (const name of this.names) ip('netns', 'del', this.space(name))
  }

  private swallow(from: string, to: string): void {
    const rule = `from ${from} to ${to} blackhole`
    if (this.rules.has(rule)) return
    ip('rule', 'add', ...rule.split(' '))
    this.rules.add(rule)
  }

  private make(name: Name): void {
    const [space, cable] = [this.space(name), `hj${RUN}-${this.names.indexOf(name)}`]
    ip('netns', 'add', space)
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space)
    ip('addr', 'add', `${this.gateway(name)}/24`, 'dev', cable)
    ip('link', 'set', cable, 'up')
    ip('-n', space, 'addr', 'add', `${this.address(name)}/24`, 'dev', 'eth0')
    for (const device of ['lo', 'eth0']) ip('-n', space, 'link', 'set', device, 'up')
    ip('-n', space, 'route', 'add', 'default', 'via', this.gateway(name))
  }

  private space = (name: Name): string => `haijian-${RUN}-${name}`
  private gateway = (name: Name): string => `${this.wire(name)}.1`
  private wire = (name: Name): string => `10.${RUN + 50}.${this.names.indexOf(name)}`
}
