import { octetsOf } from '../core/octets'
import type { CreatedCertificate } from '../core/protocol'
import { download } from '../page/hand-out'
import { freeName, plainName } from '../page/plain-name'
import { storedZip } from '../page/stored-zip'

/** As the service takes them. */
export type Format = 'pem' | 'cer'

/** Which file a certificate becomes, by the service that page or file named for its code. */
export interface NamedCertificate {
    readonly service: string | undefined
    readonly certificate: CreatedCertificate
}

/**
 * Names without ending, no two alike, as case does not tell them apart everywhere. A label comes from a page or a file, and may be
 * anything: what is left of it stands behind a word of ours, so that none is a name that a system keeps for itself (CON, LPT1.x).
 */
export function fileNames(all: readonly NamedCertificate[]): readonly string[] {
    const taken = new Set<string>()
    const isTaken = (name: string) => taken.has(name.toLowerCase())
    return all.map(({ service = '', certificate }) => {
        const label = plainName(service)
        const wanted = label === '' ? certificate.fileName : `popcert-${label}`
        const name = isTaken(wanted) ? freeName(wanted, isTaken) : wanted
        taken.add(name.toLowerCase())
        return name
    })
}

function contentOf({ pem, der }: CreatedCertificate, format: Format): Uint8Array<ArrayBuffer> {
    return (format === 'pem' ? octetsOf(pem) : der) as Uint8Array<ArrayBuffer>
}

/** name: without ending. */
export function save(name: string, format: Format, certificate: CreatedCertificate): void {
    download(`${name}.${format}`, format === 'pem' ? 'application/x-pem-file' : 'application/pkix-cert', contentOf(certificate, format))
}

/** name: of the ZIP, without ending. */
export function saveAll(name: string, format: Format, all: readonly NamedCertificate[]): void {
    const names = fileNames(all)
    download(`${name}.zip`, 'application/zip', storedZip(all.map(({ certificate }, at) => [`${names[at]}.${format}`, contentOf(certificate, format)])))
}
