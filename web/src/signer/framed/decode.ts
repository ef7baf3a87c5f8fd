import { longest, mostRequests, type Look, type SigningRequest, type Theme, type ToSigner } from '../../frame/protocol'
import { maxInputOctets } from '../../core/refusal'
import { isLabel } from '../../requests/label'

/** What a page sends is looked at member by member; null: not of the protocol, or over its limits. */

type Members = Readonly<Record<string, unknown>>

const themes: readonly unknown[] = ['light', 'dark', 'auto'] satisfies readonly Theme[]
const looks = ['accent', 'background', 'radius', 'font'] as const
const longestStyle = 200

export function decodeToSigner(data: unknown): ToSigner | null {
    const members = membersOf(data)
    switch (members?.['type']) {
        case 'requests': return decodeRequests(members['requests'])
        case 'caCertificate': return decodeCertificate(members['octets'])
        case 'appearance': return decodeAppearance(members)
        case 'clear': return { type: 'clear' }
        default: return null
    }
}

function decodeRequests(list: unknown): ToSigner | null {
    if (!Array.isArray(list) || list.length > mostRequests) return null
    const requests: SigningRequest[] = []
    for (const each of list as readonly unknown[]) {
        const { id, verificationCode, label } = membersOf(each) ?? {}
        if (!isText(id, longest.id) || !isText(verificationCode, longest.verificationCode)) return null
        if (label !== undefined && !(isText(label, longest.label) && isLabel(label))) return null
        requests.push({ id, verificationCode, label })
    }
    return { type: 'requests', requests }
}

function decodeCertificate(octets: unknown): ToSigner | null {
    if (octets === null) return { type: 'caCertificate', octets }
    if (!(octets instanceof Uint8Array) || octets.byteLength > maxInputOctets) return null
    return { type: 'caCertificate', octets: octets.slice() }  // of its own, whatever memory it came in
}

function decodeAppearance({ theme, language, look }: Members): ToSigner | null {
    const given: { theme?: Theme; language?: string; look?: Look } = {}
    if (theme !== undefined) {
        if (!themes.includes(theme)) return null
        given.theme = theme as Theme
    }
    if (language !== undefined) {
        if (!isText(language, 35) || !/^[a-z]{2,8}(-[a-z\d]{1,8})*$/i.test(language)) return null
        given.language = language
    }
    if (look !== undefined) {
        const members = membersOf(look)
        if (members === null) return null
        given.look = Object.fromEntries(looks.map((name) => [name, members[name]]).filter(([, value]) => isText(value, longestStyle)))
    }
    return { type: 'appearance', ...given }
}

function membersOf(value: unknown): Members | null {
    return typeof value === 'object' && value !== null ? value as Members : null
}

function isText(value: unknown, most: number): value is string {
    return typeof value === 'string' && value.length <= most
}
