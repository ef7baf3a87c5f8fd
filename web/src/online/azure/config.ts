import type { ChosenCloud } from './clouds'
import { customCloud, isOnThisMachine, knownClouds } from './clouds'
import { hasUnseen, isNameOfKnownCloud } from './names'
import type { Outcome } from './error'
import { CloudError, failure } from './error'

/** api-version of each of the interfaces that are called. */
export interface ApiVersions {
    readonly DPS: string
    readonly IoTHub: string
    readonly subscriptions: string
}

/** Stable versions that all clouds have had for long; the newer ones changed nothing about certificates. */
export const defaultApiVersions: ApiVersions = { DPS: '2022-12-12', IoTHub: '2023-06-30', subscriptions: '2022-12-01' }

/** `config.json` beside the page, with what it leaves out filled in. */
export interface Config {
    /** The host's own app registration; null: no sign-in, tokens are pasted. */
    readonly clientId: string | null
    /** Directory id or domain; null: the person's own (`organizations`). */
    readonly tenant: string | null
    /** The host's own first, then the known ones. Never empty. */
    readonly clouds: readonly ChosenCloud[]
    readonly apiVersions: ApiVersions
}

export const defaultConfig: Config = { clientId: null, tenant: null, clouds: knownClouds, apiVersions: defaultApiVersions }

/** A config that can't be used is told, and the page works on with the default: tokens can still be pasted. */
export interface LoadedConfig {
    readonly config: Config
    readonly error: CloudError | null
}

const mostCharacters = 65_536
const mostClouds = 20
/** `custom` is the one whose address a person enters. */
const takenIds: ReadonlySet<string> = new Set([...knownClouds.map(({ id }) => id), 'custom'])

/** No config.json is no error, and neither is a page from a file, where it can't be read. */
export async function loadConfig(address: string | URL, fetch: typeof globalThis.fetch = globalThis.fetch): Promise<LoadedConfig> {
    if (!/^https?:/.test(String(address))) return { config: defaultConfig, error: null }
    try {
        const answer = await fetch(address, { cache: 'no-store', credentials: 'omit', redirect: 'error' })
        if (answer.status === 404) return { config: defaultConfig, error: null }
        if (!answer.ok) throw new Error(String(answer.status))
        return decodeConfig(await answer.text())
    } catch {
        return {
            config: defaultConfig,
            error: new CloudError({
                code: 'CONFIG_UNREADABLE', message: 'The page’s config.json could not be read.',
                hint: 'Sign-in is not offered; a pasted token works. Whoever hosts the page can repair it.',
            }),
        }
    }
}

export function decodeConfig(text: string): LoadedConfig {
    const decoded = decode(text)
    return decoded.ok ? { config: decoded.value, error: null } : { config: defaultConfig, error: decoded.error }
}

type Members = Readonly<Record<string, unknown>>

function decode(text: string): Outcome<Config> {
    if (text.length > mostCharacters) return malformed('it is larger than 64 KiB')
    let value: unknown
    try {
        value = JSON.parse(text.replace(/^\uFEFF/, ''))
    } catch {
        return malformed('it is not valid JSON')
    }
    if (!isObject(value)) return malformed('it is not an object')
    const unknown = Object.keys(value).find((name) => !['clientId', 'tenant', 'clouds', 'apiVersions'].includes(name))
    if (unknown !== undefined) return malformed(`it has a member that is not known, "${unknown.slice(0, 40)}"`)
    const { clientId = null, tenant = null } = value
    if (!isTextLike(clientId, /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i)) return malformed('"clientId" is not the id of an app registration')
    if (!isTextLike(tenant, /^[A-Za-z0-9][A-Za-z0-9.-]{0,253}$/)) return malformed('"tenant" is neither a directory id nor a domain')
    const clouds = decodeClouds(value.clouds)
    if (!clouds.ok) return clouds
    const apiVersions = decodeApiVersions(value.apiVersions)
    if (!apiVersions.ok) return apiVersions
    return { ok: true, value: { clientId, tenant, clouds: clouds.value, apiVersions: apiVersions.value } }
}

