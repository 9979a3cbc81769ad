/** The types of the client are what the description of the API says now, and the list has every code that the sources have, and no other. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'

test('the types of the client and the codes are what npm run client makes', () => {
  const said = execFileSync(process.execPath, [join(projectFolder, 'dist/tools/programs.js'), '--check'], {
    cwd: projectFolder,
    encoding: 'utf8',
  })
  expect(said).toContain('up to date')
})
