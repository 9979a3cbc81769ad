// Improvements only: every page works without script. No framework, nothing inline, nothing from elsewhere. What a page does
// not have is not loaded: GOV.UK Frontend's behaviour, the application form's (form.js), the file check's (check.js), the upload's (upload.js), passkeys.
export const english = document.documentElement.lang.startsWith('en')
export const say = (zh, en) => (english ? en : zh)
export const all = (selector, within = document) => [...within.querySelectorAll(selector)]
export const one = (selector, within = document) => within.querySelector(selector)
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
async function start(name, className) {
  const roots = all(`[data-module="govuk-${name}"]`)
  if (roots.length === 0) return
  const { [className]: Component } = await import(`./${name}.js`)
  if (name === 'radios') {
    // A radio may not have aria-expanded (WAI-ARIA 1.2); aria-controls says enough
    const sync = Component.prototype.syncConditionalRevealWithInputState
    Component.prototype.syncConditionalRevealWithInputState = function (input) {
      sync.call(this, input)
      input.removeAttribute('aria-expanded')
    }
  }
  for (const root of roots) new Component(root)
}
for (const [name, className] of components) start(name, className)
if (one('[data-mrz], .hj-rows, form[data-autosave]')) import('./form.js')
if (one('form[data-hash]')) import('./check.js')
if (one('form.hj-upload[enctype]')) import('./upload.js')
if (one('form[data-passkey]')) import('./passkey.js')

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

// Keys: / finds, j and k walk the rows, ? tells; they can be switched off (WCAG 2.1.4).
const rows = all('[data-row]')
const keysOff = () => localStorage.getItem('keys') === 'off'

function walk(step) {
  const at = rows.findIndex((row) => row.hasAttribute('aria-current'))
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))]
  rows[at]?.removeAttribute('aria-current')
  next.setAttribute('aria-current', 'true')
  one('a', next).focus()
}

function showKeys() {
  const keys = [
    ['J', say('下一行', 'next row')],
    ['K', say('上一行', 'previous row')],
    ['/', say('查找', 'find')],
    ['?', say('这张表', 'this table')],
  ]
  const dialog = document.createElement('dialog')
  dialog.className = 'hj-dialog'
  dialog.setAttribute('aria-labelledby', 'keys-title')
  dialog.innerHTML = `<h2 class="hj-h3" id="keys-title">${say('快捷键', 'Keys')}</h2>
<dl>${keys.map(([key, text]) => `<dt><kbd>${key}</kbd></dt><dd>${text}</dd>`).join('')}</dl>
<label><input type="checkbox"${keysOff() ? '' : ' checked'}> ${say('使用快捷键', 'Use these keys')}</label>
<form method="dialog"><button class="govuk-button govuk-button--secondary">${say('关闭', 'Close')}</button></form>`
  one('input', dialog).addEventListener('change', (event) => {
    localStorage.setItem('keys', event.target.checked ? 'on' : 'off')
  })
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest('input, textarea, select, dialog')) return
  if (event.key === '?') showKeys()
  if (keysOff()) return
  const find = document.getElementById('find')
  if (event.key === '/' && find) {
    event.preventDefault()
    find.focus()
  }
  if (rows.length > 0 && (event.key === 'j' || event.key === 'k')) walk(event.key === 'j' ? 1 : -1)
})
