import { octetsOf } from '../core/octets'
import { loadDevPki, localMaker, makeCa, readme } from '../dev/index'
import { jsonOption, type Command } from './command'
import { daysOption, keyTypeOf, keyTypeOption, numberOf, outOption, pfxOf, protectionOptions, subjectOf, subjectOptions } from './dev-options'
import { newPassword } from './dev-password'
import { ok, tell, write } from './dev-said'
import { exits } from './exit'
import { visible } from './output'

export const devCa: Command = {
    name: 'dev ca',
    summary: 'make a root CA for development, and an intermediate',
    usage: '--out FOLDER [--name NAME] [--intermediate NAME]',
    help: 'For development only. The keys are encrypted with a password that is generated and shown once, on the standard error, unless one is given.',
    examples: ['popcert dev ca --out pki --intermediate "Contoso dev issuing CA"', 'POPCERT_NEW_PASSWORD=… popcert dev ca --out pki --key-type RSA-2048 --pfx modern'],
    options: [
        outOption, { name: 'name', value: 'NAME', text: 'common name of the root; “popcert development root CA” where absent' },
        { name: 'intermediate', value: 'NAME', text: 'also an intermediate CA with this common name' },
        { name: 'path-length', value: 'NUMBER', text: 'how many CAs may be below the root; any number where absent' },
        keyTypeOption, daysOption, ...subjectOptions, ...protectionOptions, jsonOption,
    ],
    async run(options, { output }) {
        const out = options.needed('out', 'Such as: --out pki')
        const { password, isGenerated } = newPassword(options)
        const pki = await loadDevPki()
        const made = ok(await makeCa(localMaker(pki), {
            keyType: keyTypeOf(options), rootName: options.one('name') ?? 'popcert development root CA', intermediateName: options.one('intermediate'),
            subject: subjectOf(options), days: numberOf(options, 'days'), pathLength: numberOf(options, 'path-length'), password, pfx: pfxOf(options),
        }))
        const text = readme({ kinds: made.kinds, chain: made.chain, isEncrypted: password !== undefined, pfx: pfxOf(options), example: '<id>' })
        await write(out, [...made.files, { path: 'README.txt', octets: octetsOf(text) }])
        tell(output, options, { chain: made.chain, made: made.kinds.length, out, password: isGenerated ? password : undefined }, `Made ${made.kinds.join(' and ')} in ${visible(out)}. For development only.`)
        return exits.done
    },
}
