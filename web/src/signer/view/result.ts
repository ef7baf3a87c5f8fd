import type { Actions } from '../actions'
import type { CreatedCertificate } from '../../core/protocol'
import { copyText, download } from '../hand-out'
import type { Store } from '../state'
import { byId, element } from './elements'
import { dayText, factList, hexText, periodText } from './facts'
import { whenChanged } from './file-field'

function factsOf(made: CreatedCertificate): HTMLElement {
    const summary = factList([
        ['Code (CN)', element('code', '', made.verificationCode)],
        ['Issuer', made.issuer],
        ['Valid until', dayText(made.notAfter)],
    ])
    const more = factList([
        ['Valid', periodText(made.notBefore, made.notAfter)],
        ['Signed with', made.signatureAlgorithm],
        ['Serial number', hexText(made.serial)],
        ['SHA-1', hexText(made.sha1)],
        ['SHA-256', hexText(made.sha256)],
    ])
    return element('div', '', summary, element('details', '', element('summary', '', 'All of its facts'), more))
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
        copied.textContent = await copyText(made.pem, pem) ? 'Copied.' : 'Copying is not allowed here: select the text below.'
    }))
    byId('clear', HTMLElement).addEventListener('click', () => {
        actions.clear('own')
        byId('code', HTMLElement).focus()
    })

    store.subscribe(whenChanged(({ result }) => [result], ({ result, embedder }) => {
        section.hidden = result === null
        byId('next', HTMLElement).hidden = embedder !== null
        byId('given', HTMLElement).textContent = embedder === null ? '' : 'The page around this frame has it.'
        copied.textContent = ''
        pem.value = result?.pem ?? ''
        facts.replaceChildren(...(result === null ? [] : [factsOf(result)]))
        thumbprint.replaceChildren(...(result === null ? [] : [hexText(result.caSha1)]))
    }))
    store.subscribe((state) => {
        const text = state.stale ? 'Something above was changed since: this certificate was made of what stood there before.' : ''
        if (stale.textContent !== text) stale.textContent = text
    })
}
