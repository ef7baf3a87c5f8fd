import { fileOf, octetsOf } from '../core/octets'
import type { Bytes } from '../core/protocol'
import type { CertificateFacts, Kind, MadeFiles, PfxForm } from './protocol'

/** What lies where in the folder or ZIP that a person gets. */
export interface TreeFile {
    readonly path: string
    readonly octets: Bytes
}

const folders = {
    root: 'ca', intermediate: 'ca', device: 'devices', 'edge-ca': 'edge', server: 'servers', verification: 'verification',
} as const

/** folder: of one device, as `folderName` gives it. CAs lie side by side. */
export function folderOf(kind: Kind, folder: string): string {
    return kind === 'root' || kind === 'intermediate' ? folders[kind] : `${folders[kind]}/${folder}`
}

/** chain: those above it, from its issuer on. The chain's file begins with the certificate itself, as programs want it. */
export function filesOf(kind: Kind, folder: string, made: MadeFiles, chain: readonly CertificateFacts[]): readonly TreeFile[] {
    const name = `${folderOf(kind, folder)}/${kind === 'root' || kind === 'intermediate' ? kind : folder}`
    const files: TreeFile[] = [{ path: `${name}.cert.pem`, octets: octetsOf(made.pem) }]
    if (kind !== 'root' && kind !== 'verification') {
        files.push({ path: `${name}.chain.pem`, octets: fileOf([made, ...chain]) })
    }
    if (made.key !== null) files.push({ path: `${name}.key.pem`, octets: made.key })
    if (made.pfx !== null) files.push({ path: `${name}.pfx`, octets: made.pfx })
    return files
}

/** What the README has to know. */
export interface Contents {
    readonly kinds: readonly Kind[]
    /** Those above what was made, the root last. */
    readonly chain: readonly CertificateFacts[]
    readonly isEncrypted: boolean
    readonly pfx: PfxForm
    readonly example: string
}

const day = (date: Date): string => date.toISOString().slice(0, 10)

export function readme({ kinds, chain, isEncrypted, pfx, example }: Contents): string {
    const has = (kind: Kind): boolean => kinds.includes(kind)
    const root = chain.at(-1)
    const issuer = chain[0]
    const device = `devices/${example}/${example}`
    const sections = [
        `Development certificates, made by popcert\n\nFor development only: not for production. Whoever has these files can pose as each of these devices.`,
        `What is here
${has('root') ? '  ca/root.*              the root CA\n' : ''}${has('intermediate') ? '  ca/intermediate.*      the intermediate CA, which signs the others\n' : ''}${has('device') ? '  devices/<id>/          one folder for each device\n' : ''}${has('edge-ca') ? '  edge/<id>/             CA of an IoT Edge device\n' : ''}${has('server') ? '  servers/<name>/        certificates of servers, such as a gateway\n' : ''}${has('verification') ? '  verification/<code>/   proof of possession for a verification code\n' : ''}
  *.cert.pem             a certificate
  *.chain.pem            the same with all above it, as a TLS program wants it
  *.key.pem              its private key, ${isEncrypted ? 'encrypted (PKCS#8, AES-256, PBKDF2 with 600,000 rounds)' : 'NOT ENCRYPTED: as good as the device'}
${pfx === 'none' ? '' : `  *.pfx                  certificate, chain and key in one file${pfx === 'old' ? ', encrypted as old Windows wants it (3DES: weak)' : ''}\n`}  manifest.json          what this run is and how far it came: to go on with it later`,
        ...(isEncrypted ? ['The password was shown once, when this was made. It is in none of these files.\n\n  openssl pkey -in FILE.key.pem -out plain.key.pem     asks for it, and writes the key without'] : []),
        ...(root === undefined ? [] : [`CA
  subject      ${root.subject}
  thumbprint   ${root.sha1.toUpperCase()}
  valid until  ${day(root.notAfter)}${issuer === undefined || issuer === root ? '' : `\n  issuing CA   ${issuer.subject}, until ${day(issuer.notAfter)}`}`]),
        `Azure Device Provisioning Service
  1. Upload the root's certificate (Certificates, Add), and leave "verified" unticked to prove that the key is yours.
  2. Generate a verification code, and sign it: signer.html of popcert, or
     popcert create --code CODE --key ca/root.key.pem --ca ca/root.cert.pem --out verification.pem
     Upload the result: the CA turns to Verified.
  3. Make an enrollment group with certificate attestation by this CA. A device whose chain leads to it may enrol; its registration id
     is the common name of its certificate.
     popcert chain ${device}.chain.pem --verified ca/root.cert.pem     says beforehand whether it would be accepted`,
        `Azure IoT Hub
  Upload and verify the root in the same way, or register a device of its own with the two thumbprints of its certificate:
     openssl x509 -in ${device}.cert.pem -noout -fingerprint -sha1`,
        `Azure IoT Edge (config.toml)
  trust_bundle_cert = "file:///…/ca/root.cert.pem"
  [edge_ca]
  cert = "file:///…/edge/<id>/<id>.chain.pem"
  pk = "file:///…/edge/<id>/<id>.key.pem"               decrypted: the service cannot ask for a password`,
        `AWS IoT
  aws iot get-registration-code, sign it as above, then
  aws iot register-ca-certificate --ca-certificate file://ca/root.cert.pem --verification-certificate file://verification.pem --set-as-active --allow-auto-registration`,
        `Try the handshake without any cloud
  openssl s_server -accept 8883 -cert servers/<name>/<name>.chain.pem -key server.key.pem -CAfile ca/root.cert.pem -Verify 3 -verify_return_error
  openssl s_client -connect localhost:8883 -cert ${device}.cert.pem -cert_chain ${device}.chain.pem -key ${device}.key.pem -CAfile ca/root.cert.pem`,
    ]
    return `${sections.map((section) => section.trim()).join('\n\n')}\n`
}
