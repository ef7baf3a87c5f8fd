import type { CreatedCertificate } from '../../core/protocol'
import { byId, element } from '../../page/elements'
import { moveFocus } from '../../page/focus'
import { bidi, dayText, factList, hexText, periodText } from '../../page/facts'
import { copyText, download } from '../../page/hand-out'
import { text } from '../../texts/catalogue'
import type { Actions } from '../actions'
import type { Store } from '../state'
import { whenChanged } from './file-field'

function factsOf(made: CreatedCertificate): HTMLElement {
    const summary = factList([
        [text('fact.code'), element('code', '', made.verificationCode)],
        [text('fact.issuer'), bidi(made.issuer)],
        [text('fact.until'), dayText(made.notAfter)],
    ])
    const more = factList([
        [text('fact.valid'), periodText(made.notBefore, made.notAfter)],
        [text('fact.algorithm'), made.signatureAlgorithm],
        [text('fact.serial'), hexText(made.serial)],
        ['SHA-1', hexText(made.sha1)],
        ['SHA-256', hexText(made.sha256)],
    ])
    return element('div', '', summary, element('details', '', element('summary', '', text('facts.all')), more))
}

export function downloadPem({ fileName, pem }: CreatedCertificate): void {
    download(`${fileName}.pem`, 'application/x-pem-file', pem)
}

export function downloadCer({ fileName, der }: CreatedCertificate): void {
    download(`${fileName}.cer`, 'application/pkix-cert', der as Uint8Array<ArrayBuffer>)
}

export function resultView(store: Store, actions: Actions): void {
    const section = byId('result', HTMLElement)
    const facts = byId('result-facts', HTMLElement)
    const stale = byId('result-stale', HTMLElement)
    const pem = byId('pem', HTMLTextAreaElement)
    const thumbprint = byId('next-thumbprint', HTMLElement)
    const copied = byId('copied', HTMLElement)

    const withResult = (use: (made: CreatedCertificate) => void) => () => {
        const { result } = store.state
        if (result !== null) use(result)
    }
    byId('download-pem', HTMLElement).addEventListener('click', withResult(downloadPem))
    byId('download-cer', HTMLElement).addEventListener('click', withResult(downloadCer))
    byId('copy', HTMLElement).addEventListener('click', withResult(async (made) => {
        copied.textContent = ''
        copied.textContent = await copyText(made.pem, pem) ? text('copied') : text('copied.not')
    }))
    byId('clear', HTMLElement).addEventListener('click', () => {
        actions.clear('own')
        moveFocus(byId('code', HTMLElement))
    })

    store.subscribe(whenChanged(({ result }) => [result], ({ result, embedder }) => {
        section.hidden = result === null
        byId('next', HTMLElement).hidden = embedder !== null
        byId('given', HTMLElement).textContent = embedder === null ? '' : text('given')
        copied.textContent = ''
        pem.value = result?.pem ?? ''
        facts.replaceChildren(...(result === null ? [] : [factsOf(result)]))
        thumbprint.replaceChildren(...(result === null ? [] : [hexText(result.caSha1)]))
    }))
    store.subscribe((state) => {
        const said = state.stale ? text('stale') : ''
        if (stale.textContent !== said) stale.textContent = said
    })
}
