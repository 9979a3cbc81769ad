/** Words that several samples share. */
import type { Bilingual } from '../../../src/base/text.js'
import { both, dateText } from '../../../src/web/kit/page.js'
import type { Tag } from '../../../src/web/kit/parts.js'

export const t = (zh: string, en: string): Bilingual => ({ zh, en })

export const date = (on: string): Bilingual => both((language) => dateText(on, language))

export const STAGES = [
  { name: t('受理', 'Intake'), limit: 5 },
  { name: t('评估', 'Assessment'), limit: 10 },
  { name: t('决定', 'Decision'), limit: 2 },
]

export const FIRM = t('上海云帆跨境电子商务有限公司', 'Shanghai Yunfan Cross-border E-commerce Co., Ltd.')

export const STEPS = {
  label: t('办理进度', 'Progress'),
  steps: [
    { name: t('填写', 'Fill in'), note: t('11月24日', '24 November'), done: true },
    { name: t('受理', 'Intake'), note: t('5 个工作日', '5 working days'), current: true },
    { name: t('评估', 'Assessment'), note: t('10 个工作日', '10 working days') },
    { name: t('决定', 'Decision'), note: t('2 个工作日', '2 working days') },
    { name: t('推荐函', 'Letter'), note: t('当日', 'same day') },
  ],
}

export const FIGURES = [
  {
    label: t('从提交到决定，中位数', 'Median, submission to decision'),
    value: '10',
    unit: t('个工作日', ' working days'),
  },
  { label: t('在承诺日之前决定', 'Decided by the promised date'), value: '97.5', unit: '%' },
  { label: t('已发推荐函', 'Letters issued'), value: '386', unit: t('封', '') },
  { label: t('已撤销', 'Letters revoked'), value: '3', unit: t('封', '') },
]

export const TAGS: readonly Tag[] = [
  { label: t('草稿', 'Draft'), glyph: 'ring', colour: 'grey' },
  { label: t('评估中', 'Under assessment'), glyph: 'run', colour: 'blue' },
  { label: t('待补正', 'Awaiting correction'), glyph: 'stop', colour: 'yellow' },
  { label: t('已推荐', 'Recommended'), glyph: 'run', colour: 'green' },
  { label: t('不予受理', 'Not accepted'), glyph: 'end', colour: 'red' },
  { label: t('推荐函已撤销', 'Letter revoked'), glyph: 'end', colour: 'seal' },
  { label: t('进行中', 'Started'), colour: 'blue' },
]
/** A state by its place in the list. */
export const tag = (index: number): Tag => TAGS[index] ?? { label: '' }
