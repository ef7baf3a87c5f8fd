import { checkChain } from '../core/calls/check-chain'
import type { CoreClient } from '../core/client'
import type { Bytes, ChainLink } from '../core/protocol'
import { CloudError } from './cloud/error'
import type { LocalCa } from './run/state'

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
    if (!checked.ok) return refusal('PROOF_UNREADABLE', checked.error.message, 'Choose the verification certificate, .pem or .cer.')
    const [leaf] = checked.value.links
    if (leaf === undefined) return refusal('PROOF_UNREADABLE', 'This file holds no certificate.', 'Choose the verification certificate, .pem or .cer.')
    if (leaf.certificate.sha256 === ca.sha256) {
        return refusal('PROOF_IS_THE_CA', 'This is your CA’s own certificate.', 'Wanted is the one that your CA signed for the code.')
    }
    return nameProblem(leaf, code, isCode) ?? issuerProblem(leaf, checked.value.links, ca)
}

function nameProblem({ certificate: { subject, subjectShort } }: ChainLink, code: string | null, isCode: Proof['isCode']): CloudError | null {
    const name = /(^|[,+])\s*CN=/i.test(subject) ? subjectShort : ''
    if (name === code || (code === null && isCode(name))) return null
    if (isCode(name)) {
        return refusal('PROOF_FOR_ANOTHER_CODE', `This certificate is for another code, ${name.slice(0, 12)}….`,
            'Choose the one for the code that stands here. A newer code makes the one before it worthless.')
    }
    return refusal('PROOF_FOR_ANOTHER_CODE', `This certificate is for ${name === '' ? 'no name at all' : `“${cut(name)}”`}, and not for a verification code.`,
        'Choose the certificate whose name is the code.')
}

function issuerProblem(leaf: ChainLink, links: readonly ChainLink[], ca: LocalCa): CloudError | null {
    if (leaf.signature === 'wrong') {
        return refusal('PROOF_OF_ANOTHER_CA', 'This certificate names your CA as its issuer, and another key signed it.',
            'Sign the code with the private key of the CA certificate in step 2.')
    }
    const issuer = leaf.issuedBy === null ? undefined : links[leaf.issuedBy]
    if (issuer?.certificate.sha256 === ca.sha256) return null
    return refusal('PROOF_OF_ANOTHER_CA', `This certificate was issued by ${cut(leaf.certificate.issuer)}, and not by ${cut(ca.subject)}.`,
        'Sign the code with the CA of step 2, or choose the CA that signed.')
}

function refusal(code: CloudError['code'], message: string, hint: string): CloudError {
    return new CloudError({ code, message, hint: `${hint} Nothing was sent, and the code is still good.` })
}

function cut(text: string): string {
    return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
