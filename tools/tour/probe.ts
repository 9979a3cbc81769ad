/** What is asked of a page besides axe: whether something moves, whether something is told by colour alone, and what everything that one can press or fill in is called. */
import type { Page } from 'playwright-core'
import type { Language } from '../../src/base/text.js'

/** What a link, a button or a field is called, and the language that it stands in. */
export interface Called {
  readonly name: string
  readonly language: Language
  readonly where: string
}

export interface Probed {
  /** Elements with a transition or an animation longer than ten milliseconds, and smooth scrolling. */
  readonly moving: readonly string[]
  /** Tags, counts, errors and toned marks without a word. */
  readonly wordless: readonly string[]
  readonly called: readonly Called[]
}

const TONED = '[class*="--red"], [class*="--bad"], [class*="--near"], [class*="--over"], .hj-ok, .hj-bad, .hj-near'
const PRESSED = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]'

/** As an expression, for the tools are compiled without the browser's types. axe, which knows what a screen reader says, must be on the page; without it nothing is `called`. */
const PROBE = `(() => {
  const all = [...document.querySelectorAll('*')]
  const where = (one) => one.tagName.toLowerCase() + (one.id ? '#' + one.id : '') + '.' + (one.getAttribute('class') ?? '').trim().replace(/\\s+/g, '.')
  const words = (one) => (one?.innerText ?? one?.textContent ?? '').trim()
  const shown = (selector, within = document) => [...within.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true }))
  const isLong = (durations) => durations.split(',').some((one) => Number.parseFloat(one) * (one.includes('ms') ? 1 : 1000) > 10)
  const moves = (style) => isLong(style.transitionDuration) || (style.animationName !== 'none' && isLong(style.animationDuration)) || style.scrollBehavior === 'smooth'
  const moving = [
    ...all.filter((one) => [undefined, '::before', '::after'].some((part) => moves(getComputedStyle(one, part)))).map(where),
    ...document.getAnimations().filter(({ effect }) => effect.getComputedTiming().duration > 10).map(({ effect }) => where(effect.target)),
  ]
  // a mark is drawn beside its words
  const wordless = [
    ...shown('.govuk-tag, .hj-queue .st strong, .hj-count, .govuk-error-message, .govuk-error-summary').filter((one) => !words(one)),
    ...shown(${JSON.stringify(TONED)}).filter((one) => !words(one) && !words(one.closest('svg')?.parentElement)),
    ...shown('.govuk-form-group--error').filter((one) => !shown('.govuk-error-message', one).some(words)),
    ...shown('[aria-invalid="true"], [class*="__input--error"], [class*="-input--error"], .govuk-select--error, .govuk-textarea--error').filter((one) => !one.closest('.govuk-form-group--error')),
  ].map(where)
  if (!globalThis.axe) return { moving, wordless, called: [] }
  // under a dialog nothing is reached
  const isReached = (one) => !one.closest('[aria-hidden="true"]') && (!document.querySelector(':modal') || one.closest(':modal'))
  axe.setup(document)
  const called = shown(${JSON.stringify(PRESSED)}).filter(isReached).map((one) => {
    // the language of a field is that of what is typed there; its name comes from its label
    const language = (one.matches('input, select, textarea') ? one.parentElement : one).closest('[lang]').lang
    // what stands in another language says so itself
    const others = [...one.querySelectorAll('[lang]')].filter((part) => part.lang !== language)
    const said = axe.commons.text.accessibleText(one)
    return { name: others.reduce((name, part) => name.replace(part.textContent, ' '), said) || said, language: language.slice(0, 2), where: where(one) }
  })
  axe.teardown()
  return { moving, wordless, called }
})()`

export const probe = (page: Page): Promise<Probed> => page.evaluate<Probed>(PROBE)

const HAN = /\p{Script=Han}/u

/** What is wrong with it, in words. `isData`: what names hold that no translation is made of; without it their language is not looked at. */
export function faultsOf({ moving, wordless, called }: Probed, data?: readonly RegExp[]): string[] {
  const strange = ({ name, language }: Called): boolean => {
    if (!data) return false
    if (language === 'zh' && HAN.test(name)) return false
    const rest = data.reduce((left, pattern) => left.replace(pattern, ' '), name)
    return language === 'zh' ? /[a-z]{2}/i.test(rest) : HAN.test(rest)
  }
  return [
    ...moving.map((what) => `moves: ${what}`),
    ...wordless.map((what) => `is told by colour alone: ${what}`),
    ...called.filter(({ name }) => !name.trim()).map(({ where }) => `has no name: ${where}`),
    ...called.filter(strange).map(({ name, language, where }) => `is not named in ${language}: “${name}” ${where}`),
  ]
}