function decodeClouds(value: unknown): Outcome<readonly ChosenCloud[]> {
    if (value === undefined) return { ok: true, value: knownClouds }
    if (!Array.isArray(value)) return malformed('"clouds" is not a list')
    if (value.length > mostClouds) return malformed(`"clouds" holds more than ${mostClouds}`)
    const own: ChosenCloud[] = []
    for (const [index, one] of value.entries()) {
        const cloud = decodeCloud(one, `cloud ${index + 1}`)
        if (!cloud.ok) return cloud
        if (own.some(({ id }) => id === cloud.value.id)) return malformed(`two clouds have the id "${cloud.value.id}"`)
        own.push(cloud.value)
    }
    return { ok: true, value: [...own, ...knownClouds.filter(({ id }) => !own.some((other) => other.id === id))] }
}

function decodeCloud(value: unknown, where: string): Outcome<ChosenCloud> {
    if (!isObject(value)) return malformed(`${where} is not an object`)
    const { id, name, managementEndpoint, loginAuthority = null, emulator = false, demoToken = null } = value
    if (typeof id !== 'string' || !/^[A-Za-z0-9-]{1,40}$/.test(id)) return malformed(`${where} has no "id" of letters, digits and hyphens`)
    if (takenIds.has(id.toLowerCase())) return malformed(`${where} has the id of a known cloud, "${id}"`)
    if (typeof name !== 'string' || name.trim() === '' || name.length > 80) return malformed(`${where} has no "name"`)
    if (hasUnseen(name)) return malformed(`${where} has a "name" with characters that cannot be seen`)
    if (isNameOfKnownCloud(name)) return malformed(`${where} has a "name" like that of a known cloud, "${name}"`)
    if (typeof managementEndpoint !== 'string') return malformed(`${where} has no "managementEndpoint"`)
    if (loginAuthority !== null && typeof loginAuthority !== 'string') return malformed(`${where} has a "loginAuthority" that is not text`)
    if (typeof emulator !== 'boolean') return malformed(`${where} has an "emulator" that is neither true nor false`)
    if (demoToken !== null && (typeof demoToken !== 'string' || demoToken.length > 16_384 || /[^\x21-\x7e]/.test(demoToken))) {
        return malformed(`${where} has a "demoToken" that is no token`)
    }
    const cloud = customCloud(managementEndpoint, loginAuthority)
    if (!cloud.ok) return malformed(`${where}: ${cloud.error.message}`)
    // A token for everybody belongs to a service that only this machine can reach.
    if (demoToken !== null && !isOnThisMachine(cloud.value.managementEndpoint)) {
        return malformed(`${where} has a "demoToken", which is only for an endpoint on this machine`)
    }
    return { ok: true, value: { ...cloud.value, id, name, emulator, demoToken } }
}

function decodeApiVersions(value: unknown): Outcome<ApiVersions> {
    if (value === undefined) return { ok: true, value: defaultApiVersions }
    if (!isObject(value)) return malformed('"apiVersions" is not an object')
    for (const [name, version] of Object.entries(value)) {
        if (!(name in defaultApiVersions) || !Object.hasOwn(defaultApiVersions, name)) return malformed(`"apiVersions" has no "${name.slice(0, 40)}"`)
        if (!isApiVersion(version)) return malformed(`the api-version of ${name} is not a date such as 2022-12-12`)
    }
    return { ok: true, value: { ...defaultApiVersions, ...value } }
}

export function isApiVersion(value: unknown): value is string {
    return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(-preview)?$/.test(value)
}

function isTextLike(value: unknown, pattern: RegExp): value is string | null {
    return value === null || (typeof value === 'string' && pattern.test(value))
}

function isObject(value: unknown): value is Members {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed(what: string): Outcome<never> {
    return failure({
        code: 'CONFIG_MALFORMED', message: `The page’s config.json can’t be used: ${what.replace(/\.$/, '')}.`,
        hint: 'Sign-in is not offered; a pasted token works. Whoever hosts the page can repair it.',
    })
}
