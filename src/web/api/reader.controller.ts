/** The API for people to read: made from the same operations as its description for machines. */
import { Controller, Get } from '@nestjs/common'
import { jsonSchema } from '../../forms/engine/schema.js'
import { FORMS } from '../../workflow/forms.js'
import { wordsOf } from '../../workflow/words.js'
import { For, WebSettings } from '../http/access.js'
import { page } from '../http/answers.js'
import type { Table } from '../kit/parts.js'
import { GROUPS } from './openapi.js'
import type { Operation } from './operation.js'

@Controller('api')
export class ApiReader {
  constructor(private readonly settings: WebSettings) {}

  @Get()
  @For('open')
  read() {
    const view = {
      title: { zh: '接口', en: 'The API' },
      origin: this.settings.publicUrl,
      groups: GROUPS.map(({ title, operations }) => ({ title, table: operationsTable(title, operations) })),
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
    rows: operations.map(({ method, route, summary, open }) => ({
      cells: [
        { heads: true, line: [{ text: `${method.toUpperCase()} ${route}`, look: 'code' }] },
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
