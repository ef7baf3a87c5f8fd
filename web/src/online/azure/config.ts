import { flag, into, json, list, misfit, object, optional, sentenceOf, such, taken, text, type Decoder, type Misfit } from '../../decode/decode'
import { CloudError } from '../cloud/error'
import type { Cloud } from '../cloud/model'
import { problem } from '../texts/say'
import { cloudAt, endpoint, isOnThisMachine, knownClouds } from './clouds'
import { hasUnseen, isNameOfKnownCloud } from './names'

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
    readonly clouds: readonly Cloud[]
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
            error: new CloudError({ code: 'CONFIG_UNREADABLE', ...problem('config.unreadable') }),
        }
    }
}

export function decodeConfig(text: string): LoadedConfig {
    const decoded = config(text)
    return decoded.ok ? { config: decoded.value, error: null } : { config: defaultConfig, error: unusable(decoded.error) }
}

const like = (pattern: RegExp, what: string): Decoder<string> => such(text(mostCharacters), (value) => pattern.test(value), what)

const versionOf = (name: keyof ApiVersions): Decoder<string> =>
    optional(like(/^\d{4}-\d{2}-\d{2}(-preview)?$/, 'is not a date such as 2022-12-12'), defaultApiVersions[name])
const apiVersions = object<ApiVersions>(
    { DPS: versionOf('DPS'), IoTHub: versionOf('IoTHub'), subscriptions: versionOf('subscriptions') }, { others: 'refused' },
)

const cloudName: Decoder<string> = into(text(80), (name) =>
    name.trim() === '' ? misfit('is empty')
    : hasUnseen(name) ? misfit('holds characters that cannot be seen')
    : isNameOfKnownCloud(name) ? misfit('is, or reads like, that of a known cloud')
    : taken(name))

const ownCloud: Decoder<Cloud> = into(
    object({
        id: such(like(/^[A-Za-z0-9-]{1,40}$/, 'is not made of letters, digits and hyphens'), (id) => !takenIds.has(id.toLowerCase()), 'is that of a known cloud'),
        name: cloudName,
        managementEndpoint: endpoint,
        loginAuthority: optional(endpoint, null),
        portal: optional(endpoint, null),
        emulator: optional(flag, false),
        demoToken: optional(like(/^[\x21-\x7e]{1,16384}$/, 'is no token'), null),
    }, { others: 'refused' }),
    ({ managementEndpoint, loginAuthority, portal, ...own }) => {
        // A token for everybody belongs to a service that only this machine can reach.
        if (own.demoToken !== null && !isOnThisMachine(managementEndpoint)) return misfit('is only for an endpoint on this machine', 'demoToken')
        const cloud = cloudAt(managementEndpoint, loginAuthority)
        return taken({ ...cloud, portal: portal ?? cloud.portal, ...own })
    },
)

const ownClouds: Decoder<readonly Cloud[]> = into(list(ownCloud, mostClouds), (own) => {
    const twice = own.find(({ id }, index) => own.findIndex((other) => other.id === id) < index)
    return twice === undefined ? taken([...own, ...knownClouds]) : misfit(`hold the id “${twice.id}” twice`)
})

const config: Decoder<Config> = into(json(mostCharacters), object<Config>({
    clientId: optional(like(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i, 'is not the id of an app registration'), null),
    tenant: optional(like(/^[A-Za-z0-9][A-Za-z0-9.-]{0,253}$/, 'is neither a directory id nor a domain'), null),
    clouds: optional(ownClouds, knownClouds),
    apiVersions: optional(apiVersions, defaultApiVersions),
}, { others: 'refused' }))

function unusable(error: Misfit): CloudError {
    return new CloudError({ code: 'CONFIG_MALFORMED', ...problem('config.malformed', { what: sentenceOf(error) }) })
}
