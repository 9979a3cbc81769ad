/** `npm run new -- page AUDIENCE/NAME`: a controller with its page, its address named, in the module and in the table of routes. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Made, Unusable, withAdded, withImport } from './edit.js'
import { camelOf, pascalOf, sentenceOf } from './names.js'
import { templatesIn, viewTypes } from '../views.js'

/** The address before a page's own name, and who may open it unless somebody says otherwise, by audience. */
const AUDIENCES: Readonly<Record<string, { readonly before: string; readonly roles: readonly string[] }>> = {
  account: { before: 'account/', roles: ['signedIn'] },
  admin: { before: 'admin/', roles: ['systemAdmin'] },
  audit: { before: 'audit/', roles: ['auditor'] },
  desk: { before: '', roles: ['intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer'] },
  firm: { before: '', roles: ['applicant', 'firmAdmin', 'preparer', 'viewer'] },
  policy: { before: 'policy/', roles: ['policyEditor'] },
  public: { before: '', roles: ['open'] },
  reports: { before: 'reports/', roles: ['supervisor', 'approver', 'policyEditor', 'auditor'] },
}

const controllerOf = (name: string, address: string, template: string, roles: readonly string[]): string => `
/** ${sentenceOf(name)}: what the page is for, and for whom. */
import { Controller, Get } from '@nestjs/common'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'

@Controller('${address}')
@For(${roles.map((role) => `'${role}'`).join(', ')})
export class ${pascalOf(name)}Controller {
  @Get()
  show() {
    return page('${template}', { title: { zh: '${name}', en: '${sentenceOf(name)}' } })
  }
}
`

const templateOf = (name: string, controller: string): string => `
{{!-- ${sentenceOf(name)}. Data: see ${controller}. --}}
<h1 class="hj-h1">{{say title}}</h1>
<p class="hj-2 hj-measure">{{say '这一页的用途。' 'What this page is for.'}}</p>
`

const ADDRESSES = 'src/base/path.ts'

const OPEN = {
  zh: 'test/web/routes.test.ts：不登录就能打开的地址都列在那里',
  en: 'test/web/routes.test.ts: it lists what is open to all',
}

/**
 * A page of an audience.
 *
 * @param place `audience/name`, the name in lower case with hyphens
 * @throws Unusable when there is no such audience, or the page is there already
 */
export function newPage(project: string, place: string): Made {
  const [audience = '', name = ''] = place.split('/')
  const known = AUDIENCES[audience]
  if (!known || !/^[a-z]+(-[a-z]+)*$/.test(name))
    throw new Unusable(`a page is AUDIENCE/NAME, the audience one of ${Object.keys(AUDIENCES).join(', ')}`)
  const [address, template] = [known.before + name, `${audience}/${name}`]
  const controller = `src/web/${audience}/${camelOf(name)}.controller.ts`
  const view = `templates/pages/${template}.hbs`
  for (const path of [controller, view])
    if (existsSync(join(project, path))) throw new Unusable(`${path} is there already`)
  const read = (path: string) => readFileSync(join(project, path), 'utf8')
  const [module, routes] = [`src/web/${audience}/${audience}.module.ts`, 'test/web/routes.json']
  const table: Record<string, string> = JSON.parse(read(routes))
  const [named, names] = [camelOf(name), read(ADDRESSES)]
  if (new RegExp(`^  ${named}:`, 'm').test(names)) throw new Unusable(`path.${named} is another address already`)
  const text = templateOf(name, controller).trimStart()
  const imported = `import { ${pascalOf(name)}Controller } from './${camelOf(name)}.controller.js'`
  return {
    files: new Map([
      [controller, controllerOf(name, address, template, known.roles).trimStart()],
      [view, text],
      ['templates/views.ts', viewTypes(new Map([...templatesIn(project), [view, text]]))],
      [module, withAdded(withImport(read(module), imported), 'controllers', `${pascalOf(name)}Controller`)],
      [ADDRESSES, withAdded(names, 'path', `${named}: '/${address}'`)],
      [routes, `${JSON.stringify({ ...table, [`GET /${address}`]: known.roles.join(' ') }, null, 2)}\n`],
    ]),
    left: [
      {
        zh: `${controller}：标题、数据，以及谁可以打开（@For）`,
        en: `${controller}: title, data, and who may open it`,
      },
      {
        zh: `${view}：内容，中英文；随后 npm run docs 更新 templates/views.ts`,
        en: `${view}: what it shows, in both languages; then npm run docs renews templates/views.ts`,
      },
      { zh: 'src/web/http/pages.ts：导航中的入口', en: 'src/web/http/pages.ts: a link in the navigation' },
      { zh: 'test/web/：打开这一页的测试', en: 'test/web/: a test that opens the page' },
      ...(known.roles.includes('open') ? [OPEN] : []),
    ],
  }
}
