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
  section.setAttribute('aria-label', say('案件预览', 'The case at a glance'))
  section.innerHTML = `<div class="hj-between"><a class="govuk-button govuk-button--secondary hj-btn-s"></a><button type="button" class="govuk-button govuk-button--secondary hj-btn-s"></button></div>
<div class="hj-peek__in" tabindex="-1" aria-live="polite"></div>`
  one('button', section).textContent = say('关闭', 'Close')
  one('button', section).addEventListener('click', close)
  one('a', section).textContent = say('打开案件', 'Open the case')
  document.body.append(section)
  document.body.classList.add('is-peeking')
  return section
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
  try {
    const response = await fetch(link.href, { signal })
    if (!response.ok || response.redirected) throw new Error()
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const parts = [one('.hj-casehead__in > div', page), one('.hj-case__f', page)].filter(Boolean)
    place.replaceChildren(...parts.map((part) => document.adoptNode(part)))
    place.scrollTop = 0
    one('.num', row).classList.remove('is-new')
  } catch {
    if (signal.aborted) return
    place.textContent = say('没有取到，请打开案件。', 'It could not be fetched. Open the case.')
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
