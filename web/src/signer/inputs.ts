import type { Source } from '../core/messages'
import { octetsOf } from '../core/octets'
import type { CertificateItem, CodeOrigin, PrivateKeyItem } from '../core/protocol'
import type { RequestedCa } from '../requests/format'
import type { FileState, State } from './state'

/** What the core is asked with, taken out of the state. */

export function keysIn(file: FileState): readonly PrivateKeyItem[] {
    return file.status === 'loaded' ? file.items.filter((item): item is PrivateKeyItem => item.kind === 'privateKey') : []
}

export function certificatesIn(file: FileState): readonly CertificateItem[] {
    return file.status === 'loaded' ? file.items.filter((item): item is CertificateItem => item.kind === 'certificate') : []
}

/** No certificate was chosen, and the key's file brings one: then that one counts. */
export function caIsInKeyFile({ key, ca }: State): boolean {
    return ca.status === 'empty' && certificatesIn(key).length !== 0
}

export function caCertificates(state: State): readonly CertificateItem[] {
    return certificatesIn(caIsInKeyFile(state) ? state.key : state.ca)
}

/** The certificate that signs, as far as that is decided. */
export function signingCa(state: State): CertificateItem | undefined {
    const certificates = caCertificates(state)
    return certificates[certificates.length === 1 ? 0 : state.checked?.caIndex ?? -1]
}

/** Whether a request wants another CA than this one. */
export function isOtherCa(wanted: RequestedCa, { sha1, sha256, pem }: CertificateItem): boolean {
    const body = (text: string) => text.replaceAll(/-----[^-]*-----|\s/g, '')
    return (wanted.sha1 ?? sha1) !== sha1 || (wanted.sha256 ?? sha256) !== sha256
        || (wanted.certificate !== undefined && body(wanted.certificate) !== body(pem))
}

/** For the check, which needs no secret: of the key's file only its certificates. */
export function caSource(state: State): Source {
    if (caIsInKeyFile(state)) return octetsOf(certificatesIn(state.key).map(({ pem }) => pem).join(''))
    return state.ca.status === 'loaded' ? state.ca.source : new Uint8Array(0)
}

/** A code of a list came from a page or a file; the other one a person typed. */
export function codeOrigin({ requests }: State): CodeOrigin {
    return requests === null ? 'person' : 'given'
}

/** A code that looks like a name is signed only when the person says that this is what the service shows. */
export function needsConfirmation({ requests, checked, codeChecks }: State): boolean {
    return requests === null ? checked?.needsConfirmation === true : codeChecks.some((check) => check.needsConfirmation)
}

/** The input has no time zone; it is labelled UTC. */
export function dateIn(input: string): Date | undefined {
    const date = new Date(`${input}Z`)
    return input === '' || Number.isNaN(date.getTime()) ? undefined : date
}
