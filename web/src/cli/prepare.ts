import { basename } from 'node:path'
import type { Core } from '../core/api'
import type { PreparedCertificate } from '../core/protocol'
import { caOption, daysOption, endOf, forceOption, jsonOption, serviceIn, serviceOption, thumbprintOption, type Command } from './command'
import { certificatesOf } from './core'
import { exits } from './exit'
import { ofCore, usage } from './failure'
import { readOctets, refuseExisting, writeOctets } from './files'
import type { Options } from './options'
import { json, sayWarnings, visible, type Output } from './output'
import { inShell, placeIds, placesFor, type Place } from './places'
import { preparedText } from './prepared-file'

/** Shown where none is named. */
const usual: readonly string[] = ['openssl', 'pkcs11', 'keyvault']

export const prepare: Command = {
    name: 'prepare',
    summary: 'say what a key elsewhere has to sign: in an HSM, a vault, a card, or with somebody else',
    usage: '--code CODE --ca FILE [--out NAME] [--for PLACE]',
    help: 'Runs the checklist, and writes what is to be signed: NAME.tbs, its digest NAME.dgst, and NAME.popcert.json, which finish wants. '
        + 'Then it prints the line that signs, for each --for. None of the files is secret. They may travel and lie for days; '
        + 'but prepare once for one code, since each time something else is to be signed.',
    examples: [
        'popcert prepare --code 7D07… --ca ca.cert.pem --out proof --for pkcs11',
        'openssl dgst -sha256 -sign ca.key -out proof.sig proof.tbs      # where the key is',
        'popcert finish proof.popcert.json --signature proof.sig --out verification.pem',
    ],
    options: [
        { name: 'code', value: 'CODE', text: 'the verification code, as the service shows it' },
        { ...caOption, text: 'the CA certificate, or a chain with it' },
        thumbprintOption, serviceOption,
        { name: 'out', value: 'NAME', text: 'how the files begin, with a folder; made of CA and code where absent', complete: 'file' },
        { name: 'for', value: 'PLACE', many: true, text: `where the key is: ${placeIds.join(', ')}; ${usual.join(', ')} where absent`, complete: placeIds },
        daysOption,
        { name: 'confirm-code', text: 'the service really shows this code, although it looks like a name or none that is known' },
        forceOption, jsonOption,
    ],
    async run(options, { output, core: load }) {
        const code = options.needed('code', 'It is what the service shows after “Generate verification code”.')
        const caFile = options.needed('ca', 'The certificate of the CA whose key is elsewhere: --ca ca.cert.pem')
        const wanted = wantedPlaces(options)
        const caCertificate = await readOctets(caFile, 'the CA certificate')
        const core = await load()
        const made = core.prepare({
            verificationCode: code, caCertificate, caSha1: options.one('ca-sha1'), service: serviceIn(options), codeOrigin: 'person', caOrigin: 'person',
            codesConfirmed: options.has('confirm-code'), notAfter: endOf(options.one('days')),
        })
        if (!made.ok) {
            if (made.error.code === 'CA_UNDECIDED' && !options.has('json')) tellCas(core, caCertificate, output)
            throw ofCore(made.error, made.findings)
        }
        const name = options.one('out') ?? made.value.fileName
        const files = { tbs: `${name}.tbs`, digest: `${name}.dgst`, prepared: `${name}.popcert.json`, signature: `${name}.sig` }
        if (!options.has('force')) await refuseExisting([files.tbs, files.digest, files.prepared])
        await writeOctets(files.tbs, made.value.tbs, true)
        await writeOctets(files.digest, made.value.digest, true)
        await writeOctets(files.prepared, preparedText(made.value), true)
        const places = placesFor(made.value, files).filter(({ id }) => wanted.includes(id))
        if (options.has('json')) output.write(json({ ok: true, files, prepared: made.value, places, findings: made.findings }))
        else tell(made.value, files, places, output)
        if (!options.has('json')) sayWarnings(output, made.findings)
        return exits.done
    },
}

function wantedPlaces(options: Options): readonly string[] {
    const named = options.all('for')
    for (const each of named) if (!placeIds.some((id) => id === each)) throw usage('--for is no place that is known.', `It is one of: ${placeIds.join(', ')}.`)
    return named.length === 0 ? usual : named
}

function tellCas(core: Core, caCertificate: Uint8Array, output: Output): void {
    const found = core.inspect(caCertificate)
    for (const { subject, sha1 } of found.ok ? certificatesOf(found.value.items) : []) output.say(`  --ca-sha1 ${sha1.toUpperCase()}   ${visible(subject)}`)
}

function tell(
    { ca, hash, digest, tbs, verificationCode, signatureAlgorithm }: PreparedCertificate,
    files: { readonly tbs: string; readonly digest: string; readonly prepared: string; readonly signature: string }, places: readonly Place[], output: Output,
): void {
    output.say(`Made ${visible(files.tbs)} (${tbs.length} octets, to be signed with ${signatureAlgorithm}), ${visible(basename(files.digest))} (their ${hash}) and ${visible(basename(files.prepared))}.`)
    output.say(`  for the code   ${visible(verificationCode)}`)
    output.say(`  by the CA      ${visible(ca.subject)}`)
    output.say(`  its key        SHA-256 of the public key ${ca.spkiSha256}`)
    output.say(`  ${hash.padEnd(15)}${Buffer.from(digest).toString('hex')}`)
    const lines = places.flatMap(({ title, lines: commands, note }) => [`# ${title}`, ...commands, `# ${note}`, ''])
    output.write(`${[...lines, '# Then', `popcert finish ${inShell(files.prepared)} --signature ${inShell(files.signature)} --out verification.pem`].map(visible).join('\n')}\n`)
}
