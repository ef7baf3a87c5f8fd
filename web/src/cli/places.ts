import type { PreparedCertificate } from '../core/protocol'

/** Where a key can be that never leaves, and the lines that sign there. Words in capitals are the person's to fill in. */
export interface Place {
    readonly id: string
    readonly title: string
    readonly lines: readonly string[]
    /** What goes wrong most. */
    readonly note: string
}

export const placeIds = ['openssl', 'pkcs11', 'keyvault', 'aws', 'google', 'vault', 'tpm', 'piv', 'windows'] as const
export type PlaceId = (typeof placeIds)[number]

/** Names of files, as they are. */
export interface Names {
    readonly tbs: string
    readonly digest: string
    readonly signature: string
}

type Of = (prepared: PreparedCertificate, names: Names) => Omit<Place, 'id'> | null

const bits = ({ hash }: PreparedCertificate): string => hash.slice(4)
const isRsa = ({ ca }: PreparedCertificate): boolean => ca.keyType === 'RSA'
const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64')

const places: Readonly<Record<PlaceId, Of>> = {
    openssl: (prepared, { tbs, digest, signature }) => ({
        title: 'OpenSSL, with a key file or an engine',
        lines: [
            `openssl dgst -sha${bits(prepared)} -sign CA_KEY -out ${signature} ${tbs}`,
            `openssl pkeyutl -sign -inkey CA_KEY -in ${digest} -pkeyopt digest:sha${bits(prepared)} -out ${signature}`,
        ],
        note: 'One of the two; the second where only the digest may be signed, and with its -pkeyopt. With a PKCS #11 engine add: -engine pkcs11 -keyform engine.',
    }),
    pkcs11: (prepared, { tbs, digest, signature }) => {
        const start = 'pkcs11-tool --module MODULE.so --token-label TOKEN --login --sign --id ID'
        return {
            title: 'HSM, smart card or token by PKCS #11 (OpenSC)',
            lines: [isRsa(prepared) ? `${start} -m SHA${bits(prepared)}-RSA-PKCS -i ${tbs} -o ${signature}`
                : `${start} -m ECDSA --signature-format openssl -i ${digest} -o ${signature}`],
            note: isRsa(prepared) ? 'Not -m RSA-PKCS, which neither hashes nor names the hash.' : 'ECDSA signs the digest, so it gets the .dgst and not the .tbs.',
        }
    },
    keyvault: (prepared, { signature }) => {
        const algorithm = `${isRsa(prepared) ? 'RS' : 'ES'}${bits(prepared)}`
        const digest = base64(prepared.digest)
        const url = digest.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
        return {
            title: 'Azure Key Vault',
            lines: [
                `az keyvault key sign --vault-name VAULT --name KEY --algorithm ${algorithm} --digest "${digest}" --query signature -o tsv > ${signature}`,
                'az rest --method post --resource https://vault.azure.net --url "https://VAULT.vault.azure.net/keys/KEY/VERSION/sign?api-version=7.4" '
                    + `--body '{"alg":"${algorithm}","value":"${url}"}' --query value -o tsv > ${signature}`,
            ],
            note: 'One of the two; the second for az before 2.68, which could not pass a digest. For a Managed HSM: --hsm-name.',
        }
    },
    aws: (prepared, { tbs, signature }) => ({
        title: 'AWS KMS',
        lines: [`aws kms sign --key-id KEY --message fileb://${tbs} --message-type RAW --signing-algorithm `
            + `${isRsa(prepared) ? 'RSASSA_PKCS1_V1_5_SHA' : 'ECDSA_SHA'}_${bits(prepared)} --output text --query Signature > ${signature}`],
        note: 'With fileb:// and not file://.',
    }),
    google: (prepared, { tbs, signature }) => prepared.ca.curve === 'P-521' ? null : {
        title: 'Google Cloud KMS',
        lines: ['gcloud kms asymmetric-sign --location LOCATION --keyring RING --key KEY --version VERSION '
            + `--digest-algorithm sha${bits(prepared)} --input-file ${tbs} --signature-file ${signature}`],
        note: isRsa(prepared) ? 'The key’s algorithm has to be RSA_SIGN_PKCS1_…_SHA256.' : 'It hashes by itself: give it the .tbs.',
    },
    vault: (prepared, { tbs, signature }) => ({
        title: 'HashiCorp Vault or OpenBao, transit',
        lines: [`vault write -field=signature transit/sign/KEY/sha2-${bits(prepared)} input="$(base64 -w0 ${tbs})"${isRsa(prepared) ? ' signature_algorithm=pkcs1v15' : ''} > ${signature}`],
        note: isRsa(prepared) ? 'Without signature_algorithm it makes PSS, which no service takes here.' : 'If the key was rotated: key_version=NUMBER.',
    }),
    tpm: (prepared, { tbs, signature }) => ({
        title: 'TPM 2.0',
        lines: [`tpm2_sign -c HANDLE -g sha${bits(prepared)} -f plain -o ${signature} ${tbs}`],
        note: 'It hashes by itself: give it the .tbs.',
    }),
    piv: (prepared, { tbs, signature }) => prepared.ca.curve === 'P-521' ? null : {
        title: 'YubiKey and other PIV cards',
        lines: [`yubico-piv-tool -a verify-pin --sign -s 9c -A ${isRsa(prepared) ? `RSA${prepared.ca.bits}` : `ECCP${prepared.ca.bits}`} -H SHA${bits(prepared)} -i ${tbs} -o ${signature}`],
        note: '9c is the slot; some keys want to be touched now.',
    },
    windows: (prepared, { tbs, signature }) => {
        const kind = isRsa(prepared) ? 'RSA' : 'ECDsa'
        // .NET has a current folder of its own.
        const quoted = (name: string): string => `[IO.Path]::Combine("$PWD", '${name.replaceAll("'", "''")}')`
        return {
            title: 'Windows certificate store, PowerShell',
            lines: [
                '$c = Get-Item Cert:\\LocalMachine\\My\\THUMBPRINT',
                `$d = [IO.File]::ReadAllBytes(${quoted(tbs)})`,
                `$k = [Security.Cryptography.X509Certificates.${kind}CertificateExtensions]::Get${kind}PrivateKey($c)`,
                `[IO.File]::WriteAllBytes(${quoted(signature)}, $k.SignData($d, 'SHA${bits(prepared)}'${isRsa(prepared) ? ', [Security.Cryptography.RSASignaturePadding]::Pkcs1' : ''}))`,
            ],
            note: 'LocalMachine wants an elevated window; for a key of your own it is CurrentUser.',
        }
    },
}

/** As a word of a POSIX shell. */
export function inShell(name: string): string {
    return /^[\w@%+:,./-]+$/.test(name) && !name.startsWith('-') ? name : `'${name.replaceAll("'", "'\\''")}'`
}

/** Those that can sign with such a key. */
export function placesFor(prepared: PreparedCertificate, names: Names): readonly Place[] {
    const words = { tbs: inShell(names.tbs), digest: inShell(names.digest), signature: inShell(names.signature) }
    return placeIds.flatMap((id) => {
        const place = places[id](prepared, id === 'windows' ? names : words)
        return place === null ? [] : [{ id, ...place }]
    })
}
