import { checkChain } from '../core/calls/check-chain'
import type { CoreClient } from '../core/client'
import type { Bytes, ChainLink } from '../core/protocol'
import { CloudError } from './cloud/error'
import type { LocalCa } from './run/state'
import { problem } from './texts/say'

export interface Proof {
    readonly der: Bytes
    /** What it has to be made for; null: this page does not know it, as it was loaded anew. */
    readonly code: string | null
    /** Whether a text has the form of a code at all. */
    readonly isCode: (text: string) => boolean
    readonly ca: LocalCa
}

/**
 * What the service would refuse, before it is sent: there a refusal costs the code, and with it the right certificate that somebody
 * may hold. The core judges name, issuer and signature; of what it cannot judge the service has to say.
 */
export async function judgeProof(core: CoreClient, { der, code, isCode, ca }: Proof): Promise<CloudError | null> {
    const checked = await core.call(checkChain, { certificates: der, known: [ca.der], anchors: [{ sha1: ca.sha1, verified: true }] }).result
    if (!checked.ok) return refusal('PROOF_UNREADABLE', problem('proof.unreadable', { reason: checked.error }))
    const [leaf] = checked.value.links
    if (leaf === undefined) return refusal('PROOF_UNREADABLE', problem('proof.empty'))
    if (leaf.certificate.sha256 === ca.sha256) {
        return refusal('PROOF_IS_THE_CA', problem('proof.ca'))
    }
    return nameProblem(leaf, code, isCode) ?? issuerProblem(leaf, checked.value.links, ca)
}

function nameProblem({ certificate: { subject, subjectShort } }: ChainLink, code: string | null, isCode: Proof['isCode']): CloudError | null {
    const name = /(^|[,+])\s*CN=/i.test(subject) ? subjectShort : ''
    if (name === code || (code === null && isCode(name))) return null
    if (isCode(name)) {
        return refusal('PROOF_FOR_ANOTHER_CODE', problem('proof.other.code', { code: name.slice(0, 12) }))
    }
    return refusal('PROOF_FOR_ANOTHER_CODE', name === '' ? problem('proof.no.name') : problem('proof.other.name', { name: cut(name) }))
}

function issuerProblem(leaf: ChainLink, links: readonly ChainLink[], ca: LocalCa): CloudError | null {
    if (leaf.signature === 'wrong') {
        return refusal('PROOF_OF_ANOTHER_CA', problem('proof.other.key'))
    }
    const issuer = leaf.issuedBy === null ? undefined : links[leaf.issuedBy]
    if (issuer?.certificate.sha256 === ca.sha256) return null
    return refusal('PROOF_OF_ANOTHER_CA', problem('proof.other.ca', { issuer: cut(leaf.certificate.issuer), ca: cut(ca.subject) }))
}

function refusal(code: CloudError['code'], why: ReturnType<typeof problem>): CloudError {
    return new CloudError({ code, ...why })
}

function cut(text: string): string {
    return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
