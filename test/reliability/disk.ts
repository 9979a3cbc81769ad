/** A small disk of its own for a test, which can be filled and emptied; where nothing may be mounted the tests that need one are skipped and say so. */
import { spawnSync } from 'node:child_process'
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@jest/globals'

export class Disk {
  private constructor(readonly folder: string) {}

  /** undefined where this process may not mount. */
  static mount(megabytes: number): Disk | undefined {
    const folder = mkdtempSync(join(tmpdir(), 'haijian-disk-'))
    const options = `size=${megabytes}m,mode=0711`
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'haijian-test', folder])
    if (status === 0) return new Disk(folder)
    rmdirSync(folder)
    return undefined
  }

  /** Takes all the space that is left. */
  fill(): void {
    const file = openSync(join(this.folder, 'ballast'), 'a')
    for (const piece of [Buffer.alloc(1024 * 1024), Buffer.alloc(4096)])
      try {
        for (;;) writeSync(file, piece)
      } catch {
        // there is no more
      }
    closeSync(file)
  }

  free(): void {
    rmSync(join(this.folder, 'ballast'), { force: true })
  }

  /** A folder on the disk. */
  make(name: string): string {
    const folder = join(this.folder, name)
    mkdirSync(folder)
    chmodSync(folder, 0o711)
    return folder
  }

  unmount(): void {
    spawnSync('umount', ['-l', this.folder])
    rmdirSync(this.folder)
  }
}

const probe = Disk.mount(1)
probe?.unmount()

/** A test that needs a small disk. */
export const testWithDisk = (name: string, body: () => Promise<void>): void => {
  if (probe) test(name, body)
  else test.skip(`${name} (nothing can be mounted here: run as root)`, body)
}
