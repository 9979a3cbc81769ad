// The pages of a paper come into the page that one reads, beside the answers; without script each has a page of its own.
import { all, one, say, show } from './app.js'
import { offerPages } from './bench.js'

const WAIT = 4000 // ms, while the pages are being drawn
let asked = 0
const place = one('[data-view-here]')
/** The pane as it is before a document is opened. */
const first = one('#preview').cloneNode(true)
/** Where one was in each document that was shown. */
const spots = new Map()
/** The link that opened the document; and where that link was in the window, if the page had to be scrolled to show the pane. */
let opener
let left

const pathOf = (href) => new URL(href, location.href).pathname
const viewOf = (paper) => `${location.pathname.replace(/\/actions\/.*$/, '')}/files/${paper}/view`
const isView = (anchor) => /^\/cases\/\d+\/files\/\d+\/view$/.test(pathOf(anchor.href))

/** Marks every link to the paper that is shown. */
function mark(path) {
  for (const anchor of all('a[href*="/view"]')) {
    const marked = anchor.closest(':is(.hj-docs, .hj-paperlinks) li') ?? anchor
    if (pathOf(anchor.href) === path) marked.setAttribute('aria-current', 'true')
    else if (marked.getAttribute('aria-current') === 'true' && isView(anchor)) marked.removeAttribute('aria-current')
  }
}

function ready(section) {
  show('[data-zoom], [data-turn]', true, section)
  offerPages(section)
  show('[data-close]', Boolean(place), section)
  one('[data-close]', section)?.addEventListener('click', close)
  const bed = one('.hj-bed', section)
  let zoom = 0
  for (const button of all('[data-zoom]', section))
    button.addEventListener('click', () => {
      zoom = Math.max(-1, Math.min(3, zoom + Number(button.dataset.zoom)))
      bed.dataset.zoom = zoom
    })
  let turn = 0
  one('[data-turn]', section)?.addEventListener('click', () => {
    turn = (turn + 1) % 4
    for (const image of all('img', bed)) turnTo(image, turn)
  })
}

/** A page on its side keeps the width of the bed; its figure takes the height that it then needs. */
function turnTo(image, turn) {
  const [width, height] = [Number(image.getAttribute('width')), Number(image.getAttribute('height'))]
  const side = turn % 2 === 1
  const figure = image.closest('figure')
  figure.style.aspectRatio = side ? `${height} / ${width}` : ''
  image.style.width = side ? `${(100 * width) / height}%` : ''
  image.style.transformOrigin = side ? 'top left' : ''
  image.style.transform = ['', 'rotate(90deg) translateY(-100%)', 'rotate(180deg)', 'rotate(-90deg) translateX(-100%)'][
    turn
  ]
}

/** The rows of the assessment that is being written which point to a paper, each with a number of its own. */
const pointing = () =>
  all('.hj-ask')
    .map((row) => ({
      row,
      paper: one('select[name$="[document]"]', row)?.value,
      page: one('[name$="[page]"]', row)?.value,
    }))
    .filter(({ paper }) => paper)

/** Puts the numbers of those rows on the page that is shown, after those of other departments. */
function number(section) {
  const rows = pointing()
  if (!one('.hj-assess') || !section) return
  for (const old of all('[data-own]', section)) old.remove()
  const first = all('.hj-marks .hj-mark', section).reduce(
    (most, { textContent }) => Math.max(most, Number(textContent)),
    0,
  )
  for (const [at, { row, paper, page }] of rows.entries()) {
    const figure = paper === section.dataset.paper && one(`#page-${Number(page) || 1}`, section)
    if (!figure) continue
    const mark = document.createElement('a')
    mark.className = 'hj-mark'
    mark.dataset.own = ''
    mark.href = `#${row.id}`
    mark.textContent = first + at + 1
    mark.setAttribute(
      'aria-label',
      say(`${first + at + 1}，您写的第 ${at + 1} 处`, `${first + at + 1}, what you write, place ${at + 1}`),
    )
    let marks = one('.hj-page__marks', figure)
    if (!marks) {
      marks = document.createElement('p')
      marks.className = 'hj-page__marks'
      figure.append(marks)
    }
    marks.removeAttribute('aria-hidden')
    marks.append(mark)
  }
}

/** The way to the page that a row points to, as soon as it points to one. */
function follow(row) {
  const see = one('[data-see]', row)
  const paper = one('select[name$="[document]"]', row)?.value
  const page = Number(one('[name$="[page]"]', row)?.value)
  if (!see) return
  see.hidden = !paper
  if (paper) see.href = `${viewOf(paper)}${page ? `#page-${page}` : ''}`
  number(one('#preview'))
}

/** What follows from a level below the floor stands beside the score as soon as it is chosen. */
function weigh(row) {
  const below = one('[data-floor]', row)
  const level = one('input[name$="[level]"]:checked', row)?.value
  if (below) below.hidden = level === undefined || Number(level) >= Number(below.dataset.floor)
}

