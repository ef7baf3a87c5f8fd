import type { CertificateItem } from '../../core/protocol'
import { byId, element } from '../../page/elements'
import { factList, hexText, nameText, periodText } from '../../page/facts'
import { keyText, localDay } from '../../page/format'
import type { Actions } from '../actions'
import { caProblem, chosenCa, type CertificateFile, type Store } from '../state'
import { spokenProblem, text } from '../texts/say'
import { pageText } from '../texts/shared'
import { certificateField } from './certificate-field'
import { inLanguage, saying, whenChanged } from './said'

function factsOf({ subject, issuer, selfIssued, notBefore, notAfter, sha1 }: CertificateItem): HTMLElement {
    return factList([
        [pageText('fact.subject'), nameText(subject)],
        [pageText('fact.issuer'), selfIssued ? pageText('fact.issuer.itself') : nameText(issuer)],
        [pageText('fact.valid'), periodText(notBefore, notAfter)],
        [pageText('fact.thumbprint'), hexText(sha1)],
    ])
}

function choicesOf({ certificates, chosen }: CertificateFile & { status: 'loaded' }, choose: (index: number) => void): HTMLElement {
    const box = element('fieldset', 'choices', element('legend', '', text('yours.which')))
    certificates.forEach((certificate, index) => {
        const input = element('input', '')
        input.type = 'radio'
        input.name = 'ca-choice'
        input.checked = index === chosen
        input.addEventListener('change', () => choose(index))
        const kind = text(certificate.isCa === false ? 'ca.not' : certificate.selfIssued ? 'ca.root' : 'ca.intermediate')
        const detail = element('span', 'hint', `${kind} · ${keyText(certificate)} · ${pageText('valid.until', { date: localDay(certificate.notAfter) })}`)
        box.append(element('label', 'choice', input, element('span', '', certificate.subjectShort, ' ', detail)))
    })
    return box
}

function titleOf(file: CertificateFile, ca: CertificateItem | null): readonly [title: string, detail: string] {
    switch (file.status) {
        case 'empty': return ['', '']
        case 'reading': return [file.name, pageText('file.reading')]
        case 'failed': return [file.name, pageText('file.failed')]
        case 'loaded': return ca === null
            ? [pageText('chain', { count: file.certificates.length }), text('yours.choose', { name: file.name })]
            : [ca.subjectShort, `${file.name} · ${keyText(ca)}`]
    }
}

export function caView(store: Store, actions: Actions): void {
    const draw = certificateField('ca', { load: (source, name) => void actions.ca.load(source, name), remove: () => actions.ca.remove() },
        { title: () => text('yours.drop'), detail: '.pem, .crt, .cer, .der, .p7b' })
    const fromSigner = byId('ca-from-signer', HTMLButtonElement)
    const note = byId('ca-note', HTMLElement)
    const problemPlace = byId('ca-problem', HTMLElement)
    const sayProblem = saying(problemPlace)
    let hadProblem = false

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
        const problem = caProblem(state)
        sayProblem(problem)
        // It stands below what the certificate says of itself, and nothing goes on with it.
        if (problem !== null && !hadProblem) problemPlace.scrollIntoView({ block: 'nearest' })
        hadProblem = problem !== null
        const warnings = (ca.status === 'loaded' ? ca.findings ?? [] : []).filter(({ status }) => status === 'warn').map((finding) => spokenProblem(finding))
        note.replaceChildren(...warnings.map(({ message, hint, lang }) => inLanguage(lang, element('span', '', `${message} ${hint} `))))
    }))
}
