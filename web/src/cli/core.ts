import type { Core } from '../core/api'
import { fileOf } from '../core/octets'
import type { CertificateItem, Checked, Inspected, Item, PrivateKeyItem, Result, ServiceId } from '../core/protocol'
import { ofCore } from './failure'
import { readOctets } from './files'
import type { Password } from './password'

/** Key, its file's certificates and the CA's, as the commands that sign want them. */
export interface SigningInput {
    readonly privateKey: Uint8Array
    readonly password: string | undefined
    readonly keys: readonly PrivateKeyItem[]
    readonly keyFileCertificates: readonly CertificateItem[]
    /** undefined: it is in the key's file. */
    readonly caCertificate: Uint8Array | undefined
}

export const certificatesOf = (items: readonly Item[]): readonly CertificateItem[] => items.filter((item) => item.kind === 'certificate')

/** Asks for a password where the file wants one and none was given. */
export async function inspectWithPassword(
    core: Core, octets: Uint8Array, file: string, password: Password, wanted?: 'privateKey' | 'caCertificate',
): Promise<{ readonly inspected: Inspected; readonly password: string | undefined }> {
    const found = (using: string | undefined): Result<Inspected> => core.inspect(octets, { password: using, wanted })
    let using = password.given()
    let result = found(using)
    if (!result.ok && result.error.category === 'password-required') {
        using = await password.asked(file)
        result = found(using)
    }
    if (!result.ok) throw ofCore(result.error)
    return { inspected: result.value, password: using }
}

/** The key's octets are wiped when `use` is done. */
export async function withSigningInput<T>(
    core: Core, keyFile: string, caFile: string | undefined, password: Password, use: (input: SigningInput) => Promise<T> | T,
): Promise<T> {
    const privateKey = await readOctets(keyFile, 'the key')
    try {
        const caCertificate = caFile === undefined ? undefined : await readOctets(caFile, 'the CA certificate')
        const { inspected, password: using } = await inspectWithPassword(core, privateKey, keyFile, password, 'privateKey')
        return await use({
            privateKey, password: using, caCertificate, keyFileCertificates: certificatesOf(inspected.items),
            keys: inspected.items.filter((item) => item.kind === 'privateKey'),
        })
    } finally {
        privateKey.fill(0)
    }
}

/** The checklist without any secret, of what is there: without a code it says nothing of one. */
export function checked(
    core: Core, verificationCode: string | undefined, input: Pick<SigningInput, 'keys' | 'keyFileCertificates' | 'caCertificate'>,
    service?: ServiceId, codeOrigin: 'person' | 'given' = 'person',
): Checked {
    return core.check({
        verificationCode, service, codeOrigin, caCertificate: input.caCertificate, keyFileCertificates: fileOf(input.keyFileCertificates),
        keys: input.keys.map(({ spki }) => spki),
    })
}

/** The CA that the checklist settled on; null while it is undecided. */
export function chosenCa(core: Core, { caIndex }: Checked, input: Pick<SigningInput, 'keyFileCertificates' | 'caCertificate'>): CertificateItem | null {
    const given = input.caCertificate === undefined ? null : core.inspect(input.caCertificate)
    const all = [...(given?.ok === true ? certificatesOf(given.value.items) : []), ...input.keyFileCertificates]
    return all[caIndex] ?? null
}
