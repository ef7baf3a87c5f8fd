/** The vendor's OpenAPI documents as judges of answers. They are not part of this repository: see `hasSpecifications`. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import Ajv2019 from 'ajv/dist/2019.js'

import { repository } from './fixtures.mjs'

const folder = join(repository, '..', 'shared', 'azure', 'specification')
const hasSpecifications = existsSync(folder)
/** What to give a test as `skip`. */
export const withoutSpecifications = hasSpecifications ? false : 'the OpenAPI documents (../shared/azure) are not here: only our own schema judged'

const base = 'https://specification.invalid/'
const provider = {
    DPS: (version) => `deviceprovisioningservices/resource-manager/Microsoft.Devices/DeviceProvisioningServices/stable/${version}/iotdps.json`,
    IoTHub: (version) => `iothub/resource-manager/Microsoft.Devices/IoTHub/stable/${version}/iothub.certificates-extract.json`,
}
const common = ['common-types/resource-management/v3/types.json', 'common-types/resource-management/v3/managedidentity.json']
const read = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8'))

/**
 * Where what the service really sends is not what its document says. Each with who has seen it; anything else that differs fails.
 */
const deviations = [
    // Null in the recorded answers to list, PUT and verify; the document knows text only.
    { definition: /^Certificate(Properties|PropertiesWithNonce)$/, property: 'certificate', type: ['string', 'null'] },
    // A number in IoT Hub's real bodies (crossplane-contrib/provider-upjet-azure issue 299); the document of IoT Hub says text.
    { definition: /^ErrorDetails$/, property: 'code', type: ['string', 'integer'] },
]

const date = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
const formats = {
    'date-time-rfc1123': date, 'date-time-rfc7231': date, byte: true, uri: /^https?:\/\//, uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    int32: true, int64: true, 'date-time': true, 'arm-id': true, password: true, decimal: true,
}

/** One document: what it says about each answer to each of its operations. */
export class Specification {
    #paths
    #ajv
    /** The operationIds of which an answer was judged. */
    judged = new Set()

    /** @param {'DPS' | 'IoTHub'} kind */
    constructor(kind, version) {
        const file = provider[kind](version)
        const document = strict(read(file))
        this.#ajv = new Ajv2019({ strict: false, allErrors: true, formats, logger: false })
        for (const each of common) this.#ajv.addSchema({ ...read(each), $id: base + each })
        // Referenced by the document of 2022-12-12, and not copied: it says nothing about what we judge.
        this.#ajv.addSchema({ $id: `${base}common-types/resource-management/v2/types.json`, definitions: { systemData: {} } })
        this.#ajv.addSchema({ ...document, $id: base + file })
        this.#paths = Object.entries(document.paths).map(([template, operations]) => ({
            // ARM reads its paths without case.
            pattern: new RegExp(`^${template.replace(/[.]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+')}$`, 'i'),
            operations,
            at: `${base}${file}#/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        }))
        this.operationIds = this.#paths.flatMap(({ operations }) => Object.values(operations).map(({ operationId }) => operationId)).filter(Boolean)
    }

    /** Asserts that the document allows an answer. */
    judge({ method, path, status, body }) {
        const verb = method.toLowerCase()
        const found = this.#paths.find(({ pattern, operations }) => pattern.test(path) && verb in operations)
        assert.ok(found, `the document has no ${method} ${path}`)
        const { operationId, responses } = found.operations[verb]
        this.judged.add(operationId)
        const isListed = String(status) in responses
        assert.ok(isListed || status >= 400, `${operationId} does not know ${status}`)
        // Refusals of Resource Manager, before the provider was asked, are described in the common types.
        if (!isListed && body?.error !== undefined) {
            return this.#assertFits(`${base}${common[0]}#/definitions/ErrorResponse`, body, `${operationId} ${status}`)
        }
        const key = isListed ? String(status) : 'default'
        if (responses[key].schema === undefined) return assert.equal(body, null, `${operationId} ${status} has no body`)
        this.#assertFits(`${found.at}/${verb}/responses/${key}/schema`, body, `${operationId} ${status}`)
    }

    #assertFits(reference, body, what) {
        const validate = this.#ajv.getSchema(reference) ?? this.#ajv.compile({ $ref: encodeURI(reference).replaceAll('%23', '#') })
        assert.ok(validate(body), `${what}: ${this.#ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`)
    }
}

/**
 * The document, stricter: an object may have no member that it does not name. What other definitions are built upon is left as
 * it is, since it names only a part of them.
 */
function strict(document) {
    const text = JSON.stringify(document.definitions)
    const bases = new Set([...text.matchAll(/"allOf":\[\{"\$ref":"#\/definitions\/(\w+)"\}\]/g)].map(([, name]) => name))
    for (const [name, definition] of Object.entries(document.definitions)) {
        const { properties } = definition
        if (properties !== undefined && !bases.has(name) && definition.additionalProperties === undefined) definition.unevaluatedProperties = false
        for (const { definition: pattern, property, type } of deviations) {
            if (pattern.test(name) && properties?.[property] !== undefined) Object.assign(properties[property], { type })
        }
    }
    return document
}
