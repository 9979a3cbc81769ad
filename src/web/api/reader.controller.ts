/** The API for people to read: made from the same operations as its description for machines. */
import { Controller, Get } from '@nestjs/common'
import { jsonSchema } from '../../forms/engine/schema.js'
import { FORMS } from '../../workflow/forms.js'
import { wordsOf } from '../../workflow/words.js'
import { For, WebSettings } from '../http/access.js'
import { page } from '../http/answers.js'
import type { Text } from '../kit/parts.js'
import { code } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { GROUPS } from './openapi.js'
import type { DeclaredOperation } from './operation.js'

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

const operationsTable = (caption: Text, operations: readonly DeclaredOperation[]) =>
  tableOf(caption, operations, [
    column('请求', 'Request', ({ method, route }) => code(`${method.toUpperCase()} ${route}`), 'heads'),
    column('功能', 'Function', ({ summary }) => ({ text: summary, lang: 'en-GB' })),
    column('使用者', 'Permitted users', ({ open }) =>
      open ? { zh: '任何人', en: 'anyone' } : { zh: '登录者或密钥', en: 'signed in, or with a key' },
    ),
  ])

const actionsTable = () =>
  tableOf({ zh: '动作', en: 'Actions' }, Object.entries(FORMS), [
    column('动作', 'Action', ([action]) => code(action), 'heads'),
    column('意思', 'Meaning', ([action]) => wordsOf(action).label),
    column('内容', 'Input', ([, form]) => {
      const { properties = {}, required = [] } = jsonSchema(form)
      // no code: a long list breaks between the names
      return (
        Object.keys(properties)
          .map((name) => (required.includes(name) ? name : `${name}?`))
          .join(', ') || '—'
      )
    }),
  ])
