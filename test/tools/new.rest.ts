/** What `npm run new` makes compiles with the whole project, and keeps the rules of the architecture. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Copy } from './newCopy.js'

let copy: Copy
beforeAll(() => {
  copy = new Copy()
})
afterAll(() => copy.remove())

test('it compiles with all the rest', () => {
  copy.write('tsconfig.new.json', JSON.stringify({ extends: './tsconfig.json', include: ['src', 'migrations'] }))
  expect(copy.run('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.new.json')).toBe('')
}, 600_000)

test('it keeps the rules of the architecture', () => {
  const config = `import config from './jest.config.mjs'
export default { ...config, testMatch: ['<rootDir>/test/architecture.test.ts'], globalSetup: undefined, globalTeardown: undefined, reporters: ['default'] }`
  copy.write('jest.new.mjs', config)
  expect(copy.run('@nestjs/cli/bin/nest.js', 'build')).toBe('')
  expect(copy.run('jest/bin/jest.js', '--config', 'jest.new.mjs')).toBe('')
}, 600_000)
