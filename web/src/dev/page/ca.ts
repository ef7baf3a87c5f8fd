import { fileOf } from '../../core/octets'
import type { CertificateFacts, OpenInput } from '../protocol'
import type { MadeCa } from '../set'
import { password } from './form'

export type Issuer = Pick<OpenInput, 'issuerPassword'> & { readonly issuerKey: Uint8Array | Blob; readonly issuerCertificate: Uint8Array | Blob | undefined }

/** The CA at hand, as it signs codes and renews. */
export interface Ca {
    readonly issuer: Issuer
    readonly chain: readonly CertificateFacts[]
    readonly password: string | undefined
    /** Whose code is proven: the highest that is here with its key. */
    readonly prover: { readonly issuer: Issuer; readonly facts: CertificateFacts }
}

/** The service verifies the CA that was uploaded: the root, where it was made here. */
export function proverOf(issuer: Issuer, chain: readonly CertificateFacts[], made: MadeCa | null): Ca['prover'] {
    const root = made?.files.find(({ path }) => path === 'ca/root.key.pem')
    const facts = made === null ? chain[0] : chain.at(-1)
    if (facts === undefined) throw new Error('A CA has a certificate.')
    if (root === undefined) return { issuer, facts }
    return { issuer: { issuerKey: new Uint8Array(root.octets), issuerCertificate: fileOf([facts]), issuerPassword: password() }, facts }
}
