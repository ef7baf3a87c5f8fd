import type { CreatedCertificate } from '../../core/protocol'
import { byId, element } from '../../page/elements'
import { moveFocus } from '../../page/focus'
import { dayText, factList, groupedText, hexText, nameText, periodText } from '../../page/facts'
import { copyText } from '../../page/hand-out'
import { text } from '../../texts/catalogue'
import type { Actions } from '../actions'
import { save, type Format } from '../certificate-files'
import type { Store } from '../state'
import { caFileOf, serviceOf } from '../inputs'
import { whenChanged } from './file-field'
import { nextStep } from './next-step'

function factsOf(made: CreatedCertificate): HTMLElement {
    const summary = factList([
        [text('fact.code'), groupedText(made.verificationCode)],
        [text('fact.issuer'), nameText(made.issuer)],
    ])
    const more = factList([
        [text('fact.valid'), periodText(made.notBefore, made.notAfter)],
        [text('fact.until'), dayText(made.notAfter)],
        [text('fact.algorithm'), made.signatureAlgorithm],
        [text('fact.serial'), hexText(made.serial)],
        ['SHA-1', hexText(made.sha1)],
        ['SHA-256', hexText(made.sha256)],
    ])
    return element('div', '', summary, element('details', 'more', element('summary', '', text('facts.all')), more))
}

/** Where the eye is: in view as a whole, or where it begins. */
export function showResult(store: Store): void {
    const section = byId(store.state.batch === null ? 'result' : 'batch', HTMLElement)
    // Whose page takes the certificates has nothing to download.
    const target = store.state.embedder !== null ? `${section.id}-title` : section.id === 'result' ? 'download-pem' : 'download-all'
    const button = byId(target, HTMLElement)
    moveFocus(button.hidden ? byId(`${section.id}-title`, HTMLElement) : button)
    const { top, bottom } = section.getBoundingClientRect()
    if (top < 0 || bottom > innerHeight) section.scrollIntoView({ block: 'start' })
}

export function resultView(store: Store, actions: Actions): void {
    const section = byId('result', HTMLElement)
    const facts = byId('result-facts', HTMLElement)
    const stale = byId('result-stale', HTMLElement)
    const pem = byId('pem', HTMLTextAreaElement)
    const next = byId('next', HTMLElement)
    const copied = byId('copied', HTMLElement)

    const withResult = (use: (made: CreatedCertificate) => void) => () => {
        const { result } = store.state
        if (result !== null) use(result)
    }
    for (const format of ['pem', 'cer'] satisfies Format[]) {
        byId(`download-${format}`, HTMLElement).addEventListener('click', withResult((made) => {
            save(made.fileName, format, made)
            actions.saved()
            copied.textContent = text('downloaded', { file: `${made.fileName}.${format}` })
        }))
    }
    byId('copy', HTMLElement).addEventListener('click', withResult(async (made) => {
        copied.textContent = ''
        const done = await copyText(made.pem, pem)
        copied.textContent = done ? text('copied') : text('copied.not')
        if (done) actions.saved()
    }))

    store.subscribe(whenChanged(({ result, embedder }) => [result, embedder], ({ result, embedder }) => {
        section.hidden = result === null
        byId('given', HTMLElement).textContent = embedder === null ? '' : text('given')
        copied.textContent = ''
        pem.value = result?.pem ?? ''
        byId('saved-as', HTMLElement).textContent = result === null ? '' : `${result.fileName}.pem`
        facts.replaceChildren(...(result === null ? [] : [factsOf(result)]))
        next.replaceChildren(...(result === null || embedder !== null ? [] : [nextStep(result, serviceOf(store.state), caFileOf(store.state))]))
    }))
    store.subscribe((state) => {
        const said = state.stale ? text('stale') : ''
        if (stale.textContent !== said) stale.textContent = said
    })
}
