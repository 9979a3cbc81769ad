// Passkeys: a form with data-passkey asks its address for a challenge, the browser for an answer, and is sent with it. Without script, or in a browser that has
// no passkeys, such a form is not shown, and another way stands beside it.
import { all, one, say } from './app.js'

const able = 'PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential

async function answer(form) {
  const headers = { 'content-type': 'application/json', 'x-csrf-token': form._csrf.value }
  const body = JSON.stringify({ ticket: form.ask?.value })
  const response = await fetch(form.dataset.passkey, { method: 'POST', headers, body })
  if (!response.ok) throw new Error('no challenge')
  const { options, ticket } = await response.json()
  const shown =
    'user' in options
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
  form._passkey.value = JSON.stringify(shown.toJSON())
  form._ticket.value = ticket
  form.submit()
}

for (const form of all('form[data-passkey]')) {
  // where there are none the place that is kept for it is given up
  if (!able) {
    form.remove()
    continue
  }
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const problem = one('[role=alert]', form)
    problem.hidden = true
    answer(form).catch(() => {
      problem.textContent = say('操作未成功，请重试。', 'That did not work. Try again.')
      problem.hidden = false
    })
  })
}
