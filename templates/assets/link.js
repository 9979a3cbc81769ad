// The link of a mail: its code stands behind the #, which a browser sends to nobody. It goes into the page's form and leaves the address bar;
// sending it only looks, so that whatever opens a link uses nothing up.
import { one } from './app.js'

function follow() {
  const form = one('form[data-link]')
  const [, code] = /^#(.+)$/.exec(location.hash) ?? []
  // the skip link leads to a place of this page
  if (!code || document.getElementById(code)) return
  history.replaceState(null, '', location.pathname + location.search)
  // where more is asked for than the code, the form names its box and is not sent
  const box = form.dataset.link
  one(`input[name="${box || '_link'}"]`, form).value = decodeURIComponent(code)
  if (!box) form.requestSubmit()
}
follow()
// another link that is pasted while the page is open loads no page
addEventListener('hashchange', follow)
