/** What the emulated cloud holds: subscriptions, services, and the certificates in them. */
import { randomBytes } from 'node:crypto'

import { commonNameOf, readUpload, thumbprintOf } from './certificates.mjs'
import { tenantId } from './tokens.mjs'

/** Documented for DPS; the same is taken for IoT Hub. */
export const mostCertificates = 25
export const defaultSubscription = '00000000-1111-4222-8333-444444444444'

/** A clock that can be set, and goes on from there: recorded certificates are long expired. */
export class Clock {
    #offset = 0

    now() {
        return new Date(Date.now() + this.#offset)
    }

    /** null: the machine's own time again. */
    set(date) {
        this.#offset = date === null ? 0 : new Date(date).getTime() - Date.now()
    }
}

const types = { DPS: 'provisioningServices', IoTHub: 'IotHubs' }
/** ARM compares names without case. */
export const same = (one, other) => one.toLowerCase() === other.toLowerCase()

export class State {
    clock
    /** @type {{ id: string, name: string, state: string }[]} */
    subscriptions
    /** @type {Service[]} */
    services = []
    #etags = 0

    /**
     * @param {Clock} clock
     * @param {{ subscriptions?: { id: string, name?: string, state?: string }[], services?: ServiceWanted[] }} wanted
     */
    constructor(clock, { subscriptions, services = defaultServices } = {}) {
        this.clock = clock
        this.subscriptions = (subscriptions ?? [{ id: defaultSubscription, name: 'Emulated subscription' }])
            .map((one) => ({ name: one.id, state: 'Enabled', tenantId, ...one }))
        for (const service of services) this.addService(service)
    }

    /**
     * @typedef {object} ServiceWanted
     * @property {'DPS' | 'IoTHub'} [kind]
     * @property {string} name
     * @property {string} [subscriptionId]
     * @property {string} [resourceGroup]
     * @property {string} [region]
     * @property {string} [state] `Active` or another of the service's words
     * @property {'write' | 'read' | 'none'} [access] what the tokens' owner may do: `read` can list and get; `none` is not listed either
     * @property {boolean} [locked] writes are answered by 409 ScopeLocked
     * @property {{ name: string, certificate: string | Uint8Array, isVerified?: boolean, code?: string }[]} [certificates]
     *     certificate: PEM text, or DER
     */
    addService({
        kind = 'DPS', name, subscriptionId = this.subscriptions[0].id, resourceGroup = 'popcert-demo', region = 'westeurope', state = 'Active',
        access = 'write', locked = false, certificates = [],
    }) {
        const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Devices/${types[kind]}/${name}`
        const service = { kind, name, id, subscriptionId, resourceGroup, region, state, access, locked, certificates: new Map() }
        this.services.push(service)
        for (const certificate of certificates) this.putCertificate(name, certificate)
        return service
    }

    /** By its name alone, for tests. */
    service(name) {
        const found = this.services.find((service) => same(service.name, name))
        if (found === undefined) throw new Error(`the emulator has no service ${name}`)
        return found
    }

    /** undefined where there is none. */
    certificate(serviceName, name) {
        return this.service(serviceName).certificates.get(name.toLowerCase())
    }

    /** As if somebody else had uploaded it. */
    putCertificate(serviceName, { name, certificate, isVerified = false, code = null }) {
        const uploaded = typeof certificate === 'string' ? certificate : Buffer.from(certificate).toString('base64')
        const x509 = readUpload(uploaded)
        if (x509 === null) throw new Error(`this is no certificate: ${name}`)
        const entry = this.store(this.service(serviceName), name, { x509, uploaded, isVerified })
        entry.code = code
        return entry
    }

    /** Creates or replaces: what was known of the one before is gone, its code too. */
    store(service, name, { x509, uploaded, isVerified }) {
        const entry = {
            name, id: `${service.id}/certificates/${name}`, x509, uploaded, isVerified, thumbprint: thumbprintOf(x509), commonName: commonNameOf(x509),
            code: null, etag: '', updated: null,
        }
        this.touch(service, entry)
        service.certificates.set(name.toLowerCase(), entry)
        return entry
    }

    /** Every change gives a new etag. */
    touch(service, entry) {
        entry.etag = this.#etag(service.kind)
        entry.updated = this.clock.now()
    }

    /** A new one each time: the one before is worth nothing then. */
    newCode(service, entry) {
        entry.code = randomBytes(24).toString('hex').toUpperCase()
        this.touch(service, entry)
    }

    /** In the two forms that were recorded: opaque, and different from each other. */
    #etag(kind) {
        const count = ++this.#etags
        if (kind === 'IoTHub') {
            const octets = Buffer.alloc(8)
            octets.writeBigUInt64BE(0x0000000c4a87ce00n + BigInt(count))
            return octets.toString('base64')
        }
        const seconds = Math.floor(this.clock.now().getTime() / 1000)
        const text = `"${hex(0x05000000 + count)}-0000-0700-0000-${hex(seconds)}0000"`
        return Buffer.from(text).toString('base64')
    }
}

const hex = (number) => number.toString(16).padStart(8, '0')

/** What tests begin with when they ask for nothing else. */
export const defaultServices = [
    { kind: 'DPS', name: 'dps-one' },
    { kind: 'DPS', name: 'dps-two', region: 'northeurope' },
    { kind: 'IoTHub', name: 'hub-one' },
]
