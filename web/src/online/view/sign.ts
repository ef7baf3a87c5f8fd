import { byId, element } from '../../page/elements'
import { countText } from '../../page/format'
import { whenChanged } from '../../page/store'
import type { Actions } from '../actions'
import { hasFailed, isVerified } from '../run/plan'
import type { ServiceRow, SignRequest } from '../run/state'
import { chosenCa, requestsOf, type State, type Store } from '../state'
import { saying } from './said'

function hintText({ rows, signerShown, access }: State, waiting: readonly SignRequest[]): string {
    if (waiting.length !== 0) {
        return `${countText(waiting.length, 'code waits', 'codes wait')} for your signature. Give the signer your CA’s private key and press its button: `
            + `${waiting.length === 1 ? 'it is' : 'all are'} signed, and handed to ${waiting.length === 1 ? 'the service' : 'the services'} at once.`
    }
    if (rows.some(({ done }) => done.length !== 0)) return 'No code waits for a signature.'
    if (signerShown) return 'Choose the PFX in the signer, and let it give the CA certificate to this page.'
    return access.status === 'given' ? 'The signer appears here when there are codes to sign.' : 'The signer appears here at the end.'
}

/** Where the eye is when the last certificate was signed. */
function sumText(started: readonly ServiceRow[]): string {
    if (started.length === 0) return ''
    const failed = started.filter(hasFailed).map(({ service }) => service.name)
    const sum = `${started.filter(isVerified).length} of ${started.length} verified`
    if (failed.length === 0) return sum
    return `${sum}, ${failed.length} failed: ${failed.slice(0, 5).join(', ')}${failed.length > 5 ? ' …' : ''}`
}

/**
 * The signer in its frame. It is made once and never moved, as a frame that is moved loads anew and would lose the key.
 */
export function signView(store: Store, actions: Actions): void {
    const place = byId('signer-place', HTMLElement)
    const hint = byId('sign-hint', HTMLElement)
    const sayResponse = saying(byId('response-error', HTMLElement))
    const response = byId('response-file', HTMLInputElement)
    const signer = element('popcert-signer', '')
    signer.src = 'signer.html'
    const otherVersion = byId('signer-version', HTMLElement)
    signer.addEventListener('popcert-ready', ({ detail: { version } }) => {
        otherVersion.textContent = version === POPCERT_VERSION ? ''
            : `The signer.html beside this page is popcert ${version.slice(0, 20)}, and this page is ${POPCERT_VERSION}. Put the files of one release there.`
    })
    signer.addEventListener('popcert-created', ({ detail: { id, certificate } }) => {
        if (id !== null) void actions.run.handIn(id, certificate.der)
    })
    signer.addEventListener('popcert-ca-certificate', ({ detail: { octets } }) => {
        void actions.ca.load(new Blob([octets as Uint8Array<ArrayBuffer>]), 'From the signer')
        byId('ca-title', HTMLElement).scrollIntoView({ block: 'start' })
    })

    byId('export', HTMLElement).addEventListener('click', () => actions.files.save())
    response.addEventListener('click', () => { response.value = '' })
    response.addEventListener('change', () => {
        const file = response.files?.[0]
        if (file !== undefined) void actions.files.take(file)
    })

    const sum = byId('sum', HTMLElement)
    const title = document.title
    store.subscribe(whenChanged(({ rows, started }) => [rows, started], ({ rows, started }) => {
        const text = sumText(rows.filter(({ service }) => started.has(service.id)))
        if (sum.textContent !== text) sum.textContent = text
        document.title = text === '' ? title : `${text.split(/[,:]/)[0]} · popcert`
    }))

    let requested = ''
    store.subscribe(whenChanged((state) => [state.rows, state.ca, state.signerShown, state.access], (state) => {
        const waiting = requestsOf(state)
        // Once there it stays in sight: the key may be in it.
        if ((state.signerShown || waiting.length !== 0) && !signer.isConnected) place.append(signer)
        place.hidden = !signer.isConnected
        const text = hintText(state, waiting)
        if (hint.textContent !== text) hint.textContent = text

        const requests = waiting.map(({ id, verificationCode, label }) => ({ id, verificationCode, label }))
        const now = JSON.stringify(requests)
        if (now === requested) return
        requested = now
        signer.requests = requests
    }))
    let given: string | null = null
    store.subscribe(whenChanged(({ ca }) => [ca], (state) => {
        const ca = chosenCa(state)
        if (ca?.sha256 === given) return
        given = ca?.sha256 ?? null
        signer.caCertificate = ca?.pem ?? null
    }))
    store.subscribe(whenChanged((state) => [state.responseError, state.responseNote, state.rows], (state) => {
        sayResponse(state.responseError)
        byId('response-note', HTMLElement).textContent = state.responseNote
        byId('export', HTMLElement).setAttribute('aria-disabled', String(requestsOf(state).length === 0))
    }))
}
