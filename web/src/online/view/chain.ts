import type { ChainCheck, ChainLink, Finding } from '../../core/protocol'
import { byId, element, hiddenText, icon, type IconName } from '../../page/elements'
import { factList, periodText } from '../../page/facts'
import { keyText } from '../../page/format'
import { whenChanged } from '../../page/store'
import type { Actions } from '../actions'
import { type CertificateFile, type State, type Store } from '../state'
import { certificateField } from './certificate-field'

const signatureText: Readonly<Record<ChainLink['signature'], string>> = {
    verified: 'Verified under its issuer’s key',
    wrong: 'Wrong: not made by the key of the certificate above it',
    weak: 'Made with an algorithm that is too weak',
    unchecked: 'Not checked: of an algorithm that popcert does not verify',
    'issuer-missing': 'Not checked: its issuer is not here',
}

const validityText: Readonly<Record<ChainLink['validity'], string>> = {
    valid: '', expired: 'Expired', 'not-yet-valid': 'Not valid yet',
}

function statusOf(link: ChainLink): IconName {
    if (link.findings.some(({ status }) => status === 'fail')) return 'fail'
    if (link.findings.some(({ status }) => status === 'warn') || link.anchor === 'unverified') return 'warn'
    return link.signature === 'verified' ? 'pass' : 'open'
}

const statusText: Readonly<Record<IconName, string>> = { pass: 'Sound: ', warn: 'Look at this: ', fail: 'Wrong: ', open: '' }

function anchorBadge({ anchor }: ChainLink): HTMLElement | null {
    if (anchor === null) return null
    const name = anchor === 'verified' ? 'pass' : 'warn'
    return element('span', `badge ${name}`, icon(name), anchor === 'verified' ? 'Verified on this service' : 'On this service, unverified')
}

function roleText(link: ChainLink, place: number): string {
    if (place === 0) return link.certificate.isCa === true ? 'CA' : 'Device'
    return link.certificate.selfIssued ? 'Root CA' : 'Intermediate CA'
}

function findingLines(findings: readonly Finding[]): HTMLElement {
    return element('ul', 'checklist', ...findings.map(({ status, message, hint }) =>
        element('li', status, icon(status), element('span', '', message, ' ', element('span', 'hint', hint)))))
}

function linkItem(link: ChainLink, place: number, { verdict }: ChainCheck): HTMLElement {
    const { certificate, signature, validity, findings } = link
    const status = statusOf(link)
    const box = element('div', verdict.link === place && verdict.status !== 'pass' ? 'link target' : 'link')
    box.append(element('p', 'link-name', hiddenText(statusText[status]), certificate.subjectShort),
        element('p', 'hint', `${roleText(link, place)} · ${keyText(certificate)}`))
    const badge = anchorBadge(link)
    if (badge !== null) box.append(badge)
    const valid = periodText(certificate.notBefore, certificate.notAfter)
    if (validity !== 'valid') valid.append(` · ${validityText[validity]}`)
    box.append(factList([['Valid', valid], ['Signature', `${signatureText[signature]} (${link.signatureAlgorithm})`]]))
    if (findings.length !== 0) box.append(findingLines(findings))
    const item = element('li', signature === 'wrong' || signature === 'issuer-missing' ? 'broken' : '', icon(status), box)
    if (link.issuedBy !== null && link.issuedBy !== place) item.append(element('span', 'link-up', 'issued by ↓'))
    return item
}

/** The device's certificate first, and above each the one that issued it. */
function picture(check: ChainCheck): HTMLElement {
    const list = element('ol', 'chain', ...check.links.map((link, place) => linkItem(link, place, check)))
    list.setAttribute('aria-label', 'The chain, from the device to its root')
    const last = check.links.at(-1)
    if (last !== undefined && last.issuedBy === null) {
        last.certificate.issuer !== '' && list.append(element('li', '', icon('open'),
            element('div', 'missing', `${last.certificate.issuer}: its issuer, not in this file`)))
    }
    return list
}

/** Of a sound chain there is nothing more to say while nobody chose whose verified CAs count. */
const noService = {
    status: 'open', message: 'No service is chosen.',
    hint: 'Choose one above to see whether this chain rolls up to a CA that is verified there.',
} as const
/** Verdicts about what the service holds. */
const ofTheService = new Set(['CHAIN_NO_ANCHOR', 'CHAIN_ISSUER_MISSING'])

interface Verdict {
    readonly status: IconName
    readonly message: string
    readonly hint: string
}

function verdictOf({ verdict }: ChainCheck, service: string): Verdict {
    return service === '' && ofTheService.has(verdict.text) ? noService : verdict
}

function verdictBox({ status, message, hint }: Verdict): HTMLElement {
    return element('div', `verdict ${status}`, icon(status), element('div', '', element('strong', '', message), ' ', hint))
}

function resultOf({ chainCheck, chainService }: State): readonly Node[] {
    if (chainCheck === null) return []
    const { unused, others } = chainCheck
    const left = [
        ...unused.map(({ certificate, reason }) => `${certificate.subjectShort} (${reason === 'duplicate' ? 'twice in the file' : 'not of this chain'})`),
        ...others.map((each) => each.kind === 'privateKey' ? 'a private key, which was not looked at' : each.error.message),
    ]
    return [verdictBox(verdictOf(chainCheck, chainService)), picture(chainCheck),
        ...(left.length === 0 ? [] : [element('p', 'hint', `Left out: ${left.join('; ')}`)])]
}

function detailOf(file: CertificateFile): string {
    switch (file.status) {
        case 'reading': return 'Reading…'
        case 'failed': return 'Cannot be used'
        default: return ''
    }
}

export function chainView(store: Store, actions: Actions): void {
    const select = byId('chain-service', HTMLSelectElement)
    const result = byId('chain-result', HTMLElement)
    const draw = certificateField('chain', { load: (source, name) => void actions.chain.load(source, name), remove: () => actions.chain.remove() },
        { title: 'Drop the device’s chain here', detail: '.pem, .crt, .cer, .p7b' })
    select.addEventListener('change', () => void actions.chain.chooseService(select.value))

    let names = '-'
    store.subscribe(whenChanged(({ rows }) => [rows], ({ rows, chainService }) => {
        const known = rows.map(({ service }) => service)
        const now = known.map(({ id }) => id).join('\n')
        if (now === names) return
        names = now
        const options = [['', known.length === 0 ? 'None: services are listed after access' : 'None'] as const, ...known.map(({ id, name }) => [id, name] as const)]
        select.replaceChildren(...options.map(([value, text]) => {
            const option = element('option', '', text)
            option.value = value
            return option
        }))
        select.value = chainService
    }))
    store.subscribe(whenChanged(({ chain }) => [chain], ({ chain }) => {
        draw(chain, chain.status === 'empty' ? '' : chain.name, detailOf(chain), null)
        byId('chain-paste', HTMLElement).hidden = chain.status === 'loaded'
    }))
    store.subscribe(whenChanged(({ chainCheck }) => [chainCheck], (state) => result.replaceChildren(...resultOf(state))))
}
