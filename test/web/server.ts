/** A small server for browser tests of pages alone: the samples, a form, our assets, under the policy of the real server. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import type { Language } from '../../src/base/text.js'
import { APPLICATION } from '../../src/forms/application.js'
import { formView } from '../../src/forms/engine/view.js'
import { projectFolder } from '../../src/settings.js'
import { compileAssets } from '../../src/web/kit/assets.js'
import { createRenderer, type Render } from '../../src/web/kit/render.js'
import { makeShell } from '../../src/web/kit/shell.js'
import { loadTemplates } from '../../tools/templates.js'
import { dataOf, SAMPLES } from './samples/list.js'

const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const FORM = `{{!-- A form, for the tests. --}}
<form method="post" action="/form" data-autosave="/save">{{> parts/csrf}}<input type="hidden" name="version" value="{{version}}">{{> parts/form/enter}}
<h1 class="hj-h1">{{say title}}</h1>{{> parts/form/items form}}<button class="govuk-button" name="go" value="1">{{say '保存' 'Save'}}</button></form>{{> parts/saved text=saved}}`

/** A page of a paper, for previews. */
const PAPER = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 877"><rect width="620" height="877" fill="#fff"/><path d="M210 90h200" stroke="#222" stroke-width="14"/><path d="${Array.from({ length: 22 }, (_, line) => `M70 ${160 + 28 * line}h${line % 5 === 4 ? 260 : 480}`).join('')}" stroke="#999" stroke-width="6"/></svg>`

/** What a request carried. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface SampleServer {
  readonly origin: string
  readonly received: Received[]
  /** What the next save is answered: status and JSON. */
  answer: { status: number; body: object }
  close(): Promise<void>
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}

/** The passport and the resume of a talent, `rows` of the latter; `at` is where something has changed. */
function formPage(render: Render, language: Language, rows: number, at?: string): string {
  const resume = Array.from({ length: rows }, (_, index) => ({ what: `work ${index + 1}` }))
  const form = formView(
    APPLICATION,
    { talent: { resume } },
    {
      language,
      at,
      only: [
        'talent.passport.mrz',
        'talent.systemName',
        'talent.sex',
        'talent.birthDate',
        'talent.nationality',
        'talent.passport.number',
        'talent.inChina',
        'talent.permitKind',
        'talent.resume',
      ],
    },
  )
  const shell = makeShell({ audience: 'firm', address: '/form', language, csrf: 'token' })
  return render(
    'form',
    { title: { zh: '人选', en: 'The candidate' }, saved: '', form, version: 7 + rows, shell },
    language,
  )
}

/** Starts it on a free port of the loopback; the caller closes it. */
export async function startSamples(): Promise<SampleServer> {
  const folder = mkdtempSync(join(tmpdir(), 'samples-'))
  const root = join(folder, 'templates')
  cpSync(join(projectFolder, 'templates'), root, { recursive: true })
  writeFileSync(join(root, 'pages/form.hbs'), FORM)
  const assets = await compileAssets(join(projectFolder, 'build/assets'), projectFolder)
  const render = createRenderer({ templates: loadTemplates(root), production: false, assets })
  const received: Received[] = []
  let rows = 1

  const send = (response: ServerResponse, status: number, type: string, body: string | Buffer) =>
    response.writeHead(status, { 'content-type': type, 'content-security-policy': POLICY }).end(body)

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const language = url.searchParams.get('language') === 'en' ? 'en' : 'zh'
    if (url.pathname.startsWith('/assets/')) {
      const file = join(assets.folder, url.pathname.slice('/assets/'.length))
      return void send(response, 200, TYPES[extname(file)] ?? 'text/plain', readFileSync(file))
    }
    if (/^\/cases\/\d+\/files\/\d+\/pages\/\d+$/.test(url.pathname))
      return void send(response, 200, TYPES['.svg'] ?? '', PAPER)
    const body = await readBody(request)
    received.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body })
    if (url.pathname === '/save')
      return void send(response, server.answer.status, 'application/json', JSON.stringify(server.answer.body))
    if (url.pathname === '/form') {
      const form = new URLSearchParams(body)
      if (form.has('add')) rows += 1
      if (form.has('remove')) rows -= 1
      const at = form.has('add') ? `talent.resume.${rows - 1}` : 'talent.resume'
      return void send(response, 200, 'text/html; charset=utf-8', formPage(render, language, rows, at))
    }
    const sample = SAMPLES.find(({ name }) => url.pathname === `/${name}`)
    if (!sample) return void send(response, 404, 'text/plain', '')
    const html = render(sample.page, dataOf(sample, request.url ?? '/', language), language)
    send(response, 200, 'text/html; charset=utf-8', html)
  }

  const http: Server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => send(response, 500, 'text/plain', String(error)))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo // a server on a port has one
  const server: SampleServer = {
    origin: `http://127.0.0.1:${port}`,
    received,
    answer: { status: 200, body: {} },
    close: async () => {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return server
}
