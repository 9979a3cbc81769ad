/**
 * What a mail says, as text and as HTML, from templates/mail. It names a case by its number and
 * leads to a page; whoever it is about stands on that page only, and for the firm by initials.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import type { Language } from '../base/text.js'
import { projectFolder } from '../settings.js'

/** One case of a digest. */
export interface MailItem {
  readonly number: string
  readonly text: string
  readonly href: string
}

/** Everything in the reader's language. */
export interface MailView {
  readonly subject: string
  readonly title: string
  readonly number?: string
  readonly lines: readonly string[]
  readonly items?: readonly MailItem[]
  readonly button: { readonly text: string; readonly href: string }
  /** The code of the link, for whoever types it. */
  readonly code?: string | undefined
  /** Where a reader without an account writes, instead of in a case. */
  readonly host?: string | undefined
  /** Where the reader chooses what comes by mail. */
  readonly choices?: string
  readonly demonstration: boolean
}

export interface MailText {
  readonly subject: string
  readonly text: string
  readonly html: string
}

const HTML_LANGUAGE: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' }
const LINE = /[\p{Cc}\u2028\u2029]+/gu

const handlebars = Handlebars.create()
handlebars.registerHelper('say', (zh: string, en: string, options: Handlebars.HelperOptions) =>
  options.data.root.language === 'en' ? en : zh,
)

function read(name: string, noEscape: boolean): Handlebars.TemplateDelegate {
  const text = readFileSync(join(projectFolder, 'templates/mail', `${name}.hbs`), 'utf8')
  return handlebars.compile(text, { strict: true, noEscape, knownHelpersOnly: true, knownHelpers: { say: true } })
}
let kept: { readonly html: Handlebars.TemplateDelegate; readonly text: Handlebars.TemplateDelegate } | undefined

/** Writes a mail. The subject is one line, whatever it was given. */
export function writeMail(view: MailView, language: Language): MailText {
  kept ??= { html: read('html', false), text: read('text', true) }
  const data = {
    number: '',
    items: [],
    choices: '',
    code: '',
    host: '',
    ...view,
    language,
    htmlLanguage: HTML_LANGUAGE[language],
  }
  return {
    subject: view.subject.replace(LINE, ' ').trim(),
    text: `${kept.text(data).trim()}\n`,
    html: kept.html(data),
  }
}
