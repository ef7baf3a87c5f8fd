import type { CertificateItem } from '../../core/protocol'
import { element } from '../../page/elements'
import { factList, hexText, nameText, periodText } from '../../page/facts'
import { keyText, localDay } from '../../page/format'
import { text } from '../../texts/catalogue'

function caText({ isCa, selfIssued }: CertificateItem): string {
    // Only a root may leave it out.
    if (isCa === null && selfIssued) return text('fact.ca.unstated')
    return text(isCa ? 'fact.ca.yes' : 'fact.ca.no')
}

/** issuedBy: where its issuer stands, as far as that is known. */
export function factsOf(certificate: CertificateItem, issuedBy = ''): readonly (readonly [name: string, value: Node | string])[] {
    const { subject, issuer, selfIssued, notBefore, notAfter, sha1, sha256 } = certificate
    return [
        [text('fact.subject'), nameText(subject)],
        [text('fact.issuer'), selfIssued ? text('fact.issuer.itself') : element('span', '', nameText(issuer), issuedBy)],
        [text('fact.valid'), periodText(notBefore, notAfter)],
        [text('fact.ca'), caText(certificate)],
        [text('fact.thumbprint'), hexText(sha1)],
        ['SHA-256', hexText(sha256)],
    ]
}

/** chosen: the one that signs, as the core decided; -1 while that is open. */
export function certificateCard(
    certificates: readonly CertificateItem[], chosen: number, fileName: string,
): { title: string; detail: string; facts: Node | null } {
    const certificate = certificates[certificates.length === 1 ? 0 : chosen]
    if (certificate === undefined) {
        return { title: text('chain', { count: certificates.length }), detail: `${fileName} · ${text('chain.which')}`, facts: null }
    }
    const place = certificates.length > 1 ? ` · ${text('chain.place', { number: chosen + 1, count: certificates.length })}` : ''
    return {
        title: certificate.subjectShort, facts: factList(factsOf(certificate)),
        detail: `${text('valid.until', { date: localDay(certificate.notAfter) })} · ${keyText(certificate)}${place} · ${fileName}`,
    }
}
