/** The kinds of reference data that papers are made from, in the order of the screen. */
import { type Kind, kind } from '../reference/registry.js'
import { letterTemplateSchema, numberSeriesSchema, paperKindSchema, signatorySchema } from './catalogue.js'
import { checkNumberSeries } from './numberSeriesCheck.js'
import { checkPaperKind, paperKindNotes } from './paperKindCheck.js'
import { checkTemplate } from './templateCheck.js'

export const PAPER_KINDS: readonly Kind[] = [
  kind('letterTemplates', {
    label: ['文书模板', 'Letter templates'],
    what: ['推荐函和各种通知的正文。', 'Text of letters and notices.'],
    applies: 'doing',
    schema: letterTemplateSchema,
    check: checkTemplate,
    brief: (body) => letterTemplateSchema.safeParse(body).data?.title,
    newKeys: true,
    refers: { key: 'paperKinds' },
  }),
  kind('paperKinds', {
    label: ['文书种类', 'Kinds of letter'],
    what: [
      '各种文书的制作事项、送达对象和是否盖章。',
      'Actions that produce each letter, its recipient, and whether it is sealed.',
    ],
    applies: 'doing',
    schema: paperKindSchema,
    check: checkPaperKind,
    notes: paperKindNotes,
    newKeys: true,
    refers: { series: 'numberSeries', validity: 'timeLimits', term: 'timeLimits' },
  }),
  kind('numberSeries', {
    label: ['文号', 'Number series'],
    what: ['文号的样式。', 'Patterns of letter numbers.'],
    applies: 'doing',
    schema: numberSeriesSchema,
    check: checkNumberSeries,
    newKeys: true,
  }),
  kind('signatories', {
    label: ['落款与印章', 'Signatories and seals'],
    what: ['各机关的落款、联系处室和印章图片。', 'Signature, office and seal of each authority.'],
    applies: 'doing',
    schema: signatorySchema,
    newKeys: true,
  }),
]
