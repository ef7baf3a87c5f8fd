/** What the cloud holds: subscriptions, services, and their certificate entries. */
import { randomBytes } from 'node:crypto'

import { decodeUpload, httpDate, subjectOf, thumbprintOf } from './certificates.mjs'
import { refusals } from './errors.mjs'

export const mostCertificates = 25
const certificateName = /^[A-Za-z0-9\-._]{1,64}$/

/** The paths of the two kinds are alike; these are their words. */
export const kinds = {
    DPS: {
        collection: 'provisioningServices', type: 'Microsoft.Devices/ProvisioningServices',
        entryType: 'Microsoft.Devices/provisioningServices/Certificates',
    },
    IoTHub: { collection: 'IotHubs', type: 'Microsoft.Devices/IotHubs', entryType: 'Microsoft.Devices/IotHubs/Certificates' },
}

export const demoSubscription = '11111111-2222-3333-4444-555555555555'
export const tenant = '99999999-8888-7777-6666-555555555555'

let etags = 0

/** Opaque to clients. Of DPS the base64 of a text in quotes, of an IoT hub that of eight octets: as was recorded. */
function freshEtag(kind) {
    etags++
    if (kind === 'IoTHub') return Buffer.from([0, 0, 0, 12, ...randomBytes(3), etags & 255]).toString('base64')
    return Buffer.from(`"${etags.toString(16).padStart(8, '0')}-0000-0700-0000-${randomBytes(6).toString('hex')}"`).toString('base64')
}

export class Service {
    /**
     * @param {{ kind?: 'DPS' | 'IoTHub', name: string, resourceGroup?: string, subscriptionId?: string, region?: string,
     *     state?: string, readOnly?: boolean, locked?: boolean, hidden?: boolean,
     *     entries?: { name: string, certificate: string, isVerified?: boolean }[] }} options
     * certificate: as it may be uploaded, PEM for example. readOnly: writing answers 403. locked: writing answers 409.
     * hidden: listed, but every entry answers 404, as after it was deleted
     */
    constructor(options, clock) {
        const { kind = 'DPS', name, resourceGroup = 'demo', subscriptionId = demoSubscription, region = 'westeurope' } = options
        Object.assign(this, {
            kind, name, resourceGroup, subscriptionId, region, state: options.state ?? 'Active', readOnly: options.readOnly ?? false,
            locked: options.locked ?? false, hidden: options.hidden ?? false,
        })
        this.clock = clock
        this.entries = new Map()
        for (const entry of options.entries ?? []) this.put(entry.name, undefined, entry)
    }

    get id() {
        const group = `/subscriptions/${this.subscriptionId}/resourceGroups/${this.resourceGroup}`
        return `${group}/providers/Microsoft.Devices/${kinds[this.kind].collection}/${this.name}`
    }

    list() {
        return [...this.entries.values()]
    }

    find(name) {
        const entry = this.entries.get(name.toLowerCase())
        if (entry === undefined) throw refusals.noCertificate(name)
        return entry
    }

    /** The entry, if the client knows how it stands. */
    match(name, etag) {
        const entry = this.find(name)
        if (etag !== entry.etag) throw refusals.staleEtag()
        return entry
    }

    /** @returns {{ entry: object, created: boolean }} */
    put(name, etag, { certificate, isVerified = false }) {
        if (!certificateName.test(name)) throw refusals.badCertificateName()
        if (typeof isVerified !== 'boolean') throw refusals.badBody()
        const before = this.entries.get(name.toLowerCase())
        // RFC 9110, 13.1.1: of what does not exist no etag is the current one.
        if (before === undefined ? etag !== undefined : etag !== before.etag) throw refusals.staleEtag()
        const x509 = decodeUpload(certificate)
        if (before === undefined && this.entries.size >= mostCertificates) throw refusals.tooMany()
        const entry = before ?? { name }
        Object.assign(entry, { x509, uploaded: certificate, isVerified, code: null })
        this.entries.set(name.toLowerCase(), entry)
        this.touch(entry)
        return { entry, created: before === undefined }
    }

