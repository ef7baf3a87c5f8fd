import type { Core } from '../core/api'
import type { CertificateItem, ExtensionFact, Item } from '../core/protocol'
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
            const core = await load()
            const { inspected: { items, passwordForm } } = await inspectWithPassword(core, octets, file, new Password(options))
            if (passwordForm !== '') output.say(`The password opened it in another form: ${passwordForm}.`)
            if (options.has('json')) output.write(json({ ok: true, items: items.map((item) => plain(core, item)) }))
            else output.write(items.map((item) => textOf(core, item)).join('\n'))
            return exits.done
        } finally {
            octets.fill(0)
        }
    },
}

function plain(core: Core, item: Item): unknown {
    if (item.kind === 'privateKey') return item
    if (item.kind === 'certificate') return { ...item, extensions: core.describe(item.der) }
    const { kind, where, error: { code, message, hint } } = item
    return { kind, where, code, message, hint }
}

function textOf(core: Core, item: Item): string {
    const place: readonly Fact[] = item.where === undefined || item.where === '' ? [] : [['where', item.where]]
    switch (item.kind) {
        case 'privateKey':
            return lines('Private key', [...place, ['kind', keyOf(item)], ['format', item.format], ['public key, SHA-256', item.spkiSha256]])
        case 'certificate': return certificateText(item, [...place, ...core.describe(item.der).map(extensionFact)])
        default: return lines(item.error.message, [...place, ...(item.error.hint === '' ? [] : [['what to do', item.error.hint] as const])])
    }
}

type Fact = readonly [string, string]

function extensionFact({ id, name, critical, text }: ExtensionFact): Fact {
    return [name === '' ? id : name.toLowerCase(), critical ? `${text} (critical)` : text]
}

function certificateText(item: CertificateItem, more: readonly Fact[] = []): string {
    const day = (date: Date): string => date.toISOString().slice(0, 10)
    return lines('Certificate', [
        ['subject', item.subject], ['issuer', item.selfIssued ? 'itself' : item.issuer], ['valid', `${day(item.notBefore)} to ${day(item.notAfter)}`],
        ['CA', item.isCa === null ? 'it does not say' : item.isCa ? item.keyCertSign === false ? 'yes, but it may not sign certificates' : 'yes' : 'no'],
        ['key', keyOf(item)], ['SHA-1 thumbprint', item.sha1.toUpperCase()], ['SHA-256', item.sha256], ...more,
    ])
}

function keyOf({ keyType, bits, curve }: { readonly keyType: string; readonly bits: number; readonly curve: string | null }): string {
    return curve === null ? `${keyType}, ${bits} bits` : `${keyType}, ${curve}`
}

function lines(title: string, facts: readonly Fact[]): string {
    return `${visible(title)}\n${facts.map(([name, value]) => `  ${`${visible(name)}: `.padEnd(22)}${visible(value)}\n`).join('')}`
}
