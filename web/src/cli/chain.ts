import type { Anchor, ChainCheck } from '../core/protocol'
import type { Core } from '../core/api'
import { jsonOption, type Command } from './command'
import { certificatesOf } from './core'
import { exits } from './exit'
import { ofCore, usage } from './failure'
import { readOctets } from './files'
import { findingLines, json, visible } from './output'

export const chain: Command = {
    name: 'chain',
    summary: 'say whether a device’s chain rolls up to a verified CA, and what to do if not',
    usage: 'FILE [--verified FILE] [--unverified FILE]',
    help: 'FILE is what the device sends: its certificate and those above it, in any order. Ends with 0 where the chain rolls up to a CA that '
        + 'is verified on the service, and with 1 where it does not, or that cannot be told.',
    examples: ['popcert chain device-chain.pem --verified root.pem', 'popcert chain device-chain.pem --unverified intermediate.pem --json'],
    options: [
        { name: 'verified', value: 'FILE', many: true, text: 'a CA certificate that is verified on the service', complete: 'file' },
        { name: 'unverified', value: 'FILE', many: true, text: 'one that is uploaded there and not verified', complete: 'file' },
        { name: 'known', value: 'FILE', many: true, text: 'one that is only at hand, and not on the service', complete: 'file' },
        jsonOption,
    ],
    mostRest: 1,
    async run(options, { output, core: load }) {
        const [file] = options.rest
        if (file === undefined) throw usage('No file is named.', 'Such as: popcert chain device-chain.pem --verified root.pem')
        const core = await load()
        const certificates = await readOctets(file, 'the chain')
        const verified = await Promise.all(options.all('verified').map((each) => readOctets(each, 'a verified CA')))
        const unverified = await Promise.all(options.all('unverified').map((each) => readOctets(each, 'an unverified CA')))
        const known = await Promise.all(options.all('known').map((each) => readOctets(each, 'a known CA')))
        const result = core.checkChain({
            certificates, known: [...verified, ...unverified, ...known],
            anchors: [...verified.flatMap((each) => anchorsOf(core, each, true)), ...unverified.flatMap((each) => anchorsOf(core, each, false))],
        })
        if (!result.ok) throw ofCore(result.error)
        const isFine = result.value.verdict.text === 'chain.verified'
        if (options.has('json')) output.write(json({ ok: isFine, ...result.value }))
        else output.write(textOf(result.value))
        return isFine ? exits.done : exits.no
    },
}

function anchorsOf(core: Core, octets: Uint8Array, isVerified: boolean): readonly Anchor[] {
    const found = core.inspect(octets, { wanted: 'caCertificate' })
    if (!found.ok) throw ofCore(found.error)
    return certificatesOf(found.value.items).map(({ sha1 }) => ({ sha1, verified: isVerified }))
}

const anchors = { verified: ', verified on the service', unverified: ', on the service and not verified' } as const

function textOf({ links, verdict, findings, others }: ChainCheck): string {
    const path = links.map(({ certificate, anchor, source }, place) =>
        `${'  '.repeat(place)}${visible(certificate.subject)}${anchor === null ? '' : anchors[anchor]}${source === 'known' ? ' (not in the file)' : ''}\n`)
    const unread = others.flatMap((each) => each.kind === 'privateKey' ? [] : [`In the file: ${visible(each.error.message)}`])
    return `${path.join('')}\n${[...findingLines([verdict, ...findings]), ...unread].map((line) => `${line}\n`).join('')}`
}