/** What the last round said stands beside a row as soon as it says something else now. */
function compare(row) {
  const was = one('[data-before]', row)
  if (!was) return
  const chosen = one('input[type=radio]:checked', row)?.value ?? ''
  was.hidden = chosen === was.dataset.before && one('textarea', row)?.value.trim() === was.dataset.note
}

/** Puts the pages of a document into the pane. `again`: no link was followed, so nothing is scrolled. */
async function open(href, again = false) {
  const mine = ++asked
  const response = await fetch(href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  if (mine !== asked) return
  const pages = response?.ok && !response.redirected ? await response.text() : ''
  const section = one('#preview', new DOMParser().parseFromString(pages, 'text/html'))
  if (!section) return again ? undefined : location.assign(href)
  const here = document.adoptNode(section)
  const old = one('#preview')
  if (old.dataset.paper) spots.set(old.dataset.paper, one('.hj-bed', old).scrollTop)
  old.replaceWith(here)
  place.classList.add('is-beside')
  ready(here)
  name(here)
  number(here)
  mark(pathOf(href))
  const { hash } = new URL(href, location.href)
  const bed = one('.hj-bed', here)
  const sheet = hash && one(hash, here)
  bed.scrollTop = sheet ? sheet.offsetTop - bed.offsetTop : (spots.get(here.dataset.paper) ?? 0)
  if (!again) see(here)
  if (here.dataset.state === 'waiting') setTimeout(() => mine === asked && open(href, true), WAIT)
  return here
}

const head = () => one('.hj-casehead')?.getBoundingClientRect().bottom ?? 0

/** Scrolls just as far as it takes to see the whole pane, unless most of it can be seen; closing scrolls back. */
function see(section) {
  const { top, bottom } = section.getBoundingClientRect()
  const room = [Math.max(0, head()) + 8, innerHeight - 8]
  if (Math.min(bottom, room[1]) - Math.max(top, room[0]) > (bottom - top) * 0.6) return
  left ??= opener && { link: opener, top: opener.getBoundingClientRect().top }
  scrollBy({ top: top < room[0] || bottom - top > room[1] - room[0] ? top - room[0] : bottom - room[1] })
}

function close() {
  asked++
  const before = first.cloneNode(true)
  one('#preview').replaceWith(before)
  place.classList.remove('is-beside')
  name(before)
  mark('')
  if (left?.link.isConnected) scrollBy({ top: left.link.getBoundingClientRect().top - left.top })
  if (opener?.isConnected) opener.focus({ preventScroll: true })
  opener = left = undefined
}

// A form takes the document that is open along in its fragment, and opens it again if it comes back with errors
const ALONG = /^#document-(\d+)-(\d+)$/
const kept = place?.matches('[data-view-kept]')
function takeAlong({ target }) {
  const { paper } = one('#preview').dataset
  const [action] = target.getAttribute('action').split('#')
  const fragment = paper ? `#document-${paper}-${Math.round(one('#preview .hj-bed').scrollTop)}` : ''
  target.setAttribute('action', action + fragment)
}
async function reopen() {
  const [along, paper, top] = ALONG.exec(location.hash) ?? []
  if (!along) return
  history.replaceState(history.state, '', location.pathname + location.search)
  if (!kept) return
  await open(viewOf(paper), true)
  const bed = one('#preview .hj-bed')
  if (bed) bed.scrollTop = Number(top)
}
if (kept) document.addEventListener('submit', takeAlong)

/** Marks a document as checked, or takes the mark away; then it stands so wherever the document is named. */
async function tick(event) {
  const form = event.target
  if (!place || !form.matches('[data-tick]')) return
  event.preventDefault()
  const body = new URLSearchParams([...new FormData(form, event.submitter)])
  const response = await fetch(form.action, { method: 'POST', body, headers: { accept: 'text/html' } }).catch(() => {})
  if (!response?.ok) return form.submit()
  const here = await open(one('#preview').dataset.href, true)
  for (const mark of here ? all('[data-ticked]', here) : [])
    for (const other of all(`[data-ticked="${mark.dataset.ticked}"]`))
      if (other !== mark) other.replaceWith(mark.cloneNode(true))
  one('#preview [data-tick] button')?.focus({ preventScroll: true })
}
document.addEventListener('submit', tick)

const name = (section) => section.setAttribute('aria-label', say('材料的页面', 'Pages of the document'))
if (place) {
  document.addEventListener('click', (event) => {
    const anchor = event.target.closest('a[href]')
    if (!anchor || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return
    if (anchor.hasAttribute('data-alone') || !isView(anchor)) return
    event.preventDefault()
    // closing goes back to the link on the page, also after others were followed inside the pane
    if (!anchor.closest('#preview') && !(opener && anchor.closest('.hj-assess__tabs')))
      [opener, left] = [anchor, undefined]
    open(anchor.href)
  })
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && event.target.closest('#preview[data-paper]')) close()
  })
  reopen()
} else ready(one('#preview'))
for (const row of all('.hj-ask, .hj-ask__last'))
  row.addEventListener('change', () => {
    follow(row)
    weigh(row)
    compare(row)
  })
name(one('#preview'))
