// The first screen of a case beside the queue (P, or the button above the rows): it follows J and K and clicks on rows, Esc closes it, and the row stays in hand. It is the case's own page, so
// reading is recorded as ever, and its buttons are that page's. Without script the row leads to the case.
import { all, one, say } from './app.js'

let panel
let shown
let asked = new AbortController()
export const isOpen = () => Boolean(panel)

/** Takes a row in hand. */
export function hold(row) {
  for (const other of all('[data-row][aria-current]')) other.removeAttribute('aria-current')
  row.setAttribute('aria-current', 'true')
  one('a', row).focus()
}

export function close() {
  asked.abort()
  document.body.classList.remove('is-peeking')
  panel?.remove()
  panel = undefined
  shown = undefined
}

function build() {
  const section = document.createElement('section')
  section.className = 'hj-peek'
  section.setAttribute('aria-label', say('案件预览', 'Case preview'))
  section.innerHTML = `<div class="hj-between"><a class="govuk-button govuk-button--secondary hj-btn-s"></a><button type="button" class="govuk-button govuk-button--secondary hj-btn-s"></button></div>
<div class="hj-peek__in" tabindex="-1" aria-live="polite"></div>`
  one('button', section).textContent = say('关闭', 'Close')
  one('button', section).addEventListener('click', close)
  one('a', section).textContent = say('打开案件', 'Open the case')
  document.body.append(section)
  document.body.classList.add('is-peeking')
  return section
}

/** What the row says already, until the case is there. */
function begin(row) {
  const title = document.createElement('h1')
  title.textContent = one('.who b', row)?.textContent ?? ''
  const told = document.createElement('p')
  told.textContent = ['.num a', '.firm', '.st strong', '.who em']
    .map((part) => one(part, row)?.textContent.trim())
    .filter(Boolean)
    .join(' · ')
  const waits = document.createElement('p')
  waits.className = 'hj-2'
  waits.textContent = say('正在读取案件……', 'Loading the case…')
  return [title, told, waits]
}

/** What can be done in a row once its case was opened: its state and its button, as the queue now has them. */
async function renew(row, signal) {
  if (!one('[data-unopened]', row)) return
  const { href } = one('.num a', row)
  const response = await fetch(location.href, { signal }).catch(() => undefined)
  if (!response?.ok) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const now = all('[data-row]', page).find(
    (other) => one('.num a', other)?.getAttribute('href') === new URL(href).pathname,
  )
  for (const part of now ? ['.st', '.act'] : []) {
    const [old, fresh] = [one(part, row), one(part, now)]
    if (old && fresh) old.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)))
  }
}

/** Shows the case of a row; that of the row which is shown is closed. */
export async function peek(row, follows = false) {
  const link = one('.num a', row)
  if (shown === row && !follows) return close()
  shown = row
  panel ??= build()
  one('a', panel).href = link.href
  const place = one('.hj-peek__in', panel)
  asked.abort()
  asked = new AbortController()
  const { signal } = asked
  place.setAttribute('aria-busy', 'true')
  place.replaceChildren(...begin(row))
  try {
    const response = await fetch(link.href, { signal })
    if (!response.ok || response.redirected) throw new Error()
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const parts = [one('.hj-casehead__in > div', page), one('.hj-case__f', page)].filter(Boolean)
    place.replaceChildren(...parts.map((part) => document.adoptNode(part)))
    place.scrollTop = 0
    one('.num', row).classList.remove('is-new')
    renew(row, signal)
  } catch {
    if (signal.aborted) return
    place.textContent = say('预览加载失败，请打开案件查看。', 'The preview could not be loaded. Open the case.')
  }
  place.removeAttribute('aria-busy')
}

// While it is open, a row that is clicked is shown in it; the second time it is opened
document.addEventListener('click', (event) => {
  const row = event.target.closest?.('[data-row]')
  if (!panel || !row || row === shown || event.ctrlKey || event.metaKey || !event.target.closest('.num a')) return
  event.preventDefault()
  hold(row)
  peek(row)
})
