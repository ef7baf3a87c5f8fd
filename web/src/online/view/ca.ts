import type { CertificateItem } from '../../core/protocol'
import { byId, element } from '../../page/elements'
import { dayText, factList, hexText, periodText } from '../../page/facts'
import { keyText } from '../../page/format'
import { whenChanged } from '../../page/store'
import type { Actions } from '../actions'
import { caProblem, chosenCa, type CertificateFile, type Store } from '../state'
import { certificateField } from './certificate-field'
import { saying } from './said'

function factsOf({ subject, issuer, selfIssued, notBefore, notAfter, sha1 }: CertificateItem): HTMLElement {
    return factList([
        ['Subject', subject],
        ['Issuer', selfIssued ? 'Itself (a root)' : issuer],
        ['Valid', periodText(notBefore, notAfter)],
        ['Thumbprint (SHA-1)', hexText(sha1)],
    ])
}

function choicesOf({ certificates, chosen }: CertificateFile & { status: 'loaded' }, choose: (index: number) => void): HTMLElement {
    const box = element('fieldset', 'choices', element('legend', '', 'Whose private key do you have?'))
    certificates.forEach((certificate, index) => {
        const input = element('input', '')
        input.type = 'radio'
        input.name = 'ca-choice'
        input.checked = index === chosen
        input.addEventListener('change', () => choose(index))
        const kind = certificate.isCa === false ? 'not a CA' : certificate.selfIssued ? 'root' : 'intermediate'
        const detail = element('span', 'hint', `${kind} · ${keyText(certificate)} · valid until `, dayText(certificate.notAfter))
        box.append(element('label', 'choice', input, element('span', '', certificate.subjectShort, ' ', detail)))
    })
    return box
}

function titleOf(file: CertificateFile, ca: CertificateItem | null): readonly [title: string, detail: string] {
    switch (file.status) {
        case 'empty': return ['', '']
        case 'reading': return [file.name, 'Reading…']
        case 'failed': return [file.name, 'Cannot be used']
        case 'loaded': return ca === null
            ? [`A chain of ${file.certificates.length} certificates`, `${file.name} · choose one`]
            : [ca.subjectShort, `${file.name} · ${keyText(ca)}`]
    }
}

export function caView(store: Store, actions: Actions): void {
    const draw = certificateField('ca', { load: (source, name) => void actions.ca.load(source, name), remove: () => actions.ca.remove() },
        { title: 'Drop the certificate here', detail: '.pem, .crt, .cer, .der, .p7b' })
    const fromSigner = byId('ca-from-signer', HTMLButtonElement)
    const note = byId('ca-note', HTMLElement)
    const sayProblem = saying(byId('ca-problem', HTMLElement))

    fromSigner.addEventListener('click', () => {
        actions.showSigner()
        byId('sign-title', HTMLElement).focus()
    })
    store.subscribe(whenChanged(({ ca }) => [ca], (state) => {
        const { ca } = state
        const chosen = chosenCa(state)
        const facts = element('div', '')
        if (ca.status === 'loaded' && ca.certificates.length > 1) facts.append(choicesOf(ca, (index) => void actions.ca.choose(index)))
        if (chosen !== null) facts.append(factsOf(chosen))
        const focused = document.activeElement instanceof HTMLInputElement && document.activeElement.name === 'ca-choice'
        draw(ca, ...titleOf(ca, chosen), facts.childNodes.length === 0 ? null : facts)
        if (focused) facts.querySelector<HTMLInputElement>('input:checked')?.focus()
        byId('ca-paste', HTMLElement).hidden = ca.status === 'loaded'
        fromSigner.hidden = ca.status === 'loaded'
        sayProblem(caProblem(state))
        const warnings = (ca.status === 'loaded' ? ca.findings : []).filter(({ status }) => status === 'warn').map(({ message, hint }) => `${message} ${hint}`)
        note.textContent = warnings.join(' ')
    }))
}
