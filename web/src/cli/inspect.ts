import type { CertificateItem, Item } from '../core/protocol'
import { jsonOption, passwordOptions, type Command } from './command'
import { inspectWithPassword } from './core'
import { exits } from './exit'
import { usage } from './failure'
import { readOctets } from './files'
import { json, visible } from './output'
import { Password } from './password'

export const inspect: Command = {
    name: 'inspect',
    summary: 'say what a file holds: keys, certificates, and what else',
    usage: 'FILE',
    help: 'Reads every format that create reads. Of a private key only public facts are told; its octets never come out.',
    examples: ['popcert inspect ca.pfx', 'popcert inspect --json chain.pem | jq -r ".items[].subject"'],
    options: [jsonOption, ...passwordOptions],
    mostRest: 1,
    async run(options, { output, core: load }) {
        const [file] = options.rest
        if (file === undefined) throw usage('No file is named.', 'Such as: popcert inspect ca.pfx')
        const octets = await readOctets(file, 'inspection')
        try {
            const { inspected: { items } } = await inspectWithPassword(await load(), octets, file, new Password(options))
            if (options.has('json')) output.write(json({ ok: true, items: items.map(plain) }))
            else output.write(items.map(textOf).join('\n'))
            return exits.done
        } finally {
            octets.fill(0)
        }
    },
}

function plain(item: Item): unknown {
    if (item.kind === 'privateKey' || item.kind === 'certificate') return item
    const { kind, error: { code, message, hint } } = item
    return { kind, code, message, hint }
}

function textOf(item: Item): string {
    switch (item.kind) {
        case 'privateKey': return lines('Private key', [['kind', keyOf(item)], ['format', item.format], ['public key, SHA-256', item.spkiSha256]])
        case 'certificate': return certificateText(item)
        default: return lines(item.error.message, item.error.hint === '' ? [] : [['what to do', item.error.hint]])
    }
}

export function certificateText(item: CertificateItem): string {
    const day = (date: Date): string => date.toISOString().slice(0, 10)
    return lines('Certificate', [
        ['subject', item.subject], ['issuer', item.selfIssued ? 'itself' : item.issuer], ['valid', `${day(item.notBefore)} to ${day(item.notAfter)}`],
        ['CA', item.isCa === null ? 'it does not say' : item.isCa ? item.keyCertSign === false ? 'yes, but it may not sign certificates' : 'yes' : 'no'],
        ['key', keyOf(item)], ['SHA-1 thumbprint', item.sha1.toUpperCase()], ['SHA-256', item.sha256],
    ])
}

function keyOf({ keyType, bits, curve }: { readonly keyType: string; readonly bits: number; readonly curve: string | null }): string {
    return curve === null ? `${keyType}, ${bits} bits` : `${keyType}, ${curve}`
}

function lines(title: string, facts: readonly (readonly [string, string])[]): string {
    return `${visible(title)}\n${facts.map(([name, value]) => `  ${`${name}:`.padEnd(22)}${visible(value)}\n`).join('')}`
}
