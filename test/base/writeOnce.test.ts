/** Files that are whole or not there, on a disk that is full. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@jest/globals'
import { writeOnce } from '../../src/base/writeOnce.js'
import { openSealKey } from '../../src/cases/audit/keys.js'
import { Disk, testWithDisk } from '../reliability/disk.js'

const full = { code: 'ENOSPC' }

async function onDisk(work: (disk: Disk, folder: string) => Promise<void>): Promise<void> {
  const disk = Disk.mount(4)
  if (!disk) throw new Error('no disk')
  await work(disk, disk.make('data')).finally(() => disk.unmount())
}

testWithDisk('one that did not get room leaves no half behind, and is written once there is room', () =>
  onDisk(async (disk, folder) => {
    const file = { file: join(folder, 'one'), bytes: Buffer.alloc(100_000, 1), mode: 0o600 }
    disk.fill()
    await expect(writeOnce(file)).rejects.toMatchObject(full)
    expect(readdirSync(folder)).toEqual([])
    disk.free()
    expect([await writeOnce(file), await writeOnce(file)]).toEqual([true, false])
    expect(readdirSync(folder)).toEqual(['one'])
  }),
)

testWithDisk('the demonstration’s key of checkpoints, once made, is opened on a full disk too', () =>
  onDisk(async (disk, folder) => {
    const settings = { production: false, dataDir: folder, auditKey: null, auditPublicKeys: null }
    const { id } = await openSealKey(settings)
    disk.fill()
    expect((await openSealKey(settings)).id).toBe(id)
  }),
)
