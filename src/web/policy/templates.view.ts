/** Versions of texts of papers, and the published list of fields, made ready for pages. */
import { path, withQuery } from '../../base/path.js'
import { FIELD_GROUPS, isSometimes } from '../../letters/fields.js'
import type { TemplatePreview } from '../../letters/templatePreview.js'
import { day } from '../kit/page.js'
import type { Table } from '../kit/parts.js'
import { code, link } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { STANDINGS } from '../kit/versions.view.js'

export const versionsTable = (versions: Awaited<ReturnType<TemplatePreview['list']>>): Table =>
  tableOf({ zh: '各种文书的模板', en: 'Templates by kind of letter' }, versions, [
    column('文书', 'Letter', ({ label, version }) => link(label, path.template(version.id)), 'heads'),
    column('生效日期', 'In force from', ({ version }) => day(version.effectiveFrom)),
    column('状态', 'State', ({ standing }) => ({ tag: STANDINGS[standing] })),
    column(
      '改写',
      'Rewrite',
      ({ version }) => {
        const draft = withQuery(path.newEntry('letterTemplates'), { from: version.id })
        return link({ zh: '起草新版本', en: 'Draft a new version' }, draft)
      },
      'hidden',
    ),
  ])

/** The published fields, a table a group. */
export const fieldTables = (): Table[] =>
  FIELD_GROUPS.map(({ label, fields }) => ({
    ...tableOf(label, fields, [
      column('写法', 'Code', ({ name }) => code(`{{${name}}}`), 'heads'),
      column('含义', 'Meaning', (field) => field.label),
      column('样例', 'Sample', ({ sample }) => sample),
    ]),
    captionHidden: false,
  }))

const TEXTS = 'letterTemplates'

/** The facts that a text may print, group by group, as they are inserted; undefined for another kind. */
export const factsToInsert = (kind: string) =>
  kind !== TEXTS
    ? undefined
    : FIELD_GROUPS.map(({ label, about, fields }) => ({
        label,
        about,
        facts: fields.map(({ name, label, sample }) => ({
          label,
          sample,
          code: `{{${name}}}`,
          condition: isSometimes(name) && `{{#if ${name}}}{{${name}}}{{/if}}`,
        })),
      }))
