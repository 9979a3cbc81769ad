// The officers' desk: single keys, which a sheet tells and which can be switched off (WCAG 2.1.4), and ticking many rows. A key never acts with a modifier,
// nor while somebody types; a key whose thing is not on the page is not told and does nothing.
import { all, one, say, show } from './app.js'
import { choice, choose, citable, citeShown, isBench, step } from './bench.js'
// Loaded with the desk: keys that are pressed while it comes would be the page's own, and a number's digits would change the tab
import { open as openPalette } from './palette.js'
import { close as closePeek, hold, isOpen as isPeeking, peek } from './peek.js'

const rows = all('[data-row]')
const keysOff = () => localStorage.getItem('keys') === 'off'
const current = () => rows.find((row) => row.hasAttribute('aria-current'))

function walk(step) {
  const at = rows.findIndex((row) => row.hasAttribute('aria-current'))
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))]
  hold(next)
  if (isPeeking()) peek(next, true)
}

function peekHere() {
  if (!current()) hold(rows[0])
  return peek(current())
}

const link = (selector) => () => one(selector)
/** What leads to an action, or does it, unless it has to wait. */
const act = (name) =>
  link(
    `.hj-quick[action$="/actions/${name}"] button, .hj-acts :is(a[href$="/actions/${name}"], button[formaction$="/actions/${name}"]):not([aria-disabled=true])`,
  )
/** A form is opened; what is done at once is only put under the finger. */
function come(element) {
  const sure = element.closest('.hj-sure')
  if (sure) sure.open = true
  return element.matches('a') ? element.click() : element.focus()
}
const ticks = () => all('form.hj-actform fieldset input[type=checkbox]')
const follow = (element) => element.click()
// Each key: what it does in words, what it needs on the page, what it does to that
const KEYS = [
  ['j', say('下一行', 'next row'), () => rows[0], () => walk(1)],
  ['k', say('上一行', 'previous row'), () => rows[0], () => walk(-1)],
  ['o', say('打开这一行', 'open the row'), () => rows[0], () => current() && one('a', current()).click()],
  [
    'x',
    say('勾选这一行', 'tick the row'),
    link('[data-row] input[type=checkbox]'),
    () => current() && one('input', current())?.click(),
  ],
  [
    'c',
    say('认领这一行', 'claim the row'),
    link('[data-row] button[name=claim]'),
    () => current() && one('button[name=claim]', current())?.click(),
  ],
  ['p', say('预览这一行', 'preview the row'), () => rows[0], () => peekHere()],
  ['j', say('下一项', 'next row'), isBench, () => step(1)],
  ['k', say('上一项', 'previous row'), isBench, () => step(-1)],
  ['i', say('引用当前页', 'cite the current page'), citable, citeShown],
  [
    '0',
    say('为当前项定档，0 至 4；或选择第 1 至 3 项', 'level of the current row, 0 to 4; or choice 1 to 3'),
    isBench,
    () => {},
  ],
  ['j', say('下一件', 'next case'), link('.hj-casehead a[rel=next]'), follow],
  ['k', say('上一件', 'previous case'), link('.hj-casehead a[rel=prev]'), follow],
  ['q', say('回到队列', 'back to the queue'), link('.hj-casehead a[href^="/queue"]'), follow],
  ['a', say('受理', 'accept'), act('accept'), come],
  ['a', say('推荐', 'recommend'), act('recommend'), come],
  ['a', say('签收', 'receive the letter'), act('receiveLetter'), come],
  ['a', say('到“办理事项”', 'go to actions'), link('.hj-acts :is(a, button)'), (found) => found.focus()],
  ['r', say('请企业补正', 'ask for correction'), act('requestCorrection'), come],
  ['r', say('退回', 'return'), act('returnToAssessment'), come],
  ['r', say('退回推荐函', 'return the letter'), act('returnLetter'), come],
  ['d', say('不予受理', 'decline to accept'), act('declineToAccept'), come],
  ['d', say('不予推荐', 'refuse'), act('refuse'), come],
  ['e', say('评估', 'assess'), link('a[href*="/actions/report"]'), follow],
  ['c', say('认领', 'claim'), link('#do-claim, [formaction$="/actions/claim"]'), follow],
  ['n', say('添加备注', 'add a note'), link('a[href$="/actions/note"]'), follow],
  ['m', say('发消息', 'send a message'), link('#message-text'), (found) => found.focus()],
  ['v', say('逐项对照改动', 'compare what changed'), link('a[data-key=d]'), follow],
  ['p', say('下一件材料', 'next document'), link(':is(.hj-docs, .hj-paperlinks) a'), () => nextPaper()],
  [
    't',
    say('将当前材料标为已核对，或取消', 'mark the open document as checked, or not'),
    link('[data-tick] button'),
    follow,
  ],
  ['h', say('到办理记录', 'go to the history'), link('#history'), (found) => found.scrollIntoView()],
  ['1', say('勾选第 1 至 8 项', 'tick the choices, 1 to 8'), () => ticks()[0], () => tick(0)],
  ['1', say('第 1 至 8 个分栏', 'the tabs, 1 to 8'), link('.moj-sub-navigation__link'), () => tab(0)],
  ['/', say('查找', 'find'), link('#find'), (found) => found.focus()],
  ['ctrl+k', say('查找和跳转', 'find and go to a case or page'), () => document.body, openPalette],
  ['?', say('显示快捷键', 'show these keys'), () => document.body, () => showKeys()],
]
const tick = (index) => ticks()[index]?.click()
const tab = (index) => all('.moj-sub-navigation__link')[index]?.click()

