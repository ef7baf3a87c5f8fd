import type { CertificateItem } from '../../core/protocol'
import { countText, keyText } from '../format'
import { element } from './elements'
import { dayText, factList, hexText, periodText } from './facts'

function caText({ isCa }: CertificateItem): string {
    if (isCa === null) return 'Does not say (an old kind of certificate)'
    return isCa ? 'Yes' : 'No'
}

function factsOf(certificate: CertificateItem): HTMLElement {
    const { subject, issuer, selfIssued, notBefore, notAfter, sha1, sha256 } = certificate
    return factList([
        ['Subject', subject],
        ['Issuer', selfIssued ? 'Itself (a root)' : issuer],
        ['Valid', periodText(notBefore, notAfter)],
        ['CA', caText(certificate)],
        ['Thumbprint (SHA-1)', hexText(sha1)],
        ['SHA-256', hexText(sha256)],
    ])
}

function othersOf(certificates: readonly CertificateItem[], chosen: number): HTMLElement {
    const lines = certificates.map((certificate, index) => ({ certificate, index })).filter(({ index }) => index !== chosen)
        .map(({ certificate, index }) => element('li', '',
            `Number ${index + 1}: ${certificate.subjectShort} · ${keyText(certificate)} · valid until `, dayText(certificate.notAfter)))
    const what = chosen < 0 ? countText(lines.length, 'certificate', 'certificates')
        : countText(lines.length, 'other certificate', 'other certificates')
    return element('details', 'others', element('summary', '', `${what} in this file`), element('ul', 'plain-list', ...lines))
}

/** chosen: the one that signs, as the core decided; -1 while that is open. */
export function certificateCard(
    certificates: readonly CertificateItem[], chosen: number, fileName: string,
): { title: string; detail: string; facts: Node } {
    const facts = element('div', '')
    const certificate = certificates[certificates.length === 1 ? 0 : chosen]
    if (certificate !== undefined) facts.append(factsOf(certificate))
    if (certificates.length > 1) facts.append(othersOf(certificates, chosen))
    if (certificate === undefined) {
        return { title: `A chain of ${certificates.length} certificates`, detail: `${fileName} · the one of the private key is used`, facts }
    }
    const place = certificates.length > 1 ? ` · number ${chosen + 1} of ${certificates.length}, the one of the private key` : ''
    return { title: certificate.subjectShort, detail: `${fileName} · ${keyText(certificate)}${place}`, facts }
}
