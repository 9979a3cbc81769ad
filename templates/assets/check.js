// A letter's file is checked by its fingerprint, so that it need not leave the computer; the check code goes along. Where the browser offers no digest
// (plain http on another machine), the file is sent instead, as without script.
import { all, one, say, show } from './app.js'

// The check code stands in the file's metadata; a file with another fingerprint that carries one of ours has been altered.
const codeIn = (content) => /<haijian:checkCode>([0-9A-Z-]{1,40})</.exec(new TextDecoder('latin1').decode(content))?.[1]

function watch(form) {
  const field = one('input[type="file"]', form)
  const area = field.closest('label')
  const status = one('[data-hash-status]', form)
  const check = async (file) => {
    if (!file) return
    status.textContent = say('正在计算指纹…', 'Taking the fingerprint…')
    const content = await file.arrayBuffer()
    const head = new TextDecoder('latin1').decode(content.slice(0, 1024))
    if (!head.includes('%PDF')) {
      const [zh, en] = [
        '该文件不是 PDF。请选择文书的 PDF，或填写核验码。',
        'This is not a PDF. Select the letter’s PDF, or enter the check code.',
      ]
      status.textContent = say(zh, en)
      return
    }
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', content))
    const sha256 = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    const code = codeIn(content)
    location.assign(`${form.dataset.hash}?${new URLSearchParams({ sha256, ...(code && { code }) })}`)
  }
  show('[data-hash-shown]', true, form)
  show('[data-hash-hidden]', false, form)
  field.addEventListener('change', () => check(field.files[0]))
  // Somebody was quicker than this script; a file that the browser brings back with the page is not meant
  if (performance.getEntriesByType('navigation')[0]?.type === 'navigate') check(field.files[0])
  for (const name of ['dragover', 'dragleave', 'drop']) {
    area.addEventListener(name, (event) => {
      event.preventDefault()
      area.classList.toggle('hj-drop--over', name === 'dragover')
      if (name === 'drop') check(event.dataTransfer.files[0])
    })
  }
}

for (const form of all('form[data-hash]'))
  if (window.crypto?.subtle) watch(form)
  else form.classList.add('hj-unhashed')