function nextPaper() {
  const papers = all('li', one('.hj-docs') ?? one('.hj-paperlinks'))
  const at = papers.findIndex((paper) => paper.hasAttribute('aria-current'))
  one('a', papers[(at + 1) % papers.length])?.click()
}

/** The first key of this letter whose thing is on the page. */
const keyOf = (letter) => KEYS.find(([key, , find]) => key === letter && find())

function showKeys() {
  const shown = KEYS.filter((entry) => keyOf(entry[0]) === entry)
  const dialog = document.createElement('dialog')
  dialog.className = 'hj-dialog'
  dialog.setAttribute('aria-labelledby', 'keys-title')
  dialog.innerHTML = `<h2 class="hj-h3" id="keys-title">${say('快捷键', 'Keyboard shortcuts')}</h2>
<dl>${shown.map(([key, text]) => `<dt><kbd>${{ 0: '0–4', 1: '1–8', 'ctrl+k': 'Ctrl+K' }[key] ?? key.toUpperCase()}</kbd></dt><dd>${text}</dd>`).join('')}</dl>
<label><input type="checkbox"${keysOff() ? '' : ' checked'}> ${say('使用快捷键', 'Use keyboard shortcuts')}</label>
<form method="dialog"><button class="govuk-button govuk-button--secondary">${say('关闭', 'Close')}</button></form>`
  one('input', dialog).addEventListener('change', (event) => {
    localStorage.setItem('keys', event.target.checked ? 'on' : 'off')
  })
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

/** The filters come into the page that is shown; where that fails, as a page. */
one('[data-filter]')?.addEventListener('click', async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const link = event.currentTarget
  try {
    const response = await fetch(link.href)
    const form = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('.hj-pop[open]')
    link.replaceWith(document.adoptNode(form))
    one('summary', form).focus()
  } catch {
    location.assign(link.href)
  }
})

// A browser may forget what a table is whose rows are drawn as cards
for (const [tags, role] of Object.entries({ 'thead, tbody': 'rowgroup', tr: 'row', th: 'columnheader', td: 'cell' }))
  for (const part of all(`.hj-queue :is(${tags})`)) part.setAttribute('role', role)
one('.hj-queue')?.setAttribute('role', 'table')

/** Ctrl+Enter sends the form in which somebody types, else the page's own, by its first button that can be pressed. */
function send(event) {
  const form = event.target.closest('form') ?? one('form.hj-actform')
  const button =
    form && all('button:not([type=button], [formnovalidate], [name], .hj-vh)', form).find((one) => !one.hidden)
  if (!button || button.getAttribute('aria-disabled') === 'true') return
  event.preventDefault()
  // a key that is held, or pressed once more on the next case, does nothing there
  if (event.repeat) return
  if (button.matches('.hj-sure:not([open]) *')) return come(button)
  button.click()
}

show('[data-palette]', true)
if (rows[0]) show('[data-peek]', true)
one('[data-peek]')?.addEventListener('click', peekHere)
show('[data-benchkeys]', !keysOff())
one('[data-palette]')?.addEventListener('click', openPalette)

// Who has begun somewhere before this script was there keeps the hand where it is
const isFree = document.activeElement === document.body

// The row that was acted on stays in hand
const acted = current()
if (acted && isFree) {
  acted.scrollIntoView({ block: 'center' })
  one('a', acted).focus({ preventScroll: true })
}

// The first question is ready for typing where it is on the first screen, unless something is wrong or the address leads elsewhere on the page
const first = one('form.hj-actform')
if (isFree && first && !first.matches('[data-quick]') && !one('.govuk-error-summary, [autofocus]') && !location.hash) {
  const field = all('input:not([type=hidden]), select, textarea', first).find((one) => one.checkVisibility())
  const place = field?.getBoundingClientRect()
  if (place && place.top >= 0 && place.bottom <= innerHeight) field.focus({ preventScroll: true })
}

/** What a key does here. */
export function press(event) {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) return send(event)
  if (event.key.toLowerCase() === 'k' && event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey) {
    event.preventDefault()
    return openPalette()
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.target.closest('input:not([type=checkbox], [type=radio]), textarea, select, dialog, [contenteditable]'))
    return
  // pressed before this script was there, and a dialog has opened since
  if (one('dialog[open]')) return
  if (event.key === 'Escape' && isPeeking()) return closePeek()
  if (keysOff() && event.key !== '?') return
  const judged = /^[0-4]$/.test(event.key) && choice(event.key)
  if (judged) return choose(judged)
  const index = '12345678'.indexOf(event.key)
  if (index >= 0) return ticks().length > 0 ? tick(index) : tab(index)
  const found = keyOf(event.key)
  if (!found) return
  event.preventDefault()
  found[3](found[2]())
}

// Before what has to be asked
document.addEventListener(
  'submit',
  (event) => {
    const { ask } = event.target.dataset
    if (ask && !confirm(ask)) event.preventDefault()
  },
  true,
)

// How many are ticked; all of the page at once
const boxes = all('[data-row] input[type=checkbox]')
if (boxes.length > 0) {
  show('[data-choose-all], [data-chosen]', true)
  const told = one('[data-chosen]')
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length
    if (told) told.textContent = say(told.dataset.zh, told.dataset.en).replace('#', count)
  }
  document.addEventListener('change', tell)
  one('[data-choose-all]')?.addEventListener('click', () => {
    const every = boxes.every((box) => box.checked)
    for (const box of boxes) box.checked = !every
    tell()
  })
  tell()
}
