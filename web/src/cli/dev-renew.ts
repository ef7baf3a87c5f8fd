import { filesOf, loadDevPki } from '../dev/index'
import { jsonOption, passwordOptions, type Command } from './command'
import { daysOption, keyTypeOf, keyTypeOption, numberOf, outOption, pfxOf, protectionOptions } from './dev-options'
import { newPassword } from './dev-password'
import { ok, tell, write } from './dev-said'
import { exits } from './exit'
import { usage } from './failure'
import { readOctets } from './files'
import { visible } from './output'
import { Password } from './password'

export const devRenew: Command = {
    name: 'dev renew',
    summary: 'make a certificate for development anew, with another validity',
    usage: 'FILE --ca FILE --key FILE --out FOLDER',
    help: 'Subject and extensions stay as they are. With --own-key the certificate keeps its key, else a new one is made. A root is renewed with its own '
        + 'key, as --own-key, and without --ca and --key.',
    examples: ['popcert dev renew sensor-1.cert.pem --ca ca.cert.pem --key ca.key.pem --out renewed', 'popcert dev renew root.cert.pem --own-key root.key.pem --days 730 --out renewed'],
    options: [
        { name: 'ca', value: 'FILE', text: 'the CA certificate with those above it', complete: 'file' }, { name: 'key', value: 'FILE', text: 'the CA’s key', complete: 'file' },
        { name: 'own-key', value: 'FILE', text: 'the certificate’s own key, to keep it', complete: 'file' },
        outOption, keyTypeOption, daysOption, ...protectionOptions, jsonOption, ...passwordOptions,
    ],
    mostRest: 1,
    async run(options, { output }) {
        const out = options.needed('out', 'Such as: --out renewed')
        const [file] = options.rest
        if (file === undefined) throw usage('No certificate is named.', 'Such as: popcert dev renew sensor-1.cert.pem')
        const [keyFile, ownFile, caFile] = [options.one('key'), options.one('own-key'), options.one('ca')]
        const { password, isGenerated } = ownFile === undefined ? newPassword(options) : { password: undefined, isGenerated: false }
        const given = new Password(options).given()
        const pki = await loadDevPki()
        const [issuerKey, key] = await Promise.all([keyFile, ownFile].map((each) => each === undefined ? undefined : readOctets(each, 'a key')))
        try {
            const { chain } = ok(pki.open({
                issuerKey, issuerCertificate: caFile === undefined ? undefined : await readOctets(caFile, 'the CA certificate'),
                issuerPassword: given, password, pfx: ownFile === undefined ? pfxOf(options) : 'none',
            }))
            const made = ok(pki.renew({
                certificate: await readOctets(file, 'the certificate'), key, keyPassword: given, keyType: keyTypeOf(options), days: numberOf(options, 'days'),
            }))
            await write(out, filesOf(made.subject === made.issuer ? 'root' : 'device', pki.folderName(made.commonName), made, chain))
            tell(output, options, { chain, made: 1, out, password: isGenerated ? password : undefined }, `Made ${visible(made.subject)} anew in ${visible(out)}, valid until ${made.notAfter.toISOString().slice(0, 10)}.`)
            return exits.done
        } finally {
            issuerKey?.fill(0)
            key?.fill(0)
            pki.close()
        }
    },
}
