// The assessment's workbench: one row is in hand, the one that somebody clicks into or comes to by a key. It takes its level by a digit and the page of the
// paper beside by one press; how far the assessment is stands at its foot. Without script each box is filled in by hand.
import { all, one, say, show } from './app.js'

const form = one('.hj-assess form')
const rows = form ? all('.hj-assess__first, .hj-ask', form) : []
const inHand = () => rows.find((row) => row.classList.contains('is-inhand'))

function take(row) {
  if (!row || row === inHand()) return
  inHand()?.classList.remove('is-inhand')
  row.classList.add('is-inhand')
}
const radios = (row) => all('input[type=radio]', row)
const isLevel = (radio) => radio.name.endsWith('[level]')

/** Whether something can be chosen by this digit: the level of that name, or the finding in that place. */
export const choice = (digit) => {
  const given = inHand() ? radios(inHand()) : []
  return given.some(isLevel) ? given.find(({ value }) => value === digit) : given[Number(digit) - 1]
}
export function choose(radio) {
  radio.click()
  radio.focus({ preventScroll: true })
}

/** To the next row or the one before; it comes to where the last one stood. */
export function step(by) {
  const at = rows.indexOf(inHand())
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))]
  const top = inHand()?.getBoundingClientRect().top
  take(next)
  const given = radios(next)
  ;(given.find(({ checked }) => checked) ?? given[0])?.focus({ preventScroll: true })
  scrollBy({ top: next.getBoundingClientRect().top - Math.min(Math.max(top ?? 0, 120), innerHeight / 2) })
}
export const isBench = () => rows[0]

// every group of acts that nobody has answered: nothing found, and the page stays as it is
one('[data-clear]')?.addEventListener('click', (event) => {
  event.preventDefault()
  for (const row of rows) {
    const given = radios(row)
    if (!given.some(({ checked }) => checked)) given.find(({ value }) => value === 'clear')?.click()
  }
})

/** The row in hand points to this page of the paper. */
function cite(paper, page) {
  const points = (row) => row && one('select[name$="[document]"]', row)
  const row = [inHand(), ...rows].find(points)
  const list = points(row)
  if (!list) return
  take(row)
  list.value = paper
  one('input[name$="[page]"]', row).value = page
  list.dispatchEvent(new Event('change', { bubbles: true }))
  const name = one('legend', row)?.textContent.trim() ?? ''
  one('[data-cited]').textContent = say(`“${name}”已引用第${page}页`, `“${name}” cites page ${page}`)
}

/** The page at the top of the bed. */
function pageShown() {
  const bed = one('#preview .hj-bed')
  const edge = bed?.getBoundingClientRect().top + 40
  return bed && all('.hj-page', bed).find((figure) => figure.getBoundingClientRect().bottom > edge)
}
export const citable = () => rows[0] && pageShown()
export const citeShown = () => one('[data-cite]', pageShown()).click()

/** A button on every page of the paper that is shown. */
export function offerPages(section) {
  if (!form) return
  for (const figure of all('.hj-page', section)) {
    const page = figure.id.replace('page-', '')
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'govuk-button govuk-button--secondary hj-btn-s hj-page__cite'
    button.dataset.cite = ''
    button.textContent = say(`引用第${page}页`, `Cite page ${page}`)
    button.addEventListener('click', () => cite(section.dataset.paper, page))
    figure.prepend(button)
  }
}

/** How many questions have a level, and what comes of them, as the server counts it (criteria/scorecard.ts). */
function count() {
  const told = one('[data-total]')
  if (!told) return
  const scored = rows.filter(({ dataset }) => dataset.weight)
  const given = scored.flatMap((row) => {
    const level = radios(row).find((radio) => isLevel(radio) && radio.checked)?.value
    return level === undefined ? [] : [{ level: Number(level), weight: Number(row.dataset.weight), row }]
  })
  const weights = given.reduce((sum, { weight }) => sum + weight, 0)
  const points = given.reduce(
    (sum, { level, weight }) => sum + (100 * weight * level) / Number(told.dataset.highest),
    0,
  )
  one('[data-answered]', told).textContent = `${given.length} / ${scored.length}`
  show('[data-sofar]', given.length < scored.length, told)
  show('[data-whole]', given.length === scored.length, told)
  one('b', told).textContent = weights === 0 ? '—' : String(Math.round((10 * points) / weights) / 10)
}

for (const row of rows) {
  row.addEventListener('focusin', () => take(row))
  row.addEventListener('pointerdown', () => take(row))
}
form?.addEventListener('change', count)
count()
