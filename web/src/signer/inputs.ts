import { fileOf } from '../core/octets'
import type { Bytes, CertificateItem, Origin, PrivateKeyItem, ServiceId } from '../core/protocol'
import type { RequestedCa } from '../requests/format'
import type { FileState, State } from './state'

/** What the core is asked with, taken out of the state. */

export function keysIn(file: FileState): readonly PrivateKeyItem[] {
    return file.status === 'loaded' ? file.items.filter((item): item is PrivateKeyItem => item.kind === 'privateKey') : []
}

function certificatesIn(file: FileState): readonly CertificateItem[] {
    return file.status === 'loaded' ? file.items.filter((item): item is CertificateItem => item.kind === 'certificate') : []
}

/** The certificates among which the one that signs is: of the CA's file, or of the key's. chosen: -1 while that is open. */
export interface CaCertificates {
    readonly from: 'ca' | 'key'
    readonly certificates: readonly CertificateItem[]
    readonly chosen: number
}

/** The core counts the certificates of the CA's file first, and behind them those of the key's. */
export function caCertificates({ key, ca, checked }: State): CaCertificates {
    const own = certificatesIn(ca)
    const besideKey = certificatesIn(key)
    const index = checked?.caIndex ?? -1
    const isBesideKey = index >= own.length || (ca.status === 'empty' && besideKey.length !== 0)
    const certificates = isBesideKey ? besideKey : own
    const chosen = certificates.length === 1 ? 0 : isBesideKey && index >= 0 ? index - own.length : index
    return { from: isBesideKey ? 'key' : 'ca', certificates, chosen }
}

/** No certificate was chosen, and the key's file brings one: then that one counts. */
export function caIsInKeyFile({ key, ca }: State): boolean {
    return ca.status === 'empty' && certificatesIn(key).length !== 0
}

/** The certificate that signs, as far as that is decided. */
export function signingCa(state: State): CertificateItem | undefined {
    const { certificates, chosen } = caCertificates(state)
    return certificates[chosen]
}

/** The page wants the CA's certificate, and has no codes yet. */
export function isAskedForCa({ embedder, mode, requests, batch }: State): boolean {
    return embedder !== null && mode === 'ca' && requests === null && batch === null
}

/** The key is not the certificate's: that is said beside the key, and either may be the wrong one. */
export function isMismatch({ checked }: State): boolean {
    return checked?.findings.some(({ status, category }) => status === 'fail' && category === 'key-cert-mismatch') ?? false
}

/** Those that fit where several do, and the files do not say which is meant; else none. */
export function candidates({ key, ca, checked }: State): readonly CertificateItem[] {
    const all = [...certificatesIn(ca), ...certificatesIn(key)]
    return (checked?.candidates ?? []).flatMap(({ caIndex }) => all[caIndex] ?? [])
}

/** The one of them that the person chose; of files that are gone nothing is left. */
export function chosenCa({ key, ca, caSha1 }: State): string | undefined {
    return [...certificatesIn(ca), ...certificatesIn(key)].find(({ sha1 }) => sha1 === caSha1)?.sha1
}

/** Whether a request wants another CA than this one. */
export function isOtherCa(wanted: RequestedCa, { sha1, sha256, pem }: CertificateItem): boolean {
    const body = (text: string) => text.replaceAll(/-----[^-]*-----|\s/g, '')
    return (wanted.sha1 ?? sha1) !== sha1 || (wanted.sha256 ?? sha256) !== sha256
        || (wanted.certificate !== undefined && body(wanted.certificate) !== body(pem))
}

/** For the check, which needs no secret: of the key's file only its certificates. */
export function certificatesOfKeyFile({ key }: State): Bytes {
    return fileOf(certificatesIn(key))
}

/** For the codes, none of which may be a thumbprint of these. */
export function certificatesAtHand({ ca, key }: State): Bytes {
    return fileOf([...certificatesIn(ca), ...certificatesIn(key)])
}

/** A certificate of the right key is easily invented: one that a page or a request file gave does not go before that of the key's file. */
export function caOrigin({ caFrom }: State): Origin {
    return caFrom === 'person' ? 'person' : 'given'
}

/** A code of a list came from a page or a file; the other one a person typed. */
export function codeOrigin({ requests }: State): Origin {
    return requests === null ? 'person' : 'given'
}

/** The service that was chosen, or that page or file named. */
export function namedService({ service, requests }: State): ServiceId | undefined {
    return service ?? requests?.service ?? undefined
}

/** The same, or the one whose codes these are, if they are of one; null while that is open. */
export function serviceOf(state: State): ServiceId | null {
    const named = namedService(state)
    if (named !== undefined) return named
    const [first, ...others] = state.codeChecks
    return first !== undefined && others.every(({ service }) => service === first.service) ? first.service : null
}

/** As the CA's file is called; empty where there is none of its own. */
export function caFileOf({ ca }: State): string {
    return ca.status === 'loaded' ? ca.name : ''
}

/** A code that looks like a name is signed only when the person says that this is what the service shows. */
export function needsConfirmation({ codeChecks }: State): boolean {
    return codeChecks.some((check) => check.needsConfirmation)
}

/** As far as letters tell, the beginning of a code of 48 digits, or of 64. */
export function isBeginningOfCode(code: string): boolean {
    return /^(?=.{1,47}$|.{49,63}$)[\da-f]+$/i.test(code.trim())
}

/** The input has no time zone; it is labelled UTC. */
export function dateIn(input: string): Date | undefined {
    const date = new Date(`${input}Z`)
    return input === '' || Number.isNaN(date.getTime()) ? undefined : date
}
