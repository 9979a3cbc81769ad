/** `npm run new`: what it makes, and what it refuses. That all of it compiles is in new.rest.ts. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeNew } from '../../tools/new.js'
import { Copy } from './newCopy.js'

let copy: Copy
beforeAll(() => {
  copy = new Copy()
})
afterAll(() => copy.remove())

describe('what is made', () => {
  test('is where it belongs', () => {
    expect(copy.read('src/web/admin/admin.module.ts')).toMatch(
      /import \{ LateCasesController \}[\s\S]*LateCasesController,/,
    )
    expect(copy.read('src/web/admin/lateCases.controller.ts')).toContain("@Controller('admin/late-cases')")
    expect(JSON.parse(copy.read('test/web/routes.json'))).toMatchObject({
      'GET /admin/late-cases': 'systemAdmin',
      'GET /phrases': 'intake assessor approver supervisor reviewPanel permitOfficer',
    })
    expect(copy.read('src/base/path.ts')).toMatch(
      /lateCases: '\/admin\/late-cases',\s+phrases: '\/phrases',\s+\} as const/,
    )
    expect(copy.read('templates/pages/admin/late-cases.hbs')).toContain('<h1 class="hj-h1">{{say title}}</h1>')
    const chart = copy.read('src/workflow/machine.ts')
    expect(chart).toContain("sendBack: { target: '#withdrawn', guard: by({ who: 'leadIntake' }) }")
    expect(chart).toContain("reopen: { target: '#awaitingDecision', guard: by({ who: 'leadApprover' }) }")
    expect(copy.read('src/reference/kinds.ts')).toContain('schema: quotasSchema')
    expect(JSON.parse(copy.read('migrations/reference/quotas.json'))).toHaveLength(1)
  })

  test('is formatted and has nothing to lint', () => {
    const code = copy.written.filter((path) => /\.(ts|json)$/.test(path))
    expect(copy.run('@biomejs/biome/bin/biome', 'format', ...code)).toBe('')
    expect(copy.run('@biomejs/biome/bin/biome', 'lint', '--error-on-warnings', ...code)).toBe('')
  })
})

describe('what cannot be made is refused, and nothing is written', () => {
  test.each([
    [['page', 'admin/late-cases'], 'is there already'],
    [['page', 'public/queue'], 'path.queue is another address already'],
    [['page', 'nobody/late-cases'], 'the audience one of account, admin'],
    [['page', 'admin/LateCases'], 'a page is AUDIENCE/NAME'],
    [['action', 'withdraw', 'submitted', 'withdrawn', 'firm'], 'withdraw is an action already'],
    [['action', 'sendOff', 'nowhere', 'withdrawn', 'firm'], 'the states are draft, submitted'],
    [['action', 'sendOff', 'withdrawn', 'submitted', 'firm'], 'nothing leaves withdrawn'],
    [['action', 'sendOff', 'submitted', 'withdrawn', 'anybody'], 'who may do it is one of firm'],
    [['kind', 'quotas'], 'is there already'],
    [['kind', 'Two Words'], 'a kind is a NAME'],
    [['letter', 'x'], 'npm run new -- page'],
    [[], 'npm run new -- page'],
  ])('%j', (words, why) => {
    expect(() => makeNew(copy.folder, words)).toThrow(why)
  })
})
