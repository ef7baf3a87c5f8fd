import { CoreClient } from '../core/client'
import { byId } from '../page/elements'
import { moveFocus, watchTyping } from '../page/focus'
import { doLater } from '../page/later'
import { Store } from '../page/store'
import { Actions } from './actions'
import { Connection, isFramed } from './framed/connection'
import { frame } from './framed/frame'
import { Guard } from './framed/guard'
import { languageMenu, setLanguage, wanted } from './language'
import { Sample } from './sample'
import { initialState } from './state'
import { aboutView } from './view/about'
import { batchView } from './view/batch'
import { caView } from './view/ca'
import { checklistView } from './view/checklist'
import { clearView } from './view/clear'
import { codeView } from './view/code'
import { contentsView } from './view/contents'
import { createView } from './view/create'
import { dropView } from './view/drop'
import { embedderView } from './view/embedder'
import { errorsView } from './view/errors'
import { keyView } from './view/key'
import { optionsView } from './view/options'
import { proofView } from './view/proof'
import { requestsView } from './view/requests'
import { resultView } from './view/result'
import { RowsView } from './view/rows'
import { sampleView } from './view/sample'
import { serviceView } from './view/service'
import { whichCaView } from './view/which-ca'

/** By then start.ts has let the form be seen, and the browser has drawn it: to move the focus, all has to be laid out. */
const focusMilliseconds = 150

/** The page: one state, actions that change it with what the core says, and views that show it. */
const store = new Store(initialState)
const connection = new Connection(POPCERT_VERSION)
const actions = new Actions(store, new CoreClient(popcertWorkers), () => new Date(), (message) => connection.post(message))

document.documentElement.classList.toggle('framed', isFramed)
const guard = isFramed
    ? new Guard(byId('create', HTMLElement), byId('requests-box', HTMLElement), (unseen) => store.update({ unseen })) : null

watchTyping()
doLater()
setLanguage(store, wanted)
codeView(store, actions)
serviceView(store, actions)
requestsView(store, actions, guard)
keyView(store, actions, guard === null ? null : () => guard.hand.isTouching)
caView(store, actions)
whichCaView(store, actions)
contentsView(store, actions)
checklistView(store)
optionsView(store, actions)
resultView(store, actions)
batchView(store, actions)
embedderView(store, (message) => connection.post(message))
errorsView(store)
dropView(store, actions)
clearView(store, actions)
sampleView(store, new Sample(store, actions))
createView(store, actions, guard, new RowsView(store, guard))
languageMenu(store)
proofView()
aboutView()
if (guard !== null) frame(store, actions, connection, guard)

// Whoever opens the page by itself begins with the code.
if (!isFramed) setTimeout(() => { if (document.activeElement === document.body) moveFocus(byId('code', HTMLElement)) }, focusMilliseconds)

// Whoever comes back to this page, by whatever way, finds it empty: no key, password or certificate waits in the browser's memory.
window.addEventListener('pagehide', () => {
    byId('form', HTMLFormElement).reset()
    actions.clear('all')
})
