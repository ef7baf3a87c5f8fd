import { checkCa } from '../core/calls/check-ca'
import { checkChain as checkChainCall } from '../core/calls/check-chain'
import { inspect } from '../core/calls/inspect'
import { fileOf, octetsOf } from '../core/octets'
import type { Bytes, CertificateItem, ChainCheck, CoreError, Finding, Item, Result } from '../core/protocol'
import type { CoreClient } from '../core/client'
import type { CaEntry } from './cloud/model'
import type { CertificateFile, Message } from './state'
import { problem } from './texts/say'

/** Only certificates are wanted here. What else is in a file is named, and not kept. */

const hasKey: Message = problem('holds.key')
const isProtected: Message = problem('holds.password')

/** Of a file that was signed elsewhere: a certificate alone needs no password. */
const noCertificateAlone: Message = problem('proof.password')

function isPassword({ category }: CoreError): boolean {
    return category === 'password-required' || category === 'wrong-password'
}

function certificatesOf(items: readonly Item[]): readonly CertificateItem[] {
    return items.filter((item): item is CertificateItem => item.kind === 'certificate')
}

/** The one that people mean: the only one, or the only CA of the file; else they are asked. */
function likely(certificates: readonly CertificateItem[]): number {
    if (certificates.length === 1) return 0
    const places = certificates.map(({ isCa }, index) => isCa === false ? -1 : index).filter((place) => place >= 0)
    return places.length === 1 ? places[0] ?? -1 : -1
}

/**
 * A file or pasted text, read by a worker that is ended afterwards. A private key in it makes it be refused, or is left
 * alone where a file may well have one beside its certificates.
 */
export async function readCertificates(
    core: CoreClient, source: Blob | string, name: string, keys: 'refuse' | 'leave',
): Promise<CertificateFile> {
    const octets = typeof source === 'string' ? octetsOf(source) : source
    const found = await core.call(inspect, { octets }).result
    if (!found.ok && isPassword(found.error)) return { status: 'failed', name, error: isProtected }
    const items = found.ok ? found.value.items : []
    const certificates = certificatesOf(items)
    const withKey = items.some(({ kind }) => kind === 'privateKey' || kind === 'encryptedPrivateKey')
    if (withKey && (keys === 'refuse' || certificates.length === 0)) return { status: 'failed', name, error: hasKey }
    if (certificates.length !== 0) return { status: 'loaded', name, certificates, chosen: likely(certificates), findings: null }
    const wanted = await core.call(inspect, { octets, wanted: 'caCertificate' }).result
    return { status: 'failed', name, error: wanted.ok ? problem('holds.none') : wanted.error }
}

/** What the core has to say against a CA, before anything is uploaded. */
export async function findingsAbout(core: CoreClient, certificate: CertificateItem): Promise<readonly Finding[]> {
    const findings = await core.call(checkCa, { caCertificate: certificate.der, caOrigin: 'person', now: new Date() }).result
    return findings.filter(({ status }) => status !== 'pass')
}

/** The one certificate of a file that was signed elsewhere. */
export async function readSigned(core: CoreClient, source: Blob | string): Promise<CertificateItem | Message> {
    const octets = typeof source === 'string' ? octetsOf(source) : source
    const found = await core.call(inspect, { octets }).result
    if (!found.ok) return isPassword(found.error) ? noCertificateAlone : found.error
    const certificates = certificatesOf(found.value.items)
    const [only] = certificates
    if (only === undefined) return problem('proof.none')
    return certificates.length === 1 ? only : problem('proof.many', { count: certificates.length })
}

/** The same, of which only its octets are wanted; null where it is none. */
export async function derOfSigned(core: CoreClient, source: Blob | string): Promise<Bytes | null> {
    const read = await readSigned(core, source)
    return 'der' in read ? read.der : null
}

/** Whether a device's chain rolls up to what a service lists; with no list, how it hangs together. */
export async function checkChain(
    core: CoreClient, certificates: readonly CertificateItem[], entries: readonly CaEntry[],
): Promise<Result<ChainCheck>> {
    return core.call(checkChainCall, {
        certificates: fileOf(certificates),
        known: entries.flatMap(({ certificate }) => certificate ?? []),
        anchors: entries.map(({ thumbprint, isVerified }) => ({ sha1: thumbprint, verified: isVerified })),
    }).result
}
