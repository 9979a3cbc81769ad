/** The API for people to read: made from the same list as its description for machines. */
import { Controller, Get } from '@nestjs/common'
import { jsonSchema } from '../../forms/engine/schema.js'
import { FORMS } from '../../workflow/forms.js'
import { wordsOf } from '../../workflow/words.js'
import { For, WebSettings } from '../http/access.js'
import { page } from '../http/answers.js'
import type { Table } from '../kit/parts.js'
import { OPERATIONS, type Operation } from './operations.js'

const GROUPS = [
  { title: { zh: '登录与密钥', en: 'Signing in and keys' }, of: /^\/api\/(session|me|keys)/ },
  { title: { zh: '案件', en: 'Cases' }, of: /^\/api\/cases/ },
  { title: { zh: '规则', en: 'Rules' }, of: /^\/api\/reference/ },
  {
    title: { zh: '推荐函、核验与自测', en: 'Letters, checks and the self-check' },
    of: /^\/api\/(letters|packages|package-schema|verify|self-check|openapi)/,
  },
]

@Controller('api')
export class ApiReader {
  constructor(private readonly settings: WebSettings) {}

  @Get()
  @For('open')
  read() {
    const view = {
      title: { zh: '接口', en: 'The API' },
      origin: this.settings.publicUrl,
      groups: GROUPS.map(({ title, of }) => ({
        title,
        table: operationsTable(
          title,
          OPERATIONS.filter(({ path }) => of.test(path)),
        ),
      })),
      actions: actionsTable(),
    }
    return page('api', view)
  }
}

function operationsTable(caption: Table['caption'], operations: readonly Operation[]): Table {
  return {
    caption,
    captionHidden: true,
    cards: true,
    head: [
      { text: { zh: '请求', en: 'Request' } },
      { text: { zh: '做什么', en: 'What it does' } },
      { text: { zh: '谁可以用', en: 'Who may' } },
    ],
    rows: operations.map(({ method, path, summary, open }) => ({
      cells: [
        { heads: true, line: [{ text: `${method.toUpperCase()} ${path}`, look: 'code' }] },
        { label: { zh: '做什么', en: 'What it does' }, line: [{ text: summary, lang: 'en-GB' }] },
        {
          label: { zh: '谁可以用', en: 'Who may' },
          line: [{ text: open ? { zh: '任何人', en: 'anybody' } : { zh: '登录者或密钥', en: 'signed in, or a key' } }],
        },
      ],
    })),
  }
}

function actionsTable(): Table {
  return {
    caption: { zh: '动作', en: 'Actions' },
    captionHidden: true,
    cards: true,
    head: [
      { text: { zh: '动作', en: 'Action' } },
      { text: { zh: '意思', en: 'Meaning' } },
      { text: { zh: '内容', en: 'Input' } },
    ],
    rows: Object.entries(FORMS).map(([action, form]) => {
      const { properties = {}, required = [] } = jsonSchema(form)
      const names = Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`))
      return {
        cells: [
          { heads: true, line: [{ text: action, look: 'code' }] },
          { label: { zh: '意思', en: 'Meaning' }, line: [wordsOf(action).label] },
          { label: { zh: '内容', en: 'Input' }, line: [{ text: names.join(', ') || '—', look: 'code' }] },
        ],
      }
    }),
  }
}
