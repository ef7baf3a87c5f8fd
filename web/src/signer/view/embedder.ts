import type { FromSigner } from '../../frame/protocol'
import { byId, icon } from '../../page/elements'
import { text } from '../../texts/catalogue'
import { isAskedForCa, signingCa } from '../inputs'
import type { Store } from '../state'
import { whenChanged } from './file-field'

/** Whether the page that opened this window shares its origin: then it can read each field, and the files that are chosen. */
function isReachedByOpener(): boolean {
    try {
        const { opener } = window as { readonly opener: Window | null }
        return opener !== null && opener !== window && (opener.document as Document | undefined) !== undefined
    } catch {
        return false
    }
}

/** Which page this frame is in, and the certificate that the page may be given. */
export function embedderView(store: Store, post: (message: FromSigner) => void): void {
    const line = byId('embedder', HTMLElement)
    const give = byId('give-ca', HTMLElement)
    const giveLine = byId('give-ca-line', HTMLElement)
    const given = byId('given-ca', HTMLElement)

    give.addEventListener('click', () => {
        const certificate = signingCa(store.state)
        if (certificate === undefined) return
        post({ type: 'caCertificate', octets: certificate.der })
        given.textContent = text('ca.given')
    })

    store.subscribe((state) => {
        const { embedder, requests, batch, mode } = state
        // A page that has its certificates takes its codes away: that is no reason to ask for one.
        const isCompact = embedder !== null && (requests ?? batch)?.from === 'page' && mode !== 'full'
        const isAsked = isAskedForCa(state)
        document.documentElement.classList.toggle('compact', isCompact || isAsked)
        document.documentElement.classList.toggle('handed-over', isCompact && requests === null)
        document.documentElement.classList.toggle('asked-for-ca', isAsked)
        give.className = isAsked ? 'button primary' : 'button plain'
    })
    // Who opened this window may come to this origin later.
    const lookAtOpener = () => store.update({ isReachedByOpener: isReachedByOpener() })
    window.addEventListener('focus', lookAtOpener)
    lookAtOpener()
    store.subscribe(whenChanged(({ embedder, isReachedByOpener: isReached }) => [embedder, isReached], ({ embedder, isReachedByOpener: isReached }) => {
        line.hidden = embedder === null && !isReached
        if (isReached) line.replaceChildren(icon('warn'), text('opened.reaches'))
        else if (embedder?.reaches) line.replaceChildren(icon('warn'), `${text('embedded', embedder)} ${text('embedded.reaches')}`)
        else if (embedder !== null) line.replaceChildren(text('embedded', embedder))
    }))
    store.subscribe(whenChanged((state) => [state.embedder, state.caFrom, signingCa(state)?.sha256], (state) => {
        giveLine.hidden = state.embedder === null || state.caFrom === 'page' || signingCa(state) === undefined
        given.textContent = ''
    }))
}
