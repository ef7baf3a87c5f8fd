import type { ChainCheck, ChainLink, Finding } from '../../core/protocol'
import { byId, element, hiddenText, icon, type IconName } from '../../page/elements'
import { factList, periodText } from '../../page/facts'
import { keyText } from '../../page/format'
import type { Actions } from '../actions'
import { type CertificateFile, type State, type Store } from '../state'
import { problem, spokenProblem, text, type Problem } from '../texts/say'
import { pageText } from '../texts/shared'
import { certificateField } from './certificate-field'
import { inLanguage, whenChanged } from './said'

function statusOf(link: ChainLink): IconName {
    if (link.findings.some(({ status }) => status === 'fail')) return 'fail'
    if (link.findings.some(({ status }) => status === 'warn') || link.anchor === 'unverified') return 'warn'
    return link.signature === 'verified' ? 'pass' : 'open'
}

function statusText(status: IconName): string {
    return status === 'open' ? '' : `${text(`link.${status}`)} `
}

function anchorBadge({ anchor }: ChainLink): HTMLElement | null {
    if (anchor === null) return null
    const name = anchor === 'verified' ? 'pass' : 'warn'
    return element('span', `badge ${name}`, icon(name), text(`anchor.${anchor}`))
}

function roleText(link: ChainLink, place: number): string {
    if (place === 0) return text(link.certificate.isCa === true ? 'role.ca' : 'role.device')
    return text(link.certificate.selfIssued ? 'role.root' : 'role.intermediate')
}

/** The core says in words what is no algorithm. */
function algorithmText({ signatureAlgorithm: name }: ChainLink): string {
    return name === 'unknown' || name === 'contradictory' ? text(`algorithm.${name}`) : name
}

function findingLines(findings: readonly Finding[]): HTMLElement {
    return element('ul', 'checklist', ...findings.map((finding) => {
        const { message, hint, lang } = spokenProblem(finding)
        return inLanguage(lang, element('li', finding.status, icon(finding.status), element('span', '', message, ' ', element('span', 'hint', hint))))
    }))
}

function linkItem(link: ChainLink, place: number, { verdict }: ChainCheck): HTMLElement {
    const { certificate, signature, validity, findings } = link
    const status = statusOf(link)
    const box = element('div', verdict.link === place && verdict.status !== 'pass' ? 'link target' : 'link')
    box.append(element('p', 'link-name', hiddenText(statusText(status)), certificate.subjectShort),
        element('p', 'hint', `${roleText(link, place)} · ${keyText(certificate)}`))
    const badge = anchorBadge(link)
    if (badge !== null) box.append(badge)
    const valid = periodText(certificate.notBefore, certificate.notAfter)
    if (validity !== 'valid') valid.append(` · ${text(`link.${validity}`)}`)
    box.append(factList([[pageText('fact.valid'), valid],
        [text('signature'), text('signature.by', { verdict: text(`signature.${signature}`), algorithm: algorithmText(link) })]]))
    if (findings.length !== 0) box.append(findingLines(findings))
    const item = element('li', signature === 'wrong' || signature === 'issuer-missing' ? 'broken' : '', icon(status), box)
    if (link.issuedBy !== null && link.issuedBy !== place) item.append(element('span', 'link-up', text('chain.up')))
    return item
}

/** The device's certificate first, and above each the one that issued it. */
function picture(check: ChainCheck): HTMLElement {
    const list = element('ol', 'chain', ...check.links.map((link, place) => linkItem(link, place, check)))
    list.setAttribute('aria-label', text('chain.list'))
    const last = check.links.at(-1)
    if (last !== undefined && last.issuedBy === null) {
        last.certificate.issuer !== '' && list.append(element('li', '', icon('open'),
            element('div', 'missing', text('chain.missing', { issuer: last.certificate.issuer }))))
    }
    return list
}

/** Of a sound chain there is nothing more to say while nobody chose whose verified CAs count. */
const noService = { status: 'open', ...problem('chain.no.service') } as const
/** Verdicts about what the service holds. */
const ofTheService = new Set(['CHAIN_NO_ANCHOR', 'CHAIN_ISSUER_MISSING'])

interface Verdict extends Problem {
    readonly status: IconName
}

function verdictOf({ verdict }: ChainCheck, service: string): Verdict {
    return service === '' && ofTheService.has(verdict.text) ? noService : verdict
}

function verdictBox(verdict: Verdict): HTMLElement {
    const { message, hint, lang } = spokenProblem(verdict)
    return element('div', `verdict ${verdict.status}`, icon(verdict.status), inLanguage(lang, element('div', '', element('strong', '', message), ' ', hint)))
}

function resultOf({ chainCheck, chainService }: State): readonly Node[] {
    if (chainCheck === null) return []
    const { findings, unused, others } = chainCheck
    const left = [
        ...unused.map(({ certificate, reason }) => text(reason === 'duplicate' ? 'chain.left.twice' : 'chain.left.other', { name: certificate.subjectShort })),
        ...others.map((each) => each.kind === 'privateKey' ? text('chain.left.key') : spokenProblem(each.error).message),
    ]
    return [verdictBox(verdictOf(chainCheck, chainService)), ...(findings.length === 0 ? [] : [findingLines(findings)]), picture(chainCheck),
        ...(left.length === 0 ? [] : [element('p', 'hint', text('chain.left', { what: left.join('; ') }))])]
}

function detailOf(file: CertificateFile): string {
    switch (file.status) {
        case 'reading': return pageText('file.reading')
        case 'failed': return pageText('file.failed')
        default: return ''
    }
}

export function chainView(store: Store, actions: Actions): void {
    const select = byId('chain-service', HTMLSelectElement)
    const result = byId('chain-result', HTMLElement)
    const draw = certificateField('chain', { load: (source, name) => void actions.chain.load(source, name), remove: () => actions.chain.remove() },
        { title: () => text('chain.drop'), detail: '.pem, .crt, .cer, .p7b' })
    select.addEventListener('change', () => void actions.chain.chooseService(select.value))

    let names = '-'
    store.subscribe(whenChanged(({ rows, access }) => [rows, access], ({ rows, access, chainService }) => {
        const known = rows.map(({ service }) => service)
        const none = text(known.length === 0 && access.status !== 'given' ? 'chain.none.yet' : 'chain.none')
        const now = [none, ...known.map(({ id }) => id)].join('\n')
        if (now === names) return
        names = now
        const options = [['', none] as const, ...known.map(({ id, name }) => [id, name] as const)]
        select.replaceChildren(...options.map(([value, name]) => {
            const option = element('option', '', name)
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
