import '../element/define'
import { CoreClient } from '../core/client'
import { Actions } from './actions'
import { isReturn, loadMsal, tellOpener } from './msal'
import { allowConnections, allowFrame } from './policy'
import { initialState, isUnsaved } from './state'
import { text } from './texts/say'
import { caView } from './view/ca'
import { catchStrayFiles } from './view/certificate-field'
import { chainView } from './view/chain'
import { cloudView } from './view/cloud'
import { inventoryView } from './view/inventory'
import { languageView } from './view/language'
import { nextView } from './view/next'
import { reportView } from './view/report'
import { servicesView } from './view/services'
import { signView } from './view/sign'
import { doLater } from '../page/later'
import { Store } from '../page/store'
import { choose, use } from '../texts/languages'

/** The page: one state, actions that change it with what cloud and core say, and views that show it. */
function start(): void {
    allowFrame(new URL('signer.html', document.baseURI))
    const store = new Store(initialState)
    const actions = new Actions(store, new CoreClient(popcertWorkers), { page: new URL(document.baseURI), allowConnections, loadMsal })
    languageView(store, actions)
    actions.speak(navigator.languages)
    cloudView(store, actions)
    caView(store, actions)
    servicesView(store, actions)
    signView(store, actions)
    reportView(store, actions)
    inventoryView(store, actions)
    chainView(store, actions)
    nextView(store)
    catchStrayFiles({ ca: (file) => void actions.ca.load(file, file.name), response: (file) => void actions.files.take(file) })
    // The services know their state; but work under way would stop half-way, and codes and a report are nowhere else.
    addEventListener('beforeunload', (event) => {
        if (isUnsaved(store.state)) event.preventDefault()
    })
    void actions.access.readConfig()
}

/** In the sign-in window, when it comes back: nothing but to pass the answer on. */
function pass(): void {
    allowConnections([])
    use(choose(navigator.languages))
    document.querySelector('main')?.replaceChildren(text('signed.in'))
    void tellOpener()
}

doLater()
if (isReturn(location.hash)) pass()
else start()
