/** Pages from Handlebars, whose templates were compiled when the project was built (tools/templates.ts). */
import Handlebars from 'handlebars'
import type { Bilingual, Language } from '../../base/text.js'
import type { Assets } from './assets.js'
import { facesFor } from './faces.js'
import type { Page } from './shell.js'

export const HTML_LANGUAGE: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' }

export type CompiledTemplates = readonly (readonly [name: string, template: TemplateSpecification])[]

export interface RendererOptions {
  /** The templates as they were compiled, by their names: `layout`, `pages/home`, `parts/form/input`. */
  readonly templates: CompiledTemplates
  /** Outside production every page says that this is a demonstration. */
  readonly production: boolean
  readonly assets: Assets
}

/**
 * Renders the page `pages/<page>.hbs` inside the layout.
 *
 * @param page its path below pages/, without the ending: `home`, `firm/tasks`
 * @param data the page's view (templates/views.ts) with its frame (`Page` in shell.ts)
 * @throws Error when there is no such page, or when the template asks for a value that the view does not have
 */
export type Render = (page: string, data: object, language: Language) => string

const isBilingual = (value: unknown): value is Bilingual =>
  typeof value === 'object' && value !== null && 'zh' in value && 'en' in value

/** Between Han and a figure the style sheet sets the space (`text-autospace`), so one that was typed is taken out. */
const closeUp = (text: string): string =>
  text.includes(' ')
    ? text.replace(/(?:(?<=^|\p{Script=Han}|[，。；：、（“]) ?|(?<= · ))(\d[\d.,]*|[A-C]) (?=\p{Script=Han})/gu, '$1')
    : text

/**
 * `{{say '中文' 'English'}}`, `{{say text}}` for a bilingual text; a plain string is somebody's own
 * words and stays as it is. A compiled template calls it by itself (tools/templates.ts).
 */
function say(language: Language, first: unknown, second?: unknown): string {
  if (typeof first === 'string') {
    if (typeof second !== 'string') return first
    return language === 'en' ? second : closeUp(first)
  }
  if (typeof first === 'number') return String(first)
  if (isBilingual(first)) return language === 'en' ? first.en : closeUp(first.zh)
  throw new Error(`say: a text in both languages is needed, not ${first === null ? 'null' : typeof first}`)
}

/** `{{#if (han text)}}`: somebody's own words in Han on an English page, which are marked as Chinese (parts/own). */
function han(text: unknown, { data }: Handlebars.HelperOptions): boolean {
  const words = isBilingual(text) ? text.en : text
  return data.root.language === 'en' && typeof words === 'string' && /\p{Script=Han}/u.test(words)
}

/** A run in Han: from a first character over figures and punctuation to the last one or its own punctuation. */
const HAN_RUN = /(\p{Script=Han}(?:\p{Script=Han}|\P{L})*(?<=[\p{Script=Han}，。；：！？、）”》]))/u

/** `{{#each (runs text)}}`: the runs of a text; those in Han are marked on an English page. */
function runs(text: Bilingual | string | number, options: Handlebars.HelperOptions) {
  const { language } = options.data.root
  const words = say(language, text)
  if (language !== 'en') return [{ text: words, chinese: false }]
  return words.split(HAN_RUN).flatMap((run) => (run ? [{ text: run, chinese: HAN_RUN.test(run) }] : []))
}

/** What a page asks for at once: the slices of its heading, which is its title. The desk's headings are in Hei. */
function fontsOf(data: Partial<Page>, language: Language, { faces = [] }: Assets) {
  const { title, shell } = data
  if (!title || !shell || shell.audience === 'desk') return []
  return facesFor(isBilingual(title) ? title[language] : title, faces)
}

/** What compiled templates find in their data. */
const CALLED: Handlebars.RuntimeOptions = { data: { say } }

function load(compiled: CompiledTemplates): ReadonlyMap<string, Handlebars.TemplateDelegate> {
  const handlebars = Handlebars.create()
  handlebars.registerHelper({ han, runs })
  const pages = new Map<string, Handlebars.TemplateDelegate>()
  for (const [name, specification] of compiled) {
    const template = handlebars.template(specification)
    if (name.startsWith('parts/')) handlebars.registerPartial(name, template)
    else pages.set(name.replace(/^pages\//, ''), template)
  }
  return pages
}

export function createRenderer({ templates, production, assets }: RendererOptions): Render {
  const pages = load(templates)
  const layout = pages.get('layout')
  return (page, data, language) => {
    const template = pages.get(page)
    if (!template || !layout) throw new Error(`there is no page ${page}`)
    const view = {
      ...data,
      language,
      english: language === 'en',
      htmlLanguage: HTML_LANGUAGE[language],
      demonstration: !production,
      assets,
      fonts: fontsOf(data, language, assets),
    }
    // The page's own HTML, made by a checked template a moment ago, is the one text that is not escaped again
    const body = new Handlebars.SafeString(template(view, CALLED))
    return layout({ ...view, body }, CALLED)
  }
}
