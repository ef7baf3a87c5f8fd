import { base64Of } from '../../core/base64'
import { CloudError, malformedAnswer } from '../cloud/error'
import type { CaEntry, Service } from '../cloud/model'
import type { CaEntries, CallOptions, CodedEntry, EntryState, UploadOptions } from '../cloud/provider'
import { problem } from '../texts/say'
import { understood } from './answer'
import { defaultApiVersions, type ApiVersions } from './config'
import { caEntry, codedEntry, page } from './decode'
import type { ManagementHttp } from './http'
import { allowsChange, permission, permissionsPath, permissionsVersion } from './permissions'

/** The six operations on CA certificates, the same for both kinds of service. */
export class Certificates implements CaEntries {
    readonly #http: ManagementHttp
    readonly #versions: ApiVersions

    constructor(http: ManagementHttp, versions: ApiVersions = defaultApiVersions) {
        this.#http = http
        this.#versions = versions
    }

    async list(service: Service, options: CallOptions = {}): Promise<readonly CaEntry[]> {
        return understood(page(caEntry), await this.#send('GET', service, '', options)).values
    }

    async get(service: Service, name: string, options: CallOptions = {}): Promise<CaEntry> {
        return understood(caEntry, await this.#send('GET', service, segment(name), options))
    }

    /** verified: the vendor's "set certificate status to verified on upload", which asks for no proof. */
    async upload(service: Service, name: string, der: Uint8Array, { etag, verified = false, ...options }: UploadOptions = {}): Promise<CaEntry> {
        const properties = { certificate: base64Of(der), ...(verified ? { isVerified: true } : {}) }
        return understood(caEntry, await this.#send('PUT', service, segment(name), options, { properties }, etag))
    }

    async remove(service: Service, { name, etag }: EntryState, options: CallOptions = {}): Promise<void> {
        await this.#send('DELETE', service, segment(name), options, undefined, etag)
    }

    async generateVerificationCode(service: Service, { name, etag }: EntryState, options: CallOptions = {}): Promise<CodedEntry> {
        const path = `${segment(name)}/generateVerificationCode`
        const coded = understood(codedEntry, await this.#send('POST', service, path, options, undefined, etag))
        if (coded.verificationCode === '') throw malformedAnswer('it holds no verification code')
        if (!isAzureCode(coded.verificationCode)) throw unlikeAzure(coded.verificationCode)
        return coded
    }

    isCode(text: string): boolean {
        return isAzureCode(text)
    }

    async mayChange(service: Service, options: CallOptions = {}): Promise<boolean | null> {
        try {
            const answer = await this.#http.send({ method: 'GET', path: permissionsPath(service), apiVersion: permissionsVersion, hint: true, ...options })
            const { values, nextLink } = understood(page(permission), answer)
            // What follows on a further page can only allow more.
            return allowsChange(values, service) || (nextLink === null ? false : null)
        } catch {
            return null
        }
    }

    async verify(service: Service, { name, etag }: EntryState, der: Uint8Array, options: CallOptions = {}): Promise<CaEntry> {
        const path = `${segment(name)}/verify`
        return understood(caEntry, await this.#send('POST', service, path, options, { certificate: base64Of(der) }, etag))
    }

    #send(
        method: 'GET' | 'PUT' | 'POST' | 'DELETE', service: Service, path: string, options: CallOptions, body?: object, ifMatch?: string,
    ): Promise<unknown> {
        return this.#http.send({ method, path: `${service.id}/certificates${path}`, apiVersion: this.#versions[service.kind], body, ifMatch, ...options })
    }
}

/**
 * 48 upper-case hex digits: the form of every code that Azure was ever seen to give. What is signed here proves a CA to Azure; an
 * endpoint that names something else wants a certificate for another purpose. (Whose code it is the core will tell for any cloud.)
 */
function isAzureCode(code: string): boolean {
    return /^[0-9A-F]{48}$/.test(code)
}

/** The code is not shown: what it says is up to whoever answered. */
function unlikeAzure(code: string): CloudError {
    const why = code.length === 48 ? problem('code.unlike') : problem('code.unlike.length', { count: code.length })
    return new CloudError({ code: 'CODE_UNLIKE_CLOUD', ...why })
}

/** A name of dots would lead out of the entry, to the service itself. */
function segment(name: string): string {
    if (/^\.{0,2}$/.test(name)) throw malformedAnswer('a certificate has a name that is none')
    return `/${encodeURIComponent(name)}`
}