    remove(name) {
        this.entries.delete(name.toLowerCase())
    }

    /** A code makes the one before it worthless. */
    generate(entry) {
        entry.code = randomBytes(24).toString('hex').toUpperCase()
        this.touch(entry)
    }

    touch(entry) {
        entry.etag = freshEtag(this.kind)
        entry.updated = this.clock()
    }

    /** As the service shows it: DPS says the certificate only together with a code, an IoT hub always. */
    shown(entry, { withCode = false } = {}) {
        const { x509 } = entry
        const properties = {
            ...(withCode ? { verificationCode: entry.code } : {}),
            subject: subjectOf(x509, this.kind),
            expiry: httpDate(x509.validTo),
            thumbprint: thumbprintOf(x509),
            isVerified: entry.isVerified,
            // The service fills this in nowhere.
            created: 'Mon, 01 Jan 0001 00:00:00 GMT',
            updated: httpDate(entry.updated),
            certificate: this.kind === 'IoTHub' ? x509.raw.toString('base64') : withCode ? entry.uploaded : null,
        }
        return { properties, id: `${this.id}/certificates/${entry.name}`, name: entry.name, type: kinds[this.kind].entryType, etag: entry.etag }
    }

    description() {
        const common = {
            id: this.id, name: this.name, type: kinds[this.kind].type, location: this.region, tags: {}, etag: 'AAAADEqHziw=',
            resourcegroup: this.resourceGroup, subscriptionid: this.subscriptionId,
        }
        if (this.kind === 'IoTHub') {
            return {
                ...common, sku: { name: 'S1', tier: 'Standard', capacity: 1 },
                properties: { state: this.state, provisioningState: 'Succeeded', hostName: `${this.name}.example` },
            }
        }
        return {
            ...common, sku: { name: 'S1', tier: 'Standard', capacity: 1 },
            properties: {
                state: this.state, provisioningState: 'Succeeded', serviceOperationsHostName: `${this.name}.example`,
                deviceProvisioningHostName: 'devices.example', idScope: '0ne00000001', allocationPolicy: 'Hashed', iotHubs: [],
            },
        }
    }
}

export class World {
    constructor({ subscriptions, services = [], clock }) {
        this.clock = clock
        this.subscriptions = subscriptions ?? [{ id: demoSubscription, name: 'popcert demo', state: 'Enabled' }]
        this.services = services.map((options) => new Service(options, clock))
    }

    add(options) {
        const service = new Service(options, this.clock)
        this.services.push(service)
        return service
    }

    /** By name alone: names are the world's own, for tests. */
    service(name) {
        return this.services.find((service) => service.name === name)
    }

    subscription(id) {
        const found = this.subscriptions.find((each) => each.id.toLowerCase() === id.toLowerCase())
        if (found === undefined) throw refusals.noSubscription(id)
        return found
    }

    /** Those of a subscription, or of one resource group of it. */
    servicesAt({ subscriptionId, resourceGroup }) {
        const { id } = this.subscription(subscriptionId)
        const found = this.services.filter((service) => service.subscriptionId === id
            && (resourceGroup === undefined || same(service.resourceGroup, resourceGroup)))
        if (resourceGroup !== undefined && found.length === 0) throw refusals.noResourceGroup(resourceGroup)
        return found
    }

    serviceAt({ subscriptionId, resourceGroup, kind, name }) {
        const found = this.servicesAt({ subscriptionId, resourceGroup }).find((service) => service.kind === kind && same(service.name, name))
        if (found === undefined || found.hidden) throw refusals.noResource(kinds[kind].type, name, resourceGroup)
        return found
    }
}

/** Resource Manager reads names without case. */
const same = (one, other) => one.toLowerCase() === other.toLowerCase()
