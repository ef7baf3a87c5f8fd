import type { ApiVersions } from './config'
import { defaultApiVersions } from './config'
import { decodeService, decodeSubscription, listOf } from './decode'
import { CloudError } from './error'
import type { CallOptions, ManagementHttp } from './http'
import type { Service, ServiceKind, Subscription } from './model'

/** Pages of one list. */
export const mostPages = 50

/** What the token's owner can choose from. All reject with a CloudError only. */
export class Pickers {
    readonly #http: ManagementHttp
    readonly #versions: ApiVersions

    constructor(http: ManagementHttp, versions: ApiVersions = defaultApiVersions) {
        this.#http = http
        this.#versions = versions
    }

    /** Only those of the token's directory appear. By name. */
    async subscriptions(options: CallOptions = {}): Promise<readonly Subscription[]> {
        return byName(await this.#all('/subscriptions', this.#versions.subscriptions, decodeSubscription, options))
    }

    /** Both kinds, or the one. By name. */
    async services(subscriptionId: string, kinds: readonly ServiceKind[] = ['DPS', 'IoTHub'], options: CallOptions = {}): Promise<readonly Service[]> {
        const lists = await Promise.all(kinds.map((kind) => {
            const type = { DPS: 'provisioningServices', IoTHub: 'IotHubs' }[kind]
            const path = `/subscriptions/${encodeURIComponent(subscriptionId)}/providers/Microsoft.Devices/${type}`
            return this.#all(path, this.#versions[kind], (value) => decodeService(kind, value), options)
        }))
        return byName(lists.flat())
    }

    async #all<T>(path: string, apiVersion: string, decode: (value: unknown) => T, options: CallOptions): Promise<readonly T[]> {
        let page = listOf(await this.#http.send({ method: 'GET', path, apiVersion, ...options }))
        const all = page.values.map(decode)
        for (let pages = 1; page.nextLink !== null; pages++) {
            if (pages === mostPages) {
                throw new CloudError({
                    code: 'TOO_MANY_PAGES', message: `The list has more than ${mostPages} pages.`, hint: 'Choose a subscription with fewer services.',
                })
            }
            page = listOf(await this.#http.follow(page.nextLink, options))
            all.push(...page.values.map(decode))
        }
        return all
    }
}

function byName<T extends { readonly name: string }>(list: readonly T[]): readonly T[] {
    return [...list].sort((one, other) => one.name.localeCompare(other.name, 'en'))
}
