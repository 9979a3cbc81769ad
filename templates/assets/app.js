// Improvements only: every page works without script. No framework, nothing inline, nothing from elsewhere. What a page does
// not have is not loaded: GOV.UK Frontend's behaviour, the forms' (form.js), what saves itself (keep.js), the file check's (check.js), the upload's (upload.js, drop.js), the officers'
// keys (desk.js), a download (package.js), what others do meanwhile (live.js), the pages of papers (preview.js), a paper that is to be signed (paper.js), facts to insert (facts.js), a name that is drawn (sign.js), colleagues to mention (mention.js), passkeys, the links of mails (link.js).
export const english = document.documentElement.lang.startsWith('en')
export const say = (zh, en) => (english ? en : zh)
export const all = (selector, within = document) => [...within.querySelectorAll(selector)]
export const one = (selector, within = document) => within.querySelector(selector)
/** Another icon of the same file. */
export function setIcon(within, name) {
  const use = one('use', within)
  use?.setAttribute('href', use.getAttribute('href').replace(/#.*/, `#i-${name}`))
}
export function show(selector, visible, within = document) {
  for (const part of all(selector, within)) part.hidden = !visible
}

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
show('[data-print], [data-copy]', true)

const components = [
  ['radios', 'Radios'],
  ['checkboxes', 'Checkboxes'],
  ['error-summary', 'ErrorSummary'],
]
// A radio may not have aria-expanded (WAI-ARIA 1.2); aria-controls says enough
function withoutExpanded(Radios) {
  const sync = Radios.prototype.syncConditionalRevealWithInputState
  Radios.prototype.syncConditionalRevealWithInputState = function (input) {
    sync.call(this, input)
    input.removeAttribute('aria-expanded')
  }
  return Radios
}
const loaded = {}
async function load(name, className) {
  const { [className]: Component } = await import(`./${name}.js`)
  return name === 'radios' ? withoutExpanded(Component) : Component
}
/** Brings to life what has come into the page. */
export async function start(within = document) {
  for (const [name, className] of components) {
    const roots = all(`[data-module="govuk-${name}"]`, within)
    if (roots.length === 0) continue
    loaded[name] ??= load(name, className)
    const Component = await loaded[name]
    // who comes to a place of the page by its address is not taken from there to what is wrong elsewhere
    const options = { disableAutoFocus: Boolean(document.getElementById(location.hash.slice(1))) }
    for (const root of roots) new Component(root, options)
  }
}
start()
if (one('[data-mrz], .hj-rows')) import('./form.js')
if (one('form:is([data-autosave], [data-keep])')) import('./keep.js')
const hashed = one('form[data-hash]')
if (hashed) import('./check.js').catch(() => hashed.classList.add('hj-unhashed'))
const drop = one('form[data-drop]')
if (drop) import('./drop.js').catch(() => drop.classList.add('hj-unhashed'))
if (one('[data-running]')) import('./batch.js').catch(() => undefined)
if (one('[data-begun]')) import('./package.js')
if (one('form[enctype]')) import('./upload.js')
if (one('[data-mentions]')) import('./mention.js')
if (one('form[data-passkey]')) import('./passkey.js')
if (one('form[data-link]')) import('./link.js')
// A key that is pressed before its module is there waits for it
const desk = one('.hj-desk') && import('./desk.js')
if (desk) document.addEventListener('keydown', (event) => desk.then(({ press }) => press(event)))
if (one('[data-live-case], [data-live-counts]')) import('./live.js')
if (one('#preview')) import('./preview.js')
if (one('form[data-paper]')) import('./paper.js')
if (one('[data-fact]')) import('./facts.js')
if (one('form[data-sign]')) import('./sign.js')

// Pressed twice, a form is sent once: what comes with a proof brings the session's new cookie in its answer, for which a second sending would not wait
document.addEventListener('submit', (event) => {
  const { dataset } = event.target
  if (event.defaultPrevented) return
  if (dataset.sent) event.preventDefault()
  dataset.sent = 'yes'
  setTimeout(() => delete dataset.sent, 1000)
})

// That something was done is said when it was done, not whenever one comes back to the page
addEventListener('pageshow', ({ persisted }) => {
  const comesBack = persisted || performance.getEntriesByType('navigation')[0]?.type === 'back_forward'
  if (comesBack && new URLSearchParams(location.search).has('done')) show('.hj-notice--ok', false)
})

// what stays beside a page of a case stands below its head, which is higher where it says more
const head = one('.hj-casehead')
const setHead = () => {
  if (getComputedStyle(head).position === 'sticky')
    document.documentElement.style.setProperty('--hj-under-head', `${head.clientHeight}px`)
}
if (head) new ResizeObserver(setHead).observe(head)

document.addEventListener('click', (event) => {
  const control = event.target.closest('button, a')
  if (!control) return
  // An unavailable action stays where it is and says why; it only does nothing
  if (control.getAttribute('aria-disabled') === 'true') event.preventDefault()
  if (control.matches('[data-print]')) window.print()
  if (control.matches('[data-copy]')) {
    navigator.clipboard?.writeText(document.getElementById(control.dataset.copy).textContent).then(() => {
      control.textContent = say('已复制', 'Copied')
    })
  }
})
