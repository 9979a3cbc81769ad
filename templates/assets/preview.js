// The pages of a paper come into the page that one reads, beside the answers; without script each has a page of its own.
import { all, one, say, show } from './app.js'

const WAIT = 4000 // ms, while the pages are being drawn
let asked = 0

const pathOf = (href) => new URL(href, location.href).pathname
const isView = (anchor) => /^\/cases\/\d+\/files\/\d+\/view$/.test(pathOf(anchor.href))

/** Marks every link to the paper that is shown. */
function mark(path) {
  for (const anchor of all('a[href*="/view"]')) {
    const marked = anchor.closest('.hj-docs li') ?? anchor
    if (pathOf(anchor.href) === path) marked.setAttribute('aria-current', 'true')
    else if (marked.getAttribute('aria-current') === 'true' && isView(anchor)) marked.removeAttribute('aria-current')
  }
}

function ready(section) {
  show('[data-zoom], [data-turn]', true, section)
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

async function open(href, patient = false) {
  const mine = ++asked
  const response = await fetch(href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  if (mine !== asked) return
  if (!response?.ok || response.redirected) return location.assign(href)
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const section = one('#preview', page)
  if (!section) return location.assign(href)
  const here = document.adoptNode(section)
  one('#preview').replaceWith(here)
  one('[data-view-here]').classList.add('is-beside')
  ready(here)
  mark(pathOf(href))
  const { hash } = new URL(href, location.href)
  const bed = one('.hj-bed', here)
  const sheet = hash && one(hash, here)
  if (sheet) bed.scrollTop = sheet.offsetTop - bed.offsetTop
  if (!patient && here.getBoundingClientRect().top > innerHeight * 0.8) here.scrollIntoView({ block: 'start' })
  if (here.dataset.state === 'waiting') setTimeout(() => mine === asked && open(href, true), WAIT)
}

const place = one('[data-view-here]')
if (place)
  document.addEventListener('click', (event) => {
    const anchor = event.target.closest('a[href]')
    if (!anchor || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return
    if (anchor.hasAttribute('data-alone') || !isView(anchor)) return
    event.preventDefault()
    open(anchor.href)
  })
else ready(one('#preview'))
for (const section of all('#preview')) section.setAttribute('aria-label', say('材料的页面', 'Pages of the paper'))
