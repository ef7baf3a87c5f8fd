import { CloudError } from '../cloud/error'
import type { Service, ServiceKind, Subscription } from '../cloud/model'
import type { CallOptions, Catalogue } from '../cloud/provider'
import type { Decoder } from '../../decode/decode'
import { problem } from '../texts/say'
import { understood } from './answer'
import { defaultApiVersions, type ApiVersions } from './config'
import { page, service, subscription } from './decode'
import type { ManagementHttp } from './http'

/** Pages of one list. */
export const mostPages = 50

/** How the kinds are called in paths and in the names of operations. */
export const collectionOf: Readonly<Record<ServiceKind, string>> = { DPS: 'provisioningServices', IoTHub: 'IotHubs' }

/** What the token's owner can choose from. */
export class Pickers implements Catalogue {
    readonly #http: ManagementHttp
    readonly #versions: ApiVersions

    constructor(http: ManagementHttp, versions: ApiVersions = defaultApiVersions) {
        this.#http = http
        this.#versions = versions
    }

    /** Only those of the token's directory appear. By name. */
    async subscriptions(options: CallOptions = {}): Promise<readonly Subscription[]> {
        return byName(await this.#all('/subscriptions', this.#versions.subscriptions, subscription, options))
    }

    /** Of both kinds. By name. */
    async services(subscriptionId: string, options: CallOptions = {}): Promise<readonly Service[]> {
        const lists = await Promise.all((['DPS', 'IoTHub'] as const).map((kind) => {
            const path = `/subscriptions/${encodeURIComponent(subscriptionId)}/providers/Microsoft.Devices/${collectionOf[kind]}`
            return this.#all(path, this.#versions[kind], service(kind), options)
        }))
        return byName(lists.flat())
    }

    async #all<T>(path: string, apiVersion: string, one: Decoder<T>, options: CallOptions): Promise<readonly T[]> {
        let read = understood(page(one), await this.#http.send({ method: 'GET', path, apiVersion, ...options }))
        const all = [...read.values]
        for (let pages = 1; read.nextLink !== null; pages++) {
            if (pages === mostPages) {
                throw new CloudError({ code: 'TOO_MANY_PAGES', ...problem('pages.many', { count: mostPages }) })
            }
            read = understood(page(one), await this.#http.follow(read.nextLink, options))
            all.push(...read.values)
        }
        return all
    }
}

function byName<T extends { readonly name: string }>(list: readonly T[]): readonly T[] {
    return [...list].sort((one, other) => one.name.localeCompare(other.name, 'en'))
}
