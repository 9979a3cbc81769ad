/** Two processes on one database that do things at the same moment. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectFolder } from '../../src/settings.js'
import { addressSettings } from '../../tools/roles.js'
import { type Answer, type Call, perform, type RivalSettings } from './rival.js'
import type { World } from './world.js'

const hooks = pathToFileURL(join(projectFolder, 'tools/swc.mjs')).href
const preload = `data:text/javascript,import{register}from'node:module';register('${hooks}')`

export class Contest {
  private constructor(
    private readonly world: World,
    private readonly rival: ChildProcess,
  ) {}

  static async open(world: World): Promise<Contest> {
    const settings: RivalSettings = {
      database: addressSettings(world.db.config),
      dataDir: world.db.config.dataDir,
      at: world.clock.now().toISOString(),
    }
    const program = join(projectFolder, 'test/cases/rival.ts')
    // who speaks is known by a hash and a time, which JSON would not carry
    const rival = fork(program, [JSON.stringify(settings)], {
      execArgv: ['--import', preload],
      serialization: 'advanced',
    })
    const [message] = await Promise.race([once(rival, 'message'), once(rival, 'exit')])
    if (message !== 'ready') throw new Error(`the second process did not start: ${message}`)
    return new Contest(world, rival)
  }

  /** All of these at once, every other one in the second process; the answers in the same order. */
  async race(calls: readonly Call[]): Promise<Answer[]> {
    const theirs = calls.filter((_, index) => index % 2 === 0)
    const answered = once(this.rival, 'message')
    this.rival.send(theirs)
    const ours = await Promise.all(
      calls.filter((_, index) => index % 2 === 1).map((call) => perform(this.world.app, call)),
    )
    const [others] = (await answered) as [Answer[]] // what rival.ts sends
    return calls.map((_, index) => (index % 2 === 0 ? others : ours)[Math.floor(index / 2)] ?? {})
  }

  async close(): Promise<void> {
    const gone = once(this.rival, 'exit')
    this.rival.disconnect()
    await gone
  }
}
